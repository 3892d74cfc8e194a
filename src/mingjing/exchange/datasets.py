"""Open data sets: the rooms that show the public something register what of it may be taken whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mingjing.exchange.models import Dump
    from mingjing.theme.cells import Column, Row


@dataclass(frozen=True)
class Meaning:
    """A line of the data dictionary: a field, what kind of value it holds, what it means."""

    column: Column
    kind: str
    words: str


@dataclass(frozen=True)
class Dataset:
    """A set: its name in addresses, its label, its fields, its rows as they are public now.

    `stale` says of a dump that it holds what is public no more; it is then not handed out.
    """

    name: str
    label: str
    about: str
    dictionary: Callable[[], Sequence[Meaning]]
    rows: Callable[[], Iterable[Row]]
    stale: Callable[[Dump], bool]


_sets: dict[str, Dataset] = {}


def register(dataset: Dataset) -> None:
    """Register a set; the rooms that have one do so when they start."""
    _sets[dataset.name] = dataset


def every() -> list[Dataset]:
    """Return all sets in the order of their registration."""
    return list(_sets.values())


def named(name: str) -> Dataset:
    """Return a set; refuse one that no room registered."""
    if name not in _sets:
        raise Refusal("data.unknown", "没有这个数据集。", next_step="请从开放数据页进入。")
    return _sets[name]
