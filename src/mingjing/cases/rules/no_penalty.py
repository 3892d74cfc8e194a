"""No penalty (不予处罚): the law's grounds, what each asks to be shown, and the core of such a draft; plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from mingjing.refusal import Refusal
from mingjing.registry.rules import identity_number_fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LAW = "《中华人民共和国行政处罚法》"
EDUCATING = "行政处罚法 第三十三条第三款"
AGE = 14
GRADE = "不予处罚"


class NoPenalty(TypedDict):
    """What a handler types of it: the ground by its key, what shows it, what the party is taught."""

    ground: str
    shown: str
    education: str


@dataclass(frozen=True)
class Ground:
    """One ground: its words, the provision, what must be shown, for whom, and whether education is due."""

    label: str
    article: str
    shown: str
    natural: bool = False
    educates: bool = True

    @property
    def citation(self) -> str:
        """Return the provision as a draft cites it."""
        return f"{LAW}{self.article}"


GROUNDS = {
    "slight": Ground(
        "违法行为轻微并及时改正，没有造成危害后果",
        "第三十三条第一款",
        "轻微在哪里、何时改正、为什么没有危害后果，各由哪件证据证明",
    ),
    "first": Ground(
        "初次违法且危害后果轻微并及时改正",
        "第三十三条第一款",
        "查过哪些记录可知是初次、后果轻微的事实、何时改正，各由哪件证据证明",
    ),
    "no_fault": Ground(
        "当事人有证据足以证明没有主观过错",
        "第三十三条第二款",
        "当事人提交了哪些证据、为什么足以证明没有主观过错",
    ),
    "child": Ground(
        "不满十四周岁的未成年人有违法行为",
        "第三十条",
        "行为发生之日的年龄和身份证明、监护人是谁、由谁管教",
        natural=True,
    ),
    "mental": Ground(
        "精神病人、智力残疾人在不能辨认或者不能控制自己行为时有违法行为",
        "第三十一条",
        "不能辨认或者不能控制自己行为的鉴定或者证明、监护人是谁",
        natural=True,
    ),
    "unfounded": Ground(
        "违法事实不能成立",
        "第五十七条第一款第三项",
        "哪一项事实没有证据证明、已经做过哪些调查",
        educates=False,
    ),
}
"""行政处罚法30、31、33、57第一款(二)(三): key → ground."""


def completed(typed: NoPenalty) -> dict[str, Any]:
    """Return the parts of a core that follow from a ground: no penalty, its provision, nothing to pay.

    Refuses a ground that the law does not know.
    """
    ground = GROUNDS.get(typed["ground"])
    if ground is None:
        raise Refusal(
            "no_penalty.ground",
            "没有这一不予处罚的理由。",
            "行政处罚法 第三十条、第三十一条、第三十三条、第五十七条",
            "请从所列理由中选择。",
            "ground",
        )
    return {
        "no_penalty": {
            "ground": typed["ground"],
            "label": ground.label,
            "shown": typed["shown"].strip(),
            "education": typed["education"].strip(),
        },
        "basis": [ground.citation],
        "penalties": [],
        "late_fine": False,
        "discretion_grade": GRADE,
        "discretion_reasons": f"{ground.label}：{typed['shown'].strip()}",
        "performance": "不予行政处罚，无须缴款。",
    }


def ground_of(core: Mapping[str, Any]) -> Ground | None:
    """Return the ground of a core that proposes no penalty, or None where it proposes one."""
    return GROUNDS[core["no_penalty"]["ground"]] if core.get("no_penalty") else None


def educates(core: Mapping[str, Any]) -> bool:
    """行政处罚法33第三款: say whether the party is to be educated: not where nothing unlawful was found."""
    ground = ground_of(core)
    return ground is not None and ground.educates


def faults(core: Mapping[str, Any]) -> list[tuple[str, str]]:
    """行政处罚法57、33: return (field, sentence) for what a draft without penalty still lacks."""
    ground, said = ground_of(core), core["no_penalty"]
    if ground is None:
        return []
    needed = {"facts": "查明的事实", "relief": "救济途径和期限"}
    found = [(field, f"未填写{label}") for field, label in needed.items() if not core.get(field)]
    if not said["shown"]:
        found.append(("shown", f"未写明不予处罚的事实：{ground.shown}"))
    if ground.educates and not said["education"]:
        found.append(("education", "未写明对当事人教育什么"))
    if ground.educates and not core.get("violated"):
        found.append(("violated", "未写明违反的条款"))
    if not core.get("evidence"):
        found.append(("evidence", "没有证据"))
    if core.get("penalties"):
        found.append(("ground", "不予处罚的，不写处罚种类"))
    return found


def applies(core: Mapping[str, Any], *, natural: bool, identity_number: str, acted_on: dt.date) -> None:
    """行政处罚法30、31: these grounds are for natural persons; fourteen is counted by the identity number."""
    ground = ground_of(core)
    if ground is None:
        return
    if ground.natural and not natural:
        raise Refusal(
            "no_penalty.natural",
            f"“{ground.label}”只适用于自然人。",
            f"行政处罚法 {ground.article}",
            "请选其他理由。",
            "ground",
        )
    if core["no_penalty"]["ground"] == "child":
        born = _born(identity_number)
        if born is None or not under_age(born, acted_on):
            raise Refusal(
                "no_penalty.age",
                f"按身份证号，行为发生之日（{acted_on}）已满十四周岁或者不能判断。",
                "行政处罚法 第三十条",
                "已满十四周岁不满十八周岁的，应当从轻或者减轻处罚，不是不予处罚。",
                "ground",
            )


def under_age(born: dt.date, on: dt.date) -> bool:
    """行政处罚法30: say whether somebody is under fourteen on a day; a year is full on the day after the birthday."""
    birthday = (on.month, on.day) > (born.month, born.day)
    return on.year - born.year - (not birthday) < AGE


def _born(identity_number: str) -> dt.date | None:
    if identity_number_fault(identity_number):
        return None
    digits = identity_number[6:14]
    return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def first_time(core: Mapping[str, Any], earlier: Sequence[str]) -> None:
    """行政处罚法33第一款: whoever was penalized by this agency before is no first offender; `earlier`: the numbers."""
    if core.get("no_penalty", {}).get("ground") == "first" and earlier:
        raise Refusal(
            "no_penalty.not_first",
            "当事人以前受过本机关处罚，不是初次违法。",
            "行政处罚法 第三十三条第一款",
            "请改选其他理由，或者拟定处罚。",
            "ground",
            list(earlier),
        )


def nothing_to_notify(core: Mapping[str, Any]) -> None:
    """行政处罚法44: only who is to be penalized is told so beforehand."""
    if core.get("no_penalty"):
        raise Refusal(
            "notice.no_penalty",
            "拟不予处罚的当事人，无须事先告知处罚内容。",
            "行政处罚法 第四十四条、第五十七条第一款",
            "审核通过后直接报负责人决定。",
        )
