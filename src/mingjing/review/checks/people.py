"""Points 1 and 2: who acted, with what power and on what certificates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.registry.rules import CertificateFacts, certificate_faults
from mingjing.review.checks.seen import Seen, fault, ok, or_ok, warn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

AGENCY = "行政处罚法 第十七条、第十八条、第二十二条"
DELEGATION = "行政处罚法 第二十条、第二十一条"
PUBLISHED = "244号 第八条；种子 一（二）1"
CERTIFIED = "行政处罚法 第四十二条；住房和城乡建设行政处罚程序规定 第十一条"
MIN_HANDLERS = 2


@dataclass(frozen=True)
class Jurisdiction:
    """The agency and the matter. `listed_then`: in the list in force on the day of filing; `letter`: the delegation."""

    agency: str
    area: str
    place: str
    matter: str
    owner: str
    own_power: bool
    listed_then: bool
    listed_now: bool
    filed_on: dt.date | None
    delegated: bool = False
    letter: str = ""
    unlisted_reason: str = ""


def jurisdiction(facts: Jurisdiction) -> tuple[Seen, ...]:
    """The matter is published and the agency's own, or delegated by a letter that holds; the place is in its area."""
    found = []
    if not facts.matter:
        reason = facts.unlisted_reason or "未写明"
        found.append(warn(f"事项未列入清单，立案理由：{reason}", PUBLISHED))
    else:
        if not facts.own_power:
            found.append(fault(f"清单载明处罚权归{facts.owner}，不归{facts.agency}", AGENCY))
        if not facts.listed_then:
            found.append(fault(f"立案日（{facts.filed_on}）现行的事项清单没有“{facts.matter}”", PUBLISHED))
        elif not facts.listed_now:
            found.append(warn(f"“{facts.matter}”已不在今天现行的事项清单内", PUBLISHED))
    if facts.delegated and not facts.letter:
        found.append(fault(f"{facts.agency}是受委托组织，立案日没有包含本事项的有效委托书", DELEGATION))
    if facts.area not in facts.place:
        found.append(warn(f"发生地点“{facts.place}”没有写明在{facts.area}内", AGENCY))
    by = f"，委托书{facts.letter}" if facts.letter else ""
    return or_ok(found, f"{facts.agency}{by}；事项“{facts.matter}”立案日已公布，处罚权归本机关", AGENCY)


@dataclass(frozen=True)
class ActingDay:
    """Somebody acted on a day: what they did, and their certificates as they were to be judged on it."""

    name: str
    what: str
    on: dt.date
    certificates: tuple[CertificateFacts, ...]
    left_on: dt.date | None = None


def certificates(days: Sequence[ActingDay], *, handlers: int, category: str, area: str) -> tuple[Seen, ...]:
    """Each certificate is valid on every day of action, for category and area; the handlers are two at least."""
    found = []
    if handlers < MIN_HANDLERS:
        found.append(fault(f"承办人只有 {handlers} 名", CERTIFIED))
    for each in days:
        wrong = certificate_faults(each.certificates, on=each.on, category=category, area=area)
        if each.left_on and each.left_on <= each.on:
            wrong = [f"已于 {each.left_on} 离岗"]
        if wrong:
            found.append(fault(f"{each.name} {each.on}（{each.what}）：{'；'.join(wrong)}", CERTIFIED))
    people = len({each.name for each in days})
    if not found:
        return (ok(f"{people} 人共 {len(days)} 个办理日，当日证件有效，类别、区域相符", CERTIFIED),)
    return tuple(found)
