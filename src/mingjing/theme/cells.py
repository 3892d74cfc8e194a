"""What a list shows in a cell and writes into a file: columns, and the kinds of values beyond plain text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeData, SafeString

from mingjing.theme.wording import moment, money, nb


@dataclass(frozen=True)
class Column:
    """One column: key in the row, heading, width in characters (Excel), and how it sits in the table."""

    key: str
    label: str
    width: int = 16
    fit: bool = False
    number: bool = False
    short: str = ""

    def __post_init__(self) -> None:
        if not self.short:
            object.__setattr__(self, "short", self.label)

    @property
    def css(self) -> str:
        """Return the classes of its cells."""
        return "c-num" if self.number else "c-fit" if self.fit else ""


@dataclass(frozen=True)
class Link:
    """Text that leads somewhere; a file gets the text only. `button` makes it an action of the row."""

    text: str
    url: str
    button: str = ""

    def __str__(self) -> str:
        """Return the text, as a file shows it."""
        return self.text


@dataclass(frozen=True)
class Mark:
    """A state: a tone (ok, soon, stop, now, off) and its word."""

    tone: str
    word: str

    def __str__(self) -> str:
        """Return the word, as a file shows it."""
        return self.word


@dataclass(frozen=True)
class Masked:
    """A value that the public does not get: what is left of it, what is said instead, by which rule."""

    before: str = ""
    word: str = "已隐去"
    why: str = ""
    after: str = ""

    def __str__(self) -> str:
        """Return what a file shows: never the hidden part."""
        return f"{self.before}〔{self.word}〕{self.after}"


@dataclass(frozen=True)
class Yuan:
    """An amount in fen, shown as `1,234.00 元`; a file gets a number of yuan."""

    fen: int

    def __str__(self) -> str:
        """Return the amount with its unit."""
        return f"{money(self.fen)} 元"


type Row = Mapping[str, object]


def values(row: Row, columns: Sequence[Column]) -> list[tuple[Column, object]]:
    """Pair each column with the row's value (missing: None)."""
    return [(column, row.get(column.key)) for column in columns]


def html(value: object) -> SafeString:  # noqa: PLR0911 - one line a kind of value
    """Render one value; plain text is escaped, a list becomes paragraphs, nothing becomes a dash."""
    match value:
        case None | "":
            return SafeString("—")
        case Link():
            css = f"btn btn-sm btn-{value.button}" if value.button else ""
            attribute = format_html(' class="{}"', css) if css else ""
            return format_html('<a{} href="{}">{}</a>', attribute, value.url, nb(value.text))
        case Mark():
            return SafeString(
                render_to_string("theme/_status.html", {"tone": value.tone, "word": value.word}).strip()
            )
        case Masked():
            mask = render_to_string("theme/_mask.html", {"word": value.word, "why": value.why}).strip()
            return format_html("{}{}{}", value.before, SafeString(mask), value.after)
        case dt.date():
            return moment(value)
        case bool():
            return SafeString("是" if value else "否")
        case SafeData() | str() | int() | Decimal() | Yuan():
            return nb(value)
        case Iterable():
            return _several(list(value))
        case _:
            return nb(str(value))


def body(columns: Sequence[Column], rows: Iterable[Row], first: int = 0) -> SafeString:
    """Render the rows of a table, in Python: a list is the page that is asked for most, and half of it are cells.

    `first` is the number of the first row; 0 leaves the numbers out.
    """
    starts = [
        (column.key, format_html('<td class="{}" data-label="{}">', column.css, column.short))
        for column in columns
    ]
    lines = []
    for number, row in enumerate(rows, start=first):
        cells = [f"{start}{html(row.get(key))}</td>" for key, start in starts]
        head = f'<td class="c-fit muted skip-s">{number}</td>' if first else ""
        lines.append(f"<tr>{head}{''.join(cells)}</tr>")
    return SafeString("\n".join(lines))  # every part of it was escaped above


def _several(items: list[object]) -> SafeString:
    if not items:
        return html(None)
    if any(isinstance(item, str) and not isinstance(item, SafeData) for item in items):
        return format_html_join("", "<p>{}</p>", ((html(item),) for item in items))
    return format_html_join(" ", "{}", ((html(item),) for item in items))


def plain(value: object) -> str | int | float | Decimal | bool | None:  # noqa: PLR0911 - one line a kind
    """Return what a file holds: numbers stay numbers, dates become ISO text, lists are joined with `；`."""
    match value:
        case None | bool() | int() | float() | Decimal():
            return value
        case Yuan():
            return Decimal(value.fen) / 100
        case dt.datetime():
            return value.isoformat(timespec="seconds")
        case dt.date():
            return value.isoformat()
        case str() | Link() | Mark() | Masked():
            return str(value)
        case Iterable():
            return "；".join(str(plain(item)) for item in value)
        case _:
            return str(value)
