"""What is typed of a window: its board's words, who sits there, what is announced."""

from __future__ import annotations

from typing import Any

from django import forms

from mingjing.catalog.models import GuideRow, ListKind
from mingjing.catalog.queries import in_force, rows_of
from mingjing.registry.models import Agency, Officer
from mingjing.registry.windows import ROOM
from mingjing.workbench.acting import ActForm


class NoticesForm(ActForm):
    """What is announced at a window now."""

    notices = forms.CharField(
        label="告知事项",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一项一行，最多 {} 行、每行 {} 字；清空即撤下。例如停办时间、系统维护。".format(
            *ROOM["notices"]
        ),
    )


class WindowForm(ActForm):
    """What the board says."""

    hall = forms.CharField(label="大厅", max_length=40, help_text="例如：政务服务中心二楼大厅。")
    number = forms.CharField(label="窗口号", max_length=12, help_text="例如：3号窗口。")
    post = forms.CharField(label="岗位", max_length=20, help_text="例如：综合受理岗。")
    duties = forms.CharField(
        label="岗位职责",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一项一行，最多 {} 行、每行 {} 字。".format(*ROOM["duties"]),
    )
    enforcement = forms.CharField(label="执法种类", max_length=60, help_text="例如：行政许可。")
    services = forms.MultipleChoiceField(
        label="办理事项",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "没有选择办理事项。请勾选本窗口办理的服务指南。"},
        help_text="取自现行服务指南；申请材料和示范文本从指南带出，不必再写。",
    )
    progress = forms.CharField(
        label="进度查询",
        max_length=60,
        help_text="怎样查询办理进度，例如：凭受理通知书编号到本窗口或者电话查询。",
    )
    progress_url = forms.URLField(
        label="进度查询网址",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="有网上查询的填写，屏幕上显示二维码。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = services_of(self.request.user.agency)  # type: ignore[attr-defined]


def services_of(agency: Agency) -> list[tuple[str, str]]:
    """Return the guides in force, by code."""
    edition = in_force(agency, ListKind.GUIDES)
    rows = rows_of(edition) if edition else ()
    return [(row.code, row.name) for row in rows if isinstance(row, GuideRow)]


class CloseWindowForm(ActForm):
    """From which day on a window is used no more."""

    on = forms.DateField(label="停用日期", help_text="从这一天起，公示屏不再显示本窗口的内容。")


class TurnForm(ActForm):
    """Who sits at a window from when to when."""

    officer = forms.ModelChoiceField(label="人员", queryset=Officer.objects.none(), empty_label="请选择")
    first_on = forms.DateField(label="在岗起")
    last_on = forms.DateField(label="在岗止", help_text="含当日。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_post = Officer.objects.filter(department__agency=self.request.user.agency, left_on=None)
        self.fields["officer"].queryset = in_post.select_related("department")  # type: ignore[attr-defined]


class RelieveForm(ActForm):
    """The last day of a turn."""

    on = forms.DateField(label="最后一天")
