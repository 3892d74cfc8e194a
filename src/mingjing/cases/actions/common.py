"""What every act on a case checks first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.queries import handlers_of
from mingjing.cases.rules import enough_handlers
from mingjing.refusal import Refusal
from mingjing.registry.queries import qualification_faults, require
from mingjing.registry.rules import refuse_unqualified
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Case, Party
    from mingjing.registry.models import Officer, User


def allow(user: User, act: str, case: Case) -> None:
    """Refuse unless the account's role may do the act and the case is its own agency's."""
    require(user, act)
    if user.agency_id != case.agency_id:
        raise Refusal("case.unknown", "没有这个案件。", next_step="请核对案号。")
    if case.ending:
        raise Refusal("case.ended", "案件已经终结，不能再办理。", next_step="如需补充，请另立案卷。")


def acting_handler(user: User, case: Case, act: str) -> Officer:
    """Refuse unless the person handles the case and is qualified today; return them (行政处罚法42)."""
    allow(user, act, case)
    officer = signer(user)
    handlers = handlers_of(case)
    if officer not in handlers:
        raise Refusal(
            "case.not_handler",
            "您不是本案承办人。",
            "行政处罚法 第四十二条",
            "请由本案承办人办理，或由承办机构负责人指派。",
        )
    check_qualified([officer], case, clock.today())
    return officer


def check_qualified(officers: list[Officer], case: Case, on: dt.date) -> None:
    """Refuse unless each officer is qualified on a day for the case's category and area."""
    domain = case.matter.domain if case.matter else ""
    for officer in officers:
        faults = (
            qualification_faults(officer, on=on, category=domain, area=case.agency.area) if domain else []
        )
        refuse_unqualified(officer.name, faults, on=on)


def check_two(officers: list[Officer]) -> None:
    """Refuse fewer than two different officers."""
    enough_handlers(len({officer.pk for officer in officers}))


def party_of(case: Case, party: Party) -> Party:
    """Refuse a party of another case."""
    if party.case_id != case.pk:
        raise Refusal("party.unknown", "这不是本案当事人。", next_step="请从案件页选择当事人。")
    return party
