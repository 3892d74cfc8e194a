"""Checking a publication: publish after the named secrecy check, or send back with reasons."""

from __future__ import annotations

from typing import Any

from django import forms

from mingjing.workbench.acting import ActForm, Confirm


class PublishForm(Confirm, ActForm):
    """The secrecy check, ticked by the person, and their password."""

    secrecy_checked = forms.BooleanField(label="已作保密审查", required=False)

    def __init__(self, *args: Any, checker: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "secrecy_checked"
        ].label = f"已作保密审查：不含国家秘密，不属于不予公开的情形。审查人 {checker}"
        self.order_fields(["secrecy_checked", "password"])


class ReturnForm(ActForm):
    """What must be changed before it can be public."""

    reason = forms.CharField(label="退回理由", max_length=1000, widget=forms.Textarea(attrs={"rows": "3"}))
