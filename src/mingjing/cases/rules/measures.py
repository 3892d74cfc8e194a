"""Rules of orders and of preservation by registration, on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt

ORDERING = "行政处罚法 第二十八条"
PRESERVING = "行政处罚法 第五十六条；住房和城乡建设行政处罚程序规定 第十九条"
PARTS = ("name", "quantity", "model", "place")


def things_of(text: str) -> list[dict[str, str]]:
    """55号令19: read the list, a thing a line: name, quantity, model, place of keeping, between commas."""
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    things = [dict(zip(PARTS, _parts(row), strict=False)) for row in rows]
    wrong = [
        f"第 {place} 行"
        for place, thing in enumerate(things, 1)
        if len([v for v in thing.values() if v]) < len(PARTS)
    ]
    if not things or wrong:
        raise Refusal(
            "preservation.things",
            "清单每行写一件物品：名称，数量，规格型号，保存地点。",
            PRESERVING,
            "请逐行补全，用逗号分开。",
            "things",
            wrong,
        )
    return things


def _parts(row: str) -> list[str]:
    return [part.strip() for part in row.replace(",", "，").split("，")]


def deadline_ahead(deadline: dt.date, made_on: dt.date) -> None:
    """行政处罚法28: the deadline of an order lies on its day or after it."""
    if deadline < made_on:
        raise Refusal(
            "order.deadline", f"期限 {deadline} 早于制作日期。", ORDERING, "请填将来的日期。", "deadline"
        )


def disposed_in_time(disposition: str, ends_on: dt.date, today: dt.date) -> None:
    """55号令19: after seven working days without a decision the preservation has lifted by itself."""
    if today > ends_on and disposition != "5":
        raise Refusal(
            "preservation.lapsed",
            f"先行登记保存已于 {ends_on} 期满自动解除，不能再作其他处理。",
            PRESERVING,
            "请登记解除，退还物品；仍需保全的另行依法办理。",
            "disposition",
        )
