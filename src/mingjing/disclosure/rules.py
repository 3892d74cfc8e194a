"""Pure rules of disclosure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure.leaks import suspects
from mingjing.disclosure.models import Withdrawal
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from mingjing.disclosure.models import Publication

SHORTEST_REASON = 8
SHORTEST_NAME = 2


def require_situation(situation: str) -> None:
    """Refuse a withdrawal for no reason that the law knows (行政处罚法48; 244号13; 55号令10)."""
    if situation not in Withdrawal.Situation.values:
        raise Refusal(
            "publication.no_situation",
            "撤下须有法定情形。",
            "行政处罚法 第四十八条第二款；244号 第十三条",
            "请选择一种情形。",
            "situation",
        )


def require_naming_nobody(reason: str, publication: Publication) -> None:
    """Refuse a public reason that is empty or would bring back what was withdrawn (244号13): name, number, numbers."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            "publication.no_reason",
            "请写明撤下的理由。",
            "行政处罚法 第四十八条第二款",
            "请写明因何决定、由何机关变更或者撤销。",
            "reason",
        )
    named = next((name for name in withheld(publication) if name in reason), "")
    if named:
        raise Refusal(
            "publication.names_party",
            "撤下的理由会公开，不能写当事人名称和决定书文号。",
            "244号 第十三条",
            "请改写为“该决定”“当事人”。",
            "reason",
        )
    if found := suspects([("撤下理由", reason)]):
        raise Refusal(
            "publication.leak",
            f"理由中的“{found[0].text}”像是{found[0].word}，不能公开。",
            "244号 第十条",
            "请删去个人信息。",
            "reason",
        )


def withheld(publication: Publication) -> list[str]:
    """Return what a notice of withdrawal must not say: the party's name, with and without its remark, and number."""
    name = publication.party_name
    words = [name, name.partition("（")[0], publication.number]
    return [word for word in words if len(word) >= SHORTEST_NAME]
