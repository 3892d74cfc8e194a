"""Pages for what was not done: sentence, clause, next step, the request's id. Programs get JSON."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from mingjing.refusal import Refusal
from mingjing.theme.display import Display

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("mingjing.refusal")

TOO_LARGE = 413
# The last word of a refusal's code says which answer it is; any other is a conflict with the state.
ANSWERS = {
    "forbidden": 403,
    "not_allowed": 403,
    "unknown": 404,
    "not_found": 404,
    "withdrawn": 410,
    "gone": 410,
    "too_large": TOO_LARGE,
    "format": 400,
    "too_many": 429,
}
CONFLICT = 409
SERVER_ERROR = 500

WORDS: dict[int, tuple[str, str, str]] = {
    400: ("请求有误", "系统没有看懂这次请求，没有写入任何内容。", "返回上一页，检查填写的内容后再试。"),
    403: ("无权查看或办理", "您的角色或者所在机关没有这项权限。", "需要办理的，请联系本机关系统管理员。"),
    404: ("没有这个页面", "网址有误，或者内容已经移走。", "请从首页的栏目进入，或者搜索文号、单位名称。"),
    409: (
        "内容已经变化",
        "您打开之后，别人已经改过同一内容；您的这一次没有写入。",
        "请重新打开页面，看过现在的内容再提交。",
    ),
    410: (
        "已撤下",
        "该信息已经撤下，本站不再提供其内容。",
        "需要了解撤下理由的，请查看更正与撤下公告或者致电本机关。",
    ),
    413: ("文件太大", "上传的内容超过限制，没有写入任何内容。", "请减小文件或者分次上传。"),
    429: ("请求太频繁", "短时间内请求过多，请稍候。", "过一分钟再试。"),
    500: (
        "系统出错",
        "系统内部出错，没有给出结果。",
        "请先在办理记录中确认刚才的操作是否已经记下，再决定是否重做；反复出现的，把请求编号告诉系统管理员。",
    ),
}


def request_id(request: HttpRequest) -> str:
    """Return the id that the request bears in the log."""
    return str(getattr(request, "request_id", ""))


def wants_json(request: HttpRequest) -> bool:
    """Say whether a program is asking."""
    return request.path.endswith(".json") or request.headers.get("Accept", "").startswith("application/json")


def error_page(request: HttpRequest, status: int, refusal: Refusal | None = None) -> HttpResponse:
    """Return the page (or JSON) of a status in `WORDS`; a refusal's own words come first."""
    heading, sentence, next_step = WORDS.get(status, WORDS[400])
    content: dict[str, object] = {
        "status": status,
        "heading": heading,
        "code": refusal.code if refusal else f"http.{status}",
        "sentence": refusal.sentence if refusal else sentence,
        "clause": refusal.clause if refusal else "",
        "next_step": (refusal.next_step if refusal else "") or next_step,
        "details": refusal.details if refusal else [],
        "field": refusal.field if refusal else "",
        "request_id": request_id(request),
    }
    if wants_json(request):
        return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    # No context processors: whatever failed may fail in them again.
    seen = {} if status == SERVER_ERROR else {"display": Display.of(request)}
    return HttpResponse(render_to_string("theme/error.html", {**content, **seen}), status=status)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal, by the last word of its code."""
    return ANSWERS.get(refusal.code.rpartition(".")[2], CONFLICT)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page of a refused act: inside the workbench for who is logged in, else the plain page."""
    status = status_of(refusal)
    user = getattr(request, "user", None)
    if wants_json(request) or not getattr(user, "is_authenticated", False):
        return error_page(request, status, refusal)
    content = {
        "refusal": refusal,
        "request_id": request_id(request),
        "back_url": request.path if request.method == "POST" else "",
    }
    return render(request, "theme/refusal.html", content, status=status)


class RefusalMiddleware:
    """Turn a refusal that no view showed in its form into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other exception to Django."""
        if not isinstance(exception, Refusal):
            return None
        log.info("refused", extra={"code": exception.code})
        return refusal_page(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400; what was too large answers 413."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    return error_page(request, TOO_LARGE if too_large else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """handler403."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """handler404."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500."""
    return error_page(request, SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """CSRF_FAILURE_VIEW: the form is too old, or came from elsewhere."""
    return error_page(
        request,
        403,
        Refusal(
            "form.stale",
            "页面打开太久，或者浏览器没有接受本站的 Cookie，这次提交没有写入。",
            next_step="请重新打开页面再提交。",
        ),
    )
