"""The same items from a file: JSON lines, CSV or Excel, row by row through the same door as the interface."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.catalog import cells
from mingjing.catalog.tables import read_table
from mingjing.intake import acts
from mingjing.intake.fields import Field, fields_of
from mingjing.intake.models import Delivery, SourceSystem, Topic
from mingjing.intake.reading import MOST_BYTES, parsed
from mingjing.intake.receiving import Sender, receive
from mingjing.intake.systems import own, source_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.catalog.cells import Cell
    from mingjing.catalog.tables import Table
    from mingjing.registry.models import User

PERMISSION = "source.upload"
MOST_ROWS = 500
"""Rows of one file: each is checked, kept and proposed while the person waits."""
ID, VERSION = "对方编号", "版本"
KEYS = {"id": ID, "version": VERSION}

type Row = tuple[int, dict[str, object]]


def bring(
    *,
    user: User,
    system: SourceSystem,
    topic: str,
    data: bytes,
    file_name: str,
    version: int | None = None,
) -> Delivery:
    """种子 A4.2: take a file of items in; each row stands or falls by itself, and what is wrong is told row by row.

    The same file again takes nothing twice.
    """
    require(user, PERMISSION)
    own(user, system)
    if topic not in system.topics:
        raise Refusal(
            "source.forbidden",
            "该系统没有登记可以报送这一种。",
            "种子 A4.2",
            "请系统管理员先变更可以报送的种类。",
            "topic",
        )
    rows = _rows(topic, data, file_name)
    sender = Sender(system, tuple(system.topics), user.actor(), officer=user.officer)
    made = Delivery(
        system=system, topic=topic, file_name=file_name[:200], rows=len(rows), brought_by=user.officer,
        brought_at=clock.now(),
    )  # fmt: skip
    with deed(
        dossier=source_dossier(system), act=acts.DELIVERED, actor=user.actor(), version=version
    ) as work:
        for number, told in rows:
            try:
                new = _take(sender, topic, told)
            except Refusal as refusal:
                made.faults.append([number, refusal.field, [refusal.sentence, *refusal.details[1:]]])
                continue
            made.taken += new
            made.known += not new
        work.add(made)
        work.facts |= {"rows": made.rows, "taken": made.taken, "known": made.known}
    return made


def _take(sender: Sender, topic: str, told: dict[str, object]) -> bool:
    fields = {key: value for key, value in told.items() if key not in KEYS}
    number = str(told.get("version", "1"))
    if not (number.isascii() and number.isdigit()):
        raise Refusal("item.format", "版本不是整数。", next_step="从 1 起，每改一次加一。", field="version")
    data = json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")
    came = receive(
        sender=sender, topic=topic, external_id=str(told.get("id", "")), version=int(number[:12]), data=data
    )
    return came.new


def _rows(topic: str, data: bytes, file_name: str) -> list[Row]:
    extension = file_name.rpartition(".")[2].lower()
    rows = list(
        _json_lines(data) if extension in {"jsonl", "json", "ndjson"} else _table(topic, data, file_name)
    )
    if not rows:
        raise Refusal("source.file_empty", "文件里没有来件。", field="file", next_step="请核对文件。")
    if len(rows) > MOST_ROWS:
        raise Refusal(
            "source.file_too_long", f"一个文件最多 {MOST_ROWS} 行，现有 {len(rows)} 行。", field="file",
            next_step="请分成几个文件；同一件重复导入不会重复收。",
        )  # fmt: skip
    return rows


def _json_lines(data: bytes) -> Iterator[Row]:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if not line.strip():
            continue
        if len(line) > MOST_BYTES:
            raise _unreadable(number)
        try:
            yield number, parsed(line)
        except Refusal:
            raise _unreadable(number) from None


def _unreadable(number: int) -> Refusal:
    return Refusal(
        "source.file_unreadable",
        f"第 {number} 行不是一个 JSON 对象。",
        next_step="JSON 行文件一行一件，用 UTF-8 编码；一行都没有收。",
        field="file",
    )


def _table(topic: str, data: bytes, file_name: str) -> Iterator[Row]:
    known = {_plain(name): key for key, name in KEYS.items()} | {key: key for key in KEYS}
    columns = {each.key: each for each in fields_of(topic)}
    known |= {_plain(each.label): each.key for each in columns.values()} | {key: key for key in columns}
    wanted = sum(each.required for each in columns.values())

    def is_heading(headings: list[str]) -> bool:
        return sum(_plain(each) in known for each in headings) * 2 >= wanted

    table: Table = read_table(data, file_name, is_heading=is_heading)
    keys = [known.get(_plain(each), each) for each in table.headings]
    for number, line in table.rows:
        told: dict[str, object] = {}
        for key, cell in zip(keys, line, strict=False):
            value = _read(columns.get(key), cell)
            if key and value not in ("", []):
                told[key] = value
        yield number, told


def _plain(heading: str) -> str:
    return unicodedata.normalize("NFKC", heading).replace(" ", "")


def _read(field: Field | None, cell: Cell) -> object:
    """Return a cell as the interface would have sent it; what cannot be read stays text, and the check says so."""
    try:
        said = cells.text(cell)
        return _as(field, cell, said) if field and said else said
    except ValueError:
        return str(cell)


def _as(field: Field, cell: Cell, said: str) -> object:
    codes = {label: code for code, label in field.choices}
    if field.kind == "choices":
        return [codes.get(each, each) for each in cells.words(cell)]
    if field.kind == "day":
        found = cells.date(cell)
        return found.isoformat() if found else ""
    if field.kind == "amount" and isinstance(cell, int | float):
        return f"{cell:.2f}"
    return codes.get(said, said)


def topics_of(system: SourceSystem) -> list[tuple[str, str]]:
    """Return what may be brought for a system, as choices."""
    return [(each, str(Topic(each).label)) for each in system.topics]
