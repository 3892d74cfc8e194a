"""From a lead to a filed case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from mingjing import clock
from mingjing.cases.actions import handling, leads
from mingjing.cases.queries.case import core_of, handlers_of
from mingjing.cases.rules.handling import HANDLERS, REASSIGNED_AT
from mingjing.catalog.models import ListKind, MatterRow
from mingjing.catalog.queries import in_force, rows_of
from mingjing.registry.queries import in_post
from mingjing.workbench.acting import ActView
from mingjing.workbench.addresses import case_url
from mingjing.workbench.forms.leads import (
    DeclineForm,
    EndorseForm,
    FilingForm,
    FilingRequestForm,
    LeadForm,
    PartyForm,
    ReassignmentForm,
    certified,
    these,
)
from mingjing.workbench.views.acts.base import CaseAct, PartyAct
from mingjing.workflow import approvals

CLAUSE = "住房和城乡建设行政处罚程序规定 第十五条"
PENALTY = "行政处罚"


class RegisterLead(ActView):
    """登记案源."""

    title = "登记案源"
    submit = "登记"
    permission = "case.register_lead"
    form_class = LeadForm
    clause = CLAUSE
    done = "已登记案源。下一步：登记当事人，然后提请立案。"

    def initial(self) -> dict[str, Any]:
        """Begin with one's own department."""
        officer = self.request.user.officer
        return {"department": officer.department if officer else None}

    def act(self, form: Any) -> str:
        """Register the lead and go to its page."""
        return case_url(leads.register_lead(user=self.request.user, **form.told))

    def context(self) -> dict[str, Any]:
        """Say where the person is and what follows."""
        return {
            "heading": self.title,
            "back_url": reverse("cases"),
            "path": [("案件", reverse("cases")), (self.title, "")],
            "checks_heading": "登记以后",
            "checks": [
                "系统从发现之日起算十五个工作日的核查期限",
                "登记当事人，核查线索",
                "符合条件的提请立案；不符合的报负责人不予立案",
            ],
        }


class AddParty(CaseAct):
    """登记当事人."""

    verb = "party"
    submit = "登记"
    steps = ("lead", "filing", "investigation")
    form_class = PartyForm
    clause = "行政处罚法 第四十条"

    def do(self, form: Any) -> None:
        """Add the party."""
        leads.add_party(**self.common(form), **form.typed)

    def aside(self) -> dict[str, Any]:
        """Name the parties that are there."""
        names = [party.name for party in self.case.parties.all()]
        return {"checks_heading": "已登记的当事人", "checks": names or ["还没有"]}


class RequestFiling(CaseAct):
    """核查线索，提请立案."""

    verb = "filing-request"
    steps = ("lead",)
    form_class = FilingRequestForm
    clause = CLAUSE

    def form_arguments(self) -> dict[str, Any]:
        """Offer the penalty matters in force and the agency's certified officers."""
        edition = in_force(self.case.agency, ListKind.MATTERS)
        rows = rows_of(edition, clock.today()) if edition else []
        matters = [row for row in rows if isinstance(row, MatterRow) and row.category == PENALTY]
        return {"matters": matters, "officers": certified(in_post(self.case.agency))}

    def do(self, form: Any) -> None:
        """Request it."""
        leads.request_filing(**self.common(form), **form.typed)

    def aside(self) -> dict[str, Any]:
        """Say the conditions of filing."""
        return {
            "checks_heading": "立案须同时符合",
            "checks": [
                "有初步证据证明有违法行为",
                "属于本机关管辖，处罚权归本机关",
                "未过追责时效：二年，涉及生命健康安全且有危害后果的五年",
            ],
        }


class Reassign(CaseAct):
    """变更承办人."""

    verb = "reassignment"
    submit = "变更"
    steps = REASSIGNED_AT
    form_class = ReassignmentForm
    clause = HANDLERS
    remark = "解除的承办人不得再审核本案。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the handlers there are, and the agency's certified officers."""
        return {"handlers": these(handlers_of(self.case)), "officers": certified(in_post(self.case.agency))}

    def do(self, form: Any) -> None:
        """Change them."""
        handling.reassign(**self.common(form), **form.typed)


class Endorse(CaseAct):
    """签署一级审批意见."""

    matter = ""
    form_class = EndorseForm
    submit = "签署"

    def do(self, form: Any) -> None:
        """Sign the rung; in a decision's chain, for one party."""
        about = self.party.ref if self.party else ""
        leads.endorse(**self.common(form), matter=self.matter, about=about, **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show the chain with what was signed."""
        return {"chain": rungs(approvals.chain(self.case.agency, self.case.dossier, self.matter))}


def rungs(chain: approvals.Chain) -> list[tuple[str, str]]:
    """Return each rung of a chain as (state, sentence): ok signed, now next, off later."""
    made = [
        ("ok", f"{row.get_role_display()}{row.signed_by.name}：{row.opinion}（{row.signed_on}）")
        for row in chain.signed
    ]
    for place in range(len(chain.signed), len(chain.rungs)):
        who = "或".join(role.label for role in chain.rungs[place])
        made.append(
            (
                "now" if place == chain.next_rung else "off",
                f"{who}{'签署' if place < len(chain.rungs) - 1 else '批准'}",
            )
        )
    return made


class EndorseFiling(Endorse):
    """签署立案意见."""

    verb = "endorse-filing"
    matter = "filing"
    steps = ("filing",)
    clause = CLAUSE


class EndorseClosing(Endorse):
    """签署结案意见."""

    verb = "endorse-closing"
    matter = "closing"
    steps = ("closing",)
    clause = "住房和城乡建设行政处罚程序规定 第三十一条"


class EndorseDecision(Endorse, PartyAct):
    """签署处罚决定意见: what is signed is the party's newest draft."""

    verb = "endorse-decision"
    matter = "decision"
    steps = ("decision",)
    clause = "行政处罚法 第五十七条"

    def aside(self) -> dict[str, Any]:
        """Show the chain, and the draft that is signed."""
        line = self.line()
        core = core_of(line.draft) if line.draft else None
        return {"chain": rungs(line.chain), "draft": line.draft, "core": core}


class ApproveFiling(CaseAct):
    """批准立案."""

    verb = "filing"
    steps = ("filing",)
    form_class = FilingForm
    clause = f"行政处罚法 第五十四条；{CLAUSE}"
    remark = "批准之日起计算九十日办案期限。"

    def form_arguments(self) -> dict[str, Any]:
        """Ask for a reason of one's own where the matter is not listed."""
        return {"listed": self.case.matter_id is not None}

    def do(self, form: Any) -> None:
        """File the case."""
        leads.approve_filing(**self.common(form), **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show the chain."""
        return {"chain": rungs(approvals.chain(self.case.agency, self.case.dossier, "filing"))}


class Decline(CaseAct):
    """不予立案."""

    verb = "decline"
    seal = True
    steps = ("lead", "filing")
    form_class = DeclineForm
    clause = CLAUSE
    remark = "不予立案以后案件终结，不能恢复。"

    def do(self, form: Any) -> None:
        """Decline."""
        leads.decline(**self.common(form), **form.typed)
