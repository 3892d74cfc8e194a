"""What tests of pushes do: register the foreign system, let the log catch up, let time pass until nothing waits."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.disclosure.models import Publication
from mingjing.outbox import sending
from mingjing.outbox.actions import add_receiver
from mingjing.outbox.models import Message
from mingjing.records import consumers, log
from telling import decided

if TYPE_CHECKING:
    from foreign import Foreign

    from mingjing.demo.bureau import Bureau
    from mingjing.outbox.models import Receiver


class Time:
    """The pushes' own time, which tests move on."""

    def __init__(self) -> None:
        self.now = clock.real()

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(**by)


def follow() -> None:
    """Let the log and its consumers catch up."""
    log.integrate_all()
    while consumers.run_all():
        pass


def receiver(
    bureau: Bureau, foreign: Foreign, *topics: str, layout: str = "mingjing", **told: object
) -> Receiver:
    """Register the foreign system for topics."""
    return add_receiver(
        user=bureau.users["system"], code=foreign.code, name="示例平台", address=foreign.address, layout=layout,
        topics=topics or ("publications",), **{"enabled": True, **told},
    )  # fmt: skip


def until_quiet(time: Time, *, rounds: int = 200, **by: float) -> int:
    """Let the worker go round, time passing, until nothing waits or the rounds are over; return what was delivered."""
    done = 0
    for _ in range(rounds):
        done += sending.send_due()
        if not Message.objects.filter(state=Message.State.WAITING).exists():
            break
        time.later(**(by or {"hours": 1.3}))
    return done


def published(bureau: Bureau, **told: object) -> list[Publication]:
    """Publish the decisions of a case."""
    decided(bureau, **told).served()
    follow()
    return [bureau.release(each) for each in Publication.objects.filter(kind="decision", state="collected")]
