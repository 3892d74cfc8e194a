"""What waits goes out: by the worker, in order for each item, at least once, under a key that makes it once.

A message is claimed before it is sent, by moving the moment at which it is due again: a worker that dies in between
leaves it to the next, which sends the same key. The receiver that answers nothing is left alone for a while, so that
a long silence does not use up the tries of all that waits for it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import os
import time
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from mingjing import clock
from mingjing.outbox import formats, posting, rules, topics
from mingjing.outbox.lines import UNSENT, void
from mingjing.outbox.models import Link, Message, Receiver
from mingjing.outbox.posting import NoAnswerError
from mingjing.records.keys import signing_key
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingjing.outbox.posting import Answer

logger = logging.getLogger("mingjing.outbox")

LEASE = dt.timedelta(minutes=2)
"""How long another worker leaves alone what one is sending: longer than a request may take."""
TURN = 5.0
"""Seconds that one receiver may take before the next has its turn."""
State = Message.State


def send_due() -> int:
    """Send what is due to every receiver; return how many messages were delivered."""
    return sum(_serve(each) for each in Receiver.objects.filter(enabled=True).select_related("agency"))


def sendable(receiver: Receiver) -> QuerySet[Message]:
    """Return what of a receiver may go out now: due, and nothing older of the same item is unsettled."""
    older = Message.objects.filter(
        receiver=OuterRef("receiver"), topic=OuterRef("topic"), item=OuterRef("item"),
        version__lt=OuterRef("version"), state__in=UNSENT,
    )  # fmt: skip
    rows = receiver.messages.filter(state=State.WAITING, due_at__lte=clock.real())
    return rows.filter(topic__in=receiver.topics).exclude(Exists(older)).order_by("due_at", "id")


def _serve(receiver: Receiver) -> int:
    link, _ = Link.objects.get_or_create(receiver=receiver)
    done, until = 0, time.monotonic() + TURN
    while time.monotonic() < until and _awake(link):
        message = sendable(receiver).first()
        if message is None:
            return done
        if not topics.named(message.topic).stands(message):
            void(Message.objects.filter(pk=message.pk, state__in=UNSENT))
        elif _claim(message):
            done += _send(receiver, link, message)
    return done


def _awake(link: Link) -> bool:
    due = Q(rests_until=None) | Q(rests_until__lte=clock.real())
    return Link.objects.filter(due, pk=link.pk).exists()


def _claim(message: Message) -> bool:
    """Take a message for this worker alone; whatever was claimed counts as tried, for it may arrive."""
    now = clock.real()
    waiting = Message.objects.filter(pk=message.pk, state=State.WAITING, tries=message.tries, due_at__lte=now)
    return bool(waiting.update(tries=message.tries + 1, due_at=now + LEASE))


def _send(receiver: Receiver, link: Link, message: Message) -> bool:
    message.refresh_from_db()
    try:
        form = formats.named(receiver.layout)
        answer = _post(receiver, message, form.body(message))
        took = answer.status in rules.OK and form.took(str(message.key), answer.body)
    except NoAnswerError as silent:
        _rest(link, message, str(silent))
        _again(message, str(silent))
        return False
    except (Refusal, KeyError) as fault:
        _give_up(message, fault.sentence if isinstance(fault, Refusal) else "格式里没有这一类数据")
        return False
    if took:
        _delivered(link, message)
        return True
    _refused(link, message, answer)
    return False


def _post(receiver: Receiver, message: Message, body: bytes) -> Answer:
    """Send a message: its key, when it was sent, and the log's signature over both and the body."""
    key, at = str(message.key), clock.real().isoformat(timespec="seconds")
    text = rules.signed_text(receiver=receiver.code, at=at, key=key, sha256=hashlib.sha256(body).hexdigest())
    signer = signing_key()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": key,
        "Mingjing-Receiver": receiver.code,
        "Mingjing-Timestamp": at,
        "Mingjing-Key": signer.vkey,
        "Mingjing-Signature": signer.sign(text).rpartition(" ")[2].strip(),
    }
    token = os.environ.get(rules.variable(receiver.code))
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return posting.post(receiver.address, body, headers)


def _refused(link: Link, message: Message, answer: Answer) -> None:
    """Note an answer that is no yes: for this message alone, or for the receiver as a whole."""
    said = "回答成功，但没有确认收到这一条" if answer.status in rules.OK else f"回答 {answer.status}"
    pause = rules.asked_pause(answer.retry_after)
    if rules.concerns_all(answer.status):
        _rest(link, message, said, pause)
    else:
        Link.objects.filter(pk=link.pk).update(tried_at=clock.now(), said=said)
    if rules.heals(answer.status):
        _again(message, said, pause)
    else:
        _give_up(message, said)


def _delivered(link: Link, message: Message) -> None:
    """Note that a message was taken. What it said is at the receiver now, and is not kept a second time here."""
    now = clock.now()
    taken = {"delivered_at": now, "data": {}, "said": ""}
    if not Message.objects.filter(pk=message.pk, state=State.WAITING).update(state=State.DELIVERED, **taken):
        Message.objects.filter(pk=message.pk).update(**taken)  # voided meanwhile: its taking back follows
    Link.objects.filter(pk=link.pk).update(
        tried_at=now, succeeded_at=now, failures=0, rests_until=None, said=""
    )


def _rest(link: Link, message: Message, said: str, pause: dt.timedelta | None = None) -> None:
    link.refresh_from_db()
    now = clock.real()
    failures = link.failures + 1
    Link.objects.filter(pk=link.pk).update(
        tried_at=now,
        failures=failures,
        said=said,
        rests_until=now + max(pause or rules.wait(failures), _SHORTEST),
    )
    logger.info("push failed", extra={"act": message.topic, "event": str(failures)})


_SHORTEST = dt.timedelta(seconds=1)


def _again(message: Message, said: str, pause: dt.timedelta | None = None) -> None:
    if message.tries >= rules.MOST_TRIES:
        _give_up(message, said)
        return
    due = clock.real() + max(pause or rules.wait(message.tries), _SHORTEST)
    Message.objects.filter(pk=message.pk, state=State.WAITING).update(due_at=due, said=said)


def _give_up(message: Message, said: str) -> None:
    Message.objects.filter(pk=message.pk, state=State.WAITING).update(state=State.DEAD, said=said[:300])
