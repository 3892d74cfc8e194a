"""Within what is searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True)
class Scope:
    """Kinds, agency, first steps of addresses (empty: all), days; what is not public only where `hidden`."""

    kinds: tuple[str, ...] = ()
    agency: str = ""
    places: tuple[str, ...] = ()
    hidden: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
