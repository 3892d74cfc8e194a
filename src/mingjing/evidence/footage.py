"""What a recording says of itself: when it began, how long it lasts, whether picture and sound are in it (PyAV)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from mingjing import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Before this day nobody recorded with a body camera: a clock that was never set says 1904 or 1970."""
MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Footage:
    """A recording's own account; None where it says nothing. `began` is as the device wrote it, its zone unknown."""

    began: dt.datetime | None = None
    length: dt.timedelta | None = None
    picture: bool = False
    sound: bool = False

    @property
    def length_ms(self) -> int | None:
        """Return how long it lasts, in milliseconds."""
        return None if self.length is None else self.length // dt.timedelta(milliseconds=1)


def look_at(stream: IO[bytes], media_type: str) -> Footage:
    """Read a recording's metadata, without decoding any of it; what cannot be read says nothing of itself.

    The stream must be seekable; only the parts that hold the metadata are read, whatever the size. It is read as what
    its content is, never guessed.
    """
    from mingjing.evidence import making  # noqa: PLC0415 - a heavy library that pages without recordings never need

    try:
        with making.opened(stream, media_type) as container:
            microseconds = container.duration
            return Footage(
                began=_began(container.metadata, *(each.metadata for each in container.streams)),
                length=dt.timedelta(microseconds=microseconds) if microseconds else None,
                picture=bool(container.streams.video),
                sound=bool(container.streams.audio),
            )
    except (making.UnreadableError, ValueError, OSError):
        return Footage()


def _began(*tags: Mapping[str, str]) -> dt.datetime | None:
    """Return the moment of creation that the file states; that of a clock never set is none."""
    for each in tags:
        text = each.get("creation_time") or each.get("date") or ""
        try:
            found = dt.datetime.fromisoformat(text.strip())
        except ValueError:
            continue
        moment = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
        if moment >= EARLIEST:
            return moment
    return None


def in_beijing(began: dt.datetime, *, utc: bool) -> dt.datetime:
    """Return when that was here: many cameras write their local time where the format asks for world time."""
    return began if utc else began.replace(tzinfo=clock.SHANGHAI)
