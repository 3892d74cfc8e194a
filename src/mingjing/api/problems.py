"""Errors in one shape, whatever went wrong (RFC 9457): the field, the clause and the next step are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse

from mingjing.intake.rules import FaultyError
from mingjing.refusal import Refusal
from mingjing.theme.counting import WINDOW
from mingjing.theme.refusals import WORDS, request_id, status_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

UNAUTHENTICATED, WRONG_METHOD, WRONG_TYPE, UNPROCESSABLE, TOO_MANY = 401, 405, 415, 422, 429
PROBLEM = "application/problem+json"
TITLES = {
    UNAUTHENTICATED: "没有可用的密钥",
    WRONG_METHOD: "不支持这种方法",
    WRONG_TYPE: "只收 JSON",
    UNPROCESSABLE: "内容有误",
}
REFUSALS = {
    UNAUTHENTICATED: Refusal(
        "key.missing", "没有带密钥，或者密钥不对、已停用、已过期。", "种子 A4.2",
        "在 Authorization 头里写 Bearer 和密钥；没有的，向本机关系统管理员申请。",
    ),
    WRONG_METHOD: Refusal("method.wrong", "这个地址不支持这种方法。", next_step="方法见接口说明。"),
    WRONG_TYPE: Refusal("type.wrong", "正文的类型应当是 application/json。", next_step="请改写 Content-Type。"),
    404: Refusal("address.unknown", "没有这个地址。", next_step="地址见接口说明 /api/inbound/openapi.json。"),
    413: Refusal("body.too_large", "正文太大，没有收下。", next_step="一次报送一件。"),
    TOO_MANY: Refusal("rate.too_many", "短时间内请求过多。", next_step="按 Retry-After 的秒数等待后再试。"),
}  # fmt: skip


def problem(request: HttpRequest, status: int, refusal: Refusal | None = None) -> HttpResponse:
    """Return a problem of a status, or a refusal in its shape."""
    told = refusal or REFUSALS[status]
    faults = told.faults if isinstance(told, FaultyError) else []
    answer = JsonResponse(
        {
            "type": "about:blank",
            "title": TITLES.get(status) or WORDS.get(status, WORDS[400])[0],
            "status": status,
            "code": told.code,
            "detail": told.sentence,
            "field": told.field,
            "clause": told.clause,
            "next_step": told.next_step,
            "errors": [
                {
                    "field": each.field,
                    "label": each.label,
                    "detail": each.sentence,
                    "clause": each.clause,
                    "next_step": each.next_step,
                }
                for each in faults
            ],
            "request_id": request_id(request),
        },
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )
    answer["Content-Type"] = PROBLEM
    answer["Cache-Control"] = "no-store"
    if status == UNAUTHENTICATED:
        answer["WWW-Authenticate"] = 'Bearer realm="mingjing"'
    if status == TOO_MANY:
        answer["Retry-After"] = str(WINDOW)
    return answer


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the answer to a refusal: 422 where the content is at fault, else by the last word of its code."""
    status = UNPROCESSABLE if isinstance(refusal, FaultyError) else status_of(refusal)
    return problem(request, status, refusal)
