"""How a recording was made (244号18、19): asked with the upload, or afterwards of what came without a word."""

from __future__ import annotations

from django import forms

from mingjing.evidence.recording_rules import FOCUS
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import line, text, yes_or_no


class CourseFields(forms.Form):
    """What is asked of every recording. Nothing is ticked before; what nobody knows stays open."""

    checked = yes_or_no("录制前检查设备", "已检查电量、存储和时钟", "没有检查", required=False)
    announced = yes_or_no("开始时告知", "已告知正在录制，说明时间、地点、事由", "没有告知", required=False)
    both_sides = yes_or_no("同时记录双方", "执法人员和当事人都在画面（声音）里", "只有一方", required=False)
    interruption = text(
        "中断情况",
        rows=2,
        required=False,
        hint="每次中断写一行，例如：10:08 至 10:11 换电池；录制里没有语音说明原因的，行末写“（未说明）”。",
    )
    focus = forms.MultipleChoiceField(
        label="记到了哪些重点",
        required=False,
        choices=list(FOCUS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="244号 第十八条。",
    )
    marks = line(
        "重点的时间点",
        200,
        required=False,
        hint="写项号和从开始起的时间，例如：1 0:30，3 12:05。",
    )


class DescribeForm(CourseFields, ActForm):
    """补写录制情况."""
