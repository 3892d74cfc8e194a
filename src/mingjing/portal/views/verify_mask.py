"""核对遮盖: whoever holds a text and its random number proves that this is what a publication masks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mingjing.disclosure.masks import stood_there
from mingjing.disclosure.models import Publication
from mingjing.portal.forms import MaskForm
from mingjing.portal.queries import READABLE, matching_number

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PATH = [("首页", "/"), ("查验真伪", "/verify/"), ("核对遮盖", "")]
SALT = re.compile(r"[0-9a-f]{64}")
MATCHES = ("ok", "相符", "公示中隐去的就是这段文字。")
DIFFERS = ("stop", "不相符", "这份公示隐去的不是这段文字，或者随机数抄错了。请照凭证逐字核对。")


@never_cache
@sensitive_post_parameters("text", "salt")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Compare; what was typed is neither kept nor logged."""
    form = MaskForm(request.POST or None)
    verdict: tuple[str, str, str] | None = None
    if request.method == "POST" and form.is_valid():
        verdict = _verdict(**form.cleaned_data)
    context = {"heading": "核对遮盖的内容", "path": PATH, "form": form, "found": verdict}
    return render(request, "portal/verify_mask.html", context, status=422 if form.errors else 200)


def _verdict(number: str, text: str, salt: str) -> tuple[str, str, str]:
    plain = "".join(salt.split()).lower()
    states = [*READABLE, Publication.State.WITHDRAWN]
    rows = Publication.objects.filter(matching_number(number), state__in=states)
    if not SALT.fullmatch(plain):
        return DIFFERS
    found = stood_there(rows, text.strip(), bytes.fromhex(plain))
    return (*MATCHES[:2], f"{found[1]}：{MATCHES[2]}") if found else DIFFERS
