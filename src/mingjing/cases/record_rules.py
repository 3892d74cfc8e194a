"""What is wrong with a record of an inspection or inquiry: written down as it was, never refused, on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.rules import MIN_HANDLERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEFECTS = "瑕疵（如实记录）"
"""The item of a record that lists its defects."""


def record_defects(faults: Mapping[str, Sequence[str]], *, card_shown: bool) -> list[str]:
    """行政处罚法42、55; 55号令11: return what was not as the law asks; `faults`: who was there → what they lacked.

    What has happened is recorded truthfully and shown to review; only what follows is blocked.
    """
    found = []
    if len(faults) < MIN_HANDLERS:
        found.append(f"到场执法人员 {len(faults)} 名，不足两名")
    found += [f"{name}当日不具备资格：{'；'.join(lacking)}" for name, lacking in faults.items() if lacking]
    if not card_shown:
        found.append("未出示执法证件")
    return found
