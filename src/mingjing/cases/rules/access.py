"""Rules of reading a file, on plain values: a duty, so only identity, connection and time are checked."""

from __future__ import annotations

import datetime as dt

from mingjing.refusal import Refusal

READING = "种子 B3；行政复议法、行政诉讼法关于查阅的规定"
KINDS = frozenset({"party", "concerned", "authority"})
LONGEST = dt.timedelta(days=30)


def reader(kind: str, *, name: str, identity: str, connection: str) -> None:
    """Who asks says who they are and what they have to do with the case; nothing else is asked."""
    if kind not in KINDS:
        raise Refusal("access.kind", "请选择查阅人的身份。", READING, "请选择一项。", "reader_kind")
    for value, field, words in (
        (name, "reader", "查阅人姓名或者机关名称"),
        (identity, "identity", "核对过的身份证明"),
        (connection, "connection", "与案件的关系或者调阅文书"),
    ):
        if not value.strip():
            raise Refusal(f"access.no_{field}", f"请写明{words}。", READING, "核对后填写。", field)


def span(since: dt.date, until: dt.date, *, today: dt.date) -> None:
    """A reading is limited in time."""
    if until < max(since, today):
        raise Refusal("access.span", "截止日期不能早于今天和开始日期。", READING, "请改写日期。", "valid_to")
    if until - since > LONGEST:
        raise Refusal(
            "access.too_long", f"一次查阅至多 {LONGEST.days} 日。", READING, "期满可以再次登记。", "valid_to"
        )


def in_force(since: dt.date, until: dt.date, *, ended: dt.date | None, today: dt.date) -> None:
    """Outside its days, or once it was ended, nothing is shown on a grant."""
    if ended is not None:
        raise Refusal("access.ended", f"这次查阅已于 {ended} 结束。", READING, "需要查阅的，请重新登记。")
    if not since <= today <= until:
        raise Refusal("access.over", f"查阅期间是 {since} 至 {until}。", READING, "期满的，请重新登记。")
