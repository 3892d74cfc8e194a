"""种子 C0: a decision and a newer draft that are committed at the same time (engineering.md §1)."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from case_attacks import decision_on, insert, opinion_on, record_of
from django.db import IntegrityError, OperationalError, connection, transaction

from mingjing import clock
from mingjing.cases.actions import decision, drafting, leads
from mingjing.cases.models import Decision, Party
from mingjing.demo.bureau import Bureau
from mingjing.refusal import Refusal
from mingjing.review import acts
from mingjing.review.models import Draft
from telling import drafted, newest, noticed, presented

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.demo.stories import CaseStory

TRIES = 20


def together(*acts_: Callable[[], object]) -> list[Exception | None]:
    """Run acts at the same time, each on its own connection; return what each raised."""
    raised: list[Exception | None] = [None] * len(acts_)

    def run(place: int) -> None:
        try:
            acts_[place]()
        except (IntegrityError, OperationalError, Refusal) as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts_))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_a_decision_never_slips_past_a_newer_draft_that_is_being_committed() -> None:
    """种子 C0: without the dossier's lock in both triggers it did on PostgreSQL in 20 of 20 tries."""
    story = drafted(Bureau.make())
    first = newest(story)
    slipped = [_race(_passed_draft(story, first, number), first) for number in range(TRIES)]
    assert slipped == [False] * TRIES


def _passed_draft(story: CaseStory, like: Draft, number: int) -> Draft:
    """Return a draft for a party of its own that has passed, with the record that says so."""
    party = Party(
        case=story.case,
        position=number + 2,
        party_kind="02",
        name=f"当事人{number}（示例）",
        address="云岭县",
    )
    insert(party)
    draft = _revision(like, party.ref, 1)
    insert(draft)
    insert(opinion_on(draft, record_of(draft.dossier, acts.AGREED, draft)))
    return draft


def _revision(like: Draft, party: str, revision: int) -> Draft:
    return Draft(
        dossier=like.dossier, party=party, revision=revision, core=like.core, core_hash=like.core_hash,
        made_by=like.made_by, made_on=clock.today(),
    )  # fmt: skip


def _race(draft: Draft, like: Draft) -> bool:
    """Commit a newer revision slowly while a decision on the old one is tried; say whether it got through."""
    newer = _revision(like, draft.party, 2)
    forged = decision_on(draft, Party.objects.get(pk=draft.party))
    inserted = threading.Event()

    def draft_anew() -> None:
        with transaction.atomic():
            insert(newer)
            inserted.set()
            time.sleep(0.02)

    def decide() -> None:
        inserted.wait(5)
        insert(forged)

    raised = together(draft_anew, decide)
    assert raised[0] is None
    return raised[1] is None


@pytest.mark.django_db(transaction=True)
def test_of_a_decision_and_a_new_draft_at_once_only_one_happens() -> None:
    """种子 C0, B4: whichever comes second is refused; nothing half-done is left."""
    story = presented(Bureau.make())
    _endorsed(story)
    party, case, other = story.parties[0], story.refresh(), story.refresh()
    raised = together(
        lambda: decision.decide(user=story.as_("deputy"), case=case, party=party, opinion="同意。"),
        lambda: drafting.draft(
            user=story.user, case=other, party=party, **story.core(0, orders="责令停止施工")
        ),
    )
    made, revisions = Decision.objects.count(), Draft.objects.filter(party=party.ref).count()
    assert sum(error is None for error in raised) == 1, raised
    assert (made, revisions) in {(1, 1), (0, 2)}


def _endorsed(story: CaseStory) -> None:
    for username in ("section", "legalhead"):
        leads.endorse(
            user=story.as_(username), case=story.refresh(), matter="decision", about=story.parties[0].ref,
            opinion="拟同意。",
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_people_who_act_on_one_page_at_once_do_not_overwrite_each_other() -> None:
    """种子 B4: the second is told that somebody acted since; nothing of the first is lost."""
    story = noticed(Bureau.make())
    seen = story.refresh().dossier.seq
    party = story.parties[0]
    raised = together(
        *(
            lambda orders=orders: drafting.draft(
                user=story.user, case=story.refresh(), party=party, version=seen,
                **story.core(0, orders=orders),
            )
            for orders in ("责令停止施工", "责令限期改正")
        )
    )  # fmt: skip
    refused = [error for error in raised if error is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], Refusal)
    assert refused[0].code == "record.stale"
    assert Draft.objects.filter(party=party.ref).count() == 2
