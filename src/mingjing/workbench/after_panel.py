"""What the case page says of what follows a decision: payment, deferral, mended and voided papers, the closed file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.queries.payments import late_applies
from mingjing.theme.cells import Link, Mark, Yuan
from mingjing.workbench.addresses import document_url
from mingjing.workbench.cells import beside, stacked

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from mingjing.cases.models import Case, Deferral, Performance, Rectification, Relief
    from mingjing.cases.standing import Line, Standing
    from mingjing.documents.models import Document

type Pair = tuple[str, object]


def address(line: Line) -> list[Pair]:
    """Return where the party wants to be served, by its newest confirmation (55号令37)."""
    rows = list(line.party.confirmations.all())
    if not rows:
        return []
    newest = rows[-1]
    way = f"同意电子送达：{newest.account}" if newest.electronic else "不同意电子送达"
    return [("送达地址", f"{newest.address}，{newest.receiver}（{newest.confirmed_on} 确认）；{way}")]


def payment(case: Case, line: Line) -> list[Pair]:
    """Return what is owed and paid, in what parts, with what late fine, and what was put off (行政处罚法66–72)."""
    now, decision = line.account, line.decision
    if now is None or decision is None or not now.amount:
        return []
    limit = f"，期限 {now.due_on}" if now.due_on else ""
    pairs: list[Pair] = [("缴款", f"已缴 {Yuan(now.paid)}，应缴 {Yuan(now.amount)}{limit}")]
    paid = [_paid(each) for each in decision.performances.all() if each.amount or each.late_amount]
    if paid:
        pairs.append(("缴款记录", paid))
    if now.late:
        pairs.append(("加处罚款", f"应缴 {Yuan(now.late)}，已缴 {Yuan(now.late_paid)}"))
    elif not late_applies(decision):
        pairs.append(("加处罚款", "决定书写明不加处"))
    sought = [_sought(each) for each in decision.reliefs.all()]
    if sought:
        pairs.append(("复议诉讼", sought))
    put_off = [_deferral(case, each) for each in decision.deferrals.all()]
    return [*pairs, *([("延期分期", stacked(put_off))] if put_off else [])]


def _paid(row: Performance) -> str:
    late = f"，另加处罚款 {Yuan(row.late_amount)}" if row.late_amount else ""
    how = row.get_channel_display()
    return f"{row.done_on} {how}缴 {Yuan(row.amount)}{late}；缴款码 {row.payment_code}，票据号 {row.receipt_number}"


def _sought(row: Relief) -> str:
    ended = f"{row.ended_on} 结束：{row.outcome}" if row.ended_on else "正在进行，加处罚款不予计算"
    return f"{row.began_on} {row.get_relief_kind_display()}（{row.reference}）；{ended}"


def _deferral(case: Case, row: Deferral) -> SafeString:
    parts = "、".join(f"{each['due']} 缴 {Yuan(each['amount'])}" for each in row.plan)
    if row.document is None:
        return beside(Mark("now", "待决定"), f"{row.applied_on} 申请{row}：{parts}")
    words = f"{parts}；{row.served_words}" if row.agreed else f"不同意；{row.served_words}"
    return beside(Link(row.document.number, document_url(case, row.document)), words)


def mended(standing: Standing, document: Document) -> list[Pair]:
    """Return by what a document was mended (55号令28)."""
    rows = [each for each in standing.case.rectifications.all() if each.mended_id == document.pk]
    return [("补正更正", stacked([_mending(standing.case, each) for each in rows]))] if rows else []


def _mending(case: Case, row: Rectification) -> SafeString:
    if row.document is None:
        return beside(
            Mark("now" if row.agreed is None else "off", "待批准" if row.agreed is None else "未批准"),
            str(row),
        )
    return beside(Link(row.document.number, document_url(case, row.document)), f"{row}；{row.served_words}")


def fate(standing: Standing, document: Document) -> Mark | None:
    """Return what became of a document: voided, mended."""
    if hasattr(document, "voiding"):
        return Mark("stop", f"作废：{document.voiding.reason}")
    for each in standing.case.rectifications.all():
        if each.mended_id == document.pk and each.document:
            return Mark("soon", f"见补正（更正）{each.document.number}")
    return None


def file_pairs(case: Case) -> list[Pair]:
    """Return the custody of a closed file: its number, its term, what the note at its end says (55号令40)."""
    if not case.archive_number:
        return []
    filed, checked = case.filed_by, case.file_checked_by
    reason = f"（{case.retention_reason}）" if case.retention_reason else ""
    return [
        ("归档号", case.archive_number),
        ("保管期限", f"{case.get_retention_display()}{reason}"),
        ("卷内页数", f"{case.file_pages} 页"),
        ("缺损说明", case.file_defects),
        ("立卷人", filed.name if filed else ""),
        ("检查人", checked.name if checked else ""),
    ]
