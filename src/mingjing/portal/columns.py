"""What a list shows on the screen, and the whole of it as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from mingjing.catalog.models import BlankForm, GuideRow, ListKind, ListRow, MatterRow, OfficerRow
from mingjing.catalog.queries import MARKS, headings, table
from mingjing.theme.cells import Column, Link, Mark, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from django.db.models import QuerySet

REVISING = "依据已修改，正在修订"
CODE = Column("code", "编码", fit=True)
ON_SCREEN: dict[str, tuple[Column, ...]] = {
    ListKind.MATTERS: (
        CODE,
        Column("name", "事项名称"),
        Column("category", "类别", fit=True),
        Column("domain", "领域", fit=True),
        Column("unit", "实施机构", fit=True),
        Column("basis", "实施依据"),
    ),
    ListKind.OFFICERS: (
        Column("name", "姓名", fit=True),
        Column("unit", "单位"),
        Column("post", "职务", fit=True),
        Column("certificate_number", "证件编号", fit=True),
        Column("category", "执法类别"),
        Column("area", "执法区域", fit=True),
        Column("certificate_to", "有效期至", number=True),
    ),
    ListKind.RECORDINGS: (
        CODE,
        Column("category", "执法类别", fit=True),
        Column("stage", "执法环节"),
        Column("matter", "执法事项"),
        Column("content", "记录事项"),
        Column("grade", "记录等级", fit=True),
    ),
    ListKind.REVIEW: (
        CODE,
        Column("category", "执法类别", fit=True),
        Column("item", "具体执法决定事项"),
        Column("threshold", "重大标准"),
        Column("materials", "提交材料"),
    ),
    ListKind.BENCHMARKS: (
        CODE,
        Column("matter_name", "事项"),
        Column("grade", "阶次", fit=True),
        Column("condition", "适用条件"),
        Column("penalty", "处罚标准"),
    ),
    ListKind.INSPECTIONS: (
        CODE,
        Column("name", "抽查事项"),
        Column("unit", "抽查主体"),
        Column("basis", "抽查依据"),
        Column("target", "抽查对象"),
        Column("content", "抽查内容"),
        Column("ratio", "比例", fit=True),
        Column("method", "方式"),
        Column("frequency", "频次", fit=True),
        Column("annual_cap", "年度上限", number=True),
    ),
    ListKind.GUIDES: (
        CODE,
        Column("name", "事项名称"),
        Column("category", "类别", fit=True),
        Column("accepting_body", "受理机构"),
        Column("time_limit", "办理时限"),
        Column("fee", "收费"),
    ),
}
SEARCHED: dict[str, tuple[str, ...]] = {
    ListKind.MATTERS: ("code", "name", "domain", "unit", "basis"),
    ListKind.OFFICERS: ("name", "unit", "post", "certificate_number", "category"),
    ListKind.RECORDINGS: ("code", "stage", "matter", "content", "place"),
    ListKind.REVIEW: ("code", "item", "threshold", "materials", "focus"),
    ListKind.BENCHMARKS: ("code", "matter_code", "matter_name", "condition", "penalty"),
    ListKind.INSPECTIONS: ("code", "name", "matter_code", "domain", "unit", "basis", "target", "content"),
    ListKind.GUIDES: ("code", "name", "basis", "materials", "accepting_body"),
}
PLACEHOLDERS: dict[str, str] = {
    ListKind.MATTERS: "名称、编码、领域、依据",
    ListKind.OFFICERS: "姓名、单位、证件编号",
    ListKind.RECORDINGS: "环节、事项、场合",
    ListKind.REVIEW: "事项、重大标准",
    ListKind.BENCHMARKS: "事项、适用条件",
    ListKind.INSPECTIONS: "抽查事项、对象、依据",
    ListKind.GUIDES: "事项、材料、受理机构",
}


def matter_url(code: str) -> str:
    """Return the address of a matter's page."""
    return f"/lists/matters/{quote(code, safe='')}/"


def guide_url(code: str) -> str:
    """Return the address of a service guide's page."""
    return f"/guides/{quote(code, safe='')}/"


def form_url(form: BlankForm) -> str:
    """Return the address of a blank form's file."""
    return f"/guides/forms/{quote(form.filename, safe='')}"


def on_screen(
    kind: str, *, past: int | None = None, revising: Container[str] = ()
) -> Callable[[ListRow], Row]:
    """Return how an item of a list, of the edition in force or a `past` one, becomes a row of the table.

    `revising`: codes whose basis the law has changed.
    """
    keys = [column.key for column in ON_SCREEN[kind]]
    marked = next(column.key for column in ON_SCREEN[kind] if not column.fit)

    def row(item: ListRow) -> Row:
        told = {key: _shown(item, key) for key in keys} | _links(item, past)
        if item.code in revising:
            told[marked] = [told[marked], Mark("soon", REVISING)]
        return told

    return row


def _shown(item: ListRow, key: str) -> object:
    display = getattr(item, f"get_{key}_display", None)
    return display() if display else getattr(item, key)


def _links(item: ListRow, past: int | None) -> dict[str, object]:
    if isinstance(item, MatterRow):
        return {"name": Link(item.name, matter_url(item.code))}
    if isinstance(item, GuideRow):
        edition = f"?edition={past}" if past else ""
        return {"name": Link(item.name, f"{guide_url(item.code)}{edition}")}
    if isinstance(item, OfficerRow):
        number = item.certificate_number
        return {"certificate_number": Link(number, f"/officers/check?{urlencode({'number': number})}")}
    return {}


def as_file(rows: QuerySet[ListRow], kind: str) -> tuple[list[Column], Iterator[Row]]:
    """Return columns and rows of the whole list as a file; its keys are the Chinese headings.

    Of officers nothing beyond the list's own columns (§11.6 no. 17), whatever an imported file said besides.
    """
    told = table(rows, kind)
    own: Sequence[str] = headings(kind) if kind == ListKind.OFFICERS else headings(kind, told)
    columns = [Column(name, name) for name in own if name != MARKS]
    return columns, iter(told)
