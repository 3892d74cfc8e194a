"""Citing a span of a recording: on plain values, in milliseconds from its start."""

from __future__ import annotations

import re

from mingjing.refusal import Refusal

CITING = "行政处罚法 第四十六条；244号 第二十三条"
MOMENT = re.compile(r"(?:(\d{1,3})[:：])?(\d{1,2})[:：](\d{1,2})(?:[.．](\d{1,3}))?")
SIXTY = 60


def moment(text: str, field: str) -> int:
    """Read `00:12:03`, `12:03` or `12:03.5`."""
    read = MOMENT.fullmatch(text.strip())
    if read is None or int(read[2]) >= SIXTY or int(read[3]) >= SIXTY:
        raise Refusal(
            "citation.moment", f"读不出这个时间：{text.strip()}", CITING, "写时:分:秒，例如 00:12:03。", field
        )
    seconds = (int(read[1] or 0) * SIXTY + int(read[2])) * SIXTY + int(read[3])
    return seconds * 1000 + int((read[4] or "").ljust(3, "0") or 0)


def span(starts: str, ends: str, length_ms: int | None) -> tuple[int, int | None]:
    """行政处罚法46: a citation names a moment or a span that the recording has; return it in milliseconds."""
    first = moment(starts, "starts")
    last = moment(ends, "ends") if ends.strip() else None
    if last is not None and last <= first:
        raise Refusal("citation.backwards", "终点不晚于起点。", CITING, "请核对起止时间。", "ends")
    if length_ms is not None and max(first, last or 0) > length_ms:
        raise Refusal(
            "citation.beyond",
            f"这份记录只有 {said(length_ms)}。",
            CITING,
            "时间从记录的开头算起，不是钟点。",
            "starts" if first > length_ms else "ends",
        )
    return first, last


def said(ms: int) -> str:
    """Return `00:12:03`, with the part of a second where there is one."""
    seconds, rest = divmod(ms, 1000)
    part = f".{rest:03}".rstrip("0") if rest else ""
    return f"{seconds // 3600:02}:{seconds // SIXTY % SIXTY:02}:{seconds % SIXTY:02}{part}"


def mark(starts: int, ends: int | None) -> str:
    """Return `[00:12:03–00:12:40]`, or `[00:12:03]` for a frame."""
    return f"[{said(starts)}]" if ends is None else f"[{said(starts)}–{said(ends)}]"
