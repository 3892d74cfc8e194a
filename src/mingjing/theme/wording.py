"""Chinese typography in HTML: what must not break, where titles may break, dates and money."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeData, SafeString, mark_safe

from mingjing.clock import SHANGHAI

WHOLE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?"  # 2026-08-27 09:12
    r"|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日"
    r"|〔\d{4}〕第?\d+号"
    r"|(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)"  # telephone
    r"|(?<![A-Za-z0-9-])[A-Z]{2,4}(?:-[A-Z0-9]{2,8}){1,3}(?![A-Za-z0-9-])"  # CF-JZ-003
)
TAG = re.compile(r"(<[^>]*>)")
BREAK = re.compile(
    r"(?<=[）》”：，、；])(?=[^\s（《“：，、；）》”。])"  # after closing marks
    r"|(?<=[^\s（《“])(?=《)"  # before a title of a law
    r"|(?<=公司)(?=[^（（）“”：，、；的\s])"
    r"|(?<=[^\s（《“、，；：）])(?=或者|未取得|未按|未经|擅自|不按|违反|行政处罚决定|行政许可决定|行政检查结果|法制审核)"
)
SHORTEST_PHRASE = 3


def nb(value: object) -> SafeString:
    """Keep dates, document and telephone numbers and codes on one line each; escape everything."""
    if value is None:
        return SafeString("")
    if isinstance(value, SafeData):
        parts = TAG.split(str(value))
        return mark_safe("".join(part if part.startswith("<") else _whole(part) for part in parts))  # noqa: S308
    return mark_safe(_whole(str(conditional_escape(str(value)))))  # noqa: S308 - escaped just here


def _whole(escaped: str) -> str:
    return WHOLE.sub(lambda found: f'<span class="nb">{found[0]}</span>', escaped)


def phrases(title: str) -> list[str]:
    """Split a title at the ends of its phrases; the parts joined are the title again."""
    parts: list[str] = []
    for part in BREAK.split(title):
        if parts and (len(parts[-1]) < SHORTEST_PHRASE or len(part) < SHORTEST_PHRASE):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def wbr(value: object) -> SafeString:
    """Escape a title and let it break only between phrases (headings are `keep-all`)."""
    return mark_safe("<wbr>".join(str(conditional_escape(part)) for part in phrases(str(value))))  # noqa: S308


def local(value: dt.datetime) -> dt.datetime:
    """Return the moment in Asia/Shanghai; a naive one is taken to be there already."""
    return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value.astimezone(SHANGHAI)


def cn_date(value: dt.date | None) -> str:
    """Write `2026年8月7日`."""
    if value is None:
        return "—"
    if isinstance(value, dt.datetime):
        value = local(value)
    return f"{value.year}年{value.month}月{value.day}日"


def cn_datetime(value: dt.datetime | None) -> str:
    """Write `2026年8月7日 09:05`."""
    if value is None:
        return "—"
    return f"{cn_date(value)} {local(value):%H:%M}"


def moment(value: dt.date | str | None) -> SafeString:
    """Write a `<time>`: `2026-08-07` or `2026-08-07 09:05`; text is wrapped as it stands."""
    if value is None or value == "":
        return SafeString("—")
    if isinstance(value, dt.datetime):
        here = local(value)
        machine, shown = f"{here:%Y-%m-%dT%H:%M:%S%z}", f"{here:%Y-%m-%d %H:%M}"
        return format_html('<time datetime="{}">{}</time>', machine, shown)
    if isinstance(value, dt.date):
        return format_html('<time datetime="{0}">{0}</time>', value.isoformat())
    return format_html('<time datetime="{0}">{0}</time>', value)


def money(fen: int | None) -> str:
    """Write an amount of fen in yuan, `1,234.00`; amounts are whole fen."""
    return "—" if fen is None else f"{Decimal(fen) / 100:,.2f}"
