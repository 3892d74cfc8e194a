"""种子 B2; §5.2: numbers run without a gap, and an act that fails gives its number back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from mingjing.cases.actions import decision, leads
from mingjing.cases.models import Decision
from mingjing.documents.actions import next_number
from mingjing.documents.models import Document, NumberSeries
from mingjing.records.models import Record
from mingjing.review.models import Opinion
from mingjing.storage.models import Blob
from telling import TWO, decided, filed, other_agency, presented, reviewed, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory


def numbers(form: str) -> list[str]:
    return sorted(Document.objects.filter(form=form).values_list("number", flat=True))


def test_each_kind_of_document_has_its_own_series_without_gaps(bureau: Bureau) -> None:
    """种子 B2."""
    decided(bureau, **TWO)
    decided(bureau)
    filed(bureau)
    assert numbers("LA01") == [f"云建立字〔2026〕第{n:03d}号" for n in (1, 2, 3)]
    for form, word in (("JD03", "罚决字"), ("GZ01", "罚告字"), ("FS03", "审字")):
        assert numbers(form) == [f"云建{word}〔2026〕第{n:03d}号" for n in (1, 2, 3)]
    assert Opinion.objects.order_by("record_id")[0].number == "云建审字〔2026〕第001号"


def test_every_year_and_every_agency_begins_with_one(bureau: Bureau) -> None:
    """§5.2: 年度内连续."""
    day = dt.date(2026, 12, 31)
    with transaction.atomic():
        made = [
            next_number(agency=agency, word="罚决字", on=on)
            for agency, on in (
                (bureau.agency, day),
                (bureau.agency, day + dt.timedelta(1)),
                (bureau.agency, day),
                (other_agency(), day),
            )
        ]
    assert made == [
        "云建罚决字〔2026〕第001号",
        "云建罚决字〔2027〕第001号",
        "云建罚决字〔2026〕第002号",
        "邻建罚决字〔2026〕第001号",
    ]


def endorsed(bureau: Bureau) -> CaseStory:
    """Tell a case up to the leader's decision."""
    story = presented(bureau)
    for username in ("section", "legalhead"):
        leads.endorse(
            user=story.as_(username), case=story.refresh(), matter="decision", about=story.parties[0].ref,
            opinion="同意。",
        )  # fmt: skip
    return story


def decide(story: CaseStory) -> Decision:
    return decision.decide(
        user=story.as_("deputy"), case=story.refresh(), party=story.parties[0], opinion="同意。"
    )


@pytest.mark.parametrize("broken", ["running.start_clock", "running.go_on", "issue", "render"])
def test_an_act_that_fails_midway_leaves_nothing_behind_and_gives_its_number_back(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """种子 B2, B4: no number used, no record, no decision, no file that the database knows."""
    story = endorsed(bureau)
    before = [model.objects.count() for model in (Record, Document, Decision, Blob)]
    seq = story.refresh().dossier.seq

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(f"mingjing.cases.actions.decision.{broken}", fail)
        with pytest.raises(OSError, match="full"):
            decide(story)
    assert [model.objects.count() for model in (Record, Document, Decision, Blob)] == before
    assert story.refresh().dossier.seq == seq
    assert not NumberSeries.objects.filter(word="罚决字").exists()
    assert decide(story).number == "云建罚决字〔2026〕第001号"


def test_review_and_notice_keep_their_series_whatever_the_result(bureau: Bureau) -> None:
    """种子 B2: a returned draft's opinion has its number too."""
    reviewed(bureau)
    submitted(bureau).reviewed(result="改正", text="适用条款有误，请改正。")
    assert numbers("FS03") == ["云建审字〔2026〕第001号", "云建审字〔2026〕第002号"]
