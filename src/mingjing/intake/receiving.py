"""Receiving: one way for the interface and the file; the same again changes nothing, a newer version supersedes."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.disclosure.actions import collect, set_aside, take_back
from mingjing.disclosure.kinds import PENALTIES
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.intake import acts, rules
from mingjing.intake.fields import ID, LARGEST_VERSION
from mingjing.intake.leads import register, without_reporter
from mingjing.intake.models import Item, ItemVersion, Topic
from mingjing.intake.publishing import KINDS, publication_of, version_of
from mingjing.intake.reading import digest_of, parsed, taken_number, understood
from mingjing.intake.rules import Fault
from mingjing.records.actions import lock, open_dossier
from mingjing.records.deeds import Deed, deed
from mingjing.refusal import Refusal
from mingjing.storage.content import TEXT
from mingjing.storage.store import put

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingjing.intake.models import SourceSystem, SystemKey
    from mingjing.intake.reading import Content
    from mingjing.records.actors import Actor
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Officer

State = Publication.State
SITUATIONS = tuple(each for each in Withdrawal.Situation.values if each != Withdrawal.Situation.EXPIRED)
SPACE = uuid.UUID("6f0b7e4e-6f5c-4b3e-9d0e-0a2f0c1d7a55")
"""Of keys that follow from system, topic and their id."""


@dataclass(frozen=True)
class Sender:
    """Who sends: the system, by a key of the interface or by a person of ours with a file."""

    system: SourceSystem
    topics: tuple[str, ...]
    actor: Actor
    key: SystemKey | None = None
    officer: Officer | None = None


@dataclass(frozen=True)
class Received:
    """What was received, and whether this time anything was done."""

    item: Item
    new: bool


@dataclass(frozen=True)
class _Came:
    """One version as it came and as it was understood."""

    version: int
    content: Content
    digest: str
    data: bytes


def item_key(system: SourceSystem, topic: str, external_id: str) -> uuid.UUID:
    """Return the key of an item: the same for the same thing, whoever comes first."""
    return uuid.uuid5(SPACE, f"{system.ref}:{topic}:{external_id}")


def item_dossier(system: SourceSystem, key: uuid.UUID) -> Dossier:
    """Return the dossier of an item: all its versions."""
    return open_dossier(kind="item", ref=key.hex, agency=system.agency.ref)


def receive(*, sender: Sender, topic: str, external_id: str, version: int, data: bytes) -> Received:
    """种子 A4.1、A4.2: take one version of one thing in, and let it become what it becomes here.

    The same version with the same content is known already and answers the same; another content under it is refused.
    """
    _admit(sender, topic, external_id)
    if not 1 <= version <= LARGEST_VERSION:
        raise Refusal(
            "item.format",
            f"版本是 1 到 {LARGEST_VERSION} 的整数。",
            next_step="从 1 起，每改一次加一。",
            field="version",
        )
    content = understood(sender.system.agency, topic, parsed(data))
    digest = digest_of(content)
    key = item_key(sender.system, topic, external_id)
    with transaction.atomic():
        dossier = lock(item_dossier(sender.system, key))
        item = Item.objects.filter(pk=key).first()
        if item is not None and _known(item, version, digest):
            item.system = sender.system
            return Received(item, new=False)
        _require_reason(content, topic, version, again=item is not None)
        _require_own_number(sender, topic, content, key)
        act = acts.RECEIVED if sender.key else acts.BROUGHT
        with deed(dossier=dossier, act=act, actor=sender.actor) as work:
            fresh = Item(pk=key, topic=topic, external_id=external_id)
            made = _keep(work, sender, item or fresh, _Came(version, content, digest, data))
            work.facts |= {"topic": str(Topic(topic).label), "version": version}
    return Received(made, new=True)


def _admit(sender: Sender, topic: str, external_id: str) -> None:
    if topic not in Topic.values:
        raise Refusal("item.unknown", "没有这种来件。", next_step="种类见接口说明。", field="topic")
    if topic not in sender.topics:
        raise Refusal(
            "source.forbidden", f"这个系统（这把密钥）不能报送{Topic(topic).label}。", "种子 A4.2",
            "请与本机关系统管理员联系。",
        )  # fmt: skip
    if not re.fullmatch(ID, external_id):
        raise Refusal(
            "item.format", "编号用字母、数字和 . _ ~ -，最长 80 个，以字母或者数字开头。",
            next_step="请用贵方系统内部的编号，不用文号。", field="external_id",
        )  # fmt: skip


def _known(item: Item, version: int, digest: str) -> bool:
    """Say whether this very version is there; refuse another content under it, and what comes too late."""
    found = ItemVersion.objects.filter(item=item, version=version).first()
    if found is not None and found.digest == digest:
        return True
    if found is not None:
        raise Refusal(
            "item.another_content", f"第 {version} 版已经收到过，内容不同。", "种子 A4.2",
            "内容有变的，版本加一后报送。", "version",
        )  # fmt: skip
    if version < item.version:
        raise Refusal(
            "item.superseded",
            f"已有更新的第 {item.version} 版。",
            "种子 A4.2",
            "请在它之上加一后报送。",
            "version",
        )
    if item.state != Item.State.HELD:
        raise Refusal(
            "item.closed",
            f"该来件{item.get_state_display()}，不再收新版。",
            "种子 A4.2",
            "请用新的编号报送。",
        )
    if item.topic == Topic.LEAD:
        raise Refusal(
            "item.registered", "线索已经登记核查，不能由来件改写。", "住房和城乡建设行政处罚程序规定 第十五条",
            "有补充的，作为新的来件报送。",
        )  # fmt: skip
    return False


def _require_reason(content: Content, topic: str, version: int, *, again: bool) -> None:
    if topic in KINDS and again and version > 1 and not content.get("change_reason"):
        rules.refuse([Fault("change_reason", "更正理由", "第二版起必填。", "244号 第十三条")])


def _require_own_number(sender: Sender, topic: str, content: Content, key: uuid.UUID) -> None:
    """Refuse a number under which something else is, or was, collected for the public: nothing is shown twice."""
    if topic not in KINDS:
        return
    kinds = " ".join(PENALTIES) if topic == Topic.PENALTY else KINDS[Topic(topic)]
    if taken_number(sender.system.agency, kinds, str(content["number"]), key.hex):
        doubled = Fault(
            "number", "文号", "同一文号已经由本机关或者另一件来件公示（待公示）。", "种子 A4.1",
            "同一件只报送一次；内容有变的，用原编号报送新版。",
        )  # fmt: skip
        rules.refuse([doubled])


def _keep(work: Deed, sender: Sender, item: Item, came: _Came) -> Item:
    topic = item.topic
    kept, reporter = without_reporter(came.content) if topic == Topic.LEAD else (came.content, None)
    new = item._state.adding  # noqa: SLF001 - Django's own word for a row not yet saved
    item.system, item.version, item.received_at = sender.system, came.version, clock.now()
    item.title = _title(topic, kept)
    (work.add if new else work.change)(item)
    work.add(
        ItemVersion(
            item=item, version=came.version, digest=came.digest, content=kept, received_at=item.received_at,
            original=None if reporter else put(came.data, media_type=(TEXT,)), key=sender.key,
            uploaded_by=sender.officer,
        )
    )  # fmt: skip
    if topic == Topic.LEAD:
        item.result = f"cases.case:{register(sender.system, sender.actor, kept, reporter).ref}"
        work.change(item)
    elif topic in KINDS:
        _propose(item, sender.actor)
    return item


def _title(topic: str, content: Content) -> str:
    name = str(content.get("party_name", ""))
    what = str(
        content.get("title") or content.get("name") or content.get("document_name") or content.get("number")
    )
    return f"{name} {what}".strip()[:200] if topic in KINDS else what[:200]


def _propose(item: Item, actor: Actor) -> None:
    """Collect what it makes of itself; what waited of an earlier version goes back, what is public stays until then."""
    made = publication_of(item, version_of(item))
    if made is None:
        return
    set_aside(actor=actor, publication=made, reason="来源系统报送了新的一版。")
    collect(publication=made)


def recall(*, sender: Sender, topic: str, external_id: str, situation: str) -> Received:
    """244号13: follow a system that takes back what it sent; off every public surface in this act. Twice is once."""
    _admit(sender, topic, external_id)
    if situation not in SITUATIONS:
        raise Refusal(
            "item.format", "没有这种撤回情形。", "行政处罚法 第四十八条；244号 第十三条",
            f"可选：{'、'.join(SITUATIONS)}。", "situation",
        )  # fmt: skip
    key = item_key(sender.system, topic, external_id)
    found = Item.objects.filter(pk=key).first()
    if found is None:
        raise Refusal(
            "item.unknown", "没有收到过这一件。", next_step="请核对种类和编号。", field="external_id"
        )
    with transaction.atomic():
        dossier = lock(item_dossier(sender.system, key))
        item = Item.objects.get(pk=key)
        item.system = sender.system
        if item.state == Item.State.WITHDRAWN:
            return Received(item, new=False)
        if item.state == Item.State.TAKEN or topic == Topic.LEAD:
            raise Refusal(
                "item.registered", "该来件已经在本机关办理，不能由来件撤回。", "种子 A4.2", "请与本机关联系。"
            )
        with deed(dossier=dossier, act=acts.RECALLED, actor=sender.actor) as work:
            item.state = Item.State.WITHDRAWN
            work.change(item)
            label = Withdrawal.Situation(situation).label
            work.facts |= {"topic": str(Topic(topic).label), "situation": str(label)}
            newest = publications(item).first()
            if newest is not None:
                take_back(actor=sender.actor, publication=newest, situation=situation, note="来源系统撤回。")
    return Received(item, new=True)


def item_of(*, sender: Sender, topic: str, external_id: str) -> Item:
    """Return an item of the sender's own system, or refuse."""
    _admit(sender, topic, external_id)
    found = Item.objects.filter(pk=item_key(sender.system, topic, external_id)).first()
    if found is None:
        raise Refusal(
            "item.unknown", "没有收到过这一件。", next_step="请核对种类和编号。", field="external_id"
        )
    return found


def publications(item: Item) -> QuerySet[Publication]:
    """Return what an item became for the public, the newest first."""
    rows = Publication.objects.select_related("agency", "rule").filter(
        about=item.ref, kind__startswith="intake."
    )
    return rows.order_by("-version")
