"""Confirming what was collected, checking it, publishing it or keeping it back: each by a person of its own (A1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from mingjing import clock
from mingjing.disclosure import rules
from mingjing.disclosure.actions import agree_withholding, forward, publish, send_back, withhold
from mingjing.disclosure.kinds import Offered, kind
from mingjing.disclosure.queries import suspects_of
from mingjing.refusal import Refusal
from mingjing.theme.forms import new_key
from mingjing.workbench.forms_publications import (
    AgreeForm,
    ForwardForm,
    PublishForm,
    ReturnForm,
    WithholdForm,
)
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.views.publications import (
    CHECK,
    PROPOSE,
    READ,
    confirmable,
    find_publication,
    page_of,
    to_confirm,
)
from mingjing.workbench.views.publications_acting import OnPublication

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from mingjing.workbench.acting import ActForm
    from mingjing.workbench.sessions import StaffRequest


class Page(OnPublication):
    """What the forms of the page share."""

    template_name = "workbench/publications_check.html"
    permission = CHECK

    def context(self) -> dict[str, Any]:
        """Lay the page out with both forms; with what was refused where it may not be checked any more."""
        page = page_of(self.request, self.publication)
        return page | (self.forms(page) if page["open"] else {"failed": self.form})

    def forms(self, _page: dict[str, Any]) -> dict[str, ActForm]:
        """Return the page's two forms: the view's own, and a fresh one to send back."""
        returning = ReturnForm(request=self.request, initial=self.seen(), auto_id="return_%s")
        return {"publishing": self.form, "returning": returning}

    def seen(self) -> dict[str, Any]:
        """Return the version and a fresh key for the page's other form."""
        return {"version": self.dossier().seq, "once": new_key()}

    def checking(self) -> dict[str, Any]:
        """Return what the form of the check needs: whose secrecy check it is, what was found, whether it is late."""
        return {
            "checker": str(self.request.user),
            "found": suspects_of(self.publication),
            "late": rules.is_late(self.publication, clock.today()),
        }


class Publish(Page):
    """Publish, after the named secrecy check."""

    form_class = PublishForm
    done = "已公开。"

    def form_arguments(self) -> dict[str, Any]:
        """Name who checks."""
        return self.checking()

    def act(self, form: PublishForm) -> str:
        """Publish."""
        publish(
            user=self.request.user,
            publication=self.publication,
            secrecy_checked=form.cleaned_data["secrecy_checked"],
            confirmed=form.cleaned_data.get("confirmed", ()),
            late_reason=form.cleaned_data.get("late_reason", ""),
            version=form.cleaned_data["version"],
        )
        return self.back()


class Return(Page):
    """Send back with reasons."""

    form_class = ReturnForm
    done = "已退回。"

    def form_arguments(self) -> dict[str, Any]:
        """Keep the ids of the two forms apart."""
        return {"auto_id": "return_%s"}

    def act(self, form: ReturnForm) -> str:
        """Send back."""
        send_back(
            user=self.request.user,
            publication=self.publication,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return reverse("desk-publications")

    def forms(self, page: dict[str, Any]) -> dict[str, ActForm]:
        """Return the view's own form, and a fresh one of the decision."""
        if page["withholding"]:
            publishing: ActForm = AgreeForm(request=self.request, initial=self.seen())
        else:
            publishing = PublishForm(request=self.request, initial=self.seen(), **self.checking())
        return {"publishing": publishing, "returning": self.form}


class Agree(Page):
    """Keep back what the publisher proposed not to make public."""

    form_class = AgreeForm
    done = "已决定不公开。"

    def act(self, form: AgreeForm) -> str:
        """Agree."""
        agree_withholding(
            user=self.request.user, publication=self.publication, version=form.cleaned_data["version"]
        )
        return self.back()


class Forward(Page):
    """Confirm what was collected and send it to the check."""

    permission = PROPOSE
    form_class = ForwardForm
    offered: list[Offered]
    done = "已确认，由公示审核员核对后公开。"

    def form_arguments(self) -> dict[str, Any]:
        """Give the form what the machine found, whether the party is a natural person, what may go with it."""
        shown = to_confirm(self.publication)
        self.offered = kind(shown.kind).offered(shown)
        return {
            "found": suspects_of(shown),
            "natural": shown.natural and shown.kind == "decision",
            "offered": self.offered,
        }

    def initial(self) -> dict[str, Any]:
        """Keep what was said of the version before, and what went with it."""
        return {
            "impact": self.publication.impact,
            "beside": list(self.publication.files.values_list("source", flat=True)),
        }

    def act(self, form: ForwardForm) -> str:
        """Confirm."""
        made = forward(
            user=self.request.user,
            publication=self.publication,
            hidden=form.hidden_words(),
            confirmed=form.confirmed_words(),
            impact=form.cleaned_data.get("impact", ""),
            files=form.cleaned_data.get("beside", ()),
            version=form.cleaned_data["version"],
        )
        return reverse("desk-publication", args=[made.ref])

    def context(self) -> dict[str, Any]:
        """Lay the page out with its form, and what may go with it to be looked at first."""
        return page_of(self.request, self.publication) | {
            "forwarding": self.form,
            "offered": [
                (each.title, reverse("desk-publication-offered", args=[self.publication.ref, place]))
                for place, each in enumerate(self.offered, start=1)
            ],
        }


class Withhold(OnPublication):
    """Propose that something is not made public."""

    permission = PROPOSE
    form_class = WithholdForm
    title = "提请不公开"
    submit = "提交审核"
    clause = "244号 第十一条；行政处罚法 第四十八条"
    done = "已提交，由公示审核员核对。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the grounds that fit the party."""
        return {"natural": self.publication.natural}

    def act(self, form: WithholdForm) -> str:
        """Propose it."""
        withhold(
            user=self.request.user,
            publication=self.publication,
            ground=form.cleaned_data["ground"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return self.back()


@sensitive_post_parameters("password")
@open_to(READ)
def publication(request: StaffRequest, ref: str) -> HttpResponseBase:
    """Open a publication: to confirm it, to check it, or to read."""
    found = find_publication(request.user.agency, ref)
    if confirmable(request, found):
        return Forward.as_view()(request, ref=ref)
    if can(request, CHECK):
        return (Agree if found.ground else Publish).as_view()(request, ref=ref)
    if request.method not in {"GET", "HEAD"}:
        raise Refusal(
            "publication.not_allowed",
            "公示须由另一名公示审核员审核后公开。",
            "种子 一（一）；244号 第六条",
            "请等审核员核对。",
        )
    return render(request, "workbench/publications_check.html", page_of(request, found))
