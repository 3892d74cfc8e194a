"""The page of a bundle that people read: its records as sentences, its files as links. It proves nothing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mingjing import clock
from mingjing.records.queries import lines

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mingjing.records.models import Record
    from mingjing.records.queries import Line

HEAD = mark_safe(
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>卷宗包目录</title><style>'
    "body{font:16px/1.7 serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse;width:100%}td{border-top:1px solid #ccc;padding:.3rem .6rem;vertical-align:top}"
    "td:first-child{white-space:nowrap;color:#555}</style><h1>卷宗包目录</h1>"
    "<p>本页供人阅读，本身不是证明。核验用 <code>mingjing verify-bundle 文件.zip</code>。</p>"
)


def page(records: Sequence[Record], *, shown: Collection[int], members: Sequence[str]) -> bytes:
    """Return the page: the files with links below this folder, then every record, a withheld one by its place only."""
    files = format_html_join(
        "", '<li><a href="{}">{}</a></li>', ((name.removeprefix("data/"), _name(name)) for name in members)
    )
    said = {each.record.pk: each for each in lines(each for each in records if each.pk in shown)}
    rows = format_html_join(
        "", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", (_row(each, said) for each in records)
    )
    body = format_html("<h2>文件</h2><ol>{}</ol><h2>记录</h2><table>{}</table>", files, rows)
    return SafeString(HEAD + body).encode()


def _row(record: Record, said: dict[int, Line]) -> tuple[int, str, str]:
    at = record.recorded_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    told = said.get(record.pk)
    return record.seq, at, told.sentence if told else "（未提供，以散列证明其存在、未改动）"


def _name(member: str) -> str:
    return member.rpartition("/")[2]
