"""What is wrong with an item, on plain values: the same rules as for what we make ourselves, a sentence a fault."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mingjing.intake.fields import MAY_BE_FUTURE, Field, fields_of
from mingjing.intake.models import Topic
from mingjing.records.legible import UNKEEPABLE
from mingjing.refusal import Refusal
from mingjing.registry.rules import credit_code_fault, identity_number_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,11})\.[0-9]{2}")
IDENTITY = re.compile("[0-9]{17}[0-9X]")
NATURAL = "01"
EARLIEST, LATEST = dt.date(1949, 10, 1), dt.date(2099, 12, 31)
GRANTING = frozenset({"准予许可", "准予变更", "准予延续"})
CATEGORIES = {Topic.PENALTY: "行政处罚", Topic.LICENCE: "行政许可", Topic.INSPECTION: "行政检查"}
PAID = {"02": ("fine", "罚款（元）"), "03": ("confiscated", "没收违法所得（元）")}
CITED = {
    Topic.PENALTY: ("violated", "basis"),
    Topic.LICENCE: ("basis",),
    Topic.INSPECTION: ("basis",),
    Topic.MATTER: ("basis", "penalty_basis"),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field, by which clause, and what to do."""

    field: str
    label: str
    sentence: str
    clause: str = ""
    next_step: str = "请改正后重新报送。"


@dataclass(eq=False)
class FaultyError(Refusal):
    """An item that was refused for its content, with every fault and not only the first."""

    faults: list[Fault] = field(default_factory=list)


def refuse(faults: Sequence[Fault]) -> None:
    """Refuse an item with its faults, if there are any."""
    if faults:
        first = faults[0]
        raise FaultyError(
            "item.faulty",
            f"{first.label}：{first.sentence}",
            first.clause,
            first.next_step,
            first.field,
            details=[f"{each.label}：{each.sentence}" for each in faults],
            faults=list(faults),
        )


def shape_faults(topic: str, told: Mapping[str, object]) -> list[Fault]:
    """Return what is wrong with the fields one by one: unknown, missing, of another kind, too long, not to be kept."""
    known = {each.key: each for each in fields_of(topic)}
    faults = [
        Fault(key[:80], key[:80], "没有这个字段。", next_step="字段见接口说明。")
        for key in told
        if key not in known
    ]
    for each in known.values():
        value = told.get(each.key)
        if value in (None, "", []):
            if each.required:
                faults.append(Fault(each.key, each.label, "必填，没有内容。"))
        elif sentence := _wrong(each, value):
            faults.append(Fault(each.key, each.label, sentence, _CLAUSES.get(each.kind, "")))
    return faults


_CLAUSES = {"code": "GB 32100", "identity": "GB 11643"}


def _wrong(each: Field, value: object) -> str:
    if each.kind == "choices":
        return _wrong_choices(each, value)
    if not isinstance(value, str):
        return "应当是文本。"
    if UNKEEPABLE.search(value):
        return "含有看不见的控制字符，不能保存。"
    if not value.strip():
        return "只有空白。"
    return _CHECKS.get(each.kind, _text)(each, value)


def _wrong_choices(each: Field, value: object) -> str:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return "应当是文本的数组。"
    strange = [one for one in value if one not in dict(each.choices)]
    if strange:
        return f"“{_short(strange[0])}”不是可选的值。"
    return "有重复的值。" if len(set(value)) < len(value) else ""


def _short(text: str) -> str:
    return UNKEEPABLE.sub("", text)[:20]


def _text(each: Field, value: str) -> str:
    return f"最长 {each.longest} 字，现有 {len(value)} 字。" if len(value) > each.longest else ""


def _choice(each: Field, value: str) -> str:
    return "" if value in dict(each.choices) else f"“{_short(value)}”不是可选的值。"


def _day(each: Field, value: str) -> str:
    del each
    day = day_of(value)
    if day is None:
        return "不是日期，应写成 2026-09-15。"
    return "" if EARLIEST <= day <= LATEST else f"应在 {EARLIEST} 到 {LATEST} 之间。"


def _amount(each: Field, value: str) -> str:
    del each
    return "" if AMOUNT.fullmatch(value) else "应写成以元计的两位小数，如 50000.00。"


def _code(each: Field, value: str) -> str:
    del each
    return credit_code_fault(value)


def _identity(each: Field, value: str) -> str:
    del each
    return identity_number_fault(value) if IDENTITY.fullmatch(value) else "居民身份证号应为 18 位。"


_CHECKS: dict[str, Callable[[Field, str], str]] = {
    "text": _text,
    "choice": _choice,
    "day": _day,
    "amount": _amount,
    "code": _code,
    "identity": _identity,
}


def day_of(text: str) -> dt.date | None:
    """Return the day that a text names; None for what is none."""
    if not DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def meaning_faults(topic: str, told: Mapping[str, object], today: dt.date) -> list[Fault]:
    """Return what is wrong with an item whose fields are each in order: what does not fit together."""
    days = {each.key: each.label for each in fields_of(topic) if each.kind == "day"}
    faults = [
        Fault(key, label, f"{told[key]} 晚于今天。", next_step="请填写实际发生的日期。")
        for key, label in days.items()
        if key not in MAY_BE_FUTURE and (day := day_of(str(told.get(key, "")))) and day > today
    ]
    checks: dict[str, Callable[[Mapping[str, object]], list[Fault]]] = {
        Topic.PENALTY: _penalty,
        Topic.LICENCE: _licence,
        Topic.LEAD: _lead,
    }
    if "party_kind" in told:
        faults += _party(told)
    return faults + (checks[topic](told) if topic in checks else [])


def _party(told: Mapping[str, object]) -> list[Fault]:
    """GB 32100: everybody but a natural person bears a unified social credit code."""
    natural = told["party_kind"] == NATURAL
    if not natural and not told.get("party_code"):
        return [Fault("party_code", "统一社会信用代码", "自然人以外的当事人必填。", "GB 32100")]
    if natural and told.get("party_code"):
        return [Fault("party_code", "统一社会信用代码", "自然人没有统一社会信用代码。", "GB 32100")]
    if not natural and told.get("identity_number"):
        return [Fault("identity_number", "身份证号", "只有自然人才填。", "个人信息保护法 第六条")]
    return []


def _penalty(told: Mapping[str, object]) -> list[Fault]:
    """行政处罚法59: kinds and amounts of a penalty agree; the day of a person's act says whether they were a minor."""
    kinds = told["penalty_kinds"]
    faults = []
    for code, (key, label) in PAID.items():
        has = isinstance(kinds, list) and code in kinds
        if has != bool(told.get(key)):
            sentence = "处罚种类里有这一项，没有金额。" if has else "处罚种类里没有这一项，却有金额。"
            faults.append(Fault(key, label, sentence, "行政处罚法 第五十九条"))
    if told["party_kind"] == NATURAL and not told.get("acted_on"):
        faults.append(
            Fault("acted_on", "违法行为日期", "当事人是自然人的必填。", "244号 第十一条；行政处罚法 第三十条")
        )
    if str(told.get("acted_on") or "") > str(told["decided_on"]):
        faults.append(Fault("acted_on", "违法行为日期", "晚于决定日期。"))
    return faults


def _licence(told: Mapping[str, object]) -> list[Fault]:
    """行政许可法39、40; 双公示: a licence that was granted says from when until when it holds."""
    first, last = str(told.get("valid_from") or ""), str(told.get("valid_to") or "")
    if told["result"] in GRANTING and not (first and last):
        key, label = ("valid_to", "有效期至") if first else ("valid_from", "有效期自")
        return [Fault(key, label, "准予许可的必填。", "行政许可法 第三十九条")]
    if first and last and last < first:
        return [Fault("valid_to", "有效期至", "早于有效期自。")]
    return []


def _lead(told: Mapping[str, object]) -> list[Fault]:
    """行政处罚法36: an act that goes on has no earlier end than its discovery."""
    if str(told["acted_on"]) > str(told["found_on"]):
        return [Fault("acted_on", "违法行为日期", "晚于收到日期。", "行政处罚法 第三十六条")]
    return []
