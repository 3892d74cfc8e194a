"""Cells that several lists of the desk share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from mingjing.theme.cells import html
from mingjing.theme.wording import nb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from mingjing.cases.clocks import ShownClock


def two_lines(first: str, second: str) -> SafeString:
    """Return a line and, below it in small type, a second one."""
    return format_html('{}<br><span class="clause">{}</span>', nb(first), nb(second)) if second else nb(first)


def stacked(rows: Iterable[SafeString]) -> SafeString:
    """Return rows, each on a line of its own."""
    return format_html_join(mark_safe("<br>"), "{}", ((row,) for row in rows))


def beside(*values: object) -> SafeString:
    """Return values side by side."""
    return format_html_join("　", "{}", ((html(value),) for value in values))


def left(shown: ShownClock | None) -> SafeString | None:
    """Return what is left of a time limit, with its name and date below."""
    if shown is None:
        return None
    return format_html(
        '<span class="left is-{}">{}</span><br><span class="clause">{}，{}</span>',
        shown.tone,
        shown.left,
        shown.name,
        nb(shown.due),
    )
