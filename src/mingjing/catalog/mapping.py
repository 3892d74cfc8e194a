"""A file's table fitted to our columns: what was found, what a person chose, and the rows that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.catalog import cells
from mingjing.catalog.columns import ACCOUNTS, COLUMNS, STAFF, Column
from mingjing.catalog.layouts import KEEP, LEAVE, Layout, lay_out, propose, shown
from mingjing.catalog.mapping_models import HeadingMap, UploadedTable
from mingjing.catalog.models import ListKind
from mingjing.catalog.reading import Faults, ReadRow, understand
from mingjing.catalog.sheets import Sheet, read_sheets
from mingjing.catalog.tables import Table
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mingjing.catalog.cells import Cell

LABELS: dict[str, str] = {**dict(ListKind.choices), STAFF: "人员和证件", ACCOUNTS: "账号和岗位"}
PERMISSION = dict.fromkeys(ListKind.values, "list.edit") | {
    STAFF: "registry.manage",
    ACCOUNTS: "account.manage",
}
"""Who may bring in which table: lists the 公示员, people the system's, accounts the security administrator."""
PEOPLE = frozenset({ListKind.OFFICERS, STAFF, ACCOUNTS})
"""Tables whose rows go to the registry: what is required there cannot be completed later."""


@dataclass(frozen=True)
class Fitting:
    """A table and what its columns mean, as far as it is known."""

    kind: str
    sheets: list[Sheet]
    sheet: int
    layout: Layout
    columns: list[str]
    fixed: dict[str, str]
    remembered: HeadingMap | None

    def column(self, key: str) -> Column | None:
        """Return the column of a key."""
        return next((each for each in COLUMNS[self.kind] if each.key == key), None)


def fit(uploaded: UploadedTable) -> Fitting:
    """Return how a table stands: as the person last said, else as the agency did before, else as proposed."""
    kind, choice = uploaded.table_kind, uploaded.choice
    sheets = read_sheets(bytes(uploaded.data), uploaded.filename)
    place = min(choice.get("sheet", best_sheet(kind, sheets)), len(sheets) - 1)
    layout = lay_out(
        kind, sheets[place], heading_row=choice.get("heading_row", 0), depth=choice.get("depth", 0)
    )
    known = HeadingMap.objects.filter(
        agency_id=uploaded.user.agency_id, table_kind=kind, signature=layout.signature
    ).first()
    columns = choice.get("columns") or (known.columns if known else propose(kind, layout.headings))
    fixed = choice.get("fixed", known.fixed if known else {})
    return Fitting(kind, sheets, place, layout, list(columns), dict(fixed), known)


def best_sheet(kind: str, sheets: Sequence[Sheet]) -> int:
    """Return the table of a file in which most of our columns are found."""

    def known(sheet: Sheet) -> int:
        return sum(key not in {KEEP, LEAVE} for key in propose(kind, lay_out(kind, sheet).headings))

    return max(range(len(sheets)), key=lambda place: (known(sheets[place]), -place))


def check_choice(
    kind: str, headings: Sequence[str], columns: Sequence[str], fixed: Mapping[str, str]
) -> None:
    """Refuse what cannot be read: two columns for one date, a table of people without its names."""
    chosen = [key for key in columns if key not in {KEEP, LEAVE}]
    ours = {column.key: column for column in COLUMNS[kind]}
    if len(columns) != len(headings) or not set(chosen) <= ours.keys() or not set(fixed) <= ours.keys():
        raise Refusal("mapping.stale", "表头已经变了。", next_step="请重新核对栏目对应。")
    doubled = [
        ours[key].label
        for key in dict.fromkeys(chosen)
        if chosen.count(key) > 1 and (ours[key].read is not cells.text or ours[key].choices)
    ]
    if doubled:
        raise Refusal(
            "mapping.doubled",
            f"几列对应了同一栏，无法合在一起：{'、'.join(doubled)}。",
            next_step="文字栏可以由几列合成；日期和选项只能对应一列。",
        )
    there = {*chosen, *fixed} | {part for key in chosen for part in ours[key].spans or ()}
    missing = [column.label for key, column in ours.items() if column.required and key not in there]
    if missing and (kind in PEOPLE or len(missing) == sum(column.required for column in ours.values())):
        raise Refusal(
            "mapping.missing",
            f"还没有对应：{'、'.join(missing)}。",
            next_step="请给这些栏目选一列；文件里没有的，在“统一填写”里填。",
        )


def rows_of_fitting(fitting: Fitting) -> tuple[list[ReadRow], Faults]:
    """Read the table as it was fitted. A fixed value stands where the file has no column or an empty cell."""
    check_choice(fitting.kind, fitting.layout.headings, fitting.columns, fitting.fixed)
    sources: dict[str, list[int]] = {key: [] for key in fitting.fixed}
    kept: list[int] = []
    for place, key in enumerate(fitting.columns):
        if key == KEEP:
            kept.append(place)
        elif key != LEAVE:
            sources.setdefault(key, []).append(place)
    ours = [column for column in COLUMNS[fitting.kind] if column.key in sources]
    headings = [column.label for column in ours] + [fitting.layout.headings[place] for place in kept]
    rows = [
        (
            number,
            [
                _joined([line[at] for at in sources[each.key]], fitting.fixed.get(each.key, ""))
                for each in ours
            ]
            + [line[place] for place in kept],
        )
        for number, line in fitting.layout.rows
    ]
    table = Table(headings, fitting.layout.heading_row, rows)
    return understand(fitting.kind, table, [*ours, *[None] * len(kept)])


def _joined(said: list[Cell], fixed: str) -> Cell:
    """Return one cell as it is, several as one text, and what was fixed where all are empty."""
    there = [cell for cell in said if cell is not None and shown(cell)]
    if not there:
        return fixed or None
    if len(there) == 1:
        return there[0]
    return "；".join(dict.fromkeys(shown(cell) for cell in there))
