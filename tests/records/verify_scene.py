"""A decided case with its log, and what an attacker with the database's rights does first."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from raw_attacks import on_sqlite

from mingjing.ledger.entry import entry
from mingjing.records.models import Opening, Pending, Record
from mingjing.records.vocabulary import act
from mingjing.storage.models import Blob

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.db.models import QuerySet

    from mingjing.demo.stories import CaseStory
    from mingjing.registry.models import Department

FORGED = act("probe.forged", "试攻", "{actor}试攻了{s0}。")
FILLER = 200
"""Records on a dossier of their own, so that the log has a full tile and several checkpoints."""


@dataclass
class Scene:
    """A bureau with a decided case, its log, and the folder of its data."""

    story: CaseStory
    data: Path

    @property
    def case_records(self) -> QuerySet[Record]:
        return self.story.case.dossier.records.order_by("seq")

    @property
    def record(self) -> Record:
        """A record of the case, in the middle of the log, that happened on a day and was about something."""
        return self.case_records.filter(happened_on__isnull=False).exclude(subject="")[3]

    @property
    def opening(self) -> Opening:
        return self.record.openings.order_by("position")[0]

    @property
    def file_opening(self) -> Opening:
        return Opening.objects.exclude(sha256="").order_by("id")[0]

    @property
    def blob_path(self) -> Path:
        name = Blob.objects.order_by("pk")[0].pk
        return self.data / "blobs" / name[:2] / name[2:4] / name


@dataclass(frozen=True)
class Attack:
    """What is done, which check names it, and in which words."""

    check: str
    words: str
    do: Callable[[Scene], object]
    guards_back: bool = True
    also: str = ""
    """Another check that names it too."""

    def __str__(self) -> str:
        return f"{self.check}: {self.words}"


def change(row: Any, **columns: Any) -> None:
    """UPDATE past every save(): as raw SQL does."""
    assert type(row)._base_manager.filter(pk=row.pk).update(**columns) == 1


def take(rows: QuerySet[Any]) -> None:
    assert rows._raw_delete("default")


def flipped(data: Any) -> bytes:
    changed = bytearray(bytes(data))
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


def renonced(record: Record) -> bytes:
    """A body that commits to the same things and is another."""
    return re.sub(rb'"nonce":"[0-9a-f]{8}', b'"nonce":"00000000', bytes(record.body))


def previous(record: Record) -> str:
    before = Record.objects.filter(dossier=record.dossier_id, seq=record.seq - 1).first()
    return entry(bytes(before.head)).hex() if before else ""


def hex_sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def queued(record: Record) -> Record:
    """Queue a record for the log: the trigger that does it is away with the other guards."""
    Pending.objects.get_or_create(record=record)
    return record


def a_department(scene: Scene) -> Department:
    return scene.story.bureau.departments["legal"]


def as_owner() -> Any:
    return replica() if not on_sqlite() else transaction.atomic()


class replica:  # noqa: N801 - reads as a mode
    """PostgreSQL without its own foreign keys, as its owner can have it."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = origin")


class undone:  # noqa: N801 - reads as a mode
    """The folder of data as it was, once the block is left."""

    def __init__(self, data: Path) -> None:
        self._data, self._copy = data, data.with_name(data.name + "-copy")

    def __enter__(self) -> None:
        shutil.copytree(self._data, self._copy)

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._data)
        self._copy.rename(self._data)
