"""The acts on receivers of pushes, each tried in every role (`test_role_table`)."""

from __future__ import annotations

from typing import Any

from mingjing.outbox import actions
from mingjing.outbox.models import Message, Receiver
from mingjing.registry.queries import require


def a_receiver(world: Any) -> Receiver:
    """Return a receiver of the bureau."""
    row = Receiver(agency=world.bureau.agency, code="x", name="示例平台", address="https://example.org/")
    row.save(force_insert=True)
    return row


TOLD: dict[str, Any] = {
    "name": "示例平台", "address": "https://example.org/", "layout": "mingjing", "topics": ["items"], "enabled": False,
}  # fmt: skip
PUSH_TRIES: dict[str, Any] = {
    "push.read": {require: lambda _, user: require(user, "push.read")},
    "push.manage": {
        actions.add_receiver: lambda _, user: actions.add_receiver(user=user, code="y", **TOLD),
        actions.change_receiver: lambda world, user: actions.change_receiver(
            user=user, receiver=a_receiver(world), **TOLD
        ),
    },
    "push.resend": {
        actions.resend: lambda world, user: actions.resend(user=user, receiver=a_receiver(world)),
        actions.skip: lambda world, user: actions.skip(
            user=user, receiver=a_receiver(world), message=Message(pk=1)
        ),
    },
}
