"""Where a document's bytes stand in the record and in the log, and what a number or a code leads to."""

from __future__ import annotations

import enum
import re
import unicodedata
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, IntegerField, Value, When

from mingjing import clock
from mingjing.cases.models import Decision
from mingjing.disclosure.models import Publication
from mingjing.documents.actions import CODE_ALPHABET
from mingjing.documents.models import Document
from mingjing.ledger.canonical import parse
from mingjing.ledger.entry import entry, file_commitment
from mingjing.ledger.tree import leaf_hash
from mingjing.portal.queries import READABLE, matching_number
from mingjing.records import log, vocabulary, witnesses
from mingjing.records.keys import KeyOfLog, keys_of_log
from mingjing.records.models import LogHead, Opening
from mingjing.records.policy import configured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.records.models import Checkpoint, Leaf, Record

State = Publication.State
ORIGINAL, MASKED = "documents.original", "documents.masked"
ROLES = {ORIGINAL: "served", MASKED: "public"}
GROUP = 4
CODE = re.compile(f"[{CODE_ALPHABET}]{{12}}")


@dataclass(frozen=True)
class Provenance:
    """The record that committed to some bytes; `leaf` and `checkpoint` are None until the log covers it publicly."""

    opening: Opening
    document: Document
    leaf: Leaf | None
    checkpoint: Checkpoint | None
    vkey: str
    origin: str

    @property
    def role(self) -> str:
        """Return `served` for a document as it was served, `public` for its masked copy."""
        return ROLES[self.opening.kind]

    def holds(self) -> bool:
        """Say whether body, head, commitment and leaf agree with each other, computed from their bytes now."""
        record = self.opening.record
        committed = file_commitment(
            self.opening.kind,
            bytes(self.opening.salt),
            bytes.fromhex(self.opening.sha256),
            bytes.fromhex(self.opening.sm3),
        )
        body: Any = parse(bytes(record.body))
        named = body["subjects"][self.opening.position]["commitment"] == committed.hex()
        return named and (self.leaf is None or bytes(self.leaf.hash) == leaf_hash(entry(bytes(record.head))))


def of_bytes(sha256: str) -> Provenance | None:
    """Return where a file stands, by its exact hash: as an original first, and in the first record that names it."""
    served_first = Case(When(kind=ORIGINAL, then=Value(0)), default=Value(1), output_field=IntegerField())
    opening = (
        Opening.objects.filter(sha256=sha256, kind__in=ROLES)
        .select_related("record__leaf")
        .order_by(served_first, "record_id")
        .first()
    )
    if opening is None:
        return None
    document = Document.objects.get(pk=uuid.UUID(opening.ref))
    head = LogHead.objects.first()
    known = keys_of_log()
    checkpoint = _public(opening.record, known)
    leaf = getattr(opening.record, "leaf", None)
    if leaf and (checkpoint is None or leaf.idx >= checkpoint.size):
        leaf = None
    return Provenance(
        opening=opening,
        document=document,
        leaf=leaf,
        checkpoint=checkpoint,
        vkey=next((each.vkey for each in known if checkpoint and each.signs(checkpoint.size)), ""),
        origin=head.origin if head else "",
    )


def _public(record: Record, known: Sequence[KeyOfLog]) -> Checkpoint | None:
    """Return the published checkpoint to prove a record under: one that the witnesses have signed, if any covers it."""
    leaf = getattr(record, "leaf", None)
    least = max(leaf.idx, known[-1].after) if leaf and known else 0
    return witnesses.witnessed(beyond=least, published=True) or log.newest(published=True)


def as_json(found: Provenance) -> dict[str, object]:
    """Return everything that a stranger needs to compute the answer: see `static/portal/verify-core.js`.

    Names nobody: the title is the form's, the number is the document's, body and head hold commitments.
    """
    record, opening = found.opening.record, found.opening
    publication = publication_of(found.document)
    proof = log.prove(record, found.checkpoint).format() if found.leaf else ""
    return {
        "found": True,
        "role": found.role,
        "title": found.document.title,
        "number": found.document.number,
        "made_on": found.document.made_on.isoformat(),
        "recorded_at": record.recorded_at.astimezone(clock.SHANGHAI).isoformat(timespec="milliseconds"),
        "act": vocabulary.by_name(record.act).label,
        "head": bytes(record.head).decode(),
        "body": bytes(record.body).decode(),
        "opening": {
            "position": opening.position,
            "kind": opening.kind,
            "salt": bytes(opening.salt).hex(),
            "sha256": opening.sha256,
            "sm3": opening.sm3,
        },
        "proof": proof,
        "vkey": found.vkey,
        "policy": configured().format(),
        "origin": found.origin,
        "published": address(publication),
        "withdrawn": publication is not None and publication.state == State.WITHDRAWN,
    }


def publication_of(document: Document) -> Publication | None:
    """Return the newest publication, public or withdrawn, of the decision that a document is; None for any other."""
    decision = Decision.objects.filter(document=document).only("pk").first()
    if decision is None:
        return None
    return (
        Publication.objects.filter(
            kind="decision", about=decision.ref, state__in=[*READABLE, State.WITHDRAWN]
        )
        .defer("content", "masks")
        .order_by("-version")
        .first()
    )


def address(publication: Publication | None) -> str:
    """Return the public page of a publication, or an empty text where it has none."""
    return f"/decisions/{publication.ref}/" if publication and publication.state == State.PUBLISHED else ""


class Answer(enum.Enum):
    """What a number and a code lead to."""

    MATCHED = "matched"
    MISMATCHED = "mismatched"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Lookup:
    """An answer with what may be said: nothing of a document that is neither public nor named by its code."""

    answer: Answer
    title: str = ""
    number: str = ""
    made_on: str = ""
    url: str = ""


def look_up(*, number: str, code: str) -> Lookup:
    """Find a document by its verification code, or a public decision by its number alone.

    A number alone says nothing of what is not public: numbers can be guessed, codes cannot.
    """
    if code.strip():
        return _by_code(code, number)
    publication = (
        Publication.objects.filter(
            matching_number(number), kind="decision", state__in=[State.PUBLISHED, State.WITHDRAWN]
        )
        .defer("content", "masks")
        .order_by("-version")
        .first()
    )
    if publication is None:
        return Lookup(Answer.UNKNOWN)
    if publication.state == State.WITHDRAWN:
        return Lookup(Answer.WITHDRAWN)
    return Lookup(
        Answer.MATCHED,
        publication.title,
        publication.number,
        publication.made_on.isoformat(),
        address(publication),
    )


def _by_code(code: str, number: str) -> Lookup:
    document = Document.objects.filter(verification_code=normal_code(code)).first()
    if document is None:
        return Lookup(Answer.UNKNOWN)
    if number.strip() and not Document.objects.filter(matching_number(number), pk=document.pk).exists():
        return Lookup(Answer.MISMATCHED)
    publication = publication_of(document)
    if publication and publication.state == State.WITHDRAWN:
        return Lookup(Answer.WITHDRAWN)
    return Lookup(
        Answer.MATCHED, document.title, document.number, document.made_on.isoformat(), address(publication)
    )


def normal_code(typed: str) -> str:
    """Return a verification code as it is kept, whatever case, width and hyphens it was typed with."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", typed).upper() if char.isalnum())
    if not CODE.fullmatch(plain):
        return plain
    return "-".join(plain[at : at + GROUP] for at in range(0, len(plain), GROUP))
