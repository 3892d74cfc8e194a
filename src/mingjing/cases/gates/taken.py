"""What a case that came here reviewed on paper still waits for: its draft copied, its papers confirmed (ADR-016)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.gates.gate import Gate
from mingjing.cases.rules.prior_reviews import REVIEWED, TOLD
from mingjing.cases.rules.taken import REVIEWED as AT_NOTICE
from mingjing.cases.tasks import task

if TYPE_CHECKING:
    from mingjing.cases.standing import Line, Standing


def reviewed(standing: Standing, line: Line) -> Gate | None:
    """Return what the paper review waits for, if the case came here with one that is not confirmed."""
    came, name, row = standing.taken_over, line.party.name, line.prior_review
    if came is None or came.step != AT_NOTICE:
        return None
    if line.draft is None:
        wanted = task(
            "prior-review",
            f"照抄{name}上线前审核通过的代拟稿",
            REVIEWED,
            party=line.party,
            rule="xzcf.decision_90",
        )
        return Gate("stop", f"{name}：上线前已审核，代拟稿和审核意见尚未录入（先录入证据）", REVIEWED, wanted)
    if row is None or row.agreed is not None:
        return None
    wanted = task(
        "prior-review-check", f"核对{name}上线前的审核意见 {row.number}", REVIEWED, party=line.party,
        rule="xzcf.decision_90",
    )  # fmt: skip
    return Gate("stop", f"{name}：上线前的审核意见 {row.number} 待法制机构负责人核对", REVIEWED, wanted)


def told(line: Line) -> Gate | None:
    """Return the gate of a paper notice that waits to be confirmed."""
    row = line.prior_notice
    if row is None:
        return None
    wanted = task(
        "prior-notice-check", f"核对{line.party.name}上线前的告知书 {row.number}", TOLD, party=line.party,
        rule="xzcf.decision_90",
    )  # fmt: skip
    return Gate("stop", f"{line.party.name}：上线前的告知书 {row.number} 待法制机构负责人核对", TOLD, wanted)


def enterable(standing: Standing, line: Line) -> bool:
    """Say whether a notice on paper may be entered: the first draft is the newest, and nothing told it so far."""
    return (
        standing.taken_over is not None
        and line.draft is not None
        and line.draft.revision == 1
        and not line.notices
        and all(each.agreed is False for each in line.party.prior_notices.all())
    )
