"""Handing a party what proves what is masked in its own decision (个人信息保护法45; 种子 A4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure import acts
from mingjing.disclosure.actions.publishing import dossier_of, own
from mingjing.disclosure.masks import openings_of
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from mingjing.disclosure.models import MaskOpening, Publication
    from mingjing.registry.models import User

PERMISSION = "publication.propose"


def give_openings(
    *, user: User, publication: Publication, identified: bool, version: int | None = None
) -> list[MaskOpening]:
    """Hand values and salts to the party, whose identity was checked; that it was done is on record, never what."""
    require(user, PERMISSION)
    own(user, publication)
    if not identified:
        raise Refusal(
            "opening.not_identified",
            "没有核对身份。",
            "个人信息保护法 第四十五条",
            "核对当事人或者代理人的身份证件、委托书后勾选。",
            "identified",
        )
    found = openings_of(publication)
    if not found:
        raise Refusal(
            "opening.none", "这份公示没有可以出具凭证的遮盖。", next_step="请看公示核对页的“遮盖”。"
        )
    with deed(dossier=dossier_of(publication), act=acts.OPENED, actor=user.actor(), version=version) as work:
        work.mention(publication)
        work.facts["count"] = len(found)
    return found
