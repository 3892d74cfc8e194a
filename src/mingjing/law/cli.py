"""The law on the command line: `laws import`, `laws check`, `laws diff`, `laws outline`, `term`.

`term` and `laws outline` need neither settings nor a database, so the rows are imported where they are used.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingjing.law import terms
from mingjing.law.contents import format_outlines, make_outlines
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.law.resolution import Resolution


def laws_import(paths: Sequence[str]) -> int:
    """Import each file in an act of its own, a line for each; return 1 if any was refused, else 0."""
    from mingjing.law.actions import import_statute  # noqa: PLC0415
    from mingjing.records.actors import SYSTEM  # noqa: PLC0415

    refused = 0
    for path in map(Path, paths):
        try:
            done = import_statute(actor=SYSTEM, name=path.name, content=_read(path))
        except Refusal as refusal:
            refused += 1
            sys.stderr.write(f"{path.name}：{refusal}\n")
            continue
        said = f"已导入 {done.version.articles.count()} 条" if done.changed else "内容相同，没有变化"
        note = f"（{done.version.note}）" if done.version.note else ""
        sys.stdout.write(f"{done.version}：{said}{note}\n")
    return 1 if refused else 0


def laws_outline(paths: Sequence[str], output: str) -> int:
    """Write the outlines of texts to a file: titles, dates, structure, no words."""
    Path(output).write_text(format_outlines(make_outlines([Path(path) for path in paths])), encoding="utf-8")
    return 0


def laws_check(citation: str, on: str) -> tuple[dict[str, Any], int]:
    """Return the answer and its exit code: 0 for found or not imported, 1 for what must be refused.

    Refuses what cannot be read as one citation or as a date.
    """
    from mingjing.law.actions import load_outlines  # noqa: PLC0415
    from mingjing.law.models import Statute  # noqa: PLC0415
    from mingjing.law.queries import resolve  # noqa: PLC0415
    from mingjing.records.actors import SYSTEM  # noqa: PLC0415

    day = _day(on)
    if not Statute.objects.exists():
        load_outlines(actor=SYSTEM)
    answer = resolve(citation, day)
    return _as_json(answer, day), 1 if answer.status.refuses else 0


def laws_diff(title: str, *, earlier: str = "", later: str = "") -> int:
    """Write what changed between two versions of a statute, article by article; return 0."""
    from mingjing.law.comparing import difference  # noqa: PLC0415

    found = difference(
        title, earlier=_day(earlier) if earlier else None, later=_day(later) if later else None
    )
    said = "，".join(f"{kind.label} {count} 条" for kind, count in found.counts) or "没有不同"
    sys.stdout.write(f"{found.before} → {found.after}：{said}\n")
    for change in found.changes:
        sys.stdout.write(f"\n{change.heading}　{change.kind.label}\n")
        old, new = ((side.text if side else "") for side in (change.before, change.after))
        if old != new:
            for mark, text in (("-", old), ("+", new)):
                sys.stdout.writelines(f"{mark} {line}\n" for line in text.split("\n") if line)
    return 0


def term(rule: str, start: str, extended: bool = False) -> dict[str, Any]:
    """Return `due`, `safe`, `provisional` and what the rule is; refuses what is no time limit (exit 2)."""
    row = terms.rule(rule)
    result = terms.due(rule, _moment(start), extended=extended)
    return {
        "due": result.due.isoformat(),
        "safe": result.safe.isoformat(),
        "provisional": result.provisional,
        "rule": row.key,
        "name": row.name,
        "kind": result.kind,
        "unit": result.unit,
        "clause": row.clause,
    }


def _as_json(answer: Resolution, day: dt.date) -> dict[str, Any]:
    version = answer.version
    return {
        "status": answer.status.value,
        "sentence": answer.sentence,
        "on": day.isoformat(),
        "statute": answer.statute.title if answer.statute else answer.citation.title,
        "version": {
            "published_on": _text(version.published_on),
            "effective_from": _text(version.effective_from),
            "effective_to": _text(version.effective_to),
            "has_text": version.has_text,
        }
        if version
        else None,
        "article": answer.citation.article,
        "article_suffix": answer.citation.article_suffix,
        "paragraph": answer.paragraph if answer.paragraph is not None else answer.citation.paragraph,
        "item": answer.citation.item,
        "text": answer.text or None,
    }


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("law.file_unreadable", f"读不到文件“{path}”。", next_step="检查路径和权限") from error


def _day(text: str) -> dt.date:
    moment = _moment(text)
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _moment(text: str) -> dt.date | dt.datetime:
    """Return a date, or a time if one is written (2026-09-15T16:30)."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal(
            "law.date_unreadable", f"“{text}”不是日期。", next_step="写成 2026-09-15 或 2026-09-15T16:30"
        ) from error
