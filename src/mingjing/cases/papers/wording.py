"""How a case's contents are put into words: one place, so that notice, decision and publication agree."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mingjing.cases.rules.ordinary import KINDS
from mingjing.typeset.amount import capital, figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingjing.cases.models import Case, Party
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
    parts += ["不予行政处罚"] if core.get("no_penalty") else []
    return "；".join(parts) + "。"


def performance_text(core: Mapping[str, Any]) -> str:
    """Return how and by when a decision is carried out: what was typed, then where and how to pay (罚缴分离办法7)."""
    pay = core.get("payment")
    if not pay:
        return str(core["performance"])
    late = (
        "到期不缴纳的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超过罚款的数额。"
        if core.get("late_fine")
        else "到期不缴纳的，不加处罚款；本机关将依法催告，申请人民法院强制执行。"
    )
    where = f"{pay['bank']}（地址：{pay['address']}）" if pay["address"] else pay["bank"]
    money = f"人民币{capital(pay['amount'])}（{figures(pay['amount'])}元）"
    return (
        f"{core['performance']}\n自收到本决定书之日起十五日内，凭缴款码到代收机构{where}，"
        f"或者通过电子支付系统缴纳{money}。{late}"
    )


def day_text(day: dt.date | str) -> str:
    """Return a day as documents write it: `2026年6月26日`."""
    on = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{on.year}年{on.month}月{on.day}日"


def plan_text(plan: Iterable[Mapping[str, Any]]) -> str:
    """Return the instalments of a deferral, one a line."""
    return "\n".join(
        f"第{place}期：{day_text(each['due'])}前缴纳人民币{capital(each['amount'])}（{figures(each['amount'])}元）。"
        for place, each in enumerate(plan, 1)
    )


def with_certificates(officers: Iterable[Officer], on: dt.date) -> str:
    """Return officers with the number of the certificate they held that day: `陈立（15990001）、…` (55号令16、17)."""
    return "、".join(f"{officer.name}（{_certificate(officer, on)}）" for officer in officers)


def _certificate(officer: Officer, on: dt.date) -> str:
    held = [each.number for each in officer.certificates.all() if each.valid_from <= on <= each.valid_to]
    return held[0] if held else "当日无有效证件"


def limitation_words(case: Case) -> str:
    """Return why an act may still be punished, as an internal form says it (行政处罚法36)."""
    found = f"{case.found_on} 发现"
    if case.course == case.Course.ONGOING:
        return f"行为仍在继续，{found}，未过追责时效"
    years = f"适用五年：{case.grave_reason}" if case.grave_reason else "未满二年"
    return f"{case.acted_on} 行为终了，{found}，{years}"


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


def addressee(party: Party) -> dict[str, str]:
    """Return whom a letter is addressed to, as its head names them (行政处罚法59: 姓名或者名称、地址)."""
    person = {"证件号码": party.identity_number, "住址": party.address}
    body = {
        "统一社会信用代码": party.credit_code,
        "法定代表人": party.representative,
        "住所": party.address,
    }
    told = person if party.is_natural else body
    return {"当事人": party.name, **{label: text for label, text in told.items() if text}}
