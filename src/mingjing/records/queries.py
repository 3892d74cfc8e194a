"""Reading the record: timelines in sentences, newest first, without a query per row."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.ledger.canonical import parse
from mingjing.records import vocabulary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mingjing.records.models import Dossier, Record
    from mingjing.records.vocabulary import Known


@dataclass(frozen=True)
class Line:
    """One line of a timeline."""

    record: Record
    label: str
    sentence: str
    recorded_at: dt.datetime
    happened_on: dt.date | None
    late: bool
    key: bool

    @property
    def days_late(self) -> int:
        """Return how many days lie between what happened and its recording (§11.6 no. 30)."""
        if not self.late or self.happened_on is None:
            return 0
        return (self.recorded_at.astimezone(clock.SHANGHAI).date() - self.happened_on).days


def timeline(dossier: Dossier, *, limit: int = 200, known: Known = MappingProxyType({})) -> list[Line]:
    """Return the newest records of a dossier as sentences."""
    return lines(dossier.records.order_by("-seq")[:limit], known)


def lines(records: Iterable[Record], known: Known = MappingProxyType({})) -> list[Line]:
    """Return records as sentences, in the order given: one query per kind of thing that is not at hand."""
    pairs = [(record, _body(record)) for record in records]
    wanted = {_reference(body["actor"]) for _, body in pairs}
    wanted |= {_reference(subject) for _, body in pairs for subject in body["subjects"]}
    words = vocabulary.words(wanted, known)
    return [_line(record, body, words) for record, body in pairs]


def _body(record: Record) -> dict[str, Any]:
    body = parse(bytes(record.body))
    if not isinstance(body, dict):
        raise TypeError("a record's body is an object")
    return body


def _reference(thing: dict[str, str]) -> tuple[str, str]:
    return thing["kind"], thing["ref"]


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _line(record: Record, body: dict[str, Any], words: dict[tuple[str, str], str]) -> Line:
    act = vocabulary.by_name(record.act)
    actor = words[_reference(body["actor"])]
    if body["actor"].get("for"):
        actor += "（代签）"
    said = {subject["kind"].rpartition(".")[2]: words[_reference(subject)] for subject in body["subjects"]}
    said |= {f"s{place}": words[_reference(subject)] for place, subject in enumerate(body["subjects"])}
    said |= {key: str(value) for key, value in body.get("facts", {}).items()}
    recorded_on = record.recorded_at.astimezone(clock.SHANGHAI).date()
    return Line(
        record=record,
        label=act.label,
        sentence=act.sentence.format_map(_Blanks(said | {"actor": actor})),
        recorded_at=record.recorded_at,
        happened_on=record.happened_on,
        late=bool(record.happened_on and record.happened_on < recorded_on),
        key=act.key,
    )
