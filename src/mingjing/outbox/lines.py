"""Writing what is to go out: one line is a receiver's topic at a place in the log."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.ledger.canonical import canonical
from mingjing.outbox import formats
from mingjing.outbox.models import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from mingjing.outbox.models import Receiver
    from mingjing.records.models import Json

State, Op = Message.State, Message.Op
UNSENT = (State.WAITING, State.DEAD)


@dataclass(frozen=True)
class Line:
    """Where messages are written to: a receiver's topic, and the place in the log of what caused them."""

    receiver: Receiver
    topic: str
    version: int

    @property
    def rows(self) -> QuerySet[Message]:
        """Return every message of this receiver's topic."""
        return Message.objects.filter(receiver=self.receiver, topic=self.topic)

    def tell(
        self, item: str, data: dict[str, Json], *, label: str = "", faults: Sequence[str] = ()
    ) -> Message | None:
        """Write how an item is now, unless the receiver is told so already. What is faulty waits for a person.

        What never went out and cannot is overtaken by what is said now.
        """
        before = self._newest(item)
        digest = digest_of(data)
        if before and before.op != Op.DELETE and before.digest == digest:
            return None
        void(self.rows.filter(item=item, state=State.DEAD, tries=0))
        lacking = formats.named(self.receiver.layout).faults(self.topic, data)
        known = self._may_be_known(item)
        op = Op.UPDATE if known else Op.INSERT
        return self._write(item, op, data, digest, label=label, faults=[*faults, *lacking])

    def drop(self, item: str, data: dict[str, Json] | None = None, *, label: str = "") -> Message | None:
        """Take an item back: nothing unsent of it goes out any more, and who may have got it is told."""
        void(self.rows.filter(item=item, state__in=UNSENT).exclude(op=Op.DELETE))
        if not self._may_be_known(item):
            return None
        told = data or {}
        return self._write(item, Op.DELETE, told, digest_of(told), label=label)

    def sync(self, found: Mapping[str, tuple[str, dict[str, Json]]], *, within: str = "") -> None:
        """Tell all items that there are (`item` → label and data), and take back those that are no more."""
        for item, (label, data) in found.items():
            self.tell(item, data, label=label)
        known = self.rows.filter(item__startswith=within).exclude(state=State.VOID)
        for item in sorted(set(known.values_list("item", flat=True)) - found.keys()):
            self.drop(item)

    def _newest(self, item: str) -> Message | None:
        return self.rows.filter(item=item).exclude(state=State.VOID).order_by("-version").first()

    def _may_be_known(self, item: str) -> bool:
        """Say whether the receiver may hold the item: whatever was tried may have arrived, answered or not."""
        rows = self.rows.filter(item=item)
        last = rows.exclude(state=State.VOID, tries=0).order_by("-version").first()
        return last is not None and last.op != Op.DELETE

    def _write(
        self,
        item: str,
        op: Message.Op,
        data: dict[str, Json],
        digest: str,
        *,
        label: str,
        faults: Sequence[str] = (),
    ) -> Message:
        before = self.rows.filter(item=item).order_by("-version").first()
        version = max(self.version, before.version + 1 if before else 0)
        return Message.objects.create(
            receiver=self.receiver, topic=self.topic, item=item, label=label, version=version, op=op,
            data=data, digest=digest, made_at=clock.now(), due_at=clock.real(),
            state=State.DEAD if faults else State.WAITING, said="；".join(faults)[:300],
        )  # fmt: skip


def digest_of(data: dict[str, Json]) -> str:
    """Return the hash of what is told of an item."""
    return hashlib.sha256(canonical(data)).hexdigest()


def void(rows: QuerySet[Message]) -> int:
    """Let messages not go out any more, and forget what they would have said."""
    return rows.update(state=State.VOID, data={})
