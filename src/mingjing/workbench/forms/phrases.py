"""What is typed of a phrase."""

from __future__ import annotations

from django import forms

from mingjing.documents.phrases import LETTERS, PLACES, REASONS
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import line, text

GROUPS = [
    ("", "请选择"),
    ("说理用语", list(REASONS.items())),
    ("告知用语（加在文书法定内容之后）", [(code, PLACES[code]) for code in LETTERS]),
]


class RewordForm(ActForm):
    """The words of a phrase."""

    title = line("名称", 40, hint="一眼认得出的几个字，如：不采纳。")
    clause = line("依据", 120, hint="引到条，如：行政处罚法 第四十五条。法规修改时据此提出修订任务。")
    text = text("用语", rows=5, hint="须按案情填写的地方写在〔〕里。", most=500)


class PhraseForm(RewordForm):
    """A phrase with its place."""

    place = forms.ChoiceField(label="用在", choices=GROUPS)
    field_order = ("place", "title", "clause", "text")


class PlainForm(ActForm):
    """An act that needs nothing typed."""
