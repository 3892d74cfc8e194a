"""How a case stands: everything that says what is missing and who must act, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q

from mingjing import clock
from mingjing.cases.models import Case, Rectification, Report
from mingjing.cases.queries.announced import announced_papers
from mingjing.cases.queries.case import amount_of, core_of, opinion_on, paid, passed, result_of, suspension_of
from mingjing.cases.queries.loading import load
from mingjing.cases.queries.payments import Account, account, done
from mingjing.cases.queries.same_act import JUDGED_AT, Earlier, earlier_of
from mingjing.cases.queries.serving import served_days
from mingjing.disclosure.models import Publication
from mingjing.documents.scans import lacking
from mingjing.workflow.approvals import Chain, chain_of, rungs_of
from mingjing.workflow.running import procedure_of

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from mingjing.cases.models import (
        Decision,
        Notice,
        Party,
        PriorDecision,
        PriorNotice,
        PriorReview,
        Service,
        Statement,
        Suspension,
        TakeOver,
    )
    from mingjing.documents.models import Document
    from mingjing.procedures import Procedure, Step
    from mingjing.registry.models import Agency, Officer
    from mingjing.review.models import Draft, Opinion, PriorOpinion, Submission, WorkSheet
    from mingjing.workflow.models import Approval, Clock


@dataclass(frozen=True)
class Line:
    """One party's own line: its drafts, notices, defence, decision, service, payment, publication."""

    party: Party
    drafts: tuple[Draft, ...]
    notices: tuple[Notice, ...]
    decision: Decision | None
    publication: Publication | None
    chain: Chain
    refused: Approval | None = None
    """Who decides and did not agree with the newest revision (行政处罚法57)."""
    earlier: tuple[Earlier, ...] = ()
    """Decisions made before on the same party in the same matter (行政处罚法29)."""

    @property
    def prior(self) -> PriorDecision | None:
        """Return the decision made on paper before the system, in a case that was taken over."""
        return next(iter(self.party.prior_decisions.all()), None)

    @property
    def draft(self) -> Draft | None:
        """Return the newest revision."""
        return self.drafts[-1] if self.drafts else None

    @property
    def submission(self) -> Submission | None:
        """Return the submission of the newest revision."""
        return getattr(self.draft, "submission", None)

    @property
    def sheet(self) -> WorkSheet | None:
        """Return the work sheet on the newest revision, by whom it is given to now."""
        return self.submission.written if self.submission else None

    @property
    def opinion(self) -> Opinion | None:
        """Return the signed opinion on the newest revision."""
        return getattr(self.draft, "opinion", None)

    @property
    def signed(self) -> Opinion | PriorOpinion | None:
        """Return that opinion, or the one that was on paper before the system and was confirmed (ADR-016)."""
        return opinion_on(self.draft) if self.draft else None

    @property
    def prior_review(self) -> PriorReview | None:
        """Return the paper review of the newest revision, confirmed or not."""
        return getattr(self.draft, "prior_review", None)

    @property
    def prior_notice(self) -> PriorNotice | None:
        """Return the paper notice that waits to be confirmed."""
        return next((each for each in self.party.prior_notices.all() if each.agreed is None), None)

    @property
    def result(self) -> str:
        """Return the result of that opinion, or an empty text."""
        return result_of(self.draft) if self.draft else ""

    @property
    def passed(self) -> bool:
        """Say whether the newest revision passed review."""
        return passed(self.draft)

    @property
    def notice(self) -> Notice | None:
        """Return the notice made last."""
        return self.notices[-1] if self.notices else None

    @property
    def served_notice(self) -> Notice | None:
        """Return the notice served last: the one that counts (as `queries.newest_notice`)."""
        served = [each for each in self.notices if each.served_on]
        return max(served, key=lambda each: (each.served_on, each.draft.revision)) if served else None

    @property
    def statements(self) -> list[Statement]:
        """Return what the party stated, oldest first."""
        found = [statement for notice in self.notices for statement in notice.statements.all()]
        return sorted(found, key=lambda each: each.made_on)

    @property
    def new_matter_undrafted(self) -> bool:
        """Say whether the party brought up something new that no later revision has taken in (行政处罚法45)."""
        newest = self.draft
        return newest is not None and any(
            each.brings_new and each.revision >= newest.revision for each in self.statements
        )

    @property
    def hearing_undrafted(self) -> bool:
        """Say whether the party was heard at a hearing that no later revision has taken in (行政处罚法65)."""
        if self.draft is None:
            return False
        return any((each.hearing_revision or 0) >= self.draft.revision for each in self.notices)

    @property
    def service(self) -> Service | None:
        """Return the service of the decision."""
        return getattr(self.decision, "service", None)

    @property
    def amount(self) -> int:
        """Return what the decision (else the newest draft) asks to be paid, in 分."""
        draft = self.decision.draft if self.decision else self.draft
        return amount_of(core_of(draft)) if draft else 0

    @property
    def paid(self) -> int:
        """Return what was paid, in 分."""
        return paid(self.decision) if self.decision else 0

    @cached_property
    def account(self) -> Account | None:
        """Return what is owed and paid on the decision, late fine and instalments included."""
        return account(self.decision, on=clock.today()) if self.decision else None

    @property
    def performed(self) -> bool:
        """Say whether the decision was carried out (as `payments.unperformed` sees it)."""
        return (
            self.decision is not None
            and self.account is not None
            and self.account.settled
            and done(self.decision)
        )

    @property
    def unpunished(self) -> bool:
        """Say whether no penalty is proposed, or was decided, for the party (行政处罚法33、57)."""
        draft = self.decision.draft if self.decision else self.draft
        return draft is not None and bool(core_of(draft).get("no_penalty"))


@dataclass(frozen=True)
class Standing:
    """One case as it stands on a day."""

    case: Case
    lines: tuple[Line, ...]
    today: dt.date

    @property
    def step_id(self) -> str:
        """Return the id of the present step; empty when the case has ended."""
        return "" if self.case.ending else self.case.dossier.position.step

    @property
    def procedure(self) -> Procedure:
        """Return the procedure the case runs on."""
        return procedure_of(self.case.dossier.position.procedure)

    @property
    def step(self) -> Step | None:
        """Return the present step."""
        return self.procedure.step(self.step_id) if self.step_id else None

    @cached_property
    def handlers(self) -> tuple[Officer, ...]:
        """Return the officers who handle the case now."""
        return tuple(each.officer for each in self.case.handlers.all() if each.released_on is None)

    @property
    def taken_over(self) -> TakeOver | None:
        """Return how the case was taken over, where it was running before the system (§11.6 no. 29)."""
        return next(iter(self.case.take_overs.all()), None)

    @property
    def report(self) -> Report | None:
        """Return where the lead came from, where somebody sent it (§11.6 no. 23)."""
        return next(iter(self.case.reports.all()), None)

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """Return the matters of the petitions that wait for their answer."""
        return frozenset(each.matter for each in self.case.petitions.all() if each.agreed is None)

    @cached_property
    def suspension(self) -> Suspension | None:
        """Return the suspension in force (55号令30)."""
        return suspension_of(self.case)

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """Return the time limits, the most pressing first."""
        return tuple(sorted(self.case.dossier.clocks.all(), key=lambda each: (each.safe_on, each.rule)))

    @cached_property
    def served(self) -> dict[uuid.UUID, dt.date]:
        """Return which documents were served, and when."""
        return served_days(self.case)

    @cached_property
    def announced(self) -> frozenset[uuid.UUID]:
        """Return which documents were announced because no other way reached the party."""
        return announced_papers(self.case)

    @property
    def evidence_count(self) -> int:
        """Return the number of pieces of evidence."""
        return len(self.case.dossier.evidence.all())

    @property
    def discussed(self) -> bool:
        """Say whether the responsible persons have discussed the case."""
        return bool(self.case.discussions.all())

    @property
    def unreturned(self) -> list[Document]:
        """Return the documents whose signed or sealed paper has not come back, oldest first (§11.1 F2)."""
        return [each for each in self.case.dossier.documents.all() if lacking(each)]

    def documents(self, *forms: str) -> list[Document]:
        """Return the documents of these forms."""
        return [each for each in self.case.dossier.documents.all() if each.form in forms]

    def chain(self, matter: str, about: str = "") -> Chain:
        """Return how far an approval chain has been signed."""
        return _chain(self.case, matter, about)

    def clock(self, rule: str, party: str = "") -> Clock | None:
        """Return the running time limit of a rule."""
        running = [
            each
            for each in self.clocks
            if each.rule == rule and each.party == party and not each.met_on and not each.ended_on
        ]
        return running[0] if running else None


def unfinished(agency: Agency) -> QuerySet[Case]:
    """Return every case not yet archived, whose source or reporter waits for a word, or that waits to be mended."""
    reports = Report.objects.filter(
        Q(reply_by__isnull=False, replied_on=None)
        | Q(reachable=True, told_on=None, case__filed_on=None) & ~Q(case__ending="")
    )
    mending = Rectification.objects.filter(Q(agreed=None) | Q(agreed=True, served_on=None))
    waiting = Q(archive_number="") | Q(pk__in=reports.values("case")) | Q(pk__in=mending.values("case"))
    return Case.objects.filter(waiting, agency=agency)


def standing_of(case: Case) -> Standing:
    """Return one case as it stands now, with all that its own page shows."""
    return standings(Case.objects.filter(pk=case.pk), whole=True)[0]


def standings(cases: QuerySet[Case], *, whole: bool = False) -> list[Standing]:
    """Return cases as they stand, with the same number of queries however many they are (`loading.load`)."""
    found = load(cases, whole=whole)
    publications = _publications(found)
    earlier = _earlier(found)
    today = clock.today()
    return [
        Standing(case, tuple(_line(case, each, publications, earlier) for each in case.parties.all()), today)
        for case in found
    ]


def _earlier(cases: Iterable[Case]) -> dict[Party, tuple[Earlier, ...]]:
    """Return the earlier decisions beside what is not decided yet, and those judged, in one query for all cases."""
    return earlier_of(
        party
        for case in cases
        for party in case.parties.all()
        if party.judgements.all()
        or (not case.ending and case.dossier.position.step in JUDGED_AT and not party.decisions.all())
    )


def _publications(cases: Iterable[Case]) -> dict[str, Publication]:
    """Return the newest publication of each decision, by the decision's ref."""
    about = [
        decision.ref for case in cases for party in case.parties.all() for decision in party.decisions.all()
    ]
    if not about:
        return {}
    rows = (
        Publication.objects.filter(kind="decision", about__in=about)
        .defer("content", "masks")
        .order_by("version")
    )
    return {each.about: each for each in rows}


def _line(
    case: Case,
    party: Party,
    publications: dict[str, Publication],
    earlier: dict[Party, tuple[Earlier, ...]],
) -> Line:
    decision = next(iter(party.decisions.all()), None)
    drafts = tuple(each for each in case.dossier.drafts.all() if each.party == party.ref)
    return Line(
        party=party,
        drafts=drafts,
        notices=tuple(each for each in party.notices.all() if not hasattr(each.document, "voiding")),
        decision=decision,
        publication=publications.get(decision.ref) if decision else None,
        chain=_chain(case, "decision", drafts[-1].ref if drafts else ""),
        refused=_refused(case, drafts[-1].ref) if drafts else None,
        earlier=earlier.get(party, ()),
    )


def _refused(case: Case, about: str) -> Approval | None:
    """Return the signature by which whoever decides sent a revision back."""
    rows = (
        each for each in case.dossier.approvals.all() if each.matter == "decision" and each.about == about
    )
    return next((each for each in rows if each.final and not each.agreed), None)


def _chain(case: Case, matter: str, about: str) -> Chain:
    rows = [each for each in case.dossier.approvals.all() if each.matter == matter and each.about == about]
    return chain_of(rungs_of(case.agency, matter), sorted(rows, key=lambda each: (each.round, each.rung)))
