"""55号令28; 种子 A1: a decision that was mended after it became public is proposed mended, old beside new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

from mingjing.cases.actions import mending
from mingjing.demo import endings
from mingjing.demo.stories import CaseStory
from mingjing.disclosure.actions import collect, withdraw
from mingjing.disclosure.actions.correcting import KEPT
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import fields_of
from mingjing.records import consumers, log
from telling import decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

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


def test_the_system_collects_nothing_beside_what_waits_or_after_a_withdrawal(bureau: Bureau) -> None:
    """行政处罚法48; 244号13: what holds of a person's proposal holds of the system's collecting."""
    decided(bureau).served()
    follow()
    first = release(bureau)

    def again() -> Publication:
        kept = {name: getattr(first, name) for name in KEPT}
        return collect(publication=Publication(**kept, content=first.content))

    waiting = again()
    assert (waiting.version, waiting.state) == (2, State.COLLECTED)
    with refusal("publication.waiting"):
        again()
    withdraw(user=bureau.users["checker"], publication=first, situation="revoked")
    with refusal("publication.taken_down"):
        again()
    assert Publication.objects.filter(kind="decision").count() == 2


def test_a_short_slip_is_mended_in_its_own_item_only(bureau: Bureau) -> None:
    """The same words stand in the facts and in the relief: what was not asked to be mended stays word for word."""
    story = decided(bureau, facts=f"{CaseStory.facts}当事人停工六十日内未改正。").served()
    follow()
    was = dict(fields_of(release(bureau)))
    assert "六十日" in was["案件事实"]
    assert "六十日" in was["救济途径"]
    endings.rectified(story, item="救济途径", wrong="六十日", right="60日")
    follow()
    now = dict(fields_of(Publication.objects.get(kind="decision", version=2)))
    assert {label for label in was if now[label] != was[label]} == {"救济途径"}
    assert now["救济途径"] == was["救济途径"].replace("六十日", "60日", 1)


def test_a_slip_in_an_item_that_is_not_public_changes_no_public_field(bureau: Bureau) -> None:
    story = decided(bureau).served()
    follow()
    was = dict(fields_of(release(bureau)))
    endings.rectified(story, item="告知与陈述申辩", wrong="当事人", right="该当事人")
    follow()
    now = dict(fields_of(Publication.objects.get(kind="decision", version=2)))
    assert {label: now[label] for label in was} == was


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
