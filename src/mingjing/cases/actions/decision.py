"""The decision for each party, or its refusal by whoever decides, and its service."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts, handing_over
from mingjing.cases.actions.common import (
    acting_handler,
    allow,
    case_deed,
    check_qualified,
    own_officers,
    party_of,
)
from mingjing.cases.actions.paying import closing_due
from mingjing.cases.actions.presenting import party_heard
from mingjing.cases.models import Case, Decision, Party, Service
from mingjing.cases.papers.decision import approval_items, render
from mingjing.cases.papers.wording import with_certificates
from mingjing.cases.queries import same_act
from mingjing.cases.queries.case import amount_of, core_of, handlers_of, newest_drafts, undecided
from mingjing.cases.queries.recordings import settled
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules import service as service_rules
from mingjing.cases.rules.petitions import opinion_where_refused
from mingjing.cases.rules.transfers import no_crime_waits
from mingjing.documents import forms_after, forms_ending
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue, next_number, stored, verification_code
from mingjing.documents.layouts import identity
from mingjing.refusal import Refusal
from mingjing.workflow import approvals, running
from mingjing.workflow.predicates import judge

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from mingjing.records.deeds import Deed
    from mingjing.records.vocabulary import Act
    from mingjing.registry.models import Officer, User
    from mingjing.review.models import Draft
    from mingjing.workflow.models import Approval

ONE_MAY_BE_DECIDED = ("conclusion", "review", "notice", "hearing", "discussion", "decision", "service")
"""Where a case may stand while one of its parties already has a decision: each party's line goes its own way."""


def decide(*, user: User, case: Case, party: Party, opinion: str, version: int | None = None) -> Decision:
    """行政处罚法57–59: decide for one party, by its newest passed draft and nothing else.

    Checked here, and once more by the database: the draft is the newest and its review passed (58).
    """
    allow(user, "case.decide", case)
    party_of(case, party)
    today = clock.today()
    with case_deed(user=user, case=case, act=_act(case, party), version=version) as work:
        running.require_step(case.dossier, "decision")
        if party.decisions.exists():
            raise Refusal("decision.exists", f"已对{party.name}作出决定。", next_step="请看案件页的决定书。")
        settled(case)
        no_crime_waits(case)
        party_heard(case, party)
        draft = newest_drafts(case.dossier)[party.ref]
        same_act.settled(party, core_of(draft))
        rules.discussed_where_due(complex_case=case.complex, discussed=case.discussions.exists())
        check_qualified(handlers_of(case), case, today)
        decision = Decision(
            draft=draft,
            party=party,
            decided_on=today,
            decided_by=approvals.signer(user),
        )
        work.mention(decision)
        signed = approvals.sign(
            work, user=user, agency=case.agency, matter="decision", about=draft.ref, agreed=True,
            opinion=opinion, on=today, final=True,
        )  # fmt: skip
        _approval_form(work, case, decision.draft, signed)
        _issue(work, case, decision)
        work.facts["number"] = decision.number
        if undecided(case) == [party]:
            running.meet_clock(work, rule="xzcf.decision_90", on=today)
            running.go_on(work, on=today, holds=judge(case.dossier))
    return decision


def _act(case: Case, party: Party) -> Act:
    """Return what is decided. A draft made meanwhile has not passed review and is refused, whatever it proposes."""
    draft = newest_drafts(case.dossier).get(party.ref)
    return acts.NOT_PENALIZED if draft and core_of(draft).get("no_penalty") else acts.DECIDED


def refuse(*, user: User, case: Case, party: Party, opinion: str, version: int | None = None) -> None:
    """行政处罚法57: whoever decides does not agree, with reasons; the case goes back to be drafted and reviewed anew.

    The chain of the draft has ended: only another revision, passed by another review, can be decided on.
    """
    allow(user, "case.decide", case)
    party_of(case, party)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.DECISION_REFUSED, version=version) as work:
        running.require_step(case.dossier, "decision")
        if party.decisions.exists():
            raise Refusal("decision.exists", f"已对{party.name}作出决定。", next_step="请看案件页的决定书。")
        opinion_where_refused(agreed=False, opinion=opinion)
        draft = newest_drafts(case.dossier)[party.ref]
        work.mention(draft)
        signed = approvals.sign(
            work, user=user, agency=case.agency, matter="decision", about=draft.ref, agreed=False, opinion=opinion,
            on=today, final=True,
        )  # fmt: skip
        _approval_form(work, case, draft, signed)
        work.mention(party)
        running.go_back(work, step="conclusion", on=today)


def _approval_form(work: Deed, case: Case, draft: Draft, last: Approval) -> None:
    """Make 行政处罚决定审批表 with the opinion of every rung of this round (§11.6 no. 21)."""
    party = next(each for each in case.parties.all() if each.ref == draft.party)
    rounds = case.dossier.approvals.filter(matter="decision", about=draft.ref, round=last.round)
    issue(
        work, form=forms_after.DECISION_APPROVAL, agency=case.agency, made_on=last.signed_on, party=party.ref,
        data=approval_items(case, party, draft, list(rounds.select_related("signed_by").order_by("rung"))),
    )  # fmt: skip


def _issue(work: Deed, case: Case, decision: Decision) -> None:
    """Number the decision, set it as a document, save it, and start the clocks of service and publication."""
    draft, party, today = decision.draft, decision.party, decision.decided_on
    core = core_of(draft)
    form = forms_ending.NO_PENALTY if core.get("no_penalty") else forms.DECISION
    decision.number = next_number(agency=case.agency, word=form.word, on=today)
    code = verification_code()
    pk = uuid.uuid4()
    made = render(case, decision, core, identity(ref=pk.hex, code=code, agency=case.agency.name))
    work.mention(draft)
    work.mention(party)
    decision.document = issue(
        work,
        form=form,
        agency=case.agency,
        made_on=today,
        party=party.ref,
        number=decision.number,
        code=code,
        pk=pk,
        data=made.items,
        original=made.original,
        masked=made.masked,
    )
    work.add(decision)
    running.start_clock(work, rule="xzcf.serve_7", on=today, party=party.ref)
    if not party.is_natural and not core.get("no_penalty"):
        running.start_clock(work, rule="nm.publish7", on=today, party=party.ref)


def serve(
    *,
    user: User,
    case: Case,
    decision: Decision,
    method: str,
    served_on: dt.date,
    place: str,
    receiver: str,
    proof: str,
    officers: list[Officer],
    announced_on: dt.date | None = None,
    relation: str = "",
    witness: str = "",
    refused_because: str = "",
    told_items: Collection[str] = (),
    version: int | None = None,
) -> Service:
    """行政处罚法61; 55号令35–37: two officers serve a decision, with the proof that its method asks for.

    The fifteen days to pay run from service. By announcement the day of service is the end of the thirty days
    from `announced_on` (民事诉讼法95). `told_items`: which of the four things of 244号9 were told on handing it over.
    """
    acting_handler(user, case, "case.serve")
    party_of(case, decision.party)
    service_rules.two_servers(len({each.pk for each in officers}))
    own_officers(officers, case)
    handed = service_rules.Handing(
        served_on=served_on, method=method, proof=f"{proof}　{_witnessed(witness)}", announced_on=announced_on,
        refused_because=refused_because, told_items=told_items,
    )  # fmt: skip
    handing_over.checked(handed, decision.document, decision.party)
    party = decision.party
    with case_deed(user=user, case=case, act=acts.SERVED, version=version, happened_on=served_on) as work:
        if hasattr(decision, "service"):
            raise Refusal("service.exists", "这份决定书已登记送达。", next_step="请看案件经过。")
        running.require_step(case.dossier, *ONE_MAY_BE_DECIDED)
        service = Service(
            decision=decision, method=method, served_on=served_on, place=place, receiver=receiver, proof=proof,
            announced_on=announced_on, relation=relation.strip(), witness=witness.strip(),
            refusal=refused_because.strip(),
        )  # fmt: skip
        if amount_of(core_of(decision.draft)):
            service.pay_by = running.start_clock(
                work, rule="xzcf.pay_15", on=served_on, party=party.ref
            ).due_on
        service.document = issue(
            work,
            form=forms.SERVICE,
            agency=case.agency,
            made_on=served_on,
            party=party.ref,
            data={
                "送达文书": f"{decision.document.title} {decision.number}",
                "受送达人": party.name,
                "送达方式": service.get_method_display(),
                "送达时间": str(served_on),
                "送达地点": place,
                "签收人": receiver,
                **({"代收人与受送达人的关系": relation} if relation.strip() else {}),
                **({"拒收事由": refused_because} if refused_because.strip() else {}),
                **({"见证人": witness} if witness.strip() else {}),
                "送达人": with_certificates(officers, served_on),
                "送达证明": proof,
                **({"公告日期": str(announced_on)} if announced_on else {}),
                **handing_over.telling_on_service(case, method, told_items),
            },
        )
        work.add(service)
        work.mention(party)
        # The very bytes that were served: the receipt rests on them.
        work.mention(stored("documents.original", decision.document.ref, decision.document.original))
        handing_over.handed_over(work, case, handed, party=party, about=service, place=place)
        running.meet_clock(work, rule="xzcf.serve_7", on=served_on, party=party.ref)
        work.facts["number"] = decision.number
        served = not Decision.objects.filter(party__case=case, service=None).exists()
        if served and running.at(case.dossier).step == "service":
            running.go_on(work, on=clock.today(), holds=judge(case.dossier))
            closing_due(work, case, clock.today())
    return service


def _witnessed(witness: str) -> str:
    return f"见证人{witness.strip()}" if witness.strip() else ""
