"""The consumers of the outbox: one for each topic of each receiver, reading the whole log from its own cursor.

So a receiver that comes later gets what there is, in the order in which it came to be; one that is switched off keeps
its place and misses nothing; and a topic that fails holds up no other.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from mingjing.outbox import topics
from mingjing.outbox.lines import Line
from mingjing.outbox.models import Receiver
from mingjing.records.models import Leaf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.records.models import Record

PREFIX = "push"


def name_of(receiver: Receiver, topic: str) -> str:
    """Return the name of a consumer, its cursor's key."""
    return f"{PREFIX}/{receiver.ref}/{topic}"


def known() -> list[str]:
    """Return every name that a cursor may stand for: also of what is switched off."""
    return [name_of(each, topic.key) for each in Receiver.objects.all() for topic in topics.every()]


def active() -> list[str]:
    """Return the names of those that read now."""
    return [
        name_of(each, topic.key)
        for each in Receiver.objects.filter(enabled=True)
        for topic in topics.every()
        if topic.key in each.topics and topic.follow
    ]


def follow(name: str, records: Sequence[Record]) -> None:
    """Consumer: write what follows for a receiver's topic from records of its own agency."""
    _, ref, key = name.split("/")
    receiver = Receiver.objects.select_related("agency").get(pk=uuid.UUID(ref))
    topic = topics.named(key)
    for record in records:
        if topic.follow and record.dossier.agency == receiver.agency.ref:
            topic.follow(Line(receiver, key, record.leaf.idx + 1), record)


def sweep() -> None:
    """Count anew what follows from no single record: supervision and statistics."""
    for receiver in Receiver.objects.filter(enabled=True).select_related("agency"):
        for topic in topics.every():
            if topic.sweep and topic.key in receiver.topics:
                with transaction.atomic():
                    Receiver.objects.select_for_update(no_key=True).get(pk=receiver.pk)
                    last = Leaf.objects.order_by("-idx").values_list("idx", flat=True).first()
                    topic.sweep(Line(receiver, topic.key, -1 if last is None else last + 1))
