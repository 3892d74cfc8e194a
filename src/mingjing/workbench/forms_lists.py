"""A list's file, a list's row, and the short forms by which a draft begins, goes to check, or is given up."""

from __future__ import annotations

from functools import cache

from django import forms

from mingjing.catalog.forms import UploadForm, row_form
from mingjing.workbench.acting import ActForm


class ImportForm(UploadForm, ActForm):
    """The file of a whole list."""


class BlankFormForm(ActForm):
    """A blank form under the name by which guides name it."""

    name = forms.CharField(label="表格名称", max_length=100, help_text="与申请材料里写的名称一致。")
    file = forms.FileField(
        label="文件",
        help_text="Word、Excel 或 PDF。",
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.pdf"}),
    )


class BeginForm(ActForm):
    """Why a new edition is begun."""

    note = forms.CharField(
        label="修订说明", max_length=300, required=False, help_text="为什么修订，例如依据的法规作了修改。"
    )


@cache
def act_row_form(list_kind: str) -> type[ActForm]:
    """Return the form of a list's row as a form that acts."""
    return type(f"{list_kind.title()}RowForm", (ActForm, row_form(list_kind)), {})
