"""What can be pushed: each topic reads the log for itself, or is counted at times; each says what may still go out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.outbox.lines import Line
    from mingjing.outbox.models import Message
    from mingjing.records.models import Record


def _always(message: Message) -> bool:
    """Say that what waits may go out."""
    del message
    return True


@dataclass(frozen=True)
class Topic:
    """A topic: its label, how it follows a record, how it is counted anew, whether a message may still go out.

    `again` makes what could not go out for its faults from what is there now, and says what still is wrong.
    """

    key: str
    label: str
    follow: Callable[[Line, Record], None] | None = None
    sweep: Callable[[Line], None] | None = None
    stands: Callable[[Message], bool] = _always
    again: Callable[[Message], list[str]] | None = None


_topics: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    """Add a topic."""
    _topics[topic.key] = topic


def every() -> list[Topic]:
    """Return all topics in the order of their registration."""
    return list(_topics.values())


def named(key: str) -> Topic:
    """Return a topic, or refuse one that there is not."""
    if key not in _topics:
        raise Refusal("topic.unknown", "没有这一类数据。", next_step="请重新选择。", field="topics")
    return _topics[key]
