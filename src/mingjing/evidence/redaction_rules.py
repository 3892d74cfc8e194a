"""What a redacted copy covers: boxes in parts of the picture, over a span or a page, and muted spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.evidence.citing_rules import moment, said
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REDACTING = "政府信息公开条例 第十五条"
MOST = 200
WHOLE = 10_000
"""The width or height of a picture: what is typed in per cent is kept in whole hundredths of one."""
_NUMBER = r"(\d{1,3}(?:\.\d{1,2})?)"
_BOX = re.compile(
    r"(?:第\s*(?P<page>\d{1,4})\s*页)?\s*(?:(?P<from>[\d:.：．]+)\s*[-–~至]\s*(?P<to>[\d:.：．]+))?\s*"
    rf"(?:遮盖)?\s*{_NUMBER}[,，\s]+{_NUMBER}[,，\s]+{_NUMBER}[,，\s]+{_NUMBER}"
)
_MUTE = re.compile(r"静音\s*(?P<from>[\d:.：．]+)\s*[-–~至]\s*(?P<to>[\d:.：．]+)")

type Kept = dict[str, int | None]


@dataclass(frozen=True)
class Box:
    """A black box: left, top, width, height in parts of `WHOLE`; on a page or all, over a span (ms) or throughout."""

    left: int
    top: int
    width: int
    height: int
    page: int | None = None
    starts: int | None = None
    ends: int | None = None

    def on(self, wide: int, tall: int) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom in dots, rounded outwards: no edge shines through."""
        return (
            max(0, self.left * wide // WHOLE - 1),
            max(0, self.top * tall // WHOLE - 1),
            min(wide, (self.left + self.width) * wide // WHOLE + 2),
            min(tall, (self.top + self.height) * tall // WHOLE + 2),
        )

    def __str__(self) -> str:
        page = f"第{self.page}页 " if self.page else ""
        span = f"{said(self.starts)}-{said(self.ends)} " if self.starts is not None and self.ends else ""
        typed = ",".join(f"{each / 100:g}" for each in (self.left, self.top, self.width, self.height))
        return f"{page}{span}遮盖 {typed}"


@dataclass(frozen=True)
class Mute:
    """A span without sound, in milliseconds."""

    starts: int
    ends: int

    def __str__(self) -> str:
        return f"静音 {said(self.starts)}-{said(self.ends)}"


type Region = Box | Mute


def read(text: str, *, media_type: str) -> list[Region]:
    """Read regions as they are typed, one a line; what does not fit the file is refused."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise _refused(f"最多 {MOST} 处。")
    return [_line(line, media_type.partition("/")[0]) for line in lines]


def _line(line: str, kind: str) -> Region:
    mute = _MUTE.fullmatch(line)
    if mute:
        if kind not in {"video", "audio"}:
            raise _refused(f"这个文件没有声音：{line}")
        return Mute(*_span(mute["from"], mute["to"], line))
    found = _BOX.fullmatch(line)
    if found is None or kind == "audio":
        raise _refused(f"读不出这一行：{line}")
    left, top, width, height = (round(float(each) * 100) for each in found.groups()[3:])
    if min(width, height) <= 0 or left + width > WHOLE or top + height > WHOLE:
        raise _refused(f"区域不在画面以内：{line}")
    timed = found["from"] is not None
    if timed and kind != "video":
        raise _refused(f"只有录像可以写时间：{line}")
    if found["page"] and kind != "application":
        raise _refused(f"只有 PDF 可以写页码：{line}")
    starts, ends = _span(found["from"], found["to"], line) if timed else (None, None)
    return Box(left, top, width, height, int(found["page"]) if found["page"] else None, starts, ends)


def _span(first: str, last: str, line: str) -> tuple[int, int]:
    starts, ends = moment(first, "regions"), moment(last, "regions")
    if ends <= starts:
        raise _refused(f"终点不晚于起点：{line}")
    return starts, ends


def _refused(sentence: str) -> Refusal:
    return Refusal(
        "redaction.region",
        sentence,
        REDACTING,
        "一行一处：左,上,宽,高（百分数）；录像前面可以写 00:00:03-00:00:10，PDF 写 第1页；静音写 静音 起-止。",
        "regions",
    )


def kept(regions: Iterable[Region]) -> list[Kept]:
    """Return regions as a row keeps them."""
    return [
        {
            "page": each.page, "from": each.starts, "to": each.ends,
            "left": each.left, "top": each.top, "width": each.width, "height": each.height,
        }
        if isinstance(each, Box)
        else {"from": each.starts, "to": each.ends}
        for each in regions
    ]  # fmt: skip


def again(rows: Iterable[Mapping[str, int | None]]) -> list[Region]:
    """Return regions from what a row keeps."""
    return [
        Box(
            row["left"] or 0, row["top"] or 0, row["width"] or 0, row["height"] or 0, row["page"],
            row["from"], row["to"],
        )
        if "left" in row
        else Mute(row["from"] or 0, row["to"] or 0)
        for row in rows
    ]  # fmt: skip
