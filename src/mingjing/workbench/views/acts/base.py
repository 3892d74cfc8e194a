"""What every act on a case shares: the case of one's own agency, its step, its party, who may act."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse

from mingjing.cases.actions.common import acting_handler, allow
from mingjing.cases.models import Case, Party
from mingjing.cases.queries.case import handlers_of
from mingjing.cases.standing import Line, Standing, standing_of, standings
from mingjing.cases.tasks import VERBS
from mingjing.catalog.revisions import being_revised
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.workbench.acting import ActView
from mingjing.workbench.addresses import case_url
from mingjing.workbench.previews import ISSUING
from mingjing.workflow import running

if TYPE_CHECKING:
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency


def case_of(agency: Agency, ref: str) -> Case:
    """Return a case of one's own agency; another's does not exist here."""
    found = (
        Case.objects.select_related("agency", "department", "matter", "dossier")
        .filter(agency=agency, pk=ref)
        .first()
    )
    if found is None:
        raise _unknown()
    return found


def standing_at(agency: Agency, ref: str) -> Standing:
    """Return how a case of one's own agency stands, with all that its page shows."""
    cases = Case.objects.filter(agency=agency, pk=ref).annotate(revising=being_revised("case"))
    found = standings(cases, whole=True)
    if not found:
        raise _unknown()
    return found[0]


def _unknown() -> Refusal:
    return Refusal("case.unknown", "没有这个案件。", next_step="请从案件列表进入。")


def party_of(case: Case, ref: str) -> Party:
    """Return a party of the case, or refuse."""
    found = case.parties.filter(pk=ref).first()
    if found is None:
        raise Refusal("party.unknown", "这不是本案当事人。", next_step="请从案件页选择当事人。")
    return found


class CaseAct(ActView):
    """An act on a case. `verb` names it in the vocabulary of tasks, `steps` are where it may be done.

    `after_the_end`: it may be done on a case that has ended too.
    """

    verb = ""
    steps: ClassVar[tuple[str, ...]] = ()
    after_the_end: ClassVar[bool] = False
    case: Case
    party: Party | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Take title, button and permission from the verb where the class does not say its own."""
        super().__init_subclass__(**kwargs)
        if cls.verb:
            verb = VERBS[cls.verb]
            cls.permission = verb.permission
            cls.previews = cls.verb in ISSUING
            cls.title = cls.__dict__.get("title", verb.label)
            cls.submit = cls.__dict__.get("submit", verb.label)
            cls.done = cls.__dict__.get("done", f"已办理：{verb.label}。")

    def load(self, **address: str) -> None:
        """Find the case, and refuse early what the action would refuse anyway."""
        user = self.request.user
        require(user, "case.read")
        self.case = case_of(user.agency, address["case"])
        self.person_may()
        if self.steps:
            running.require_step(self.case.dossier, *self.steps)
        if "party" in address:
            self.party = party_of(self.case, address["party"])
        self.find()

    def person_may(self) -> None:
        """Refuse who may not act: for a handler's act whoever does not handle the case or is not qualified today."""
        if VERBS[self.verb].handlers:
            acting_handler(self.request.user, self.case, self.permission, ended=self.after_the_end)
        else:
            allow(self.request.user, self.permission, self.case, ended=self.after_the_end)

    def find(self) -> None:
        """Find what else the act is about."""

    def dossier(self) -> Dossier:
        """Return the case's dossier."""
        return self.case.dossier

    def standing(self) -> Standing:
        """Return how the case stands."""
        return standing_of(self.case)

    def common(self, form: Any) -> dict[str, Any]:
        """Return what every action takes."""
        return {"user": self.request.user, "case": self.case, "version": form.cleaned_data["version"]}

    def act(self, form: Any) -> str:
        """Run the action, then go where it leads."""
        self.do(form)
        return self.leads_to()

    def leads_to(self) -> str:
        """Return where the person goes afterwards: to the case."""
        return case_url(self.case)

    @abstractmethod
    def do(self, form: Any) -> None:
        """Run the action."""

    def context(self) -> dict[str, Any]:
        """Return where the person is and what the case is."""
        about = f"：{self.party.name}" if self.party else ""
        label = self.case.number or self.case.title
        return {
            "case": self.case,
            "party": self.party,
            "heading": f"{self.title}{about}",
            "back_url": case_url(self.case),
            "path": [("案件", reverse("cases")), (label, case_url(self.case)), (self.title, "")],
            "facts": self.facts(),
            **self.aside(),
        }

    def facts(self) -> list[tuple[str, object]]:
        """Return the facts of the case beside the form."""
        case = self.case
        pairs: list[tuple[str, object]] = [
            ("案由", case.title),
            ("立案号", case.number or "尚未立案"),
            ("事项", case.matter.name if case.matter else None),
            ("承办", "、".join(officer.name for officer in handlers_of(case))),
        ]
        if self.party:
            pairs.insert(0, ("当事人", self.party.name))
        return pairs

    def aside(self) -> dict[str, Any]:
        """Return what else stands beside the form: `checks` [sentence], `checks_heading`, `paper` [pair]."""
        return {}


class PartyAct(CaseAct):
    """An act on one party of a case."""

    party: Party

    def line(self) -> Line:
        """Return the party's own line."""
        return next(line for line in self.standing().lines if line.party == self.party)
