"""Rules of who handles a case: the agency that is competent, the officers who act, on plain values."""

from __future__ import annotations

from mingjing.cases.rules.petitions import BEFORE_DECISION
from mingjing.refusal import Refusal

COMPETENCE = "住房和城乡建设行政处罚程序规定 第十五条；行政处罚法 第十八条、第二十二条"
HANDLERS = "行政处罚法 第四十二条；住房和城乡建设行政处罚程序规定 第十一条"
REASSIGNED_AT = ("filing", *BEFORE_DECISION, "service", "performance", "termination")


def competent(*, owner: str, own: bool, jurisdiction: str) -> None:
    """55号令15; 行政处罚法18、22: the power of penalty is the agency's own, and why it is competent is written down."""
    if not own:
        raise Refusal(
            "matter.power_elsewhere",
            f"这一事项的处罚权由{owner}行使，本机关不能立案。",
            COMPETENCE,
            "请将线索移送有权机关。",
            "matter_code",
        )
    if not jurisdiction.strip():
        raise Refusal(
            "case.no_jurisdiction",
            "请写明管辖依据。",
            COMPETENCE,
            "写明违法行为发生地、事项和级别为何属于本机关管辖。",
            "jurisdiction",
        )


def reassignable(*, released: bool, assigned: bool, handles: bool) -> None:
    """行政处罚法42: refuse a change of handlers that changes nothing; `handles`: whom is released handles the case."""
    if not released and not assigned:
        raise Refusal("handler.nobody", "请选择解除谁、指派谁。", HANDLERS, "至少选一项。", "assigned")
    if released and not handles:
        raise Refusal("handler.unknown", "要解除的人不是本案承办人。", HANDLERS, "请重新选择。", "released")


def may_take_up(*, handles: bool, recused: bool, reviewed: bool, presides: bool, field: str) -> None:
    """行政处罚法43、58、64(四); 244号27: refuse who handles already, was recused, reviewed, or presides."""
    if handles:
        raise Refusal("handler.already", "要指派的人已经是本案承办人。", HANDLERS, "请另选一人。", field)
    if recused:
        raise Refusal(
            "handler.recused", "要指派的人已在本案中回避。", "行政处罚法 第四十三条", "请另选一人。", field
        )
    if presides:
        raise Refusal(
            "handler.presides",
            "要指派的人主持本案的听证，不能承办本案。",
            "行政处罚法 第六十四条第四项",
            "请另选一人。",
            field,
        )
    if reviewed:
        raise Refusal(
            "handler.reviewed",
            "要指派的人审核过本案，不能再承办。",
            "行政处罚法 第五十八条；244号 第二十七条",
            "请另选一人。",
            field,
        )


def reason_given(reason: str) -> None:
    """行政处罚法42: why handlers change is recorded."""
    if not reason.strip():
        raise Refusal(
            "handler.no_reason", "请写明变更承办人的理由。", HANDLERS, "如：证件到期、调离、回避。", "reason"
        )


def reason_to_decline(reason: str) -> None:
    """55号令15: why a lead is not filed is written down."""
    if not reason.strip():
        raise Refusal(
            "case.no_reason",
            "不予立案须写明理由。",
            "住房和城乡建设行政处罚程序规定 第十五条",
            "请写明不符合哪项立案条件。",
            "reason",
        )


def leaders_own_reason(reason: str) -> None:
    """种子 A2.1; 行政处罚法54、76: a matter that is not listed is filed on the leader's own reason only."""
    if not reason.strip():
        raise Refusal(
            "matter.leader_reason",
            "事项未列入清单，立案须由负责人写明理由。",
            "种子 一（二）1；行政处罚法 第五十四条、第七十六条",
            "请写明仍应立案的理由；批准后将生成清单修订任务。",
            "unlisted_reason",
        )
