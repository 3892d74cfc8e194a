"""The hearing itself: arranged, told, put off, recorded, reported on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from mingjing.cases.models import HearingNotice, Party
from mingjing.cases.rules import hearing as hearing_rules
from mingjing.registry.models import Officer
from mingjing.workbench.acting import ActForm, Confirm
from mingjing.workbench.forms.fields import day, line, text, yes_or_no
from mingjing.workbench.forms.recordings import HandedOver

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATORS = re.compile(r"[、，,;；\s]+")

if TYPE_CHECKING:
    PartyChoices = forms.ModelMultipleChoiceField[Party]
else:
    PartyChoices = forms.ModelMultipleChoiceField


class Parties(PartyChoices):
    """Parties to tick, as a list."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """Return the parties ticked, as a list."""
        return list(super().clean(value))


class ArrangementForm(Confirm, ActForm):
    """安排听证."""

    field_order = (
        "parties", "held_on", "begins_at", "place", "public", "closed_reason", "chair", "recorder", "password",
    )  # fmt: skip
    chosen_from: ClassVar = {"parties": "waiting", "chair": "officers", "recorder": "officers"}

    parties = Parties(queryset=Party.objects.none(), label="为哪些当事人举行")
    held_on = day("举行日期")
    begins_at = forms.TimeField(label="开始时间", widget=forms.TimeInput(attrs={"type": "time"}))
    place = line("地点", 200)
    public = yes_or_no("是否公开", "公开举行", "不公开举行", hint="公开举行的同时制作听证公告。")
    closed_reason = line("不公开的理由", 300, required=False, hint="只限涉及国家秘密、商业秘密或者个人隐私。")
    chair = forms.ModelChoiceField(
        label="主持人", queryset=Officer.objects.none(), empty_label="请选择",
        help_text="须是非本案调查人员；审核过本案的可以主持，系统会提示。",
    )  # fmt: skip
    recorder = forms.ModelChoiceField(label="记录人", queryset=Officer.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, earliest: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "held_on"
        ].help_text = f"送达通知与举行之间须有七个完整的工作日；今天送达的，最早 {earliest}。"


class HearingNoticeServiceForm(HandedOver):
    """登记听证通知书送达."""

    served_on = day("送达日期", hint="照实填写；距举行之日不足七个完整的工作日的，须改期。")


class HearingChangeForm(ActForm):
    """登记听证改期."""

    hearing = forms.ChoiceField(label="改期的听证", widget=forms.RadioSelect)
    reason = text("改期的理由", rows=3, hint="如：通知送达过晚；当事人有正当理由不能到场。")

    def __init__(self, *args: Any, hearings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["hearing"]
        field.choices = hearings  # type: ignore[attr-defined]
        if len(hearings) == 1:  # no question where there is one
            field.initial = hearings[0][0]


class HearingRecordForm(Confirm, ActForm):
    """制作听证笔录: whether each party came, what each said, who signed each page."""

    present = text("到场的调查人员和其他人员", rows=2, hint="写明姓名、身份。")
    course = text("各方的发言", rows=8, hint="依次记明调查人员、当事人及代理人各自说了什么。", most=20_000)
    argued = text(
        "举证、质证情况", rows=5, required=False, hint="逐件写明出示的证据和质证意见。", most=20_000
    )
    closing = text("当事人的最后陈述", rows=3, required=False)
    pages = forms.IntegerField(label="笔录页数", min_value=1, max_value=500)
    signatures = text(
        "逐页签名情况", rows=4,
        hint=f"每行一人：姓名，{hearing_rules.SIGNED}；拒绝的：姓名，{hearing_rules.REFUSED}，理由。",
    )  # fmt: skip

    def __init__(self, *args: Any, told: Sequence[HearingNotice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = told
        first: list[str] = []
        for place, each in enumerate(told, 1):
            name = each.notice.party.name
            self.fields[f"came_{place}"] = forms.ChoiceField(
                label=f"{name}：是否到场", choices=HearingNotice.Attendance.choices, widget=forms.RadioSelect,
                help_text="有正当理由不能到场的，不作笔录，由负责人登记改期。",
            )  # fmt: skip
            self.fields[f"agents_{place}"] = line(
                f"{name}：代理人", 100, required=False, hint="一至二人，用顿号隔开；没有的空着。"
            )
            first += [f"came_{place}", f"agents_{place}"]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])

    @property
    def record(self) -> dict[str, Any]:
        """Return what the action takes."""
        data, places = self.typed, list(enumerate(self.told, 1))
        return {
            "attendance": {each.ref: data[f"came_{place}"] for place, each in places},
            "agents": {
                each.ref: [name for name in SEPARATORS.split(data[f"agents_{place}"]) if name]
                for place, each in places
            },
            **{
                name: data[name] for name in ("present", "course", "argued", "closing", "pages", "signatures")
            },
        }


class HearingReportForm(Confirm, ActForm):
    """提出听证报告."""

    field_order = ("focus", "facts", "law", "opinion", "password")

    focus = text("争议焦点", rows=3)
    facts = text("事实和证据", rows=5, hint="只以听证中出示、质证过的为准。")
    law = text("法律适用", rows=3)
    opinion = text("处理意见", rows=4, hint="对拟作出的处罚提出意见；不能代替法制审核。")
