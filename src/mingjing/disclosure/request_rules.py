"""What a request for correction and its answer must say: pure rules (政府信息公开条例41; 244号10、13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure.leaks import suspects
from mingjing.disclosure.models import CorrectionRequest, Publication
from mingjing.disclosure.rules import SHORTEST_REASON, withheld
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

Outcome, State = CorrectionRequest.Outcome, Publication.State
LONGEST_CLAIM = 1000


def require_claim(claim: str) -> None:
    """Refuse a request that does not say what is wrong, or says more than anyone reads."""
    length = len(claim.strip())
    if length < SHORTEST_REASON or length > LONGEST_CLAIM:
        raise Refusal(
            "correction.no_claim",
            f"请写明哪里有误、应当是什么（{SHORTEST_REASON} 至 {LONGEST_CLAIM} 字）。",
            "政府信息公开条例 第四十一条",
            "可以写明您的依据，例如营业执照、判决书。",
            "claim",
        )


def require_answer(
    request: CorrectionRequest, outcome: str, answer: str, versions: Sequence[Publication]
) -> None:
    """Refuse an answer without outcome or reasons, one that says what is not so, and one that shows who anybody is."""
    if outcome not in Outcome.values:
        raise Refusal(
            "correction.no_outcome", "请选择处理结果。", next_step="更正、撤下或者不予更正。", field="outcome"
        )
    later = any(
        each.correction and each.version > request.publication.version
        and each.state in {State.PUBLISHED, State.REPLACED}
        for each in versions
    )  # fmt: skip
    if outcome == Outcome.CORRECTED and not later:
        raise Refusal(
            "correction.not_corrected",
            "申请之后还没有公开过更正的一版。",
            "244号 第十三条",
            "请先更正公示，另一人核对公开后再答复。",
            "outcome",
        )
    if outcome == Outcome.WITHDRAWN and not any(each.state == State.WITHDRAWN for each in versions):
        raise Refusal(
            "correction.not_withdrawn",
            "这份公示没有撤下。",
            "244号 第十三条",
            "请先撤下，再答复。",
            "outcome",
        )
    _require_reasons(request, answer)


def _require_reasons(request: CorrectionRequest, answer: str) -> None:
    if len(answer.strip()) < SHORTEST_REASON:
        raise Refusal(
            "publication.no_reason",
            "答复须写明理由。",
            "政府信息公开条例 第四十一条",
            "不予更正的，写明核对的依据和申请人还可以怎么办。",
            "answer",
        )
    people = [each for each in (request.name, request.contact) if each]
    named = next((each for each in [*people, *withheld(request.publication)] if each in answer), "")
    found = suspects([("答复", answer)])
    if named or found:
        raise Refusal(
            "publication.leak",
            f"答复中的“{named or found[0].text}”不能写：持回执号的人都能读到。",
            "244号 第十条",
            "请改写为“申请人”“当事人”“该决定”。",
            "answer",
        )
