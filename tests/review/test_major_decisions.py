"""种子 C3; 244号26: thresholds of the published catalogue, a major decision by hand, and verify's second judgement."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.actions import drafting
from mingjing.cases.audit import check_decisions
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import publications_of
from mingjing.demo.stories import CaseStory, Plan
from mingjing.records.audit import Findings
from mingjing.review import actions
from mingjing.review.intake_rules import MATERIALS
from telling import OFF_THE_CATALOGUE, drafted, newest, refusal, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

GAS = "CF-RQ-002"
OUTSIDE = {"result": "不在目录", "text": "经核对，罚款未达目录所列数额，不在目录之内。"}


@pytest.mark.parametrize(("yuan", "rows"), [(49_999, []), (50_000, ["SH-004"])])
def test_a_sum_of_the_catalogue_decides(bureau: Bureau, yuan: int, rows: list[str]) -> None:
    story = submitted(bureau, matter=GAS, handlers=("officer3", "officer2"), plans=(Plan(yuan * 100),))
    submission = newest(story).submission
    assert (submission.in_catalogue, submission.catalogue_rows) == (bool(rows), rows)


def test_without_a_published_catalogue_nothing_is_submitted(bureau: Bureau) -> None:
    """种子 C3; 244号25: whether a decision is a major one is said by a catalogue that the public can read."""
    story = drafted(bureau)
    public = publications_of(bureau.agency, ListKind.REVIEW)
    public.update(published_at=clock.now() + dt.timedelta(days=1))
    with refusal("catalogue.none"):
        story.submitted()
    public.update(published_at=clock.now())
    assert newest(story.submitted()).submission.in_catalogue


def test_a_major_decision_may_be_named_by_hand_and_is_then_not_outside(bureau: Bureau) -> None:
    story = drafted(bureau, matter=OFF_THE_CATALOGUE)
    made = drafting.submit(
        user=story.user, case=story.refresh(), party=story.parties[0], materials=MATERIALS[:4],
        major_reason="涉及多户业主，可能引发社会风险。",
    )  # fmt: skip
    assert (made.in_catalogue, made.catalogue_rows) == (True, [])
    with refusal("review.in_catalogue"):
        story.reviewed(**OUTSIDE)


def outside_then_decided(bureau: Bureau) -> CaseStory:
    story = submitted(bureau, matter=GAS, handlers=("officer3", "officer2"), plans=(Plan(40_000_00),))
    return story.reviewed(**OUTSIDE).notified().waived().presented().decided()


def told() -> str:
    findings = Findings()
    check_decisions(findings)
    return "\n".join(findings.problems)


def test_verify_judges_the_thresholds_again(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    outside_then_decided(bureau)
    assert told() == ""

    judge = actions.catalogue_hits
    monkeypatch.setattr(
        actions, "catalogue_hits", lambda *told, **asked: replace(judge(*told, **asked), rows=())
    )
    story = submitted(bureau, matter=GAS, handlers=("officer3", "officer2"), plans=(Plan(60_000_00),))
    story.reviewed(**OUTSIDE).notified().waived().presented().decided()
    assert "但当时的目录包含这一事项" in told()
