"""核对执法证件: live from the registry, never from a published copy."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.registry.models import Certificate, Officer
from mingjing.storage.models import Blob
from mingjing.storage.store import MissingBytesError, open_range

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

LONGEST = 40
BEFORE_INSPECTION = (
    ("ok", "请确认照片与来人一致"),
    ("ok", "现场应有两名执法人员，请逐一核对"),
    ("ok", "未出示执法证件的，您可以拒绝接受检查"),
)


@dataclass(frozen=True)
class Checked:
    """What the registry says of a certificate today."""

    valid: bool
    title: str
    certificate: Certificate | None = None


@require_safe
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Check `?number=`; without it, ask for one."""
    number = _plain(request.GET.get("number", "")[:LONGEST])
    found = _check(number, clock.today()) if number else None
    context: dict[str, object] = {
        "heading": "核对执法证件",
        "path": [("首页", "/"), ("事中公示", "/officers/check")],
        "number": number,
        "found": found,
        "now": clock.now(),
        "advice": BEFORE_INSPECTION,
    }
    if found and found.certificate:
        context |= _shown(found.certificate)
    return render(request, "portal/officer_check.html", context)


def _check(number: str, today: dt.date) -> Checked:
    """行政处罚法42; 244号8: valid means examined, not suspended or revoked, within its days, its holder in post."""
    certificate = (
        Certificate.objects.select_related("officer__department__agency")
        .filter(number__iexact=number)
        .first()
    )
    if certificate is None:
        return Checked(valid=False, title="查无此证")
    if certificate.officer.left_on and certificate.officer.left_on <= today:
        return Checked(valid=False, title="证件无效：持证人已不在执法岗位")
    fault = _fault(certificate, today)
    return Checked(not fault, f"证件无效：{fault}" if fault else "证件有效", certificate)


def _fault(certificate: Certificate, today: dt.date) -> str:
    if certificate.status != Certificate.Status.VALID:
        return f"已{certificate.get_status_display()}"
    if today < certificate.valid_from:
        return f"自 {certificate.valid_from} 起才有效"
    if certificate.valid_to < today:
        return f"已于 {certificate.valid_to} 过期"
    if certificate.exam_passed_on is None or certificate.exam_passed_on > today:
        return "没有登记资格考试合格"
    return ""


def _shown(certificate: Certificate) -> dict[str, object]:
    officer = certificate.officer
    photo = officer.photo_sha256
    return {
        "name": officer.name,
        "photo_url": f"/officers/photo/{photo}" if photo else "",
        "pairs": [
            ("姓名", officer.name),
            ("单位", officer.department.agency.name),
            ("职务", f"{officer.department.name} {officer.post}"),
            ("证件编号", certificate.number),
        ],
        "scope": [
            ("执法类别", "、".join(certificate.categories)),
            ("执法区域", "、".join(certificate.areas)),
            ("有效期", f"{certificate.valid_from} 至 {certificate.valid_to}"),
        ],
    }


@require_safe
@never_cache
def photo(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Return the photo of an officer who is in post (244号8), and no other file that has a hash."""
    del request
    in_post = Officer.objects.filter(photo_sha256=sha256, left_on__isnull=True).exists()
    blob = Blob.objects.filter(pk=sha256, media_type__startswith="image/").first() if in_post else None
    if blob is None:
        raise Http404("没有这张照片。")
    try:
        return StreamingHttpResponse(open_range(blob), content_type=blob.media_type)
    except MissingBytesError:
        raise Http404("没有这张照片。") from None


def _plain(typed: str) -> str:
    """Return a number without spaces, in half-width characters."""
    return "".join(unicodedata.normalize("NFKC", typed).split())
