"""期限日历: each running limit lies on the day to work by, for whom it concerns (reference §11.3)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingjing import clock
from mingjing.demo.people import PASSWORD
from mingjing.workflow.models import Clock
from telling import filed

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

pytestmark = pytest.mark.django_db
PAGE = "/workbench/calendar/"


def desk(username: str) -> Client:
    client = Client()
    assert client.post("/login/", {"username": username, "password": PASSWORD}).status_code == 303
    return client


def _running(story: CaseStory, rule: str) -> Clock:
    return Clock.objects.get(dossier=story.case.dossier, rule=rule, met_on=None)


def test_a_limit_lies_on_its_safe_day_in_its_month_and_in_no_other(bureau: Bureau) -> None:
    limit = _running(filed(bureau), "xzcf.decision_90")
    client = desk("officer1")
    shown = client.get(PAGE, {"month": f"{limit.safe_on:%Y-%m}"}).content.decode()
    assert f"{limit.safe_on:%-m 月 %-d 日}，1 项期限" in shown
    assert "作出处罚决定" in shown
    assert "机关办理期，行政处罚法 第60条" in shown
    earlier = client.get(PAGE, {"month": "2026-01"}).content.decode()
    assert "作出处罚决定" not in earlier.partition("</thead>")[2].partition("</table>")[0]
    of_day = client.get(PAGE, {"month": f"{limit.safe_on:%Y-%m}", "day": limit.safe_on.isoformat()})
    assert f"{limit.safe_on:%m 月 %d 日}的期限" in of_day.content.decode()


def test_mine_are_those_of_the_cases_i_handle_and_the_agencys_are_all(bureau: Bureau) -> None:
    limit = _running(filed(bureau), "xzcf.decision_90")
    month = {"month": f"{limit.safe_on:%Y-%m}"}
    assert "作出处罚决定" in desk("officer1").get(PAGE, month).content.decode().partition("<tbody>")[2]
    other = desk("officer3")
    mine, agency = (other.get(PAGE, {**month, "whose": whose}).content.decode() for whose in ("", "agency"))
    assert "，1 项期限" not in mine
    assert "，1 项期限" in agency


def test_what_is_late_is_said_at_the_top_and_listed(bureau: Bureau) -> None:
    limit = _running(filed(bureau), "xzcf.decision_90")
    with clock.at(limit.due_on + dt.timedelta(days=1)):
        client = desk("officer1")
        assert "1 项期限已过最迟日" in client.get(PAGE).content.decode()
        assert "已逾期 1 日" in client.get(PAGE, {"late": "1"}).content.decode()
    with clock.at(limit.due_on):
        assert "已过最迟日" not in desk("officer1").get(PAGE).content.decode()


def test_a_right_of_a_party_that_has_passed_asks_for_nothing(bureau: Bureau) -> None:
    story = filed(bureau)
    verify = Clock.objects.filter(dossier=story.case.dossier).exclude(met_on=None)
    assert verify.exists(), "the limit of verification was met when the case was filed"
    month = f"{verify[0].safe_on:%Y-%m}"
    shown = desk("officer1").get(PAGE, {"month": month}).content.decode()
    assert "线索核查" not in shown.partition('class="month"')[2].partition("</table>")[0]


def test_a_page_costs_the_same_for_one_case_and_for_ten(bureau: Bureau) -> None:
    month = {"month": f"{_running(filed(bureau), 'xzcf.decision_90').safe_on:%Y-%m}", "whose": "agency"}
    client = desk("officer1")
    costs = []
    for _ in range(2):
        client.get(PAGE, month)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE, month)
        costs.append(len(asked))
        for _ in range(4):
            filed(bureau)
    assert costs[0] == costs[1] <= 16


@pytest.mark.parametrize("month", ["2026-13", "0001-01", "9999-12", "1989-12", "2101-01"])
def test_what_cannot_be_read_in_the_address_shows_this_month(bureau: Bureau, month: str) -> None:
    del bureau
    client = desk("officer1")
    assert "2026 年 9 月" in client.get(PAGE, {"month": month, "day": "yesterday"}).content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_on_which_nothing_can_run_out_is_an_empty_day(bureau: Bureau, day: str) -> None:
    del bureau
    assert desk("officer1").get(PAGE, {"day": day}).status_code == 200


@pytest.mark.parametrize("month", ["1990-01", "2100-12"])
def test_the_first_and_the_last_month_of_the_calendar_open(bureau: Bureau, month: str) -> None:
    del bureau
    year, _, number = month.partition("-")
    shown = desk("officer1").get(PAGE, {"month": month}).content.decode()
    assert f"{year} 年 {number} 月的期限" in shown


def test_who_reads_no_cases_reads_no_limits(bureau: Bureau) -> None:
    del bureau
    assert desk("publisher").get(PAGE).status_code == 403
