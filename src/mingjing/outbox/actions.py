"""What people do with pushes: add and change receivers, send again what failed, let go of what will never go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.outbox import acts, formats, rules, topics
from mingjing.outbox.lines import void
from mingjing.outbox.models import Link, Message, Receiver
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.records.models import Dossier
    from mingjing.registry.models import User

MANAGE, RESEND = "push.manage", "push.resend"


def receiver_dossier(receiver: Receiver) -> Dossier:
    """Return the dossier of a receiver."""
    return open_dossier(kind="receiver", ref=receiver.ref, agency=receiver.agency.ref)


def add_receiver(
    *, user: User, code: str, name: str, address: str, layout: str, topics: Sequence[str], enabled: bool
) -> Receiver:
    """A5.2; 244号4、20: enter a system that gets what of this agency belongs to its topics."""
    require(user, MANAGE)
    code = code.strip()
    rules.require_code(code)
    if Receiver.objects.filter(agency=user.agency, code=code).exists():
        raise Refusal("receiver.exists", f"代号 {code} 已经登记。", next_step="请换一个代号。", field="code")
    receiver = Receiver(
        agency=user.agency, code=code, name=name.strip(), address=_address(address),
        layout=layout, topics=_topics(layout, topics), enabled=enabled,
    )  # fmt: skip
    with deed(dossier=receiver_dossier(receiver), act=acts.ADDED, actor=user.actor()) as work:
        work.add(receiver)
    return receiver


def change_receiver(
    *, user: User, receiver: Receiver, name: str, address: str, layout: str, topics: Sequence[str],
    enabled: bool, version: int | None = None,
) -> Receiver:  # fmt: skip
    """Change a receiver. What waits goes to the new address; one switched off keeps its place and loses nothing."""
    require(user, MANAGE)
    own(user, receiver)
    address, chosen = _address(address), _topics(layout, topics)
    with deed(
        dossier=receiver_dossier(receiver), act=acts.CHANGED, actor=user.actor(), version=version
    ) as work:
        receiver = Receiver.objects.select_related("agency").get(pk=receiver.pk)
        receiver.name, receiver.address, receiver.layout = name.strip(), address, layout
        receiver.topics, receiver.enabled = chosen, enabled
        work.change(receiver)
        work.facts["state"] = "启用" if enabled else "停用"
        Link.objects.filter(receiver=receiver).update(rests_until=None)
    return receiver


def resend(
    *, user: User, receiver: Receiver, message: Message | None = None, version: int | None = None
) -> int:
    """Send a message that failed once more, or all of a receiver; return how many. The key stays the same.

    What had faults is made anew from what there is now; with faults still, it is refused and they are named.
    """
    require(user, RESEND)
    own(user, receiver)
    with deed(
        dossier=receiver_dossier(receiver), act=acts.RESENT, actor=user.actor(), version=version
    ) as work:
        work.mention(receiver)
        dead = receiver.messages.select_for_update(no_key=True).filter(state=Message.State.DEAD)
        rows = list(dead.filter(pk=message.pk) if message else dead)
        ready = [each for each in rows if not _faults(each)]
        if not ready:
            raise _nothing(rows)
        for each in ready:
            each.state, each.due_at, each.tries = Message.State.WAITING, clock.real(), min(each.tries, 1)
            each.save(update_fields=["state", "due_at", "tries", "data", "digest"])
        Link.objects.filter(receiver=receiver).update(rests_until=None)
        work.facts["number"] = len(ready)
    return len(ready)


def skip(*, user: User, receiver: Receiver, message: Message, version: int | None = None) -> None:
    """Let go of a message that failed, so that what is newer of its item can go; the receiver never gets this one."""
    require(user, RESEND)
    own(user, receiver)
    with deed(
        dossier=receiver_dossier(receiver), act=acts.SKIPPED, actor=user.actor(), version=version
    ) as work:
        work.mention(receiver)
        if not void(receiver.messages.filter(pk=message.pk, state=Message.State.DEAD)):
            raise _nothing([])
        work.facts["number"] = message.pk


def own(user: User, receiver: Receiver) -> None:
    """Refuse a receiver of another agency."""
    if receiver.agency_id != user.agency_id:
        raise Refusal("receiver.unknown", "没有这个接收方。", next_step="请从数据对接页进入。")


def _faults(message: Message) -> list[str]:
    """Return what still is wrong with a message that never went out for its faults."""
    if message.tries:
        return []
    again = topics.named(message.topic).again
    found = again(message) if again else []
    return found or formats.named(message.receiver.layout).faults(message.topic, message.data)


def _nothing(rows: Sequence[Message]) -> Refusal:
    if not rows:
        return Refusal("push.not_dead", "没有失败待处理的推送。", next_step="请刷新数据对接页。")
    return Refusal(
        "push.faulty",
        "内容还有不合格的字段，没有推送。",
        "双公示数据标准",
        "请先在案件或者机关信息中改正，再重新推送。",
        details=[fault for each in rows for fault in _faults(each)],
    )


def _address(address: str) -> str:
    rules.require_address(address.strip())
    return address.strip()


def _topics(layout: str, chosen: Sequence[str]) -> list[str]:
    """Return the topics in their own order; a format that has no form for one cannot send it."""
    known = formats.named(layout).resources
    for key in chosen:
        topic = topics.named(key)
        if key not in known:
            raise Refusal(
                "receiver.topic",
                f"这种格式没有“{topic.label}”。",
                next_step="请不要选它，或者换一种格式。",
                field="topics",
            )
    if not chosen:
        raise Refusal("receiver.no_topic", "没有选推送什么。", next_step="请至少选一类。", field="topics")
    return [each.key for each in topics.every() if each.key in chosen]
