"""Every form of the system in our markup: `{{ form }}`, `{{ form.name.as_field_group }}` or `{{ formset }}`.

Set as FORM_RENDERER, so that the rooms write plain Django forms and know no classes and aria attributes.
"""

from __future__ import annotations

import copy
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.renderers import DjangoTemplates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms.utils import ErrorList
    from django.utils.safestring import SafeString

    from mingjing.refusal import Refusal

PICKS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
# A native picker for what Django draws as plain text; the format is the one that browsers send and want back.
PICKERS: dict[type[forms.Widget], tuple[str, str]] = {
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.TimeInput: ("time", "%H:%M"),
}
DJANGO_ROWS = "10"
ROWS = "4"


class Field(BoundField):
    """A bound field that knows its classes, its picker, and where the error summary must lead."""

    @property
    def grouped(self) -> bool:
        """Say whether the control is a set of radios or check boxes (a fieldset of picks)."""
        return isinstance(self.field.widget, PICKS)

    @property
    def ticked(self) -> bool:
        """Say whether the control is one check box, its label behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def target(self) -> str:
        """Return the id of the control that a link in the error summary focuses."""
        return f"{self.auto_id}_0" if self.grouped else self.id_for_label or self.auto_id

    @property
    def missing(self) -> str:
        """Return what is said when nothing was given."""
        widget = self.field.widget
        if self.ticked:
            return "没有勾选"
        if isinstance(widget, forms.FileInput):
            return "没有上传"
        return "没有选择" if isinstance(widget, (forms.Select, *PICKS)) else "没有填写"

    def problems(self) -> list[Problem]:
        """Return what must be mended here, with clauses."""
        found = problems_of(self.errors, str(self.label), "" if self.is_hidden else self.target)
        usual = str(forms.Field.default_error_messages["required"])
        return [
            replace(problem, message=self.missing) if problem.message == usual else problem
            for problem in found
        ]

    def build_widget_attrs(
        self, attrs: Mapping[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Add `form-control` to whatever is typed into or chosen from."""
        built = super().build_widget_attrs(dict(attrs), widget)
        shown = widget or self.field.widget
        if shown.is_hidden or self.grouped or self.ticked:
            return built
        built["class"] = f"form-control {shown.attrs.get('class', '')}".strip()
        if isinstance(shown, forms.Textarea) and shown.attrs.get("rows") == DJANGO_ROWS:
            built["rows"] = ROWS
        return built

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: Mapping[str, Any] | None = None,
        only_initial: bool = False,
    ) -> SafeString:
        """Render the control, dates and times with the browser's own picker."""
        return super().as_widget(_with_picker(widget or self.field.widget), dict(attrs or {}), only_initial)


def _with_picker(widget: forms.Widget) -> forms.Widget:
    for kind, (input_type, pattern) in PICKERS.items():
        if isinstance(widget, kind) and getattr(widget, "input_type", "") == "text":
            native = copy.copy(widget)
            native.input_type = input_type  # type: ignore[attr-defined]
            native.format = pattern  # type: ignore[attr-defined]
            return native
    return widget


class Renderer(DjangoTemplates):
    """The renderer of all forms (settings: FORM_RENDERER)."""

    form_template_name = "theme/_form.html"
    formset_template_name = "theme/_form_set.html"
    field_template_name = "theme/_field.html"
    bound_field_class = Field


class RefusedValue(ValidationError):  # noqa: N818 - a refusal is an answer
    """A refusal as a form error; keeps its clause and what to do next."""

    def __init__(self, refusal: Refusal) -> None:
        sentence = "　".join([refusal.sentence, *refusal.details])
        super().__init__(sentence, code=refusal.code)
        self.clause = refusal.clause
        self.next_step = refusal.next_step


def refuse(form: forms.BaseForm, refusal: Refusal) -> None:
    """Show a refusal in the form, at its field if the form has it, else at the top. Typed input stays."""
    form.add_error(refusal.field if refusal.field in form.fields else None, RefusedValue(refusal))


def new_key() -> str:
    """Return a one-time key for a form: a second submission with it gets the first result."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Problem:
    """One thing to mend: sentence, clause, what to do, and the control it is about (empty: the form)."""

    message: str
    clause: str = ""
    next_step: str = ""
    label: str = ""
    target: str = ""


def problems_of(errors: ErrorList, label: str = "", target: str = "") -> list[Problem]:
    """Return the errors of one field (or of the form as such) with their clauses."""
    return [
        Problem(
            message=str(next(iter(error))),
            clause=getattr(error, "clause", ""),
            next_step=getattr(error, "next_step", ""),
            label=label,
            target=target,
        )
        for error in errors.as_data()
    ]


def field_problems(field: BoundField) -> list[Problem]:
    """Return what must be mended in a field, whichever renderer bound it."""
    return field.problems() if isinstance(field, Field) else problems_of(field.errors, str(field.label))


def all_problems(form: forms.BaseForm | BaseFormSet[Any]) -> list[Problem]:
    """Return everything to mend in a form, those of the form as such first; of a formset only its own."""
    if isinstance(form, BaseFormSet):
        return problems_of(form.non_form_errors()) if form.is_bound else []
    found = problems_of(form.non_field_errors())
    for name in form.errors:
        if name in form.fields:
            found += field_problems(form[name])
    return found
