"""Source systems, their keys, and files of items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingjing.intake.models import SourceSystem, Topic
from mingjing.registry.models import Department
from mingjing.workbench.acting import ActForm, Confirm

if TYPE_CHECKING:
    from mingjing.registry.models import Agency


class SystemForm(ActForm):
    """What a system may send, and who gets its leads."""

    topics = forms.MultipleChoiceField(
        label="可以报送",
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="按需要选，不多给。",
    )
    department = forms.ModelChoiceField(
        label="线索交办机构",
        queryset=Department.objects.none(),
        required=False,
        help_text="报送线索的必选：收到即登记，由它核查。",
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(agency=agency)  # type: ignore[attr-defined]


class RegisterSystemForm(SystemForm):
    """登记来源系统."""

    name = forms.CharField(label="名称", max_length=100, help_text="公开页的“数据来源”用这个名称。")
    operator = forms.CharField(label="运行单位", max_length=100)
    field_order = ("name", "operator", "topics", "department")


class KeyForm(Confirm, ActForm):
    """签发接口密钥."""

    label = forms.CharField(label="用途", max_length=60, help_text="用在哪台服务器、由谁保管。")
    topics = forms.MultipleChoiceField(label="可以报送", widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(label="有效期至", help_text="最长两年；到期前另签发新的。")
    field_order = ("label", "topics", "expires_on", "password")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = choices  # type: ignore[attr-defined]


class RevokeForm(ActForm):
    """停用密钥: nothing to write."""


class BringForm(ActForm):
    """从文件导入来件."""

    system = forms.ModelChoiceField(label="来源系统", queryset=SourceSystem.objects.none())
    topic = forms.ChoiceField(label="种类", choices=Topic.choices)
    file = forms.FileField(
        label="文件",
        max_length=200,
        help_text="JSON 行（.jsonl）、Excel（.xlsx）或者 CSV，最多 500 件；表头用接口说明里的中文名。",
        widget=forms.FileInput(attrs={"accept": ".jsonl,.json,.xlsx,.csv"}),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].queryset = SourceSystem.objects.filter(agency=agency)  # type: ignore[attr-defined]


class TakeForm(ActForm):
    """采入清单草案: nothing to write."""
