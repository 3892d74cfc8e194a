"""What `mingjing verify` judges again of cases (种子 C0, C2.1, B2): spoiled past every guard, and still named."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from case_attacks import decision_on, insert, key, opinion_on, record_of, sql
from django.db import transaction

from mingjing import guarding
from mingjing.cases import audit
from mingjing.cases.models import Decision
from mingjing.catalog import actions as lists
from mingjing.catalog.models import Edition, ListKind
from mingjing.demo.bureau import DATA
from mingjing.documents.models import NumberSeries
from mingjing.records.actors import SYSTEM
from mingjing.records.audit import Findings
from mingjing.records.deeds import deed
from mingjing.registry import actions as registry
from mingjing.review import acts
from mingjing.review.models import Draft, Opinion
from telling import OFF_THE_CATALOGUE, TWO, decided, newest, reviewed, submitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

CHECKS = (audit.check_opinions, audit.check_decisions, audit.check_reviewed_records, audit.check_numbers)


def problems() -> str:
    """Return everything that the checks of cases find, as one text."""
    findings = Findings()
    for check in CHECKS:
        check(findings)
    return "\n".join(findings.problems)


@pytest.fixture
def unguarded(bureau: Bureau) -> Iterator[Bureau]:
    """Return the bureau with every guard of the database gone, as an administrator could have it."""
    with transaction.atomic():
        guarding.drop()
        yield bureau
        transaction.set_rollback(True)


def outside(bureau: Bureau) -> CaseStory:
    """Tell a decision off the catalogue."""
    told = submitted(bureau, matter=OFF_THE_CATALOGUE)
    told.reviewed(result="不在目录", text="经核对，本事项不在审核目录之内。")
    return told.notified().waived().presented().decided()


def test_what_was_done_by_actions_is_found_right(bureau: Bureau) -> None:
    """种子 C0, C2.1, B2: the checks are silent where all is well, on returned drafts too."""
    decided(bureau, **TWO)
    outside(bureau)
    submitted(bureau).reviewed(result="补充调查", text="证据不足，请补充。").drafted(orders="责令停止施工")
    assert problems() == ""


def test_an_opinion_by_a_handler_is_named(bureau: Bureau) -> None:
    """种子 C2.1; 244号27: the gate lets a well-made forgery in, and its record gives it away."""
    story = submitted(bureau)
    draft = newest(story)
    insert(opinion_on(draft, record_of(draft.dossier, acts.AGREED, draft)))
    insert(decision_on(draft, story.parties[0]))
    found = problems()
    for word in ("承办人", "不属法制机构", "行为人不是签署人"):
        assert word in found


def test_an_opinion_signed_by_the_right_person_but_recorded_by_another_is_named(bureau: Bureau) -> None:
    """种子 C2.1."""
    story = submitted(bureau)
    draft = newest(story)
    forged = opinion_on(
        draft, record_of(draft.dossier, acts.AGREED, draft, actor=bureau.people["reviewer"].actor())
    )
    forged.reviewer, forged.signed_by = bureau.people["reviewer"], bureau.people["legalhead"]
    insert(forged)
    assert "行为人不是签署人" in problems()


def test_an_opinion_whose_result_was_turned_is_named(unguarded: Bureau) -> None:
    """种子 C0: 改正 made 同意."""
    story = submitted(unguarded).reviewed(result="改正", text="适用条款有误，请改正。")
    sql("UPDATE review_opinion SET result = '同意' WHERE draft_id = %s", key(newest(story)))
    assert "结果与记录不符" in problems()


def test_an_opinion_hung_on_another_record_is_named(unguarded: Bureau) -> None:
    """种子 C0."""
    story = submitted(unguarded, **TWO)
    first, second = newest(story), newest(story, 1)
    insert(opinion_on(first, record_of(first.dossier, acts.AGREED, second)))
    assert "记录不是关于这一稿的" in problems()


def test_an_opinion_without_its_record_is_none(unguarded: Bureau) -> None:
    """种子 C0, B4."""
    story = decided(unguarded)
    sql("DELETE FROM records_record WHERE id = %s", newest(story).opinion.record_id)
    assert "没有通过法制审核" in problems()


def test_an_opinion_that_was_taken_away_is_missed(unguarded: Bureau) -> None:
    """种子 B4: its record remains and asks for it."""
    story = submitted(unguarded).reviewed(result="改正", text="适用条款有误，请改正。")
    sql("DELETE FROM review_opinion WHERE draft_id = %s", key(newest(story)))
    assert "审核意见已不存在" in problems()


def test_a_decision_on_an_unreviewed_or_returned_draft_is_named(unguarded: Bureau) -> None:
    """种子 C0."""
    for story in (
        submitted(unguarded),
        submitted(unguarded).reviewed(result="改正", text="适用条款有误，请改正。"),
    ):
        insert(decision_on(newest(story), story.parties[0]))
    assert problems().count("没有通过法制审核") == 2


def test_a_decision_on_an_older_draft_is_named(unguarded: Bureau) -> None:
    """种子 C0; §11.4 no. 1."""
    story = reviewed(unguarded)
    passed = newest(story)
    story.drafted(orders="责令停止施工")
    insert(decision_on(passed, story.parties[0]))
    assert "不是最新一稿" in problems()


def test_a_draft_slipped_in_after_the_decision_is_named(bureau: Bureau) -> None:
    """种子 C0."""
    story = decided(bureau)
    draft = newest(story)
    insert(
        Draft(
            dossier=draft.dossier, party=draft.party, revision=draft.revision + 1, core=b"{}", core_hash="0" * 64,
            made_by=draft.made_by, made_on=draft.made_on,
        )
    )  # fmt: skip
    assert problems() == f"代拟稿 第{draft.revision + 1}稿：决定 {Decision.objects.get().number} 之后另成一稿"


def test_a_draft_recorded_after_the_decision_is_its_own_fault(bureau: Bureau) -> None:
    """种子 C0: what the decision was made on was the newest when it was made."""
    story = decided(bureau)
    draft = newest(story)
    draft.pk, draft.revision = uuid.uuid4(), draft.revision + 1
    with deed(dossier=draft.dossier, act=acts.AGREED, actor=SYSTEM) as work:
        work.add(draft)
    found = problems()
    assert f"代拟稿 第{draft.revision}稿：决定 {Decision.objects.get().number} 之后另成一稿" in found
    assert "不是最新一稿" not in found


def test_a_decision_for_one_party_on_the_draft_of_another_is_named(unguarded: Bureau) -> None:
    """§11.4 no. 4."""
    story = reviewed(unguarded, **TWO)
    insert(decision_on(newest(story), story.parties[1]))
    assert "不是这名当事人的" in problems()


def test_a_review_recorded_after_its_decision_is_named(unguarded: Bureau) -> None:
    """种子 C0: before, not after."""
    story = submitted(unguarded)
    draft = newest(story)
    early = decision_on(draft, story.parties[0])
    record = record_of(draft.dossier, acts.AGREED, draft, actor=unguarded.people["legalhead"].actor())
    late = opinion_on(draft, record)
    late.reviewer, late.signed_by = unguarded.people["reviewer"], unguarded.people["legalhead"]
    insert(late)
    insert(early)
    assert "审核不在决定之前" in problems()


# ── 不在目录 is judged again ──


def forged_outside(story: CaseStory, edition: Edition | None = None) -> None:
    """Forge the finding 不在目录, as the reviewers would have signed it, and the decision on it."""
    bureau, draft = story.bureau, newest(story)
    record = record_of(draft.dossier, acts.OUTSIDE, draft, actor=bureau.people["legalhead"].actor())
    opinion = opinion_on(draft, record, result="不在目录", edition=edition)
    opinion.reviewer, opinion.signed_by = bureau.people["reviewer"], bureau.people["legalhead"]
    insert(opinion)
    insert(decision_on(draft, story.parties[0]))


def test_outside_the_catalogue_is_named_where_the_catalogue_held_the_matter(bureau: Bureau) -> None:
    """种子 C3: the thresholds that the trigger does not see."""
    forged_outside(submitted(bureau))
    assert "当时的目录包含这一事项" in problems()


def test_outside_the_catalogue_is_named_where_its_edition_was_not_in_force(bureau: Bureau) -> None:
    """种子 C3: a draft edition that left the matter out."""
    draft = edition_without(bureau, "SH-001")
    forged_outside(submitted(bureau), draft)
    assert "现行的目录" in problems()


def edition_without(bureau: Bureau, code: str) -> Edition:
    text = (DATA / "review.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(code)]
    return lists.import_list(
        user=bureau.users["publisher"], list_kind=ListKind.REVIEW, data="\n".join(lines).encode(),
        filename="review.csv",
    )  # fmt: skip


def test_a_later_edition_does_not_judge_earlier_decisions(bureau: Bureau) -> None:
    """种子 C3: not even one of the same day."""
    outside(bureau)
    bureau.release(
        lists.send_to_check(user=bureau.users["publisher"], edition=edition_without(bureau, "SH-006"))
    )
    outside(bureau)
    assert problems() == ""


# ── numbers ──


def test_a_gap_in_the_numbers_is_named(unguarded: Bureau) -> None:
    """种子 B2."""
    decided(unguarded)
    sql("DELETE FROM documents_document WHERE number = %s", "云建罚告字〔2026〕第001号")
    assert "第 1 号不是恰有一件文书" in problems()


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("云建罚决字〔2026〕第001号", "第 1 号不是恰有一件文书"),
        ("云建罚决字〔2026〕第077号", "第 77 号不曾编过"),
    ],
)
def test_a_number_used_twice_or_never_given_is_named(unguarded: Bureau, number: str, word: str) -> None:
    """种子 B2: also where the count comes out right."""
    decided(unguarded)
    decided(unguarded)
    sql("UPDATE documents_document SET number = %s WHERE number = %s", number, "云建罚决字〔2026〕第002号")
    assert word in problems()


def test_a_counter_that_was_turned_on_is_named(bureau: Bureau) -> None:
    """种子 B2."""
    decided(bureau)
    NumberSeries.objects.filter(word="罚决字").update(last=2)
    assert "第 2 号不是恰有一件文书" in problems()


def test_a_counter_turned_far_on_is_named_in_one_line(bureau: Bureau) -> None:
    """种子 B2."""
    decided(bureau)
    NumberSeries.objects.filter(word="罚决字").update(last=10**9)
    assert "编号登记为 1000000000，而文书只编到第 1 号" in problems()


def test_a_counter_that_was_taken_away_or_moved_is_named(unguarded: Bureau) -> None:
    """种子 B2: the documents themselves say which series there are."""
    decided(unguarded)
    NumberSeries.objects.filter(word="罚决字").update(year=2025)
    NumberSeries.objects.filter(word="罚告字").delete()
    found = problems()
    assert "文号 云建罚决字〔2026〕：文书已编到第 1 号，而编号登记不存在" in found
    assert "文号 云建罚决字〔2025〕：第 1 号不是恰有一件文书" in found
    assert "文号 云建罚告字〔2026〕：文书已编到第 1 号，而编号登记不存在" in found


def test_a_number_in_the_series_of_another_form_is_named(unguarded: Bureau) -> None:
    """种子 B2."""
    decided(unguarded)
    sql(
        "UPDATE documents_document SET number = %s WHERE number = %s",
        "云建罚决字〔2026〕第002号",
        "云建罚告字〔2026〕第001号",
    )
    assert "文号 云建罚决字〔2026〕第002号：不成形，或不是这种文书的字号" in problems()


def test_numbers_go_on_under_a_new_sign(bureau: Bureau) -> None:
    """种子 B2: the agency's sign may change within the year; the counter does not."""
    decided(bureau)
    registry.change_agency(actor=SYSTEM, agency=bureau.agency, sign="云住建")
    decided(bureau)
    assert problems() == ""


def test_opinions_are_counted(bureau: Bureau) -> None:
    """What was covered is said."""
    decided(bureau, **TWO)
    findings = Findings()
    for check in CHECKS:
        check(findings)
    covered: dict[str, Any] = findings.covered
    assert (covered["审核意见"], covered["处罚决定"]) == (2, 2)
    assert Opinion.objects.count() == 2
    assert covered["文号"] == sum(NumberSeries.objects.values_list("last", flat=True))
