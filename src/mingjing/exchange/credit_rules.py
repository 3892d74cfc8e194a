"""双公示 of penalties: which fields, when each is required, how long its credit publication lasts."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mingjing.cases.rules.ordinary import KINDS
from mingjing.law.counting import months_later
from mingjing.refusal import Refusal
from mingjing.registry.rules import credit_code_fault, identity_number_fault

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FEN_IN_WAN = Decimal(1_000_000)
MOST_WAN = Decimal(10) ** 12
LONG_TERM = dt.date(2099, 12, 31)
"""What stands for a penalty without an end; how the platform of a province writes it is to be confirmed (待确认)."""
FIRM, TRADER, NATURAL = "法人及非法人组织", "个体工商户", "自然人"
IDENTITY_CARD = "身份证"
_CODES = ("cf_xdr_shxym", "cf_cfjgdm", "cf_sjlydm")
_LICENCES = frozenset({"05", "11"})
_CONFISCATIONS = frozenset({"03", "09"})


@dataclass(frozen=True)
class Field:
    """One field of the credit platform: what it is called, of what kind, how long, when it is required."""

    key: str
    label: str
    kind: str
    length: int
    required: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of a row."""

    field: str
    label: str
    sentence: str


class Tier(StrEnum):
    """信用修复管理办法（国家发展改革委令第36号）: three tiers of credit information."""

    MINOR = "轻微"
    GENERAL = "一般"
    GRAVE = "严重"

    @property
    def months(self) -> int:
        """Return the longest period of credit publication, counted from the decision."""
        return {Tier.MINOR: 3, Tier.GENERAL: 12, Tier.GRAVE: 36}[self]


@cache
def fields() -> tuple[Field, ...]:
    """Return the fields of a penalty in their order."""
    text = files("mingjing.exchange").joinpath("data/penalty_fields.csv").read_text(encoding="utf-8")
    return tuple(
        Field(each["key"], each["label"], each["kind"], int(each["length"] or 0), each["required"])
        for each in csv.DictReader(text.splitlines())
    )


def tier(kinds: Collection[str]) -> Tier:
    """36号令: warnings and criticism are minor, licences revoked and trades barred grave, the rest general.

    Of several penalties the gravest counts. What 36号令 makes of a fine that is not a larger one is to be confirmed;
    taken as general.
    """
    if set(kinds) & {"05", "13"}:
        return Tier.GRAVE
    return Tier.MINOR if set(kinds) <= {"01", "08"} else Tier.GENERAL


def credit_until(decided_on: dt.date, kinds: Collection[str]) -> dt.date:
    """36号令: credit publication ends by itself with the tier's longest period, counted from the decision."""
    return months_later(decided_on, tier(kinds).months)


def in_wan(fen: int) -> str:
    """Return an amount in 万元 with the six places that the field has: one fen is 0.000001 万元, nothing is rounded."""
    return f"{Decimal(fen) / FEN_IN_WAN:.6f}"


def asked(row: Mapping[str, str], kinds: Collection[str]) -> frozenset[str]:
    """Return the conditions that a row meets: what of its fields is required beside what always is."""
    party, held = row["cf_xdr_lb"], set(kinds)
    conditions = {
        "always": True,
        "organisation": party in {FIRM, TRADER},
        "legal": party == FIRM,
        "natural": party == NATURAL,
        "fine": "02" in held,
        "confiscation": bool(held & _CONFISCATIONS),
        "licence": bool(held & _LICENCES),
    }
    return frozenset(name for name, holds in conditions.items() if holds)


def faults(row: Mapping[str, str], kinds: Collection[str]) -> list[Fault]:
    """Return what is wrong with a row, field by field: missing, too long, a wrong code (GB 32100, GB 11643)."""
    conditions = asked(row, kinds)
    return [
        Fault(each.key, each.label, sentence)
        for each in fields()
        if (sentence := _fault(each, row[each.key], conditions))
    ]


def _fault(field: Field, value: str, conditions: frozenset[str]) -> str:
    if not value:
        return "必填，没有内容。" if field.required in conditions else ""
    if field.length and len(value) > field.length:
        return f"最长 {field.length} 字，现有 {len(value)} 字。"
    if field.kind == "amount" and Decimal(value) >= MOST_WAN:
        return "金额超过字段的长度。"
    if field.key in _CODES:
        return credit_code_fault(value)
    if field.key == "cf_xdr_zjhm":
        return identity_number_fault(value)
    return ""


def kinds_text(kinds: Collection[str]) -> str:
    """Return the kinds of penalty in words, several of them with semicolons between."""
    return ";".join(KINDS[each] for each in kinds)


def month_bounds(month: str) -> tuple[dt.date, dt.date]:
    """Return the first day of a month written `2026-03`, and that of the next; refuse what is none."""
    try:
        first = dt.datetime.strptime(month, "%Y-%m").date()  # noqa: DTZ007 - a month has no time zone
        return first, (first + dt.timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError):
        raise Refusal(
            "credit.month", f"“{month}”不是月份。", next_step="请写成 2026-03 这样。", field="month"
        ) from None
