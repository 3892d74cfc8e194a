"""What the system administrator types of an organisation that the agency entrusts, and of its letter (委托书)."""

from __future__ import annotations

from typing import Any

from django import forms

from mingjing.catalog.models import ListKind, MatterRow
from mingjing.catalog.queries import in_force, rows_of
from mingjing.registry.models import Agency
from mingjing.workbench.acting import ActForm

PENALTY = "行政处罚"


class OrganisationForm(ActForm):
    """An organisation, and that it meets the conditions of the law."""

    name = forms.CharField(label="名称", max_length=100)
    sign = forms.CharField(label="代字", max_length=20, help_text="文号的开头，与本机关的不同，如：云建质。")
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=18, required=False, help_text="18 位，系统核对校验位。"
    )
    address = forms.CharField(label="地址", max_length=200)
    suitable = forms.BooleanField(
        label="已核对，符合受委托的条件",
        error_messages={"required": "没有确认该组织符合行政处罚法第二十一条的条件，不能委托；请逐项核对。"},
        help_text="依法成立并具有管理公共事务职能；有熟悉业务并取得执法资格的工作人员；需要技术检查、鉴定的，有条件组织。",
    )


class DelegationForm(ActForm):
    """A letter as it is written: to whom, which matters, with what powers, from when to when."""

    organisation = forms.ModelChoiceField(
        label="受委托组织", queryset=Agency.objects.none(), empty_label="请选择"
    )
    letter_number = forms.CharField(label="委托书文号", max_length=80)
    matters = forms.MultipleChoiceField(
        label="委托事项",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "没有写明委托的具体事项。请勾选委托书所列的事项（行政处罚法第二十条）。"},
        help_text="现行事项清单中处罚权归本机关的行政处罚事项；没有的，不能委托。",
    )
    powers = forms.CharField(
        label="委托权限",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="照委托书写，例如：调查取证，制作和送达文书；处罚决定由本机关作出。",
    )
    valid_from = forms.DateField(label="期限起")
    valid_to = forms.DateField(label="期限止")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.request.user.agency
        entrusted = Agency.objects.filter(parent=agency, agency_kind=Agency.Kind.DELEGATED).order_by("name")
        self.fields["organisation"].queryset = entrusted  # type: ignore[attr-defined]
        self.fields["matters"].choices = own_matters(agency)  # type: ignore[attr-defined]


def own_matters(agency: Agency) -> list[tuple[str, str]]:
    """行政处罚法20第一款: return the penalties that are the agency's own to entrust, of the list in force."""
    edition = in_force(agency, ListKind.MATTERS)
    rows = rows_of(edition) if edition else ()
    return [
        (row.code, f"{row.code}　{row.name}")
        for row in rows
        if isinstance(row, MatterRow) and row.category == PENALTY and row.power_owner == MatterRow.Power.OWN
    ]


class EndDelegationForm(ActForm):
    """The last day of a delegation."""

    on = forms.DateField(label="最后一天", help_text="从次日起，受委托组织不能再凭这份委托书立案。")
