"""Rules of a review and a notice that were on paper before the system (行政处罚法44、58; ADR-016), on plain values."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing.cases.rules.taken import OPENING_DAYS
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

REVIEWED = "行政处罚法 第五十八条"
TOLD = "行政处罚法 第四十四条、第六十二条"


def before_the_system(
    *, filed_on: dt.date, reviewed_on: dt.date, first_day: dt.date | None, today: dt.date
) -> None:
    """行政处罚法58: a paper review is taken over only of a case filed and reviewed before the first day, and soon.

    From the first day on, which is when the agency adopted its procedure, every review is made here.
    """
    if first_day is None or filed_on >= first_day or reviewed_on >= first_day:
        raise Refusal(
            "takeover.reviewed_since",
            f"本机关自 {first_day} 起在本系统办案，这一天以后立案或者审核的，不能作为上线前的审核。",
            REVIEWED,
            "请从“调查终结、拟稿”接入，在本系统内审核。",
            "reviewed_on",
        )
    last = first_day + dt.timedelta(days=OPENING_DAYS)
    if today > last:
        raise Refusal(
            "takeover.too_late",
            f"上线前已审核的案件须在启用后 {OPENING_DAYS} 日内（{last} 前）接入。",
            f"{REVIEWED}；本机关自定的接入期限",
            "请从“调查终结、拟稿”接入，在本系统内重新审核。",
            "step",
        )


def copied_once(*, at_its_notice: bool, drafted: bool) -> None:
    """行政处罚法58: the draft that was reviewed on paper is copied once, where the case came here reviewed."""
    if not at_its_notice:
        raise Refusal(
            "prior_review.not_taken", "本案不是上线前已经审核、从告知环节接入的案件。", REVIEWED,
            "请拟稿后提请法制审核。",
        )  # fmt: skip
    if drafted:
        raise Refusal(
            "prior_review.drafted", "已经有代拟稿，上线前的审核只对照抄的第一稿有效。", REVIEWED,
            "内容有改动的，另成一稿后提请法制审核。",
        )  # fmt: skip


def newest_still(*, newest: bool) -> None:
    """行政处罚法58: what was reviewed or told on paper is the draft as it was copied, and no later one."""
    if not newest:
        raise Refusal(
            "prior_review.superseded", "照抄的一稿之后已另成一稿，上线前的审核、告知不再适用。", REVIEWED,
            "请就最新一稿送审、告知。",
        )  # fmt: skip


def first_draft_untold(*, fits: bool) -> None:
    """行政处罚法44: a notice on paper told the first draft, as it stands in the file, and told it once."""
    if not fits:
        raise Refusal(
            "prior_notice.unfit",
            "只有第一稿、还没有告知过的，才录入上线前的告知。",
            TOLD,
            "还没有代拟稿的，先照抄代拟稿；已另成一稿的，在本系统内重新告知。",
        )


def waits(*, waiting: bool, what: str) -> None:
    """Refuse where nothing waits to be confirmed."""
    if not waiting:
        raise Refusal("prior_review.none", f"没有待核对的{what}。", REVIEWED, "请看案件页的经过。")


def second_hand(*, same: bool) -> None:
    """行政处罚法58: who entered the paper does not confirm it."""
    if same:
        raise Refusal(
            "prior_review.same_person", "录入人不能自己核对。", REVIEWED, "请由法制机构负责人核对。"
        )


def why_not(*, agreed: bool, answer: str) -> None:
    """Refuse a denial without its reason."""
    if not agreed and not answer.strip():
        raise Refusal(
            "prior_review.no_answer", "不相符的，请写明哪里不符。", REVIEWED, "逐项写明。", "answer"
        )


def written(told: Mapping[str, str]) -> None:
    """Refuse a paper whose number, signer or words are not told. `told`: label → what was typed."""
    missing = [label for label, text in told.items() if not text.strip()]
    if missing:
        raise Refusal("prior_review.untold", f"请写明{'、'.join(missing)}。", REVIEWED, "照纸质原件填写。")


def told_right(*, ground: str, offered: bool) -> None:
    """行政处罚法63、64: where there is a right to a hearing, a notice that did not tell of it is no notice."""
    if ground and not offered:
        raise Refusal(
            "prior_notice.no_hearing_right",
            f"拟作出的处罚属于{ground}，纸质告知书没有告知听证权利，不能作为告知。",
            "行政处罚法 第六十三条、第六十四条",
            "请制作告知书，重新告知。",
            "hearing_offered",
        )


def days_of_notice(
    served_on: dt.date, entered_on: dt.date, days: Mapping[str, tuple[str, dt.date | None]]
) -> None:
    """Refuse days before the notice reached the party, or after the case came here. `days`: field → label, day."""
    for field, (label, day) in days.items():
        if day is not None and not served_on <= day <= entered_on:
            raise Refusal(
                "prior_notice.day",
                f"{label} {day} 不在告知书送达（{served_on}）以后、接入（{entered_on}）以前。",
                TOLD,
                "接入以后发生的，核对以后在本系统内登记。",
                field,
            )


def said_whole(
    *, asked: bool, offered: bool, held: bool, waived_hearing: bool, stated: bool, told: bool
) -> None:
    """行政处罚法45、62–64: a hearing was offered before it was asked for or waived; a statement was re-examined."""
    if (asked or waived_hearing) and not offered:
        raise Refusal(
            "prior_notice.no_hearing", "没有告知听证权利，谈不上要求或者放弃听证。", TOLD,
            "照纸质案卷核对。", "hearing_offered",
        )  # fmt: skip
    if held and not asked:
        raise Refusal(
            "prior_notice.hearing_unasked", "填了听证日期，请写明当事人何时要求听证。", TOLD,
            "照听证申请填写。", "hearing_asked_on",
        )  # fmt: skip
    if asked and waived_hearing:
        raise Refusal(
            "prior_notice.asked_and_waived", "既要求听证又放弃听证，请核对。", TOLD,
            "先要求后撤回的，核对以后在本系统内登记撤回。", "hearing_waived_on",
        )  # fmt: skip
    if stated and not told:
        raise Refusal(
            "prior_notice.statement_untold", "填了陈述申辩日期，请写明内容和复核意见。",
            "行政处罚法 第四十五条", "照陈述申辩笔录、复核意见书填写。", "statement",
        )  # fmt: skip


def scans_there(given: Collection[str], wanted: Mapping[str, str]) -> None:
    """§11.6 no. 29: each thing of before comes with its scan. `wanted`: form → what it is."""
    missing = [label for form, label in wanted.items() if form not in given]
    if missing:
        raise Refusal(
            "takeover.no_paper", f"缺{'、'.join(missing)}的扫描件。", TOLD,
            "请上传原件的扫描件或者照片（PDF、JPG、PNG）。", "scan",
        )  # fmt: skip
