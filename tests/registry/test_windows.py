"""118号(五); 种子 A3.3; §11.6 no. 19: a window says who sits there, their duties, services, progress, complaint."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from mingjing import clock
from mingjing.demo.guides import publish_guides
from mingjing.demo.people import PASSWORD
from mingjing.demo.windows import THREE
from mingjing.records.models import Record
from mingjing.registry import windows
from mingjing.registry.models import Window, WindowTurn
from telling import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.bureau import Bureau

JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
LAST = dt.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def before_june() -> Iterator[None]:
    with clock.at(dt.date(2026, 5, 29)):
        yield


def seen(window: Window, tail: str = "", on: dt.date = JUNE) -> str:
    with clock.at(on):
        return Client().get(f"/windows/{window.ref}/{tail}").content.decode()


def put(bureau: Bureau, window: Window, name: str, **dates: Any) -> WindowTurn:
    told = {"first_on": JUNE, "last_on": LAST} | dates
    return windows.put_on_duty(
        user=bureau.users["publisher"], window=window, officer=bureau.people[name], **told
    )


def opened(bureau: Bureau, **told: Any) -> Window:
    return windows.add_window(user=bureau.users["publisher"], **THREE | told)


def test_the_board_says_what_the_law_asks_and_who_sits_there_today(bureau: Bureau) -> None:
    publish_guides(bureau)
    window = opened(bureau)
    assert "暂未安排" in seen(window)
    put(bureau, window, "officer3")
    page = seen(window)
    person = bureau.people["officer3"]
    for words in (
        *(bureau.agency.name, "3号窗口", "综合受理岗", person.name, person.post, "一次告知全部补正内容"),
        *("建筑工程施工许可证核发", "执法种类：行政许可", "凭受理通知书编号", bureau.agency.phone),
        *(bureau.agency.complaint_phone, "不收现金", f"{person.name}：未上传照片"),
    ):
        assert words in page, words
    assert "style=" not in page
    assert person.name not in seen(window, on=JULY)
    assert "/guides/forms/" in seen(window, "samples/")
    with clock.at(JUNE):
        assert person.name in Client().get("/windows/").content.decode()
    person.left_on = JUNE
    person.save()
    assert person.name not in seen(window)


def test_what_the_board_cannot_hold_is_refused_and_nothing_of_it_stays(bureau: Bureau) -> None:
    """Gate shut: too long, twice, no service, another's; gate open: a record of each act, closed for all."""
    with refusal("role.not_allowed"):
        windows.add_window(user=bureau.users["officer1"], **THREE)
    for wrong, field in (
        ({"duties": "字" * 18}, "duties"),
        ({"notices": "\n".join("一二三四五")}, "notices"),
    ):
        with refusal("window.too_long") as told:
            opened(bureau, **wrong)
        assert told.value.field == field
    with refusal("window.no_service"):
        opened(bureau, services=[])
    assert not Window.objects.exists()
    window = opened(bureau)
    with refusal("window.exists"):
        opened(bureau)
    user = bureau.users["publisher"]
    windows.put_notices(user=user, window=window, notices="今日下午系统维护")
    assert "今日下午系统维护" in seen(window)
    windows.change_window(user=user, window=window, number="5号窗口")
    windows.close_window(user=user, window=window, on=JULY)
    assert "本窗口已停用" in seen(window, on=JULY)
    assert "5号窗口" in seen(window)
    with refusal("window.closed"):
        windows.put_notices(user=user, window=window, notices="")
    acts = Record.objects.filter(act__startswith="window.").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["window.added", "window.notices", "window.changed", "window.closed"]


def test_nobody_sits_twice_and_no_third_person_on_a_day(bureau: Bureau) -> None:
    window = opened(bureau)
    first = put(bureau, window, "officer1", last_on=dt.date(2026, 6, 10))
    with refusal("window.twice"):
        put(bureau, window, "officer1", first_on=dt.date(2026, 6, 10))
    put(bureau, window, "officer2", first_on=dt.date(2026, 6, 8), last_on=dt.date(2026, 6, 20))
    with refusal("window.full"):
        put(bureau, window, "officer3")
    # the two never sit with a third on one day: one leaves on the 10th, the next may come on the 11th
    put(bureau, window, "officer3", first_on=dt.date(2026, 6, 11))
    with refusal("window.span"):
        put(bureau, window, "section", last_on=dt.date(2026, 5, 1))
    user = bureau.users["publisher"]
    with refusal("window.not_within"):
        windows.relieve(user=user, turn=first, on=LAST)
    windows.relieve(user=user, turn=first, on=dt.date(2026, 6, 7))
    put(bureau, window, "section", first_on=dt.date(2026, 6, 8), last_on=dt.date(2026, 6, 10))
    person = bureau.people["deputy"]
    person.left_on = JUNE
    person.save()
    with refusal("window.not_in_post"):
        put(bureau, window, "deputy", first_on=JULY, last_on=JULY)


def test_the_publisher_sets_a_window_up_and_nothing_typed_is_lost(bureau: Bureau) -> None:
    publish_guides(bureau)
    client = Client()
    client.post("/login/", {"username": "publisher", "password": PASSWORD})
    address = "/workbench/windows/new/"
    once = client.get(address).content.decode().split('name="once" value="')[1].split('"')[0]
    typed = THREE | {"once": once, "notices": "", "progress_url": ""}
    typed.pop("notices")
    shut = client.post(address, typed | {"duties": "字" * 30})
    assert shut.status_code == 422
    assert "字" * 30 in shut.content.decode()
    assert client.post(address, typed).status_code == 303
    window = Window.objects.get()
    desk = client.get("/workbench/windows/").content.decode()
    assert f"/workbench/windows/{window.ref}/duty/" in desk
    assert "商品房预售许可" in desk
    for tail in ("change/", "close/", "notices/", "duty/"):
        assert client.get(f"/workbench/windows/{window.ref}/{tail}").status_code == 200
    assert 'href="/workbench/windows/"' in client.get("/workbench/").content.decode()
