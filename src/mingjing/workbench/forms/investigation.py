"""Investigating: records, evidence, the concluding report."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from mingjing.cases.actions.investigation import REPORT_ITEMS
from mingjing.evidence.actions import Taken
from mingjing.evidence.models import Evidence
from mingjing.registry.models import Officer
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import People, clock_time, day, line, text, yes_or_no
from mingjing.workbench.forms.large_files import LargeFileForm
from mingjing.workbench.forms.recordings import things_told

HINTS = dict(
    zip(
        REPORT_ITEMS,
        (
            "名称、代码、住所、法定代表人；自然人的身份情况。",
            "线索从何而来，何时立案，何人何时做了什么。",
            "认定的事实，每项事实由哪件证据证明。",
            "违反和适用的条款项，裁量档次及理由。",
            "对每名当事人的处理建议。",
        ),
        strict=True,
    )
)


class RecordForm(ActForm):
    """现场检查笔录、询问笔录."""

    chosen_from: ClassVar = {"officers": "officers"}

    happened_on = day("日期", hint="写实际发生的日期，可以事后补录，时间差额可见。")
    began = clock_time("开始时间", hint="到分。")
    ended = clock_time("结束时间")
    place = line("地点", 200)
    person = line("被检查（询问）人", 100)
    officers = People("执法人员", hint="照实选当时在场的执法人员；应当不少于两人，不足的也能保存，记为瑕疵。")
    card_shown = yes_or_no(
        "出示执法证件", "已主动出示", "未出示", hint="如实填写：未出示的照实记录，不影响保存。"
    )
    dressed = yes_or_no(
        "着装和标识", "规范着装，佩戴统一标识", "没有做到", hint="照实填写（种子 一（三）2）；不影响保存。"
    )
    told_items = things_told()
    told = text(
        "告知时的情况", rows=2, hint="当事人是否听清、是否申请回避；与上面所列文字不同的，写明实际怎么告知。"
    )
    content = text("内容", rows=7, hint="写看到的、量到的、问到的，不写结论；当事人的不同意见一并记录。")


class EvidenceForm(LargeFileForm):
    """添加证据."""

    chosen_from: ClassVar = {"companion": "officers"}
    file_required = False

    evidence_kind = forms.ChoiceField(label="种类", choices=[("", "请选择"), *Evidence.Kind.choices])
    name = line("名称", 200, hint="复制件注明“与原件核对无异”。")
    proves = line("证明什么", 500)
    collected_on = day("取得日期")
    source = line("来源、提供人", 200)
    obtained = forms.ChoiceField(label="取得方式", choices=[("", "请选择"), *Evidence.Obtained.choices])
    original = forms.ChoiceField(
        label="原件、复制件",
        choices=[("", "请选择"), *Evidence.Original.choices],
        help_text="照实选：未能与原件核对的也能登记，审核可见。",
    )
    taken_at = line("取得地点", 200, required=False)
    companion = forms.ModelChoiceField(
        label="共同取得的执法人员",
        queryset=Officer.objects.none(),
        required=False,
        empty_label="没有",
        help_text="调取、抽样应当两名执法人员；只有一名的照实选“没有”，记为瑕疵。",
    )
    told_items = things_told()
    file = forms.FileField(
        label="文件",
        required=False,
        help_text="PDF、图片、Word、Excel、文本、音像；选好就开始上传，断了再选同一个文件接着传。实物没有文件的不传。",
        max_length=200,
    )

    @property
    def taken(self) -> Taken:
        """Return how the piece was obtained."""
        given = self.cleaned_data
        return Taken(
            given["obtained"], given["original"], given["taken_at"], given["companion"], given["told_items"]
        )


class ConclusionForm(ActForm):
    """调查终结报告: 55号令20."""

    phrased: ClassVar = {
        "item_2": "conclusion.sources",
        "item_3": "conclusion.facts",
        "item_4": "conclusion.discretion",
        "item_5": "conclusion.proposal",
    }

    complex_case = yes_or_no(
        "情节复杂或者重大违法行为",
        "是，须由负责人集体讨论",
        "否",
        hint="认定“是”以后不能改回（行政处罚法 第五十七条第二款）。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, item in enumerate(REPORT_ITEMS, 1):
            self.fields[f"item_{place}"] = text(item, rows=4, hint=HINTS[item])
        self.order_fields([*(f"item_{place}" for place in range(1, len(REPORT_ITEMS) + 1)), "complex_case"])

    @property
    def report(self) -> dict[str, str]:
        """Return the five items by their titles."""
        return {item: self.cleaned_data[f"item_{place}"] for place, item in enumerate(REPORT_ITEMS, 1)}
