"""Rules of what happens to a submission before and around the review itself, on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

MATERIALS = (
    "调查终结报告",
    "决定代拟稿",
    "法律依据",
    "证据材料",
    "听证笔录、评估报告（有则附）",
    "其他需要提交的材料",
)
"""244号 第二十九条: the six materials of a submission."""
ALWAYS = MATERIALS[:4]
"""Those without which there is no submission; the others where there are any."""
COMPLETENESS = "244号 第二十九条"
PERIOD = "244号 第三十一条"
SEPARATE = "244号 第二十七条"


def check_materials(handed_in: Collection[str], *, lying: Collection[str]) -> None:
    """244号29: a submission holds the four materials; what it claims to hand in lies in the file (`lying`)."""
    missing = [name for name in ALWAYS if name not in handed_in]
    if missing:
        raise Refusal(
            "review.materials",
            "送审材料不齐。",
            COMPLETENESS,
            "请补齐后再提请审核。",
            "materials",
            [f"缺：{name}" for name in missing],
        )
    absent = [name for name in ALWAYS if name not in lying]
    if absent:
        raise Refusal(
            "review.material_absent",
            "勾选的材料不在案卷中。",
            COMPLETENESS,
            "请先制作或者收集，再提请审核。",
            "materials",
            [f"案卷中没有：{name}" for name in absent],
        )


def check_receipt(
    *, verdict: str, missing: Collection[str], note: str, due_on: dt.date | None, today: dt.date
) -> None:
    """244号29: what is asked for is named; a supplement has its day."""
    if verdict == "complete":
        if missing:
            raise Refusal(
                "review.complete_but_missing",
                "列有缺少的材料，不能登记为材料齐全。",
                COMPLETENESS,
                "要求补充或者退回；其实齐全的，不要勾选缺少的材料。",
                "verdict",
            )
        return
    if not missing and not note.strip():
        raise Refusal(
            "review.nothing_named",
            "请写明缺少哪些材料。",
            COMPLETENESS,
            "勾选缺少的材料，或者在说明中写明。",
            "missing",
        )
    if verdict == "supplement" and (due_on is None or due_on < today):
        raise Refusal(
            "review.supplement_day",
            "要求补充材料须指定时间。",
            COMPLETENESS,
            "请填今天或者以后的一天。",
            "due_on",
        )


def receivable(state: str) -> None:
    """244号29; 55号令24: a submission is registered once, before anybody reviews it."""
    if state == "accepted":
        raise Refusal(
            "review.accepted",
            "这一件已经受理。",
            COMPLETENESS,
            "受理以后发现事实、证据有缺的，以“补充调查”退回。",
        )
    if state == "returned":
        raise Refusal("review.returned", "这一件已经退回承办机构。", COMPLETENESS, "请等承办机构重新提交。")


def reviewable(state: str) -> None:
    """244号29、31: nobody reviews what waits for its materials or was returned as incomplete."""
    if state == "supplement":
        raise Refusal(
            "review.awaiting",
            "这一件正在补充材料，还不能审核。",
            COMPLETENESS,
            "请等承办机构补齐；逾期不补的，可以退回。",
        )
    if state == "returned":
        raise Refusal("review.returned", "这一件已经退回承办机构。", COMPLETENESS, "请等承办机构重新提交。")


def answerable(state: str) -> None:
    """244号29: only what was asked for is handed in later."""
    if state != "supplement":
        raise Refusal(
            "review.not_awaited", "法制机构没有要求补充材料。", COMPLETENESS, "请看案件页的下一步。"
        )


def supplement_said(answer: str) -> None:
    """244号29: what was added is written down."""
    if not answer.strip():
        raise Refusal(
            "review.supplement_empty",
            "请写明补充了哪些材料。",
            COMPLETENESS,
            "逐项写明，材料已归入案卷。",
            "answer",
        )


def extendable(*, running: bool, extended: bool, due_on: dt.date | None, today: dt.date) -> None:
    """244号31: five working days more, once, before the five have passed."""
    if not running or due_on is None:
        raise Refusal("review.no_clock", "审核期限没有在计算。", PERIOD, "请看审核页的期限。")
    if extended:
        raise Refusal("review.extended", "审核期限已经延长过，不能再延。", PERIOD, "请抓紧审核。")
    if today > due_on:
        raise Refusal(
            "review.extension_late",
            f"审核期限已于 {due_on} 届满，不能再延长。",
            PERIOD,
            "请尽快完成；逾期照实留在记录里。",
        )


def given_to(*, reviewer: str, me: str) -> None:
    """244号28: who was given a file reviews it; another does so once the head of the department says so."""
    if reviewer and reviewer != me:
        raise Refusal(
            "review.given_to_another",
            "这一件已指派给另一名审核人。",
            SEPARATE,
            "请由其审核，或者由法制机构负责人改派。",
        )


def sheet_of_the_reviewer(*, wrote: str, given: str) -> None:
    """244号28、30: what is signed is the opinion of whoever reviews the file now, not of one it was taken from."""
    if wrote != given:
        raise Refusal(
            "review.sheet_of_another",
            "这份意见是改派以前的审核人拟的，现在的审核人还没有拟意见。",
            SEPARATE,
            "请等现在的审核人审核并拟出意见后再签署；仍由原审核人审核的，先改派回去。",
        )


def assignable(*, legal: bool, handles: bool, same: bool, signed: bool) -> None:
    """244号27、28: a file goes to somebody of the legal department who does not handle the case."""
    if signed:
        raise Refusal("review.signed", "审核意见已经签署。", SEPARATE, "请看审核页。")
    if handles:
        raise Refusal("review.handler", "本案承办人不得审核本案。", SEPARATE, "请另选一人。", "officer")
    if same:
        raise Refusal("review.same_reviewer", "这一件已经由其审核。", SEPARATE, "请另选一人。", "officer")
    if not legal:
        raise Refusal(
            "review.not_reviewer",
            "这名人员不是法制机构的审核人员。",
            SEPARATE,
            "请另选一人；法制机构无人可以审核的，报负责人就本案指定。",
            "officer",
        )


def appointable(*, handles: bool, qualification: str, signed: bool, reason: str) -> None:
    """Reference §11.2: the leader names another qualified person for the case; never a handler, and says why."""
    if signed:
        raise Refusal("review.signed", "审核意见已经签署。", SEPARATE, "请看审核页。")
    if handles:
        raise Refusal("review.handler", "本案承办人不得审核本案。", SEPARATE, "请另选一人。", "officer")
    if not qualification.strip():
        raise Refusal(
            "review.no_qualification",
            "被指定的人没有登记国家统一法律职业资格。",
            "244号 第二十八条",
            "请另选一人；从上级或者司法行政部门借调的，先登记人员和资格证号。",
            "officer",
        )
    if not reason.strip():
        raise Refusal(
            "review.no_reason",
            "请写明为何由法制机构以外的人审核。",
            SEPARATE,
            "写明谁回避或者缺位。",
            "reason",
        )
