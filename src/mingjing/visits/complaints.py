"""The verbs of a complaint: taken from anyone, given to somebody to handle, answered; the identity opened by name."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.disclosure.leaks import suspects
from mingjing.disclosure.models import Publication
from mingjing.law.terms import due
from mingjing.records.actions import open_dossier
from mingjing.records.actors import Actor
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.registry.queries import in_post, require, roles_of
from mingjing.visits import acts, rules
from mingjing.visits.models import Complainant, ComplainantOpening, Complaint, Visit
from mingjing.visits.sealing import ALPHABET, seal, unseal

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency, Officer, User

RULE = "complaint.answer"
MOST_A_DAY, MOST_ABOUT_ONE = 100, 20
"""Complaints that are taken on one day in all, and that may wait about one thing: the log cannot be cut back."""
About, Outcome = Complaint.About, Complaint.Outcome
HANDLED: list[Callable[[Publication], set[uuid.UUID]]] = []
"""Who handled what a publication is about: rooms above add how they know it."""


def dossier_of(complaint: Complaint) -> Dossier:
    """Return the dossier of a complaint: its own, so that no case's file and no visit's shows that there is one."""
    return open_dossier(kind="complaint", ref=complaint.ref, agency=complaint.agency.ref)


def complain(
    *,
    agency: Agency,
    kind: str,
    claim: str,
    about_kind: str = About.AGENCY,
    about_ref: str = "",
    name: str = "",
    contact: str = "",
) -> Complaint:
    """种子 A4.1: take a complaint from anyone. The record names nobody; who they are is sealed, if they said it."""
    claim = rules.require_claim(claim)
    if kind not in Complaint.Kind.values:
        raise Refusal(
            "complaint.no_kind", "请选择投诉、举报或者意见建议。", next_step="三选一。", field="kind"
        )
    _not_too_many(about_ref)
    term = due(RULE, clock.today())
    name, contact = name.strip(), contact.strip()
    made = Complaint(
        agency=agency, number=_number(), kind=kind, about_kind=about_kind, about_ref=about_ref, claim=claim,
        signed=bool(name or contact), received_on=clock.today(), answer_by=term.due, safe_on=term.safe,
        provisional=term.provisional,
    )  # fmt: skip
    with deed(
        dossier=dossier_of(made), act=acts.RECEIVED, actor=Actor("visits.complained", made.ref)
    ) as work:
        work.add(made)
        if made.signed:
            work.add(Complainant(complaint=made, sealed=seal(name, contact, number=made.number)))
    return made


def _not_too_many(about_ref: str) -> None:
    waiting = Complaint.objects.filter(about_ref=about_ref, outcome="").count() if about_ref else 0
    today = Complaint.objects.filter(received_on=clock.today()).count()
    if waiting >= MOST_ABOUT_ONE or today >= MOST_A_DAY:
        raise Refusal(
            "complaint.too_many",
            "今天收到的投诉举报已经很多，暂时不能再从网上提交。",
            rules.COMPLAINING,
            "请拨打监督电话，或者改日再试。",
        )


def involved_in(complaint: Complaint) -> set[uuid.UUID]:
    """Return the people who did, approved, published or handled what the complaint is about."""
    if complaint.about_kind == About.VISIT:
        visit = Visit.objects.get(pk=complaint.about_ref)
        went = set(visit.visitors.values_list("officer_id", flat=True))
        return went | {each for each in (visit.made_by_id, visit.decided_by_id) if each}
    if complaint.about_kind == About.PUBLICATION:
        publication = Publication.objects.get(pk=complaint.about_ref)
        showed = {each for each in (publication.proposed_by_id, publication.checked_by_id) if each}
        return showed.union(*(handled(publication) for handled in HANDLED))
    return set()


def appoint(*, user: User, complaint: Complaint, officer: Officer, version: int | None = None) -> Complaint:
    """Give a complaint to somebody of the agency who had no part in what it is about."""
    require(user, "complaint.appoint")
    _own(user, complaint)
    rules.not_involved(officer.pk, involved_in(complaint))
    rules.not_involved(user.officer_id, involved_in(complaint))
    if not in_post(user.agency).filter(pk=officer.pk).exists():
        raise Refusal(
            "complaint.no_officer", "本机关没有这名在岗人员。", next_step="请重新选择。", field="officer"
        )
    with deed(dossier=dossier_of(complaint), act=acts.APPOINTED, actor=user.actor(), version=version) as work:
        complaint = _waiting(complaint)
        complaint.appointed = officer
        work.change(complaint)
        work.mention(officer)
    return complaint


def may_handle(user: User, complaint: Complaint) -> bool:
    """Say whether an account may answer: the supervisor, or whoever was appointed, and never who was part of it."""
    if user.officer_id is None or user.agency_id != complaint.agency_id:
        return False
    if user.officer_id in involved_in(complaint):
        return False
    appointed = complaint.appointed_id == user.officer_id and user.is_active
    return appointed or may(roles_of(user), "complaint.answer")


def answer(
    *, user: User, complaint: Complaint, outcome: str, answer: str, version: int | None = None
) -> Complaint:
    """Answer a complaint, once, with reasons; whoever holds number and code reads it."""
    _allow(user, complaint)
    if outcome not in Outcome.values:
        raise Refusal("complaint.no_outcome", "请选择处理结果。", next_step="四选一。", field="outcome")
    text = rules.require_text(answer, "查明的情况、理由和处理", "answer", rules.COMPLAINING)
    found = suspects([("答复", text)])
    known = [each for each in _identity(complaint) if each and each in text]
    if found or known:
        raise Refusal(
            "complaint.leak",
            f"答复中的“{known[0] if known else found[0].text}”不能写：答复不得透露任何人的身份。",
            "行政处罚法 第五十条；244号 第十条",
            "请改写为“您”“有关人员”。",
            "answer",
        )
    with deed(dossier=dossier_of(complaint), act=acts.ANSWERED, actor=user.actor(), version=version) as work:
        complaint = _waiting(complaint)
        complaint.outcome, complaint.answer = outcome, text
        complaint.answered_on, complaint.answered_by = clock.today(), user.officer
        work.change(complaint)
        work.facts["outcome"] = complaint.get_outcome_display()
    return complaint


def open_identity(*, user: User, complaint: Complaint, reason: str) -> tuple[str, str]:
    """行政处罚法50: show name and contact to whoever handles the complaint; each opening is a record with a reason."""
    _allow(user, complaint)
    reason = rules.require_text(reason, "启封的事由", "reason")
    sealed = Complainant.objects.filter(complaint=complaint).first()
    if sealed is None or user.officer is None:
        raise Refusal("complainant.none", "投诉举报人没有留下身份。", next_step="凭受理编号答复即可。")
    told = unseal(bytes(sealed.sealed), number=complaint.number)
    if any(each and each in reason for each in told):
        raise Refusal(
            "complaint.leak", "事由中不要写投诉举报人是谁。", next_step="如：电话核实时间。", field="reason"
        )
    with deed(dossier=dossier_of(complaint), act=acts.UNSEALED, actor=user.actor()) as work:
        work.add(
            ComplainantOpening(
                complainant=sealed, opened_by=user.officer, opened_on=clock.today(), reason=reason
            )
        )
        work.mention(complaint)
    return told


def _identity(complaint: Complaint) -> tuple[str, ...]:
    sealed = Complainant.objects.filter(complaint=complaint).first()
    return unseal(bytes(sealed.sealed), number=complaint.number) if sealed else ()


def _allow(user: User, complaint: Complaint) -> None:
    _own(user, complaint)
    if complaint.appointed_id is None or complaint.appointed_id != user.officer_id:
        require(user, "complaint.answer")
    rules.not_involved(user.officer_id, involved_in(complaint))


def _own(user: User, complaint: Complaint) -> None:
    if complaint.agency_id != user.agency_id:
        raise Refusal("complaint.unknown", "没有这件投诉举报。", next_step="请从投诉举报列表进入。")


def _waiting(complaint: Complaint) -> Complaint:
    found = Complaint.objects.select_related("agency").get(pk=complaint.pk)
    if not found.open:
        raise Refusal("complaint.answered", "这件投诉举报已经答复。", next_step="请刷新列表。")
    return found


def _number() -> str:
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"TS-{drawn[:4]}-{drawn[4:]}"
