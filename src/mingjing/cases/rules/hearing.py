"""Rules of the hearing itself, on plain values (行政处罚法63–65; 55号令32–34)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing.cases.rules.notice import may_ask_for_hearing
from mingjing.law.calendar import DAY, shipped
from mingjing.law.terms import due
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

HELD = "行政处罚法 第六十四条；住房和城乡建设行政处罚程序规定 第三十四条"
DECIDED = "行政处罚法 第五十八条、第六十五条"
MOST_AGENTS = 2
LONGEST_SEARCH = 60
"""Days in which a day for the hearing is looked for: no holiday is that long."""
SIGNED, REFUSED = "逐页签名", "拒绝签名"


def last_service(held_on: dt.date) -> dt.date:
    """行政处罚法64(二); §11.3: return the last day of service; seven whole working days lie before the hearing."""
    end = due("zj55.hearing_notice", held_on).due
    return end.date() if isinstance(end, dt.datetime) else end


def earliest(served_on: dt.date) -> dt.date:
    """Return the first working day on which a hearing may be held whose notice is served on a day."""
    calendar = shipped()
    days = (served_on + DAY * count for count in range(1, LONGEST_SEARCH))
    return next(day for day in days if calendar.is_workday(day) and last_service(day) >= served_on)


def why_denied(*, offered: bool, waived: bool, asked: bool, asked_on: dt.date, ends_on: dt.date) -> str:
    """行政处罚法63、64(一): return why a request is denied; refuse to deny one that may be made or was made already."""
    try:
        may_ask_for_hearing(offered=offered, waived=waived, asked=asked, asked_on=asked_on, ends_on=ends_on)
    except Refusal as refusal:
        if refusal.code == "hearing.asked":
            raise
        return refusal.sentence
    raise Refusal(
        "hearing.must_be_held",
        "当事人在法定期限内要求听证，应当组织听证。",
        HELD,
        "请登记听证申请，安排听证。",
    )


def far_enough(held_on: dt.date, today: dt.date) -> None:
    """行政处罚法64(二): refuse a day that leaves no seven whole working days after service, even if served today."""
    if today > last_service(held_on):
        raise Refusal(
            "hearing.too_soon",
            f"{held_on} 举行听证的，最迟 {last_service(held_on)} 送达通知，已经来不及。",
            HELD,
            f"通知书今天送达的，最早 {earliest(today)} 举行。",
            "held_on",
        )


def told_in_time(served_on: dt.date | None, held_on: dt.date) -> None:
    """行政处罚法64(二): a hearing whose notice was not served, or too late, is not held on that day."""
    if served_on is None:
        raise Refusal(
            "hearing.not_told", "听证通知书尚未登记送达。", HELD, "请先登记送达；来不及的，登记改期。"
        )
    if served_on > last_service(held_on):
        raise Refusal(
            "hearing.told_late",
            f"听证通知书 {served_on} 才送达，距 {held_on} 不足七个完整的工作日。",
            HELD,
            "请登记改期，另行安排听证。",
        )


def chair_is_no_handler(*, handled: bool) -> None:
    """行政处罚法64(四): the chair is nobody who ever investigated the case."""
    if handled:
        raise Refusal(
            "hearing.chair_handled",
            "听证由本机关指定的非本案调查人员主持，所选主持人承办过本案。",
            "行政处罚法 第六十四条第四项",
            "请另行指定主持人。",
            "chair",
        )


def chair_remark(*, reviewed: bool) -> str:
    """Reference §11.6 (行政处罚法64(四)): a reviewer may preside; it is only pointed out."""
    return "提示：主持人审核过本案的代拟稿。" if reviewed else ""


def two_people(*, same: bool) -> None:
    """Refuse a chair who also writes the record."""
    if same:
        raise Refusal(
            "hearing.same_person", "主持人和记录人不能是同一人。", HELD, "请另行指定记录人。", "recorder"
        )


def closed_for_reason(*, public: bool, reason: str) -> None:
    """行政处罚法64(三): public, but for state secrets, business secrets and privacy as the law protects them."""
    if not public and not reason.strip():
        raise Refusal(
            "hearing.no_closed_reason",
            "听证公开举行；不公开的，须写明理由。",
            "行政处罚法 第六十四条第三项",
            "写明涉及国家秘密、商业秘密或者个人隐私的什么内容。",
            "closed_reason",
        )


def agents(names: Sequence[str]) -> None:
    """行政处罚法64(五): one or two agents."""
    if len(names) > MOST_AGENTS:
        raise Refusal(
            "hearing.agents",
            "当事人可以委托一至二人代理。",
            "行政处罚法 第六十四条第五项",
            "请核对代理人。",
            "agents",
        )


def written(text: str, *, field: str, what: str) -> str:
    """行政处罚法64(七)、(八): refuse a record or a report that leaves out what belongs to it; return it trimmed."""
    if not text.strip():
        raise Refusal("hearing.incomplete", f"请写明{what}。", HELD, "照实补写后保存。", field)
    return text.strip()


def signatures(text: str) -> list[dict[str, str]]:
    """行政处罚法64(八): who signed the record page by page, and who refused and why; one person a line.

    A line is `姓名，逐页签名` or `姓名，拒绝签名，理由`.
    """
    found = []
    for row in text.splitlines():
        parts = [part.strip() for part in row.replace(",", "，").split("，", 2) if part.strip()]
        if not parts:
            continue
        name, how, reason = (*parts, "", "")[:3]
        if how not in {SIGNED, REFUSED}:
            raise Refusal(
                "hearing.signature", f"“{row.strip()}”没有写明是否签名。", "行政处罚法 第六十四条第八项",
                f"每行一人：姓名，{SIGNED}；或者：姓名，{REFUSED}，理由。", "signatures",
            )  # fmt: skip
        if how == REFUSED and not reason:
            raise Refusal(
                "hearing.refused_why", f"{name}拒绝签名的，由主持人注明理由。", "行政处罚法 第六十四条第八项",
                f"写成：{name}，{REFUSED}，理由。", "signatures",
            )  # fmt: skip
        found.append({"name": name, "signed": how, "reason": reason})
    if not found:
        raise Refusal(
            "hearing.unsigned", "请逐人写明笔录的签名情况。", "行政处罚法 第六十四条第八项",
            f"每行一人：姓名，{SIGNED}。", "signatures",
        )  # fmt: skip
    return found


def drafted_since(*, revision: int, ended_at: int | None) -> None:
    """行政处罚法65; §11.4 no. 1: after a hearing a new revision is reviewed anew; what passed before opens nothing."""
    if ended_at is not None and revision <= ended_at:
        raise Refusal(
            "decision.hearing_held",
            "举行了听证：听证以前审核的代拟稿不能据以决定。",
            DECIDED,
            "请根据听证笔录另成一稿，重新送审。",
        )


def record_submitted(*, heard: bool, listed: bool) -> None:
    """244号29: after a hearing its record is among the materials of the submission."""
    if heard and not listed:
        raise Refusal(
            "review.no_hearing_record",
            "本案举行了听证，送审材料中没有听证笔录。",
            "244号 第二十九条",
            "请附听证笔录，勾选后再提请审核。",
            "materials",
        )
