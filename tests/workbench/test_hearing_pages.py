"""听证：申请、安排、送达、笔录、报告，都从页面点得到."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from case_cast import TWO_FIRMS, case_at, page
from rules_cast import at_desk, body

from mingjing import clock
from mingjing.cases.models import Hearing
from mingjing.cases.papers.hearing import when
from mingjing.cases.rules import hearing as hearing_rules
from mingjing.demo.people import PASSWORD
from mingjing.demo.stories import CaseStory, Firm, Plan

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.demo.bureau import Bureau

SIGNED = "代理人，逐页签名\n主持人，逐页签名"


def told_of_its_right(bureau: Bureau, firms: tuple[Firm, ...] = CaseStory.firms) -> CaseStory:
    plans = tuple(Plan(468_000_00) for _ in firms)
    story = CaseStory(bureau, firms=firms, plans=plans, facts="合同价款 3120 万元，未取得施工许可证即开工。")
    for name in (
        "lead",
        "verified",
        "filed",
        "investigated",
        "concluded",
        "drafted",
        "submitted",
        "reviewed",
    ):
        getattr(story, name)()
    return story.notified()


def test_a_hearing_goes_from_its_request_to_its_report_by_clicking(bureau: Bureau) -> None:
    story = told_of_its_right(bureau)
    case, party = story.case, story.parties[0]
    officer, deputy = at_desk("officer1"), at_desk("deputy")
    today = clock.today()
    assert page(case, "hearing-request", party) in officer.text(page(case))
    officer.send(page(case, "hearing-request", party), {"asked_on": str(today), "proof": "书面申请"})

    arranging = page(case, "hearing-arrangement")
    assert arranging in deputy.text("/workbench/")
    held_on = hearing_rules.earliest(today)
    assert f"最早 {held_on}" in deputy.text(arranging)
    people = bureau.people
    typed = {
        "parties": [str(party.pk)],
        "held_on": str(held_on),
        "begins_at": "09:30",
        "place": "三楼会议室",
        "public": "yes",
        "chair": str(people["legalhead"].pk),
        "recorder": str(people["section"].pk),
        "password": PASSWORD,
    }
    near = deputy.send(arranging, {**typed, "held_on": str(today)})
    assert near.status_code == 422
    assert "三楼会议室" in near.content.decode()
    assert deputy.send(arranging, typed).status_code == 303
    shown = officer.text(page(case))
    assert "审核过本案" in shown
    assert "听证公告" in shown
    assert page(case, "hearing-notice-service", party) in shown
    officer.send(
        page(case, "hearing-notice-service", party),
        {"served_on": str(today), "method": "04", "proof": "挂号邮件 XA10012345"},
    )
    assert f"{held_on} 09:30 在三楼会议室举行听证" in officer.text(page(case))
    assert page(case, "hearing-change") in deputy.text(page(case))

    with clock.at(held_on):
        hold(case, story)


def hold(case: Case, story: CaseStory) -> None:
    """Click through the day of the hearing."""
    officer, deputy, chair = at_desk("officer1"), at_desk("deputy"), at_desk("legalhead")
    recording = page(case, "hearing-record")
    assert recording in chair.text("/workbench/")
    assert at_desk("reviewer").get(recording).status_code == 409
    kept = {
        "came_1": "present", "agents_1": "高远帆", "present": "调查人员二人", "course": "调查人员：……当事人：……",
        "argued": "证据 1：无异议", "closing": "请求从轻", "pages": "6", "signatures": SIGNED, "password": PASSWORD,
    }  # fmt: skip
    unsigned = chair.send(recording, {**kept, "signatures": "代理人，拒绝签名"})
    assert unsigned.status_code == 422
    assert "注明理由" in unsigned.content.decode()
    assert chair.send(recording, kept).status_code == 303
    assert page(case, "hearing-change") not in deputy.text(page(case))
    reporting = page(case, "hearing-report")
    assert "须有" in officer.text(page(case))
    story.recorded()
    assert reporting in chair.text("/workbench/")
    said = {"focus": "从轻与否", "facts": "清楚", "law": "正确", "opinion": "建议从轻", "password": PASSWORD}
    assert chair.send(reporting, said).status_code == 303
    shown = officer.text(page(case))
    assert "须根据听证笔录另成一稿" in shown
    assert "听证结束" in shown


def test_of_two_hearings_the_person_says_which_is_put_off(bureau: Bureau) -> None:
    story = told_of_its_right(bureau, TWO_FIRMS)
    case, officer, deputy = story.case, at_desk("officer1"), at_desk("deputy")
    today, first = clock.today(), hearing_rules.earliest(clock.today())
    days = (first, first + dt.timedelta(days=7))
    people = bureau.people
    for party, held_on in zip(story.parties, days, strict=True):
        officer.send(page(case, "hearing-request", party), {"asked_on": str(today), "proof": "书面申请"})
        typed = {
            "parties": [str(party.pk)], "held_on": str(held_on), "begins_at": "09:30", "place": "三楼会议室",
            "public": "yes", "chair": str(people["legalhead"].pk), "recorder": str(people["section"].pk),
            "password": PASSWORD,
        }  # fmt: skip
        assert deputy.send(page(case, "hearing-arrangement"), typed).status_code == 303
    soon, later = Hearing.objects.order_by("held_on")
    changing = page(case, "hearing-change")
    shown = deputy.text(changing)
    assert "checked" not in shown
    for party, each in zip(story.parties, (soon, later), strict=True):
        assert f"{when(each)}，{party.name}" in shown

    unsaid = deputy.send(changing, {"reason": "代理人不能到场"})
    assert unsaid.status_code == 422
    assert "代理人不能到场" in body(unsaid)
    assert deputy.send(changing, {"hearing": later.ref, "reason": "代理人不能到场"}).status_code == 303
    soon.refresh_from_db()
    later.refresh_from_db()
    assert (soon.called_off_on, later.called_off_on) == (None, today)

    gone = deputy.send(changing, {"hearing": later.ref, "reason": "再改一次"})
    assert gone.status_code == 422
    assert "再改一次" in body(gone)
    assert "checked" in deputy.text(changing), "of one there is no question"


def test_nobody_sees_the_pages_of_a_hearing_that_is_not_there(bureau: Bureau) -> None:
    case = case_at(bureau, "notice").case
    assert at_desk("deputy").get(page(case, "hearing-change")).status_code == 409
    assert at_desk("legalhead").get(page(case, "hearing-report")).status_code == 409
