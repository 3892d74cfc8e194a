"""行政处罚法56; 55号令19: approved by the head, listed, disposed of in seven working days, or lifted by itself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.actions import preservation
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Preservation
from mingjing.cases.standing import standing_of
from mingjing.workflow.models import Clock
from telling import filed, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

KEPT, LAST = dt.date(2026, 2, 6), dt.date(2026, 2, 24)
"""Reference §11.3: seven working days over Spring Festival, never moved."""


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    with clock.at(KEPT):
        return filed(bureau)


def dispose(story: CaseStory, disposition: str) -> Preservation:
    return preservation.dispose(
        user=story.user, case=story.refresh(), preservation=Preservation.objects.get(), disposition=disposition,
        note="已复制核对。",
    )  # fmt: skip


def notes(story: CaseStory) -> list[str]:
    return [gate.sentence for gate in ahead(standing_of(story.refresh())).gates if gate.state == "note"]


def test_what_is_registered_is_disposed_of_within_seven_working_days(story: CaseStory) -> None:
    with clock.at(KEPT):
        row = story.preserved().refresh().preservations.get()
    assert (row.ends_on, len(row.things)) == (LAST, 2)
    assert row.document.number.startswith("云建存字〔2026〕")
    with clock.at(LAST):
        assert notes(story) == [f"先行登记保存的证据须在 {LAST} 前作出处理"]
        done = dispose(story, "2")
        assert done.disposal is not None
        assert done.disposal.number.startswith("云建处字〔2026〕")
        assert notes(story) == []
        with refusal("preservation.disposed"):
            dispose(story, "5")
    assert Clock.objects.get(rule="xzcf.pre_register").met_on == LAST


def test_after_its_days_it_has_lifted_by_itself_and_that_is_shown(story: CaseStory) -> None:
    with clock.at(KEPT):
        story.preserved()
    with clock.at(LAST + dt.timedelta(days=1)):
        assert "期满自动解除，过期未作处理" in notes(story)[0]
        for disposition in "1234":
            with refusal("preservation.lapsed"):
                dispose(story, disposition)
        assert dict(dispose(story, "5").disposal.data)["处理"].endswith("（期满自动解除）")  # type: ignore[union-attr]


def test_nothing_is_kept_without_the_heads_approval_and_no_approval_serves_twice(story: CaseStory) -> None:
    def keep(things: str = "台账，1 本，账簿，证据室") -> Preservation:
        return preservation.preserve(
            user=story.user, case=story.refresh(), party=story.parties[0], things=things, signed="双方签名"
        )

    with clock.at(KEPT):
        with refusal("preservation.not_approved"):
            keep()
        preservation.request_preservation(
            user=story.user, case=story.refresh(), things="台账", reason="可能灭失"
        )
        preservation.decide_preservation(
            user=story.as_("deputy"), case=story.refresh(), agreed=True, opinion="同意。"
        )
        assert "尚未登记保存" in notes(story)[0]
        with refusal("preservation.things") as told:
            keep("台账，1 本，账簿，证据室\n印章，1 枚")
        assert told.value.details == ["第 2 行"]
        keep()
        with refusal("preservation.not_approved"):
            keep()
