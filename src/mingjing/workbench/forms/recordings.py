"""Recordings: uploaded from a phone or a card, explained, countersigned; the four things that were told."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from mingjing.cases.models import Service
from mingjing.cases.rules.service import PROOFS, Handing
from mingjing.evidence.models import Explanation, Recording
from mingjing.evidence.recording_rules import THINGS
from mingjing.registry.models import Device, Officer
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.fields import day, line, text, yes_or_no
from mingjing.workbench.forms.large_files import LargeFileForm
from mingjing.workbench.forms.recording_course import CourseFields

PICTURES = "image/jpeg,image/png"
PROOF_HINT = "；".join(f"{label}：{PROOFS[value].needed}" for value, label in Service.Method.choices)
EVERYTHING = "image/jpeg,image/png,audio/*,video/*"


def things_told() -> forms.MultipleChoiceField:
    """Return the four things of 244号9 to tick, none ticked before: what is not ticked was not told."""
    return forms.MultipleChoiceField(
        label="当场告知了哪几项",
        required=False,
        choices=list(THINGS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="照实勾选（244号 第九条）；没有勾选的记为未告知，不影响保存，审核和监督可见。",
    )


class HandedOver(ActForm):
    """登记送达: what is asked of every service on a party, whichever document it is (行政处罚法61)."""

    served_on = day("送达日期")
    method = forms.ChoiceField(
        label="送达方式",
        choices=[("", "请选择"), *Service.Method.choices],
        help_text="直接、留置、公告送达的，应当有音像记录；电子送达须当事人在送达地址确认书中同意。",
    )
    announced_on = forms.DateField(
        label="公告日期", required=False, help_text="公告送达的填写：经过三十日视为送达，送达日期写期满之日。"
    )
    refused_because = line("拒收事由", 200, required=False, hint="留置送达的必填：谁拒收，什么理由。")
    proof = line("送达证明", 300, hint=PROOF_HINT)
    told_items = things_told()

    @property
    def handed(self) -> Handing:
        """Return how it was served."""
        return Handing(**self.typed)


class ShotForm(ActForm):
    """随拍随传: the camera opens, the picture is of this moment."""

    file = forms.FileField(
        label="拍照",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": PICTURES, "capture": "environment"}),
    )


class RecordingForm(CourseFields, LargeFileForm):
    """上传音像记录: with which device of those that the handlers held, or with what else."""

    field_order = (
        "file", "upload", "started_at", "ended_at", "place", "registered", "device", "recorded_by", "late_reason",
    )  # fmt: skip
    chosen_from: ClassVar = {"recorded_by": "officers", "registered": "devices"}

    file = forms.FileField(
        label="文件",
        max_length=200,
        required=False,
        help_text="照片、录音、录像的原始文件，不剪辑、不改名；选好就开始上传，可以暂停，断了再选同一个文件接着传。",
        widget=forms.FileInput(attrs={"accept": EVERYTHING}),
    )
    started_at = forms.DateTimeField(label="开始录制", widget=forms.DateTimeInput)
    ended_at = forms.DateTimeField(
        label="结束录制",
        widget=forms.DateTimeInput,
        help_text="照片的起止时间相同。结束后二十四小时内上传。",
    )
    place = line("录制地点", 200)
    registered = forms.ModelChoiceField(
        label="领用的设备",
        queryset=Device.objects.none(),
        required=False,
        empty_label="不是领用的设备，写在下面",
        help_text="列出承办人在活动当日领用过的设备。",
    )
    device = line("其他设备", 100, required=False, hint="没有选上面的才写：登记设备写编号，手机写“手机”。")
    recorded_by = forms.ModelChoiceField(
        label="录制人", queryset=Officer.objects.none(), empty_label="请选择"
    )
    late_reason = forms.ChoiceField(
        label="迟传理由",
        required=False,
        choices=[("", "没有迟传，或者没有下列理由"), *Recording.LateReason.choices],
        help_text="超过二十四小时的才填（244号 第二十条）；没有法定理由的照实上传，记为迟传。",
    )

    def clean(self) -> dict[str, Any]:
        """Ask which device it was."""
        cleaned = super().clean() or {}
        if not cleaned.get("registered") and not cleaned.get("device"):
            self.add_error("device", "请选择领用的设备，或者写明用了什么设备。")
        return cleaned


class ExplanationForm(ActForm):
    """书面说明音像记录情况."""

    ground = forms.ChoiceField(label="客观原因", choices=Explanation.Ground.choices, widget=forms.RadioSelect)
    text = text(
        "情况说明",
        rows=6,
        hint="何时、因何无法记录，何时向哪一位负责人报告，现场怎样处置，有谁见证。",
    )


class CountersignForm(Confirm, ActForm):
    """会签音像记录情况说明."""

    field_order = ("agreed", "opinion", "password")

    agreed = yes_or_no("意见", "情况属实，同意以说明代替音像记录", "不同意")
    opinion = text("会签意见", rows=3, hint="不同意的，写明理由。", required=False)


class ExclusionForm(ActForm):
    """排除非法证据."""

    reason = text("排除的理由", rows=4, hint="写明取得手段违反了哪一条规定、如何查明。")
