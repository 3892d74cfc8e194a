"""What a typeset document is made of: plain, immutable values, and no markup.

Text stays text: it reaches the template as data, so nothing that somebody typed is read as an instruction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

HIDDEN = "已隐去"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; a masked one is drawn as a hatched box with its label and its text goes nowhere."""

    text: str
    masked: bool = False
    label: str = HIDDEN


type Paragraph = tuple[Run, ...]


def plain(text: str) -> Paragraph:
    """Return a paragraph without masks."""
    return (Run(text),)


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the party block: 当事人、统一社会信用代码、法定代表人、地址."""

    label: str
    value: Paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs under a heading; no heading means that the text runs on.

    Headings of level 1 are set in 黑体, of level 2 in 楷体 (GB/T 9704-2012 7.3.3).
    """

    paragraphs: tuple[Paragraph, ...]
    heading: str = ""
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Identity:
    """What every page carries so that it can be checked: the document's id, version and verification code.

    `verify_at` is the address or place where anybody can check it. A `preview` is no document: its pages carry the
    word 预览 across, and neither id nor code.
    """

    id: str
    version: int
    code: str
    verify_at: str
    preview: bool = False


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A 行政处罚决定书, or another document that an agency signs.

    The order of `sections` is the order on paper: facts and evidence, notice and defence, law, discretion,
    orders, performance, relief (行政处罚法59; 住建部令第55号 27). `remarks` stand below the date, for example
    how many passages of a published copy are masked. `date` is None on a draft.
    """

    agency: str
    number: str
    party: tuple[Field, ...]
    sections: tuple[Section, ...]
    date: dt.date | None
    identity: Identity
    title: str = "行政处罚决定书"
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A labelled cell of a form, or a labelled fact of a record.

    `opinion` makes it a column for an opinion, with a line for signature and date at its foot; `signed` says who
    signed it in the system and when, and is printed there in place of the empty line.
    """

    label: str
    text: str
    opinion: bool = False
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A list in rows and columns: 目录, 清单. `widths` are the columns' shares of the line.

    A row of one cell is a heading across all columns.
    """

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form: 审批表, 登记表, 意见书, 送达回证. `signers` are those who sign the paper at its foot.

    `grids` stand below its cells; their heads are repeated on every page.
    """

    agency: str
    title: str
    number: str
    cells: tuple[Cell, ...]
    date: dt.date | None
    identity: Identity
    signers: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record: 笔录. Its facts stand at the head, its body may be question and answer (`问：`, `答：`).

    `signers` sign at the foot of every page. `confirmation` is what the person writes by hand at the end after
    having read it (55号令16).
    """

    agency: str
    title: str
    number: str
    facts: tuple[Cell, ...]
    body: tuple[Cell, ...]
    date: dt.date | None
    identity: Identity
    signers: tuple[str, ...] = ()
    confirmation: str = ""
    remarks: tuple[str, ...] = ()
