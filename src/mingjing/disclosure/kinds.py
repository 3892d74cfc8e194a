"""Kinds of things that can be public: rooms above register how theirs are shown and what publishing does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from mingjing.disclosure.models import Publication
    from mingjing.records.deeds import Deed
    from mingjing.storage.models import Blob


def _nothing(work: Deed, publication: Publication) -> None:
    """Do nothing: most kinds have no further effect."""


def _not_noted(work: Deed, publication: Publication, on: dt.date) -> None:
    """Note nothing: most kinds have no clock on another dossier."""


def _anything_goes(publication: Publication) -> None:
    """Ask nothing more: most kinds have no condition of their own."""


def _not_again(publication: Publication) -> Publication | None:
    """Collect nothing: most kinds are proposed by a person."""


def _same_copy(work: Deed, publication: Publication, words: tuple[str, ...]) -> Blob | None:
    """Keep the copy: most kinds have none."""
    del work, words
    return publication.pdf


@dataclass(frozen=True)
class Offered:
    """A file that may be published beside what it belongs to: its soft name, what it is called, its bytes."""

    source: str
    title: str
    blob: Blob


def _no_files(publication: Publication) -> list[Offered]:
    """Offer nothing: most kinds have no files of their own."""
    del publication
    return []


def _no_original(publication: Publication) -> list[tuple[str, str]]:
    """Show nothing beside it: most kinds have a document of their own."""
    del publication
    return []


@dataclass(frozen=True)
class Kind:
    """A kind: its label, where its public page is, what must hold before it is published, what publishing does.

    `permission` is the act of the role table that checking and publishing it is; `withdrawable` says that it can be
    taken down (a list's edition is not: the next one replaces it). `appeared` is what follows when the public can first
    read it: with publishing, or with the first posting of an agency without a site. `withheld` is what follows when it
    is not made public after all; `afresh` collects it once more; `copy` sets its copy as a file without some pieces of
    text; `offered` are the files that may go with it, each looked at and released by a person. `original` is what came
    from another system, by labels, unmasked: who confirms and who checks compare with it; one that is `renewed` is
    corrected by its source, so that a correction sent back is collected afresh as well.
    """

    name: str
    label: str
    address: Callable[[Publication], str]
    before: Callable[[Publication], None] = _anything_goes
    published: Callable[[Deed, Publication], None] = _nothing
    appeared: Callable[[Deed, Publication, dt.date], None] = _not_noted
    searchable: Callable[[Publication], str] = lambda publication: publication.title
    permission: str = "publication.check"
    withdrawable: bool = False
    withheld: Callable[[Deed, Publication], None] = _nothing
    afresh: Callable[[Publication], Publication | None] = _not_again
    copy: Callable[[Deed, Publication, tuple[str, ...]], Blob | None] = _same_copy
    offered: Callable[[Publication], list[Offered]] = _no_files
    original: Callable[[Publication], list[tuple[str, str]]] = _no_original
    renewed: bool = False


PENALTIES = ("decision", "intake.penalty")
"""Kinds that the public reads as decisions of penalty: ours, and those that other systems sent in."""

_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Register a kind."""
    _kinds[kind.name] = kind


def kind(name: str) -> Kind:
    """Return a registered kind; `KeyError` for one that no room registered."""
    return _kinds[name]


def names() -> list[str]:
    """Return the names of all kinds."""
    return sorted(_kinds)
