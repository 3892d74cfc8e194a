"""Fields that several forms share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingjing import clock
from mingjing.registry.models import Certificate, Officer

LONG = 4000
NAMED = 3
"""Categories of a certificate that a label names."""


def text(
    label: str, *, rows: int = 4, hint: str = "", required: bool = True, most: int = LONG
) -> forms.CharField:
    """Return a field for several lines of text."""
    area = forms.Textarea(attrs={"rows": str(rows)})
    return forms.CharField(label=label, widget=area, help_text=hint, required=required, max_length=most)


def line(label: str, most: int, *, hint: str = "", required: bool = True) -> forms.CharField:
    """Return a field for one line of text."""
    return forms.CharField(label=label, max_length=most, help_text=hint, required=required)


def day(label: str, *, hint: str = "") -> forms.DateField:
    """Return a field for a day. Nothing is preset: the person says when it happened."""
    return forms.DateField(label=label, help_text=hint, widget=forms.DateInput)


def clock_time(label: str, *, hint: str = "") -> forms.TimeField:
    """Return a field for a time of the day, to the minute; empty where nobody wrote it down."""
    return forms.TimeField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


def yes_or_no(
    label: str, yes: str, no: str, *, hint: str = "", required: bool = True
) -> forms.TypedChoiceField:
    """Return a question with two answers, neither preset (reference §11.6 no. 11)."""
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        required=required,
        empty_value=None,
        widget=forms.RadioSelect,
    )


if TYPE_CHECKING:
    OfficerChoices = forms.ModelMultipleChoiceField[Officer]
else:
    OfficerChoices = forms.ModelMultipleChoiceField


class People(OfficerChoices):
    """Officers to tick, each with the state of their certificates today."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: str, *, hint: str = "", **kwargs: Any) -> None:
        super().__init__(queryset=Officer.objects.none(), label=label, help_text=hint, **kwargs)

    def label_from_instance(self, obj: Officer) -> str:
        """Return `沈知行（建筑市场监管股）　证件 00017，房屋建筑，有效至 2029-05-31`."""
        found = [_certificate(each) for each in obj.certificates.all()]
        return f"{obj.name}（{obj.department.name}）　{'；'.join(found) or '没有执法证件'}"

    def clean(self, value: Any) -> Any:
        """Return the officers ticked, as a list."""
        return list(super().clean(value))


def _certificate(certificate: Certificate) -> str:
    today = clock.today()
    several = f"等 {len(certificate.categories)} 类" if len(certificate.categories) > NAMED else ""
    words = f"证件 {certificate.number}，{'、'.join(certificate.categories[:NAMED])}{several}"
    if certificate.status != Certificate.Status.VALID:
        return f"{words}，{certificate.get_status_display()}"
    if certificate.valid_to < today:
        return f"{words}，已于 {certificate.valid_to} 到期"
    return f"{words}，有效至 {certificate.valid_to}"
