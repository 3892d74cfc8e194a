"""The difference of two editions, by code: pure, on what a reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Entry:
    """A row as it is compared: its code, its name, and its cells by heading."""

    code: str
    name: str
    cells: Mapping[str, object]


@dataclass(frozen=True)
class FieldChange:
    """One cell that changed."""

    label: str
    old: object
    new: object


@dataclass(frozen=True)
class Change:
    """A row that stands in both editions with other words."""

    code: str
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Difference:
    """What came in, what went out, what changed; the rest is the same."""

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    changed: tuple[Change, ...] = ()
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference_of(before: Sequence[Entry], after: Sequence[Entry]) -> Difference:
    """Compare two editions. The order of rows is not a difference; an empty cell equals a missing one."""
    old = {entry.code: entry for entry in before}
    new = {entry.code: entry for entry in after}
    pairs = [(old[code], entry) for code, entry in new.items() if code in old]
    changes = [Change(entry.code, entry.name, _changes(was.cells, entry.cells)) for was, entry in pairs]
    changed = tuple(change for change in changes if change.fields)
    return Difference(
        added=tuple(entry for code, entry in new.items() if code not in old),
        removed=tuple(entry for code, entry in old.items() if code not in new),
        changed=changed,
        same=len(pairs) - len(changed),
    )


def _changes(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[FieldChange, ...]:
    labels = list(dict.fromkeys([*new, *old]))
    return tuple(
        FieldChange(label, old.get(label), new.get(label))
        for label in labels
        if (old.get(label) or "") != (new.get(label) or "")
    )
