"""What was reviewed and told on paper before the system: copied from the file, then confirmed."""

from __future__ import annotations

from typing import Any

from django import forms

from mingjing.cases.actions.prior_reviews import HEARING, NOTICE, RECEIPT, STATEMENT, WAIVER, Signed, Told
from mingjing.cases.models import Service
from mingjing.evidence.actions import Upload
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.drafting import DraftForm
from mingjing.workbench.forms.fields import day, line, text, yes_or_no
from mingjing.workbench.forms.recordings import PROOF_HINT
from mingjing.workbench.forms.taking_over import SCAN

SCANS = {
    "notice_scan": NOTICE,
    "receipt_scan": RECEIPT,
    "waiver_scan": WAIVER,
    "statement_scan": STATEMENT,
    "hearing_scan": HEARING,
}


def _day(label: str, *, hint: str = "") -> forms.DateField:
    return forms.DateField(label=label, required=False, help_text=hint, widget=forms.DateInput)


def _scan(label: str, *, required: bool = False) -> forms.FileField:
    return forms.FileField(label=f"{label}扫描件", required=required, max_length=200, help_text=SCAN)


class CopyReviewForm(DraftForm):
    """录入上线前的审核: the draft word for word as it was reviewed, and the opinion on it."""

    opinion_number = line("审核意见文号", 60, hint="照审核意见书；系统在后面注明“上线前”。")
    opinion_reviewer = line("审核人", 60, hint="照审核意见书。")
    opinion_signer = line("签署人", 60, hint="法制机构负责人，照审核意见书。")
    opinion_words = text(
        "审核意见", rows=3, hint="照抄原文。只有“同意”的才录入；其他意见的另成一稿、重新送审。"
    )

    @property
    def other_fields(self) -> list[Any]:
        """Return the opinion's fields before the draft's."""
        names = ("opinion_number", "opinion_reviewer", "opinion_signer", "opinion_words")
        return [*(self[name] for name in names), *super().other_fields]

    @property
    def signed(self) -> Signed:
        """Return the paper opinion."""
        typed = self.cleaned_data
        return Signed(
            typed["opinion_number"],
            typed["opinion_reviewer"],
            typed["opinion_signer"],
            typed["opinion_words"],
        )


class PriorNoticeForm(ActForm):
    """录入上线前的告知: service with its proof, and what the party answered until the case came here."""

    number = line("告知书文号", 60, hint="照告知书；系统在后面注明“上线前”。")
    served_on = day("告知书送达日期", hint="五个工作日从这一天起算。")
    method = forms.ChoiceField(label="送达方式", choices=[("", "请选择"), *Service.Method.choices])
    announced_on = _day("公告日期", hint="公告送达的填写。")
    refused_because = line("拒收事由", 200, required=False, hint="留置送达的必填。")
    proof = line("送达证明", 300, hint=PROOF_HINT)
    notice_scan = _scan("告知书", required=True)
    receipt_scan = _scan("送达回证", required=True)
    hearing_offered = yes_or_no("听证权利", "告知书告知了", "没有告知")
    waived_on = _day("书面放弃陈述申辩的日期", hint="没有放弃的不填。")
    hearing_waived_on = _day("书面放弃听证的日期", hint="没有放弃的不填。")
    waiver_scan = _scan("放弃声明")
    hearing_asked_on = _day("要求听证的日期", hint="没有要求的不填。")
    hearing_held_on = _day("举行听证的日期", hint="已经举行的填写。")
    hearing_scan = _scan("听证申请、笔录")
    stated_on = _day("陈述申辩的日期", hint="没有提出的，以下三项都不填。")
    statement = text("陈述、申辩内容", rows=3, required=False)
    brings_new = yes_or_no("陈述申辩", "提出了新的事实、理由或者证据", "没有提出新情况", required=False)
    reexamination = text("复核意见", rows=3, required=False)
    statement_scan = _scan("陈述申辩、复核")

    @property
    def told(self) -> Told:
        """Return the paper notice as the file tells it."""
        typed = self.typed
        papers = {form: Upload(file.name, file) for name, form in SCANS.items() if (file := typed.pop(name))}
        typed["brings_new"] = typed["brings_new"] is True
        return Told(**typed, papers=papers)


class PriorCheckForm(Confirm, ActForm):
    """核对: whether the scan says what was entered; neither answer preset."""

    field_order = ("agreed", "answer", "password")

    agreed = yes_or_no("逐字核对扫描件", "相符，予以确认", "不相符，退回")
    answer = text("核对意见", rows=3, required=False, hint="不相符的必填：哪里不符。")
