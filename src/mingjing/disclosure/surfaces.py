"""Every place where the public meets a publication, as one table (§11.5; engineering: withdrawal is at once).

Most surfaces read publications as they stand and lose one the moment its state changes; those that keep a copy of
their own register how it is taken out. Withdrawing asks all of them inside its act; one test asks each of them
afterwards by the addresses that it names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.search import index

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.disclosure.models import Publication


def _keeps_nothing(publication: Publication) -> None:
    """Do nothing: the surface reads publications as they stand."""


@dataclass(frozen=True)
class Surface:
    """A public place: its name, the addresses at which it would show a publication, how a kept copy is taken out.

    `gone` says that the address itself is the publication's and answers 410 afterwards; other addresses go on
    answering, without it. One that is not `named` shows no more of it than where it is.
    """

    name: str
    label: str
    addresses: Callable[[Publication], tuple[str, ...]]
    remove: Callable[[Publication], None] = _keeps_nothing
    gone: bool = False
    named: bool = True


_surfaces: dict[str, Surface] = {}


def register(surface: Surface) -> None:
    """Register a surface; the rooms that show publications do so when they start."""
    _surfaces[surface.name] = surface


def every() -> list[Surface]:
    """Return all surfaces by name."""
    return [_surfaces[name] for name in sorted(_surfaces)]


def remove(publication: Publication) -> None:
    """Take a publication from every surface, within the caller's transaction."""
    for surface in every():
        surface.remove(publication)


def remove_from_index(publication: Publication) -> None:
    """Take a publication out of the search index."""
    index.remove("publication", publication.ref)
