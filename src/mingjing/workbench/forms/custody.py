"""Keeping files: a download's reason, holds, marks, the custody rule, disposal, who reads a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from mingjing.cases.models import LegalHold, SealMark
from mingjing.registry.models import Officer
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.fields import day, line, text, yes_or_no
from mingjing.workbench.forms_people import OfficerChoice

HOURS = [(hour, f"{hour} 点") for hour in range(24)]


class DownloadForm(ActForm):
    """下载文件."""

    reason = line("用途", 300, hint="写明为何需要把文件带出系统、交给谁；每次下载都留下记录。")


class HoldForm(ActForm):
    """保全."""

    scope = forms.ChoiceField(
        label="范围",
        choices=[("file", "只保全这个文件"), ("case", "保全全案文件")],
        widget=forms.RadioSelect,
    )
    ground = forms.ChoiceField(label="事由", choices=LegalHold.Ground.choices, widget=forms.RadioSelect)
    reason = line("理由和文书", 300, hint="写明受理机关和文书，如：县人民政府行政复议受理通知书。")


class LiftForm(ActForm):
    """解除保全、解除封存标记."""

    reason = line("解除的理由", 300, hint="写明什么程序已经终结、所依的文书。")


class SealForm(ActForm):
    """封存标记."""

    ground = forms.ChoiceField(label="事由", choices=SealMark.Ground.choices, widget=forms.RadioSelect)
    reason = line("理由", 300, hint="写明文件的哪一部分、为何不对当事人开放；不要写出所要保护的内容本身。")


class RuleForm(ActForm):
    """设定保管规则."""

    every_days = forms.IntegerField(label="多少日内把全部文件复核一遍", min_value=1, max_value=1095)
    hour_from = forms.TypedChoiceField(label="每日几点起复核", choices=HOURS, coerce=int)
    hour_to = forms.TypedChoiceField(
        label="每日几点止", choices=HOURS, coerce=int, help_text="起止相同的，全天复核；可以跨过午夜。"
    )
    scene_months = forms.IntegerField(
        label="未立案、撤案的现场音像保存多少个月",
        min_value=6,
        max_value=120,
        help_text="至少 6 个月；已入卷的，随案卷的保管期限。",
    )


class ProposeForm(ActForm):
    """提请销毁."""

    contents = forms.MultipleChoiceField(label="到期文件", widget=forms.CheckboxSelectMultiple)
    appraisal = text("鉴定意见", rows=4, hint="逐件核对后写明：为何已无保存价值，有无其他用途。")

    def __init__(self, *args: Any, due: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contents"].choices = due  # type: ignore[attr-defined]


class DecideForm(Confirm, ActForm):
    """审批销毁."""

    field_order = ("agreed", "opinion", "password")

    agreed = yes_or_no("意见", "同意销毁", "不同意")
    opinion = line("审批意见", 300)


class CarryOutForm(Confirm, ActForm):
    """销毁."""

    chosen_from: ClassVar = {"watched_by": "officers"}
    field_order = ("watched_by", "password")

    watched_by = OfficerChoice(
        label="监销人",
        queryset=Officer.objects.none(),
        empty_label="请选择",
        help_text="在场监督销毁的人员，不得是您本人。",
    )


class GrantForm(ActForm):
    """登记查阅."""

    reader = line("查阅人姓名或者机关", 120)
    identity = line("核对的身份证明", 200, hint="证件种类和末四位即可，如：居民身份证，尾号 1234。")
    connection = line(
        "与案件的关系、调阅文书", 300, hint="如：法定代表人；受托律师，授权委托书 1 份；法院调卷函。"
    )
    things = forms.MultipleChoiceField(
        label="可以查阅的文件",
        widget=forms.CheckboxSelectMultiple,
        help_text="内部讨论、审批、审核意见和标记封存的文件不在其中。",
    )
    copies = forms.BooleanField(label="要求复制", required=False, help_text="给当事人的复制件加水印。")
    valid_from = day("查阅期间：起")
    valid_to = day("查阅期间：止", hint="至多三十日；期满可以再次登记。")

    def __init__(self, *args: Any, files: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["things"].choices = files  # type: ignore[attr-defined]
