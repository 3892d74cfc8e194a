"""An earlier decision judged, and a case looked into once more, as a story tells it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import investigation, same_act
from mingjing.cases.queries.same_act import earlier_of
from mingjing.evidence.actions import Upload

if TYPE_CHECKING:
    from mingjing.demo.stories import CaseStory

ANOTHER = (
    "在先决定处罚的是一期工程未取得施工许可证施工，行为至该案责令停工时终了；本案是另一工程、另一施工合同，"
    "时间、地点和事实均不同。"
)
REASON = "审计移送的结算资料显示合同价款可能高于原认定数额，须调取补充协议核实。"


def judged(story: CaseStory, *, same: bool = False, reasons: str = ANOTHER) -> None:
    """Judge each earlier decision on each party that nobody has judged, today."""
    for party, rows in earlier_of(story.parties).items():
        for each in [row for row in rows if row.judgement is None]:
            same_act.judge_act(
                user=story.user, case=story.refresh(), party=party, decision=each.decision, same=same,
                reasons=reasons,
            )  # fmt: skip


def supplemented(story: CaseStory) -> None:
    """Look into the case once more today, and find another contract."""
    same_act.supplement(user=story.user, case=story.refresh(), reason=REASON)
    investigation.add_evidence(
        user=story.user, case=story.refresh(), evidence_kind="01", name="补充协议（复制件）", proves="增加的合同价款",
        collected_on=clock.today(), source=story.firms[0].name,
        upload=Upload("补充协议.txt", io.BytesIO(f"{story.case.ref} 补充协议（示例文本）".encode())),
    )  # fmt: skip
