"""What a person says of a table on its way in: the file, where its heading stands, what its columns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingjing.catalog.columns import COLUMNS
from mingjing.catalog.layouts import DEEPEST, KEEP, LEAVE
from mingjing.catalog.mapping import PEOPLE
from mingjing.workbench.acting import ActForm

if TYPE_CHECKING:
    from mingjing.catalog.mapping import Fitting

FIXED = "fixed_"
PLACE = "column_"


class TableForm(ActForm):
    """A file with tables."""

    file = forms.FileField(
        label="表格文件",
        help_text="Excel（xlsx）、Word（docx）或 CSV，不超过 10 MB。标题、两行表头、合并单元格、表下的注都可以有。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx,.csv"}),
    )


class HeadingForm(ActForm):
    """Which table of the file, and where its heading stands."""

    sheet = forms.TypedChoiceField(label="用哪一张表", coerce=int)
    heading_row = forms.IntegerField(label="表头从第几行开始", min_value=1, max_value=200)
    depth = forms.IntegerField(label="表头占几行", min_value=1, max_value=DEEPEST)

    def __init__(self, *args: Any, fitting: Fitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(place, sheet.name) for place, sheet in enumerate(fitting.sheets)]
        self.fields["sheet"].choices = names  # type: ignore[attr-defined]


class ColumnsForm(ActForm):
    """What each column of the file means, and what stands where the file says nothing."""

    def __init__(self, *args: Any, fitting: Fitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = COLUMNS[fitting.kind]
        meanings = [
            (KEEP, "不登记（没有对应的栏目）" if fitting.kind in PEOPLE else "照原样保留为其他栏目"),
            (LEAVE, "不导入"),
            *((column.key, f"{column.label}{'（必须有）' if column.required else ''}") for column in ours),
        ]
        for place, heading in enumerate(fitting.layout.headings):
            self.fields[f"{PLACE}{place}"] = forms.ChoiceField(
                label=heading or f"第 {place + 1} 列（没有表头）",
                required=False,
                choices=meanings,
                help_text="例如：" + "｜".join(each[:24] for each in fitting.layout.samples(place))
                if fitting.layout.samples(place)
                else "整列空着",
            )
        for column in ours:
            self.fields[f"{FIXED}{column.key}"] = forms.CharField(
                label=column.label,
                required=False,
                max_length=200,
                help_text=f"可以写：{'、'.join(map(str, column.choices.labels))}。" if column.choices else "",
            )

    def columns(self) -> list[str]:
        """Return the meanings in the order of the file."""
        return [str(value) for name, value in self.typed.items() if name.startswith(PLACE)]

    def fixed(self) -> dict[str, str]:
        """Return what stands everywhere, by key."""
        return {
            name.removeprefix(FIXED): str(value)
            for name, value in self.typed.items()
            if name.startswith(FIXED) and value
        }

    def file_fields(self) -> list[Any]:
        """Return the fields about the file's columns."""
        return [field for field in self.visible_fields() if field.name.startswith(PLACE)]

    def fixed_fields(self) -> list[Any]:
        """Return the fields of fixed values."""
        return [field for field in self.visible_fields() if field.name.startswith(FIXED)]
