"""Entrusting an organisation (行政处罚法20、21): by the agency that answers for it, not by the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from mingjing.records.actions import lock
from mingjing.refusal import Refusal
from mingjing.registry import actions
from mingjing.registry.models import Agency, Delegation, agency_dossier
from mingjing.registry.queries import require
from mingjing.registry.rules import credit_code_fault

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mingjing.registry.models import User

LETTER = "行政处罚法 第二十条第二款"
CONDITIONS = "行政处罚法 第二十一条"
MANAGE = "registry.manage"
INHERITED = (
    "area", "government", "court", "phone", "complaint_phone", "hours", "collecting_bank", "collecting_address",
    "number_style", "number_width", "hearing_sum_person", "hearing_sum_other", "hearing_sums_confirmed",
)  # fmt: skip
"""What an organisation has of the agency in whose name it acts."""


@transaction.atomic
def entrust(
    *,
    user: User,
    name: str,
    sign: str,
    address: str,
    suitable: bool,
    credit_code: str = "",
    version: int | None = None,
) -> Agency:
    """行政处罚法21: register an organisation that may be entrusted; somebody says that it meets the conditions.

    It acts in the agency's name (第二十条第四款), and so in its area and with its telephones; its sign is its own, for
    two series of numbers under one sign would meet.
    """
    require(user, MANAGE)
    agency = user.agency
    lock(agency_dossier(agency), version=version)
    if agency.agency_kind == Agency.Kind.DELEGATED:
        raise Refusal(
            "delegation.again",
            "受委托组织不得再委托其他组织或者个人实施行政处罚。",
            "行政处罚法 第二十条第四款",
            "确需委托的，由委托机关直接委托。",
        )
    if not suitable:
        raise Refusal(
            "delegation.unsuitable",
            "没有确认该组织符合受委托的条件，不能委托。",
            CONDITIONS,
            "请逐项核对：依法成立并具有管理公共事务职能；有取得执法资格的工作人员；能组织技术检查、鉴定。",
            "suitable",
        )
    if Agency.objects.filter(name=name).exists():
        raise Refusal("delegation.known", f"已登记“{name}”。", next_step="请直接登记委托书。", field="name")
    if Agency.objects.filter(sign=sign).exists():
        raise Refusal(
            "delegation.sign_taken",
            f"代字“{sign}”已有机关使用，文号会重复。",
            next_step="请换一个代字。",
            field="sign",
        )
    if credit_code and (fault := credit_code_fault(credit_code)):
        raise Refusal("agency.credit_code", fault, "GB 32100", field="credit_code")
    return actions.entrust(
        actor=user.actor(), parent=agency, name=name, address=address, credit_code=credit_code, sign=sign,
        **{field: getattr(agency, field) for field in INHERITED},
    )  # fmt: skip


@transaction.atomic
def register_delegation(
    *,
    user: User,
    organisation: Agency,
    letter_number: str,
    matters: Sequence[str],
    powers: str,
    valid_from: dt.date,
    valid_to: dt.date,
    version: int | None = None,
) -> Delegation:
    """行政处罚法20第二款: register a letter; it names the matters, the powers and the term."""
    require(user, MANAGE)
    _own(user, organisation, version)
    if not matters:
        raise Refusal(
            "delegation.no_matter", "没有写明委托的具体事项。", LETTER, "请勾选委托书所列的事项。", "matters"
        )
    if valid_to < valid_from:
        raise Refusal(
            "delegation.span", "委托期限的止日早于起日。", LETTER, "请对照委托书核对日期。", "valid_to"
        )
    if organisation.delegations.filter(letter_number=letter_number).exists():
        raise Refusal(
            "delegation.exists", f"委托书 {letter_number} 已登记。", LETTER, "请核对文号。", "letter_number"
        )
    told: dict[str, Any] = {"powers": powers, "valid_from": valid_from, "valid_to": valid_to}
    return actions.register_delegation(
        actor=user.actor(), agency=organisation, letter_number=letter_number, matters=list(matters), **told
    )


@transaction.atomic
def end_delegation(
    *, user: User, delegation: Delegation, on: dt.date, version: int | None = None
) -> Delegation:
    """End a delegation before its term; the day named is its last, and no case filed after it rests on the letter."""
    require(user, MANAGE)
    _own(user, delegation.agency, version)
    delegation.refresh_from_db()
    if not delegation.valid_from <= on < delegation.valid_to:
        raise Refusal(
            "delegation.not_within",
            f"委托期限为 {delegation.valid_from} 至 {delegation.valid_to}，只能在期内提前终止。",
            LETTER,
            "请填期内的一天；要延长的，登记新的委托书。",
            "on",
        )
    return actions.end_delegation(actor=user.actor(), delegation=delegation, on=on)


def _own(user: User, organisation: Agency, version: int | None) -> None:
    """Refuse an organisation that another agency entrusts; lock the dossier of the agency that does."""
    if organisation.agency_kind != Agency.Kind.DELEGATED or organisation.parent_id != user.agency_id:
        raise Refusal(
            "registry.unknown",
            "本机关没有委托这个组织。",
            next_step="请从委托列表重新进入。",
            field="organisation",
        )
    lock(agency_dossier(user.agency), version=version)
