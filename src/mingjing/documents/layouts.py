"""From a document's items to its pages: each layout of the catalogue set by the press."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.documents.forms_catalogue import Form, Layout
from mingjing.documents.previewing import previewing
from mingjing.refusal import Refusal
from mingjing.typeset import (
    Cell,
    DecisionPage,
    Field,
    FormPage,
    Grid,
    Identity,
    RecordPage,
    Section,
    TypesettingError,
    decision_pdf,
    form_pdf,
    plain,
    record_pdf,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = re.compile(
    r"(?:(?<=[一-鿿]) )?(?<![0-9A-Za-z-])(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?![0-9A-Za-z-])"
    r"(?: (?=[一-鿿]))?"
)
"""A day as the system keeps it, with the spaces that a screen sets around it; a document writes it otherwise."""
TITLES = {
    "行政处罚法": "中华人民共和国行政处罚法",
    "行政强制法": "中华人民共和国行政强制法",
    "民事诉讼法": "中华人民共和国民事诉讼法",
}
OWN = "住房和城乡建设行政处罚程序规定|行政执法机关移送涉嫌犯罪案件的规定"
SHORT = re.compile(rf"(?<![《国])({'|'.join(TITLES)}|{OWN}) ?(?=第)")
"""Laws as screens cite them, before the article."""
NUMERALS = "一二三四五六七八九十"
PARTY = (
    "受移送机关",
    "当事人",
    "统一社会信用代码",
    "证件号码",
    "法定代表人",
    "住所",
    "住址",
    "地址",
    "联系电话",
)
"""Items that stand at the head of a letter, before its sections."""
FACT = 80
"""An item of a record up to so many characters stands at its head; the first longer one begins its body."""


@dataclass(frozen=True)
class Signed:
    """An opinion with the person who signed it here, and the day."""

    text: str
    name: str
    on: dt.date

    def __str__(self) -> str:
        return f"{self.text}（{self.name}，{self.on}）"


@dataclass(frozen=True)
class Table:
    """A list among the items of a form: its columns with their shares of the line, its rows."""

    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        return "\n".join("　".join(part for part in row if part) for row in self.rows)


@dataclass(frozen=True)
class Head:
    """What a document carries beside its items."""

    agency: str
    title: str
    number: str
    made_on: dt.date
    identity: Identity


def identity(*, ref: str, code: str, agency: str) -> Identity:
    """Return what every page of a document carries: its id, version, code, and where anybody can check it."""
    return Identity(
        id=ref, version=1, code=code, verify_at=f"{agency}行政执法公示门户“查验真伪”", preview=previewing()
    )


def complete(form: Form, items: Mapping[str, object]) -> None:
    """Refuse a document that lacks an element which the law asks of its form."""
    missing = [name for name in form.elements if not str(items.get(name, "")).strip()]
    if missing:
        raise Refusal(
            "document.incomplete",
            f"{form.title}缺少必备要素，不能制作。",
            form.basis,
            "请补写所缺的内容后再制作。",
            details=[f"缺：{name}" for name in missing],
        )


def pages(form: Form, head: Head, items: Mapping[str, object]) -> bytes:
    """Return a document's PDF. Refused if no font here has one of its characters."""
    try:
        match form.layout:
            case Layout.FORM:
                return form_pdf(_form(form, head, items))
            case Layout.RECORD:
                return record_pdf(_record(form, head, items))
            case Layout.LETTER:
                return decision_pdf(_letter(head, items))
    except TypesettingError as error:
        raise Refusal(
            "document.not_set",
            f"{form.title}排不出版面：有字不在本机的字库内。",
            next_step="请核对有无误输的符号；确是人名、地名用字的，请管理员安装“Noto Serif CJK SC”等大字库。",
            details=[str(error)],
        ) from error


def _form(form: Form, head: Head, items: Mapping[str, object]) -> FormPage:
    return FormPage(
        agency=head.agency,
        title=head.title,
        number=head.number,
        cells=tuple(_cell(name, value) for name, value in items.items() if not isinstance(value, Table)),
        date=head.made_on,
        identity=head.identity,
        signers=form.signers,
        grids=tuple(_grid(value) for value in items.values() if isinstance(value, Table)),
    )


def _grid(table: Table) -> Grid:
    return Grid(
        tuple(name for name, _ in table.columns), tuple(share for _, share in table.columns), table.rows
    )


def _cell(name: str, value: object) -> Cell:
    if isinstance(value, Signed):
        return Cell(name, value.text, opinion=True, signed=f"{value.name}　{_day(value.on)}")
    return Cell(name, _days(str(value)))


def _days(text: str) -> str:
    """Write days as documents write them: 2026年9月8日."""
    return DAY.sub(lambda found: _day(dt.date.fromisoformat(found[1])), text)


def _cited(text: str) -> str:
    """Write laws in a letter by their whole titles: `行政处罚法 第五十六条` is how a screen says it."""
    return SHORT.sub(lambda found: f"《{TITLES.get(found[1], found[1])}》", text)


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _record(form: Form, head: Head, items: Mapping[str, object]) -> RecordPage:
    cells = [_cell(name, value) for name, value in items.items()]
    body = next((place for place, cell in enumerate(cells) if _is_body(cell)), len(cells) - 1)
    return RecordPage(
        agency=head.agency,
        title=head.title,
        number=head.number,
        facts=tuple(cells[:body]),
        body=tuple(cells[body:]),
        date=head.made_on,
        identity=head.identity,
        signers=form.signers,
        confirmation=form.confirmation,
    )


def _is_body(cell: Cell) -> bool:
    return len(cell.text) > FACT or "\n" in cell.text or cell.label.endswith(("内容", "情况", "记录", "义务"))


def _letter(head: Head, items: Mapping[str, object]) -> DecisionPage:
    party = [(name, value) for name, value in items.items() if name in PARTY]
    rest = [(name, _cited(_days(str(value)))) for name, value in items.items() if name not in PARTY]
    return DecisionPage(
        agency=head.agency,
        number=head.number,
        title=head.title,
        party=tuple(Field(name, plain(str(value))) for name, value in party if str(value)),
        sections=tuple(
            Section(tuple(plain(line) for line in text.splitlines() if line), _heading(place, name))
            for place, (name, text) in enumerate(rest)
        ),
        date=head.made_on,
        identity=head.identity,
    )


def _heading(place: int, name: str) -> str:
    return f"{NUMERALS[place]}、{name}" if place < len(NUMERALS) else name
