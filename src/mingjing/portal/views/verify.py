"""查验真伪: a file is hashed in the browser and asked for by its hash alone; a number or code works without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingjing.portal import provenance, receipts
from mingjing.portal.provenance import Answer, Lookup
from mingjing.records.models import LogHead

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

HASH = re.compile(r"[0-9a-f]{64}")
PATH = [("首页", "/"), ("查验真伪", "/verify/")]
LONGEST = 100
# The inside of a badge that the page's script fills.
BADGE = SafeString(
    '<ul class="checks small" data-checks></ul><p class="mt-2" data-next></p><p class="row-wrap mb-2" data-more></p>'
    '<p class="small muted mb-0">文件的 SHA-256 摘要：<span class="hash" data-digest></span></p>'
)

# answer → verdict of the badge, what it says, what to do. Reference §11.6 no. 26: never 伪造, never 已盖章.
WORDS: dict[Answer, tuple[str, str, str]] = {
    Answer.MATCHED: (
        "ok",
        "编号与本机关的记录相符",
        "这只说明本机关作出过这份文书。您手里的若是纸质件、扫描件、照片或者另存的文件，请与下列各项和公示件逐项比对。",
    ),
    Answer.MISMATCHED: (
        "now",
        "文号与验真码不属于同一份文书",
        "请照文书首页和页脚重新输入；仍然不符的，请致电本机关。",
    ),
    Answer.WITHDRAWN: ("now", "这份文书的公示信息已经撤下", "本站不再提供其内容，请致电本机关了解。"),
    Answer.UNKNOWN: (
        "now",
        "本机关无此记录",
        "请核对是否输错。没有公开的文书（例如当事人是自然人的）须连同验真码一起查；仍查不到的，请致电本机关。",
    ),
}

RECEIPT_WORDS: dict[bool | None, tuple[str, str, str]] = {
    True: (
        "ok",
        "日志这一位的记录就是回执上的那一条",
        "序号和记录散列与本机关日志现有的相符。要连同签名和文件一并核对，请扫出二维码里的文字，粘贴到本页。",
    ),
    False: (
        "stop",
        "日志这一位的记录不是回执上的那一条",
        "请先核对有无抄错。没有抄错的，说明日志与您手里的回执不符：请保存好回执，向上级机关或者法院反映。",
    ),
    None: (
        "now",
        "不能核对",
        "请填写回执上的序号和记录散列（至少前十六位）。刚刚送达的，公开的日志可能还没有收录，请过一两分钟再试。",
    ),
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the drop zone and the form."""
    return render(request, "portal/verify.html", _context(number="", code=""))


@require_safe
@never_cache
def number(request: HttpRequest) -> HttpResponse:
    """Answer a number, a code, or both."""
    typed = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("number", "code")}
    if not any(typed.values()):
        return render(request, "portal/verify.html", _context(**typed) | {"empty": True})
    found = provenance.look_up(**typed)
    verdict, title, advice = WORDS[found.answer]
    context = _context(**typed) | {"found": found, "verdict": verdict, "answer": title, "advice": advice}
    context["pairs"] = _pairs(found)
    return render(request, "portal/verify.html", context, status=200)


@require_safe
@never_cache
def number_json(request: HttpRequest) -> HttpResponse:
    """Answer the same to the page's script: what a copy says of itself is looked up before it is called unknown."""
    typed = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("number", "code")}
    found = provenance.look_up(**typed) if any(typed.values()) else Lookup(Answer.UNKNOWN)
    return JsonResponse(
        {"answer": found.answer.value, "title": found.title, "number": found.number, "url": found.url}
    )


@require_safe
@never_cache
def file(request: HttpRequest, sha256: str) -> HttpResponse:
    """Return record, opening and proof of a file by its hash; 404 where this agency has no record of it."""
    del request
    found = provenance.of_bytes(sha256) if HASH.fullmatch(sha256) else None
    if found is None:
        return JsonResponse({"found": False}, status=404)
    return JsonResponse(provenance.as_json(found), json_dumps_params={"ensure_ascii": False})


@require_safe
@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """Answer an index and a hash that were typed from a receipt."""
    index, digest = (request.GET.get(name, "").strip()[:LONGEST] for name in ("index", "hash"))
    found = receipts.typed(index, digest)
    verdict, title, advice = RECEIPT_WORDS[found]
    context = _context(number="", code="")
    context |= {"verdict": verdict, "answer": title, "advice": advice, "index": index, "digest": digest}
    return render(request, "portal/verify.html", context)


@require_safe
@never_cache
def receipt_json(request: HttpRequest, index: int, size: int) -> HttpResponse:
    """Return what the page's script needs to check a receipt: keys, proofs, the newest checkpoint."""
    del request
    return JsonResponse(receipts.proofs(index, size))


def _context(*, number: str, code: str) -> dict[str, object]:
    return {
        "path": PATH,
        "number": number,
        "code": code,
        "badge": BADGE,
        "vkey": LogHead.objects.values_list("vkey", flat=True).first(),
    }


def _pairs(found: Lookup) -> list[tuple[str, object]]:
    said: list[tuple[str, object]] = [
        ("文书", found.title),
        ("文号", found.number),
        ("成文日期", found.made_on),
    ]
    return [(label, value) for label, value in said if value]
