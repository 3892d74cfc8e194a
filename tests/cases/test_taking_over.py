"""Reference §11.6 no. 29: on the first day a bureau has open files; each enters at its step, from its real days."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases import audit_prior
from mingjing.cases.actions import closing, investigation, leads, prior_decisions, taking_over
from mingjing.cases.actions.taking_over import Before, Days, Decided, Elapsed
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Case, Decision, PriorDecision
from mingjing.cases.papers.contents import contents
from mingjing.cases.queries.recordings import activities_of
from mingjing.cases.standing import standing_of
from mingjing.demo.handing import by_hand, by_post
from mingjing.demo.stories import CaseStory
from mingjing.documents.models import Document
from mingjing.evidence.actions import Upload
from mingjing.evidence.models import Activity
from mingjing.records import audit, log
from mingjing.records.actors import SYSTEM
from mingjing.records.queries import timeline
from mingjing.registry import actions as registry
from mingjing.workflow.models import Clock
from paper_decisions import (
    CONCLUDED,
    DECIDED,
    FILED,
    FOUND,
    SERVED,
    TODAY,
    before,
    begins_today,
    decided,
    enter,
    scan,
)
from telling import other_agency, refusal

__all__ = ["begins_today"]

if TYPE_CHECKING:
    from mingjing.cases.rules.service import Handing
    from mingjing.demo.bureau import Bureau


def limit(case: Case, rule: str) -> Clock:
    return Clock.objects.get(dossier=case.dossier, rule=rule)


def sound() -> None:
    log.integrate_all()
    assert audit.run().problems == []


# ── at its step, from its real days ──


def test_a_case_under_investigation_enters_there_and_its_ninety_days_run_from_its_filing(
    bureau: Bureau,
) -> None:
    """§11.3: filed on 2026-06-22 → 2026-09-20."""
    case = enter(bureau, "investigation", before())
    assert case.dossier.position.step == "investigation"
    assert limit(case, "xzcf.decision_90").due_on == dt.date(2026, 9, 20)
    assert limit(case, "zj55.verify").met_on == FILED
    assert case.number == "云建立字〔2026〕第008号（上线前）"
    assert [each.step for each in case.dossier.passages.order_by("turn")] == [
        "lead",
        "filing",
        "investigation",
    ]
    assert case.dossier.passages.get(step="investigation").entered_on == FILED
    sound()


def test_the_timeline_marks_what_was_before_and_shows_both_days(bureau: Bureau) -> None:
    case = enter(bureau, "investigation", before())
    lines = timeline(case.dossier)
    entered = next(line for line in lines if line.record.act == "case.taken_over")
    assert "上线前已在办" in entered.sentence
    filing = next(line for line in lines if line.record.act == "case.prior_entered")
    assert filing.sentence.startswith("上线前：立案审批表")
    assert (filing.happened_on, filing.late) == (FILED, True)


def test_days_granted_and_days_that_did_not_count_are_taken_along(bureau: Bureau) -> None:
    """55号令29、30: ten days suspended and thirty granted before the system."""
    told = before(
        elapsed=Elapsed(first_days=30, stopped=[(dt.date(2026, 7, 2), dt.date(2026, 7, 11))]),
    )
    row = limit(enter(bureau, "investigation", told), "xzcf.decision_90")
    assert row.left_out == [(dt.date(2026, 7, 2), dt.date(2026, 7, 11))]
    assert [each["days"] for each in row.extensions] == [30]
    assert row.due_on == dt.date(2026, 10, 30)


def test_a_limit_that_had_passed_before_shows_as_passed(bureau: Bureau) -> None:
    """§11.6 no. 11: the truth is entered, never refused."""
    told = before(days=Days(dt.date(2026, 3, 2), dt.date(2026, 3, 2), dt.date(2026, 4, 13)))
    case = enter(bureau, "investigation", told)
    assert limit(case, "xzcf.decision_90").due_on < TODAY
    assert limit(case, "zj55.verify").met_on > limit(case, "zj55.verify").due_on
    assert any("届满" in gate.sentence for gate in ahead(standing_of(case)).gates)


def test_it_goes_on_like_any_other_case_to_its_decision(bureau: Bureau) -> None:
    """From the draft on everything is this system's: drafted, reviewed, told, decided, served, paid, closed."""
    told = before(
        days=Days(FOUND, FOUND, FILED, CONCLUDED),
        papers={"LA01": scan("立案审批表"), "ZJ01": scan("终结报告")},
    )
    story = CaseStory(bureau)
    story.case = enter(bureau, "conclusion", told)
    taking_over.add_prior_paper(
        user=story.user, case=story.refresh(), kind="DC01", done_on=dt.date(2026, 6, 24), people="沈知行、陆明川",
        upload=scan("笔录"),
    )  # fmt: skip
    investigation.add_evidence(
        user=story.user, case=story.refresh(), evidence_kind="01", name="施工合同", proves="价款", collected_on=TODAY,
        source="当事人", upload=scan("合同"),
    )  # fmt: skip
    story.drafted().submitted().reviewed().notified().waived().presented().decided()
    assert Decision.objects.filter(party__case=story.case).exists()
    sound()


def test_a_lead_enters_with_its_fifteen_days_from_the_day_it_was_found(bureau: Bureau) -> None:
    told = before(days=Days(dt.date(2026, 9, 8), dt.date(2026, 9, 8)), papers={}, number="", matter_code="")
    case = enter(bureau, "lead", told, handlers=[])
    assert (case.number, case.handlers.count()) == ("", 0)
    assert limit(case, "zj55.verify").started_on == dt.date(2026, 9, 8)


# ── decided on paper ──


def test_what_was_decided_on_paper_becomes_no_decision_of_this_system(bureau: Bureau) -> None:
    """行政处罚法58: the gate stays shut; the paper is written down as what it is."""
    case = enter(bureau, "service", decided())
    assert not Decision.objects.exists()
    row = PriorDecision.objects.get()
    assert (row.number, row.decided_on) == ("云建罚决字〔2026〕第005号（上线前）", DECIDED)
    assert row.document.number == ""
    assert limit(case, "xzcf.decision_90").met_on == DECIDED
    assert limit(case, "xzcf.serve_7").started_on == DECIDED
    assert not Document.objects.exclude(number="").filter(dossier=case.dossier).exists()
    sound()


def serve(bureau: Bureau, case: Case, handed: Handing | None = None, **told: Any) -> PriorDecision:
    """Serve the decision made on paper: by post, today, by the two handlers, where nothing else is told."""
    given = {
        "party": case.parties.get(), "officers": [bureau.people["officer1"], bureau.people["officer2"]],
        "upload": scan("回证"),
    }  # fmt: skip
    return prior_decisions.serve_prior(
        user=bureau.users["officer1"], case=case, handed=handed or by_post(), **given | told
    )


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"method": "02", "proof": "拍照三张"}, "service.no_refusal"),
        ({"method": "05", "proof": "本机关网站"}, "service.no_announcement"),
        ({"method": "06", "proof": "电子送达确认书"}, "service.no_consent"),
        ({"served_on": DECIDED - dt.timedelta(days=1)}, "date.order"),
    ],
)
def test_a_decision_made_on_paper_is_served_by_the_one_rule_of_service(
    bureau: Bureau, told: dict[str, Any], code: str
) -> None:
    """行政处罚法61; 55号令35–37: the gate shut: nothing is registered."""
    case = enter(bureau, "service", decided())
    with refusal(code):
        serve(bureau, case, replace(by_post(), **told))
    assert PriorDecision.objects.get().served_on is None


def test_only_officers_of_the_agency_serve_it_and_only_on_a_party_of_the_case(bureau: Bureau) -> None:
    case, other = enter(bureau, "service", decided()), enter(bureau, "service", decided(number="第009号"))
    with refusal("party.unknown"):
        serve(bureau, case, party=other.parties.get())
    with refusal("party.unknown"):
        prior_decisions.perform_prior(
            user=bureau.users["officer1"], case=case, party=other.parties.get(), done_on=TODAY
        )
    elsewhere = registry.add_department(actor=SYSTEM, agency=other_agency(), name="执法队", function="执法")
    stranger = registry.add_officer(actor=SYSTEM, department=elsewhere, name="外人（示例）", post="执法人员")
    with refusal("officer.unknown"):
        serve(bureau, case, officers=[bureau.people["officer1"], stranger])


def test_handed_over_in_person_it_is_an_activity_that_has_to_be_recorded(bureau: Bureau) -> None:
    """244号17: the case is not closed before its recording; by post nobody films it."""
    case = enter(bureau, "service", decided())
    serve(bureau, case, by_hand())
    row = PriorDecision.objects.get()
    (made,) = activities_of(case.dossier)
    assert (made.activity_kind, made.about) == (
        Activity.Kind.SERVED_DIRECT,
        f"{row.subject_kind()}:{row.ref}",
    )
    prior_decisions.perform_prior(
        user=bureau.users["officer1"], case=case, party=case.parties.get(), done_on=TODAY, amount=3_000_000,
        channel="bank", payment_code="15000000000000000001", receipt_number="15000126",
    )  # fmt: skip
    with refusal("recording.missing"):
        _close(bureau, case)
    story = CaseStory(bureau)
    story.case = case
    story.recorded()
    _close(bureau, case)
    assert Case.objects.get(pk=case.pk).ending == "closed"


def test_its_service_and_payment_go_on_and_the_case_is_closed(bureau: Bureau) -> None:
    case = enter(bureau, "service", decided())
    officer, party = bureau.users["officer1"], case.parties.get()
    two = [bureau.people["officer1"], bureau.people["officer2"]]
    assert [task.verb.name for task in ahead(standing_of(case)).tasks] == ["prior-service"]
    with refusal("service.officers"):
        serve(bureau, case, officers=two[:1])
    serve(bureau, case)
    assert Case.objects.get(pk=case.pk).dossier.position.step == "performance"
    with refusal("closing.unperformed"):
        _close(bureau, case)
    prior_decisions.perform_prior(
        user=officer, case=case, party=party, done_on=TODAY, amount=3_000_000, channel="bank",
        payment_code="15000000000000000001", receipt_number="15000126",
    )  # fmt: skip
    assert limit(case, "xzcf.pay_15").met_on == TODAY
    _close(bureau, case)
    ended = Case.objects.get(pk=case.pk)
    assert (ended.ending, ended.ending_reason) == ("closed", "处罚决定执行完毕")
    paper = dict(case.dossier.documents.get(form="JA01").data)
    assert "云建罚决字〔2026〕第005号（上线前）" in paper["处理结果"]
    sound()


def _close(bureau: Bureau, case: Case) -> None:
    closing.request_closing(
        user=bureau.users["officer1"], case=case, pages=20, defects="无", checked_by=bureau.people["officer2"]
    )
    leads.endorse(user=bureau.users["section"], case=case, matter="closing", opinion="建议结案。")
    closing.approve_closing(
        user=bureau.users["deputy"], case=case, opinion="同意。", retention=closing.retention_of(case)
    )


def test_what_was_served_on_paper_has_its_days_to_pay_from_that_service(bureau: Bureau) -> None:
    """行政处罚法67: fifteen days from 2026-09-08 → 2026-09-23."""
    case = enter(bureau, "performance", decided(served=True))
    assert limit(case, "xzcf.serve_7").met_on == SERVED
    assert limit(case, "xzcf.pay_15").due_on == dt.date(2026, 9, 23)
    assert [task.verb.name for task in ahead(standing_of(case)).tasks] == ["prior-performance"]


def test_the_papers_of_before_lie_in_their_class_of_the_file(bureau: Bureau) -> None:
    case = enter(bureau, "performance", decided(served=True))
    listed = {item.name: kind.number for kind in contents(case) for item in kind.items}
    assert listed == {
        "上线前：立案审批表": 1,
        "上线前：行政处罚决定书": 2,
        "上线前：送达回证": 2,
    }


# ── what is refused ──


@pytest.mark.parametrize("step", ["filing", "review", "discussion", "decision", "closing"])
def test_a_step_whose_review_this_system_has_not_seen_cannot_be_entered(bureau: Bureau, step: str) -> None:
    with refusal("takeover.step") as refused:
        enter(bureau, step, before())
    assert "五十八条" in refused.value.clause


@pytest.mark.parametrize(
    ("step", "told", "code"),
    [
        ("investigation", before(papers={}), "takeover.no_paper"),
        ("conclusion", before(days=Days(FOUND, FOUND, FILED, CONCLUDED)), "takeover.no_paper"),
        ("investigation", before(days=Days(FOUND, FOUND)), "takeover.no_day"),
        ("conclusion", before(), "takeover.no_day"),
        ("investigation", before(days=Days(FILED, FOUND, FOUND)), "date.order"),
        ("investigation", before(days=Days(FOUND, FOUND, TODAY + dt.timedelta(days=1))), "date.future"),
        ("investigation", before(people=" "), "takeover.untold"),
        ("investigation", before(number=""), "takeover.no_number"),
        ("investigation", before(matter_code=""), "takeover.untold"),
        ("investigation", before(elapsed=Elapsed(second_days=30)), "takeover.extended"),
        ("investigation", before(elapsed=Elapsed(stopped=[(FOUND, FILED)])), "takeover.stopped"),
        ("service", decided(decided=Decided()), "takeover.untold"),
        ("service", decided(days=Days(FOUND, FOUND, FILED, None, TODAY)), "takeover.decided_since"),
        ("investigation", decided(), "takeover.beyond"),
        ("service", decided(served=True), "takeover.beyond"),
        ("lead", before(), "takeover.beyond"),
    ],
)
def test_what_does_not_hang_together_is_refused_and_nothing_is_left(
    bureau: Bureau, step: str, told: Before, code: str
) -> None:
    with refusal(code):
        enter(bureau, step, told)
    assert not Case.objects.exists()
    assert not Document.objects.filter(title__startswith="上线前").exists()


def test_the_same_paper_file_is_entered_once(bureau: Bureau) -> None:
    enter(bureau, "investigation", before())
    with refusal("takeover.twice"):
        enter(bureau, "investigation", before())


def test_two_officers_qualified_today_go_on_with_it(bureau: Bureau) -> None:
    with refusal("case.handlers"):
        enter(bureau, "investigation", before(), handlers=[bureau.people["officer1"]])
    with refusal("officer.not_qualified"):
        enter(
            bureau, "investigation", before(), handlers=[bureau.people["officer1"], bureau.people["reviewer"]]
        )


def test_papers_of_before_go_to_a_case_that_was_taken_over_only(bureau: Bureau) -> None:
    story = CaseStory(bureau).lead().verified().filed()
    with refusal("takeover.not_taken"):
        taking_over.add_prior_paper(
            user=story.user, case=story.refresh(), kind="DC01", done_on=TODAY, people="某", upload=scan()
        )


def test_a_scan_is_a_picture_or_a_pdf(bureau: Bureau) -> None:
    text = Upload("a.pdf", io.BytesIO(b"text only"))
    with refusal("file.content_mismatch"):
        enter(bureau, "investigation", before(papers={"LA01": text}))
    assert clock.today() == TODAY
    assert not Case.objects.exists()


def test_verify_names_a_paper_decision_that_is_not_from_before(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """行政处罚法58: nobody goes round review by entering as paper what was decided since the first day."""
    enter(bureau, "service", decided())
    log.integrate_all()
    assert audit.run().problems == []
    monkeypatch.setattr(audit_prior, "first_day", lambda agency: DECIDED)  # noqa: ARG005
    (problem,) = audit.run().problems
    assert "不早于本机关在本系统办案的第一天" in problem
