"""Reading how pushes stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from mingjing.outbox.actions import own
from mingjing.outbox.models import Link, Message, Receiver
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from mingjing.registry.models import Agency, User

State = Message.State


@dataclass(frozen=True)
class Standing:
    """How a receiver stands: what waits and since when, what failed for good, what it got, how it answered last."""

    receiver: Receiver
    waiting: int
    oldest: dt.datetime | None
    dead: int
    delivered: int
    link: Link | None


def standings(agency: Agency | None = None) -> list[Standing]:
    """Return how each receiver of an agency (or of all) stands: two queries, however many."""
    counted = Receiver.objects.annotate(
        waiting=Count("messages", filter=Q(messages__state=State.WAITING)),
        oldest=Min("messages__made_at", filter=Q(messages__state=State.WAITING)),
        dead=Count("messages", filter=Q(messages__state=State.DEAD)),
        delivered=Count("messages", filter=Q(messages__state=State.DELIVERED)),
    )
    rows = counted.select_related("link", "agency").order_by("name", "id")
    if agency is not None:
        rows = rows.filter(agency=agency)
    return [
        Standing(each, each.waiting, each.oldest, each.dead, each.delivered, getattr(each, "link", None))
        for each in rows
    ]


def failed(agency: Agency) -> list[tuple[Receiver, int]]:
    """Return an agency's receivers with dead letters, and how many: one query."""
    dead = Q(messages__state=State.DEAD)
    rows = (
        Receiver.objects.filter(dead, agency=agency).annotate(number=Count("messages")).order_by("name", "id")
    )
    return [(each, each.number) for each in rows]


def receiver_of(user: User, ref: str) -> Receiver:
    """Return a receiver of the person's own agency; another's does not exist here."""
    found = Receiver.objects.select_related("agency").filter(pk=ref).first()
    if found is None:
        raise Refusal("receiver.unknown", "没有这个接收方。", next_step="请从数据对接页进入。")
    own(user, found)
    return found


def message_of(receiver: Receiver, number: int) -> Message:
    """Return a message of a receiver."""
    found = receiver.messages.filter(pk=number).first()
    if found is None:
        raise Refusal("push.unknown", "没有这一条推送。", next_step="请从接收方的页面进入。")
    return found


def messages_of(receiver: Receiver, state: str = "", topic: str = "") -> QuerySet[Message]:
    """Return a receiver's messages in a state and of a topic, the newest first; never what they say."""
    rows = receiver.messages.defer("data").order_by("-id")
    if state:
        rows = rows.filter(state=state)
    return rows.filter(topic=topic) if topic else rows
