"""Two stories of the demo told by themselves: a certificate that ran out, a case reviewed and told on paper."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.defects import defects_of
from mingjing.cases.examination import examine
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Decision, Notice
from mingjing.cases.standing import standing_of
from mingjing.demo.bureau import Bureau
from mingjing.demo.expired import expired
from mingjing.demo.taken import taken
from mingjing.records import audit, log

if TYPE_CHECKING:
    from mingjing.demo.stages import Plot
    from mingjing.demo.stories import CaseStory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Bureau:
    """Make the bureau with the demo's own people on its first day."""
    with clock.at(dt.date(2026, 1, 5)):
        return Bureau.make(since=dt.date(2026, 1, 1), more_people=True)


def tell(plot: Plot, *, steps: int | None = None) -> CaseStory:
    story, days, acts = plot
    for (month, day), act in list(zip(days, acts, strict=True))[:steps]:
        with clock.at(dt.date(2026, month, day)):
            act(story)
    return story


def sound() -> None:
    log.integrate_all()
    assert audit.run().problems == []


def test_a_certificate_that_ran_out_is_seen_on_the_record_and_by_the_reviewer_and_blocks_what_comes_next(
    bureau: Bureau,
) -> None:
    """§11.6 no. 11, 30: the inspection is recorded as it was; the case does not go on with that handler."""
    (plot,) = expired(bureau)
    story = tell(plot, steps=4)
    with clock.at(dt.date(2026, 6, 2)):
        ((record, words),) = defects_of(story.refresh())
        assert "孟清源" in words
        assert dict(record.data)["执法人员及证号"].count("孟清源") == 1
        assert "reassignment" in [each.verb.name for each in ahead(standing_of(story.refresh())).tasks]
    for (month, day), act in list(zip(plot[1], plot[2], strict=True))[4:7]:
        with clock.at(dt.date(2026, month, day)):
            act(story)
    with clock.at(dt.date(2026, 6, 17)):
        seen = examine(story.refresh(), story.submission(story.parties[0]))["officers"]
        assert any(each.state != "ok" and "孟清源" in each.sentence for each in seen)
    for (month, day), act in list(zip(plot[1], plot[2], strict=True))[7:]:
        with clock.at(dt.date(2026, month, day)):
            act(story)
    assert Decision.objects.filter(party__case=story.case).exists()
    sound()


def test_a_case_reviewed_and_told_on_paper_is_decided_from_there(bureau: Bureau) -> None:
    plot = next(each for each in taken(bureau) if len(each[2]) == 4)
    story = tell(plot)
    row = Notice.objects.get(party__case=story.case)
    assert row.number.endswith("（上线前）")
    made = Decision.objects.get(party__case=story.case)
    assert made.draft.prior_opinion.confirmed_by == bureau.people["legalhead"]
    assert row.number in str(dict(made.document.data)["告知与陈述申辩"])
    sound()
