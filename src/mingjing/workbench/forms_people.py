"""What the administrators type: departments, people, certificates, substitutions, accounts, roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mingjing.catalog.forms import WordsField
from mingjing.registry.models import Agency, Certificate, Department, Officer
from mingjing.registry.permissions import Role
from mingjing.registry.queries import in_post
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.accounts import RULES

ROLES = [(role.value, role.label) for role in Role]


class OfficerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person by name, department and post."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the words of a choice."""
        return f"{obj.name}（{obj.department.name}　{obj.post}）"


def present(agency: Agency) -> Any:
    """Return the people of an agency who have not left, with what their labels show."""
    return in_post(agency).select_related("department")


class DepartmentForm(ActForm):
    """A department and its function."""

    name = forms.CharField(label="名称", max_length=60)
    function = forms.ChoiceField(
        label="职能",
        choices=Department.Function.choices,
        widget=forms.RadioSelect,
        help_text="只有“法制”机构可以作法制审核。",
    )


class OfficerForm(ActForm):
    """A person: department, name, post."""

    department = forms.ModelChoiceField(
        label="内设机构", queryset=Department.objects.none(), empty_label="请选择"
    )
    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=40)
    legal_qualification = forms.CharField(
        label="法律职业资格证号",
        max_length=40,
        required=False,
        help_text="初次从事法制审核的，须有法律职业资格（行政处罚法 第五十八条）。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.filter(agency=self.request.user.agency).order_by("name")
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]


class CertificateForm(ActForm):
    """A certificate, as it is printed, and the examination behind it."""

    number = forms.CharField(label="证件编号", max_length=40)
    categories = WordsField(
        label="执法类别", max_length=400, help_text="几类之间用“、”隔开，例如：建筑市场、燃气。"
    )
    areas = WordsField(label="执法区域", max_length=400, help_text="几个区域之间用“、”隔开。")
    valid_from = forms.DateField(label="有效期起")
    valid_to = forms.DateField(label="有效期止")
    exam_passed_on = forms.DateField(
        label="资格考试合格日期", required=False, help_text="未登记考试合格日期的，不得授予执法资格。"
    )


class CertificateChangeForm(ActForm):
    """What becomes of a certificate: suspended, restored, revoked, renewed."""

    status = forms.ChoiceField(label="状态", choices=Certificate.Status.choices, widget=forms.RadioSelect)
    valid_to = forms.DateField(label="有效期止")
    categories = WordsField(label="执法类别", max_length=400)
    areas = WordsField(label="执法区域", max_length=400)


class LeaveForm(ActForm):
    """From which day a person is gone."""

    on = forms.DateField(label="离岗日期", help_text="从这一天起，其证件不再有效，人员清单应当即时下架。")


class SubstitutionForm(ActForm):
    """Who stands in for whom, in which role, by what paper, from when to when."""

    absent = OfficerChoice(label="被代者", queryset=Officer.objects.none(), empty_label="请选择")
    substitute = OfficerChoice(label="代签人", queryset=Officer.objects.none(), empty_label="请选择")
    role = forms.ChoiceField(label="代行岗位", choices=[("", "请选择"), *ROLES])
    authority = forms.CharField(
        label="授权文件", max_length=200, help_text="文号和名称；每一次代签的记录都会写明代谁、凭何授权。"
    )
    valid_from = forms.DateField(label="起")
    valid_to = forms.DateField(label="止")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("absent", "substitute"):
            self.fields[name].queryset = present(self.request.user.agency)  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        """Return the role."""
        return Role(self.cleaned_data["role"])


class NewPassword(forms.Form):
    """A first password, to be handed over and changed by the person."""

    password_new = forms.CharField(
        label="初始密码",
        strip=False,
        max_length=200,
        help_text=f"{RULES}交给本人，由其登录后更改。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password_new(self) -> str:
        """Hold the password against the rules of the settings."""
        new: str = self.cleaned_data["password_new"]
        try:
            validate_password(new)
        except ValidationError as fault:
            raise ValidationError(RULES) from fault
        return new


class AccountForm(NewPassword, ActForm):
    """An account: name, the person behind it, a first password."""

    username = forms.CharField(label="账号", max_length=40)
    officer = OfficerChoice(
        label="对应人员",
        queryset=Officer.objects.none(),
        required=False,
        empty_label="无（系统、安全、审计专用账号）",
        help_text="三员账号不对应办案人员；其他账号须对应一名人员，才能签署。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = present(self.request.user.agency).filter(user=None)
        self.fields["officer"].queryset = people  # type: ignore[attr-defined]
        self.order_fields(["username", "officer", "password_new"])


class GrantForm(ActForm):
    """A role for a span of days."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *ROLES])
    valid_from = forms.DateField(label="起")
    valid_to = forms.DateField(label="止", required=False, help_text="不填为长期。")

    def clean_role(self) -> Role:
        """Return the role."""
        return Role(self.cleaned_data["role"])


class EndForm(ActForm):
    """The last day of a grant."""

    on = forms.DateField(label="最后一天")


class ResetForm(NewPassword, ActForm):
    """A new first password."""
