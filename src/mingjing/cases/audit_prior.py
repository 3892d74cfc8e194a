"""What `mingjing verify` judges again of reviews that were on paper before the system (ADR-016)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing.cases.models import Case, Handler, PriorDecision, PriorReview, TakeOver
from mingjing.cases.queries.taken import first_day
from mingjing.cases.rules.taken import OPENING_DAYS, REVIEWED
from mingjing.records.models import Record
from mingjing.registry.models import Department
from mingjing.review.acts import PRIOR_CONFIRMED
from mingjing.review.models import PriorOpinion

if TYPE_CHECKING:
    import uuid

    from mingjing.records.audit import Findings


def check_prior_opinions(findings: Findings) -> None:
    """行政处罚法58; ADR-016: each was entered with its scan, confirmed by a second hand, and of a case of before."""
    rows = PriorOpinion.objects.select_related("draft", "record", "confirmed_by__department")
    entered = {each.draft_id: each for each in PriorReview.objects.all()}
    count, confirmed = 0, set()
    for row in rows:
        count += 1
        confirmed.add(row.record_id)
        for fault in _faults(row, entered.get(row.draft_id)):
            findings.problem(f"上线前的审核意见 {row.number}：{fault}")
    for record in Record.objects.filter(act=PRIOR_CONFIRMED.name).only("id"):
        if record.pk not in confirmed:
            findings.problem(f"记录 {record.pk}（{PRIOR_CONFIRMED.name}）：审核意见已不存在")
    findings.count("上线前的审核意见", count)
    for made in PriorDecision.objects.select_related("party__case__agency"):
        first = first_day(made.party.case.agency)
        if first is None or made.decided_on >= first:
            findings.problem(f"上线前的决定 {made.number}：不早于本机关在本系统办案的第一天 {first}")


def _faults(row: PriorOpinion, entry: PriorReview | None) -> list[str]:
    dossier = row.draft.dossier_id
    return [
        *_people(row, entry),
        *_before(row),
        *(
            []
            if (row.record.act, row.record.dossier_id, row.record.subject)
            == (PRIOR_CONFIRMED.name, dossier, f"review.draft:{row.draft.ref}")
            else ["记录不是关于这一稿的"]
        ),
        *([] if row.draft.revision == 1 else ["所依的不是照抄的第一稿"]),
    ]


def _people(row: PriorOpinion, entry: PriorReview | None) -> list[str]:
    handlers: set[uuid.UUID] = set(
        Handler.objects.filter(case__dossier=row.draft.dossier_id).values_list("officer_id", flat=True)
    )
    faults = []
    if row.confirmed_by_id == row.entered_by_id or row.confirmed_by_id in handlers:
        faults.append("录入人或者承办人自己核对")
    if row.confirmed_by.department.function != Department.Function.LEGAL:
        faults.append("核对人不属法制机构")
    if row.record.actor != str(row.confirmed_by.actor()):
        faults.append("记录的行为人不是核对人")
    if entry is None or not entry.agreed or (entry.number, entry.signed_on) != (row.number, row.signed_on):
        faults.append("与录入的纸质审核意见不符")
    return faults


def _before(row: PriorOpinion) -> list[str]:
    case = Case.objects.select_related("agency").get(dossier=row.draft.dossier_id)
    came, first = TakeOver.objects.filter(case=case, step=REVIEWED).first(), first_day(case.agency)
    if came is None or first is None or case.filed_on is None:
        return ["本案不是从告知环节接入的案件"]
    faults = []
    if case.filed_on >= first or row.signed_on >= first:
        faults.append(f"立案或者审核不早于本机关在本系统办案的第一天 {first}")
    if came.entered_on > first + dt.timedelta(days=OPENING_DAYS):
        faults.append(f"接入晚于启用后 {OPENING_DAYS} 日")
    return faults
