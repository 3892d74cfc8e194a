"""What the corrections of a publication say to the public: old and new, but never what must not be shown again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from mingjing.disclosure.queries import fields_of
from mingjing.disclosure.rules import SECRET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.disclosure.models import Publication

HIDDEN = "已隐去"


@dataclass(frozen=True)
class Changed:
    """A field as it was and as it is; `secret` where neither the old words nor what they were is shown."""

    label: str
    before: str
    after: str
    secret: bool


@dataclass(frozen=True)
class Corrected:
    """A version that corrects the one before it."""

    publication: Publication
    changes: tuple[Changed, ...]


def corrections(versions: Sequence[Publication]) -> list[Corrected]:
    """Return the corrections among versions that were public, newest first.

    A field that was once corrected for leaked particulars or another's name shows none of its words from before.
    """
    found: list[Corrected] = []
    hidden: set[str] = set()
    for newer, older in pairwise(versions):
        if not newer.correction:
            continue
        old, new = dict(fields_of(older)), dict(fields_of(newer))
        labels = [label for label in new if new[label] != old.get(label, "")]
        late = frozenset(hidden)
        if newer.correction in SECRET:
            hidden.update(labels)
        found.append(
            Corrected(newer, tuple(_changed(label, old, new, late=late, secret=hidden) for label in labels))
        )
    return found


def _changed(
    label: str, old: dict[str, str], new: dict[str, str], *, late: frozenset[str], secret: set[str]
) -> Changed:
    """Return a change: words that a later version hid are hidden here too, after as well as before."""
    before = HIDDEN if label in secret else old.get(label, "")
    after = HIDDEN if label in late else new[label]
    return Changed(label, before, after, label in secret)
