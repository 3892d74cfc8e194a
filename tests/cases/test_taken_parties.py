"""§11.6 no. 29: a case taken over with several parties; each enters with its own review, decision and service."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import paper_decisions
import paper_reviews
from mingjing import clock
from mingjing.cases.actions import prior_decisions, prior_reviews, taking_over_parties
from mingjing.cases.actions.taking_over import Decided
from mingjing.cases.actions.taking_over_parties import PartyBefore
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Case, Decision, Party, PriorDecision
from mingjing.cases.standing import standing_of
from mingjing.demo.handing import by_post
from mingjing.demo.stories import CaseStory, Plan
from mingjing.workflow.models import Clock
from paper_reviews import ENTERED, REVIEWED, SIGNED, TOLD_ON, scan, sound
from telling import OTHER_FIRM, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

FIRST = paper_decisions.TODAY
PRIOR = Decided("云建罚决字〔2026〕第006号", "韩立峰", "罚款 20000 元。", 20_000_00)


@pytest.fixture
def begins_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bureau begin to work here on the day on which what was decided on paper is entered."""
    for room in (paper_decisions.taking_over, taking_over_parties, paper_decisions.audit_prior):
        monkeypatch.setattr(room, "first_day", lambda agency: FIRST)  # noqa: ARG005


def add(bureau: Bureau, case: Case, before: PartyBefore) -> Party:
    return taking_over_parties.take_over_party(
        user=bureau.users["officer1"], case=Case.objects.get(pk=case.pk), before=before
    )


def reviewed() -> PartyBefore:
    """The second party, its draft reviewed with the first one's."""
    return PartyBefore(vars(OTHER_FIRM), reviewed_on=REVIEWED, papers={"FS03": scan("审核意见书二")})


def decided(**changed: Any) -> PartyBefore:
    """The second party, decided on paper with the first one."""
    told = PartyBefore(
        vars(OTHER_FIRM), decided_on=paper_decisions.DECIDED, decided=PRIOR, papers={"JD03": scan("决定书二")}
    )
    return replace(told, **changed)


def test_each_party_has_its_own_review_and_notice_and_none_is_decided_without(bureau: Bureau) -> None:
    """行政处罚法58: what was reviewed of one party says nothing of the other."""
    waived: dict[str, Any] = {
        "waived_on": TOLD_ON, "hearing_waived_on": TOLD_ON, "papers": {"SQ01": scan("放弃声明")},
    }  # fmt: skip
    with clock.at(ENTERED):
        story = paper_reviews.enter(bureau)
        story.plans = (*story.plans, Plan(20_000_00, grade="轻微"))
        second = add(bureau, story.case, reviewed())
        assert (second.position, story.case.dossier.documents.get(party=second.ref).form) == (2, "FS03")
        paper_reviews.evidence(story)
        paper_reviews.copy(story)
        paper_reviews.confirm(story)
        paper_reviews.tell(story, paper_reviews.told(**waived))
        paper_reviews.confirm_told(story)
        with refusal("decision.not_notified"):
            story.presented()
        assert paper_reviews.waits_for(story) == ["prior-review"]
        user, head = story.user, story.as_("legalhead")
        row = prior_reviews.copy_review(
            user=user,
            case=story.refresh(),
            party=second,
            signed=replace(SIGNED, number="第032号"),
            **story.core(1),
        )
        assert row.document == story.case.dossier.documents.get(party=second.ref)
        prior_reviews.confirm_review(user=head, case=story.refresh(), party=second, agreed=True)
        prior_reviews.enter_notice(
            user=user, case=story.refresh(), party=second,
            told=paper_reviews.told(number="第040号", hearing_offered=False, **waived | {"hearing_waived_on": None}),
        )  # fmt: skip
        prior_reviews.confirm_notice(user=head, case=story.refresh(), party=second, agreed=True)
        story.presented().decided()
    assert Decision.objects.filter(draft__prior_opinion__isnull=False).count() == 2
    sound()


def test_reviewed_since_or_entered_late_or_without_its_scan_it_is_refused(bureau: Bureau) -> None:
    with clock.at(ENTERED):
        case = paper_reviews.enter(bureau).case
        for before, code in (
            (replace(reviewed(), reviewed_on=paper_reviews.FIRST_DAY), "takeover.reviewed_since"),
            (replace(reviewed(), reviewed_on=None), "takeover.no_day"),
            (replace(reviewed(), papers={}), "takeover.no_paper"),
            (replace(reviewed(), decided_on=REVIEWED, papers={"JD03": scan()}), "takeover.beyond"),
        ):
            with refusal(code):
                add(bureau, case, before)
    with clock.at(dt.date(2026, 2, 5)), refusal("takeover.too_late"):
        add(bureau, case, reviewed())
    assert case.parties.count() == 1


@pytest.mark.usefixtures("begins_that_day")
def test_decided_on_paper_each_party_is_served_and_pays_for_itself(bureau: Bureau) -> None:
    with clock.at(FIRST):
        case = paper_decisions.enter(bureau, "service", paper_decisions.decided())
        second = add(bureau, case, decided())
        assert [task.party.name for task in ahead(standing_of(case)).tasks if task.party] == [
            party.name for party in case.parties.order_by("position")
        ]
        limit = Clock.objects.get(dossier=case.dossier, rule="xzcf.serve_7", party=second.ref)
        assert limit.started_on == paper_decisions.DECIDED
        for party in case.parties.all():
            assert Case.objects.get(pk=case.pk).dossier.position.step == "service"
            prior_decisions.serve_prior(
                user=bureau.users["officer1"], case=Case.objects.get(pk=case.pk), party=party, handed=by_post(),
                officers=[bureau.people["officer1"], bureau.people["officer2"]], upload=scan("回证"),
            )  # fmt: skip
        assert Case.objects.get(pk=case.pk).dossier.position.step == "performance"
        with refusal("case.wrong_step"):
            add(bureau, case, decided())
        sound()


@pytest.mark.usefixtures("begins_that_day")
def test_served_on_paper_its_days_to_pay_run_from_its_own_service(bureau: Bureau) -> None:
    served = decided(
        served_on=dt.date(2026, 9, 10), decided=replace(PRIOR, method="01", proof="回证"),
        papers={"JD03": scan("决定书二"), "SD01": scan("回证二")},
    )  # fmt: skip
    with clock.at(FIRST):
        case = paper_decisions.enter(bureau, "performance", paper_decisions.decided(served=True))
        with refusal("takeover.decided_since"):
            add(bureau, case, replace(served, decided_on=FIRST, served_on=FIRST))
        with refusal("service.method"):
            add(bureau, case, replace(served, decided=PRIOR))
        second = add(bureau, case, served)
        row = PriorDecision.objects.get(party=second)
        assert (row.number, row.served_on, row.pay_by) == (
            "云建罚决字〔2026〕第006号（上线前）",
            dt.date(2026, 9, 10),
            dt.date(2026, 9, 28),  # the fifteenth day, 2026-09-25, is a holiday
        )
        sound()


def test_where_the_case_began_here_or_still_investigates_a_party_is_registered_here(bureau: Bureau) -> None:
    with refusal("takeover.not_taken"):
        add(bureau, CaseStory(bureau).lead().verified().filed().case, decided())
    with clock.at(ENTERED):
        told = replace(
            paper_reviews.before(), days=replace(paper_reviews.before().days, concluded_on=None, reviewed_on=None),
            papers={"LA01": scan("立案审批表")},
        )  # fmt: skip
        case = paper_decisions.enter(bureau, "investigation", told)
        with refusal("takeover.party_here"):
            add(bureau, case, reviewed())


def test_concluded_on_paper_the_further_party_enters_with_its_particulars_alone(bureau: Bureau) -> None:
    told = paper_reviews.before()
    told = replace(
        told, days=replace(told.days, reviewed_on=None),
        papers={"LA01": scan("立案审批表"), "ZJ01": scan("终结报告")},
    )  # fmt: skip
    with clock.at(ENTERED):
        case = paper_decisions.enter(bureau, "conclusion", told)
        with refusal("takeover.beyond"):
            add(bureau, case, reviewed())
        add(bureau, case, PartyBefore(vars(OTHER_FIRM)))
    assert [party.position for party in case.parties.order_by("position")] == [1, 2]
    sound()
