"""行政处罚法63–65; 55号令29、32–34: a hearing from its arrangement to its report; then drafted and reviewed anew."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import decision, drafting, handling, hearings, notice
from mingjing.cases.gates.steps import ahead
from mingjing.cases.queries.case import newest_notice
from mingjing.cases.queries.hearings import arranged
from mingjing.cases.rules import hearing as hearing_rules
from mingjing.cases.standing import standing_of
from mingjing.demo import hearings as told
from mingjing.demo.handing import by_post
from mingjing.demo.stories import Plan
from mingjing.records.queries import timeline
from mingjing.review.intake_rules import MATERIALS
from mingjing.workflow.models import Clock
from telling import TWO, agree, newest, noticed, put_at, refusal, stands_at, summoned

if TYPE_CHECKING:
    from mingjing.cases.models import HearingDenial
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

NOTICED, ASKED = dt.date(2026, 9, 15), dt.date(2026, 9, 17)
ARRANGED, HELD = dt.date(2026, 10, 9), dt.date(2026, 10, 20)
REPORTED, DECIDED = dt.date(2026, 10, 22), dt.date(2026, 10, 30)
LARGE = {"plans": (Plan(468_000_00),), "facts": "合同价款 3120 万元，未取得施工许可证即开工。"}


def waits_for(story: CaseStory) -> list[str]:
    return [task.verb.name for task in ahead(standing_of(story.refresh())).tasks]


def limit(story: CaseStory) -> Clock:
    return Clock.objects.get(dossier=story.case.dossier, rule="xzcf.decision_90")


@pytest.fixture
def asking(bureau: Bureau) -> CaseStory:
    """A party was told of its right on 15 September and asked for a hearing on the 17th."""
    with clock.at(NOTICED):
        story = noticed(bureau, **LARGE)
    with clock.at(ASKED):
        told.asked(story)
    return story


@pytest.fixture
def arranged_for_october(asking: CaseStory) -> CaseStory:
    """Its hearing was arranged and told on 9 October for the 20th."""
    with clock.at(ARRANGED):
        summoned(asking)
    return asking


@pytest.fixture
def held(arranged_for_october: CaseStory) -> CaseStory:
    """It was held on the 20th."""
    with clock.at(HELD):
        told.record(arranged_for_october)
    return arranged_for_october


def test_there_is_no_report_before_the_record(arranged_for_october: CaseStory) -> None:
    """行政处罚法65: the report is made on the record of what was heard."""
    story = arranged_for_october
    hearing = arranged(story.refresh())[0]
    with clock.at(HELD), refusal("hearing.no_record"):
        hearings.report(
            user=story.as_("legalhead"), case=story.refresh(), hearing=hearing, focus="无", facts="事", law="法",
            opinion="见",
        )  # fmt: skip


def test_a_hearing_that_was_put_off_is_neither_told_nor_held_nor_put_off_again(asking: CaseStory) -> None:
    """行政处罚法64: what was called off is over; the requests wait for another."""
    with clock.at(ARRANGED):
        made = told.arrange(asking)
        hearings.call_off(user=asking.as_("deputy"), case=asking.refresh(), hearing=made, reason="改日")
        with refusal("hearing.over"):
            hearings.serve_hearing_notice(
                user=asking.user, case=asking.refresh(), told=made.notices.get(), handed=by_post()
            )
        with refusal("hearing.over"):
            hearings.call_off(user=asking.as_("deputy"), case=asking.refresh(), hearing=made, reason="再改")
    with clock.at(HELD), refusal("hearing.over"):
        hearings.report(
            user=asking.as_("legalhead"), case=asking.refresh(), hearing=made, focus="无", facts="事", law="法",
            opinion="见",
        )  # fmt: skip


# ── arranging ──


def test_between_notice_and_hearing_lie_seven_whole_working_days() -> None:
    """行政处罚法64(二); §11.3: 听证2026-10-20 → 最迟2026-10-09送达通知."""
    assert hearing_rules.last_service(HELD) == ARRANGED
    assert hearing_rules.earliest(ARRANGED) == HELD


def test_a_day_too_near_is_refused_with_the_first_that_may_be(asking: CaseStory) -> None:
    with clock.at(ARRANGED + dt.timedelta(days=1)), refusal("hearing.too_soon") as said:
        told.arrange(asking, held_on=HELD)
    assert "2026-10-21" in said.value.next_step
    with clock.at(ARRANGED):
        assert told.arrange(asking, held_on=HELD).open


def test_nobody_who_ever_handled_the_case_presides(asking: CaseStory) -> None:
    """行政处罚法64(四)."""
    bureau = asking.bureau
    for handler in ("officer1", "officer2"):
        with refusal("hearing.chair_handled") as said:
            told.arrange(asking, chair=bureau.people[handler])
        assert said.value.field == "chair"
    with refusal("hearing.same_person"):
        told.arrange(asking, recorder=bureau.people["legalhead"])
    assert told.arrange(asking, chair=bureau.people["officer3"]).remark == ""


def test_a_reviewer_may_preside_and_it_is_pointed_out(asking: CaseStory) -> None:
    """行政处罚法64(四): only a remark, on the page and in the record."""
    made = told.arrange(asking, chair=asking.bureau.people["reviewer"])
    assert "审核过本案" in made.remark
    assert any("审核过本案" in gate.remark for gate in ahead(standing_of(asking.refresh())).gates)
    assert "审核过本案" in timeline(asking.case.dossier)[0].sentence


def test_who_presides_does_not_take_up_the_case(asking: CaseStory) -> None:
    """行政处罚法64(四): neither before nor after."""
    third = asking.bureau.people["officer3"]
    made = told.arrange(asking, chair=third)
    reassigned: dict[str, Any] = {"user": asking.as_("section"), "reason": "调离", "assigned": third}
    with refusal("handler.presides"):
        handling.reassign(case=asking.refresh(), **reassigned)
    hearings.call_off(user=asking.as_("deputy"), case=asking.refresh(), hearing=made, reason="改日")
    handling.reassign(case=asking.refresh(), **reassigned)


def test_a_hearing_is_public_or_says_why_not(asking: CaseStory) -> None:
    """行政处罚法64(三): a public one is announced, and the announcement names no party."""
    with refusal("hearing.no_closed_reason"):
        told.arrange(asking, public=False)
    made = told.arrange(asking)
    assert made.announcement is not None
    assert asking.parties[0].name not in str(made.announcement.data)
    hearings.call_off(user=asking.as_("deputy"), case=asking.refresh(), hearing=made, reason="改日")
    closed = told.arrange(asking, public=False, closed_reason="涉及商业秘密：工程造价明细")
    assert closed.announcement is None
    paper = dict(closed.notices.get().document.data)
    assert "商业秘密" in paper["是否公开"]
    assert "回避" in paper["权利和义务"]
    assert paper["时间和地点"].startswith(f"{closed.held_on.year}年")


def test_only_the_responsible_person_arranges_and_only_for_who_asked(bureau: Bureau) -> None:
    story = noticed(bureau, **LARGE)
    with refusal("hearing.nobody_waits"):
        told.arrange(story, parties=story.parties)
    told.asked(story)
    assert waits_for(story) == ["hearing-arrangement"]
    with refusal("hearing.nobody_waits"):
        told.arrange(story, parties=[])
    told.arrange(story)
    assert stands_at(story) == "hearing"
    with refusal("hearing.nobody_waits"):
        told.arrange(story, parties=story.parties)


def test_who_asks_too_late_is_answered_in_writing_and_who_asks_in_time_is_heard(bureau: Bureau) -> None:
    """行政处罚法63、64(一): the request is recorded as it was, and denied with its reason."""

    def deny(story: CaseStory) -> HearingDenial:
        served = newest_notice(story.parties[0])
        assert served is not None
        return hearings.deny(
            user=story.as_("deputy"),
            case=story.refresh(),
            notice=served,
            asked_on=clock.today(),
            proof="口头",
        )

    with clock.at(NOTICED):
        story = noticed(bureau, **LARGE)
        with refusal("hearing.must_be_held"):
            deny(story)
    with clock.at(dt.date(2026, 9, 23)):
        made = deny(story)
        assert "届满" in dict(made.document.data)["理由"]
        assert newest_notice(story.parties[0]).hearing_asked_on is None  # type: ignore[union-attr]
        assert stands_at(story.presented()) == "decision"


# ── telling ──


def test_told_too_late_is_recorded_and_then_put_off(asking: CaseStory) -> None:
    """§11.6 no. 11: the truth is recorded; what comes next is blocked."""
    with clock.at(ARRANGED):
        told.arrange(asking, held_on=HELD)
    with clock.at(ARRANGED + dt.timedelta(days=3)):
        told.told(asking)
        assert "不足七个完整的工作日" in timeline(asking.case.dossier)[0].sentence
        assert waits_for(asking) == ["hearing-change"]
    with clock.at(HELD):
        with refusal("hearing.told_late"):
            told.record(asking)
        hearings.call_off(
            user=asking.as_("deputy"), case=asking.refresh(), hearing=arranged(asking.case)[0],
            reason="通知送达过晚。",
        )  # fmt: skip
        assert waits_for(asking) == ["hearing-arrangement"]
        summoned(asking)
        assert arranged(asking.case)[0].held_on > HELD


def test_a_hearing_nobody_was_told_of_is_not_held(asking: CaseStory) -> None:
    with clock.at(ARRANGED):
        told.arrange(asking)
        assert waits_for(asking) == ["hearing-notice-service"]
    with clock.at(HELD), refusal("hearing.not_told"):
        told.record(asking)


# ── holding ──


def test_the_record_says_who_signed_each_page_or_why_not(arranged_for_october: CaseStory) -> None:
    """行政处罚法64(八)."""
    story = arranged_for_october
    with clock.at(HELD - dt.timedelta(days=1)), refusal("date.future"):
        told.record(story)
    with clock.at(HELD):
        for signed, code in (
            ("", "hearing.unsigned"),
            ("高远帆，签了", "hearing.signature"),
            ("高远帆，拒绝签名", "hearing.refused_why"),
        ):
            with refusal(code):
                told.record(story, signatures=signed)
        with refusal("hearing.incomplete") as said:
            told.record(story, closing=" ")
        assert said.value.field == "closing"
        with refusal("hearing.agents"):
            told.record(
                story, agents={each.ref: ["甲", "乙", "丙"] for each in arranged(story.case)[0].notices.all()}
            )
        made = told.record(story, signatures="高远帆，拒绝签名，不认可质证意见\n主持人，逐页签名")
    assert made.pages == 2
    assert made.signatures[0]["reason"] == "不认可质证意见"
    assert made.transcript is not None
    assert "笔录共 2 页" in dict(made.transcript.data)["页数和签名"]


def test_the_hearing_does_not_end_without_its_recording(arranged_for_october: CaseStory) -> None:
    """种子 B3.0; 244号17."""
    story = arranged_for_october
    story.prompt = False
    with clock.at(HELD):
        told.record(story)
        with refusal("recording.missing"):
            told.report(story)
        assert "recording" in waits_for(story)
        story.recorded()
        assert told.report(story).ended_on == HELD


def test_only_chair_and_recorder_keep_the_record_and_the_chair_reports(held: CaseStory) -> None:
    with clock.at(REPORTED):
        hearing = arranged(held.case)[0]
        typed = {"focus": "无", "facts": "清楚", "law": "正确", "opinion": "从轻"}
        for name in ("officer1", "publisher", "reviewer"):
            with refusal("role.not_allowed" if name == "publisher" else "hearing.not_named"):
                hearings.report(user=held.as_(name), case=held.refresh(), hearing=hearing, **typed)
        with refusal("hearing.recorded"):
            hearings.call_off(user=held.as_("deputy"), case=held.refresh(), hearing=hearing, reason="改日")
        with refusal("hearing.incomplete"):
            told.report(held, opinion=" ")
        assert told.report(held).report is not None


def test_a_party_that_stays_away_has_given_up_its_hearing(arranged_for_october: CaseStory) -> None:
    """行政处罚法64(六): the hearing ends, the case goes back to where it was, the days run again."""
    story = arranged_for_october
    with clock.at(HELD):
        made = told.record(story, came="absent", argued="", closing="")
        assert made.ended_on == HELD
        assert stands_at(story) == "notice"
        assert limit(story).stopped_since is None
        story.waived().presented().decided()
    assert "视为放弃听证权利" in str(story.decisions[0].document.data)


def test_a_request_withdrawn_after_it_was_arranged_ends_it(arranged_for_october: CaseStory) -> None:
    story = arranged_for_october
    served = newest_notice(story.parties[0])
    assert served is not None
    with clock.at(HELD):
        notice.withdraw_hearing(
            user=story.user, case=story.refresh(), notice=served, withdrawn_on=HELD, proof="撤回书"
        )
        assert stands_at(story) == "notice"
        assert arranged(story.case) == []
        assert limit(story).left_out == [(ARRANGED, HELD - dt.timedelta(days=1))]


# ── after it ──


def test_the_days_of_the_hearing_are_not_counted(held: CaseStory) -> None:
    """55号令29: from the day it was arranged to the day of the report; the stop is in the clock's own row."""
    assert limit(held).stopped_since == ARRANGED
    before = limit(held).due_on
    with clock.at(REPORTED):
        told.report(held)
    row = limit(held)
    assert row.left_out == [(ARRANGED, REPORTED - dt.timedelta(days=1))]
    assert row.due_on >= before + dt.timedelta(days=13)


def test_after_the_report_a_new_revision_is_drafted_reviewed_and_decided(held: CaseStory) -> None:
    """行政处罚法65; §11.4 no. 1; 244号26(四): decided after a hearing, hence major."""
    with clock.at(REPORTED):
        told.report(held)
        assert stands_at(held) == "conclusion"
        assert waits_for(held) == ["draft"]
        with refusal("review.already"):
            drafting.submit(
                user=held.user, case=held.refresh(), party=held.parties[0], materials=MATERIALS[:5]
            )
        held.drafted(discretion_reasons="经听证查明，当日停工，从轻。")
        with refusal("review.no_hearing_record") as said:
            held.submitted()
        assert "听证笔录" in said.value.sentence
        drafting.submit(user=held.user, case=held.refresh(), party=held.parties[0], materials=MATERIALS[:5])
        assert newest(held).submission.in_catalogue
        held.reviewed()
    with clock.at(DECIDED):
        held.presented().decided()
    assert "举行听证" in str(held.decisions[0].document.data)


def test_what_was_reviewed_before_the_hearing_is_not_decided_on(held: CaseStory) -> None:
    """行政处罚法58、65: even where the case stands at its decision, the action refuses."""
    with clock.at(REPORTED):
        told.report(held)
        put_at(held, "decision")
        with refusal("decision.hearing_held"):
            decision.decide(
                user=held.as_("deputy"), case=held.refresh(), party=held.parties[0], opinion="同意。"
            )
        put_at(held, "notice")
        with refusal("decision.hearing_held"):
            held.presented()


# ── several parties ──


def test_a_hearing_may_be_for_one_of_two_parties(bureau: Bureau) -> None:
    """The other's draft stays as it passed; only the party that was heard is drafted anew."""
    with clock.at(NOTICED):
        story = noticed(bureau, **TWO)
        told.asked(story)
        summoned(story)
        day = arranged(story.case)[0].held_on
    with clock.at(day):
        told.record(story)
        told.report(story)
        first, second = story.parties
        drafting.draft(
            user=story.user, case=story.refresh(), party=first, **story.core(0, discretion_reasons="从轻。")
        )
        drafting.submit(user=story.user, case=story.refresh(), party=first, materials=MATERIALS[:5])
        assert stands_at(story) == "review"
        agree(story, first)
        assert newest(story, 1).revision == 1
        story.presented()
        assert stands_at(story) in {"discussion", "decision"}
        assert second.notices.get().hearing_asked_on is None


def test_two_parties_ask_and_the_case_waits_for_both(bureau: Bureau) -> None:
    large = {**TWO, "plans": (Plan(468_000_00), Plan(60_000_00, grade="轻微"))}
    with clock.at(NOTICED):
        story = noticed(bureau, **large)
        told.asked(story)
        summoned(story)
        told.asked(story, place=1)
        assert waits_for(story) == ["hearing-arrangement"]
        told.arrange(story, begins_at=dt.time(14, 30))
        told.told(story)
        first, second = arranged(story.refresh())
        assert second.notices.get().notice.party == story.parties[1]
    with clock.at(first.held_on):
        told.record(story)
        told.report(story)
        assert stands_at(story) == "hearing"
        told.record(story, came="absent", argued="", closing="")
        assert stands_at(story) == "conclusion"
        assert limit(story).stopped_since is None
