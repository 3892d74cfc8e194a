"""行政处罚法36、44、60–62、64、67、85; reference §11.3: nothing before its day, nothing in the future, all in order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import decision, investigation, leads, notice, paying, presenting
from mingjing.cases.queries.case import newest_notice
from mingjing.demo.handing import by_post
from mingjing.demo.stories import CaseStory
from mingjing.evidence.actions import collect
from mingjing.workflow.models import Clock
from telling import decided, filed, noticed, refusal, reviewed

if TYPE_CHECKING:
    from mingjing.cases.models import Notice
    from mingjing.demo.bureau import Bureau
TODAY = dt.date(2026, 9, 15)
DAY = dt.timedelta(days=1)


def only_notice(story: CaseStory) -> Notice:
    served = newest_notice(story.parties[0])
    assert served is not None
    return served


def running(story: CaseStory, rule: str) -> Clock:
    """Return the newest time limit of a rule in a case."""
    return Clock.objects.filter(dossier=story.case.dossier, rule=rule).order_by("-started_on")[0]


# ── the five working days of statement and defence ──

PERIODS = [
    pytest.param(dt.date(2026, 9, 15), dt.date(2026, 9, 21), id="a Sunday worked for the holidays counts"),
    pytest.param(dt.date(2026, 9, 28), dt.date(2026, 10, 10), id="National Day, with a Saturday worked"),
    pytest.param(dt.date(2026, 4, 29), dt.date(2026, 5, 9), id="Labour Day, with a Saturday worked"),
    pytest.param(dt.date(2026, 2, 10), dt.date(2026, 2, 24), id="Spring Festival"),
]


@pytest.mark.parametrize(("served", "last"), PERIODS)
def test_no_decision_before_the_five_working_days_of_defence_have_passed(
    bureau: Bureau, served: dt.date, last: dt.date
) -> None:
    """行政处罚法45、62、64(一)、85; 55号令22."""
    with clock.at(served):
        story = noticed(bureau)
    assert only_notice(story).ends_on == last
    for day in (served, last - DAY, last):
        with clock.at(day), refusal("decision.too_early") as told:
            story.presented()
        assert str(last) in told.value.sentence
    with clock.at(last + DAY):
        assert len(story.presented().decided().decisions) == 1


def test_a_written_waiver_ends_the_period_at_once(bureau: Bureau) -> None:
    """行政处罚法62; §11.4 no. 6."""
    story = noticed(bureau).waived()
    assert len(story.presented().decided().decisions) == 1
    assert only_notice(story).waived_on == TODAY


@pytest.mark.parametrize("proof", ["", "　", "\n"])
def test_a_waiver_without_proof_in_writing_ends_nothing(bureau: Bureau, proof: str) -> None:
    """行政处罚法62: 明确放弃."""
    story = noticed(bureau)
    with refusal("waiver.no_proof"):
        notice.waive(
            user=story.user, case=story.refresh(), notice=only_notice(story), waived_on=TODAY, proof=proof
        )
    with refusal("decision.too_early"):
        story.presented()


def test_a_notice_that_was_not_served_opens_no_period_and_cannot_be_waived(bureau: Bureau) -> None:
    """行政处罚法44、62."""
    story = reviewed(bureau)
    made = notice.notify(user=story.user, case=story.refresh(), party=story.parties[0])
    with refusal("notice.not_served"):
        notice.waive(user=story.user, case=story.refresh(), notice=made, waived_on=TODAY, proof="声明书")
    with clock.at(TODAY + 60 * DAY), refusal("decision.not_notified"):
        story.presented()
    with refusal("service.no_proof"):
        notice.serve_notice(
            user=story.user, case=story.refresh(), notice=made, handed=replace(by_post(), proof=" ")
        )


def test_a_party_that_was_never_notified_is_not_decided_upon(bureau: Bureau) -> None:
    """行政处罚法44、62."""
    story = reviewed(bureau)
    with refusal("decision.not_notified"):
        story.presented()


def test_service_and_waiver_are_registered_once(bureau: Bureau) -> None:
    """Two people with the same page open: the second changes nothing of the first."""
    story = noticed(bureau)
    stale = only_notice(story)
    stale.served_on = None
    with refusal("notice.served"):
        notice.serve_notice(user=story.user, case=story.refresh(), notice=stale, handed=by_post())
    open_page = only_notice(story)
    story.waived()
    with refusal("waiver.exists"):
        notice.waive(
            user=story.user, case=story.refresh(), notice=open_page, waived_on=TODAY, proof="另一份声明"
        )


# ── no day that has not come, and none before what it follows ──


def _inspect(story: CaseStory, day: dt.date) -> object:
    return investigation.record_inspection(
        user=story.user, case=story.refresh(), kind="inspection", happened_on=day, place=story.place, person="梁某",
        content="现场施工。", officers=[story.bureau.people[name] for name in story.handlers], card_shown=True,
        told="权利义务",
    )  # fmt: skip


def _collect(story: CaseStory, day: dt.date) -> object:
    return collect(
        user=story.user, officer=story.bureau.people["officer1"], dossier=story.case.dossier, evidence_kind="01",
        name="合同", proves="价款", collected_on=day, source="当事人",
    )  # fmt: skip


def _lead(story: CaseStory, day: dt.date) -> object:
    return leads.register_lead(
        user=story.user, department=story.case.department, title="案", summary="事", place="地", source="1",
        found_on=day, acted_on=TODAY,
    )  # fmt: skip


def test_nothing_is_recorded_for_a_day_that_has_not_come(bureau: Bureau) -> None:
    """B4: a record says what happened."""
    story = filed(bureau)
    tomorrow = TODAY + DAY
    for act in (_lead, _inspect, _collect):
        with refusal("date.future"):
            act(story, tomorrow)
        act(story, TODAY)


def test_no_notice_waiver_defence_or_meeting_in_the_future(bureau: Bureau) -> None:
    """B4."""
    story, tomorrow = noticed(bureau), TODAY + DAY
    told: dict[str, Any] = {"user": story.user, "case": story.refresh(), "notice": only_notice(story)}
    with refusal("date.future"):
        notice.serve_notice(**told, handed=by_post(on=tomorrow))
    with refusal("date.future"):
        notice.waive(**told, waived_on=tomorrow, proof="声明")
    with refusal("date.future"):
        notice.record_statement(
            **told, made_on=tomorrow, content="不服", brings_new=False, reexamination="不予采纳"
        )
    with refusal("date.future"):
        presenting.discuss(
            user=story.as_("principal"), case=story.refresh(), held_on=tomorrow, place="会议室", minutes="记录",
            conclusion="结论", participants=[],
        )  # fmt: skip


def test_the_acts_on_a_notice_follow_it(bureau: Bureau) -> None:
    """§5.4: dates upside down are the first thing that whoever scores a file finds."""
    story = reviewed(bureau)
    made = notice.notify(user=story.user, case=story.refresh(), party=story.parties[0])
    with refusal("date.order"):
        notice.serve_notice(
            user=story.user, case=story.refresh(), notice=made, handed=by_post(on=TODAY - DAY)
        )
    notice.serve_notice(user=story.user, case=story.refresh(), notice=made, handed=by_post())
    for act in (
        lambda: notice.waive(
            user=story.user, case=story.refresh(), notice=made, waived_on=TODAY - DAY, proof="声明"
        ),
        lambda: notice.record_statement(
            user=story.user, case=story.refresh(), notice=made, made_on=TODAY - DAY, content="不服",
            brings_new=False, reexamination="不予采纳",
        ),
    ):  # fmt: skip
        with refusal("date.order"):
            act()


def test_the_meeting_is_held_after_the_case_was_presented_to_it(bureau: Bureau) -> None:
    """行政处罚法45、57第二款: not before the party was heard."""
    story = noticed(bureau, complex_case=True)
    with clock.at(dt.date(2026, 9, 23)):
        story.presented()
        with refusal("date.order"):
            presenting.discuss(
                user=story.as_("principal"), case=story.refresh(), held_on=TODAY, place="会议室",
                minutes="周正言：同意。韩立峰：同意。",
                conclusion="结论", participants=[bureau.people["principal"], bureau.people["deputy"]],
            )  # fmt: skip
        assert len(story.discussed().decided().decisions) == 1


@pytest.mark.parametrize("days", [-1, 1])
def test_service_and_payment_lie_between_the_decision_and_today(bureau: Bureau, days: int) -> None:
    """行政处罚法61、67."""
    story = decided(bureau)
    made, day = story.decisions[0], TODAY + days * DAY
    code = "date.future" if days > 0 else "date.order"
    with refusal(code):
        decision.serve(
            user=story.user, case=story.refresh(), decision=made, method="01", officers=story.officers,
            served_on=day, place="地",
            receiver="某", proof="回证",
        )  # fmt: skip
    story.served()
    with refusal(code):
        paying.perform(
            user=story.user, case=story.refresh(), decision=made, done_on=day, amount=1, receipt_number="1"
        )


# ── limitation ──


@pytest.mark.parametrize(
    ("acted_on", "found_on", "in_time"),
    [
        (dt.date(2024, 9, 15), dt.date(2026, 9, 15), True),
        (dt.date(2024, 9, 14), dt.date(2026, 9, 15), False),
        (dt.date(2024, 2, 29), dt.date(2026, 2, 28), True),
        (dt.date(2024, 2, 29), dt.date(2026, 3, 1), False),
    ],
)
def test_what_was_found_more_than_two_years_after_its_end_is_not_filed(
    bureau: Bureau, acted_on: dt.date, found_on: dt.date, in_time: bool
) -> None:
    """行政处罚法36; §11.4 no. 7: the day of discovery is that of the first lead."""
    with clock.at(found_on):
        story = CaseStory(bureau).lead(acted_on=acted_on)
    with clock.at(max(found_on, dt.date(2026, 3, 2))):
        if in_time:
            assert story.verified().refresh().dossier.position.step == "filing"
        else:
            with refusal("case.limitation"):
                story.verified()


def test_a_case_without_a_party_is_not_filed(bureau: Bureau) -> None:
    """行政处罚法40."""
    story = CaseStory(bureau, firms=(), plans=()).lead()
    with refusal("case.no_party"):
        story.verified()


# ── clocks ──


@pytest.mark.parametrize(
    ("filed_on", "safe", "last"),
    [
        (dt.date(2026, 4, 13), dt.date(2026, 7, 10), dt.date(2026, 7, 12)),
        (dt.date(2026, 6, 22), dt.date(2026, 9, 20), dt.date(2026, 9, 20)),
    ],
)
def test_the_ninety_days_run_from_filing(
    bureau: Bureau, filed_on: dt.date, safe: dt.date, last: dt.date
) -> None:
    """行政处罚法60; reference §11.3: the safe day is the last working day, the last one the ninetieth."""
    with clock.at(filed_on):
        story = filed(bureau)
    ninety = running(story, "xzcf.decision_90")
    assert (ninety.started_on, ninety.safe_on, ninety.due_on) == (filed_on, safe, last)
    assert str(last) in str(dict(story.case.dossier.documents.get(form="LA01").data))


def test_the_ninety_days_are_met_when_every_party_has_its_decision(bureau: Bureau) -> None:
    """行政处罚法60."""
    story = decided(bureau)
    assert running(story, "xzcf.decision_90").met_on == TODAY


def test_fifteen_days_to_pay_run_from_service_and_roll_over_the_holidays(bureau: Bureau) -> None:
    """行政处罚法67、85; reference §11.3: served on 2026-09-17, to be paid by 2026-10-08."""
    story = decided(bureau)
    with clock.at(dt.date(2026, 9, 17)):
        story.served()
    assert story.decisions[0].service.pay_by == dt.date(2026, 10, 8)
    assert running(story, "xzcf.pay_15").due_on == dt.date(2026, 10, 8)


def test_a_warning_without_money_starts_no_clock_to_pay(bureau: Bureau) -> None:
    """行政处罚法67."""
    story = filed(bureau).investigated().concluded().drafted(penalties=[{"kind": "01"}])
    story.submitted().reviewed().notified().waived().presented().decided().served()
    assert story.decisions[0].service.pay_by is None
    assert not Clock.objects.filter(dossier=story.case.dossier, rule="xzcf.pay_15").exists()


@pytest.mark.parametrize(
    ("rule", "due"),
    [("xzcf.serve_7", dt.date(2026, 9, 23)), ("nm.publish7", dt.date(2026, 9, 23))],
)
def test_a_decision_starts_its_clocks_of_service_and_publication(
    bureau: Bureau, rule: str, due: dt.date
) -> None:
    """行政处罚法61; 244号12; 55号令10: seven working days each, for each party."""
    story = decided(bureau)
    started = running(story, rule)
    assert (started.party, started.started_on, started.due_on) == (story.parties[0].ref, TODAY, due)


def test_review_runs_by_both_clocks_at_once(bureau: Bureau) -> None:
    """244号31; 55号令25; §11.6 no. 5: 2026-04-24 received, 2026-05-12 the last day of the ten working days."""
    with clock.at(dt.date(2026, 4, 24)):
        story = filed(bureau).investigated().concluded().drafted().submitted()
    assert running(story, "zj55.review").due_on == dt.date(2026, 5, 12)
    assert running(story, "nm.review5").due_on == dt.date(2026, 5, 6)


def test_beyond_the_last_published_calendar_a_date_is_provisional_and_says_so(bureau: Bureau) -> None:
    """§2.1, §11.3: 暂算, never an error."""
    with clock.at(dt.date(2026, 12, 10)):
        story = filed(bureau)
    ninety = running(story, "xzcf.decision_90")
    assert ninety.provisional
    assert ninety.due_on == dt.date(2027, 3, 10)
    assert not running(story, "zj55.verify").provisional


def test_a_lead_is_verified_within_fifteen_working_days(bureau: Bureau) -> None:
    """55号令15; reference §11.3: 2026-06-12 received, 2026-07-06 the last day."""
    with clock.at(dt.date(2026, 6, 12)):
        story = filed(bureau)
    verify = running(story, "zj55.verify")
    assert (verify.due_on, verify.met_on) == (dt.date(2026, 7, 6), dt.date(2026, 6, 12))


def test_the_closing_form_is_due_within_fifteen_working_days(bureau: Bureau) -> None:
    """55号令31; reference §11.3: 2026-09-14 carried out, 2026-10-10 the last day."""
    with clock.at(dt.date(2026, 9, 14)):
        story = decided(bureau).served().performed().closed()
    close = running(story, "zj55.close")
    assert (close.due_on, close.met_on) == (dt.date(2026, 10, 10), dt.date(2026, 9, 14))


def test_late_records_keep_both_days(bureau: Bureau) -> None:
    """§11.6 no. 30: what happened and when it was recorded are two things, and the gap shows."""
    with clock.at(dt.date(2026, 9, 1)):
        story = filed(bureau)
    _inspect(story, dt.date(2026, 8, 20))
    record = story.case.dossier.records.order_by("-seq")[0]
    assert record.happened_on == dt.date(2026, 8, 20)
    assert record.recorded_at.astimezone(clock.SHANGHAI).date() == TODAY
