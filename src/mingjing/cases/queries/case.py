"""Reading cases."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q, QuerySet

from mingjing.cases.models import Case, Decision, Notice, Party, Petition, PriorDecision, Suspension
from mingjing.cases.rules.ordinary import NoticeFacts
from mingjing.cases.rules.records import DEFECTS
from mingjing.refusal import Refusal
from mingjing.registry.models import Agency, Officer
from mingjing.registry.queries import in_post
from mingjing.review.rules import OPENING
from mingjing.workflow.running import procedure_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mingjing.documents.models import Document
    from mingjing.procedures import Procedure
    from mingjing.records.models import Dossier
    from mingjing.review.models import Draft, Opinion, PriorOpinion
    from mingjing.workflow.models import Clock


def cases_of(agency: Agency) -> QuerySet[Case]:
    """Return an agency's cases, newest lead first, with what a list shows."""
    return (
        Case.objects.filter(agency=agency)
        .select_related("dossier__position__procedure", "matter", "department")
        .prefetch_related("parties", "handlers__officer", "suspensions")
        .order_by("-found_on", "-id")
    )


def with_parties(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return cases with what `as_json` needs, without a query per case."""
    return (
        cases.select_related("dossier__position__procedure")
        .prefetch_related("parties", "suspensions")
        .order_by("found_on", "id")
    )


def find_case(agency: Agency | None, key: str) -> Case:
    """Return a case by id or number, or refuse."""
    rows = Case.objects.select_related("agency", "dossier__position__procedure")
    if agency:
        rows = rows.filter(agency=agency)
    try:
        found = rows.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        found = rows.filter(number=key).first()
    if found is None:
        raise Refusal("case.unknown", f"没有编号为“{key}”的案件。", next_step="请核对案号或编号。")
    return found


def suspension_of(case: Case) -> Suspension | None:
    """Return the suspension that is in force, if the case is suspended (55号令30)."""
    return next((each for each in case.suspensions.all() if each.ended_on is None), None)


def pending(case: Case, matter: str) -> Petition | None:
    """Return what was asked for in a matter and waits for its answer."""
    return next(
        (each for each in case.petitions.all() if each.matter == matter and each.agreed is None), None
    )


def decision_limit(case: Case) -> Clock | None:
    """Return the running limit of the decision (行政处罚法60; 55号令29)."""
    return next(
        (each for each in case.dossier.clocks.all() if each.rule == "xzcf.decision_90" and not each.met_on),
        None,
    )


def petition_words(refs: Iterable[str]) -> dict[str, str]:
    """Say what was asked for, for the sentences of records."""
    rows = Petition.objects.filter(pk__in=[uuid.UUID(ref) for ref in refs])
    return {row.ref: str(row) for row in rows}


def state_of(case: Case) -> str:
    """Return the case's state word: its ending, `suspended`, else what its step says."""
    if case.ending:
        # a file that was bound after a withdrawal or a transfer is still first of all a case so ended
        return "archived" if case.ending == Case.Ending.CLOSED and case.archive_number else case.ending
    if suspension_of(case):
        return "suspended"
    position = case.dossier.position
    if not position.step:
        return "closed"
    return procedure_of(position.procedure).step(position.step).state


def procedure_for(case: Case) -> Procedure:
    """Return the procedure version the case began with."""
    return procedure_of(case.dossier.position.procedure)


def handlers_of(case: Case) -> list[Officer]:
    """Return the officers who handle the case now."""
    rows = case.handlers.all()
    if rows._result_cache is None:  # noqa: SLF001 - nothing was prefetched
        rows = rows.select_related("officer__department")
    return [each.officer for each in rows if each.released_on is None]


def ever_handled(case: Case) -> list[Officer]:
    """Return everyone who ever handled the case, each once."""
    return list({each.officer_id: each.officer for each in case.handlers.select_related("officer")}.values())


def never_handled(case: Case) -> QuerySet[Officer]:
    """Return the agency's people who never handled the case."""
    return in_post(case.agency).exclude(pk__in=case.handlers.values("officer_id"))


def record_defects(documents: Iterable[Document]) -> list[tuple[Document, str]]:
    """Return the records of inspections and inquiries among a case's documents that note defects, each with them."""
    rows = [each for each in documents if each.form in {"DC01", "DC02"}]
    return [(each, found) for each in rows if (found := dict(each.data).get(DEFECTS, ""))]


def handler_refs(case: Case) -> list[str]:
    """Return everyone who ever handled the case: none of them may review it."""
    return [Officer(pk=each.officer_id).ref for each in case.handlers.all()]


def newest_drafts(dossier: Dossier) -> dict[str, Draft]:
    """Return each party's newest draft, by the party's ref."""
    tops = dict(dossier.drafts.values_list("party").annotate(top=Max("revision")))
    drafts = dossier.drafts.select_related("opinion", "prior_opinion", "submission__sheet").all()
    return {draft.party: draft for draft in drafts if tops[draft.party] == draft.revision}


def core_of(draft: Draft) -> dict[str, Any]:
    """Return a draft's core."""
    core: dict[str, Any] = json.loads(bytes(draft.core))
    return core


def opinion_on(draft: Draft) -> Opinion | PriorOpinion | None:
    """Return what was signed on a draft: here, or before the system and confirmed here (ADR-016)."""
    found: Opinion | PriorOpinion | None = getattr(draft, "opinion", None)
    return found or getattr(draft, "prior_opinion", None)


def result_of(draft: Draft) -> str:
    """Return the result of a draft's signed opinion, or an empty text."""
    opinion = opinion_on(draft)
    return opinion.result if opinion else ""


def passed(draft: Draft | None) -> bool:
    """Say whether a draft's signed opinion opens the gate."""
    return draft is not None and result_of(draft) in OPENING


def chain_about(case: Case, party: Party) -> str:
    """Return what a decision's approval chain is about: the party's newest draft. A new draft needs new signatures."""
    newest = case.dossier.drafts.filter(party=party.ref).order_by("-revision").first()
    return newest.ref if newest else ""


def drafts_passed(dossier: Dossier) -> bool:
    """Say whether every party's newest draft has passed review."""
    drafts = newest_drafts(dossier)
    parties = {party.ref for party in Party.objects.filter(case__dossier=dossier)}
    return bool(parties) and all(passed(drafts.get(ref)) for ref in parties)


def draft_superseded(dossier: Dossier) -> bool:
    """Say whether some party's newest draft has not passed, though the case went on: it goes back."""
    return not drafts_passed(dossier)


def needs_discussion(dossier: Dossier) -> bool:
    """Say whether a collective discussion is due: the case is complex or major."""
    return Case.objects.filter(dossier=dossier, complex=True).exists()


def newest_notice(party: Party) -> Notice | None:
    """Return a party's newest served notice."""
    return (
        party.notices.filter(served_on__isnull=False)
        .select_related("draft")
        .order_by("-served_on", "-draft__revision")
        .first()
    )


def notice_facts(notice: Notice | None) -> NoticeFacts | None:
    """Return what counts of a notice."""
    if notice is None or notice.served_on is None or notice.ends_on is None:
        return None
    return NoticeFacts(
        notice.served_on,
        notice.ends_on,
        notice.waived_on,
        core_of(notice.draft),
        hearing_offered=notice.hearing_offered,
        hearing_waived=bool(
            notice.hearing_waived_on or notice.hearing_withdrawn_on or notice.hearing_ended_on
        ),
        hearing_asked_on=hearing_waiting(notice),
    )


def hearing_waiting(notice: Notice) -> dt.date | None:
    """Return the day of a request for a hearing that was neither held nor given up (行政处罚法64)."""
    over = notice.hearing_withdrawn_on or notice.hearing_ended_on
    return None if over else notice.hearing_asked_on


def same_party(party: Party) -> Q:
    """Return the condition by which a decision is on the same party: by number or code, else by name and kind."""
    if party.is_natural and party.identity_number:
        return Q(party__identity_number=party.identity_number)
    if not party.is_natural and party.credit_code:
        return Q(party__credit_code=party.credit_code)
    return Q(party__name=party.name, party__party_kind=party.party_kind)


def earlier_penalties(case: Case, party: Party) -> list[str]:
    """Return the numbers of this agency's penalties on the same party in other cases, oldest first (行政处罚法33).

    Those decided on paper before the system are among them.
    """
    rows = (
        Decision.objects.filter(same_party(party), party__case__agency=case.agency_id)
        .exclude(party__case=case)
        .select_related("draft")
        .order_by("decided_on", "number")
    )
    made = [(each.decided_on, each.number) for each in rows if not core_of(each.draft).get("no_penalty")]
    on_paper = PriorDecision.objects.filter(same_party(party), party__case__agency=case.agency_id)
    made += on_paper.exclude(party__case=case).values_list("decided_on", "number")
    return [number for _, number in sorted(made)]


def amount_of(core: dict[str, Any]) -> int:
    """Return the sum of money in a core's penalties, in 分."""
    return sum(each.get("amount", 0) for each in core["penalties"])


def consented(party: Party, on: dt.date) -> bool:
    """Say whether the party had agreed to be served electronically by a day: its newest confirmation counts."""
    newest = party.confirmations.filter(confirmed_on__lte=on).order_by("-position").first()
    return newest is not None and newest.electronic


def paid(decision: Decision) -> int:
    """Return what has been paid on a decision, in 分."""
    return sum(row.amount for row in decision.performances.all())


def undecided(case: Case) -> list[Party]:
    """Return the parties that have no decision yet."""
    return list(case.parties.filter(decisions__isnull=True))


def as_json(case: Case) -> dict[str, Any]:
    """Return a case as `mingjing cases --json` prints it."""
    return {
        "id": case.ref,
        "number": case.number,
        "state": state_of(case),
        "parties": [{"id": party.ref, "name": party.name} for party in case.parties.all()],
    }
