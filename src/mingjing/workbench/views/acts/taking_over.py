"""Taking over a case that was running before the system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.cases.actions import prior_decisions, taking_over, taking_over_parties
from mingjing.cases.queries import taken
from mingjing.cases.rules import taken as taken_rules
from mingjing.catalog.models import ListKind, MatterRow
from mingjing.catalog.queries import in_force, rows_of
from mingjing.evidence.actions import Upload
from mingjing.registry.queries import in_post
from mingjing.theme.cells import Yuan
from mingjing.workbench.acting import ActView
from mingjing.workbench.addresses import case_url
from mingjing.workbench.forms.leads import certified
from mingjing.workbench.forms.taking_over import (
    FurtherPartyForm,
    PriorPaperForm,
    PriorPerformanceForm,
    PriorServiceForm,
    TakeOverForm,
)
from mingjing.workbench.reading import open_to
from mingjing.workbench.views.acts.base import CaseAct, PartyAct
from mingjing.workbench.views.acts.leads import PENALTY
from mingjing.workflow import running

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.cases.models import PriorDecision
    from mingjing.registry.models import Agency
    from mingjing.workbench.sessions import StaffRequest


def _matters(agency: Agency) -> list[MatterRow]:
    edition = in_force(agency, ListKind.MATTERS)
    rows = rows_of(edition, clock.today()) if edition else []
    return [row for row in rows if isinstance(row, MatterRow) and row.category == PENALTY]


def _officers(agency: Agency) -> Any:
    return certified(in_post(agency))


class TakeOver(ActView):
    """接入在办案件."""

    title = "接入在办案件"
    submit = "接入"
    permission = "case.take_over"
    form_class = TakeOverForm
    clause = taken_rules.TAKING_OVER
    remark = "接入以后标明“上线前”，期限从实际日期起算；日期不能再改。"
    done = "已接入。下一步：由承办人录入其余的上线前材料。"

    step = ""

    def load(self, **address: str) -> None:
        """Refuse a step at which nothing can honestly be entered."""
        self.step = taken_rules.known_step(address["step"])

    def initial(self) -> dict[str, Any]:
        """Begin with one's own department."""
        officer = self.request.user.officer
        return {"department": officer.department if officer else None}

    def form_arguments(self) -> dict[str, Any]:
        """Offer the penalty matters in force and the agency's certified officers."""
        agency = self.request.user.agency
        return {"step": self.step, "matters": _matters(agency), "officers": _officers(agency)}

    def act(self, form: Any) -> str:
        """Enter the case and go to its page."""
        typed = form.cleaned_data
        case = taking_over.take_over(
            user=self.request.user, department=typed["department"], step=self.step,
            handlers=typed.get("handlers") or [], before=form.before,
        )  # fmt: skip
        return case_url(case)

    def context(self) -> dict[str, Any]:
        """Say where the person is, and what each step asks for."""
        return {
            "heading": f"{self.title}：{taken_rules.STEPS[self.step]}",
            "back_url": reverse("case-take-over"),
            "path": [
                ("案件", reverse("cases")),
                (self.title, reverse("case-take-over")),
                (taken_rules.STEPS[self.step], ""),
            ],
            "checks_heading": "接入以后",
            "checks": [
                "案件页、经过、文书都注明“上线前”",
                "期限从实际日期起算，已经逾期的照实显示",
                "承办人用“录入上线前材料”补齐其余的扫描件",
                "上线前作出的决定照录，不是本系统作出的决定；它的公示按原来的渠道",
            ],
        }


WANTED = {
    "lead": "只有线索，还没有立案。写明发现日期，十五个工作日的核查期限从那一天起算。",
    "investigation": "已经立案，正在调查。须有立案号、立案日期、立案审批表扫描件，九十日从立案之日起算。",
    "conclusion": "调查已经终结，审核还没有同意。另有终结日期和终结报告扫描件。送审、审核都在本系统内办理。",
    "notice": "已经法制审核同意，还没有作出决定；告知、陈述申辩、听证或者还没有，或者已经在纸上办了。立案、审核须早于"
    "本系统启用之日，并在启用后三十日内接入。另有审核意见书扫描件；照抄的代拟稿、告知由法制机构负责人对照扫描件核对，"
    "相符的才算数。",
    "service": "启用以前已经作出决定，还没有送达。另有决定书的文号、日期、内容和扫描件，七个工作日从决定之日起算。",
    "performance": "已经送达，正在履行。另有送达日期、方式、证明和回证扫描件，十五日从送达之日起算。",
}
"""Step → what it means and what it asks for, as the page says it."""


@require_safe
@open_to("case.take_over")
def choose_step(request: StaffRequest) -> HttpResponse:
    """Let the person choose at which step the case stands; each has its own form."""
    steps = [
        (label, reverse("case-take-over-at", args=[step]), WANTED[step])
        for step, label in taken_rules.STEPS.items()
    ]
    path = [("案件", reverse("cases")), ("接入在办案件", "")]
    return render(request, "workbench/take_over.html", {"steps": steps, "path": path})


class AddPriorPaper(CaseAct):
    """录入上线前材料."""

    verb = "prior-paper"
    submit = "录入"
    form_class = PriorPaperForm
    clause = taken_rules.TAKING_OVER
    remark = "扫描件按原样保存，文书栏注明“上线前”。"

    def find(self) -> None:
        """Refuse a case that began in the system."""
        taken_rules.taken_over(was=self.case.take_overs.exists())

    def do(self, form: Any) -> None:
        """Add it."""
        typed = form.typed
        file = typed.pop("scan")
        taking_over.add_prior_paper(**self.common(form), **typed, upload=Upload(file.name, file))


class TakeOverParty(CaseAct):
    """录入上线前的其他当事人."""

    verb = "prior-party"
    submit = "录入"
    form_class = FurtherPartyForm
    clause = taken_rules.TAKING_OVER
    remark = "每名当事人的审核、决定、送达各自录入，期限从实际日期起算。"
    step = ""

    def find(self) -> None:
        """Refuse a case that began in the system, or where a party is simply registered."""
        came = self.case.take_overs.first()
        self.step = taken_rules.further_party(came.step if came else "")
        running.require_step(self.case.dossier, self.step)

    def form_arguments(self) -> dict[str, Any]:
        """Ask for what had happened to it by the step where the case was taken over."""
        return {"step": self.step}

    def do(self, form: Any) -> None:
        """Enter it."""
        taking_over_parties.take_over_party(**self.common(form), before=form.before)

    def aside(self) -> dict[str, Any]:
        """Name the parties that are there."""
        names = [party.name for party in self.case.parties.all()]
        return {"checks_heading": "已录入的当事人", "checks": names}


class OnPrior(PartyAct):
    """An act on a decision made on paper before the system."""

    prior: PriorDecision

    def find(self) -> None:
        """Find the decision."""
        self.prior = prior_decisions.prior_of(self.party)

    def aside(self) -> dict[str, Any]:
        """Show it, and what is owed on it."""
        row = self.prior
        return {
            "paper": [
                ("决定书", row.number),
                ("决定日期", row.decided_on),
                ("内容", row.content),
                ("应缴", Yuan(row.amount) if row.amount else None),
                ("尚欠", Yuan(taken.owed(row)) if row.amount else None),
                ("缴款期限", row.pay_by),
            ]
        }


class ServePrior(OnPrior):
    """登记送达（上线前的决定）."""

    verb = "prior-service"
    submit = "登记"
    steps = ("service",)
    form_class = PriorServiceForm
    clause = taken.SERVING

    def form_arguments(self) -> dict[str, Any]:
        """Offer the agency's certified officers."""
        return {"officers": _officers(self.case.agency)}

    def do(self, form: Any) -> None:
        """Register it."""
        typed = form.typed
        file = typed["scan"]
        prior_decisions.serve_prior(
            **self.common(form), party=self.party, handed=form.handed, officers=list(typed["officers"]),
            upload=Upload(file.name, file),
        )  # fmt: skip


class PerformPrior(OnPrior):
    """登记履行（上线前的决定）."""

    verb = "prior-performance"
    submit = "登记"
    steps = ("performance",)
    form_class = PriorPerformanceForm
    clause = taken.PERFORMING

    def do(self, form: Any) -> None:
        """Register it."""
        prior_decisions.perform_prior(**self.common(form), party=self.party, **form.typed)
