"""The records of a bundle: chain, bodies, openings, and their place in the log, read side by side."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mingjing.ledger.bundle import form
from mingjing.ledger.bundle.form import Fault
from mingjing.ledger.canonical import parse
from mingjing.ledger.checkpoint import open_checkpoint
from mingjing.ledger.entry import Head, entry, file_commitment, parse_head, value_commitment
from mingjing.ledger.proof import TlogProof

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.ledger.bundle.bag import Bag
    from mingjing.ledger.canonical import JSON
    from mingjing.ledger.checkpoint import Checkpoint
    from mingjing.ledger.note import VerifierKey

_HEX = re.compile(r"[0-9a-f]{64}")

_HEAD_LINE = frozenset({"head", "index", "seq"})
_BODY_LINE = frozenset({"body", "seq"})
_BODY_WITHHELD = frozenset({"seq", "withheld"})
_SUBJECT = frozenset({"commitment", "kind", "ref"})
_STORED = _SUBJECT | {"version"}  # a file that lay in an object store: which version of the object
_PLACE = frozenset({"position", "seq", "tag"})
_VALUE = _PLACE | {"salt", "value"}
_FILE = _PLACE | {"salt", "sha256", "sm3"}
_FILE_HERE = _FILE | {"file"}
_WITHHELD = _PLACE | {"withheld"}
_DISPOSED = _PLACE | {"disposed"}


@dataclass
class Chain:
    """What was read of a dossier: how far its chain goes, and what its records open."""

    dossier: str = ""
    count: int = 0
    last: str = ""
    withheld_bodies: int = 0
    values: int = 0
    files: int = 0
    withheld: int = 0
    disposed: int = 0
    referred: set[str] = field(default_factory=set)

    def follow(self, head: Head, member: str) -> None:
        """Take the next head in; raise Fault where it does not continue the chain."""
        if self.dossier and head.dossier != self.dossier:
            raise Fault(member, f"第 {head.seq} 条记录属于另一个案卷")
        if head.seq != self.count + 1:
            raise Fault(member, f"第 {self.count + 1} 条记录处是第 {head.seq} 条：案卷的记录不连续")
        if head.prev != self.last:
            raise Fault(member, f"第 {head.seq} 条记录没有接在前一条之后")
        self.dossier, self.count = head.dossier, head.seq


class Log:
    """Proofs under the log's key; each checkpoint's signature is checked once."""

    def __init__(self, key: VerifierKey) -> None:
        self.key = key
        self.note = ""
        """The checkpoint of the newest proof that held."""
        self._checkpoint: Checkpoint | None = None

    def prove(self, bag: Bag, member: str, digest: bytes, index: int) -> Checkpoint:
        """Return the checkpoint under which an entry stands at `index`; raise Fault where the proof fails."""
        text = bag.text(member)
        try:
            proof = TlogProof.parse(text)
            checkpoint = self._open(proof.checkpoint)
            proof.verify_under(digest, checkpoint)
        except ValueError as error:
            raise Fault(member, str(error)) from error
        if proof.index != index:
            raise Fault(member, f"证明的序号 {proof.index} 与记录所在的 {index} 不同")
        return checkpoint

    def _open(self, note: str) -> Checkpoint:
        if self._checkpoint is None or note != self.note:
            self._checkpoint, self.note = open_checkpoint(note, self.key), note
        return self._checkpoint


def check_records(bag: Bag, log: Log | None) -> Chain:
    """Return the chain of a bundle's records; raise Fault at the first that is not as it was made.

    Without a log (its key could not be read) everything but the proofs is checked.
    """
    chain = Chain()
    bodies = bag.json_lines(form.BODIES)
    openings = _Openings(bag)
    for line in bag.json_lines(form.HEADS):
        seq = chain.count + 1
        head, digest, index = _read_head(line, seq, chain)
        chain.last = digest.hex()
        subjects = _read_body(next(bodies, None), head, chain)
        openings.check(seq, subjects, chain)
        if log is not None:
            log.prove(bag, form.proof_name(seq), digest, index)
    if next(bodies, None) is not None:
        raise Fault(form.BODIES, f"多于 {chain.count} 条记录的内容")
    openings.finish()
    if not chain.count:
        raise Fault(form.HEADS, "没有一条记录")
    return chain


def surplus(bag: Bag, chain: Chain) -> Iterator[Fault]:
    """Yield the files that no record speaks of, and the proofs of no record."""
    proofs = {form.proof_name(seq) for seq in range(1, chain.count + 1)}
    for name in bag.names:
        if name.startswith(form.FILES) and name not in chain.referred:
            yield Fault(name, "没有一条记录提到此文件")
        if name.startswith(form.PROOFS) and name not in proofs:
            yield Fault(name, "没有与此证明对应的记录")


def parse_body(member: str, text: str, head: Head) -> dict[str, JSON]:
    """Return the body that a head commits to; raise Fault for any other."""
    data = text.encode()
    if hashlib.sha256(data).hexdigest() != head.body:
        raise Fault(member, f"第 {head.seq} 条记录的内容与记录头所记的散列不符")
    try:
        body = parse(data)
    except ValueError as error:
        raise Fault(member, f"第 {head.seq} 条记录的内容{error}") from error
    if not isinstance(body, dict):
        raise Fault(member, f"第 {head.seq} 条记录的内容不是对象")
    return body


def _read_head(line: JSON, seq: int, chain: Chain) -> tuple[Head, bytes, int]:
    found = form.fields(form.HEADS, line, _HEAD_LINE)
    data = form.text(form.HEADS, found["head"]).encode()
    try:
        head = parse_head(data)
    except ValueError as error:
        raise Fault(form.HEADS, f"第 {seq} 行：{error}") from error
    if form.number(form.HEADS, found["seq"]) != head.seq:
        raise Fault(form.HEADS, f"第 {seq} 行的序号与记录头不同")
    chain.follow(head, form.HEADS)
    return head, entry(data), form.number(form.HEADS, found["index"])


def _read_body(line: JSON, head: Head, chain: Chain) -> list[tuple[str, str]]:
    """Return kind and commitment of each subject of the body; none where the body is withheld."""
    if line is None:
        raise Fault(form.BODIES, f"缺第 {head.seq} 条记录的内容")
    found = form.fields(form.BODIES, line, _BODY_LINE, _BODY_WITHHELD)
    if form.number(form.BODIES, found["seq"]) != head.seq:
        raise Fault(form.BODIES, f"第 {head.seq} 行的序号不对")
    if "withheld" in found:
        _require_true(form.BODIES, found["withheld"])
        chain.withheld_bodies += 1
        return []
    body = parse_body(form.BODIES, form.text(form.BODIES, found["body"]), head)
    subjects = body.get("subjects")
    if not isinstance(subjects, list):
        raise Fault(form.BODIES, f"第 {head.seq} 条记录没有所涉事物的清单")
    rows = [form.fields(form.BODIES, subject, _SUBJECT, _STORED) for subject in subjects]
    return [(form.text(form.BODIES, row["kind"]), form.text(form.BODIES, row["commitment"])) for row in rows]


class _Openings:
    """The openings, taken in step with the bodies."""

    def __init__(self, bag: Bag) -> None:
        self._bag = bag
        self._lines = bag.json_lines(form.OPENINGS)

    def check(self, seq: int, subjects: list[tuple[str, str]], chain: Chain) -> None:
        """Take one opening for each subject; raise Fault where one is missing or does not fit."""
        for position, (kind, commitment) in enumerate(subjects):
            where = f"第 {seq} 条记录第 {position + 1} 项"
            line = next(self._lines, None)
            if line is None:
                raise Fault(form.OPENINGS, f"缺{where}的开示")
            found = form.fields(form.OPENINGS, line, _VALUE, _FILE, _FILE_HERE, _WITHHELD, _DISPOSED)
            place = (form.number(form.OPENINGS, found["seq"]), form.number(form.OPENINGS, found["position"]))
            if place != (seq, position) or found["tag"] != kind:
                raise Fault(form.OPENINGS, f"{where}处是另一项的开示")
            self._check_one(found, where, commitment, chain)

    def finish(self) -> None:
        """Raise Fault where an opening is left that no record's subject asked for."""
        if next(self._lines, None) is not None:
            raise Fault(form.OPENINGS, "多出没有对应记录的开示")

    def _check_one(self, found: dict[str, JSON], where: str, commitment: str, chain: Chain) -> None:
        if "withheld" in found:
            _require_true(form.OPENINGS, found["withheld"])
            chain.withheld += 1
            return
        if "disposed" in found:
            _require_true(form.OPENINGS, found["disposed"])
            chain.disposed += 1
            return
        salt, tag = _hex(found["salt"]), form.text(form.OPENINGS, found["tag"])
        if not tag or not tag.isascii() or not tag.isprintable():
            raise Fault(form.OPENINGS, f"{where}的种类不是 ASCII 文字")
        if "value" in found:
            made = value_commitment(tag, salt, form.text(form.OPENINGS, found["value"]).encode())
        else:
            made = file_commitment(tag, salt, _hex(found["sha256"]), _hex(found["sm3"]))
        chain.values += "value" in found
        chain.files += "value" not in found
        if made.hex() != commitment:
            raise Fault(form.OPENINGS, f"{where}的开示与记录中的承诺不符")
        if "file" in found:
            self._check_file(found, where, chain)

    def _check_file(self, found: dict[str, JSON], where: str, chain: Chain) -> None:
        name = form.text(form.OPENINGS, found["file"])
        if not name.startswith(form.FILES) or name not in self._bag.names:
            raise Fault(name, f"{where}所指的文件缺失")
        member = self._bag.members.get(name)
        if member is None or member.sha256 != found["sha256"]:
            raise Fault(name, f"内容与{where}记录的 SHA-256 不符")
        if member.sm3 and member.sm3 != found["sm3"]:
            raise Fault(name, f"内容与{where}记录的 SM3 不符")
        chain.referred.add(name)


def _hex(value: JSON) -> bytes:
    found = form.text(form.OPENINGS, value)
    if not _HEX.fullmatch(found):
        raise Fault(form.OPENINGS, "散列或盐不是 64 位十六进制数")
    return bytes.fromhex(found)


def _require_true(member: str, value: JSON) -> None:
    if value is not True:
        raise Fault(member, "标记应为 true")
