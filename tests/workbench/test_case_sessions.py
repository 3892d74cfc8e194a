"""登录：锁定、一人一处、空闲退出、改密码 (等保二级)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from case_cast import LEAD
from django.conf import settings
from django.contrib.sessions.models import Session
from rules_cast import at_desk, body

from mingjing import clock
from mingjing.cases.models import Case
from mingjing.demo.people import PASSWORD
from mingjing.records.models import Record
from mingjing.registry import acts
from mingjing.registry.models import User

if TYPE_CHECKING:
    from django.test import Client

    from mingjing.demo.bureau import Bureau

HOME = "/workbench/"
NEW = "/workbench/cases/new/"
NEW_PASSWORD = "Yunling-2026-xin"


def _try(client: Client, password: str, username: str = "officer1", **more: str) -> int:
    return client.post("/login/", {"username": username, "password": password, **more}).status_code


def _acts(name: str) -> int:
    return Record.objects.filter(act=name).count()


def test_a_log_in_is_a_record_and_leads_to_the_desk(bureau: Bureau, client: Client) -> None:
    del bureau
    answer = client.post("/login/", {"username": "officer1", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (303, HOME)
    assert _acts(acts.LOGGED_IN.name) == 1
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("username", ["officer1", "nobody"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer_and_leave_no_session(
    bureau: Bureau, client: Client, username: str
) -> None:
    del bureau
    answer = client.post("/login/", {"username": username, "password": "not-this-one"})
    text = body(answer)
    assert answer.status_code == 422
    assert "账号或密码不对，或账号已停用" in text
    assert "not-this-one" not in text
    assert not Session.objects.exists()


def test_five_wrong_passwords_lock_the_account_and_the_right_one_no_longer_opens_it(
    bureau: Bureau, client: Client
) -> None:
    del bureau
    for _ in range(settings.MINGJING_LOCK_AFTER):
        assert _try(client, "not-this-one") == 422
    answer = client.post("/login/", {"username": "officer1", "password": PASSWORD})
    assert answer.status_code == 422
    assert "已锁定" in body(answer)
    assert _acts(acts.LOCKED.name) == 1
    assert _try(client, PASSWORD, "officer2") == 303


def test_the_lock_opens_after_its_minutes(bureau: Bureau, client: Client) -> None:
    User.objects.filter(pk=bureau.users["officer1"].pk).update(
        locked_until=clock.real() - dt.timedelta(seconds=1)
    )
    assert _try(client, PASSWORD) == 303


def test_who_logs_in_elsewhere_is_logged_out_here(bureau: Bureau) -> None:
    del bureau
    here = at_desk("officer1")
    assert here.get(HOME).status_code == 200
    there = at_desk("officer1")
    answer = here.get(HOME)
    assert answer.status_code == 303
    assert "ended=1" in answer["Location"]
    assert "会话已经结束" in body(here.get(answer["Location"]))
    assert there.get(HOME).status_code == 200


def test_who_goes_idle_is_logged_out(bureau: Bureau) -> None:
    desk = at_desk("officer1")
    _idle(bureau, "officer1")
    assert desk.get(HOME).status_code == 303


def test_who_is_switched_off_is_logged_out(bureau: Bureau) -> None:
    desk = at_desk("officer1")
    User.objects.filter(pk=bureau.users["officer1"].pk).update(is_active=False)
    assert desk.get(HOME).status_code == 303


def test_a_session_gets_a_fresh_key_when_somebody_logs_in(bureau: Bureau, client: Client) -> None:
    del bureau
    planted = client.session
    planted["planted"] = "x"
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key or ""
    assert _try(client, PASSWORD) == 303
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/workbench/cases/", "/workbench/cases/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
    ],
)
def test_after_logging_in_one_goes_on_to_a_page_of_this_site_only(
    bureau: Bureau, client: Client, asked: str, led: str
) -> None:
    del bureau
    answer = client.post("/login/", {"username": "officer1", "password": PASSWORD, "next": asked})
    assert answer["Location"] == led


def test_logging_out_is_a_post_and_a_record(bureau: Bureau) -> None:
    del bureau
    desk = at_desk("officer1")
    assert desk.get("/logout/").status_code == 405
    assert desk.client.post("/logout/").status_code == 303
    assert _acts(acts.LOGGED_OUT.name) == 1
    assert desk.get(HOME).status_code == 303


def test_a_new_password_counts_at_once_and_ends_the_old_one(bureau: Bureau, client: Client) -> None:
    del bureau
    desk = at_desk("officer1")
    answer = desk.client.post(
        "/workbench/password/", {"password": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    )
    assert answer.status_code == 303
    assert desk.get(HOME).status_code == 200
    assert _acts(acts.PASSWORD_CHANGED.name) == 1
    assert _try(client, PASSWORD) == 422
    assert _try(client, NEW_PASSWORD) == 303
    assert desk.get(HOME).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("not-this-one", NEW_PASSWORD, NEW_PASSWORD, "密码不对"),
        (PASSWORD, "short-1", "short-1", "至少 10 位"),
        (PASSWORD, "81726354909182", "81726354909182", "不能全是数字"),
        (PASSWORD, "1q2w3e4r5t6y7u8i", "1q2w3e4r5t6y7u8i", "常见密码"),
        (PASSWORD, NEW_PASSWORD, NEW_PASSWORD + "!", "不一致"),
        (PASSWORD, PASSWORD, PASSWORD, "与原密码相同"),
    ],
)
def test_a_password_that_does_not_do_is_refused_in_words(
    bureau: Bureau, old: str, new: str, again: str, said: str
) -> None:
    del bureau
    desk = at_desk("officer1")
    answer = desk.client.post("/workbench/password/", {"password": old, "new": new, "again": again})
    assert answer.status_code == 422
    assert said in body(answer)
    assert _acts(acts.PASSWORD_CHANGED.name) == 0


def test_pages_of_the_desk_are_never_kept_by_a_cache(bureau: Bureau) -> None:
    del bureau
    answer = at_desk("officer1").get(HOME)
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_visitor_costs_no_query_for_a_session(
    bureau: Bureau, client: Client, django_assert_num_queries: object
) -> None:
    del bureau
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get("/login/")


def _idle(bureau: Bureau, username: str) -> None:
    long_ago = clock.real() - dt.timedelta(minutes=settings.MINGJING_IDLE_MINUTES + 1)
    User.objects.filter(pk=bureau.users[username].pk).update(seen_at=long_ago)


def test_who_goes_idle_while_typing_logs_in_again_and_finds_what_was_typed(bureau: Bureau) -> None:
    desk = at_desk("officer1")
    typed = {**LEAD, "department": str(bureau.departments["market"].pk), **desk.hidden(NEW)}
    _idle(bureau, "officer1")

    asked = desk.client.post(NEW, typed)
    assert asked.status_code == 401
    page = body(asked)
    for value in typed.values():
        assert value in page
    author = re.search(r'name="again-author" value="([^"]+)"', page)
    assert author is not None
    again = {**typed, "again-author": author[1], "again-username": "officer1"}

    wrong = desk.client.post(NEW, {**again, "again-password": "not-this-one"})
    assert (wrong.status_code, Case.objects.count()) == (401, 0)
    assert LEAD["summary"] in body(wrong)
    back = desk.client.post(NEW, {**again, "again-password": PASSWORD})
    assert back.status_code == 200
    assert LEAD["summary"] in body(back)
    assert "还没有提交" in body(back)
    assert not Case.objects.exists()
    assert desk.client.post(NEW, typed).status_code == 303
    assert Case.objects.count() == 1


def test_what_one_person_typed_is_not_taken_from_another(bureau: Bureau) -> None:
    desk = at_desk("officer1")
    typed = {**LEAD, "department": str(bureau.departments["market"].pk), **desk.hidden(NEW)}
    _idle(bureau, "officer1")
    author = re.search(r'name="again-author" value="([^"]+)"', body(desk.client.post(NEW, typed)))
    assert author is not None
    for signature in (author[1], author[1][:-1] + "x"):
        answer = desk.client.post(
            NEW,
            {**typed, "again-author": signature, "again-username": "officer2", "again-password": PASSWORD},
        )
        assert answer.status_code in {303, 401}
    assert not Case.objects.exists()
    assert desk.get(HOME).status_code == 303
