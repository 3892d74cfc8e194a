"""The demo: a result told, a draft back from Word, pages with a sample seal read as a scanner sees them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bureau_once import bureau, founded
from mingjing import clock
from mingjing.demo.papered import papered
from mingjing.documents import scans
from telling import newest

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

__all__ = ["bureau", "founded"]


def told(bureau: Bureau, place: int) -> CaseStory:
    story, days, steps = papered(bureau)[place]
    for (month, day), step in zip(days, steps, strict=True):
        with clock.at(dt.datetime(2026, month, day, 10, tzinfo=clock.SHANGHAI)):
            step(story)
    return story


def test_a_draft_that_came_back_from_word_is_the_second_revision(bureau: Bureau) -> None:
    story = told(bureau, 0)
    assert newest(story).revision == 2
    assert "加固处理" in bytes(newest(story).core).decode()
    assert story.case.dossier.documents.filter(form="DC09").count() == 1


@pytest.mark.parametrize("form", ["GZ01", "JD03"])
def test_a_scan_with_a_sample_seal_is_read_page_by_page(bureau: Bureau, form: str) -> None:
    document = told(bureau, 1).case.dossier.documents.get(form=form)
    assert scans.lacking(document) == []
    assert not document.scans.get().typed


def test_the_demo_shows_papers_that_no_other_story_makes(bureau: Bureau) -> None:
    """责令停止、回避决定、陈述申辩笔录、复核意见书."""
    made = {row.form for place in (0, 1) for row in told(bureau, place).case.dossier.documents.all()}
    assert {"DC09", "DC10", "LA03", "GZ03", "GZ04"} <= made
