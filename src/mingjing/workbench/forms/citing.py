"""Citing a recording."""

from __future__ import annotations

from django import forms

from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import line


class CitationForm(ActForm):
    """引用音像记录."""

    starts = line("起点", 20, hint="从记录的开头算起，时:分:秒，例如 00:12:03。")
    ends = line("终点", 20, required=False, hint="只引用一帧画面的不写。")
    shows = line("反映什么", 500, hint="写明看到、听到什么。")
    opening = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
