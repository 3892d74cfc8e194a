"""A file that may be large: sent with the form up to 50 MB, or in pieces beforehand and then named by the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.widgets import Script
from django.urls import reverse

from mingjing.evidence.actions import Upload
from mingjing.evidence.arriving import Arrived
from mingjing.workbench.acting import ActForm
from mingjing.workbench.casefile import size_text

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.evidence.models import Arrival
    from mingjing.registry.models import User

SCRIPT = Script("workbench/upload.js", type="module")
"""What sends large files in pieces; without it the form sends what it carries."""


class LargeFileForm(ActForm):
    """A form with one file. `upload` names one that has arrived before; the script fills it in."""

    file_required = True

    file = forms.FileField(label="文件", max_length=200, required=False)
    upload = forms.UUIDField(label="已经传完的文件", required=False, widget=forms.HiddenInput)

    class Media:
        js = (SCRIPT,)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {"data-uploads": reverse("uploads"), "data-case": case.ref, "data-into": "id_upload"}
        self.fields["file"].widget.attrs |= attributes
        self.fields["file"].required = self.file_required and not self.data.get("upload")
        waiting = [(str(each.pk), f"{each.filename}，{size_text(each.length)}") for each in arrived_for(case)]
        if waiting:
            self.fields["upload"].widget = forms.Select(choices=[("", "没有，另选文件"), *waiting])

    @property
    def sent(self) -> Upload | Arrived | None:
        """Return the file, however it came."""
        file, arrived = self.cleaned_data["file"], self.cleaned_data["upload"]
        if arrived:
            return Arrived(arrived)
        return Upload(file.name, file) if file else None

    @property
    def typed(self) -> dict[str, Any]:
        """Return what else was typed."""
        return {name: value for name, value in super().typed.items() if name not in {"file", "upload"}}


def arrived_for(case: Case) -> list[Arrival]:
    """Return the large files of a case that are whole and wait for the act that takes them."""
    rows = case.dossier.arrivals.filter(blob__isnull=False, taken_as="")
    return list(rows.select_related("user__officer"))


def arriving_for(case: Case, user: User) -> list[Arrival]:
    """Return what a person began to send for a case and has not sent whole."""
    return list(case.dossier.arrivals.filter(blob=None, user=user))
