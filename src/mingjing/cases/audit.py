"""What `mingjing verify` judges again of cases: the gate, the reviewers, the numbers."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from math import inf
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.acts import DECIDED, NOT_PENALIZED
from mingjing.cases.major import proposed
from mingjing.cases.models import Case, Decision, Handler
from mingjing.cases.queries.case import core_of
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import publications_of, rows_met
from mingjing.documents.forms_catalogue import FORMS
from mingjing.documents.models import Document, NumberSeries
from mingjing.documents.numbering import ARCHIVE, ARCHIVE_WORD, NUMBER
from mingjing.records.models import Opening, Record
from mingjing.registry.models import Agency, Department
from mingjing.review.models import Assignment, Draft, Opinion, PriorOpinion, Submission
from mingjing.review.rules import OPENING

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.records.audit import Findings
    from mingjing.registry.models import Officer

ACTS = {"同意": "review.agreed", "不在目录": "review.outside_catalogue"}


def check_opinions(findings: Findings) -> None:
    """244号27、种子 C2.1: who reviewed and who signed is of the legal department and never handled the case.

    Or the leader named them for this very draft (reference §11.2): then no signature without being named to sign.
    """
    named = _named()
    handlers = defaultdict(set)
    for dossier_id, officer_id in Handler.objects.values_list("case__dossier_id", "officer_id"):
        handlers[dossier_id].add(officer_id)
    count = 0
    for opinion in _opinions():
        count += 1
        dossier = opinion.draft.dossier_id
        people = {opinion.reviewer_id, opinion.signed_by_id}
        if people & handlers[dossier]:
            findings.problem(f"审核意见 {opinion.number}：审核人或签署人是本案承办人")
        if not (_legal(opinion.reviewer) or (opinion.draft_id, opinion.reviewer_id, False) in named) or not (
            _legal(opinion.signed_by) or (opinion.draft_id, opinion.signed_by_id, True) in named
        ):
            findings.problem(f"审核意见 {opinion.number}：审核人或签署人不属法制机构")
        if opinion.record.actor != str(opinion.signed_by.actor()):
            findings.problem(f"审核意见 {opinion.number}：记录的行为人不是签署人")
        if opinion.record.act != ACTS.get(opinion.result, "review.returned"):
            findings.problem(f"审核意见 {opinion.number}：结果与记录不符")
        if (opinion.record.dossier_id, opinion.record.subject) != (
            dossier,
            f"review.draft:{opinion.draft.ref}",
        ):
            findings.problem(f"审核意见 {opinion.number}：记录不是关于这一稿的")
    findings.count("审核意见", count)


def _legal(officer: Officer) -> bool:
    return officer.department.function == Department.Function.LEGAL


def _named() -> set[tuple[uuid.UUID, uuid.UUID, bool]]:
    """Return whom leaders named for drafts: draft, officer, whether to sign; who signs may review too."""
    rows = Assignment.objects.filter(outside=True).values_list("submission__draft_id", "officer_id", "signs")
    found = {(draft, officer, False) for draft, officer, _ in rows}
    return found | {(draft, officer, True) for draft, officer, signs in rows if signs}


def _opinions() -> list[Opinion]:
    return list(
        Opinion.objects.select_related(
            "draft", "record", "reviewer__department", "signed_by__department"
        ).order_by("record_id")
    )


def check_decisions(findings: Findings) -> None:
    """行政处罚法58: each decision is a draft that had passed, the newest of its party at that time.

    "At that time" is by the order of records: a draft recorded after the decision is a fault of its own.
    """
    opinions: dict[uuid.UUID, Opinion | PriorOpinion] = {each.draft_id: each for each in _opinions()}
    opinions |= {each.draft_id: each for each in PriorOpinion.objects.select_related("record")}
    drafts, count = _drafts(), 0
    for decision in Decision.objects.select_related(
        "draft", "record", "party__case__matter", "party__case__agency"
    ):
        count += 1
        draft, opinion = decision.draft, opinions.get(decision.draft_id)
        name = f"决定 {decision.number}"
        if opinion is None or opinion.result not in OPENING:
            findings.problem(f"{name}：所依的代拟稿没有通过法制审核")
            continue
        if (
            opinion.record.dossier_id != decision.record.dossier_id
            or opinion.record.seq >= decision.record.seq
        ):
            findings.problem(f"{name}：审核不在决定之前")
        if (decision.record.act, decision.record.subject) != (
            (NOT_PENALIZED if core_of(draft).get("no_penalty") else DECIDED).name,
            f"{decision.subject_kind()}:{decision.ref}",
        ):
            findings.problem(f"{name}：记录不是这份决定的")
        for revision, made in drafts[draft.dossier_id, draft.party]:
            if revision > draft.revision and made <= decision.record.seq:
                findings.problem(f"{name}：所依的不是最新一稿")
            elif revision > draft.revision:
                findings.problem(f"代拟稿 第{revision}稿：{name} 之后另成一稿")
        if draft.party != decision.party.ref or draft.dossier_id != decision.party.case.dossier_id:
            findings.problem(f"{name}：代拟稿不是这名当事人的")
        if isinstance(opinion, Opinion) and opinion.result == "不在目录":
            _check_outside(findings, name, decision, opinion)
    findings.count("处罚决定", count)


def _drafts() -> dict[tuple[uuid.UUID, str], list[tuple[int, float]]]:
    """Return each party's drafts: revision, and the `seq` of the record that made it (endless where none did)."""
    wrote = Opening.objects.filter(kind=Draft.subject_kind(), written=True).order_by("-id")
    made = {
        (ref, dossier): seq
        for ref, dossier, seq in wrote.values_list("ref", "record__dossier", "record__seq")
    }
    found = defaultdict(list)
    for draft in Draft.objects.only("dossier", "party", "revision").order_by("revision"):
        seq = made.get((draft.ref, draft.dossier_id), inf)
        found[draft.dossier_id, draft.party].append((draft.revision, seq))
    return found


def _check_outside(findings: Findings, name: str, decision: Decision, opinion: Opinion) -> None:
    """种子 C3: judge again whether the catalogue of the day of submission left the matter out."""
    case, submission = decision.party.case, Submission.objects.filter(draft=opinion.draft_id).first()
    on = submission.received_on if submission else opinion.signed_on
    if opinion.catalogue_id not in _in_force_on(case.agency, on):
        findings.problem(f"{name}：“不在目录”所依的不是 {on} 现行的目录")
    asked = proposed(opinion.draft, case)
    if asked.hearing or rows_met(opinion.catalogue, asked, on):
        findings.problem(f"{name}：以“不在目录”放行，但当时的目录包含这一事项")


def _in_force_on(agency: Agency, day: dt.date) -> set[uuid.UUID]:
    """Return the review catalogues in force at some hour of a day: one may have followed another on it."""
    found: set[uuid.UUID] = set()
    publications = publications_of(agency, ListKind.REVIEW).filter(published_at__isnull=False)
    for publication in publications.order_by("-published_at", "-version"):
        published = (
            publication.published_at.astimezone(clock.SHANGHAI).date() if publication.published_at else day
        )
        if published <= day:
            found.add(uuid.UUID(publication.content["edition"]))
            if published < day:
                break
    return found


def check_numbers(findings: Findings) -> None:
    """Document numbers run without gaps: judged from the documents themselves, then compared with the counters.

    A series is an agency's, by the word of a form and the year; the agency's sign may have changed in between.
    """
    have, signs = _numbers(findings), {agency.ref: agency.sign for agency in Agency.objects.all()}
    count = sum(used.total() for used in have.values())
    series = {
        (each.agency.ref, each.word, each.year): each.last
        for each in NumberSeries.objects.select_related("agency")
    }
    for key in sorted(have.keys() | series.keys()):
        agency, word, year = key
        used = have.get(key, Counter())
        name, top = f"文号 {signs.get(agency, agency)}{word}〔{year}〕", max(used, default=0)
        if key not in series:
            findings.problem(f"{name}：文书已编到第 {top} 号，而编号登记不存在")
        last = series.get(key, top)
        if last > top + 1:
            findings.problem(f"{name}：编号登记为 {last}，而文书只编到第 {top} 号")
        for number in range(1, min(last, top + 1) + 1):
            if used.pop(number, 0) != 1:
                findings.problem(f"{name}：第 {number} 号不是恰有一件文书")
        for number in used:
            findings.problem(f"{name}：第 {number} 号不曾编过")
    findings.count("文号", count)


def _numbers(findings: Findings) -> dict[tuple[str, str, int], Counter[int]]:
    """Return how often each ordinal is used, by agency, word and year; name numbers that belong to no series."""
    have: dict[tuple[str, str, int], Counter[int]] = defaultdict(Counter)
    rows = Document.objects.exclude(number="").values_list("number", "form", "dossier__agency")
    for number, code, agency in rows.iterator():
        word, parts = FORMS[code].word if code in FORMS else "", NUMBER.match(number)
        if parts is None or not word or not parts["start"].endswith(word):
            findings.problem(f"文号 {number}：不成形，或不是这种文书的字号")
            continue
        have[agency, word, int(parts["year"])][int(parts["ordinal"])] += 1
    for number, agency_pk in Case.objects.exclude(archive_number="").values_list("archive_number", "agency"):
        parts = ARCHIVE.match(number)
        if parts is None:
            findings.problem(f"归档号 {number}：不成形")
            continue
        have[agency_pk.hex, ARCHIVE_WORD, int(parts["year"])][int(parts["ordinal"])] += 1
    return have


def check_reviewed_records(findings: Findings) -> None:
    """Every record of an opinion must have its opinion: none may be taken away without trace."""
    acts = [*ACTS.values(), "review.returned"]
    have = set(Opinion.objects.values_list("record_id", flat=True))
    for record in Record.objects.filter(act__in=acts).only("id", "act"):
        if record.pk not in have:
            findings.problem(f"记录 {record.pk}（{record.act}）：审核意见已不存在")
