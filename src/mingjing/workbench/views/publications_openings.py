"""遮盖凭证: what a party takes home to prove later what is masked in its own decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.disclosure import acts
from mingjing.disclosure.actions import dossier_of, give_openings
from mingjing.disclosure.masks import openings_of
from mingjing.refusal import Refusal
from mingjing.workbench.forms_publications import OpeningForm
from mingjing.workbench.reading import open_to
from mingjing.workbench.views.publications import PROPOSE, find_publication
from mingjing.workbench.views.publications_acting import OnPublication

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.workbench.sessions import StaffRequest


class Give(OnPublication):
    """Hand it out, after the identity was checked."""

    permission = PROPOSE
    form_class = OpeningForm
    title = "出具遮盖凭证"
    submit = "出具"
    clause = "个人信息保护法 第四十五条；244号 第十条"
    done = "已登记。请打印后当面交给当事人，不要另存。"

    def act(self, form: OpeningForm) -> str:
        """Record it, and lead to the paper."""
        give_openings(
            user=self.request.user,
            publication=self.publication,
            identified=form.cleaned_data["identified"],
            version=form.cleaned_data["version"],
        )
        return reverse("desk-publication-openings", args=[self.publication.ref])

    def context(self) -> dict[str, Any]:
        """Say what is masked, not what it was."""
        masked = [(each["label"], each["rule"]) for each in self.publication.masks if each.get("commitment")]
        return super().context() | {"facts_heading": "遮盖", "facts": masked}


@require_safe
@open_to(PROPOSE)
def paper(request: StaffRequest, ref: str) -> HttpResponse:
    """Show the paper on the day on which this person recorded handing it out."""
    publication = find_publication(request.user.agency, ref)
    given = dossier_of(publication).records.filter(act=acts.OPENED.name, actor=str(request.user.actor()))
    if not any(each.recorded_at.astimezone(clock.SHANGHAI).date() == clock.today() for each in given):
        raise Refusal("opening.not_given", "请先登记出具。", next_step="从公示核对页“出具遮盖凭证”进入。")
    context = {
        "publication": publication,
        "rows": [(each.label, each.value, bytes(each.salt).hex()) for each in openings_of(publication)],
        "verify": request.build_absolute_uri(reverse("portal:verify-mask")),
        "path": [("公示", reverse("desk-publications")), ("遮盖凭证", "")],
    }
    response = render(request, "workbench/openings.html", context)
    response["Cache-Control"] = "no-store"
    return response
