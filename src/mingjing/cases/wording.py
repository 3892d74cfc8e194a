"""How a case's contents are put into words: one place, so that notice, decision and publication agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.rules import KINDS
from mingjing.typeset.amount import capital, figures

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from mingjing.cases.models import Party
    from mingjing.registry.models import Officer


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


def with_certificates(officers: Iterable[Officer], on: dt.date) -> str:
    """Return officers with the number of the certificate they held that day: `陈立（15990001）、…` (55号令16、17)."""
    return "、".join(f"{officer.name}（{_certificate(officer, on)}）" for officer in officers)


def _certificate(officer: Officer, on: dt.date) -> str:
    held = [each.number for each in officer.certificates.all() if each.valid_from <= on <= each.valid_to]
    return held[0] if held else "当日无有效证件"


def particulars(party: Party) -> str:
    """Return who a party is, as an internal form names it (55号令15: 当事人基本情况)."""
    code = "身份证号" if party.is_natural else "统一社会信用代码"
    parts = [
        ("", party.name),
        (code, party.identity_number if party.is_natural else party.credit_code),
        ("法定代表人（负责人）", party.representative),
        ("住址" if party.is_natural else "住所", party.address),
        ("电话", party.phone),
        ("", party.capacity),
    ]
    return "，".join(f"{label}{text}" for label, text in parts if text)
