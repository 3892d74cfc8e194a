"""Taking over a case that was running before the system: at its step, from its real days, with its papers' scans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, check_qualified, check_two
from mingjing.cases.actions.leads import CATEGORY, PROCEDURE, check_particulars
from mingjing.cases.models import Case, Handler, Party, PriorDecision, PriorStep, TakeOver
from mingjing.cases.models.taken import MARK
from mingjing.cases.queries.taken import first_day
from mingjing.cases.rules import lead as lead_rules
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules import service as service_rules
from mingjing.cases.rules import taken as taken_rules
from mingjing.cases.rules.prior_reviews import before_the_system
from mingjing.catalog.queries import matter_in_force
from mingjing.documents.prior import keep
from mingjing.law.calendar import DAY
from mingjing.records.deeds import deed
from mingjing.records.models import Dossier
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.workflow import running
from mingjing.workflow.actions import current
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mingjing.evidence.actions import Upload
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Department, Officer, User

LIMIT, VERIFY, SERVE, PAY = "xzcf.decision_90", "zj55.verify", "xzcf.serve_7", "xzcf.pay_15"
BEFORE = "上线前"


@dataclass(frozen=True)
class Days:
    """The real days of what went before; None for what has not happened."""

    found_on: dt.date
    acted_on: dt.date
    filed_on: dt.date | None = None
    concluded_on: dt.date | None = None
    decided_on: dt.date | None = None
    served_on: dt.date | None = None
    reviewed_on: dt.date | None = None

    def told(self) -> dict[str, dt.date | None]:
        """Return the days in the order of the law, by field."""
        return {
            "found_on": self.found_on,
            "filed_on": self.filed_on,
            "concluded_on": self.concluded_on,
            "reviewed_on": self.reviewed_on,
            "decided_on": self.decided_on,
            "served_on": self.served_on,
        }


@dataclass(frozen=True)
class Decided:
    """A decision made on paper, and its service where it was served. `amount` in 分."""

    number: str = ""
    by: str = ""
    content: str = ""
    amount: int = 0
    method: str = ""
    proof: str = ""


@dataclass(frozen=True)
class Elapsed:
    """What the ninety days have behind them: days granted, and closed spans that did not count, and why."""

    first_days: int = 0
    second_days: int = 0
    stopped: Sequence[tuple[dt.date, dt.date]] = ()
    why: str = "中止调查"


@dataclass(frozen=True)
class Before:
    """A case as its paper file tells it."""

    title: str
    summary: str
    place: str
    source: str
    days: Days
    people: str
    account: str
    party: Mapping[str, Any]
    course: str = Case.Course.ONCE
    number: str = ""
    matter_code: str = ""
    unlisted_reason: str = ""
    jurisdiction: str = ""
    complex_case: bool = False
    elapsed: Elapsed = field(default_factory=Elapsed)
    decided: Decided = field(default_factory=Decided)
    papers: Mapping[str, Upload] = field(default_factory=dict)
    """Form code → scan."""


def take_over(
    *, user: User, department: Department, step: str, handlers: Sequence[Officer], before: Before
) -> Case:
    """§11.6 no. 29: enter a case at the step where it stands; its limits run from its real days.

    The handlers from now on are two qualified officers; who handled it before is written down in words. A decision made
    on paper becomes a `PriorDecision`, never a decision of this system (行政处罚法58).
    """
    require(user, "case.take_over")
    person = signer(user)
    _check(user, department, step, before)
    case = _case(user, department, before)
    if step != "lead":
        check_two(list(handlers))
        check_qualified(list(handlers), case, clock.today())
    party = Party(case=case, position=1, **before.party)
    check_particulars(party)
    with transaction.atomic():
        case.dossier = Dossier.objects.create(kind="case", ref=case.ref, agency=user.agency.ref)
        with deed(dossier=case.dossier, act=acts.TAKEN_OVER, actor=user.actor()) as work:
            work.add(case)
            _place(work, user, step, before.days)
            work.add(
                TakeOver(
                    case=case, step=step, entered_on=clock.today(), entered_by=person,
                    people=before.people.strip(), account=before.account.strip(),
                )
            )  # fmt: skip
            work.add(party)
            for officer in handlers if step != "lead" else ():
                work.add(Handler(case=case, officer=officer, assigned_on=clock.today(), reason=BEFORE))
            _clocks(work, step, before, party)
            work.facts["step"] = taken_rules.STEPS[step]
        _papers(user, case, before, party)
    return case


def _check(user: User, department: Department, step: str, before: Before) -> None:
    if department.agency_id != user.agency_id:
        raise Refusal(
            "department.unknown", "本机关没有这个内设机构。", field="department", next_step="请重新选择。"
        )
    taken_rules.known_step(step)
    days, today = before.days, clock.today()
    taken_rules.days_there(step, days.told())
    taken_rules.in_order(days.told(), today)
    rules.not_in_future(days.acted_on, days.found_on, "acted_on")
    if step == taken_rules.REVIEWED and days.filed_on and days.reviewed_on:
        before_the_system(
            filed_on=days.filed_on,
            reviewed_on=days.reviewed_on,
            first_day=first_day(user.agency),
            today=today,
        )
    taken_rules.decided_before(days.decided_on, first_day(user.agency))
    taken_rules.told(before.people, field="people", what="上线前的经办人")
    taken_rules.told(before.account, field="account", what="上线前的经过")
    labels = dict(PriorStep.Kind.choices)
    taken_rules.nothing_beyond(step, days.told(), before.papers, labels)
    taken_rules.papers_there(step, before.papers, labels)
    if step == "lead":
        return
    number = f"{before.number.strip()}{MARK}"
    taken = Case.objects.filter(agency=user.agency, number__in=(number, before.number.strip())).exists()
    taken_rules.number_free(before.number, taken=taken)
    lead_rules.evidence_told(before.account)
    check_decided(step, before.decided)


def check_decided(step: str, told: Decided) -> None:
    """Refuse a paper decision without its number, its hand or its content, and a service without its proof."""
    if step in taken_rules.DECIDED:
        taken_rules.told(told.number, field="decision_number", what="决定书文号")
        taken_rules.told(told.by, field="decided_by", what="决定人")
        taken_rules.told(told.content, field="content", what="处罚内容")
    if step == "performance":
        service_rules.proof_by_method(told.method, told.proof)


def _case(user: User, department: Department, before: Before) -> Case:
    days = before.days
    row = matter_in_force(user.agency, before.matter_code, clock.today()) if before.matter_code else None
    if days.filed_on:
        if row is None:
            taken_rules.told(
                before.unlisted_reason, field="unlisted_reason", what="执法事项，或者事项不在清单内的理由"
            )
        elif row.category != CATEGORY:
            raise Refusal(
                "matter.not_penalty", f"事项“{row.name}”属于{row.category}，不能据以处罚。", "行政处罚法 第三十八条",
                "请选行政处罚类的事项。", "matter_code",
            )  # fmt: skip
    return Case(
        agency=user.agency, department=department, title=before.title, summary=before.summary, place=before.place,
        source=before.source, course=before.course, found_on=days.found_on, acted_on=days.acted_on,
        filed_on=days.filed_on, number=f"{before.number.strip()}{MARK}" if days.filed_on else "", matter=row,
        unlisted_reason=before.unlisted_reason, complex=before.complex_case,
        first_evidence=before.account.strip(), jurisdiction=before.jurisdiction.strip(),
    )  # fmt: skip


def _place(work: Deed, user: User, step: str, days: Days) -> None:
    """Put the dossier where the case stands, through the steps whose days are known."""
    version = current(user.agency, PROCEDURE)
    if version is None:
        raise Refusal(
            "procedure.none", "本机关还没有采用普通程序流程。", "种子 一（二）3", "请先采用并公布办案流程。"
        )
    running.begin(work, version=version, on=days.found_on)
    way = (
        ("filing", days.filed_on),
        ("investigation", days.filed_on),
        ("conclusion", days.concluded_on),
        ("review", days.reviewed_on),
        ("notice", days.reviewed_on),
        ("decision", days.decided_on),
        ("service", days.decided_on),
        ("performance", days.served_on),
    )
    for place, on in way:
        if on and _reached(place, step):
            running.go_back(work, step=place, on=on)


def _reached(place: str, step: str) -> bool:
    order = (
        "lead", "filing", "investigation", "conclusion", "review", "notice", "decision", "service", "performance",
    )  # fmt: skip
    return order.index(place) <= order.index(step)


def _clocks(work: Deed, step: str, before: Before, party: Party) -> None:
    """Start every limit on its real day; what was done in time and what was late both stay to be seen."""
    days, elapsed = before.days, before.elapsed
    running.start_clock(work, rule=VERIFY, on=days.found_on)
    if days.filed_on is None or step == "lead":
        return
    running.meet_clock(work, rule=VERIFY, on=days.filed_on)
    running.start_clock(work, rule=LIMIT, on=days.filed_on)
    for first, last in taken_rules.stopped(elapsed.stopped, filed_on=days.filed_on, today=clock.today()):
        running.stop_clock(work, rule=LIMIT, on=first, kind=BEFORE, why=f"{BEFORE}：{elapsed.why}")
        running.release_clock(work, rule=LIMIT, on=last + DAY, kind=BEFORE)
    for rule, granted in taken_rules.extensions(elapsed.first_days, elapsed.second_days):
        running.extend_clock(work, rule=LIMIT, by=rule, days=granted)
    if step in taken_rules.DECIDED and days.decided_on:
        running.meet_clock(work, rule=LIMIT, on=days.decided_on)
        served_on = days.served_on if step == "performance" else None
        serving(work, party, decided_on=days.decided_on, served_on=served_on, amount=before.decided.amount)


def serving(work: Deed, party: Party, *, decided_on: dt.date, served_on: dt.date | None, amount: int) -> None:
    """Start the limits of a decision made on paper: of its service, and once served of its payment."""
    running.start_clock(work, rule=SERVE, on=decided_on, party=party.ref)
    if served_on:
        running.meet_clock(work, rule=SERVE, on=served_on, party=party.ref)
        if amount:
            running.start_clock(work, rule=PAY, on=served_on, party=party.ref)


def _papers(user: User, case: Case, before: Before, party: Party) -> None:
    """Enter each scan as what it is, on its day: one record each, marked as of before the system."""
    days = before.days
    on = {
        "LA01": days.filed_on, "ZJ01": days.concluded_on, "FS03": days.reviewed_on, "JD03": days.decided_on,
        "SD01": days.served_on,
    }  # fmt: skip
    for form, upload in before.papers.items():
        row = enter_paper(
            user, case, kind=form, done_on=on[form] or days.found_on, people=before.people,
            note=_note(form, before), upload=upload, party=party,
        )  # fmt: skip
        if form == "JD03" and days.decided_on:
            enter_decision(user, party, before.decided, row, on=days.decided_on, served_on=days.served_on)


def _note(form: str, before: Before) -> str:
    numbers = {"LA01": before.number, "JD03": before.decided.number, "SD01": before.decided.proof}
    return numbers.get(form, "").strip()


def enter_decision(
    user: User, party: Party, told: Decided, paper: PriorStep, *, on: dt.date, served_on: dt.date | None
) -> None:
    """Write down what was decided on paper against a party, by a record of its own."""
    dossier = party.case.dossier
    with deed(dossier=dossier, act=acts.PRIOR_DECIDED, actor=user.actor(), happened_on=on) as work:
        row = PriorDecision(
            party=party, number=f"{told.number.strip()}{MARK}", decided_on=on, decided_by=told.by.strip(),
            content=told.content.strip(), amount=told.amount, document=paper.document,
        )  # fmt: skip
        if served_on:
            row.served_on, row.method, row.proof = served_on, told.method, told.proof.strip()
            running_pay = work.dossier.clocks.filter(rule=PAY, party=party.ref).first()
            row.pay_by = running_pay.due_on if running_pay else None
        work.add(row)
        work.mention(party)


OF_A_PARTY = frozenset({"FS03", "JD03"})
"""Papers that are about one party: its reviewed draft, its decision."""


def enter_paper(
    user: User, case: Case, *, kind: str, done_on: dt.date, people: str, note: str, upload: Upload,
    party: Party | None = None, version: int | None = None,
) -> PriorStep:  # fmt: skip
    """Enter one paper of before, by a record of its own."""
    label = PriorStep.Kind(kind).label
    with deed(
        dossier=case.dossier, act=acts.PRIOR, actor=user.actor(), version=version, happened_on=done_on
    ) as work:
        document = keep(
            work, form=kind, title=label, made_on=done_on, party=party.ref if party and kind in OF_A_PARTY else "",
            data={"材料": label, "日期": str(done_on), "经办人": people, "说明": note, "来源": f"{BEFORE}纸质案卷扫描"},
            name=upload.name, stream=upload.stream,
        )  # fmt: skip
        work.facts["what"] = label
        return work.add(
            PriorStep(case=case, step_kind=kind, done_on=done_on, people=people, note=note, document=document)
        )


def add_prior_paper(
    *,
    user: User,
    case: Case,
    kind: str,
    done_on: dt.date,
    people: str,
    note: str = "",
    upload: Upload,
    version: int | None = None,
) -> PriorStep:
    """§11.6 no. 29: add the scan of a further paper of before to a case that was taken over."""
    acting_handler(user, case, "case.investigate")
    row = case.take_overs.first()
    taken_rules.taken_over(was=row is not None)
    rules.not_in_future(done_on, row.entered_on if row else clock.today(), "done_on")
    taken_rules.told(people, field="people", what="经办人")
    return enter_paper(
        user, case, kind=PriorStep.Kind(kind), done_on=done_on, people=people.strip(), note=note.strip(),
        upload=upload, version=version,
    )  # fmt: skip
