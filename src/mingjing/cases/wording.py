"""How a case's contents are put into words: one place, so that notice, decision and publication agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.rules import KINDS
from mingjing.typeset.amount import capital, figures

if TYPE_CHECKING:
    from collections.abc import Mapping


def penalty_text(penalty: Mapping[str, Any]) -> str:
    """Return one penalty in words: `罚款人民币叁万元整（30,000.00元）`."""
    kind = KINDS[penalty["kind"]]
    amount = penalty.get("amount", 0)
    money = f"人民币{capital(amount)}（{figures(amount)}元）" if amount else ""
    return f"{kind}{money}"


def penalties_text(core: Mapping[str, Any]) -> str:
    """Return orders and penalties in words."""
    parts = [core["orders"]] if core.get("orders") else []
    parts += [penalty_text(each) for each in core["penalties"]]
    return "；".join(parts) + "。"
