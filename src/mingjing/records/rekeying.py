"""A new key for the log: the log goes on, the change is a record of its own, and both keys stay listed.

The old key, where it is at hand, endorses the new one; the record that says so is the first that the new one signs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from mingjing.ledger.note import NoteError, open_note
from mingjing.records import acts, log
from mingjing.records.actions import append, lock, open_dossier
from mingjing.records.keys import (
    LOG_KIND,
    LOG_REF,
    VARIABLE,
    at_hand,
    make,
    next_path,
    read_key,
    signing_key,
)
from mingjing.records.models import Cosignature, LogHead, Timestamp
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from mingjing.ledger.note import SigningKey, VerifierKey
    from mingjing.records.actors import Actor
    from mingjing.records.models import Json
    from mingjing.records.vocabulary import Act

ENDORSED = "mingjing log key v1\n{vkey}\n"
"""What the old key signs of the new one: no checkpoint looks like this."""


def rotate(*, actor: Actor) -> str:
    """Change the key while the old one is at hand and trusted; return the new vkey."""
    log.integrate_all()
    return _change(actor, acts.KEY_ROTATED)


def replace_lost(*, actor: Actor) -> str:
    """Go on under a new key where the old one is gone; return the new vkey.

    Nothing endorses it but the record and whoever publishes the new key: witnesses must be told by hand.
    """
    if at_hand(_head().vkey):
        raise Refusal(
            "keys.not_lost",
            "日志现用的密钥还在，没有丢失。",
            next_step="要换新，请用 mingjing keys rotate；被盗的，用 mingjing keys stolen。",
        )
    return _change(actor, acts.KEY_LOST)


def replace_stolen(*, actor: Actor, trusted: int | None = None) -> str:
    """Go on under a new key because somebody else may sign with the old one; return the new vkey.

    `trusted` is the largest size up to which the old key's signature counts alone: the newest that a witness cosigned
    or an authority stamped, unless said. What it signed beyond counts only where somebody outside attests it.
    """
    size = _head().size
    counts = _attested() if trusted is None else trusted
    if not 0 <= counts <= size:
        raise Refusal(
            "keys.trusted_beyond", f"--trusted 须在 0 与日志现有的 {size} 条之间。", field="trusted"
        )
    return _change(actor, acts.KEY_STOLEN, trusted=counts)


def _head() -> LogHead:
    head = LogHead.objects.first()
    if head is None:
        raise Refusal("keys.no_log", "日志还没有开始，没有密钥可换。")
    return head


def _attested() -> int:
    """Return the size of the newest checkpoint that anybody outside has attested."""
    lines = Cosignature.objects.exclude(name=_head().origin).order_by("-checkpoint_id")
    stamps = Timestamp.objects.order_by("-checkpoint_id")
    sizes = [rows.values_list("checkpoint_id", flat=True).first() for rows in (lines, stamps)]
    return max((size for size in sizes if size is not None), default=0)


def _change(actor: Actor, act: Act, **facts: Json) -> str:
    """Put the new key beside the old one, let the log take it in one transaction, then put it in its place."""
    if os.environ.get(VARIABLE):
        raise Refusal(
            "keys.from_environment",
            f"日志密钥由环境变量 {VARIABLE} 给出，命令换不了它。",
            next_step=f"请把它写入 keys/log（权限 0600）、去掉 {VARIABLE} 再换；换完可以再移回环境变量。",
        )
    next_path().unlink(missing_ok=True)
    make(next_path(), name=settings.MINGJING_ORIGIN)
    new = read_key(next_path())
    with transaction.atomic():
        dossier = lock(open_dossier(kind=LOG_KIND, ref=LOG_REF))
        head = LogHead.objects.select_for_update().get()
        facts |= {"old": head.vkey, "new": new.vkey, "size": head.size}
        if at_hand(head.vkey):
            facts["endorsement"] = _endorsement(signing_key(), new)
        append(dossier=dossier, act=act, actor=actor, facts=facts)
        LogHead.objects.filter(pk=head.pk).update(vkey=new.vkey)
    _settle(new.vkey)
    log.integrate_all()
    return new.vkey


def _settle(vkey: str) -> None:
    """Put the new key's file into its place; whoever signs next does it where this process dies before."""
    at_hand(vkey)


def _endorsement(old: SigningKey, new: SigningKey) -> str:
    return old.sign(ENDORSED.format(vkey=new.vkey)).strip()


def endorses(old: VerifierKey, vkey: str, line: str) -> bool:
    """Tell whether an endorsement is the old key's of a new one."""
    try:
        open_note(f"{ENDORSED.format(vkey=vkey)}\n{line}\n", [old])
    except NoteError:
        return False
    return True
