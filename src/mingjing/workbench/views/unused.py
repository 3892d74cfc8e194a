"""五年未用的事项 (种子 A2.0): matters that nothing was done under for five years, kept for a reason or revised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.catalog.actions.retaining import retain
from mingjing.catalog.actions.revising import SETTLE, revision_dossier
from mingjing.catalog.models import ListKind, Retention
from mingjing.catalog.revision_rules import CLAUSE
from mingjing.catalog.unused import since, unused
from mingjing.workbench.acting import ActForm, ActView
from mingjing.workbench.forms.fields import text
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.revision_desk import REVISIONS

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.records.models import Dossier
    from mingjing.workbench.sessions import StaffRequest

TITLE = "五年未用的事项"


@require_safe
@open_to("list.read")
def page(request: StaffRequest) -> HttpResponse:
    """List the matters to be reviewed, and those that were kept, with the reason."""
    agency, today = request.user.agency, clock.today()
    context = {
        "heading": TITLE,
        "since": since(today),
        "rows": unused(agency, today),
        "kept": Retention.objects.filter(agency=agency)
        .select_related("kept_by")
        .order_by("-kept_on", "code"),
        "settles": can(request, SETTLE),
        "list_url": reverse("desk-list", args=[ListKind.MATTERS]),
        "clause": CLAUSE,
        "path": [("修订任务", REVISIONS), (TITLE, "")],
    }
    return render(request, "workbench/unused.html", context)


class KeepForm(ActForm):
    """Why a matter is kept."""

    reason = text(
        "保留的理由",
        rows=4,
        hint="为什么仍须列在清单里，例如：法定职责，辖区暂无这类活动。",
        most=1000,
    )


class Keep(ActView):
    """Keep a matter, because."""

    permission = SETTLE
    form_class = KeepForm
    title = "说明保留"
    submit = "确认保留"
    done = "已记录理由，五年以后再提请复核。"
    clause = CLAUSE
    code: str

    def load(self, **address: str) -> None:
        """Take the code; whether it is to be reviewed the action says."""
        self.code = address["code"]

    def dossier(self) -> Dossier:
        """Return the dossier of the agency's revisions."""
        return revision_dossier(self.request.user.agency)

    def act(self, form: KeepForm) -> str:
        """Keep it."""
        retain(
            user=self.request.user,
            code=self.code,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return reverse("desk-unused")

    def context(self) -> dict[str, Any]:
        """Name the matter."""
        return {
            "heading": f"{self.title}：{self.code}",
            "back_url": reverse("desk-unused"),
            "path": [(TITLE, reverse("desk-unused")), (self.title, "")],
        }
