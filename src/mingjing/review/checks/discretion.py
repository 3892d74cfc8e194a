"""Point 6: the sum within the grade that the benchmark gives (行政处罚法34; 国办发〔2022〕27号)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mingjing.catalog.bands import Band, amounts, bands
from mingjing.review.checks.seen import Seen, fault, ok, warn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BENCHMARK = "行政处罚法 第三十四条；国办发〔2022〕27号"
NO_PENALTY = "行政处罚法 第三十条、第三十一条、第三十三条、第五十七条"
MITIGATION = "行政处罚法 第三十二条"
FINE = "02"
SHORTEST_BASE = 3
_MITIGATING = re.compile(
    r"(?<![未不没])(主动(?:消除|减轻|停|改正|退|供述|配合)|首次|初次|未造成|配合调查|立功|受他人胁迫|从轻)"
)


@dataclass(frozen=True)
class Grade:
    """One row of the benchmark for the matter."""

    grade: str
    condition: str
    penalty: str


def within_benchmark(
    core: Mapping[str, Any], grades: Sequence[Grade], *, published: bool, capacity: str = ""
) -> tuple[Seen, ...]:
    """The grade is one of the benchmark's, the fine lies in its band; a mitigating circumstance at its top is said.

    `capacity`: as what the party is fined (建设单位), where a grade has bands for several.
    """
    if core.get("no_penalty"):
        return (warn(f"拟不予处罚：{core['no_penalty']['label']}。请对照证据逐项核对", NO_PENALTY),)
    chosen = core["discretion_grade"]
    if not published:
        return (warn(f"拟适用“{chosen}”档；本机关尚未公布裁量基准", BENCHMARK),)
    if not grades:
        return (warn(f"拟适用“{chosen}”档；裁量基准没有本事项", BENCHMARK),)
    rows = [each for each in grades if each.grade == chosen]
    if not rows:
        known = "、".join(dict.fromkeys(each.grade for each in grades))
        return (fault(f"拟适用“{chosen}”档，基准只有：{known}", BENCHMARK),)
    fine = sum(each.get("amount", 0) for each in core["penalties"] if each["kind"] == FINE)
    if not fine:
        return (ok(f"拟适用“{chosen}”档，没有罚款", BENCHMARK),)
    return _banded(core, rows, Decimal(fine) / 100, capacity)


def _banded(core: Mapping[str, Any], rows: Sequence[Grade], yuan: Decimal, capacity: str) -> tuple[Seen, ...]:
    words = "；".join(dict.fromkeys(each.penalty for each in rows))
    told = f"“{core['discretion_grade']}”档：{words}"
    named = [band for row in rows for band in bands(row.penalty)]
    own = [band for band in named if band.subject and capacity and band.subject in capacity]
    others = [band for band in named if not (capacity and band.subject and band.subject not in capacity)]
    wanted = own or others
    if not wanted:
        return (warn(f"{told}。其中没有可核对的数字，请人工核对", BENCHMARK),)
    text = f"{core['facts']}。{core['discretion_reasons']}"
    measured = [(band, value) for band in wanted for value in _values(band, yuan, text)]
    if not measured:
        base = "、".join(dict.fromkeys(band.base for band in wanted))
        return (warn(f"{told}。事实和裁量理由没有写明“{base}”的数额，无法核对", BENCHMARK),)
    held = [(band, value) for band, value in measured if band.holds(value)]
    if not held:
        said = "、".join(_said(band, value) for band, value in measured)
        return (fault(f"罚款 {yuan:,.2f} 元（{said}）不在{told}", BENCHMARK),)
    band, value = held[0]
    found = [ok(f"罚款 {yuan:,.2f} 元（{_said(band, value)}）在{told}", BENCHMARK)]
    circumstance = _MITIGATING.search(core["discretion_reasons"])
    if circumstance and band.near_top(value):
        found.append(warn(f"写有“{circumstance[0]}”的情节，罚款却接近本档上限", MITIGATION))
    return tuple(found)


def _values(band: Band, yuan: Decimal, text: str) -> list[Decimal]:
    """Return the fine in the band's unit: 元, or per cent of each sum that the draft gives of the base."""
    if not band.percent:
        return [yuan]
    for start in range(max(1, len(band.base) - SHORTEST_BASE + 1)):
        sums = amounts(text, band.base[start:]) if band.base[start:] else []
        if sums:
            return [yuan * 100 / each for each in dict.fromkeys(sums) if each]
    return []


def _said(band: Band, value: Decimal) -> str:
    return f"{band.base}的 {value:.3g}%" if band.percent else f"{band.subject or '按数额'}"
