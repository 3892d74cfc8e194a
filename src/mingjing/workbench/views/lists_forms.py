"""The blank forms that service guides name: which there are, a new one or a new version, the file."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.catalog.actions import add_blank_form, list_dossier
from mingjing.catalog.blank_forms import newest_forms
from mingjing.catalog.models import BlankForm, ListKind
from mingjing.refusal import Refusal
from mingjing.theme.cells import Column, Link
from mingjing.workbench.acting import ActView
from mingjing.workbench.answers import stored_stream
from mingjing.workbench.forms_lists import BlankFormForm
from mingjing.workbench.reading import open_to

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency
    from mingjing.theme.cells import Row
    from mingjing.workbench.sessions import StaffRequest

FORMS = (
    Column("name", "表格名称"),
    Column("version", "版本", fit=True),
    Column("added_on", "上传日期", fit=True),
    Column("added_by", "上传人", fit=True),
)


def form_rows(agency: Agency) -> list[Row]:
    """Return the newest version of every blank form."""
    return [
        {
            "name": Link(f"{form.name}.{form.extension}", reverse("desk-blank-form", args=[form.ref])),
            "version": f"第 {form.version} 版",
            "added_on": form.added_on,
            "added_by": form.added_by or "系统",
        }
        for _, form in sorted(newest_forms(agency).items())
    ]


class AddForm(ActView):
    """Keep a blank form."""

    permission = "list.edit"
    form_class = BlankFormForm
    title = "上传办事表格"
    submit = "上传"
    done = "已上传。下一版服务指南审核公开后，公众下载的就是这一份。"
    remark = "名称相同的成为新的一版；现行指南所附的那一份不变。"
    clause = "行政许可法 第三十条"

    def load(self, **address: str) -> None:
        """Need nothing from the address."""

    def dossier(self) -> Dossier:
        """Return the dossier of the guides."""
        return list_dossier(self.request.user.agency, ListKind.GUIDES)

    @property
    def back_url(self) -> str:
        """Return the page of the guides."""
        return reverse("desk-list", args=[ListKind.GUIDES])

    def act(self, form: BlankFormForm) -> str:
        """Keep it."""
        upload = form.cleaned_data["file"]
        add_blank_form(
            user=self.request.user,
            name=form.cleaned_data["name"],
            data=upload.read(),
            filename=upload.name,
            version=form.cleaned_data["version"],
        )
        return self.back_url

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        path = [("执法清单", reverse("desk-lists")), ("服务指南", self.back_url), (self.title, "")]
        return super().context() | {"heading": self.title, "back_url": self.back_url, "path": path}


@require_safe
@open_to("list.read")
def form_file(request: StaffRequest, ref: str) -> HttpResponseBase:
    """Hand out a blank form of the agency, to be looked at before it is public."""
    rows = BlankForm.objects.select_related("blob").filter(agency=request.user.agency)
    form = rows.filter(pk=uuid.UUID(hex=ref)).first()
    if form is None:
        raise Refusal("form.unknown", "没有这份表格。", next_step="请从服务指南页进入。")
    return stored_stream(form.blob, filename=f"{form.name}.{form.extension}")
