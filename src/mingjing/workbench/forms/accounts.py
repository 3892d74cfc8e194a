"""Logging in and changing one's password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mingjing.refusal import Refusal
from mingjing.registry.accounts import confirm
from mingjing.theme.forms import RefusedValue

if TYPE_CHECKING:
    from mingjing.registry.models import User

RULES = "至少 10 位，不能全是数字，不能是常见密码。"
_WORDS = {
    "password_too_short": "密码太短，至少 10 位。",
    "password_too_common": "这是常见密码，容易被猜到。",
    "password_entirely_numeric": "密码不能全是数字。",
}


def password_faults(fault: ValidationError) -> list[str]:
    """Say in words what the rules of the settings have against a new password."""
    return [_WORDS.get(each.code or "", RULES) for each in fault.error_list]


class LogInForm(forms.Form):
    """账号和密码."""

    username = forms.CharField(
        label="账号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """Old password, new password twice."""

    password = forms.CharField(
        label="原密码",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        max_length=200,
        help_text=RULES,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再次输入新密码",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Check the old password; wrong ones count like failed log-ins."""
        password: str = self.cleaned_data["password"]
        try:
            confirm(user=self.user, password=password)
        except Refusal as refusal:
            raise RefusedValue(refusal) from refusal
        return password

    def clean_new(self) -> str:
        """Hold the new password against the rules of the settings."""
        new: str = self.cleaned_data["new"]
        if self.user.check_password(new):
            raise ValidationError("新密码与原密码相同，请换一个。")
        try:
            validate_password(new)
        except ValidationError as fault:
            raise ValidationError(password_faults(fault)) from fault
        return new

    def clean(self) -> dict[str, Any]:
        """Compare the two new ones."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "两次输入的新密码不一致。")
        return data
