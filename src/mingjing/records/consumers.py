"""What follows from a record: read in the log's order, once, from a cursor that moves with the effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from mingjing.records.models import Cursor, Leaf, Record

type Handler = Callable[[Sequence[Record]], None]

_handlers: dict[str, Handler] = {}
BATCH = 200


def register(name: str, handler: Handler) -> None:
    """Add a consumer. Its name is its cursor's key and must never change."""
    _handlers[name] = handler


def run(name: str) -> int:
    """Let one consumer take its next batch; return how many records it took."""
    Cursor.objects.get_or_create(name=name)
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update().get(name=name)
        leaves = list(
            Leaf.objects.filter(idx__gte=cursor.next_idx)
            .order_by("idx")
            .select_related("record", "record__dossier")[:BATCH]
        )
        if not leaves:
            return 0
        _handlers[name]([leaf.record for leaf in leaves])
        cursor.next_idx = leaves[-1].idx + 1
        cursor.save(update_fields=["next_idx"])
    return len(leaves)


def run_all() -> int:
    """Let every consumer take a batch; return how many records were taken in all."""
    return sum(run(name) for name in sorted(_handlers))
