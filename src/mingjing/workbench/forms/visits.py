"""What is typed of an on-site task and of a complaint."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from mingjing.registry.models import Certificate, Officer
from mingjing.registry.queries import in_post
from mingjing.visits.models import Complaint, Visit
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.fields import People, line, text
from mingjing.workbench.forms_people import OfficerChoice


def _moment(label: str, hint: str = "") -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=forms.DateTimeInput, help_text=hint)


class VisitForm(ActForm):
    """现场执法任务."""

    chosen_from: ClassVar = {"officers": "certified"}

    activity = forms.ChoiceField(label="现场事项", choices=Visit.Activity.choices, widget=forms.RadioSelect)
    category = forms.ChoiceField(label="执法类别", help_text="前往人员的执法证件须含这一类别。")
    officers = People("现场执法人员", hint="不少于两人，证件当日有效。")
    opens_at = _moment("开始")
    closes_at = _moment("结束", "一个任务只在一天之内；码只在这段时间里有。")
    place = line("地点", 200)
    object = line("对象", 200, hint="单位写全称；自然人不写姓名，写“房屋所有权人”等身份。")
    content = text("做什么", rows=3, hint="扫码的人会看到：写清检查或者取证的内容，不写案源和举报人。")
    basis = text("依据", rows=2, hint="法律、法规、规章的条款。")
    recording = text("将记录什么", rows=2, hint="如：全过程录像，制作现场检查笔录。")
    urgent_reason = text(
        "紧急的理由",
        rows=2,
        hint="来不及事前批准的才写：任务立即生效，码上写明“待补批”，负责人须在期限内补批。",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Certificate.objects.filter(officer__department__agency=self.request.user.agency)
        names = sorted({name for each in held for name in each.categories})
        self.fields["category"].choices = [("", "请选择"), *((each, each) for each in names)]  # type: ignore[attr-defined]


class ApproveForm(Confirm, ActForm):
    """批准现场执法任务."""

    field_order: tuple[str, ...] = ("remark", "password")
    remark = text("意见", rows=2, required=False)


class ReasonForm(ActForm):
    """A reason and nothing else."""

    remark = text("理由", rows=3)


class AppointForm(ActForm):
    """指定办理人."""

    officer = OfficerChoice(
        label="办理人",
        queryset=Officer.objects.none(),
        empty_label="请选择",
        help_text="经办、批准被投诉事项的人员不能办理。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = in_post(self.request.user.agency).select_related("department")  # type: ignore[attr-defined]


class ComplaintAnswerForm(ActForm):
    """答复投诉举报."""

    outcome = forms.ChoiceField(label="处理结果", choices=Complaint.Outcome.choices, widget=forms.RadioSelect)
    answer = text(
        "答复", rows=6, hint="查明的情况、理由、怎样处理；不写任何人的姓名。投诉举报人凭编号和查询码看到。"
    )


class IdentityForm(Confirm, ActForm):
    """启封投诉举报人的身份."""

    field_order: tuple[str, ...] = ("reason", "password")
    reason = line("事由", 300, hint="如：电话核实发生的时间。每次打开都有记录。")
