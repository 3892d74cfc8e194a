"""How messages look, as data: a file per format names the envelope, the fields of each topic and their codes.

The house ships its own format and one for the regional supervision system, whose standard's text was not to be had; a
bureau lays a corrected file of the same name into `MINGJING_DATA/formats`, and no code changes. What a format does not
name does not go out.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from mingjing import clock
from mingjing.ledger.canonical import canonical
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from mingjing.outbox.models import Message

ENVELOPE = ("source_sys", "resource", "ext_id", "version", "op", "ts", "hash", "data")
"""What every message says (reference §4.4), by our names; a format gives each the receiver's."""


@dataclass(frozen=True)
class Field:
    """One field: where it is with us (`a.b` in an object), its name there, its codes, whether it must be."""

    source: str
    target: str
    codes: dict[str, str] = field(default_factory=dict)
    required: bool = False

    def read(self, data: Mapping[str, Any]) -> Any:
        """Return the value as the receiver calls it; nothing where it is empty."""
        value: Any = data
        for part in self.source.split("."):
            value = value.get(part, "") if isinstance(value, dict) else ""
        return self.codes.get(str(value), value) if self.codes else value


@dataclass(frozen=True)
class Resource:
    """A topic as a format has it: its name there and its fields; no fields means all as they are with us.

    `acts` are, for cases, the recorded acts that become events, with the names of the events.
    """

    name: str
    fields: tuple[Field, ...] = ()
    acts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """A format: what it is called, how its text stands, how a taken message is answered."""

    key: str
    label: str
    note: str
    envelope: dict[str, str]
    ops: dict[str, str]
    answer: str
    accepted: tuple[str, ...]
    resources: dict[str, Resource]

    def body(self, message: Message) -> bytes:
        """Return the bytes of a message: canonical JSON, the same each time it is sent."""
        data = self._data(message)
        said: dict[str, Any] = {
            "source_sys": settings.MINGJING_ORIGIN,
            "resource": self.resources[message.topic].name,
            "ext_id": message.item,
            "version": message.version,
            "op": self.ops.get(message.op, message.op),
            "ts": message.made_at.astimezone(clock.SHANGHAI).isoformat(timespec="seconds"),
            "hash": hashlib.sha256(canonical(data)).hexdigest(),
            "data": data,
        }
        return canonical({self.envelope.get(name, name): value for name, value in said.items()})

    def faults(self, topic: str, data: Mapping[str, Any]) -> list[str]:
        """Return what a receiver requires and this item does not have."""
        return [
            f"缺 {each.target}"
            for each in self.resources[topic].fields
            if each.required and each.read(data) in ("", None, [])
        ]

    def took(self, key: str, body: bytes) -> bool:
        """Say whether a 2xx answer says that the message was taken, where the format asks for more than the status."""
        if not self.answer:
            return True
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            return False
        value = told.get(self.answer) if isinstance(told, dict) else None
        return str(value) in (self.accepted or (key,))

    def _data(self, message: Message) -> dict[str, Any]:
        fields = self.resources[message.topic].fields
        if not fields:
            return dict(message.data)
        told = {each.target: each.read(message.data) for each in fields}
        return {name: value for name, value in told.items() if value not in ("", None)}


def _places() -> dict[str, Path | Traversable]:
    """Return the file of every format: those that ship, and the bureau's own, which take their place."""
    shipped = resources.files("mingjing.outbox").joinpath("data").iterdir()
    own = (Path(settings.MINGJING_DATA) / "formats").glob("*.json")
    return {each.name.removesuffix(".json"): each for each in (*shipped, *own) if each.name.endswith(".json")}


def every() -> dict[str, Format]:
    """Return all formats by their keys."""
    return {key: named(key) for key in sorted(_places())}


def named(key: str) -> Format:
    """Return a format, or refuse one that there is not."""
    place = _places().get(key)
    if place is None:
        raise Refusal("format.unknown", "没有这种推送格式。", next_step="请重新选择格式。", field="layout")
    return _read(key, place.read_text(encoding="utf-8"))


@lru_cache(maxsize=16)
def _read(key: str, text: str) -> Format:
    try:
        told = json.loads(text)
        return Format(
            key=key, label=str(told["label"]), note=str(told.get("note", "")),
            envelope=_names(told.get("envelope", {})), ops=_names(told.get("ops", {})),
            answer=str(told.get("answer", "")), accepted=tuple(str(each) for each in told.get("accepted", [])),
            resources={str(topic): _resource(each) for topic, each in told["resources"].items()},
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(
            "format.unreadable",
            f"推送格式文件 {key}.json 读不懂。",
            next_step="请对照 docs/对接.md 改正这个文件。",
            field="layout",
        ) from error


def _names(told: dict[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in told.items()}


def _resource(told: dict[str, Any]) -> Resource:
    fields = tuple(
        Field(
            str(each["from"]),
            str(each["to"]),
            _names(each.get("codes", {})),
            bool(each.get("required", False)),
        )
        for each in told.get("fields", [])
    )
    return Resource(str(told["name"]), fields, _names(told.get("acts", {})))
