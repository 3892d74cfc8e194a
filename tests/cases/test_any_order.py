"""Whatever people try, in whatever order: no decision stands without what the law asks, and no time limit is lost.

Acts that are due come oftener than others, so that cases get far; a third are tried at random, by whoever.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_acts import ACTS, Attempt, NothingYet

from mingjing import clock
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Case, Decision
from mingjing.cases.standing import standing_of
from mingjing.demo.stories import CaseStory
from mingjing.records.audit import Findings
from mingjing.records.audit.contents import check_kinds
from mingjing.records.models import Opening, Record
from mingjing.refusal import Refusal
from mingjing.registry.queries import qualification_faults
from mingjing.review.rules import OPENING
from mingjing.workflow.models import Clock, Passage
from telling import TWO

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIRST_DAY = dt.date(2026, 2, 10)
MOVES = 90
PASSES, DUE, BESIDE = 0.14, 0.75, 0.05
"""How often days pass; how often what is tried is due, and how often something else that stands open."""


@given(chance=st.randoms(use_true_random=False), two=st.booleans())
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # to shrink a walk takes longer than to read it
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
def _walk(bureau: Bureau, outcomes: Counter[str], chance: Random, two: bool) -> None:
    day, seed = FIRST_DAY, chance.getrandbits(32)
    luck = Random(seed)  # noqa: S311 - a walk, no secret
    with transaction.atomic():
        with clock.at(day):
            story = CaseStory(bureau, **(TWO if two else {})).lead()
        limits: set[tuple[str, str, dt.date]] = set()
        for _ in range(MOVES):
            if luck.random() < PASSES:
                day += dt.timedelta(days=luck.randint(1, 6))
                continue
            with clock.at(day):
                _try(story, luck, outcomes)
                limits = _nothing_broken(story, limits)
        _recorded(story.case)
        outcomes[story.refresh().ending or "open"] += 1
        transaction.set_rollback(True)


def test_no_order_of_acts_breaks_what_must_hold(bureau: Bureau) -> None:
    """A walk that never reaches a decision proves little: of the walks some did, and some were stopped."""
    outcomes: Counter[str] = Counter()
    _walk(bureau, outcomes)
    assert outcomes["decided"] >= 3, outcomes
    assert outcomes["refused"] >= 100, outcomes


def _try(story: CaseStory, luck: Random, outcomes: Counter[str]) -> None:
    """Try one act; a refusal that tells how to go on is an answer, any other error is a fault."""
    due = [each for each in ahead(standing_of(story.case)).tasks if each.verb.name in ACTS]
    right = bool(due) and luck.random() < DUE
    if right and luck.random() > BESIDE:
        task = luck.choice(due)
        name, party = task.verb.name, task.party or luck.choice(story.parties)
    else:
        name, party = luck.choice(list(ACTS)), luck.choice(story.parties)
    decisions = Decision.objects.count()
    try:
        with transaction.atomic():
            ACTS[name](Attempt(story, party, luck, right))
    except Refusal as refusal:
        outcomes["refused"] += 1
        if not (refusal.clause or refusal.next_step):
            pytest.fail(f"{name}: {refusal}")
    except NothingYet:
        outcomes["nothing to act on"] += 1
    else:
        outcomes["done"] += 1
        outcomes["decided"] += Decision.objects.count() - decisions


def _nothing_broken(story: CaseStory, limits: set[tuple[str, str, dt.date]]) -> set[tuple[str, str, dt.date]]:
    case = story.refresh()
    for made in Decision.objects.filter(party__case=case):
        _stands(case, made)
    clocks = Clock.objects.filter(dossier=case.dossier)
    now = {(each.rule, each.party, each.started_on) for each in clocks}
    assert limits <= now, f"lost: {limits - now}"
    assert all(each.met_on is None or each.met_on >= each.started_on for each in clocks)
    passages = list(Passage.objects.filter(dossier=case.dossier).order_by("turn"))
    assert [each.turn for each in passages] == list(range(1, len(passages) + 1))
    assert all(each.left_on for each in passages[:-1]), "at one step at a time"
    return now


def _stands(case: Case, made: Decision) -> None:
    """行政处罚法42、44、54、57、58: what every decision here must have had before it."""
    assert made.draft.opinion.result in OPENING, "reviewed (58)"
    newest = case.dossier.drafts.filter(party=made.party.ref).order_by("-revision")[0]
    assert newest.pk == made.draft_id, "by its newest draft"
    served = [
        each for each in made.party.notices.all() if each.served_on and each.served_on <= made.decided_on
    ]
    assert served, "told before (44)"
    last = max(served, key=lambda each: (each.served_on, each.draft.revision))
    assert last.waived_on or last.ends_on < made.decided_on, "its time to answer was over (62; 55号令22)"
    order = dict(Record.objects.filter(dossier=case.dossier).values_list("pk", "seq"))
    reviewed = Record.objects.filter(
        subject=f"{made.draft.opinion.subject_kind()}:{made.draft.opinion.ref}"
    ).first()
    assert reviewed is None or order[reviewed.pk] < made.record.seq, "reviewed before it was decided"
    assert made.record.dossier_id == case.dossier_id, "recorded"
    handlers = [each.officer for each in case.handlers.filter(released_on=None)]
    assert len(handlers) >= 2, "two officers (42)"
    category = case.matter.domain if case.matter else ""
    for officer in handlers:
        assert not qualification_faults(
            officer, on=made.decided_on, category=category, area=case.agency.area
        ), "qualified"
    if case.complex:
        assert case.discussions.exists(), "discussed (57)"


def _recorded(case: Case) -> None:
    """B4: every act left its record, and the dossier knows what was written."""
    case.dossier.refresh_from_db()
    seqs = list(Record.objects.filter(dossier=case.dossier).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, case.dossier.seq + 1))
    for made in Decision.objects.filter(party__case=case):
        assert Opening.objects.filter(kind=Decision.subject_kind(), ref=made.ref, written=True).exists()
    findings = Findings()
    check_kinds(findings)
    assert findings.problems == []
