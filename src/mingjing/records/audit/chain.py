"""Records against their chains, columns and leaves; leaves against tiles and the root of every checkpoint ever signed.

One pass in the log's order. A head is rebuilt from columns and compared as bytes: that, and not parsing JSON, is what
makes an audit of a million records a matter of seconds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from mingjing import clock
from mingjing.ledger.checkpoint import open_checkpoint
from mingjing.ledger.note import VerifierKey
from mingjing.ledger.tree import Frontier
from mingjing.records.audit.tiles import TileAudit
from mingjing.records.models import Checkpoint, Dossier, LogHead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.records.audit import Findings

COLUMNS = "l.idx, l.hash, r.id, r.dossier_id, r.seq, r.act, r.actor, r.subject, r.happened_on, r.recorded_at, r.head, r.body"
INTEGRATED = (
    f"SELECT {COLUMNS} FROM records_leaf l LEFT JOIN records_record r ON r.id = l.record_id ORDER BY l.idx"  # noqa: S608
)
WAITING = (
    f"SELECT {COLUMNS} FROM records_record r LEFT JOIN records_leaf l ON l.record_id = r.id"  # noqa: S608
    " WHERE l.idx IS NULL ORDER BY r.dossier_id, r.seq"
)
CHUNK = 2000
SHANGHAI = dt.timedelta(hours=8)


@dataclass
class Chains:
    """The end of each dossier's chain as it has been followed so far: seq and entry."""

    ends: dict[str, tuple[int, str]] = field(default_factory=dict)

    def follow(self, findings: Findings, row: tuple[Any, ...]) -> bytes:
        """Check one record against its chain and its columns; return its entry."""
        _, _, number, dossier, seq, act, actor, subject, happened_on, recorded_at, head, body = row
        dossier = _hex(dossier)
        head, body = bytes(head), bytes(body)
        last, previous = self.ends.get(dossier, (0, ""))
        rebuilt = b'{"body":"%b","dossier":"%b","prev":"%b","seq":%d,"v":1}' % (
            hashlib.sha256(body).hexdigest().encode(),
            dossier.encode(),
            previous.encode(),
            seq,
        )
        if seq != last + 1:
            findings.problem(f"记录 {number}：案卷 {dossier} 的序号由 {last} 跳到 {seq}")
        elif rebuilt != head:
            findings.problem(f"记录 {number}（{act}）：首部与正文或前一条记录不符")
        if not _columns_agree(body, act, actor, subject, happened_on, recorded_at):
            findings.problem(f"记录 {number}（{act}）：列与正文不符")
        entry = hashlib.sha256(head).digest()
        self.ends[dossier] = (seq, entry.hex())
        return entry


def check_log(findings: Findings) -> None:
    """Check every record, leaf, tile and checkpoint."""
    chains, frontier, tiles = Chains(), Frontier(), TileAudit(findings)
    checkpoints = _checkpoints(findings)
    size = 0
    for row in _rows(INTEGRATED):
        index, hashed, number = row[0], bytes(row[1]), row[2]
        if index != size:
            findings.problem(f"日志在第 {size} 位缺叶子（下一片是 {index}）")
            break
        if number is None:
            findings.problem(f"日志第 {index} 位的记录已不存在")
            continue
        leaf = hashlib.sha256(b"\x00" + chains.follow(findings, row)).digest()
        if leaf != hashed:
            findings.problem(f"记录 {number}：与日志第 {index} 位的叶子不符")
        frontier.push(leaf)
        tiles.push(leaf)
        size += 1
        if size in checkpoints and frontier.root() != checkpoints.pop(size):
            findings.problem(f"检查点 {size}：树根与记录不符")
    for left in checkpoints:
        findings.problem(f"检查点 {left}：日志没有那么长")
    tiles.close()
    findings.count("日志叶子", size)
    _check_head(findings, size, frontier)
    waiting = sum(1 for row in _rows(WAITING) if chains.follow(findings, row))
    findings.count("记录", size + waiting)
    if waiting:
        findings.note(f"{waiting} 条记录尚待收入日志")
    _check_dossiers(findings, chains)


def _checkpoints(findings: Findings) -> dict[int, bytes]:
    """Return size → root of every signed checkpoint, each signature checked once."""
    head = LogHead.objects.first()
    roots: dict[int, bytes] = {}
    if head is None:
        return roots
    key = VerifierKey.parse(head.vkey)
    for row in Checkpoint.objects.order_by("size").iterator(CHUNK):
        try:
            signed = open_checkpoint(row.note, key)
        except ValueError as error:
            findings.problem(f"检查点 {row.size}：签名不成立（{error}）")
            continue
        if (signed.origin, signed.size, signed.root) != (head.origin, row.size, bytes(row.root)):
            findings.problem(f"检查点 {row.size}：签名的内容与登记的不符")
        roots[row.size] = signed.root
    findings.count("检查点", len(roots))
    return roots


def _check_head(findings: Findings, size: int, frontier: Frontier) -> None:
    head = LogHead.objects.first()
    if head and (head.size != size or Frontier.from_json(head.frontier).root() != frontier.root()):
        findings.problem(f"日志头记为 {head.size} 条，实有 {size} 条")


def _check_dossiers(findings: Findings, chains: Chains) -> None:
    for key, seq, entry in Dossier.objects.values_list("id", "seq", "head").iterator(CHUNK):
        if chains.ends.pop(key.hex, (0, "")) != (seq, entry):
            findings.problem(f"案卷 {key.hex}：末条记录与案卷所记不符（可能有记录被删去）")
    for gone in chains.ends:
        findings.problem(f"案卷 {gone}：有记录而案卷不存在")


def _rows(sql: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def _hex(value: Any) -> str:
    return value.hex if isinstance(value, uuid.UUID) else str(value)


def _columns_agree(
    body: bytes, act: str, actor: str, subject: str, happened_on: Any, recorded_at: Any
) -> bool:
    """Compare the columns with the body as bytes: canonical JSON has one spelling only."""
    kind, _, ref = actor.partition(":")
    wanted = [
        b'{"act":"%b","actor":{' % act.encode(),
        b'"kind":"%b","ref":"%b"},"at":"%b",' % (kind.encode(), ref.encode(), _moment(recorded_at)),
    ]
    if happened_on:
        wanted.append(b'"happened_on":"%b"' % str(happened_on).encode())
    if not body.startswith(wanted[0]) or any(part not in body for part in wanted[1:]):
        return False
    if bool(happened_on) != (b'"happened_on":"' in body):
        return False
    place = body.find(b'"subjects":[')
    if not subject:
        return body.startswith(b'"subjects":[]', place)
    first_kind, _, first_ref = subject.partition(":")
    first = body[place : place + 400]
    return (
        b'","kind":"%b","ref":"%b"}' % (first_kind.encode(), first_ref.encode())
        in first.split(b"},{")[0] + b"}"
    )


def _moment(value: Any) -> bytes:
    """Return a moment as the body spells it, from what either database returns."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    local = moment.astimezone(clock.SHANGHAI) if moment.tzinfo else moment + SHANGHAI
    return local.replace(tzinfo=None).isoformat(timespec="milliseconds").encode() + b"+08:00"
