"""Whatever goes wrong, the answer is our page: in Chinese, with the request's id, and with nothing of the inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import path

from mingjing.config import middleware
from mingjing.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from mingjing.theme.refusals import WORDS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from pytest_django.fixtures import SettingsWrapper

SECRET = "周一苇的住址"

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def _crash(request: HttpRequest) -> HttpResponse:
    del request
    raise RuntimeError(SECRET)


urlpatterns = [*urlpatterns, path("crash", _crash)]


@pytest.fixture
def client() -> Client:
    """Return somebody whom the server answers as it would outside of tests."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.fixture
def our_pages(settings: SettingsWrapper) -> None:
    """Add a page that crashes to the site's own."""
    settings.ROOT_URLCONF = __name__


def told(answer: Any, status: int) -> str:
    """Return the page, which is ours and bears its request's id."""
    page: str = answer.content.decode()
    assert answer.status_code == status, page
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert WORDS[status][0] in page
    assert "下一步" in page
    assert answer["X-Request-Id"]
    assert answer["X-Request-Id"] in page
    assert "Traceback" not in page
    return page


@pytest.mark.parametrize("host", ["evil.example", "a b", "x'><script>", "zfgs.example.gov.cn.evil.example"])
def test_a_host_that_is_not_ours_is_answered_400(
    client: Client, settings: SettingsWrapper, host: str
) -> None:
    settings.ALLOWED_HOSTS = ["zfgs.example.gov.cn"]
    for address in ("/", "/lists/", "/workbench/", "/search?q=x"):
        page = told(client.get(address, headers={"host": host}), 400)
        assert host not in page
        assert "<script" not in page


def test_a_host_that_is_ours_is_served(client: Client, settings: SettingsWrapper) -> None:
    settings.ALLOWED_HOSTS = ["zfgs.example.gov.cn"]
    assert client.get("/healthz", headers={"host": "zfgs.example.gov.cn"}).status_code == 200


@pytest.mark.django_db
def test_an_address_that_is_none_is_answered_404(client: Client) -> None:
    told(client.get("/no/such/page"), 404)
    told(client.get("/workbench/nothing"), 404)


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_answered_403(client: Client) -> None:
    answer = client.post("/login/", {"username": "officer1", "password": SECRET})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "这次提交没有写入" in page
    assert answer["X-Request-Id"] in page
    assert SECRET not in page


@pytest.mark.usefixtures("our_pages")
def test_a_crash_is_answered_500_and_tells_nothing(client: Client) -> None:
    assert SECRET not in told(client.get("/crash"), 500)


def test_a_form_larger_than_forms_are_is_answered_413(client: Client, settings: SettingsWrapper) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client.cookies["csrftoken"] = "x" * 32
    told(client.post("/login/", {"username": "x" * 2000}), 413)


def test_a_form_of_too_many_fields_is_answered_413(client: Client, settings: SettingsWrapper) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    client.cookies["csrftoken"] = "x" * 32
    told(client.post("/login/", {f"field{number}": "x" for number in range(20)}), 413)


def test_what_is_larger_than_any_file_is_not_even_read(client: Client) -> None:
    unread = _Unread()
    answer = client.generic(
        "POST", "/login/", CONTENT_LENGTH=str(middleware.MOST_BYTES + 1), **{"wsgi.input": unread}
    )
    told(answer, 413)
    assert not unread.asked


class _Unread:
    """A body that notes whether anybody reads it."""

    asked = False

    def read(self, *_: int) -> bytes:
        self.asked = True
        return b""

    readline = read


@pytest.mark.django_db
def test_a_program_is_answered_in_json_with_the_same_id(client: Client) -> None:
    answer = client.get("/no/such.json")
    assert answer.status_code == 404
    assert answer.json()["request_id"] == answer["X-Request-Id"]
