"""§11.6 no. 29; ADR-016: a case that was reviewed and told on paper enters there; nobody slips past review by it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from case_attacks import WAYS, decision_on, insert, refused
from django.db import IntegrityError, transaction

from mingjing import clock
from mingjing.cases.actions import notice
from mingjing.cases.actions.taking_over import Days
from mingjing.cases.models import Case, Decision, Notice, PriorNotice, PriorReview, TakeOver
from mingjing.cases.queries.case import passed
from mingjing.demo.stories import CaseStory
from mingjing.records import audit, log
from mingjing.review.models import Opinion, PriorOpinion
from mingjing.workflow.models import Clock
from paper_reviews import (
    CONCLUDED,
    ENTERED,
    FILED,
    FIRST_DAY,
    FOUND,
    REVIEWED,
    SIGNED,
    TOLD_ON,
    before,
    confirm,
    confirm_told,
    copied,
    copy,
    enter,
    evidence,
    rewrite,
    scan,
    sound,
    tell,
    told,
    waits_for,
)
from telling import newest, refusal, stands_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.bureau import Bureau


@pytest.fixture(autouse=True)
def _first_days() -> Iterator[None]:
    """Hold the clock in the bureau's first days."""
    with clock.at(ENTERED):
        yield


# ── where it stands ──


def test_reviewed_and_told_on_paper_it_enters_at_its_notice_and_is_decided_without_another_review(
    bureau: Bureau,
) -> None:
    story = enter(bureau)
    assert stands_at(story) == "notice"
    assert [each.step for each in story.case.dossier.passages.order_by("turn")][-2:] == ["review", "notice"]
    assert waits_for(story) == ["prior-review"]
    evidence(story)
    copy(story)
    assert waits_for(story) == ["prior-review-check"]
    tell(story, told(waived_on=TOLD_ON, hearing_waived_on=TOLD_ON, papers={"SQ01": scan("放弃声明")}))
    confirm(story)
    assert waits_for(story) == ["prior-notice-check"]
    confirm_told(story)
    story.presented().decided()
    decision = Decision.objects.get(party__case=story.case)
    assert not Opinion.objects.exists()
    assert decision.draft.prior_opinion.number == f"{SIGNED.number}（上线前）"
    paper = dict(story.case.dossier.documents.get(form="JD02").data)
    assert f"{SIGNED.number}（上线前）：同意" in str(paper["法制审核意见"])
    sound()


def test_its_five_working_days_run_from_the_real_service(bureau: Bureau) -> None:
    """55号令22: served on Wednesday 2025-12-31; New Year's holiday lies between."""
    story = copied(bureau)
    confirm(story)
    tell(story)
    confirm_told(story)
    row, limit = Notice.objects.get(), Clock.objects.get(dossier=story.case.dossier, rule="zj55.statement")
    assert (row.served_on, limit.started_on) == (TOLD_ON, TOLD_ON)
    assert row.ends_on == limit.due_on > ENTERED
    with refusal("decision.too_early"):
        story.presented()
    with clock.at(limit.due_on + dt.timedelta(days=1)):
        story.presented().decided()
    sound()


def test_reviewed_but_not_told_it_is_told_here(bureau: Bureau) -> None:
    story = copied(bureau)
    confirm(story)
    assert waits_for(story) == ["notice"]
    story.notified().waived().presented().decided()
    sound()


def test_new_matter_stated_on_paper_after_the_review_calls_for_another_draft_and_another_review(
    bureau: Bureau,
) -> None:
    """行政处罚法45、58: the paper review does not cover what came after it."""
    story = copied(bureau)
    confirm(story)
    given = told(
        stated_on=dt.date(2026, 1, 4), statement="已补办许可。", brings_new=True, reexamination="须查明。",
        papers={"GZ03": scan("申辩")},
    )  # fmt: skip
    tell(story, given)
    confirm_told(story)
    assert stands_at(story) == "conclusion"
    assert waits_for(story)[0] == "draft"


def test_what_was_stated_before_the_paper_review_went_into_it(bureau: Bureau) -> None:
    story = copied(bureau)
    confirm(story)
    given = told(
        served_on=dt.date(2025, 12, 20), stated_on=dt.date(2025, 12, 22), statement="已停工。", brings_new=True,
        reexamination="已查明，另成一稿。", papers={"GZ03": scan("申辩")},
    )  # fmt: skip
    tell(story, given)
    confirm_told(story)
    assert stands_at(story) == "notice"
    story.presented().decided()


def test_asked_for_on_paper_the_hearing_is_still_to_be_held(bureau: Bureau) -> None:
    story = copied(bureau)
    confirm(story)
    tell(story, told(hearing_asked_on=dt.date(2026, 1, 4), papers={"TZ05": scan("听证申请")}))
    confirm_told(story)
    with refusal("decision.hearing_asked"):
        story.presented()


# ── no way round the review ──


def test_entered_and_not_confirmed_it_opens_nothing(bureau: Bureau) -> None:
    story = copied(bureau)
    assert not passed(newest(story))
    with refusal("notice.not_reviewed"):
        story.notified()
    tell(story)
    with refusal("notice.not_reviewed"):
        confirm_told(story)
    with refusal("decision.not_notified"):
        story.presented()


def test_only_the_head_of_the_legal_department_confirms_and_never_who_entered_or_handled_it(
    bureau: Bureau,
) -> None:
    story = copied(bureau)
    for who in ("officer1", "section", "deputy", "reviewer"):
        with refusal("role.not_allowed"):
            confirm(story, who)
    PriorReview.objects.update(entered_by=bureau.people["legalhead"])
    with refusal("prior_review.same_person"):
        confirm(story)


def test_denied_it_is_reviewed_here(bureau: Bureau) -> None:
    story = copied(bureau)
    with refusal("prior_review.no_answer"):
        confirm(story, agreed=False)
    confirm(story, agreed=False, answer="罚款数额与审核稿不符。")
    assert stands_at(story) == "conclusion"
    assert waits_for(story) == ["submission"]
    story.submitted().reviewed().notified().waived().presented().decided()
    sound()


def test_one_changed_character_and_the_paper_review_no_longer_counts(bureau: Bureau) -> None:
    story = copied(bureau)
    confirm(story)
    story.drafted(orders="责令停止施工，限期十日内改正")
    assert stands_at(story) == "conclusion"
    assert waits_for(story) == ["submission"]


@pytest.mark.parametrize(
    ("days", "entered", "code"),
    [
        (Days(FOUND, FOUND, FILED, CONCLUDED, reviewed_on=FIRST_DAY), ENTERED, "takeover.reviewed_since"),
        (
            Days(FIRST_DAY, FIRST_DAY, FIRST_DAY, FIRST_DAY, reviewed_on=FIRST_DAY),
            ENTERED,
            "takeover.reviewed_since",
        ),
        (
            Days(FOUND, FOUND, FILED, CONCLUDED, reviewed_on=REVIEWED),
            dt.date(2026, 2, 5),
            "takeover.too_late",
        ),
        (Days(FOUND, FOUND, FILED, CONCLUDED), ENTERED, "takeover.no_day"),
        (Days(FOUND, FOUND, FILED, CONCLUDED, reviewed_on=FILED), ENTERED, "date.order"),
    ],
)
def test_from_its_first_day_on_a_bureau_reviews_here(
    bureau: Bureau, days: Days, entered: dt.date, code: str
) -> None:
    """ADR-016: filed and reviewed before the first day, and entered within thirty days of it."""
    with clock.at(entered), refusal(code):
        enter(bureau, before(days=days))
    assert not Case.objects.exists()


def test_without_the_scan_of_its_opinion_it_is_not_entered(bureau: Bureau) -> None:
    with refusal("takeover.no_paper"):
        enter(bureau, before(papers={"LA01": scan("立案审批表"), "ZJ01": scan("终结报告")}))


def test_a_case_that_began_here_cannot_claim_a_review_on_paper(bureau: Bureau) -> None:
    story = (
        CaseStory(bureau)
        .lead()
        .verified()
        .filed()
        .investigated()
        .concluded()
        .drafted()
        .submitted()
        .reviewed()
    )
    with refusal("prior_review.not_taken"):
        copy(story)
    story.notified()
    with refusal("takeover.not_taken"):
        tell(story)


def test_the_draft_is_copied_once(bureau: Bureau) -> None:
    story = copied(bureau)
    with refusal("prior_review.drafted"):
        copy(story)
    with refusal("case.wrong_step"):
        evidence(story)


@pytest.mark.parametrize("forged", ["unconfirmed", "late_filing", "other_step", "late_opinion", "own_hand"])
def test_the_database_itself_refuses_a_decision_on_a_paper_review_that_is_none(
    bureau: Bureau, forged: str
) -> None:
    story = copied(bureau)
    if forged == "own_hand":
        PriorReview.objects.update(entered_by=bureau.people["officer2"])
    if forged != "unconfirmed":
        confirm(story)
    if forged == "late_filing":
        Case.objects.filter(pk=story.case.pk).update(filed_on=FIRST_DAY)
    if forged == "other_step":
        TakeOver.objects.update(step="conclusion")
    if forged in {"late_opinion", "own_hand"}:
        rewrite(forged)
    draft, party = newest(story), story.parties[0]
    assert all(refused(lambda way=way: insert(decision_on(draft, party), way)) for way in WAYS)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_confirmed_the_same_insertion_would_pass(bureau: Bureau, way: str) -> None:
    """The refusals above are the gate's, and no slip of the attack."""
    story = copied(bureau)
    confirm(story)
    assert not refused(lambda: insert(decision_on(newest(story), story.parties[0]), way))


def test_a_confirmed_opinion_can_neither_be_changed_nor_removed(bureau: Bureau) -> None:
    confirm(copied(bureau))
    with pytest.raises(IntegrityError), transaction.atomic():
        PriorOpinion.objects.update(number="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        PriorOpinion.objects.all()._raw_delete("default")


def test_verify_counts_paper_reviews_and_names_what_is_wrong_with_one(bureau: Bureau) -> None:
    confirm(copied(bureau))
    log.integrate_all()
    found = audit.run()
    assert found.problems == []
    assert found.covered["上线前的审核意见"] == 1
    TakeOver.objects.update(entered_on=dt.date(2026, 3, 1))
    assert any("接入晚于启用后" in each for each in audit.run().problems)


# ── the notice on paper ──


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"papers": {"GZ01": None}}, "takeover.no_paper"),
        ({"proof": " "}, "prior_review.untold"),
        ({"method": "04", "proof": "已寄"}, "service.other_proof"),
        ({"served_on": ENTERED + dt.timedelta(days=1)}, "date.future"),
        ({"served_on": FOUND}, "date.order"),
        ({"waived_on": TOLD_ON}, "takeover.no_paper"),
        ({"waived_on": FILED, "papers": {"SQ01": scan()}}, "prior_notice.day"),
        ({"hearing_held_on": TOLD_ON}, "prior_notice.hearing_unasked"),
        ({"hearing_offered": False, "hearing_asked_on": TOLD_ON}, "prior_notice.no_hearing"),
        ({"stated_on": TOLD_ON, "statement": "x"}, "prior_notice.statement_untold"),
    ],
)
def test_a_paper_notice_that_does_not_hang_together_is_refused_and_nothing_is_left(
    bureau: Bureau, changed: dict[str, Any], code: str
) -> None:
    story = copied(bureau)
    given = told(**changed)
    if None in given.papers.values():
        given = replace(given, papers={form: each for form, each in given.papers.items() if each})
    documents = story.case.dossier.documents.count()
    with refusal(code):
        tell(story, given)
    assert story.case.dossier.documents.count() == documents
    assert not PriorNotice.objects.exists()


def test_a_notice_denied_does_not_count_and_another_is_made_here(bureau: Bureau) -> None:
    story = copied(bureau)
    confirm(story)
    tell(story)
    confirm_told(story, agreed=False, answer="告知书写的罚款不是这个数。")
    assert not Notice.objects.exists()
    assert waits_for(story) == ["notice"]
    with refusal("prior_review.none"):
        confirm_told(story)


def test_the_same_party_is_told_on_paper_once(bureau: Bureau) -> None:
    story = copied(bureau)
    confirm(story)
    notice.notify(user=story.user, case=story.refresh(), party=story.parties[0])
    with refusal("prior_notice.exists"):
        tell(story)
