"""What a scanned code shows, and why one shows nothing: no scan is recorded, and none is needed for any step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.records.actions import open_dossier
from mingjing.records.actors import Actor
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import certificate_facts, qualification_faults
from mingjing.registry.rules import certificate_faults
from mingjing.visits import acts, codes
from mingjing.visits.models import Rating, Visit

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.visits.codes import Code
    from mingjing.visits.models import Visitor

RATED_FOR = 30
"""Days after a visit in which its code may still be rated."""
MOST_A_DAY = 200
LONGEST_WORDS = 300
State = Visit.State


def visit_of(code: Code) -> Visit:
    """Return the task of a code that we signed."""
    found = Visit.objects.select_related("agency", "decided_by").filter(pk=code.visit).first()
    if found is None:
        raise Refusal("code.unknown", "没有这个任务。", next_step="请查看执法证件，或者拨打监督电话。")
    return found


def standing_fault(visit: Visit, now: dt.datetime) -> str:
    """Return why a task has no code at a moment, or an empty text: not approved, taken back, a certificate lapsed.

    What is asked is how things stand now: a certificate suspended this morning speaks against a task of yesterday.
    """
    if visit.state == State.ASKED:
        return "这个任务还没有批准"
    if visit.state in {State.REFUSED, State.WITHDRAWN}:
        return f"这个任务{visit.get_state_display()}"
    if visit.state == State.URGENT and visit.approve_by and now > visit.approve_by:
        return "紧急先行实施的任务逾期没有补批"
    for each in visit.visitors.select_related("officer__department", "certificate"):
        faults = _faults(each, visit, now.date())
        if faults:
            return f"{each.officer.name}现在不具备执法资格：{'；'.join(faults)}"
    return ""


def _faults(each: Visitor, visit: Visit, day: dt.date) -> list[str]:
    """Return what speaks against an officer today, and against the very certificate that the page shows."""
    category, area = visit.category, visit.agency.area
    shown = [
        facts for facts in certificate_facts(each.officer, on=day) if facts.number == each.certificate.number
    ]
    return qualification_faults(each.officer, on=day, category=category, area=area) or certificate_faults(
        shown, on=day, category=category, area=area
    )


def fault_of(code: Code, visit: Visit) -> str:
    """Return why a code that we signed shows nobody, or an empty text."""
    now = clock.now()
    fault = standing_fault(visit, now)
    if fault:
        return fault
    if not code.fresh() or now.date() != visit.opens_at.astimezone(clock.SHANGHAI).date():
        return "这个码已经过期：码每几分钟更换一次"
    return ""


def is_rated(code: Code) -> bool:
    """Say whether a code has been rated."""
    return Rating.objects.filter(slip=code.slip()).exists()


def rate(*, code: Code, grade: str, words: str = "") -> Rating:
    """Take what whoever scanned says of the visit, once a code; neither visit, officer nor person is kept with it."""
    visit = visit_of(code)
    if grade not in Rating.Grade.values:
        raise Refusal(
            "rating.no_grade", "请选择满意程度。", next_step="三选一；不评价也可以。", field="grade"
        )
    if (clock.today() - visit.opens_at.astimezone(clock.SHANGHAI).date()).days > RATED_FOR:
        raise Refusal("rating.too_late", "这次执法已过评价的时间。", next_step="仍可以投诉举报。")
    if code.slice > codes.slice_of(clock.real()) + codes.GRACE:
        raise Refusal("rating.too_early", "这个码还没有亮过。", next_step="请在执法时扫码评价。")
    month = f"{clock.today():%Y-%m}"
    row = Rating(
        agency=visit.agency, activity=visit.activity, grade=grade, words=words.strip()[:LONGEST_WORDS],
        month=month, slip=code.slip(),
    )  # fmt: skip
    dossier = open_dossier(kind="ratings", ref=f"{visit.agency.ref}-{month}", agency=visit.agency.ref)
    with deed(dossier=dossier, act=acts.RATED, actor=Actor("visits.scanned", row.ref)) as work:
        if Rating.objects.filter(slip=row.slip).exists():
            raise Refusal("rating.once", "这个码已经评价过，一码一评。", next_step="要补充的，可以投诉举报。")
        if dossier.records.filter(recorded_at__date=clock.today()).count() >= MOST_A_DAY:
            raise Refusal("rating.too_many", "今天的评价已经很多。", next_step="请改日再试。")
        work.add(row)
    return row
