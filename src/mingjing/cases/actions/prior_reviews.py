"""What was reviewed and told on paper before the system: copied from the file, confirmed by a second hand (ADR-016)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

from django.db import transaction

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, allow, case_deed, party_of, still_undecided
from mingjing.cases.actions.drafting import Typed, check_core, check_ground, core
from mingjing.cases.actions.taking_over import enter_paper
from mingjing.cases.models import Notice, PriorNotice, PriorReview, Statement
from mingjing.cases.models.taken import MARK
from mingjing.cases.queries import same_act, taken
from mingjing.cases.queries.case import core_of, handler_refs, newest_drafts, opinion_on, passed
from mingjing.cases.queries.hearings import larger_sum, waiting_notices
from mingjing.cases.rules import notice as notice_rules
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules import prior_reviews as prior_rules
from mingjing.cases.rules import service as service_rules
from mingjing.cases.rules import taken as taken_rules
from mingjing.law.terms import due
from mingjing.refusal import Refusal
from mingjing.review import actions as review
from mingjing.review import acts as review_acts
from mingjing.review.models import PriorOpinion
from mingjing.review.rules import check_reviewer
from mingjing.workflow import running
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mingjing.cases.models import Case, Party, PriorStep
    from mingjing.cases.models.taken import PriorAnswer
    from mingjing.documents.models import Document
    from mingjing.evidence.actions import Upload
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Officer, User
    from mingjing.review.models import Draft

OPINION, NOTICE, RECEIPT, STATEMENT, HEARING, WAIVER = "FS03", "GZ01", "SD01", "GZ03", "TZ05", "SQ01"
HEARD, ASKED = "zj55.statement", "zj55.hearing_req"


@dataclass(frozen=True)
class Signed:
    """The paper opinion as it reads: its number, who reviewed, who signed, its words."""

    number: str
    reviewer: str
    signer: str
    text: str


@dataclass(frozen=True)
class Told:
    """The paper notice as the file tells it: its service, and what the party answered to it."""

    number: str
    served_on: dt.date
    method: str
    proof: str
    hearing_offered: bool
    announced_on: dt.date | None = None
    refused_because: str = ""
    waived_on: dt.date | None = None
    hearing_waived_on: dt.date | None = None
    hearing_asked_on: dt.date | None = None
    hearing_held_on: dt.date | None = None
    stated_on: dt.date | None = None
    statement: str = ""
    brings_new: bool = False
    reexamination: str = ""
    papers: Mapping[str, Upload] = field(default_factory=dict)
    """Form code → scan."""


def copy_review(
    *,
    user: User,
    case: Case,
    party: Party,
    signed: Signed,
    version: int | None = None,
    **typed: Unpack[Typed],
) -> PriorReview:
    """行政处罚法58: copy the draft that was reviewed on paper, word for word, with the opinion on it.

    It opens nothing yet: the head of the legal department holds both against the scan first (`confirm_review`).
    """
    officer = acting_handler(user, case, "case.draft")
    party_of(case, party)
    prior_rules.written(
        {
            "审核意见文号": signed.number,
            "审核人": signed.reviewer,
            "签署人": signed.signer,
            "审核意见": signed.text,
        }
    )
    content = core(case, party, **typed)
    check_core(case, content)
    check_ground(case, party, content)
    with case_deed(user=user, case=case, act=acts.PRIOR_REVIEWED, version=version) as work:
        running.require_step(case.dossier, taken_rules.REVIEWED)
        prior_rules.copied_once(
            at_its_notice=taken.came_reviewed(case) is not None,
            drafted=case.dossier.drafts.filter(party=party.ref).exists(),
        )
        same_act.not_fined_twice(content, same_act.fined_before(same_act.earlier_of([party])[party]))
        paper = case.prior_steps.filter(step_kind=OPINION, document__party=party.ref).last()
        if paper is None:
            raise Refusal(
                "takeover.no_paper", "案卷中没有审核意见书的扫描件。", prior_rules.REVIEWED, field="number"
            )
        draft = review.make_draft(work, party=party.ref, core=content, officer=officer, on=clock.today())
        work.mention(party)
        row = PriorReview(
            party=party, draft=draft, number=f"{signed.number.strip()}{MARK}", reviewer=signed.reviewer.strip(),
            signer=signed.signer.strip(), signed_on=paper.done_on, text=signed.text.strip(),
            document=paper.document, entered_by=officer, entered_on=clock.today(),
        )  # fmt: skip
        work.facts["number"] = row.number
        return work.add(row)


def confirm_review(
    *, user: User, case: Case, party: Party, agreed: bool, answer: str = "", version: int | None = None
) -> PriorReview:
    """行政处罚法58; ADR-016: the head of the legal department finds whether the paper opinion passed this very draft.

    Confirmed, it opens the gate for this draft and no other. Denied, the case goes back to be reviewed here.
    """
    allow(user, "review.sign", case)
    person = _second_hand(user, case)
    act = review_acts.PRIOR_CONFIRMED if agreed else review_acts.PRIOR_DENIED
    with case_deed(user=user, case=case, act=act, version=version) as work:
        running.require_step(case.dossier, taken_rules.REVIEWED)
        row = (
            PriorReview.objects.filter(party=party_of(case, party), agreed=None)
            .select_related("draft")
            .first()
        )
        prior_rules.waits(waiting=row is not None, what="上线前的审核意见")
        came = taken.came_reviewed(case)
        if row is None or came is None or case.filed_on is None:
            raise Refusal("prior_review.none", "没有待核对的上线前的审核意见。", prior_rules.REVIEWED)
        _newest(case, party, row.draft)
        prior_rules.before_the_system(
            filed_on=case.filed_on, reviewed_on=row.signed_on, first_day=taken.first_day(case.agency),
            today=came.entered_on,
        )  # fmt: skip
        work.mention(row.draft)
        work.mention(party)
        _answered(row, person, agreed=agreed, answer=answer)
        work.change(row)
        work.facts["number"] = row.number
        if agreed:
            work.add(
                PriorOpinion(
                    draft=row.draft, number=row.number, signed_on=row.signed_on, entered_by=row.entered_by,
                    confirmed_by=person, confirmed_on=clock.today(),
                )
            )  # fmt: skip
        else:
            running.go_back(work, step="conclusion", on=clock.today())
    return row


def enter_notice(
    *, user: User, case: Case, party: Party, told: Told, version: int | None = None
) -> PriorNotice:
    """行政处罚法44、62: enter how the party was told on paper of the draft that was copied, and what it answered."""
    officer = acting_handler(user, case, "case.notify")
    party_of(case, party)
    came, draft = case.take_overs.first(), newest_drafts(case.dossier).get(party.ref)
    taken_rules.taken_over(was=came is not None)
    prior_rules.first_draft_untold(fits=draft is not None and draft.revision == 1)
    if came is None or draft is None:
        raise Refusal("prior_notice.unfit", "还没有代拟稿。", prior_rules.TOLD)
    _told_rightly(case, party, told, draft, entered_on=came.entered_on)
    with transaction.atomic():
        scan = _papers(user, case, told, people=came.people, version=version)
        with case_deed(
            user=user, case=case, act=acts.PRIOR_TOLD, version=None, happened_on=told.served_on
        ) as work:
            running.require_step(case.dossier, "notice")
            still_undecided(party)
            if party.notices.exists() or party.prior_notices.exclude(agreed=False).exists():
                raise Refusal(
                    "prior_notice.exists", "已有对这名当事人的告知。", prior_rules.TOLD, "请看案件页。"
                )
            work.mention(party)
            row = PriorNotice(
                party=party, draft=draft, number=f"{told.number.strip()}{MARK}", document=scan,
                served_on=told.served_on, method=told.method, proof=told.proof.strip(),
                announced_on=told.announced_on, refusal=told.refused_because.strip(),
                hearing_offered=told.hearing_offered, waived_on=told.waived_on,
                hearing_waived_on=told.hearing_waived_on, hearing_asked_on=told.hearing_asked_on,
                hearing_held_on=told.hearing_held_on, stated_on=told.stated_on, statement=told.statement.strip(),
                brings_new=told.brings_new, reexamination=told.reexamination.strip(), entered_by=officer,
                entered_on=clock.today(),
            )  # fmt: skip
            work.facts["number"] = row.number
            work.add(row)
    return row


def _told_rightly(case: Case, party: Party, told: Told, draft: Draft, *, entered_on: dt.date) -> None:
    """Refuse a paper notice without service, proof and scans, with impossible days, or that told too little."""
    prior_rules.written({"告知书文号": told.number, "送达证明": told.proof})
    rules.not_in_future(told.served_on, entered_on, "served_on")
    rules.not_before(told.served_on, case.filed_on or told.served_on, what="立案日期", field="served_on")
    announced = told.announced_on
    service_rules.properly(
        service_rules.Handing(
            served_on=told.served_on, method=told.method, proof=told.proof, announced_on=announced,
            refused_because=told.refused_because,
        ),
        consented=True, ends_on=due("sd.public", announced).due if announced else None,
    )  # fmt: skip
    prior_rules.days_of_notice(
        told.served_on,
        entered_on,
        {
            "waived_on": ("书面放弃日期", told.waived_on),
            "hearing_waived_on": ("书面放弃听证日期", told.hearing_waived_on),
            "hearing_asked_on": ("要求听证日期", told.hearing_asked_on),
            "hearing_held_on": ("听证日期", told.hearing_held_on),
            "stated_on": ("陈述申辩日期", told.stated_on),
        },
    )
    prior_rules.said_whole(
        asked=told.hearing_asked_on is not None, offered=told.hearing_offered,
        held=told.hearing_held_on is not None, waived_hearing=told.hearing_waived_on is not None,
        stated=told.stated_on is not None, told=bool(told.statement.strip() and told.reexamination.strip()),
    )  # fmt: skip
    ground = notice_rules.hearing_right(core_of(draft)["penalties"], larger=larger_sum(case, party))
    prior_rules.told_right(ground=ground, offered=told.hearing_offered)
    prior_rules.scans_there(
        told.papers,
        {
            NOTICE: "行政处罚意见告知书",
            RECEIPT: "告知书送达回证",
            **({WAIVER: "放弃声明"} if told.waived_on or told.hearing_waived_on else {}),
            **({STATEMENT: "陈述申辩和复核"} if told.stated_on else {}),
            **({HEARING: "听证"} if told.hearing_asked_on else {}),
        },
    )


def _papers(user: User, case: Case, told: Told, *, people: str, version: int | None) -> Document:
    """Enter the scans, each on its day, and return the notice's own."""
    days = {
        NOTICE: told.served_on, RECEIPT: told.served_on, WAIVER: told.waived_on or told.hearing_waived_on,
        STATEMENT: told.stated_on, HEARING: told.hearing_held_on or told.hearing_asked_on,
    }  # fmt: skip
    made: dict[str, PriorStep] = {}
    for form, upload in told.papers.items():
        made[form] = enter_paper(
            user, case, kind=form, done_on=days[form] or told.served_on, people=people,
            note=told.number.strip() if form == NOTICE else "", upload=upload, version=None if made else version,
        )  # fmt: skip
    return made[NOTICE].document


def confirm_notice(
    *, user: User, case: Case, party: Party, agreed: bool, answer: str = "", version: int | None = None
) -> PriorNotice:
    """行政处罚法44、62; ADR-016: the head of the legal department finds whether the paper notice told this very draft.

    Confirmed, it is a notice like any other, its five working days running from its real service.
    """
    allow(user, "review.sign", case)
    person = _second_hand(user, case)
    act = acts.PRIOR_NOTICE_CONFIRMED if agreed else acts.PRIOR_NOTICE_DENIED
    with case_deed(user=user, case=case, act=act, version=version) as work:
        running.require_step(case.dossier, "notice")
        still_undecided(party)
        row = (
            PriorNotice.objects.filter(party=party_of(case, party), agreed=None)
            .select_related("draft")
            .first()
        )
        prior_rules.waits(waiting=row is not None, what="上线前的告知书")
        if row is None or row.served_on is None:
            raise Refusal("prior_review.none", "没有待核对的上线前的告知书。", prior_rules.TOLD)
        draft = _newest(case, party, row.draft)
        if not passed(draft):
            raise Refusal(
                "notice.not_reviewed", "这一稿还没有通过审核，先核对审核意见。", prior_rules.REVIEWED,
                "请先核对上线前的审核意见。",
            )  # fmt: skip
        work.mention(party)
        _answered(row, person, agreed=agreed, answer=answer)
        work.change(row)
        work.facts["number"] = row.number
        if agreed:
            _counts(work, case, row, draft, served_on=row.served_on)
    return row


def _counts(work: Deed, case: Case, row: PriorNotice, draft: Draft, *, served_on: dt.date) -> None:
    """Make the confirmed paper a notice, with what the party answered, its limits from the real days."""
    party, opinion = row.party, opinion_on(draft)
    reviewed_on = opinion.signed_on if opinion else None
    limit = running.start_clock(work, rule=HEARD, on=served_on, party=party.ref)
    if row.hearing_offered:
        running.start_clock(work, rule=ASKED, on=served_on, party=party.ref)
    notice = work.add(
        Notice(
            party=party, draft=draft, document=row.document, prior_number=row.number, served_on=served_on,
            method=row.method, proof=row.proof, announced_on=row.announced_on, refusal=row.refusal,
            ends_on=limit.due_on, waived_on=row.waived_on, waiver_proof="上线前的放弃声明" if row.waived_on else "",
            hearing_offered=row.hearing_offered, hearing_waived_on=row.hearing_waived_on,
            hearing_asked_on=row.hearing_asked_on,
            hearing_proof="上线前的听证材料" if row.hearing_asked_on or row.hearing_waived_on else "",
            hearing_ended_on=row.hearing_held_on,
            hearing_revision=_taken_in(reviewed_on, row.hearing_held_on),
        )
    )  # fmt: skip
    answered = row.waived_on or row.stated_on
    if answered:
        running.meet_clock(work, rule=HEARD, on=answered, party=party.ref)
    if asked := row.hearing_asked_on or row.hearing_waived_on:
        running.meet_clock(work, rule=ASKED, on=asked, party=party.ref)
    if row.stated_on:
        revision = _taken_in(reviewed_on, row.stated_on) or 0
        work.add(
            Statement(
                notice=notice, made_on=row.stated_on, content=row.statement, brings_new=row.brings_new,
                reexamination=row.reexamination, revision=revision,
            )
        )  # fmt: skip
        if row.brings_new and revision >= draft.revision and not waiting_notices(case):
            running.go_back(work, step="conclusion", on=clock.today())
    work.facts["ends"] = str(limit.due_on)


def _taken_in(reviewed_on: dt.date | None, heard_on: dt.date | None) -> int | None:
    """Return the revision that heard something did not go into yet: none where the review came after it."""
    if heard_on is None:
        return None
    return 0 if reviewed_on and reviewed_on >= heard_on else 1


def _second_hand(user: User, case: Case) -> Officer:
    """244号27: who confirms is of the legal department and never handled the case."""
    person = signer(user)
    check_reviewer(
        reviewer=person.ref, handlers=handler_refs(case), department_function=person.department.function
    )
    return person


def _newest(case: Case, party: Party, draft: Draft) -> Draft:
    found = newest_drafts(case.dossier).get(party.ref)
    prior_rules.newest_still(newest=found is not None and found.pk == draft.pk)
    return found or draft


def _answered(row: PriorAnswer, person: Officer, *, agreed: bool, answer: str) -> None:
    prior_rules.second_hand(same=person.pk == row.entered_by_id)
    prior_rules.why_not(agreed=agreed, answer=answer)
    row.agreed, row.answered_by, row.answered_on, row.answer = agreed, person, clock.today(), answer.strip()
