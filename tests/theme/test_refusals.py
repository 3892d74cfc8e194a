"""A refusal and an error are pages with a sentence, a clause, a next step and the request's id."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from mingjing.refusal import Refusal
from mingjing.theme import refusals

REFUSED = Refusal(
    "decision.exists",
    "同一当事人已有 <处罚决定>。",
    "行政处罚法 第二十九条",
    "先撤销原决定。",
    details=["第012号"],
)


def request(path: str = "/x", **headers: str) -> HttpRequest:
    made = RequestFactory().get(path, headers=headers)
    made.request_id = "abc123"  # type: ignore[attr-defined]
    return made


def text(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 413, 429, 500])
def test_every_error_has_a_chinese_page_with_the_requests_id(status: int) -> None:
    page = refusals.error_page(request(), status)
    assert page.status_code == status
    assert refusals.WORDS[status][0] in text(page)
    assert "下一步" in text(page)
    assert "abc123" in text(page)


def answered(exception: Exception, asked: HttpRequest | None = None) -> HttpResponse | None:
    middleware = refusals.RefusalMiddleware(lambda _: HttpResponse())
    return middleware.process_exception(asked or request(), exception)


def test_a_refusal_says_sentence_clause_and_next_step() -> None:
    page = answered(REFUSED)
    assert page is not None
    assert page.status_code == 409
    for words in (
        "同一当事人已有 &lt;处罚决定&gt;。",
        "行政处罚法 第二十九条",
        "先撤销原决定。",
        "第012号",
        "abc123",
    ):
        assert words in text(page)


def test_a_program_gets_the_refusal_as_json() -> None:
    for asked in (request("/decisions.json"), request(Accept="application/json")):
        page = answered(REFUSED, asked)
        assert page is not None
        said = json.loads(page.content)
        assert (said["code"], said["clause"]) == ("decision.exists", "行政处罚法 第二十九条")
        assert said["request_id"] == "abc123"


def test_other_exceptions_are_left_to_django() -> None:
    assert answered(Http404()) is None
    assert answered(ValueError()) is None


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("role.forbidden", 403),
        ("case.unknown", 404),
        ("publication.withdrawn", 410),
        ("file.too_large", 413),
        ("a.b", 409),
    ],
)
def test_the_code_says_the_status(code: str, status: int) -> None:
    assert refusals.status_of(Refusal(code, "…")) == status


def test_who_is_logged_in_sees_the_refusal_inside_the_workbench() -> None:
    html = render_to_string(
        "theme/refusal.html", {"refusal": REFUSED, "request_id": "abc123", "back_url": "/cases/1"}
    )
    for words in (
        "这一步没有办成",
        "&lt;处罚决定&gt;",
        "行政处罚法 第二十九条",
        "先撤销原决定。",
        "wb-nav",
        "abc123",
    ):
        assert words in html


def test_what_is_too_large_is_413() -> None:
    assert refusals.bad_request(request(), RequestDataTooBig()).status_code == 413
    assert refusals.bad_request(request(), SuspiciousOperation()).status_code == 400


def test_the_handlers_answer_their_status() -> None:
    assert refusals.forbidden(request(), PermissionError()).status_code == 403
    assert refusals.not_found(request(), Http404()).status_code == 404
    assert refusals.csrf_failure(request()).status_code == 403


def test_the_page_of_a_crash_needs_no_context_processor() -> None:
    broken = HttpRequest()
    broken.path = "/"
    assert refusals.server_error(broken).status_code == 500
