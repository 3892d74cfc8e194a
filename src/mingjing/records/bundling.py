"""A dossier as one file that a stranger verifies: `mingjing bundle`, format in `ledger.bundle.form`.

Making a bundle is itself an act: its record states how many records lie before it and which is the last, so that a
bundle cut short cannot pass for the whole. For whom it is made decides what it opens (`Due`): every head is in it
always, so what is withheld is shown to exist by its hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.db import transaction

from mingjing import clock
from mingjing.ledger.bundle import INDEX, POLICY, STAMP, STAMPED, Part, json_line, proof_name, write_bundle
from mingjing.records import acts, bundle_index, log, policy, witnesses
from mingjing.records.actions import append, lock
from mingjing.records.actors import COMMAND
from mingjing.records.models import Dossier, Opening, Record, Timestamp
from mingjing.storage.models import Blob
from mingjing.storage.store import checked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mingjing.ledger.canonical import JSON
    from mingjing.records.actors import Actor

SUFFIXES = {
    "application/pdf": "pdf", "text/plain": "txt", "image/png": "png", "image/jpeg": "jpg", "video/mp4": "mp4",
    "audio/mpeg": "mp3", "audio/wav": "wav", "video/quicktime": "mov",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What went into a bundle."""

    records: int
    files: int


class Due(Protocol):
    """What somebody who is given a bundle may read of it."""

    @property
    def audience(self) -> str:
        """For whom, as a person reads it; it stands in the record of the bundle."""
        ...

    def body(self, record: Record) -> bool:
        """Say whether a record's body is shown."""
        ...

    def opening(self, opening: Opening) -> bool:
        """Say whether a value or file that a shown body commits to is opened."""
        ...


class Everything:
    """Courts and superiors get all of it."""

    audience = "全部"

    def body(self, record: Record) -> bool:
        """Say yes."""
        del record
        return True

    def opening(self, opening: Opening) -> bool:
        """Say yes."""
        del opening
        return True


EVERYTHING = Everything()


class _Bundle:
    """The parts of one dossier's bundle, all under one checkpoint."""

    def __init__(self, dossier: Dossier, names: Mapping[str, str], due: Due) -> None:
        self.dossier = dossier
        self.records = list(dossier.records.filter(leaf__isnull=False).select_related("leaf").order_by("seq"))
        checkpoint = witnesses.best_attested(beyond=max((each.leaf.idx for each in self.records), default=0))
        if checkpoint is None:
            raise LookupError("the log is empty")
        self._checkpoint = checkpoint
        self._prover = log.Prover(checkpoint)
        self.shown = {record.pk for record in self.records if due.body(record)}
        self.openings = list(
            Opening.objects.filter(record__dossier=dossier, record__in=self.shown).order_by(
                "record__seq", "position"
            )
        )
        self.open = {each.pk for each in self.openings if bytes(each.salt) and due.opening(each)}
        self.blobs = {
            blob.sha256: blob for blob in Blob.objects.filter(pk__in={each.sha256 for each in self.openings})
        }
        self.members = {
            sha256: self._member(place, sha256, names) for place, sha256 in enumerate(self._hashes(), 1)
        }

    def _hashes(self) -> list[str]:
        return list(
            dict.fromkeys(each.sha256 for each in self.openings if each.sha256 and each.pk in self.open)
        )

    def _member(self, place: int, sha256: str, names: Mapping[str, str]) -> str:
        opening = next(each for each in self.openings if each.sha256 == sha256)
        folder = "evidence" if opening.kind.startswith("evidence") else "documents"
        suffix = SUFFIXES.get(self.blobs[sha256].media_type, "bin")
        title = "".join(char for char in names.get(sha256, "") if char.isalnum())[:60] or opening.kind
        return f"data/{folder}/{place:04d}-{title}.{suffix}"

    def parts(self) -> Iterator[Part]:
        """Yield the payload: records, files, proofs, the log's identity."""
        seq_of = {record.pk: record.seq for record in self.records}
        heads = [
            {"head": bytes(each.head).decode(), "index": each.leaf.idx, "seq": each.seq}
            for each in self.records
        ]
        yield Part("data/records/heads.jsonl", b"".join(json_line(line) for line in heads))
        bodies = [
            {"body": bytes(each.body).decode(), "seq": each.seq}
            if each.pk in self.shown
            else {"seq": each.seq, "withheld": True}
            for each in self.records
        ]
        yield Part("data/records/bodies.jsonl", b"".join(json_line(line) for line in bodies))
        openings = [self._opening(each, seq_of[each.record_id]) for each in self.openings]
        yield Part("data/records/openings.jsonl", b"".join(json_line(line) for line in openings))
        for sha256, member in self.members.items():
            blob = self.blobs[sha256]
            yield Part(member, lambda blob=blob: checked(blob))  # type: ignore[misc]
        for record in self.records:
            yield Part(proof_name(record.seq), self._prover.prove(record.leaf.idx).format().encode())
        head = log.log_head()
        yield Part("data/log.json", json_line({"origin": head.origin, "vkey": head.vkey}))
        yield from self._attested()
        yield Part(
            INDEX, bundle_index.page(self.records, shown=self.shown, members=list(self.members.values()))
        )

    def _attested(self) -> Iterator[Part]:
        """Yield whom to trust, and what an authority said of the checkpoint of the proofs."""
        yield Part(POLICY, policy.configured().format().encode())
        stamp = Timestamp.objects.filter(checkpoint=self._checkpoint).first()
        if stamp:
            yield Part(STAMPED, self._checkpoint.note.encode())
            yield Part(STAMP, bytes(stamp.response))

    def _opening(self, opening: Opening, seq: int) -> dict[str, JSON]:
        line: dict[str, JSON] = {"position": opening.position, "seq": seq, "tag": opening.kind}
        if not bytes(opening.salt):
            return line | {"disposed": True}
        if opening.pk not in self.open:
            return line | {"withheld": True}
        line["salt"] = bytes(opening.salt).hex()
        if not opening.sha256:
            return line | {"value": opening.value}
        return line | {"sha256": opening.sha256, "sm3": opening.sm3, "file": self.members[opening.sha256]}


def bundle(
    *,
    actor: Actor,
    dossier: Dossier,
    target: Path,
    folder: str,
    names: Mapping[str, str],
    due: Due = EVERYTHING,
) -> Made:
    """Write a dossier's bundle to a file; `names` gives files (by SHA-256) a name that people read.

    Integrates what is pending and waits for nobody: a command may run while no worker does. Somebody acting on the
    dossier meanwhile makes the sealing refuse (`record.stale`), and nothing is left.
    """
    log.integrate_all()
    dossier.refresh_from_db()
    content = _Bundle(dossier, names, due)
    facts: dict[str, str | int] = {"audience": due.audience}
    if actor == COMMAND:
        facts["via"] = "command"

    def seal(manifest: str, info: str) -> tuple[Mapping[str, JSON], str]:
        with transaction.atomic():
            locked = lock(dossier, version=len(content.records))
            record = append(
                dossier=locked,
                act=acts.BUNDLED,
                actor=actor,
                facts=facts | {"count": locked.seq},
                bundle={"manifest": manifest, "info": info, "count": locked.seq, "head": locked.head},
            )
        log.integrate_all()
        sealed = Record.objects.select_related("leaf").get(pk=record.pk)
        body, head = bytes(sealed.body).decode(), bytes(sealed.head).decode()
        return {"body": body, "head": head, "index": sealed.leaf.idx}, log.prove(sealed).format()

    write_bundle(
        target,
        folder=folder,
        parts=content.parts(),
        info=[("Bagging-Date", clock.today().isoformat()), ("External-Identifier", dossier.pk.hex)],
        seal=seal,
    )
    return Made(records=len(content.records), files=len(content.members))
