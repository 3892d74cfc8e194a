"""在先决定并列在案件页和审核页；认定、补充调查都点得到."""

from __future__ import annotations

from typing import TYPE_CHECKING

from case_cast import case_at, page
from rules_cast import at_desk

from mingjing.cases.models import Decision

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

WHY = "在先决定针对一期工程；本案为二期工程。"


def test_an_earlier_decision_is_judged_by_clicking_and_read_by_the_reviewer(bureau: Bureau) -> None:
    first = case_at(bureau, "service")
    number = Decision.objects.get().number
    second = case_at(bureau, "investigation").concluded().drafted()
    case, party = second.refresh(), second.parties[0]
    officer, reviewer = at_desk("officer1"), at_desk("reviewer")
    shown = officer.text(page(case))
    assert number in shown
    assert "尚未认定是否同一行为" in shown
    judging = page(case, "same-act", party)
    assert judging in officer.text("/workbench/")
    assert number in officer.text(judging)
    assert "checked" not in officer.text(judging)

    answer = {"decision": Decision.objects.get().ref, "same": "no", "reasons": WHY}
    bare = officer.send(judging, {**answer, "reasons": ""})
    assert bare.status_code == 422
    materials = {"materials": ["调查终结报告", "决定代拟稿", "法律依据", "证据材料"]}
    early = officer.send(page(case, "submission", party), materials)
    assert early.status_code == 422
    assert "尚未认定是否同一行为" in early.content.decode()
    assert officer.send(judging, answer).status_code == 303
    assert "另一行为" in officer.text(page(case))
    seen = officer.send(page(case, "submission", party), materials | {"preview": "1"})
    assert (seen.status_code, seen["Content-Type"]) == (200, "application/pdf")

    second.submitted()
    told = reviewer.text(f"/workbench/review/{second.submission(party).ref}/")
    assert "同一当事人、同一事项的在先决定" in told
    assert WHY in told
    assert number in told
    assert at_desk("officer1").get(page(first.refresh(), "same-act", first.parties[0])).status_code == 409


def test_a_case_is_looked_into_once_more_by_clicking(bureau: Bureau) -> None:
    case = case_at(bureau, "notice").case
    officer = at_desk("officer1")
    assert page(case, "supplementary") in officer.text(page(case))
    answer = officer.send(page(case, "supplementary"), {"reason": "结算资料显示价款更高"})
    assert answer.status_code == 303
    shown = officer.text(page(case))
    assert "结算资料显示价款更高" in shown
    assert page(case, "evidence") in shown


def test_a_decision_made_meanwhile_in_another_case_comes_to_the_desk_at_once(bureau: Bureau) -> None:
    """What a desk keeps of a case ends with a decision elsewhere on the same party and matter."""
    first, second = case_at(bureau, "decision"), case_at(bureau, "investigation").concluded().drafted()
    officer, judging = at_desk("officer1"), page(second.refresh(), "same-act", second.parties[0])
    assert judging not in officer.text("/workbench/")
    first.decided()
    assert judging in officer.text("/workbench/")
