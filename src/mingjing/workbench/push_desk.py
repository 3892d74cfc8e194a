"""What of pushes waits for a person: receivers to which something could not be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from mingjing.outbox import rules
from mingjing.outbox.actions import RESEND
from mingjing.outbox.models import Message
from mingjing.outbox.queries import failed
from mingjing.registry.permissions import may
from mingjing.workbench.waiting import Item

if TYPE_CHECKING:
    from mingjing.registry.models import User
    from mingjing.registry.permissions import Role


def push_items(user: User, roles: frozenset[Role]) -> list[Item]:
    """Return a line for each receiver with dead letters."""
    if not may(roles, RESEND):
        return []
    return [
        Item(
            kind="publish",
            sentence=f"查明推送失败的 {number} 条",
            clause=rules.CLAUSE,
            about=receiver.name,
            about_url=reverse("desk-receiver", args=[receiver.ref]),
            label="查看",
            url=f"{reverse('desk-receiver', args=[receiver.ref])}?state={Message.State.DEAD.value}",
            clock=None,
        )
        for receiver, number in failed(user.agency)
    ]
