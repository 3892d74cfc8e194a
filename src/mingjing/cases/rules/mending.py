"""Rules of voiding and of mending documents, on plain values (55号令28; §11.6 no. 9, 10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MENDING = "住房和城乡建设行政处罚程序规定 第二十八条"
VOIDING = "住房和城乡建设行政处罚程序规定 第二十八条；本机关文号管理"
SUBSTANCE = frozenset(
    {"当事人", "处罚决定", "拟作出的处罚", "责令内容", "决定", "各期的日期和金额", "统一社会信用代码"}
)
"""Items that are the outcome itself, or who it is for: another outcome is another decision."""
AMOUNT = re.compile(r"[\d,，.]+\s*万?元|人民币|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}[元圆]?")
SHORTEST = 4


def voidable(*, served: bool, voided: bool, mends_instead: bool, of_before: bool = False) -> None:
    """Only what was made and not served is voided: what has gone out is mended or lawfully revoked (55号令28).

    A paper of before the system has no number of this system that could be spoiled.
    """
    if of_before:
        raise Refusal(
            "document.of_before",
            "上线前的纸质材料不在本系统作废。",
            MENDING,
            "录入有误的，另行录入并在说明中写明；已经送达的，呈请补正（更正）。",
        )
    if voided:
        raise Refusal("document.voided", "这份文书已经作废。", next_step="请看案件页的文书。")
    if served:
        raise Refusal(
            "document.served",
            "文书已经送达，不能作废。",
            MENDING,
            "文字有误的，呈请补正（更正）；内容要改的，依法变更或者撤销。",
        )
    if mends_instead:
        raise Refusal(
            "document.not_voidable",
            "这种文书不能作废。",
            MENDING,
            "决定、审批和笔录自制作起就是案卷的一部分；决定书有误的，送达后呈请补正（更正）。",
        )


def with_reason(reason: str) -> str:
    """§11.6 no. 10: a spoiled number stays, with its reason."""
    if len(reason.strip()) < SHORTEST:
        raise Refusal(
            "document.no_reason", "请写明作废的理由。", VOIDING, "写明哪里有误、为何重新制作。", "reason"
        )
    return reason.strip()


def mendable(*, served: bool, served_form: bool) -> None:
    """55号令28: what a party has received is mended by another document."""
    if not served_form:
        raise Refusal(
            "rectification.internal",
            "只有送达当事人的文书才制作补正（更正）文书。",
            MENDING,
            "内部文书另行制作。",
        )
    if not served:
        raise Refusal(
            "rectification.not_served",
            "文书尚未送达。",
            MENDING,
            "没有送达的，作废后重新制作，不必补正（更正）。",
        )


def item_there(item: str, items: Collection[str]) -> None:
    """Refuse an item that the document does not hold."""
    if item not in items:
        raise Refusal(
            "rectification.not_there",
            f"这份文书没有“{item}”一项。",
            MENDING,
            "请从文书的各项中选择。",
            "item",
        )


def slip(
    item: str, wrong: str, right: str, reason: str, *, text: str | None, identities: Collection[str]
) -> None:
    """55号令28: an omission or a slip of the pen in one item; never the outcome, an amount, or who the party is.

    `text` is what the item says, None where only a scan does; `identities` are the party's name, code and the like.
    """
    if not wrong.strip() or (text is not None and wrong not in text):
        raise Refusal(
            "rectification.not_there",
            f"“{item}”中没有这段原文。",
            MENDING,
            "请照文书逐字抄写有误的一处。",
            "wrong",
        )
    if right.strip() == wrong.strip() or not right.strip():
        raise Refusal(
            "rectification.same", "请写明更正后的文字。", MENDING, "写明这一处应当怎样表述。", "right"
        )
    if not reason.strip():
        raise Refusal(
            "rectification.no_reason", "请写明理由。", MENDING, "写明错误因何产生、凭什么更正。", "reason"
        )
    if what := _substance(item, wrong, right, identities):
        raise Refusal(
            "rectification.substance",
            f"这不是文字错误：{what}不能用补正（更正）改变。",
            f"行政处罚法 第五十八条；{MENDING}",
            "内容要改的，依法变更或者撤销原决定，另作决定。",
            "right",
        )


def _substance(item: str, wrong: str, right: str, identities: Collection[str]) -> str:
    if item in SUBSTANCE:
        return f"“{item}”"
    if AMOUNT.search(wrong) or AMOUNT.search(right):
        return "金额"
    if any(word and (word in wrong or word in right) for word in identities):
        return "当事人的名称、代码"
    return ""


def mended(texts: Mapping[str, str], labels: Collection[str], wrong: str, right: str) -> dict[str, str]:
    """Return the texts with the first place mended where the slip stands under these labels; no other is touched."""
    where = next((label for label in labels if wrong in texts.get(label, "")), None)
    return {label: text.replace(wrong, right, 1) if label == where else text for label, text in texts.items()}
