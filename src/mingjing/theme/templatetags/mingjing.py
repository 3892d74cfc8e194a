"""Tags and filters of the templates: `{% load mingjing %}`. For links that keep the query: `querystring`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from mingjing.theme import cells, navigation, qr, wording
from mingjing.theme.forms import Problem, all_problems, field_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.forms import BaseForm
    from django.template import Context
    from django.utils.safestring import SafeString

register = template.Library()

register.filter("nb", wording.nb)
register.filter("wbr", wording.wbr)
register.filter("cn_date", wording.cn_date)
register.filter("cn_datetime", wording.cn_datetime)
register.filter("moment", wording.moment)
register.filter("money", wording.money)


@register.filter
def thousands(value: int | None) -> str:
    """Write a count as `18,204`."""
    return "—" if value is None else f"{value:,}"


@register.simple_tag
def cell(value: object) -> SafeString:
    """Render a value as a list or a detail table shows it."""
    return cells.html(value)


@register.simple_tag
def table_body(
    columns: Sequence[cells.Column], rows: Iterable[cells.Row], first: int | str = 0
) -> SafeString:
    """Render the rows of a table."""
    return cells.body(columns, rows, int(first or 0))


@register.inclusion_tag("theme/_status.html")
def status(tone: str, word: str) -> dict[str, str]:
    """Render a state: shape, colour and word."""
    return {"tone": tone, "word": word}


@register.inclusion_tag("theme/_qr.html")
def qr_code(text: str, label: str) -> dict[str, object]:
    """Draw a QR code of the text; the label says what it opens."""
    side, path = qr.drawing(text)
    return {"side": side, "path": path, "label": label}


@register.simple_tag(takes_context=True)
def nav_items(context: Context) -> list[navigation.Item]:
    """Return the main navigation: `portal_nav` of the context, else the default, only what exists."""
    request: Any = context.get("request")
    entries = context.get("portal_nav") or navigation.DEFAULT
    return navigation.items(entries, request.path if request else "")


@register.simple_tag
def form_problems(form: BaseForm) -> list[Problem]:
    """Return everything that must be mended in a form."""
    return all_problems(form)


register.simple_tag(field_problems)
