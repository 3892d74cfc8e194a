"""55号令28; 种子 A1: a decision that was mended after it became public is proposed mended, old beside new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

from mingjing.cases.actions import mending
from mingjing.demo import endings
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import fields_of
from mingjing.records import consumers, log
from telling import decided

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

State = Publication.State


def follow() -> None:
    """Let the log and its consumers follow."""
    log.integrate_all()
    while consumers.run_all():
        pass


def release(bureau: Bureau) -> Publication:
    """Publish what waits, through whoever confirms and checks it."""
    row = Publication.objects.filter(kind="decision").latest("version")
    bureau.release(row)
    follow()
    row.refresh_from_db()
    return row


def mend(story: CaseStory) -> None:
    endings.rectified(story, item="违法事实", wrong="地下室顶板", right="地下室底板")
    follow()


def test_a_published_decision_is_proposed_mended_and_shows_old_and_new(bureau: Bureau) -> None:
    story = decided(bureau).served()
    follow()
    assert release(bureau).state == State.PUBLISHED
    mend(story)
    proposed = Publication.objects.get(kind="decision", version=2)
    assert (proposed.state, proposed.correction) == (State.COLLECTED, Publication.Correction.WRONG)
    fields = dict(fields_of(proposed))
    assert "地下室底板" in fields["案件事实"]
    assert fields["补正（更正）"].startswith("云建正字〔2026〕第001号")
    assert "云建正字〔2026〕第001号" in proposed.correction_reason
    release(bureau)
    page = Client().get(f"/decisions/{proposed.ref}/").content.decode()
    assert "已更正" in page
    assert "地下室底板" in page
    assert Publication.objects.filter(kind="decision").count() == 2


def test_what_was_mended_before_it_became_public_follows_its_publication(bureau: Bureau) -> None:
    """The first version shows the decision as it was made; the mended one is proposed at once after it."""
    story = decided(bureau).served()
    follow()
    mend(story)
    assert Publication.objects.filter(kind="decision").count() == 1
    release(bureau)
    assert Publication.objects.get(kind="decision", version=2).state == State.COLLECTED


def test_a_mended_notice_makes_nothing_public(bureau: Bureau) -> None:
    story = decided(bureau).served()
    follow()
    release(bureau)
    row = mending.request_rectification(
        user=story.user, case=story.refresh(), document=story.parties[0].notices.get().document,
        rectification_kind="wrong", item="违法事实", wrong="地下室顶板", right="地下室底板", reason="笔误",
    )  # fmt: skip
    mending.decide_rectification(
        user=story.as_("deputy"), case=story.refresh(), rectification=row, agreed=True, opinion="属笔误。"
    )
    follow()
    assert Publication.objects.filter(kind="decision").count() == 1
