"""What follows from a record: read in the log's order, once, from a cursor that moves with the effect."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import OperationalError, transaction

from mingjing.records.models import Cursor, Leaf, Record

type Handler = Callable[[Sequence[Record]], None]

logger = logging.getLogger("mingjing.consumers")

_handlers: dict[str, Handler] = {}
BATCH = 200


@dataclass(frozen=True)
class Family:
    """Consumers that come and go with rows: `known` are all that a cursor may stand for, `active` those that run now.

    One that rests keeps its place in the log, and takes up there whatever came meanwhile.
    """

    known: Callable[[], Collection[str]]
    active: Callable[[], Collection[str]]
    handle: Callable[[str, Sequence[Record]], None]


_families: dict[str, Family] = {}


def register(name: str, handler: Handler) -> None:
    """Add a consumer. Its name is its cursor's key and must never change."""
    _handlers[name] = handler


def register_family(prefix: str, family: Family) -> None:
    """Add consumers whose names all begin with a prefix and a slash."""
    _families[prefix] = family


def names() -> frozenset[str]:
    """Return the names of all consumers, those that rest included."""
    return frozenset(_handlers).union(*(each.known() for each in _families.values()))


def _handle(name: str, records: Sequence[Record]) -> None:
    if name in _handlers:
        _handlers[name](records)
    else:
        _families[name.partition("/")[0]].handle(name, records)


def run(name: str) -> int:
    """Let one consumer take its next batch; return how many records it took."""
    cursor, _ = Cursor.objects.get_or_create(name=name)
    if not Leaf.objects.filter(idx__gte=cursor.next_idx).exists():
        return 0
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update().get(name=name)
        leaves = list(
            Leaf.objects.filter(idx__gte=cursor.next_idx)
            .order_by("idx")
            .select_related("record", "record__dossier")[:BATCH]
        )
        if not leaves:
            return 0
        records = [leaf.record for leaf in leaves if leaf.record is not None]  # some may be lost
        if records:
            _handle(name, records)
        cursor.next_idx = leaves[-1].idx + 1
        cursor.save(update_fields=["next_idx"])
    return len(leaves)


def run_all() -> int:
    """Let every consumer take a batch; return how many records were taken in all.

    A consumer that fails keeps its place and is tried again in the next round; it does not hold up the others.
    """
    taken = 0
    for name in sorted({*_handlers, *(one for each in _families.values() for one in each.active())}):
        try:
            taken += run(name)
        except OperationalError:
            raise  # a lost lock or connection is the caller's to wait out
        except Exception:
            logger.exception("consumer failed", extra={"act": name})
    return taken
