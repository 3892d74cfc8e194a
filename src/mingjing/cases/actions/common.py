"""What every act on a case checks first."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.models import Case
from mingjing.cases.queries.case import handlers_of
from mingjing.cases.rules.ordinary import enough_handlers
from mingjing.cases.rules.petitions import running_on
from mingjing.documents.models import Voiding
from mingjing.evidence import acts as evidence
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import qualification_faults, require
from mingjing.registry.rules import refuse_unqualified
from mingjing.review import acts as review
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mingjing.cases.models import Party
    from mingjing.documents.models import Document
    from mingjing.records.deeds import Deed
    from mingjing.records.vocabulary import Act
    from mingjing.registry.models import Officer, User

DURING_SUSPENSION = frozenset(
    {
        acts.PETITIONED,
        acts.GRANTED,
        acts.RESUMED,
        acts.PAPER_RETURNED,
        acts.SERVED,
        acts.PERFORMED,
        acts.ADDRESS_CONFIRMED,
        acts.DEFERRAL_ASKED,
        acts.RELIEF_SOUGHT,
        acts.RELIEF_ENDED,
        acts.DEFERRAL_DECIDED,
        acts.DEFERRAL_SERVED,
        acts.MENDING_ASKED,
        acts.RECTIFIED,
        acts.MENDING_SERVED,
        evidence.RECORDED,
        evidence.DESCRIBED,
        evidence.EXPLAINED,
        evidence.COUNTERSIGNED,
        review.WRITTEN,
        review.AGREED,
        review.OUTSIDE,
        review.RETURNED,
        review.RECEIVED,
        review.SUPPLEMENTED,
        review.ASSIGNED,
        review.APPOINTED,
    }
)
"""What goes on while a case is suspended: asking, granting, resuming; review, whose days nothing stops (55号令25);
a decision made already for another party is served and performed; what was recorded before is uploaded."""
PERMITTED_DURING_SUSPENSION = frozenset(
    {
        "case.petition",
        "case.grant",
        "case.scan",
        "case.serve",
        "case.perform",
        "evidence.record",
        "evidence.countersign",
        "review.find",
        "review.sign",
        "review.supplement",
        "review.assign",
        "review.appoint",
        "review.extend",
    }
)

AFTER_THE_END = frozenset(
    {
        acts.PAPER_RETURNED,
        acts.ARCHIVED,
        acts.MENDING_ASKED,
        acts.RECTIFIED,
        acts.MENDING_SERVED,
        acts.RELIEF_SOUGHT,
        acts.RELIEF_ENDED,
        evidence.RECORDED,
        evidence.DESCRIBED,
        evidence.EXPLAINED,
        evidence.COUNTERSIGNED,
    }
)
"""What may still come to the file of a case that has ended; nothing else of it changes.

What ends a case is itself a paper that is sealed and comes back. A slip in a served document is mended whenever it
is found (55号令28); serving what mends it is recorded as every service is. Reconsideration and suits do not ask
whether the case is closed (行政处罚法73).
"""
PERMITTED_AFTER_THE_END = frozenset({"case.scan", "case.archive"})
"""Permissions that are for nothing else; those that are for more are asked with `ended=True` by the acts above."""


@contextmanager
def case_deed(
    *, user: User, case: Case, act: Act, version: int | None, happened_on: dt.date | None = None
) -> Iterator[Deed]:
    """Frame an act on a case: lock its dossier and read the case anew, for somebody may just have acted on it."""
    with deed(
        dossier=case.dossier, act=act, actor=user.actor(), version=version, happened_on=happened_on
    ) as work:
        case.refresh_from_db(
            from_queryset=Case.objects.select_related("agency", "department", "matter", "dossier")
        )
        if act not in AFTER_THE_END:
            not_ended(case)
        if act not in DURING_SUSPENSION:
            not_suspended(case)
        yield work


def allow(user: User, act: str, case: Case, *, ended: bool = False) -> None:
    """Refuse unless the account's role may do the act and the case is its own agency's.

    `ended`: it may be done on a case that has ended too.
    """
    require(user, act)
    if user.agency_id != case.agency_id:
        raise Refusal("case.unknown", "没有这个案件。", next_step="请核对案号。")
    still_open(case, act, ended=ended)


def still_open(case: Case, act: str, *, ended: bool = False) -> None:
    """Refuse an act on a case that has ended, or that is suspended where the act does not go on meanwhile."""
    if not ended and act not in PERMITTED_AFTER_THE_END:
        not_ended(case)
    if act not in PERMITTED_DURING_SUSPENSION:
        not_suspended(case)


def not_suspended(case: Case) -> None:
    """55号令30: refuse a case that is suspended; asked of the database, not of what a page had read."""
    found = case.suspensions.filter(ended_on=None).first()
    running_on(suspended_since=found.began_on if found else None)


def not_ended(case: Case) -> None:
    """Refuse a case that was closed or declined."""
    if case.ending:
        raise Refusal("case.ended", "案件已经终结，不能再办理。", next_step="如需补充，请另立案卷。")


def acting_handler(user: User, case: Case, act: str, *, ended: bool = False) -> Officer:
    """Refuse unless the person handles the case and is qualified today; return them (行政处罚法42)."""
    allow(user, act, case, ended=ended)
    officer = signer(user)
    handlers = handlers_of(case)
    if officer not in handlers:
        raise Refusal(
            "case.not_handler",
            "您不是本案承办人。",
            "行政处罚法 第四十二条",
            "请由本案承办人办理，或由承办机构负责人指派。",
        )
    check_qualified([officer], case, clock.today())
    return officer


def check_qualified(officers: list[Officer], case: Case, on: dt.date) -> None:
    """种子 A3.2: refuse unless each officer is the agency's own and qualified that day for category and area.

    A matter that the list lacks has no category: certificate, area and examination are asked for all the same.
    """
    domain = case.matter.domain if case.matter else ""
    own_officers(officers, case)
    for officer in officers:
        faults = qualification_faults(officer, on=on, category=domain, area=case.agency.area)
        refuse_unqualified(officer.name, faults, on=on)


def own_officers(officers: list[Officer], case: Case) -> None:
    """行政处罚法17、42: refuse somebody of another agency."""
    if any(officer.department.agency_id != case.agency_id for officer in officers):
        raise Refusal(
            "officer.unknown",
            "本机关没有这名人员。",
            "行政处罚法 第十七条、第四十二条",
            "请指派本机关人员。",
        )


def check_two(officers: list[Officer]) -> None:
    """Refuse fewer than two different officers."""
    enough_handlers(len({officer.pk for officer in officers}))


def party_of(case: Case, party: Party) -> Party:
    """Refuse a party of another case."""
    if party.case_id != case.pk:
        raise Refusal("party.unknown", "这不是本案当事人。", next_step="请从案件页选择当事人。")
    return party


def still_undecided(party: Party) -> None:
    """行政处罚法57: refuse to tell or to hear a party further that has its decision; relief is what remains to it."""
    if party.decisions.exists():
        raise Refusal(
            "decision.exists",
            f"已对{party.name}作出决定，告知、陈述申辩和听证都已结束。",
            "行政处罚法 第四十四条、第四十五条、第五十七条",
            "当事人不服的，可以申请行政复议或者提起行政诉讼。",
        )


def not_voided(document: Document) -> None:
    """§11.6 no. 10: a voided document is not served; the one made anew is."""
    if Voiding.objects.filter(document=document).exists():
        raise Refusal(
            "document.voided",
            f"{document.title} {document.number} 已经作废，不能送达。",
            next_step="请送达重新制作的一份。",
        )
