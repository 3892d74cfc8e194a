"""The real lists, as untidy as they are: nothing dropped, nothing guessed, what is lacking marked."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from mingjing.catalog.actions import import_list
from mingjing.catalog.queries import rows_of, table

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_office import Office

FILES = {
    "matters": ("enforcement_items_seed.csv", 50),
    "recordings": ("av_items.csv", 21),
    "review": ("legal_review_catalog.csv", 14),
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
