"""种子 C0: no decision without review passed — in the action, and in the database that whoever goes round it meets."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from case_attacks import WAYS, decision_on, insert, key, opinion_on, record_of, refused, sql
from django.db import transaction

from mingjing import clock
from mingjing.cases.actions import decision
from mingjing.cases.models import Case, Decision
from mingjing.catalog.models import Edition, ListKind
from mingjing.catalog.queries import in_force
from mingjing.demo.stories import CaseStory
from mingjing.records.actors import SYSTEM
from mingjing.refusal import Refusal
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role
from mingjing.review import acts
from mingjing.review.models import Draft, WorkSheet
from telling import (
    OFF_THE_CATALOGUE,
    TWO,
    decided,
    newest,
    noticed,
    other_agency,
    put_at,
    reviewed,
    submitted,
)

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

RETURNING = [each.value for each in WorkSheet.Result if each.value not in ("同意", "不在目录")]


def try_to_decide(story: CaseStory, username: str = "deputy") -> None:
    """Ask for a decision wherever the case stands, as if its steps were no hindrance."""
    put_at(story, "decision")
    decision.decide(user=story.as_(username), case=story.refresh(), party=story.parties[0], opinion="同意。")


# ── the gate shut ──


@pytest.mark.parametrize("way", WAYS)
def test_a_draft_that_nobody_reviewed_is_no_decision(bureau: Bureau, way: str) -> None:
    """种子 C0; 行政处罚法58."""
    story = submitted(bureau)
    assert refused(lambda: insert(decision_on(newest(story), story.parties[0]), way))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("result", RETURNING)
def test_a_returned_draft_is_no_decision(bureau: Bureau, result: str) -> None:
    """种子 C0; 55号令25: 补充调查, 改正 and both kinds of 移送 open nothing."""
    story = submitted(bureau).reviewed(result=result, text="事实不清，请补充调查后再送审。")
    for way in WAYS:
        assert refused(lambda way=way: insert(decision_on(newest(story), story.parties[0]), way))


@pytest.mark.parametrize("way", WAYS)
def test_a_passed_draft_is_no_decision_once_a_newer_revision_stands(bureau: Bureau, way: str) -> None:
    """种子 C0; reference §11.4 no. 1."""
    story = reviewed(bureau)
    passed = newest(story)
    story.drafted(orders="责令停止施工，限期十日内改正")
    assert refused(lambda: insert(decision_on(passed, story.parties[0]), way))
    assert refused(lambda: insert(decision_on(newest(story), story.parties[0]), way))


def test_an_opinion_forged_with_the_record_of_another_act_opens_nothing(bureau: Bureau) -> None:
    """种子 C0."""
    story = submitted(bureau)
    draft = newest(story)
    insert(opinion_on(draft, record_of(draft.dossier, acts.SUBMITTED, draft)))
    assert refused(lambda: insert(decision_on(draft, story.parties[0])))


def test_an_opinion_forged_with_the_record_of_another_draft_opens_nothing(bureau: Bureau) -> None:
    """种子 C0: the record's subject is the draft itself."""
    story = submitted(bureau, **TWO)
    first, second = newest(story), newest(story, 1)
    insert(opinion_on(first, record_of(first.dossier, acts.AGREED, second)))
    assert refused(lambda: insert(decision_on(first, story.parties[0])))


def test_an_opinion_forged_with_a_record_without_subject_opens_nothing(bureau: Bureau) -> None:
    """种子 C0."""
    story = submitted(bureau)
    draft = newest(story)
    insert(opinion_on(draft, record_of(draft.dossier, acts.AGREED)))
    assert refused(lambda: insert(decision_on(draft, story.parties[0])))


def test_an_opinion_forged_with_a_record_on_another_dossier_opens_nothing(bureau: Bureau) -> None:
    """种子 C0."""
    story, other = submitted(bureau), CaseStory(bureau).lead()
    draft = newest(story)
    insert(opinion_on(draft, record_of(other.case.dossier, acts.AGREED, draft)))
    assert refused(lambda: insert(decision_on(draft, story.parties[0])))


def test_an_agreement_cannot_stand_on_the_record_of_a_return(bureau: Bureau) -> None:
    """种子 C0: returned by review, and then a second opinion for the same draft."""
    story = submitted(bureau).reviewed(result="改正", text="请改正适用的条款后再送审。")
    draft = newest(story)
    assert refused(lambda: insert(opinion_on(draft, record_of(draft.dossier, acts.AGREED, draft))))
    assert refused(lambda: sql("UPDATE review_opinion SET result = '同意' WHERE draft_id = %s", key(draft)))


def test_the_review_of_one_party_does_not_decide_for_another(bureau: Bureau) -> None:
    """种子 C0; reference §11.4 no. 4: each party has its own line."""
    story = reviewed(bureau, **TWO)
    assert refused(lambda: insert(decision_on(newest(story), story.parties[1])))
    assert not refused(lambda: insert(decision_on(newest(story, 1), story.parties[1])))


@pytest.mark.parametrize("list_kind", [ListKind.MATTERS, ListKind.RECORDINGS])
def test_outside_the_catalogue_opens_nothing_with_another_lists_edition(
    bureau: Bureau, list_kind: str
) -> None:
    """种子 C0, C3: 不在目录 names the edition of the review catalogue it was judged by."""
    story = submitted(bureau, matter=OFF_THE_CATALOGUE)
    draft = newest(story)
    wrong = in_force(bureau.agency, list_kind)
    record = record_of(draft.dossier, acts.OUTSIDE, draft)
    insert(opinion_on(draft, record, result="不在目录", edition=wrong))
    assert refused(lambda: insert(decision_on(draft, story.parties[0])))


def test_outside_the_catalogue_opens_nothing_with_a_discarded_or_foreign_edition(bureau: Bureau) -> None:
    """种子 C0, C3."""
    other = other_agency()
    for wrong in (
        Edition(agency=bureau.agency, list_kind="review", number=9, discarded=True),
        Edition(agency=other, list_kind="review", number=1),
    ):
        insert(wrong)
        story = submitted(bureau, matter=OFF_THE_CATALOGUE)
        draft = newest(story)
        record = record_of(draft.dossier, acts.OUTSIDE, draft)
        insert(opinion_on(draft, record, result="不在目录", edition=wrong))
        assert refused(lambda: insert(decision_on(draft, story.parties[0])))  # noqa: B023 - called at once


def test_outside_the_catalogue_does_not_stand_on_the_record_of_an_agreement(bureau: Bureau) -> None:
    """种子 C0."""
    story = submitted(bureau, matter=OFF_THE_CATALOGUE)
    draft = newest(story)
    insert(opinion_on(draft, record_of(draft.dossier, acts.AGREED, draft), result="不在目录"))
    assert refused(lambda: insert(decision_on(draft, story.parties[0])))


# ── nothing of it can be changed afterwards ──


def test_a_decision_is_never_changed_replaced_or_taken_away(bureau: Bureau) -> None:
    """种子 C0, B4."""
    story = decided(bureau)
    made, other = story.decisions[0], reviewed(bureau)
    swapped = decision_on(newest(other), other.parties[0], id=made.pk)
    attacks = [
        lambda: sql("UPDATE cases_decision SET draft_id = %s WHERE id = %s", key(newest(other)), key(made)),
        lambda: sql("UPDATE cases_decision SET number = '改了' WHERE id = %s", key(made)),
        lambda: sql("DELETE FROM cases_decision WHERE id = %s", key(made)),
        lambda: Decision.objects.filter(pk=made.pk).update(decided_on=dt.date(2026, 1, 1)),
        lambda: insert(swapped, "replace"),
        lambda: swapped.save(force_update=True),
    ]
    for attack in attacks:
        assert refused(attack)
    assert Decision.objects.get().draft_id == made.draft_id


def test_drafts_and_opinions_are_never_changed_replaced_or_taken_away(bureau: Bureau) -> None:
    """种子 C0, B4: one changed character is a new revision, never the old one."""
    story = reviewed(bureau)
    draft = newest(story)
    altered = Draft.objects.get(pk=draft.pk)
    altered.core = bytes(draft.core).replace(b"314", b"313")
    same_revision = Draft(
        dossier=draft.dossier, party=draft.party, revision=draft.revision, core=b"{}", core_hash="0" * 64,
        made_by=draft.made_by, made_on=clock.today(),
    )  # fmt: skip
    second = opinion_on(draft, record_of(draft.dossier, acts.AGREED, draft))
    attacks = [
        altered.save,
        lambda: insert(altered, "replace"),
        lambda: insert(same_revision, "replace"),
        lambda: sql("UPDATE review_draft SET revision = 9 WHERE id = %s", key(draft)),
        lambda: sql("DELETE FROM review_draft WHERE id = %s", key(draft)),
        lambda: insert(second, "replace"),
        lambda: sql("UPDATE review_opinion SET text = '' WHERE draft_id = %s", key(draft)),
        lambda: sql("DELETE FROM review_opinion WHERE draft_id = %s", key(draft)),
    ]
    for attack in attacks:
        assert refused(attack)


# ── nobody opens it by rank ──


@pytest.mark.parametrize("username", ["deputy", "principal"])
def test_no_leader_opens_the_gate(bureau: Bureau, username: str) -> None:
    """种子 C0; reference §11.4 no. 2: wherever the case stands, and although notice and waiver are there."""
    story = noticed(bureau).waived().drafted(orders="责令停止施工")
    with pytest.raises(Refusal, match="未经法制审核") as told:
        try_to_decide(story, username)
    assert told.value.code == "decision.not_reviewed"
    assert not Decision.objects.exists()


def test_no_meeting_opens_the_gate_and_its_conclusion_is_reviewed_anew(bureau: Bureau) -> None:
    """种子 C0; 行政处罚法57第二款、58: the meeting says what to change, and the draft is reviewed again."""
    story = submitted(bureau).reviewed().notified().waived()
    Case.objects.filter(pk=story.case.pk).update(complex=True)
    story.presented().discussed()
    story.drafted(discretion_reasons="集体讨论认为当事人主动消除危害后果，应当从轻。")
    with pytest.raises(Refusal) as told:
        try_to_decide(story, "principal")
    assert told.value.code == "decision.not_reviewed"
    put_at(story, "conclusion")
    story.submitted().reviewed().presented()
    with pytest.raises(Refusal) as told:
        story.decided()
    assert told.value.code == "case.wrong_step"
    assert len(story.discussed().decided().decisions) == 1


def test_no_substitute_opens_the_gate(bureau: Bureau) -> None:
    """种子 C0; reference §11.2: who stands in for a leader has the leader's powers and no more."""
    story = noticed(bureau).waived().drafted(orders="责令停止施工")
    today = clock.today()
    registry.register_substitution(
        actor=SYSTEM, absent=bureau.people["principal"], substitute=bureau.people["section"], role=Role.PRINCIPAL,
        authority="云建党组〔2026〕3号", valid_from=today, valid_to=today,
    )  # fmt: skip
    with pytest.raises(Refusal) as told:
        try_to_decide(story, "section")
    assert told.value.code == "decision.not_reviewed"


# ── the gate open ──


@pytest.mark.parametrize("way", ["orm", "sql"])
def test_the_newest_draft_that_was_agreed_to_may_become_a_decision(bureau: Bureau, way: str) -> None:
    """种子 C0: the database refuses nothing that was reviewed."""
    story = reviewed(bureau)
    insert(decision_on(newest(story), story.parties[0]), way)
    assert Decision.objects.count() == 1


def test_off_the_catalogue_the_finding_opens_the_gate(bureau: Bureau) -> None:
    """种子 C0, C3: 不在目录, with the edition it was judged by."""
    story = submitted(bureau, matter=OFF_THE_CATALOGUE).reviewed(
        result="不在目录", text="经核对，本事项不在审核目录之内。"
    )
    assert newest(story).opinion.catalogue == in_force(bureau.agency, ListKind.REVIEW)
    assert len(story.notified().waived().presented().decided().decisions) == 1


def test_within_the_catalogue_nobody_finds_it_outside(bureau: Bureau) -> None:
    """种子 C3."""
    with pytest.raises(Refusal) as told:
        submitted(bureau).reviewed(result="不在目录", text="经核对，本事项不在审核目录之内。")
    assert told.value.code == "review.in_catalogue"


def test_a_decision_is_the_reviewed_draft_itself(bureau: Bureau) -> None:
    """种子 C0: it copies nothing of the draft."""
    story = decided(bureau)
    made = story.decisions[0]
    assert made.draft == newest(story)
    assert made.record.act == "case.decided"
    copied = {field.name for field in Decision._meta.concrete_fields} & {
        "core",
        "core_hash",
        "facts",
        "penalties",
    }
    assert not copied


def test_a_refused_decision_leaves_nothing_behind(bureau: Bureau) -> None:
    """种子 C0, B4."""
    story = submitted(bureau)
    before = story.case.dossier.records.count()
    with transaction.atomic(), pytest.raises(Refusal):
        decision.decide(
            user=story.as_("deputy"), case=story.refresh(), party=story.parties[0], opinion="同意。"
        )
    assert story.case.dossier.records.count() == before
