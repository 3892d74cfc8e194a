"""Where a published log is read: from a folder that mirrors it, or from its address. No database, no settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.records import outgoing
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    type Fetch = Callable[[str], bytes]

OK = 200


def published_at(place: str) -> Fetch:
    """Return how to fetch files of a published log: from a folder, or from an address, without the slash at the end."""
    if place.startswith(("http://", "https://")):
        return lambda path: _from_address(f"{place.rstrip('/')}/{path}")
    return lambda path: _from_folder(Path(place) / path)


def _from_folder(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(str(path), "没有这个文件") from error


def _from_address(url: str) -> bytes:
    try:
        answer = outgoing.send("GET", url)
    except outgoing.OutsideError as error:
        raise unreadable(url, str(error)) from error
    if answer.status != OK:
        raise unreadable(url, f"回答了 {answer.status}")
    return answer.body


def unreadable(what: str, why: str) -> Refusal:
    """Return the refusal of a published log with a piece missing."""
    return Refusal(
        "restore.published_unreadable",
        f"已公布的日志读不到：{what}（{why}）。",
        next_step="条目瓦片缺一块也接不上：请换一份完整的镜像。",
    )
