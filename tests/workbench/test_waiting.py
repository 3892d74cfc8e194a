"""待办 reads again what has changed and nothing else, however many cases are open."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing import clock
from mingjing.demo.stories import CaseStory
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.models import Certificate
from mingjing.workbench.waiting import waiting_in
from telling import filed, other_agency

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.workbench.waiting import Waiting

pytestmark = pytest.mark.django_db
NOTHING_CHANGED = 3
"""Queries: what is in force around the cases, where each case stands, how many decisions there are."""


def asked(bureau: Bureau) -> tuple[int, list[Waiting]]:
    with CaptureQueriesContext(connection) as queries:
        found = waiting_in(bureau.agency)
    return len(queries), found


def test_what_is_known_is_not_read_again(bureau: Bureau) -> None:
    stories = [CaseStory(bureau).lead() for _ in range(5)]
    first = waiting_in(bureau.agency)
    assert {each.item.about_url for each in first} >= {
        f"/workbench/cases/{each.case.ref}/" for each in stories
    }
    assert asked(bureau) == (NOTHING_CHANGED, first)


def test_an_act_on_one_case_has_that_case_read_again(bureau: Bureau) -> None:
    stories = [CaseStory(bureau).lead() for _ in range(5)]
    waiting_in(bureau.agency)
    stories[2].verified()
    _, found = asked(bureau)
    changed = [each for each in found if each.item.about_url.endswith(f"{stories[2].case.ref}/")]
    assert [each.task.verb.name for each in changed] == ["endorse-filing"]


def test_a_handler_who_left_is_seen_on_every_desk(bureau: Bureau) -> None:
    """What the agency records counts for all its cases: one handler short, the next thing to do is another one."""
    story, other = filed(bureau), filed(bureau, handlers=("officer3", "officer2"))

    def wanted(of: CaseStory, found: list[Waiting]) -> set[str]:
        address = f"/workbench/cases/{of.case.ref}/"
        return {each.task.verb.name for each in found if each.item.about_url == address}

    _, before = asked(bureau)
    assert asked(bureau)[0] == NOTHING_CHANGED
    assert wanted(story, before) == wanted(other, before) == {"evidence"}
    registry.leave(actor=SYSTEM, officer=story.officers[0], on=clock.today() - dt.timedelta(days=1))
    queries, after = asked(bureau)
    assert queries > NOTHING_CHANGED
    assert wanted(story, after) == {"evidence", "reassignment"}
    assert wanted(other, after) == {"evidence"}


def test_a_certificate_withdrawn_is_seen_on_every_desk(bureau: Bureau) -> None:
    """行政处罚法42: who may no longer act is replaced, whatever was known of the case a moment ago."""
    story = filed(bureau)
    assert "reassignment" not in {each.task.verb.name for each in asked(bureau)[1]}
    certificate = Certificate.objects.filter(officer=story.officers[1]).get()
    registry.change_certificate(actor=SYSTEM, certificate=certificate, status=Certificate.Status.REVOKED)
    queries, after = asked(bureau)
    assert queries > NOTHING_CHANGED
    assert "reassignment" in {each.task.verb.name for each in after}


def test_a_new_day_is_another_state(bureau: Bureau) -> None:
    filed(bureau)
    waiting_in(bureau.agency)
    with clock.at(clock.today() + dt.timedelta(days=1)):
        assert asked(bureau)[0] > NOTHING_CHANGED
        assert asked(bureau)[0] == NOTHING_CHANGED


def test_one_agency_sees_nothing_of_another(bureau: Bureau) -> None:

    filed(bureau)
    assert waiting_in(other_agency()) == []
