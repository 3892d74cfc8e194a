"""Dossiers and records, what was committed to, and the log that orders them."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models

from mingjing import clock
from mingjing.storage.models import Blob

type Json = str | int | bool | list[Json] | dict[str, Json] | None


class Dossier(models.Model):
    """案卷: what records hang on. A case, a list, an agency, an account, a publication, a file of evidence.

    `kind` + `ref` say what it is about and `agency` whose it is, softly: rooms above point down, never the reverse.
    `kinds` are the kinds of rows that its records wrote, so that nobody looks for rows that never were; `verify`
    compares them with the openings.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=64)
    agency = models.CharField(max_length=32, blank=True)
    seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    kinds = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="dossier_kind_ref")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"


class Record(models.Model):
    """记录: one act, for ever. `head` and `body` are the canonical JSON of `ledger.md`; the columns copy the body.

    `subject` is `kind:ref` of the first thing the act was about; database gates read it.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="records", db_index=False)
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=60)
    actor = models.CharField(max_length=100)
    subject = models.CharField(max_length=110, blank=True)
    happened_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    head = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "seq"], name="record_dossier_seq")]
        indexes = [models.Index(fields=["subject"], name="record_subject")]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.seq} {self.act}"


class Opening(models.Model):
    """What a commitment in a record hides: the value or the file's hashes, and the salt that can be destroyed.

    `written` copies the record: the act inserted or saved this row (and did not only mention it).
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="openings", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=60)
    ref = models.CharField(max_length=64)
    written = models.BooleanField(default=False)
    salt = models.BinaryField()
    value = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "position"], name="opening_position")]
        indexes = [
            models.Index(fields=["kind", "ref", "record"], name="opening_subject"),
            models.Index(fields=["sha256"], name="opening_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"


class Pending(models.Model):
    """Records that the log has not yet taken in; a trigger on `Record` fills it, the integrator empties it."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True)

    def __str__(self) -> str:
        return str(self.record_id)


class Leaf(models.Model):
    """The place of a record in the log: gapless, and visible in order.

    Without a record: the record was lost between a backup and its restoring, and its entry is a `LostEntry`.
    """

    idx = models.BigIntegerField(primary_key=True)
    record = models.OneToOneField(Record, models.PROTECT, null=True, related_name="leaf")
    hash = models.BinaryField()

    def __str__(self) -> str:
        return str(self.idx)


class LostEntry(models.Model):
    """What an entry tile published of a record that was lost: the 32 bytes that committed to its head."""

    idx = models.BigIntegerField(primary_key=True)
    entry = models.BinaryField()

    def __str__(self) -> str:
        return str(self.idx)


class Checkpoint(models.Model):
    """A signed checkpoint (C2SP). `signed_at` is real time, whatever the demo's clock says."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()
    chain = models.CharField(max_length=64)
    """SHA-256 over the checkpoint before and this one's columns (`log.link`): none goes, comes or changes unseen."""

    def __str__(self) -> str:
        return str(self.size)


class Cosignature(models.Model):
    """A witness's line beside a checkpoint, as it was answered; `name` and `key_id` are the signing key's."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    name = models.CharField(max_length=255)
    key_id = models.CharField(max_length=8)
    line = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "name", "key_id"], name="cosignature_of_checkpoint")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.checkpoint_id}"


class Timestamp(models.Model):
    """An authority's answer (RFC 3161) about a checkpoint's note, raw as it came; `stamped_at` is what it says."""

    checkpoint = models.OneToOneField(Checkpoint, models.PROTECT, primary_key=True, related_name="timestamp")
    response = models.BinaryField()
    stamped_at = models.DateTimeField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.stamped_at}"


class Outsider(models.Model):
    """What is known of somebody outside whom the worker asks: a witness by its name in the policy, an authority.

    `size` is what a witness is known to hold. `conflict` is why it knows another history of this log than the database:
    until a person has settled it, nothing more is signed.
    """

    name = models.CharField(max_length=255, primary_key=True)
    size = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)
    conflict = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class LogHead(models.Model):
    """The one row that changes: how far the log has come, its frontier, and the identity fixed before record 1."""

    size = models.BigIntegerField(default=0)
    frontier = models.TextField(default="[]")
    checkpoints = models.BigIntegerField(default=0)
    """How many checkpoints were ever signed; `chain` is the newest one's."""
    chain = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=200)
    vkey = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class Cursor(models.Model):
    """How far a consumer has read the log; moves in the transaction of the consumer's effect."""

    name = models.CharField(max_length=60, primary_key=True)
    next_idx = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}@{self.next_idx}"


class Submission(models.Model):
    """A form's one-time key: a second submission of the same form leads to the first one's result."""

    key = models.CharField(max_length=64, primary_key=True)
    user = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    result = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class Attested(models.Model):
    """A row whose content the log holds. Only `append(subjects=[row])` may precede its saving.

    `verify` compares `snapshot()` of every such row with the newest commitment about it: a row changed, added or
    removed past the actions is named. The key is made in Python, so that a record can name a row not yet saved.
    """

    unattested: ClassVar[frozenset[str]] = frozenset({"record"})
    """Columns outside the commitment: the record that made the row, and what is only a cache."""
    later: ClassVar[frozenset[str]] = frozenset()
    """Columns that came after the kind's first migration. While one holds its default it is not in the snapshot, so
    that what was committed to before goes on matching; once it says something, it is committed to like the rest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def subject_kind(cls) -> str:
        """Return the kind that openings and soft references use: the model's label, `cases.party`."""
        return cls._meta.label_lower

    @property
    def ref(self) -> str:
        """Return the key as 32 hex digits: what soft references hold."""
        return uuid.UUID(str(self.pk)).hex

    def snapshot(self) -> dict[str, Json]:
        """Return the attested columns as JSON values."""
        return {
            field.attname: to_json(getattr(self, field.attname))
            for field in self._meta.concrete_fields
            if field.name not in self.unattested and field.name != "id" and not self._not_yet(field)
        }

    def _not_yet(self, field: models.Field[Any, Any]) -> bool:
        return field.name in self.later and getattr(self, field.attname) == field.get_default()


class Destruction(Attested):
    """销毁 of one content by an approved list: the bytes go, and with this row the salts of every commitment to them.

    Its hashes, the records that committed to it and their leaves stay, so that the log verifies for ever. `listed_in`
    softly names the list.
    """

    blob = models.OneToOneField(Blob, models.PROTECT, related_name="destruction", verbose_name="文件字节")
    listed_in = models.CharField("销毁清册", max_length=100)
    destroyed_on = models.DateField("销毁日期")
    record = models.ForeignKey(Record, models.PROTECT, related_name="+", verbose_name="记录")

    class Meta:
        verbose_name = "销毁"

    def __str__(self) -> str:
        return f"{self.destroyed_on}（记录 {self.record_id}）"


def to_json(value: Any) -> Json:  # noqa: PLR0911 - one line a type
    """Return a column's value as JSON: dates as ISO text, money as it is (integers), bytes as their hash."""
    match value:
        case None | bool() | int() | str():
            return value
        case dt.datetime():
            return value.astimezone(clock.SHANGHAI).isoformat(timespec="milliseconds")
        case dt.date() | dt.time():
            return value.isoformat()
        case uuid.UUID():
            return value.hex
        case Decimal():
            return str(value)
        case bytes() | memoryview():
            return hashlib.sha256(bytes(value)).hexdigest()
        case list() | tuple():
            return [to_json(item) for item in value]
        case dict():
            # Pairs, sorted: canonical JSON wants ASCII keys, and a database may reorder what it stores as JSON.
            return [[str(key), to_json(value[key])] for key in sorted(value)]
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")
