"""Sent to check, published by another person, in force from then on; the edition before stays readable."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from catalog_office import matter, matters_csv
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing import clock
from mingjing.catalog.actions import ask_for_revision, begin_edition, edit_row, import_list, send_to_check
from mingjing.catalog.queries import (
    Stage,
    difference,
    editions_of,
    headings,
    in_force,
    open_tasks,
    rows_of,
    table,
)
from mingjing.records.actions import open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.records.vocabulary import Act
from mingjing.refusal import Refusal
from mingjing.search.index import find

if TYPE_CHECKING:
    from catalog_office import Office

    from mingjing.catalog.models import Edition, RevisionTask

DAY = dt.date(2026, 9, 15)
ONE = matters_csv(matter("CF-001", "甲事项"), matter("CF-002", "乙事项"))
OTHER = matters_csv(matter("CF-001", "甲事项", 实施机构="质安股"), matter("CF-003", "丙事项"))


def draft(office: Office, data: bytes = ONE) -> Edition:
    return import_list(user=office.publisher, list_kind="matters", data=data, filename="清单.csv")


def test_a_proposal_says_what_it_is_and_is_due_in_twenty_working_days(office: Office) -> None:
    publication = send_to_check(user=office.publisher, edition=draft(office))
    assert publication.kind == "list.matters"
    assert publication.title == "云岭县住房和城乡建设局行政执法事项清单（第1版）"
    assert publication.content == {
        "edition": str(in_check(office).pk), "number": 1, "rows": 2, "marks": 0,
    }  # fmt: skip
    assert publication.due_on == dt.date(2026, 10, 19)
    assert "第二十六条" in publication.basis
    assert in_force(office.agency, "matters") is None


def in_check(office: Office) -> Edition:
    (numbered,) = editions_of(office.agency, "matters")
    assert numbered.stage is Stage.CHECKING
    return numbered.edition


def test_marked_rows_may_be_published_but_an_empty_name_may_not(office: Office) -> None:
    edition = draft(office, matters_csv(matter("CF-001", ""), matter("CF-002", "乙", 实施机构="")))
    with pytest.raises(Refusal) as refusal:
        send_to_check(user=office.publisher, edition=edition)
    assert refusal.value.code == "list.incomplete"
    assert refusal.value.details == ["第1项（CF-001）未填写：事项名称。"]
    edit_row(user=office.publisher, row=rows_of(edition)[0], name="甲")
    assert send_to_check(user=office.publisher, edition=edition).content["marks"] == 1


def test_an_empty_draft_is_not_sent(office: Office) -> None:
    edition = begin_edition(user=office.publisher, list_kind="matters")
    with pytest.raises(Refusal) as refusal:
        send_to_check(user=office.publisher, edition=edition)
    assert refusal.value.code == "list.empty"


def test_the_published_edition_is_in_force_and_the_one_before_stays_readable(office: Office) -> None:
    with clock.at(dt.date(2026, 8, 3)):
        first = draft(office)
        office.release(first)
    second = draft(office, OTHER)
    office.release(second)
    assert in_force(office.agency, "matters") == second
    assert [
        (each.edition.number, each.stage, each.rows) for each in editions_of(office.agency, "matters")
    ] == [
        (2, Stage.IN_FORCE, 2),
        (1, Stage.REPLACED, 2),
    ]
    then = in_force(office.agency, "matters", dt.date(2026, 8, 31))
    assert then == first
    assert [row.code for row in rows_of(then, dt.date(2026, 8, 31))] == ["CF-001", "CF-002"]
    assert in_force(office.agency, "matters", dt.date(2026, 8, 2)) is None


def test_a_row_holds_only_within_its_own_validity(office: Office) -> None:
    edition = draft(office)
    edit_row(user=office.publisher, row=rows_of(edition)[0], valid_to=dt.date(2026, 9, 14))
    edit_row(user=office.publisher, row=rows_of(edition)[1], valid_from=dt.date(2026, 9, 16))
    office.release(edition)
    assert rows_of(edition).count() == 2
    assert rows_of(edition, DAY).count() == 0


def test_the_checker_sees_what_changes(office: Office) -> None:
    office.release(draft(office))
    second = draft(office, OTHER)
    found = difference(second)
    assert [(entry.code, entry.name) for entry in found.added] == [("CF-003", "丙事项")]
    assert [(entry.code, entry.name) for entry in found.removed] == [("CF-002", "乙事项")]
    (change,) = found.changed
    assert [(each.label, each.old, each.new) for each in change.fields] == [
        ("实施机构", "建筑市场监管股", "质安股")
    ]
    office.release(second)
    assert difference(second) == found


def test_a_publication_ends_the_revisions_that_were_asked_for(office: Office) -> None:
    task = asked(office)
    assert (task.asked_on, task.due_on) == (DAY, dt.date(2026, 10, 19))
    assert list(open_tasks(office.agency)) == [task]
    office.release(draft(office))
    task.refresh_from_db()
    assert task.done_on == DAY
    assert not open_tasks(office.agency).exists()


def asked(office: Office) -> RevisionTask:
    act = Act("case.test", "立案", "{actor}立案。")
    with deed(dossier=open_dossier(kind="case", ref="1"), act=act, actor=SYSTEM) as work:
        return ask_for_revision(work, agency=office.agency, list_kind="matters", reason="漏列", on=DAY)


def test_published_matters_are_found_by_words_and_code_and_former_ones_are_not(office: Office) -> None:
    office.release(draft(office))
    (hit,) = find("乙事项", kinds=["matter"]).hits
    assert hit.url == "/lists/matters/CF-002/"
    office.release(draft(office, OTHER))
    assert not find("乙事项", kinds=["matter"]).hits
    assert len(find("丙事项", kinds=["matter"]).hits) == 1


def test_a_table_costs_one_query_and_can_be_imported_again(office: Office) -> None:
    from catalog_office import csv_of

    edition = draft(office)
    with CaptureQueriesContext(connection) as statements:
        told = table(rows_of(edition), "matters")
    assert len(statements) == 1
    head = headings("matters", told)
    again = draft(
        office,
        csv_of(head, [["；".join(v) if isinstance(v := row[h], list) else v for h in head] for row in told]),
    )
    assert table(rows_of(again), "matters") == told
    assert not difference(again).changed


def test_the_pages_of_a_list_ask_no_more_however_many_editions_there_are(office: Office) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            editions_of(office.agency, "matters")
        return len(statements)

    office.release(draft(office))
    one = asked()
    for _ in range(3):
        office.release(draft(office, OTHER))
    assert asked() == one
