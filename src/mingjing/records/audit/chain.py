"""Records against their chains, columns and leaves; leaves against tiles and the root of every checkpoint ever signed.

One pass in the log's order. A head is rebuilt from columns and compared as bytes: that, and not parsing JSON, is what
makes an audit of a million records a matter of seconds.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import connection

from mingjing.ledger.checkpoint import Checkpoint as Note
from mingjing.ledger.note import VerifierKey, open_note
from mingjing.ledger.tree import Frontier
from mingjing.records.audit.columns import Columns
from mingjing.records.audit.lost import Lost
from mingjing.records.audit.tiles import TreeAudit
from mingjing.records.keys import keys_of_log
from mingjing.records.log import link
from mingjing.records.models import Checkpoint, Dossier, LogHead, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.records.audit import Findings
    from mingjing.records.keys import KeyOfLog

    type Row = tuple[Any, ...]

# Text and plain numbers only: a column that has lost its shape must be named, not stop the reader.
COLUMNS = {
    "sqlite": (
        "l.idx, l.hash, r.id, r.dossier_id, r.seq, r.act, r.actor, r.subject, r.happened_on || '',"
        " r.recorded_at || '', r.head, r.body"
    ),
    "postgresql": (
        "l.idx, l.hash, r.id, encode(uuid_send(r.dossier_id), 'hex'), r.seq, r.act, r.actor, r.subject,"
        " r.happened_on::text, r.recorded_at::text, r.head, r.body"
    ),
}
INTEGRATED = "SELECT {} FROM records_leaf l LEFT JOIN records_record r ON r.id = l.record_id ORDER BY l.idx"
WAITING = (
    "SELECT {} FROM records_record r JOIN records_pending p ON p.record_id = r.id"
    " LEFT JOIN records_leaf l ON l.record_id = r.id ORDER BY r.dossier_id, r.seq"
)
ASTRAY = (
    "SELECT {} FROM records_record r LEFT JOIN records_leaf l ON l.record_id = r.id"
    " WHERE l.idx IS NULL AND r.id NOT IN (SELECT record_id FROM records_pending) ORDER BY r.id"
)
CHUNK = 2000
DOSSIER = '"dossier":{'


class Chains:
    """Each dossier's chain as far as it was followed: its end (seq, entry in hex) and what it says the dossier is."""

    def __init__(self, findings: Findings) -> None:
        self.ends: dict[str, tuple[int, str]] = {}
        self.said: dict[str, str] = {}
        self._findings = findings
        self._agree = Columns().agree

    def follow(self, row: Row) -> bytes:
        """Check one record against its chain and its columns; return its entry."""
        _, _, number, dossier, seq, act, actor, subject, happened_on, recorded_at, head, body = row
        last, previous = self.ends.get(dossier, (0, ""))
        text = body.decode(errors="replace")
        if not last:
            place = text.find(DOSSIER)
            self.said[dossier] = text[place : text.find("}", place) + 1]
        digest = sha256(body).hexdigest()
        if (
            f'{{"body":"{digest}","dossier":"{dossier}","prev":"{previous}","seq":{seq},"v":1}}'.encode()
            != head
        ):
            self._findings.problem(f"记录 {number}（{act}）：首部与正文或前一条记录不符")
        if seq != last + 1:
            self._findings.problem(f"记录 {number}：案卷 {dossier} 的序号由 {last} 跳到 {seq}")
        if not self._agree(text, act, actor, subject, (happened_on, recorded_at)):
            self._findings.problem(f"记录 {number}（{act}）：列与正文不符")
        entry: bytes = sha256(head).digest()
        self.ends[dossier] = (seq, entry.hex())
        return entry


def check_log(findings: Findings) -> None:
    """Check every record, leaf, tile and checkpoint."""
    tree = TreeAudit(findings)
    chains = Chains(findings)
    lost = Lost(findings)
    roots = _Roots(findings)
    missing = 0
    for row in rows_of(INTEGRATED):
        index, hashed, number = row[0], row[1], row[2]
        while index > tree.size:
            missing += 1
            findings.problem(f"日志第 {tree.size} 位的叶子已不存在")
            tree.push(bytes(32))
        leaf = hashed
        if number is None:
            missing += 1
            if not lost.excuses(index, hashed):
                findings.problem(f"日志第 {index} 位的记录已不存在")
        else:
            leaf = sha256(b"\x00" + chains.follow(row)).digest()
            if leaf != hashed:
                findings.problem(f"记录 {number}：与日志第 {index} 位的叶子不符")
        tree.push(leaf)
        if tree.size in roots.wanted:
            roots.compare(tree.size, tree.root())
    roots.finish()
    tree.finish()
    lost.finish()
    findings.count("日志叶子", tree.size)
    _check_head(findings, tree)
    findings.count("记录", _check_waiting(findings, chains, tree.size - missing))
    _check_dossiers(findings, chains)


class _Roots:
    """The root of every checkpoint ever signed, and of those that somebody kept, to be met at its size."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._differing: list[int] = []
        self.wanted: dict[int, list[bytes]] = {}
        self._keys, self._origin = _identity(findings)
        count, chain = 0, ""
        for row in Checkpoint.objects.order_by("size").iterator(CHUNK):
            count, chain = count + 1, self._follow(row, chain)
            signed = self._open(row.note, f"检查点 {row.size}", row.size)
            self.wanted.setdefault(row.size, []).append(bytes(row.root))
            if signed and (signed.size, signed.root) != (row.size, bytes(row.root)):
                findings.problem(f"检查点 {row.size}：签名的内容与登记的不符")
        self._check_ends(count, chain)
        findings.count("检查点", len(self.wanted))
        for note in findings.known:
            signed = self._open(note, "所给的检查点")
            if signed and self._counts(note, signed):
                self.wanted.setdefault(signed.size, []).append(signed.root)

    def _follow(self, row: Checkpoint, before: str) -> str:
        """Check a checkpoint's link to the one before; return what the next one must continue."""
        try:
            wanted = link(before, row.size, bytes(row.root), row.signed_at)
        except (ValueError, OverflowError):
            wanted = ""
        if row.chain != wanted:
            self._findings.problem(
                f"检查点 {row.size}：与前一个检查点接不上（此处有检查点被改动、添加或删去）"
            )
        return row.chain

    def _check_ends(self, count: int, chain: str) -> None:
        """Compare with what the log's head says: how many were signed, and the last one's link."""
        head = LogHead.objects.first()
        if head is None:
            return
        if head.checkpoints != count:
            self._findings.problem(f"日志头记为签过 {head.checkpoints} 个检查点，实有 {count} 个")
        if head.chain != chain:
            self._findings.problem("最后一个检查点与日志头所记的不符")

    def _open(self, note: str, name: str, size: int | None = None) -> Note | None:
        """Open a note by the key that signs checkpoints of this size; one somebody kept, by any the log ever had."""
        keys = [key for known, key in self._keys if size is None or known.signs(size)]
        if not self._keys:
            return None
        try:
            signed = Note.parse(open_note(note, keys).text)
        except ValueError as error:
            self._findings.problem(f"{name}：签名不成立（{error}）")
            return None
        if signed.origin != self._origin:
            self._findings.problem(f"{name}：来源是 {signed.origin}，不是本日志")
        return signed

    def _counts(self, note: str, signed: Note) -> bool:
        """A stolen key's signature counts only as far as it was trusted: its thief may have signed anything since."""
        stolen = [
            key for known, key in self._keys if known.trusted is not None and signed.size > known.trusted
        ]
        sound = [key for _, key in self._keys if key not in stolen]
        if not stolen or (sound and _signed_by(note, sound)):
            return True
        self._findings.note(
            f"所给的检查点（{signed.size} 条）只有被盗密钥的签名，且超出其可信的范围，不作比对"
        )
        return False

    def compare(self, size: int, root: bytes) -> None:
        """Compare the root at a checkpoint's size."""
        if any(each != root for each in self.wanted.pop(size)):
            self._differing.append(size)

    def finish(self) -> None:
        """Say which checkpoints differ: once wrong, all that follow are, so they make one line."""
        if self._differing:
            first, count = self._differing[0], len(self._differing)
            more = f"（其后共 {count} 个检查点不符）" if count > 1 else ""
            self._findings.problem(f"检查点 {first}：树根与记录不符{more}")
        beyond = sorted(self.wanted)
        if beyond:
            self._findings.problem(f"检查点 {beyond[0]}：日志没有那么长（共 {len(beyond)} 个检查点如此）")


def _identity(findings: Findings) -> tuple[list[tuple[KeyOfLog, VerifierKey]], str]:
    head = LogHead.objects.first()
    if head is None:
        return [], ""
    try:
        return [(each, VerifierKey.parse(each.vkey)) for each in keys_of_log()], head.origin
    except (ValueError, KeyError, TypeError):
        findings.problem("日志头：公钥已不成形")
        return [], head.origin


def _signed_by(note: str, keys: list[VerifierKey]) -> bool:
    try:
        open_note(note, keys)
    except ValueError:
        return False
    return True


def _check_head(findings: Findings, tree: TreeAudit) -> None:
    head = LogHead.objects.first()
    if head is None:
        if tree.size:
            findings.problem("日志头已不存在")
        return
    try:
        frontier = Frontier.from_json(head.frontier)
    except ValueError:
        findings.problem("日志头：树的前沿已不成形")
        return
    if (head.size, frontier.size, frontier.root()) != (tree.size, tree.size, tree.root()):
        findings.problem(f"日志头记为 {head.size} 条，与实有的 {tree.size} 条不符")
    if head.size and not Checkpoint.objects.filter(size=head.size).exists():
        findings.problem(f"日志头记为 {head.size} 条，却没有这一大小的检查点")


def _check_waiting(findings: Findings, chains: Chains, integrated: int) -> int:
    """Follow the records that wait for the log, and name those that do not even wait; return how many there are."""
    waiting = 0
    for row in rows_of(WAITING):
        if row[0] is not None:
            findings.problem(f"记录 {row[2]}：已在日志中，却仍在待收之列")
            continue
        waiting += 1
        chains.follow(row)
    if waiting:
        findings.note(f"{waiting} 条记录尚待收入日志")
    total = Record.objects.count()
    if total != integrated + waiting:
        for row in rows_of(ASTRAY):
            findings.problem(f"记录 {row[2]}：既不在日志中，也不在待收之列")
            chains.follow(row)
    return total


def _check_dossiers(findings: Findings, chains: Chains) -> None:
    count = 0
    rows = Dossier.objects.values_list("id", "seq", "head", "kind", "ref", "agency").iterator(CHUNK)
    for key, seq, head, kind, ref, agency in rows:
        count += 1
        name = key.hex
        if chains.ends.pop(name, (0, "")) != (seq, head):
            findings.problem(f"案卷 {name}：末条记录与案卷所记不符（可能有记录被删去）")
        plain = f'{DOSSIER}"agency":"{agency}","kind":"{kind}","ref":"{ref}"}}'
        if chains.said.get(name, plain) != plain:
            findings.problem(f"案卷 {name}：所指的事物与首条记录不符")
    for gone in chains.ends:
        findings.problem(f"案卷 {gone}：有记录而案卷不存在")
    findings.count("案卷", count)


def rows_of(sql: str) -> Iterator[Row]:
    """Yield rows as the database hands them over, never all at once; within the audit's transaction."""
    text = sql.format(COLUMNS[connection.vendor])
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        with connection.connection.cursor(name="mingjing_audit", binary=True) as cursor:
            cursor.execute(text)
            while rows := cursor.fetchmany(CHUNK):
                yield from rows
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(text)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
