"""待办、案件列表、案件页：下一步是什么、由谁办，一眼看到."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from case_cast import case_at, page
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rules_cast import EVERYBODY, at_desk

from mingjing import clock
from mingjing.cases.gates.steps import ahead
from mingjing.cases.standing import standing_of
from mingjing.cases.tasks import VERBS
from mingjing.registry.queries import roles_of
from mingjing.workbench.desk import desk_of

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

HOME = "/workbench/"
CASES = "/workbench/cases/"

# step → for whom the next act waits, what it is called
WAITS = [
    ("lead", "officer1", "提请立案"),
    ("filing", "section", "签署立案意见"),
    ("investigation", "officer2", "提交调查终结报告"),
    ("conclusion", "officer1", "提请法制审核"),
    ("review", "reviewer", "逐项审核"),
    ("notice", "officer1", "提请作出决定"),
    ("decision", "section", "签署处罚决定意见"),
    ("service", "officer1", "登记送达"),
    ("performance", "officer2", "登记履行"),
    ("paid", "officer1", "提请结案"),
]


@pytest.mark.parametrize(("step", "who", "what"), WAITS, ids=[row[0] for row in WAITS])
def test_the_next_act_waits_on_the_desk_of_whoever_must_do_it_and_on_the_case_page(
    bureau: Bureau, step: str, who: str, what: str
) -> None:
    story = case_at(bureau, step)
    desk = at_desk(who)
    home = desk.text(HOME)
    assert what in home
    assert story.case.title in home
    assert f">{what}</a>" in desk.text(page(story.case))
    for other in ("publisher", "checker", "supervisor", "system", "security", "audit"):
        assert story.case.title not in at_desk(other).text(HOME)


@pytest.mark.parametrize("step", [row[0] for row in WAITS])
def test_a_case_page_says_to_everybody_else_who_must_act(bureau: Bureau, step: str) -> None:
    story = case_at(bureau, step)
    text = at_desk("supervisor").text(page(story.case))
    following = text.split('id="next"')[1].split("</section>")[0]
    assert "办理" in following
    assert "<a " not in following


def test_two_parties_each_have_their_own_line(bureau: Bureau) -> None:
    story = case_at(bureau, "decision", two=True)
    text = at_desk("officer1").text(page(story.case))
    assert "当事人 1　云岭县青禾置业有限公司（示例）" in text
    assert "当事人 2　云岭县恒泰建筑工程有限公司（示例）" in text
    assert "468,000.00" in text
    assert "20,000.00" in text


def test_when_nothing_is_missing_the_step_can_be_ended_and_else_the_list_says_why_not(bureau: Bureau) -> None:
    story = case_at(bureau, "lead")
    coming = ahead(standing_of(story.case))
    assert (coming.missing, [task.verb.name for task in coming.tasks]) == (0, ["filing-request"])
    story = case_at(bureau, "service", two=True)
    coming = ahead(standing_of(story.case))
    assert (coming.missing, {task.verb.name for task in coming.tasks}) == (2, {"service"})


def test_the_flowchart_shows_where_the_case_is_and_runs_downward_on_a_phone(bureau: Bureau) -> None:
    text = at_desk("officer1").text(page(case_at(bureau, "notice").case))
    assert text.count('<svg class="flow"') == 2
    assert "当前在事先告知与陈述申辩" in text


def test_a_closed_case_shows_its_end_and_offers_nothing_but_to_mend_a_slip(bureau: Bureau) -> None:
    story = case_at(bureau, "paid").closed()
    text = at_desk("officer1").text(page(story.case))
    assert "已结案" in text
    own = page(story.case)
    assert set(re.findall(rf'href="{own}([a-z-]+)/"', text)) & set(VERBS) - {"recording"} == {
        "rectification-request"
    }
    assert "登记履行" not in text
    assert story.case.title not in at_desk("officer1").text(HOME)
    assert story.case.title in at_desk("officer1").text(f"{CASES}?state=ended")


def test_a_period_that_has_passed_is_not_shown_as_a_running_clock(bureau: Bureau) -> None:
    story = case_at(bureau, "decision")
    with clock.at(clock.today().replace(month=10, day=12)):
        text = at_desk("officer1").text(page(story.case))
    assert "已届满" not in text.split('class="clocks"')[1].split("</header>")[0]


def test_a_lead_whose_fifteen_days_are_over_is_late_on_the_home_page(bureau: Bureau) -> None:
    case_at(bureau, "lead")
    with clock.at(clock.today().replace(month=11, day=2)):
        text = at_desk("officer1").text(f"{HOME}?due=late")
    assert "1 件已逾期" in text
    assert "已逾期" in text


def test_the_list_is_found_by_words_number_and_state(bureau: Bureau) -> None:
    story = case_at(bureau, "investigation")
    desk = at_desk("officer1")
    for query in (
        "?q=青禾",
        f"?q={story.case.number}",
        "?state=investigation",
        "?from=2026-09-01&to=2026-09-30",
    ):
        assert story.case.title in desk.text(CASES + query), query
    for query in ("?q=没有这样的案件", "?state=review", "?from=2026-09-16"):
        assert "没有符合条件的案件" in desk.text(CASES + query), query


def _queries(address: str, who: str = "officer1") -> int:
    desk = at_desk(who)
    desk.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        desk.text(address)
    return len(captured)


@pytest.mark.parametrize("address", [HOME, CASES])
def test_pages_cost_no_query_for_each_case(bureau: Bureau, address: str) -> None:
    case_at(bureau, "service", two=True)
    one = _queries(address)
    for step in ("lead", "review", "notice", "service"):
        case_at(bureau, step, two=True)
    assert _queries(address) <= one


def test_a_case_page_keeps_to_its_budget(bureau: Bureau) -> None:
    story = case_at(bureau, "service", two=True)
    assert _queries(page(story.case)) <= 50


def test_a_desk_opens_for_everybody_of_the_cast(bureau: Bureau) -> None:
    case_at(bureau, "review")
    for name in EVERYBODY:
        text = at_desk(name).text(HOME)
        assert "<h1>待办</h1>" in text
        assert "退出" in text


def test_what_others_must_do_first_stands_apart(bureau: Bureau) -> None:
    case_at(bureau, "review")
    officer = bureau.users["officer1"]
    found = desk_of(officer, roles_of(officer))
    assert [item.who for item in found.others] == ["法制审核员"]
    assert not found.mine


def test_the_history_names_whom_each_act_was_about(bureau: Bureau) -> None:
    story = case_at(bureau, "performance", two=True)
    text = at_desk("officer1").text(f"{page(story.case)}records/")
    for firm in ("云岭县青禾置业有限公司（示例）", "云岭县恒泰建筑工程有限公司（示例）"):
        for said in (f"拟定了{firm}的决定代拟稿", f"将告知书送达{firm}", f"对{firm}作出行政处罚决定"):
            assert said in text
