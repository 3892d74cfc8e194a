"""Who tries passwords, numbers or hashes by the hundred is told to wait; nobody else notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingjing.config import limits
from mingjing.demo.people import PASSWORD
from mingjing.theme import counting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
NOBODYS = f"/verify/file/{'0' * 64}.json"


@pytest.fixture(autouse=True)
def few_attempts(monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper) -> Iterator[None]:
    """Let five attempts make the limit; the clock of the limiter stands still."""
    settings.MINGJING_ATTEMPTS = 5
    monkeypatch.setattr(limits.time, "monotonic", lambda: 1000.0)
    limits.attempts.clear()
    yield
    limits.attempts.clear()


@pytest.mark.parametrize("address", [NOBODYS, "/verify/number?number=1", "/verify/number.json?code=1"])
def test_asking_by_the_hundred_is_answered_429(client: Client, address: str) -> None:
    assert 429 not in {client.get(address).status_code for _ in range(5)}
    answer = client.get(address)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert answer["X-Request-Id"] in answer.content.decode()
    assert "请求太频繁" in answer.content.decode()
    assert client.get("/verify/").status_code == 200


def test_it_is_not_counted_by_what_was_asked_for(client: Client) -> None:
    for number in range(5):
        client.get(f"/verify/file/{number:064x}.json")
    assert client.get("/verify/number?code=1").status_code == 429


def test_a_program_is_told_in_json(client: Client) -> None:
    for _ in range(5):
        client.get(NOBODYS)
    assert client.get(NOBODYS).json()["code"] == "http.429"


@pytest.mark.usefixtures("bureau")
def test_trying_passwords_is_answered_429_and_lets_nobody_in(client: Client) -> None:
    wrong = {"username": "nobody", "password": "wrong"}
    assert {client.post("/login/", wrong).status_code for _ in range(5)} == {422}
    answer = client.post("/login/", {"username": "officer1", "password": PASSWORD})
    assert answer.status_code == 429
    assert client.get("/login/").status_code == 200
    other = {"REMOTE_ADDR": "198.51.100.7"}
    assert client.post("/login/", {"username": "officer1", "password": PASSWORD}, **other).status_code == 303


def test_after_a_minute_it_begins_anew(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(6):
        client.get(NOBODYS)
    monkeypatch.setattr(limits.time, "monotonic", lambda: 1060.0)
    assert client.get(NOBODYS).status_code == 404


def test_an_address_of_the_web_server_in_front_is_told_apart(client: Client) -> None:
    for _ in range(6):
        client.get(NOBODYS, headers={"x-forwarded-for": "198.51.100.7"})
    assert client.get(NOBODYS, headers={"x-forwarded-for": "198.51.100.7"}).status_code == 429
    assert client.get(NOBODYS, headers={"x-forwarded-for": "198.51.100.8"}).status_code == 404


def test_a_header_that_a_visitor_wrote_counts_for_nothing(client: Client) -> None:
    for number in range(6):
        client.get(NOBODYS, headers={"x-forwarded-for": f"198.51.100.{number}"}, REMOTE_ADDR="203.0.113.9")
    assert client.get(NOBODYS, REMOTE_ADDR="203.0.113.9").status_code == 429
    for number in range(6):
        client.get(NOBODYS, headers={"x-forwarded-for": f"192.0.2.{number}, 198.51.100.7"})
    assert client.get(NOBODYS, headers={"x-forwarded-for": "198.51.100.7"}).status_code == 429


def test_a_network_of_version_six_is_one_address(client: Client) -> None:
    for number in range(5):
        client.get(NOBODYS, REMOTE_ADDR=f"2001:db8::{number + 1:x}")
    assert client.get(NOBODYS, REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert client.get(NOBODYS, REMOTE_ADDR="2001:db8:0:1::1").status_code == 404


def test_the_count_stays_small_whoever_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_ADDRESSES", 3)
    counter = counting.Counter()
    assert {counter.count(("verify", str(number)), 0.0) for number in range(100)} == {1}
    assert len(counter._counts) == 3
