"""What is done with an on-site task, each verb on its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.disclosure.naming import hidden_name
from mingjing.registry.queries import in_post
from mingjing.visits import rules, tasks
from mingjing.workbench.acting import ActForm, ActView
from mingjing.workbench.forms.visits import ApproveForm, ReasonForm, VisitForm
from mingjing.workbench.views.acts.base import case_of
from mingjing.workbench.views.visits import hours_of, visit_of

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.records.models import Dossier
    from mingjing.visits.models import Visit


class Propose(ActView):
    """呈报现场执法任务; for a case where the address names one."""

    permission = "visit.make"
    template_name = "workbench/act.html"
    form_class = VisitForm
    title = "呈报现场执法任务"
    submit = "呈报"
    clause = rules.APPROVAL
    done = "已呈报。批准以后才有码；紧急的已经生效，等待补批。"
    case: Case | None = None

    def load(self, **address: str) -> None:
        """Find the case, if one is named."""
        if "case" in address:
            self.case = case_of(self.request.user.agency, address["case"])

    def form_arguments(self) -> dict[str, Any]:
        """Offer whoever is in post and holds a certificate."""
        held = in_post(self.request.user.agency).filter(certificates__isnull=False).distinct()
        return {"certified": held.select_related("department").prefetch_related("certificates")}

    def initial(self) -> dict[str, Any]:
        """Take from the case what it knows already; a natural person's name does not go onto a page that is scanned."""
        if self.case is None:
            return {}
        parties = list(self.case.parties.all())
        names = [hidden_name(each.name) if each.is_natural else each.name for each in parties]
        return {
            "place": self.case.place,
            "object": "、".join(names)[:200],
            "category": self.case.matter.domain if self.case.matter else "",
        }

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        back = reverse("case", args=[self.case.ref]) if self.case else reverse("visits")
        return {
            "heading": self.title, "back_url": back, "path": [("现场任务", reverse("visits")), (self.title, "")],
            "facts_heading": "所属案件", "facts": [("案由", self.case.title)] if self.case else [],
        }  # fmt: skip

    def act(self, form: ActForm) -> str:
        """Propose."""
        about: dict[str, Any] = {"about_kind": "case", "about_ref": self.case.ref} if self.case else {}
        made = tasks.propose_visit(user=self.request.user, **form.typed, **about)
        return reverse("visit", args=[made.ref])


class VisitAct(ActView):
    """An act on one task."""

    template_name = "workbench/act.html"
    clause = rules.APPROVAL
    form_class: type[ActForm] = ReasonForm
    visit: Visit

    def load(self, **address: str) -> None:
        """Find the task."""
        self.visit = visit_of(self.request.user.agency, address["ref"])

    def dossier(self) -> Dossier:
        """Return the task's own."""
        return tasks.dossier_of(self.visit)

    def context(self) -> dict[str, Any]:
        """Show the task beside the form."""
        page = reverse("visit", args=[self.visit.ref])
        officers = [str(each.officer) for each in self.visit.visitors.select_related("officer")]
        facts: list[tuple[str, object]] = [
            ("现场事项", self.visit.get_activity_display()), ("时间", hours_of(self.visit)),
            ("地点", self.visit.place), ("对象", self.visit.object), ("人员", officers),
            ("做什么", self.visit.content), ("依据", self.visit.basis), ("紧急的理由", self.visit.urgent_reason),
        ]  # fmt: skip
        return {
            "heading": f"{self.title} {self.visit.number}", "back_url": page, "facts_heading": "任务",
            "facts": [pair for pair in facts if pair[1]],
            "path": [("现场任务", reverse("visits")), (self.visit.number, page), (self.title, "")],
        }  # fmt: skip

    def act(self, form: ActForm) -> str:
        """Run the verb and go back to the task."""
        told = {"user": self.request.user, "visit": self.visit, "version": form.cleaned_data["version"]}
        self.do(**told, **form.typed)
        return reverse("visit", args=[self.visit.ref])

    def do(self, **told: Any) -> None:
        """Run the verb."""
        raise NotImplementedError


class Approve(VisitAct):
    """批准."""

    permission = "visit.approve"
    form_class = ApproveForm
    title = "批准现场执法任务"
    submit = "批准"
    done = "已批准。"

    def do(self, **told: Any) -> None:
        """Approve."""
        tasks.approve_visit(**told)


class Refuse(VisitAct):
    """不批准."""

    permission = "visit.approve"
    title = "不批准现场执法任务"
    submit = "不批准"
    seal = True
    done = "没有批准，这个任务没有码。"

    def do(self, **told: Any) -> None:
        """Refuse."""
        tasks.refuse_visit(**told)


class Withdraw(VisitAct):
    """撤回."""

    permission = "visit.withdraw"
    title = "撤回现场执法任务"
    submit = "撤回"
    seal = True
    done = "已撤回，码立即失效。"

    def do(self, **told: Any) -> None:
        """Take it back."""
        tasks.withdraw_visit(**told)
