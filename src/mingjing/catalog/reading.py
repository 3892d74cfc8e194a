"""From a file's table to the values of rows: structural faults refuse the whole file, by row and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mingjing.catalog import cells
from mingjing.catalog.bands import overlapping
from mingjing.catalog.columns import (
    ACCOUNTS,
    CODE,
    COLUMNS,
    IGNORED,
    STAFF,
    Column,
    find,
    longest,
    plain_heading,
)
from mingjing.catalog.models import ListKind
from mingjing.catalog.tables import Table, read_table
from mingjing.law.citations import Citation, format_citation, parse_citation
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.catalog.cells import Cell

MOST_FAULTS = 100
_CERTIFICATE = ("certificate_number", "证件编号")
_KEYS = {ListKind.OFFICERS: _CERTIFICATE, STAFF: _CERTIFICATE, ACCOUNTS: ("username", "账号")}
"""By what a row is known where that is not its code."""

type Values = dict[str, object]


@dataclass
class ReadRow:
    """One row of a file: its number there, what was understood, and as text what was not."""

    number: int
    values: Values = field(default_factory=dict)
    others: list[list[str]] = field(default_factory=list)


class Faults:
    """The structural faults of a file, in order; raised together."""

    def __init__(self) -> None:
        self._sentences: list[str] = []
        self._count = 0

    def add(self, number: int, label: str, sentence: str) -> None:
        """Note a fault of one cell."""
        self._count += 1
        if len(self._sentences) < MOST_FAULTS:
            self._sentences.append(f"第{number}行“{label}”：{sentence}。")

    @property
    def sentences(self) -> list[str]:
        """Return what was found, the first hundred of it."""
        return list(self._sentences)

    def refuse(self) -> None:
        """Refuse the file if there is a fault."""
        if self._count:
            more = f"（只列前 {MOST_FAULTS} 处）" if self._count > MOST_FAULTS else ""
            raise Refusal(
                "list.file_faulty",
                f"文件有 {self._count} 处错误{more}，没有导入任何内容。",
                next_step="请按行号和栏目改正后，重新导入整个文件。",
                field="file",
                details=self._sentences,
            )


def read_rows(list_kind: str, data: bytes, filename: str) -> list[ReadRow]:
    """Read a list's file into rows, or refuse it whole.

    Raises Refusal: those of `tables.read_table`, `list.columns_missing`, `list.columns_doubled`, `list.file_faulty`.
    """
    wanted = {column.key for column in COLUMNS[list_kind] if column.required}

    def is_heading(headings: list[str]) -> bool:
        """Take the first row that names at least half of the columns that must be there."""
        known = {column.key for column in (find(list_kind, each) for each in headings) if column}
        return len(known & wanted) * 2 >= len(wanted)

    table = read_table(data, filename, is_heading=is_heading)
    columns = _columns(list_kind, table.headings)
    _check_headings(list_kind, table, columns)
    rows, faults = understand(list_kind, table, columns)
    faults.refuse()
    return rows


def understand(list_kind: str, table: Table, columns: list[Column | None]) -> tuple[list[ReadRow], Faults]:
    """Read a table whose columns are known: what was understood, and the faults of its cells."""
    faults = Faults()
    rows = [
        _row(list_kind, table, columns, number=number, line=line, faults=faults)
        for number, line in table.rows
    ]
    _check_codes(list_kind, rows, faults)
    if list_kind == ListKind.BENCHMARKS:
        _check_bands(rows, faults)
    return rows, faults


def _columns(list_kind: str, headings: list[str]) -> list[Column | None]:
    """Return what each heading means. Of several that mean one column ours counts, else the first; the rest stay."""
    meant = [find(list_kind, heading) for heading in headings]
    best: dict[str, int] = {}
    for place, column in enumerate(meant):
        if column and (
            column.key not in best or plain_heading(headings[place]) == plain_heading(column.label)
        ):
            best[column.key] = place
    return [column if column and best[column.key] == place else None for place, column in enumerate(meant)]


def _check_headings(list_kind: str, table: Table, columns: list[Column | None]) -> None:
    there = [column for column in columns if column]
    covered = {column.key for column in there} | {key for column in there for key in column.spans or ()}
    missing = [c.label for c in COLUMNS[list_kind] if c.required and c.key not in covered]
    names = [plain_heading(heading) for heading in table.headings if heading]
    doubled = [heading for heading in dict.fromkeys(names) if names.count(heading) > 1]
    for code, labels, wrong, next_step in (
        ("list.columns_missing", missing, "缺少", "请补上这些栏目；内容暂缺的可以空着，栏目不能少。"),
        ("list.columns_doubled", doubled, "重复了", "请只留一栏，或者改用不同的名称。"),
    ):
        if labels:
            raise Refusal(
                code,
                f"表头{wrong}栏目：{'、'.join(labels)}。",
                next_step=next_step,
                field="file",
                details=[f"第{table.heading_row}行（表头）{wrong}“{label}”。" for label in labels],
            )


def _row(
    list_kind: str,
    table: Table,
    columns: list[Column | None],
    *,
    number: int,
    line: list[Cell],
    faults: Faults,
) -> ReadRow:
    row = ReadRow(number)
    for place, cell in enumerate(line):
        heading = table.headings[place] if place < len(table.headings) else ""
        column = columns[place] if place < len(columns) else None
        label = heading or f"第{place + 1}列"
        try:
            if column is None:
                _keep_other(list_kind, row, heading, cells.text(cell))
            else:
                _take(list_kind, row, column, cell)
        except ValueError as fault:
            faults.add(number, label, str(fault))
    _join_article(row)
    _check_span(row, faults)
    return row


def _keep_other(list_kind: str, row: ReadRow, heading: str, said: str) -> None:
    """Keep what the list has no column for. The officer list alone holds nothing beyond its columns (§11.6 no. 17)."""
    if not said or plain_heading(heading) in IGNORED:
        return
    if not heading:
        raise ValueError(f"“{said[:20]}”所在的列没有表头")
    if list_kind not in {ListKind.OFFICERS, STAFF, ACCOUNTS}:
        row.others.append([heading, said])


def _take(list_kind: str, row: ReadRow, column: Column, cell: Cell) -> None:
    if column.choices:
        _take_choice(row, column, cells.text(cell))
        return
    if column.spans:
        row.values |= {key: day for key, day in zip(column.spans, cells.span(cell), strict=True) if day}
        return
    value = column.read(cell)
    limit = longest(list_kind, column.key)
    if limit and isinstance(value, str) and len(value) > limit:
        raise ValueError(f"有 {len(value)} 个字，超过 {limit} 个字")
    row.values[column.key] = value


def _take_choice(row: ReadRow, column: Column, said: str) -> None:
    """Understand a label of the choices; anything else is kept as text for a person to decide."""
    known = {
        plain_heading(label): value for value, label in (column.choices.choices if column.choices else ())
    }
    if said and plain_heading(said) in known:
        row.values[column.key] = known[plain_heading(said)]
    elif said:
        row.others.append([column.label, said])


def _join_article(row: ReadRow) -> None:
    """Put `中华人民共和国建筑法` and `第7条`, which a file keeps in two columns, together as one citation.

    Where the two do not make exactly one citation, the words stand side by side as they came.
    """
    article = row.values.pop("basis_article", "")
    statute = str(row.values.get("basis", ""))
    if not article:
        return
    together = f"{statute}{article}"
    try:
        named = parse_citation(f"《{statute.strip('《》')}》{article}")
    except Refusal:
        named = Citation("")
    row.values["basis"] = format_citation(named) if named.title and named.article else together


def _check_span(row: ReadRow, faults: Faults) -> None:
    for start, end, label in (
        ("valid_from", "valid_to", "失效日期"),
        ("certificate_from", "certificate_to", "证件有效期止"),
    ):
        first, last = row.values.get(start), row.values.get(end)
        if first and last and last < first:  # type: ignore[operator]
            faults.add(row.number, label, "早于起始日期")


def _check_codes(list_kind: str, rows: list[ReadRow], faults: Faults) -> None:
    """A key that stands twice is a structural fault: nobody could say which row counts."""
    key, label = _KEYS.get(list_kind, ("code", CODE))
    seen: dict[str, int] = {}
    for row in rows:
        code = str(row.values.get(key, ""))
        if code and code in seen:
            faults.add(row.number, label, f"“{code}”与第{seen[code]}行重复")
        elif code:
            seen[code] = row.number


def _check_bands(rows: list[ReadRow], faults: Faults) -> None:
    for number, other in overlapping((row.number, row.values) for row in rows):
        faults.add(number, "处罚标准", f"幅度与第{other}行（同一事项的另一档）重叠")


def unclear_choices(list_kind: str, others: list[list[str]]) -> Mapping[str, str]:
    """Return heading → text of choices that were not understood and stand among the others."""
    labels = {column.label for column in COLUMNS[list_kind] if column.choices}
    return {heading: said for heading, said in others if heading in labels}
