"""What the pages of a list show: editions, rows of one, what they change."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse

from mingjing.catalog.columns import labels_of
from mingjing.catalog.models import Edition, ListKind, ListRow, rows_of_kind
from mingjing.catalog.queries import MARKS, Numbered, Stage, headings, table
from mingjing.refusal import Refusal
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.theme.lists import Filter, ListSpec, Source
from mingjing.workbench.revision_desk import MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from mingjing.registry.models import Agency

PER_PAGE = 50
TONES = {
    Stage.DRAFT: "now",
    Stage.RETURNED: "stop",
    Stage.CHECKING: "soon",
    Stage.IN_FORCE: "ok",
    Stage.REPLACED: "off",
    Stage.WITHDRAWN: "stop",
    Stage.DISCARDED: "off",
}
SHOWN: dict[str, tuple[str, ...]] = {
    ListKind.MATTERS: ("code", "name", "category", "domain", "unit", "basis"),
    ListKind.OFFICERS: ("name", "post", "certificate_number", "category", "area", "certificate_to"),
    ListKind.RECORDINGS: ("code", "category", "stage", "matter", "grade"),
    ListKind.REVIEW: ("code", "category", "item", "threshold"),
    ListKind.BENCHMARKS: ("code", "matter_name", "grade", "condition", "penalty"),
    ListKind.INSPECTIONS: ("code", "name", "unit", "basis", "target", "ratio", "frequency", "annual_cap"),
    ListKind.GUIDES: ("code", "name", "category", "matter_code", "accepting_body", "time_limit", "fee"),
}
"""The attributes that a draft's table shows; the rest stands in the row's form and in the file."""
_FIT = frozenset({"code", "post", "certificate_to", "grade", "certificate_number", "annual_cap"})
_NOT_WORDS = frozenset({"certificate_to", "grade", "annual_cap"})


def kind_label(kind: str) -> str:
    """Return a list's name, or refuse a word that names none."""
    if kind not in ListKind.values:
        raise Refusal("list.unknown", "没有这份清单。", next_step="请从执法清单进入。")
    return str(ListKind(kind).label)


def find_edition(agency: Agency, kind: str, ref: str) -> Edition:
    """Return an edition of the agency's list, or refuse."""
    kind_label(kind)
    found = (
        Edition.objects.select_related("agency", "made_by", "based_on")
        .filter(agency=agency, list_kind=kind, pk=uuid.UUID(hex=ref))
        .first()
    )
    if found is None:
        raise Refusal("list.unknown", "本机关没有这一版清单。", next_step="请从执法清单进入。")
    return found


def find_row(agency: Agency, kind: str, ref: str) -> ListRow:
    """Return a row of the agency's list, or refuse."""
    kind_label(kind)
    found = (
        rows_of_kind(kind)
        .select_related("edition__agency")
        .filter(edition__agency=agency, pk=uuid.UUID(hex=ref))
        .first()
    )
    if found is None:
        raise Refusal("list.unknown", "没有这一行。", next_step="请从草案进入。")
    return found


def stage_mark(each: Numbered) -> Mark:
    """Return where an edition stands."""
    return Mark(TONES[each.stage], each.stage.label)


def _search(kind: str) -> Callable[[Source, str], Source]:
    keys = [key for key in SHOWN[kind] if key not in _NOT_WORDS]

    def narrowed(rows: Source, text: str) -> Source:
        wanted = Q()
        for key in keys:
            wanted |= Q(**{f"{key}__icontains": text})
        return rows.filter(wanted)

    return narrowed


def _marked(rows: QuerySet[ListRow], value: str) -> QuerySet[ListRow]:
    return rows.exclude(marks=[]) if value == "marked" else rows.filter(marks=[])


def spec_of(kind: str, *, editable: bool) -> ListSpec:
    """Return how the rows of an edition are listed: the columns that tell them apart, and what is to be completed."""
    labels = labels_of(kind)
    columns = [Column(key, labels[key], fit=key in _FIT) for key in SHOWN[kind]]
    return ListSpec(
        columns=[
            *columns,
            Column("marks", MARKS),
            *([Column("action", "操作", fit=True)] if editable else []),
        ],
        filters=[
            Filter("q", "关键词", _search(kind), wide=True, placeholder="编码、名称、依据"),
            Filter(
                "marks", MARKS, _marked, kind="choice", choices=(("marked", "有待补全"), ("clear", "已齐全"))
            ),
        ],
        per_page=PER_PAGE,
    )


def row_of(kind: str, *, editable: bool, revising: Container[str] = ()) -> Callable[[ListRow], Row]:
    """Return how a row of an edition becomes a row of the table; `revising`: codes whose basis has changed."""

    def row(item: ListRow) -> Row:
        told: dict[str, object] = {key: _value(item, key) for key in SHOWN[kind]}
        marks: list[object] = [Mark("soon", "待补全"), *item.marks] if item.marks else []
        if item.code in revising:
            marks.insert(0, Mark("stop", MARK))
        told["marks"] = marks or None
        if editable:
            told["action"] = Link("修改", reverse("desk-list-row", args=[kind, item.ref]), "quiet")
        return told

    return row


def _value(item: ListRow, key: str) -> object:
    display = getattr(item, f"get_{key}_display", None)
    return display() if display else getattr(item, key)


def as_file(rows: QuerySet[ListRow], kind: str) -> tuple[list[Column], Iterator[Row]]:
    """Return columns and rows of a whole edition as a file that can be imported again."""
    told = table(rows, kind)
    return [Column(name, name) for name in headings(kind, told)], iter(told)
