"""The statutory forms that the product makes: code, name, 文号字 (document_forms.csv; 55号令)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """文书: its code, its title, the 文号字 it is numbered with (empty: not numbered)."""

    code: str
    title: str
    word: str = ""


LEAD = Form("AY01", "案件来源登记表")
VERIFICATION = Form("AY02", "线索核查报告")
FILING = Form("LA01", "立案审批表", "立字")
INSPECTION = Form("DC01", "现场检查（勘验）笔录")
INQUIRY = Form("DC02", "询问笔录")
REPORT = Form("ZJ01", "案件调查终结报告")
OPINION = Form("FS03", "法制审核意见书", "审字")
NOTICE = Form("GZ01", "行政处罚意见告知书", "罚告字")
STATEMENT = Form("GZ03", "陈述申辩笔录")
DISCUSSION = Form("JD01", "集体讨论笔录")
DECISION = Form("JD03", "行政处罚决定书", "罚决字")
SERVICE = Form("SD01", "送达回证")
CLOSING = Form("JA01", "结案审批表")
SUSPENSION = Form("ZJ02", "中止调查审批表")
EXTENSION = Form("ZJ03", "延期办案审批表")
