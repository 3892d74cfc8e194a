"""A timeline reads in sentences, made from live rows, at the cost of a constant number of queries."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mingjing import clock
from mingjing.records import queries
from mingjing.records.actions import append, open_dossier
from mingjing.records.actors import SYSTEM, Actor
from mingjing.records.models import Dossier, Record
from mingjing.records.vocabulary import act

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory
    from mingjing.registry.models import Officer

NAMED = act("probe.named", "试名", "{actor}试办了{s0}与{s1}，共 {count} 项。", key=True)
pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(db: None) -> Dossier:
    del db
    return open_dossier(kind="probe", ref="1")


def _line(dossier: Dossier, **more: object) -> queries.Line:
    with transaction.atomic():
        append(**({"dossier": dossier, "act": NAMED, "actor": SYSTEM} | more))  # type: ignore[arg-type]
    return queries.timeline(dossier)[0]


def test_a_record_reads_as_a_sentence(dossier: Dossier, bureau: Bureau) -> None:
    officer: Officer = bureau.people["officer1"]
    line = _line(dossier, subjects=[officer, bureau.agency], actor=officer.actor(), facts={"count": 2})
    assert line.sentence == f"{officer.name}试办了{officer.name}与{bureau.agency.name}，共 2 项。"
    assert (line.label, line.key) == ("试名", True)


def test_what_is_gone_reads_as_destroyed_and_what_is_not_said_as_nothing(dossier: Dossier) -> None:
    line = _line(dossier, actor=Actor("registry.officer", "0" * 32))
    assert line.sentence == "已销毁试办了与，共  项。"


def test_a_substitute_is_marked(dossier: Dossier, bureau: Bureau) -> None:
    held: Actor = bureau.people["deputy"].actor()
    line = _line(dossier, actor=Actor(held.kind, held.ref, {"for": "1" * 32}))
    assert line.sentence.startswith(f"{bureau.people['deputy'].name}（代签）")


def test_facts_never_pass_for_people(dossier: Dossier) -> None:
    line = _line(dossier, facts={"actor": "别人", "s0": "别物", "count": "{actor}"})
    assert line.sentence == "系统试办了别物与，共 {actor} 项。"


def test_the_newest_comes_first_and_an_unknown_act_is_shown_by_its_name(dossier: Dossier) -> None:
    _line(dossier)
    with transaction.atomic():
        unknown = act("probe.passing", "", "")
        append(dossier=dossier, act=unknown, actor=SYSTEM)
    from mingjing.records import vocabulary

    del vocabulary._acts["probe.passing"]
    newest, oldest = queries.timeline(dossier)
    assert newest.sentence == "系统 probe.passing"
    assert oldest.record.seq == 1


@pytest.mark.parametrize(
    ("hour", "happened_on", "late"),
    [
        (0, dt.date(2026, 9, 14), True),
        (0, dt.date(2026, 9, 15), False),
        (23, dt.date(2026, 9, 15), False),
        (23, dt.date(2026, 9, 14), True),
    ],
)
def test_a_day_is_a_day_in_shanghai(dossier: Dossier, hour: int, happened_on: dt.date, *, late: bool) -> None:
    with clock.at(dt.datetime(2026, 9, 15, hour, 30, tzinfo=clock.SHANGHAI)):
        line = _line(dossier, happened_on=happened_on)
    assert line.late is late
    stored = Record.objects.get()
    assert queries.lines([stored])[0].late is late


def test_a_longer_timeline_costs_no_more_queries(decided: CaseStory) -> None:
    def queries_for(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(queries.timeline(decided.case.dossier, limit=count)) == count
        return len(captured)

    total = decided.case.dossier.records.count()
    kinds = queries_for(total)
    assert total > 15
    decided.served()
    more = decided.case.dossier.records.count()
    assert more > total
    assert queries_for(more) <= kinds + 1  # one more kind of thing, the service
    assert queries_for(5) <= kinds


def test_every_act_has_a_label_and_a_sentence(every_act: Callable[[], list[tuple[str, str, str]]]) -> None:
    acts = every_act()
    assert len(acts) > 50
    assert [name for name, label, sentence in acts if not label or not sentence.endswith(("。", "}"))] == []


@pytest.fixture
def every_act() -> Callable[[], list[tuple[str, str, str]]]:
    from mingjing.records import vocabulary

    def told() -> list[tuple[str, str, str]]:
        return [
            (each.name, each.label, each.sentence)
            for each in vocabulary.all_acts()
            if not each.name.startswith(("probe.", "chaos."))
        ]

    return told
