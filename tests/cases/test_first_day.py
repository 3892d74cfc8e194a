"""ADR-016: which day an agency's first is, and who stays apart from a case reviewed on paper before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from case_attacks import WAYS, decision_on, insert, refused
from django.db import transaction

from mingjing import clock
from mingjing.cases.actions.handling import takes_up
from mingjing.cases.queries.taken import first_day
from mingjing.procedures.library import load
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Dossier
from mingjing.registry.delegations import entrust
from mingjing.registry.models import Agency
from mingjing.workflow.actions import adopt
from paper_reviews import ENTERED, FIRST_DAY, confirm, copied, rewrite
from telling import newest, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.demo.bureau import Bureau


@pytest.fixture(autouse=True)
def _first_days() -> Iterator[None]:
    """Hold the clock in the bureau's first days."""
    with clock.at(ENTERED):
        yield


def entrusted(bureau: Bureau) -> Agency:
    """Return an organisation that the bureau entrusts, and that adopts the procedure today."""
    station = entrust(
        user=bureau.users["system"], name="云岭县建设工程质量安全站（示例）", sign="云建质", address="云岭县（示例）",
        suitable=True,
    )  # fmt: skip
    adopt(actor=SYSTEM, agency=station, bpmn=load("ordinary-penalty"))
    return station


def test_an_entrusted_organisation_has_the_first_day_of_the_agency_in_whose_name_it_acts(
    bureau: Bureau,
) -> None:
    """行政处罚法20; ADR-016: entrusting another opens nothing again; an agency of its own begins on its own day."""
    station = entrusted(bureau)
    assert first_day(station) == first_day(bureau.agency) == FIRST_DAY
    Agency.objects.filter(pk=station.pk).update(agency_kind=Agency.Kind.STATUTORY)
    station.refresh_from_db()
    assert first_day(station) == ENTERED


@pytest.mark.parametrize("way", WAYS)
def test_the_database_asks_for_the_same_first_day(bureau: Bureau, way: str) -> None:
    """Reviewed since the agency began, and before the organisation did: refused; reviewed before both: it passes."""
    story = copied(bureau)
    confirm(story)
    station, draft, party = entrusted(bureau), newest(story), story.parties[0]
    Dossier.objects.filter(pk=story.case.dossier_id).update(agency=station.ref)
    with transaction.atomic():
        assert not refused(lambda: insert(decision_on(draft, party), way))
        transaction.set_rollback(True)
    rewrite("late_opinion")
    assert refused(lambda: insert(decision_on(draft, party), way))


def test_whoever_held_the_paper_review_against_its_scan_never_handles_the_case(bureau: Bureau) -> None:
    story = copied(bureau)
    legal_head = bureau.people["legalhead"]
    takes_up(story.refresh(), legal_head, field="assigned")
    confirm(story)
    with refusal("handler.reviewed"):
        takes_up(story.refresh(), legal_head, field="assigned")
