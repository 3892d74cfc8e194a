"""The typed vocabulary of what can be recorded, and how a person reads it.

Grammar: `room_or_thing.past_participle` (`case.filed`, `list.row_edited`). Each room keeps its own in `acts.py`.
The sentence is made when read, from live rows: `{actor}` is the one who acted, `{party}` the last subject of the kind
`cases.party` (and so for every kind), `{s0}`, `{s1}`… the subjects in order, `{name}` any fact of the record's body.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from mingjing.records.actors import COMMAND

if TYPE_CHECKING:
    from mingjing.records.models import Attested

type Describe = Callable[[Iterable[str]], Mapping[str, str]]
"""Given refs, the words for each: one query for a whole timeline."""
type Known = Mapping[tuple[str, str], Attested]
"""Rows at hand, by kind and ref."""


@dataclass(frozen=True)
class Act:
    """One verb of the vocabulary. `key` marks the acts a timeline shows in red: turning points of a case."""

    name: str
    label: str
    sentence: str
    key: bool = False


_acts: dict[str, Act] = {}
_describers: dict[str, Describe] = {}


def act(name: str, label: str, sentence: str, *, key: bool = False) -> Act:
    """Declare an act; a name declared twice is a programming error."""
    if name in _acts:
        raise ValueError(f"act {name} declared twice")
    made = _acts[name] = Act(name, label, sentence, key)
    return made


def by_name(name: str) -> Act:
    """Return the act, or an unnamed one for a name this release does not know."""
    return _acts.get(name) or Act(name, name, "{actor} " + name)


def all_acts() -> list[Act]:
    """Return every declared act, by name."""
    return sorted(_acts.values(), key=lambda each: each.name)


@dataclass(frozen=True)
class Named:
    """A describer that says a model's rows by one of their columns: those at hand, or any by their refs."""

    model: type[Attested]
    attribute: str = "name"

    def __call__(self, refs: Iterable[str]) -> Mapping[str, str]:
        """Say rows by their refs: one query."""
        rows = self.model._default_manager.filter(pk__in=[uuid.UUID(ref) for ref in refs])  # noqa: SLF001
        return {pk.hex: str(text) for pk, text in rows.values_list("pk", self.attribute)}

    def say(self, known: Known, ref: str) -> str:
        """Say a row that is at hand; an empty text if it is not."""
        row = known.get((self.model.subject_kind(), ref))
        return str(getattr(row, self.attribute)) if row else ""


def describe(kind: str, describer: Describe) -> None:
    """Register how a kind of thing is said in a sentence."""
    _describers[kind] = describer


def words(
    references: Iterable[tuple[str, str]], known: Known = MappingProxyType({})
) -> dict[tuple[str, str], str]:
    """Return the words for each `(kind, ref)`: from the rows at hand, else one call to each kind's describer.

    What is gone reads 已销毁.
    """
    grouped: dict[str, set[str]] = {}
    found: dict[tuple[str, str], str] = {}
    for kind, ref in references:
        describer = _describers.get(kind)
        said = describer.say(known, ref) if isinstance(describer, Named) else ""
        if said:
            found[kind, ref] = said
        else:
            grouped.setdefault(kind, set()).add(ref)
    for kind, refs in grouped.items():
        describer = _describers.get(kind)
        told = describer(refs) if describer else {}
        found |= {(kind, ref): told.get(ref) or _unnamed(kind, ref) for ref in refs}
    return found


def _unnamed(kind: str, ref: str) -> str:
    if kind != "system":
        return "已销毁"
    return "系统管理命令" if ref == COMMAND.ref else "系统"
