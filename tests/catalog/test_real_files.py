"""The real lists, as untidy as they are: nothing dropped, nothing guessed, what is lacking marked."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from mingjing.catalog.actions import import_list
from mingjing.catalog.actions.mapping import import_table, receive
from mingjing.catalog.models import Edition
from mingjing.catalog.queries import difference, in_force, rows_of, table

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_office import Office

    from mingjing.catalog.models import ListRow

FILES = {
    "matters": ("enforcement_items_seed.csv", 50),
    "recordings": ("av_items.csv", 21),
    "review": ("legal_review_catalog.csv", 14),
    "inspections": ("random_inspection_items.csv", 14),
}


def _said(cells: dict[str, object]) -> str:
    return "\n".join(str(value) for value in cells.values())


@pytest.mark.parametrize("list_kind", FILES)
def test_every_row_and_every_word_of_a_real_list_comes_in(
    office: Office, shared: Path, list_kind: str
) -> None:
    name, count = FILES[list_kind]
    file = shared / "data" / name
    edition = import_list(user=office.publisher, list_kind=list_kind, data=file.read_bytes(), filename=name)
    rows = list(rows_of(edition))
    assert len(rows) == count
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for original, cells in zip(csv.DictReader(lines), table(rows, list_kind), strict=True):
            kept = _said(cells)
            for heading, words in original.items():
                if heading not in {"实施依据", "条"}:  # two cells of one citation, put together
                    assert words in kept


def test_what_the_real_lists_lack_is_marked(office: Office, shared: Path) -> None:
    rows = _imported(office, shared, "matters")
    unknown = [row for row in rows if any("尚未导入" in mark for mark in row.marks)]
    assert len(unknown) == 15
    assert len({mark for row in unknown for mark in row.marks if "尚未导入" in mark}) == 9
    assert not [mark for row in rows for mark in row.marks if "没有第" in mark or "不能识别" in mark]
    assert all(row.marks for row in _imported(office, shared, "review"))


def test_a_real_list_without_codes_keeps_those_it_was_given(office: Office, shared: Path) -> None:
    office.release(_edition(office, shared, "matters"))
    again = _edition(office, shared, "matters")
    assert not difference(again)
    assert difference(again).same == 50


def test_the_real_lists_can_be_published_as_they_are(office: Office, shared: Path) -> None:
    for list_kind in FILES:
        office.release(_edition(office, shared, list_kind))
        assert in_force(office.agency, list_kind) is not None


@pytest.mark.parametrize("list_kind", FILES)
def test_the_columns_of_the_real_lists_are_proposed_as_they_are_and_lose_nothing(
    office: Office, shared: Path, list_kind: str
) -> None:
    name, count = FILES[list_kind]
    data = (shared / "data" / name).read_bytes()
    uploaded = receive(user=office.publisher, kind=list_kind, data=data, filename=name)
    made = import_table(user=office.publisher, uploaded=uploaded)
    directly = import_list(user=office.publisher, list_kind=list_kind, data=data, filename=name)
    assert isinstance(made, Edition)
    by_screen, by_file = (table(rows_of(each), list_kind) for each in (made, directly))
    assert len(by_screen) == count
    assert by_screen == by_file


def _edition(office: Office, shared: Path, list_kind: str) -> Edition:
    name, _ = FILES[list_kind]
    data = (shared / "data" / name).read_bytes()
    return import_list(user=office.publisher, list_kind=list_kind, data=data, filename=name)


def _imported(office: Office, shared: Path, list_kind: str) -> list[ListRow]:
    return list(rows_of(_edition(office, shared, list_kind)))
