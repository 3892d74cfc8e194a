"""What a file's place and name say of it, and when it was made by whose clock; on plain values."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.evidence.footage import in_beijing
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mingjing.evidence.footage import Footage

PATTERNS = (
    r"(?:^|/)(?P<agency>[^/_]+)_(?P<device>[^/_]+)_(?P<officer>[^/_]+)_(?P<time>\d{14})(?:_\d+)?\.\w+$",
    r"(?:^|/)(?P<device>[^/_]+)_(?P<time>\d{14})(?:_(?P<until>\d{14}))?(?:_[^/]*)?\.\w+$",
    r"(?:^|/)(?P<device>[^/]+)/(?P<officer>[^/]+)/[^/]+$",
    r"(?:^|/)(?P<device>[^/]+)/[^/]+$",
)
"""Reference §7 (our own default, no standard names files): what stations and recorders write, then who has folders.

`机关_设备编号_证号后六位_20260915100500_01.mp4`; `设备编号_开始_结束.mp4`, as a recorder cuts a span out by time;
`设备编号/人员/…`; `设备编号/…`.
"""
NAMES = frozenset({"device", "officer", "time"})
STAMP = "%Y%m%d%H%M%S"
CLOSE = dt.timedelta(minutes=2)
"""How near to the time in its name a file's own time has to be to tell in which zone it was written."""
SHORTEST = 4
"""How many characters of a certificate's number tell whose it is."""


@dataclass(frozen=True)
class Named:
    """What a file's name said: device, person, when it began by the device's clock."""

    device: str = ""
    officer: str = ""
    at: dt.datetime | None = None


def compiled(patterns: Iterable[str]) -> list[re.Pattern[str]]:
    """Return the agency's patterns, ready; one that cannot be read or names nothing is refused when the system starts.

    A pattern is a regular expression on the path below the folder, with the named groups device, officer and time.
    """
    made = []
    for each in patterns:
        try:
            pattern = re.compile(each)
        except re.error as error:
            raise _bad_pattern(each) from error
        if not NAMES & set(pattern.groupindex):
            raise _bad_pattern(each)
        made.append(pattern)
    return made


def _bad_pattern(text: str) -> Refusal:
    return Refusal(
        "ingest.pattern",
        f"导入的命名规则读不懂：{text}",
        next_step="请核对 MINGJING_INGEST_PATTERNS：正则表达式，命名组为 device、officer、time。",
    )


def read_name(place: str, patterns: Sequence[re.Pattern[str]]) -> Named:
    """Return what the first pattern that fits says of a file; `place`: its path below the folder, with `/`."""
    for pattern in patterns:
        found = pattern.search(place)
        if found is None:
            continue
        said = {name: (text or "").strip() for name, text in found.groupdict().items()}
        at = _stamp(said.get("time", ""))
        if said.get("time") and at is None:
            continue  # fourteen digits that are no time: some other number
        return Named(said.get("device", "")[:80], said.get("officer", "")[:80], at)
    return Named()


def _stamp(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, STAMP).replace(tzinfo=clock.SHANGHAI)
    except ValueError:
        return None


def whose(said: str, people: Mapping[str, Iterable[str]]) -> str:
    """Return who is meant by a name, or by the last digits of a certificate; empty where it is not one alone.

    `people`: ref → the name and the certificates' numbers of each.
    """
    wanted = _plain(said)
    if not wanted:
        return ""
    found = [ref for ref, words in people.items() if any(_means(wanted, _plain(word)) for word in words)]
    return found[0] if len(found) == 1 else ""


def _means(wanted: str, word: str) -> bool:
    return wanted == word or (len(wanted) >= SHORTEST and wanted.isdecimal() and word.endswith(wanted))


def _plain(text: str) -> str:
    """Return letters and digits only: `YL-2023-0101` and `YL20230101` are one number."""
    return "".join(each for each in text if each.isalnum()).upper()


@dataclass(frozen=True)
class Timed:
    """When a file was made by the device's own clock, and what told so."""

    since: dt.datetime
    until: dt.datetime
    told_by: str


def timed(footage: Footage, name: Named, changed: dt.datetime, *, utc: bool) -> Timed:
    """Return when a recording was made by its device's clock: its metadata before its name before its file's time.

    A name in local time that fits the metadata's digits shows that the device wrote local time where world time is
    asked for. A file's time of change is when the device had written its end.
    """
    length = footage.length or dt.timedelta()
    if footage.began is not None:
        local = in_beijing(footage.began, utc=False)
        if name.at is not None and abs(local - name.at) <= CLOSE:
            utc = False
        since = in_beijing(footage.began, utc=utc)
        return Timed(since, since + length, "metadata")
    if name.at is not None:
        return Timed(name.at, name.at + length, "name")
    return Timed(changed - length, changed, "file")
