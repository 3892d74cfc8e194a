"""Opening a dossier, locking it, and appending the record that makes an act an act."""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from mingjing import clock
from mingjing.ledger.canonical import canonical
from mingjing.ledger.entry import entry, file_commitment, head, value_commitment
from mingjing.records.models import Attested, Destruction, Dossier, Json, Opening, Record, Submission
from mingjing.refusal import Refusal
from mingjing.storage.models import Blob

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection, Mapping, Sequence

    from mingjing.records.actors import Actor
    from mingjing.records.vocabulary import Act

logger = logging.getLogger("mingjing.acts")


@dataclass(frozen=True)
class File:
    """Stored bytes as a subject: committed to by both hashes, never named by them."""

    kind: str
    ref: str
    sha256: str
    sm3: str


type Subject = Attested | File


def open_dossier(*, kind: str, ref: str, agency: str = "") -> Dossier:
    """Return the dossier of a thing, opened if it is new."""
    dossier, _ = Dossier.objects.get_or_create(kind=kind, ref=ref, defaults={"agency": agency})
    return dossier


def lock(dossier: Dossier | uuid.UUID, *, version: int | None = None) -> Dossier:
    """Lock a dossier for the act that follows; the first statement of every act on it, inside its transaction.

    `version` is the `seq` the person saw: when somebody else has acted since, the act is refused (409) so that
    nothing is decided on a page that is no longer true.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an act on a dossier needs its transaction")
    key = dossier.pk if isinstance(dossier, Dossier) else dossier
    locked = Dossier.objects.select_for_update(no_key=True).get(pk=key)
    if version is not None and version != locked.seq:
        raise Refusal(
            "record.stale",
            "在您打开这一页之后，已有人对同一案卷办理了事项。您填写的内容仍在下方。",
            next_step="请核对案卷的最新经过后，再次提交。",
        )
    return locked


def append(
    *,
    dossier: Dossier,
    act: Act,
    actor: Actor,
    subjects: Sequence[Subject] = (),
    written: Collection[Subject] | None = None,
    happened_on: dt.date | None = None,
    facts: Mapping[str, Json] | None = None,
    bundle: Mapping[str, Json] | None = None,
    began: float | None = None,
) -> Record:
    """Append one record to a dossier inside the caller's transaction and return it.

    `subjects` are committed to by salted hashes, in order; the first is the record's own `subject`. `written` are those
    whose rows the act inserts or saves (all, unless said): `verify` compares a row with its newest written commitment,
    for an act that only mentions a row may have seen it a moment before somebody else changed it. `facts` stand in
    clear and must hold nothing personal and nothing typed by a person. `bundle` is what a bundle's last record states.
    `began` is when the act began, by `time.perf_counter` (now, unless said): the log line tells how long it took.
    The first record of a dossier also says what the dossier is.
    """
    began = began or time.perf_counter()
    locked = lock(dossier)
    _not_destroyed({subject.sha256 for subject in subjects if isinstance(subject, File)})
    openings = [
        _opening(subject, position, written=written is None or subject in written)
        for position, subject in enumerate(subjects)
    ]
    now = clock.now()
    body: dict[str, Json] = {
        "act": act.name,
        "actor": {**actor.authority, "kind": actor.kind, "ref": actor.ref},
        "at": now.isoformat(timespec="milliseconds"),
        "nonce": secrets.token_hex(16),
        "subjects": _told(openings),
        "written": [each.position for each, _ in openings if each.written],
    }
    if happened_on:
        body["happened_on"] = happened_on.isoformat()
    if facts:
        body["facts"] = dict(facts)
    if bundle:
        body["bundle"] = dict(bundle)
    if not locked.seq:
        body["dossier"] = {"agency": locked.agency, "kind": locked.kind, "ref": locked.ref}
    record = _write(locked, act=act, actor=actor, body=body, openings=[each for each, _ in openings], now=now)
    _tell_when_done(record, kind=locked.kind, began=began)
    return record


def _told(openings: Sequence[tuple[Opening, bytes]]) -> list[Json]:
    """Return what a body says of its subjects; of a file in an object store also which version of the object it is."""
    versions: dict[str, str] = {}
    if settings.MINGJING_STORE == "s3":
        blobs = Blob.objects.filter(pk__in={each.sha256 for each, _ in openings if each.sha256})
        versions = dict(blobs.values_list("sha256", "version"))
    told: list[Json] = []
    for each, commitment in openings:
        subject: dict[str, Json] = {"kind": each.kind, "ref": each.ref, "commitment": commitment.hex()}
        if version := versions.get(each.sha256):
            subject["version"] = version
        told.append(subject)
    return told


def _not_destroyed(files: set[str]) -> None:
    """Refuse a content that a disposal list destroyed: its bytes are gone, and nobody may bring them back unseen."""
    gone = Destruction.objects.filter(blob_id__in=files).first() if files else None
    if gone is not None:
        raise Refusal(
            "file.destroyed",
            f"这个文件的内容已于 {gone.destroyed_on} 依法销毁（记录 {gone.record_id}）。",
            "档案法：禁止擅自销毁档案",
            "确需再次入卷的，请重新制作或者重新取得。",
            "file",
        )


def _tell_when_done(record: Record, *, kind: str, began: float) -> None:
    """Write the act's log line once its transaction stands: who (softly), which act, on what kind of dossier."""

    def tell() -> None:
        took = round((time.perf_counter() - began) * 1000, 1)
        told = {"act": record.act, "actor": record.actor, "dossier": kind, "ms": took}
        logger.info("act", extra=told)

    if logger.isEnabledFor(logging.INFO):
        transaction.on_commit(tell, robust=True)


def _write(
    dossier: Dossier,
    *,
    act: Act,
    actor: Actor,
    body: dict[str, Json],
    openings: list[Opening],
    now: dt.datetime,
) -> Record:
    body_bytes = canonical(body)
    seq = dossier.seq + 1
    head_bytes = head(hashlib.sha256(body_bytes).hexdigest(), dossier.pk.hex, dossier.head, seq)
    happened = body.get("happened_on")
    record = Record.objects.create(
        dossier=dossier,
        seq=seq,
        act=act.name,
        actor=str(actor),
        subject=f"{openings[0].kind}:{openings[0].ref}" if openings else "",
        happened_on=happened if isinstance(happened, str) else None,
        recorded_at=now.replace(microsecond=now.microsecond // 1000 * 1000),
        head=head_bytes,
        body=body_bytes,
    )
    for each in openings:
        each.record = record
    Opening.objects.bulk_create(openings, batch_size=500)
    kinds = sorted({*dossier.kinds, *(each.kind for each in openings if each.written)})
    Dossier.objects.filter(pk=dossier.pk).update(seq=seq, head=entry(head_bytes).hex(), kinds=kinds)
    return record


def _opening(subject: Subject, position: int, *, written: bool) -> tuple[Opening, bytes]:
    salt = secrets.token_bytes(32)
    if isinstance(subject, File):
        commitment = file_commitment(
            subject.kind, salt, bytes.fromhex(subject.sha256), bytes.fromhex(subject.sm3)
        )
        opened = Opening(kind=subject.kind, ref=subject.ref, sha256=subject.sha256, sm3=subject.sm3)
    else:
        value = canonical(subject.snapshot())
        commitment = value_commitment(subject.subject_kind(), salt, value)
        opened = Opening(kind=subject.subject_kind(), ref=subject.ref, value=value.decode())
        opened.written = written
    opened.position = position
    opened.salt = salt
    return opened, commitment


def once(*, key: str, user: str, digest: str, result: str = "") -> str | None:
    """Claim a form's one-time key inside the act's transaction.

    Returns None when the key is new, the first result when the same submission comes again; the same key with other
    content is refused.
    """
    row, made = Submission.objects.get_or_create(
        key=key, defaults={"user": user, "digest": digest, "result": result}
    )
    if made:
        return None
    if row.user != user or row.digest != digest:
        raise Refusal(
            "form.key_reused",
            "这张表单已经提交过，内容与这次不同。",
            next_step="请重新打开页面，核对后再提交。",
        )
    return row.result


def settle(*, key: str, result: str) -> None:
    """Say where a claimed submission led, in the transaction that claimed it, once the act has made the place."""
    Submission.objects.filter(pk=key).update(result=result)
