"""The log asks its witnesses (c2sp.org/tlog-witness): the worker, never a request; an answer is kept for ever.

A witness that does not answer is asked again, later each time. One that knows another history of this log than the
database stops the signer: going on would only make the second history longer.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from mingjing import clock
from mingjing.ledger.note import NoteError, signature_lines
from mingjing.ledger.tiles import TileHashes
from mingjing.ledger.tree import consistency_proof, root_at
from mingjing.ledger.witness import CONFLICT, INCONSISTENT, UNKNOWN, UNSIGNED, Request, cosignatures, size_in
from mingjing.records import log, outgoing, outsiders, policy
from mingjing.records.keys import keys_of_log
from mingjing.records.models import Checkpoint, Cosignature, Outsider
from mingjing.records.outgoing import OutsideError
from mingjing.records.policy import WITNESS

if TYPE_CHECKING:
    from mingjing.ledger.checkpoint import Checkpoint as Note
    from mingjing.ledger.policy import Policy, WitnessKey

CANDIDATES = 50
OK = 200
WORDS = {UNSIGNED: "不认本日志的密钥（403）", UNKNOWN: "不认识本日志（404）"}


class ContradictionError(Exception):
    """A witness holds what this database cannot continue."""


def ask_all() -> int:
    """Ask every witness that is due for its line on the newest checkpoint; return how many answered with one."""
    return sum(ask(each) for each in policy.configured().witnesses.values() if each.url)


def ask(witness: WitnessKey) -> bool:
    """Ask one witness, unless it has signed already or its pause is not over; say whether a new line was kept."""
    newest = log.newest()
    if newest is None or (_signed(newest, witness) and not _contradicts(witness)):
        return False
    row = outsiders.claim(WITNESS + witness.name)
    if row is None:
        return False
    try:
        line, size = _submit(witness, row.size, newest)
    except ContradictionError as told:
        outsiders.contradicted(row, str(told))
        return False
    except OutsideError as silent:
        outsiders.failed(row, str(silent))
        return False
    _keep(newest, witness, line)
    outsiders.answered(row, size=size)
    return True


def _signed(checkpoint: Checkpoint, witness: WitnessKey) -> bool:
    return checkpoint.cosignatures.filter(name=witness.key.name, key_id=witness.key.id.hex()).exists()


def _contradicts(witness: WitnessKey) -> bool:
    return Outsider.objects.filter(name=WITNESS + witness.name).exclude(conflict="").exists()


def compare_all() -> None:
    """Compare the database with what each witness shows, before anything new is signed.

    A restored backup is found out here while it is still only short: a witness that shows a checkpoint of this log
    which this database never signed stops the signer. One that shows nothing stops nobody.
    """
    under = policy.configured()
    for each in under.witnesses.values():
        try:
            note = latest_of(each) if each.url else ""
            shown = under.judge(note).checkpoint if note else None
        except (OutsideError, NoteError):
            continue
        if shown and (words := _differs(shown)):
            row, _ = Outsider.objects.get_or_create(name=WITNESS + each.name)
            outsiders.contradicted(row, words)


def _differs(shown: Note) -> str:
    """Return why this database cannot continue a checkpoint that it or a copy of it has signed, or nothing."""
    size = log.log_head().size
    if shown.size > size:
        return f"副署过 {shown.size} 条，数据库只有 {size} 条：数据库可能是较早的备份"
    if root_at(shown.size, TileHashes(log.read_tile, size)) != shown.root:
        return f"所持的 {shown.size} 条的检查点与数据库不是同一份日志"
    return ""


def _submit(witness: WitnessKey, believed: int, newest: Checkpoint) -> tuple[str, int]:
    """Return the witness's line on a checkpoint; a second try starts from the size that it says it holds."""
    answer = _post(witness, believed if believed <= newest.size else 0, newest)
    if answer.status == CONFLICT:
        held = size_in(answer.body)
        if held is None:
            raise OutsideError("回答看不懂（409）")
        _not_beyond(held, newest)
        answer = _post(witness, held, newest)
        if answer.status == CONFLICT and size_in(answer.body) == held == newest.size:
            raise ContradictionError(f"在第 {held} 条处持有另一个树根：同一长度有两份日志")
    if answer.status == INCONSISTENT:
        raise ContradictionError("不认本日志是它所副署过的那一份的延续：日志被改写过，或者恢复自分叉的备份")
    if answer.status != OK:
        raise OutsideError(WORDS.get(answer.status, f"回答了 {answer.status}"))
    try:
        lines = cosignatures(answer.body.decode(), newest.note, {witness.key.name: witness.key})
    except (NoteError, UnicodeDecodeError) as error:
        raise OutsideError("回答的签名不成立") from error
    if not lines:
        raise OutsideError("回答里没有它自己的签名")
    return lines[witness.key.name], newest.size


def _not_beyond(held: int, asked: Checkpoint) -> None:
    """A witness may hold more than what was asked, for another worker asks too; never more than the database."""
    if held <= asked.size:
        return
    largest = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    if held > largest:
        raise ContradictionError(f"副署过 {held} 条，数据库只有 {largest} 条：数据库可能是较早的备份")
    raise OutsideError("正在由另一个后台进程询问")


def _post(witness: WitnessKey, old: int, checkpoint: Checkpoint) -> outgoing.Answer:
    hashes = TileHashes(log.read_tile, checkpoint.size)
    request = Request(old, tuple(consistency_proof(old, checkpoint.size, hashes)), checkpoint.note)
    return outgoing.send("POST", f"{witness.url}/add-checkpoint", request.body())


def _keep(checkpoint: Checkpoint, witness: WitnessKey, line: str) -> None:
    try:
        with transaction.atomic():
            Cosignature.objects.create(
                checkpoint=checkpoint,
                name=witness.key.name,
                key_id=witness.key.id.hex(),
                line=line,
                received_at=clock.real(),
            )
    except IntegrityError:
        return  # another worker was told the same


def names_on(checkpoint: Checkpoint, under: Policy) -> frozenset[str]:
    """Return the policy's names of the witnesses whose lines stand beside a checkpoint."""
    known = {(each.key.name, each.key.id.hex()): name for name, each in under.witnesses.items()}
    rows = checkpoint.cosignatures.values_list("name", "key_id")
    return frozenset(known[key] for key in rows if key in known)


def witnessed(*, beyond: int = 0, published: bool = False) -> Checkpoint | None:
    """Return the newest checkpoint larger than `beyond` that has its quorum, or None where there is none lately."""
    under = policy.configured()
    if not under.witnesses:
        return None
    rows = log.shown() if published else Checkpoint.objects.all()
    rows = rows.filter(size__gt=beyond, cosignatures__isnull=False).distinct().order_by("-size")
    for each in rows[:CANDIDATES]:
        if (names := names_on(each, under)) and under.satisfied(names):
            return each
    return None


def best_attested(*, beyond: int) -> Checkpoint | None:
    """Return the checkpoint of the key in use under which records up to index `beyond` are proven best.

    The earliest that an authority stamped and the quorum cosigned: it says soonest that they were there. Else the
    newest with its quorum, else the newest.
    """
    known = keys_of_log()
    least = max(beyond, known[-1].after) if known else beyond
    under = policy.configured()
    stamped = Checkpoint.objects.filter(size__gt=least, timestamp__isnull=False).order_by("size")
    for each in stamped[:CANDIDATES]:
        if under.satisfied(names_on(each, under)):
            return each
    return witnessed(beyond=least) or log.newest()


def latest_of(witness: WitnessKey) -> str:
    """Return the checkpoint note that a witness shows of this log; raise OutsideError where it shows none.

    Many witnesses answer `GET <prefix>/<hex SHA-256 of the origin>/checkpoint`: the one way to compare a database with
    what somebody outside has seen without trusting the database.
    """
    origin = log.log_head().origin
    answer = outgoing.send("GET", f"{witness.url}/{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint")
    if answer.status != OK:
        raise OutsideError(f"没有给出它所持的检查点（{answer.status}）")
    try:
        note = answer.body.decode()
        signature_lines(note)
    except (NoteError, UnicodeDecodeError) as error:
        raise OutsideError("给出的检查点看不懂") from error
    return note
