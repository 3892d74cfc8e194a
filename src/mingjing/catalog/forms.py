"""What people type: a row of a list, and the file of a whole one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models

from mingjing.catalog import cells
from mingjing.catalog.columns import Column, columns_of
from mingjing.catalog.models import ROWS, attributes

if TYPE_CHECKING:
    from mingjing.catalog.models import ListRow

NEEDED = "填写后才能提交审核。"


class UploadForm(forms.Form):
    """The file of a whole list."""

    file = forms.FileField(
        label="清单文件",
        help_text="Excel 工作簿（xlsx）或 CSV；有一处错误，整个文件都不会导入。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class WordsField(forms.CharField):
    """Several words in one line, apart by `、`."""

    def prepare_value(self, value: Any) -> Any:
        """Show a list as one line."""
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the words."""
        return cells.words(super().to_python(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare words, not lines."""
        return bool((initial or []) != self.to_python(data))


class LinesField(forms.CharField):
    """Text of several lines; a browser sends other line ends than those that are kept."""

    def to_python(self, value: Any) -> str:
        """Return the text with the line ends that files have."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class KindsField(WordsField):
    """Kinds of penalty in one line."""

    def to_python(self, value: Any) -> Any:
        """Return the kinds, or say which is none."""
        try:
            return cells.penalty_kinds("、".join(super().to_python(value)))
        except ValueError as fault:
            raise forms.ValidationError(f"{fault}。") from fault


@cache
def row_form(list_kind: str) -> type[forms.Form]:
    """Return the form of a list's rows; its cleaned data are what `edit_row` and `add_row` take.

    A draft may be incomplete: nothing but a choice has to be filled in.
    """
    fields = {column.key: _field(list_kind, column) for column in columns_of(list_kind)}
    return type(f"{ROWS[list_kind].__name__}Form", (forms.Form,), fields)


def initial_of(row: ListRow, list_kind: str) -> dict[str, Any]:
    """Return what the form of a row starts from."""
    return {column.key: getattr(row, column.key) for column in columns_of(list_kind)}


def _field(list_kind: str, column: Column) -> forms.Field:
    hint = f"{column.hint}{NEEDED if column.required else ''}"
    kind = attributes(list_kind)[column.key]
    if column.key == "penalty_kinds":
        return KindsField(
            label=column.label, required=False, help_text="几个种类之间用“、”隔开；留空不按种类。"
        )
    if isinstance(kind, models.JSONField):
        return WordsField(label=column.label, required=False, help_text="几个编码之间用“、”隔开。")
    lines: dict[str, Any] = {"form_class": LinesField} if isinstance(kind, models.TextField) else {}
    made = kind.formfield(
        label=column.label,
        required=column.choices is not None and not kind.blank,
        help_text=hint,
        **lines,
    )
    if made is None:
        raise TypeError(f"{column.key} is not typed by people")
    return made
