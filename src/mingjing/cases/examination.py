"""What the machine sees of a submitted draft: the file read once, each point's check run on plain values (244号30)."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.clocks import NAMES
from mingjing.cases.models import Handler
from mingjing.cases.papers.materials import left_out, materials
from mingjing.cases.queries import same_act
from mingjing.cases.queries.case import core_of, handlers_of, record_defects
from mingjing.cases.queries.recordings import DEFECTS_OF_EVIDENCE, activities_of, evidence_defects, kept
from mingjing.catalog.models import BenchmarkRow, ListKind
from mingjing.catalog.queries import in_force, matter_listed, rows_of
from mingjing.evidence.acts import COLLECTED
from mingjing.law.citations import parse_citation, title_key
from mingjing.law.queries import Lawbook, lighter_hint
from mingjing.law.terms import rule
from mingjing.refusal import Refusal
from mingjing.registry.models import Agency, Officer
from mingjing.registry.queries import certificate_facts
from mingjing.review.checks import content, course, discretion, law, people, recordings
from mingjing.review.checks.seen import fault, ok, warn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from mingjing.cases.models import Case, Party
    from mingjing.documents.models import Document
    from mingjing.evidence.models import Evidence
    from mingjing.law.citations import Citation
    from mingjing.records.models import Record
    from mingjing.review.checks.seen import Seen, Sight
    from mingjing.review.models import Submission
    from mingjing.workflow.models import Clock

ACTING = {
    acts.INVESTIGATED.name: "制作笔录",
    COLLECTED.name: "取得证据",
    acts.NOTICE_SERVED.name: "送达告知书",
    acts.STATED.name: "听取陈述申辩",
    acts.HEARING_TOLD.name: "送达听证通知书",
    acts.SERVED.name: "送达决定书",
}
"""Acts that only somebody with a certificate may do, in the words of a sentence."""

RECORDS = frozenset({"DC01", "DC02"})
REPORT = "ZJ01"
REVIEW_RULES = frozenset({"nm.review5", "zj55.review"})
CARD, OFFICERS = "出示执法证件", "执法人员"


@dataclass(frozen=True)
class File:
    """What the checks read of a case, each kind of thing once; a page that shows it reads it from here."""

    core: Mapping[str, Any]
    party: Party
    evidence: list[Evidence]
    documents: list[Document]
    clocks: list[Clock]
    book: Lawbook
    earlier: tuple[same_act.Earlier, ...]
    """Earlier decisions on the party in the same matter."""


def read(case: Case, submission: Submission) -> File:
    """Read a case for the review of one submission; its parties and handlers stay with it."""
    handlers = Prefetch("handlers", Handler.objects.select_related("officer"))
    prefetch_related_objects([case], "parties", handlers)
    core, book = core_of(submission.draft), Lawbook()
    book.gather(_readable(core), {case.acted_on, clock.today()})
    party = next(each for each in case.parties.all() if each.ref == submission.draft.party)
    return File(
        core=core,
        party=party,
        evidence=list(case.dossier.evidence.order_by("position")),
        documents=list(case.dossier.documents.order_by("made_on", "id")),
        clocks=list(case.dossier.clocks.order_by("started_on", "id")),
        book=book,
        earlier=same_act.earlier_of([party])[party],
    )


def _readable(core: Mapping[str, Any]) -> list[Citation]:
    """Return the citations of a draft, but those that nobody can read."""
    found = []
    for text in (*core["violated"], *core["basis"]):
        with suppress(Refusal):
            found.append(parse_citation(text))
    return found


def examine(case: Case, submission: Submission, file: File | None = None) -> Sight:
    """Return what was seen of each point of a submission; the last two points are a person's alone."""
    found = file or read(case, submission)
    core, party, evidence, documents = found.core, found.party, found.evidence, found.documents
    return {
        "agency": _agency(case),
        "officers": _officers(case, documents),
        "facts": (
            *content.particulars(
                core["party"], _registered(party), acted_on=case.acted_on, found_on=case.found_on
            ),
            *_same_act(found.earlier, core),
        ),
        "evidence": (
            *content.evidence(
                core["evidence"], [_piece(each) for each in evidence if each.excluded_on is None]
            ),
            *(warn(said, DEFECTS_OF_EVIDENCE) for said in evidence_defects(evidence)),
        ),
        "law": law.citations(_cited(core, case.acted_on, found.book)),
        "discretion": _discretion(case, core, party),
        "procedure": (
            *_course(case, submission, found),
            *recordings.recordings(kept(activities_of(case.dossier))),
        ),
        "documents": _papers(case, submission, core, documents, len(evidence)),
    }


def _agency(case: Case) -> tuple[Seen, ...]:
    today = clock.today()
    agency, matter, on = case.agency, case.matter, case.filed_on or today
    listed = matter_listed(agency, matter.code, (on, today)) if matter else {}
    delegated = agency.agency_kind == Agency.Kind.DELEGATED
    letters = agency.delegations.filter(valid_from__lte=on, valid_to__gte=on) if delegated else ()
    return people.jurisdiction(
        people.Jurisdiction(
            agency=agency.name,
            area=agency.area,
            place=case.place,
            matter=matter.name if matter else "",
            owner=matter.get_power_owner_display() if matter else "",
            own_power=matter is not None and matter.power_owner == matter.Power.OWN,
            listed_then=listed.get(on, False),
            listed_now=listed.get(today, False),
            filed_on=case.filed_on,
            delegated=delegated,
            letter=next(
                (each.letter_number for each in letters if matter and matter.code in each.matters), ""
            ),
            unlisted_reason=case.unlisted_reason,
        )
    )


def _officers(case: Case, documents: Iterable[Document]) -> tuple[Seen, ...]:
    known = list(Officer.objects.filter(department__agency=case.agency))
    acted = _acting(case, documents, known)
    certified = {each.pk: each for each in known if each.pk in dict(acted)}
    prefetch_related_objects(list(certified.values()), "certificates")
    days = [
        people.ActingDay(
            officer.name, what, on, tuple(certificate_facts(officer, on=on)), left_on=officer.left_on
        )
        for (pk, on), what in {(pk, on): what for pk, (on, what) in acted}.items()
        if (officer := certified.get(pk))
    ]
    return people.certificates(
        sorted(days, key=lambda day: (day.on, day.name)),
        handlers=len(handlers_of(case)),
        category=case.matter.domain if case.matter else "",
        area=case.agency.area,
    )


def _acting(
    case: Case, documents: Iterable[Document], known: Iterable[Officer]
) -> list[tuple[uuid.UUID, tuple[dt.date, str]]]:
    """Return who acted, when and how: by the record of each act, and as the records of inspections name them."""
    prefix = f"{Officer.subject_kind()}:"
    rows: Iterable[Record] = case.dossier.records.filter(act__in=ACTING).only(
        "act", "actor", "happened_on", "recorded_at"
    )
    found = [
        (
            uuid.UUID(each.actor.removeprefix(prefix)),
            (each.happened_on or each.recorded_at.astimezone(clock.SHANGHAI).date(), ACTING[each.act]),
        )
        for each in rows
        if each.actor.startswith(prefix)
    ]
    written = [(paper, piece) for paper in documents if paper.form in RECORDS for piece in _named(paper)]
    return found + [
        (officer.pk, (paper.made_on, paper.title))
        for paper, piece in written
        for officer in known
        if piece == officer.name or piece.startswith(f"{officer.name}（")
    ]


def _named(paper: Document) -> list[str]:
    """Return the officers whom a record of an inspection names, each as it is written there."""
    return [
        piece
        for name, value in paper.data
        if name.startswith(OFFICERS)
        for piece in value.split("、")
        if piece
    ]


def _same_act(earlier: Iterable[same_act.Earlier], core: Mapping[str, Any]) -> tuple[Seen, ...]:
    """行政处罚法29: each earlier decision, made here or on paper before: judged, and the same act not fined twice.

    One that was made since the draft was handed in has been judged by nobody.
    """
    found = []
    for each in earlier:
        about = f"{each.decision.decided_on} 已有 {each.decision.number}（{each.words}）"
        if each.judgement is None:
            found.append(fault(f"{about}，尚未认定是否同一行为", same_act.CLAUSE))
        elif each.judgement.same and each.fined and same_act.fines(core):
            found.append(fault(f"{about}，认定为同一行为，本稿不得再次罚款", same_act.CLAUSE))
        else:
            found.append(
                ok(f"{about}，承办人认定为{each.judgement}：{each.judgement.reasons}", same_act.CLAUSE)
            )
    return tuple(found)


def _registered(party: Party) -> dict[str, str]:
    return {
        "kind": party.party_kind,
        "name": party.name,
        "code": party.identity_number if party.is_natural else party.credit_code,
        "representative": party.representative,
        "address": party.address,
    }


def _piece(row: Evidence) -> content.Piece:
    return content.Piece(
        row.position, row.name, row.proves, has_file=row.blob_id is not None, collected_on=row.collected_on
    )


def _cited(core: Mapping[str, Any], acted_on: dt.date, book: Lawbook) -> list[law.CitedArticle]:
    return [_article(text, acted_on, book) for text in dict.fromkeys([*core["violated"], *core["basis"]])]


def _article(text: str, acted_on: dt.date, book: Lawbook) -> law.CitedArticle:
    today = clock.today()
    try:
        citation = parse_citation(text)
        procedural = title_key(citation.title) in law.PROCEDURAL
        on = today if procedural else acted_on
        found = book.resolve(citation, on)
    except Refusal as refusal:
        return law.CitedArticle(text, acted_on, False, None, refusal.sentence)  # noqa: FBT003 - not procedural
    hint = None if procedural else lighter_hint(text, acted_on=acted_on, today=today, book=book)
    return law.CitedArticle(
        text,
        on,
        procedural,
        found.status,
        found.sentence,
        hint=hint.sentence if hint else "",
        unsure=found.unsure,
    )


def _discretion(case: Case, core: Mapping[str, Any], party: Party) -> tuple[Seen, ...]:
    edition = in_force(case.agency, ListKind.BENCHMARKS)
    code = case.matter.code if case.matter else ""
    rows = rows_of(edition, clock.today()) if edition and code else ()
    grades = [
        discretion.Grade(row.grade, row.condition, row.penalty)
        for row in rows
        if isinstance(row, BenchmarkRow) and row.matter_code == code
    ]
    return discretion.within_benchmark(core, grades, published=edition is not None, capacity=party.capacity)


def _course(case: Case, submission: Submission, file: File) -> tuple[Seen, ...]:
    documents, evidence = file.documents, file.evidence
    concluded = max((paper.made_on for paper in documents if paper.form == REPORT), default=None)
    events = [
        course.Event("发现", case.found_on),
        course.Event("立案", case.filed_on),
        course.Event("调查终结", concluded),
        course.Event("拟稿", submission.draft.made_on),
        course.Event("送审", submission.received_on),
    ]
    limits = [
        course.Limit(NAMES.get(row.rule, rule(row.rule).name), row.due_on, row.met_on)
        for row in file.clocks
        if row.rule not in REVIEW_RULES and row.ended_on is None and rule(row.rule).kind == "duty"
    ]
    return course.course(
        events,
        limits,
        today=clock.today(),
        late_evidence=[each.name for each in evidence if concluded and each.collected_on > concluded],
        card_not_shown=[
            paper.made_on
            for paper in documents
            if paper.form in RECORDS and dict(paper.data).get(CARD, "").startswith("未")
        ],
        defects=[
            f"{each.title}（{each.made_on}）记有瑕疵：{words}" for each, words in record_defects(documents)
        ],
    )


def _papers(
    case: Case, submission: Submission, core: Mapping[str, Any], documents: list[Document], pieces: int
) -> tuple[Seen, ...]:
    draft = submission.draft
    lying = materials(core, draft=str(draft), documents=documents, evidence=pieces, party=draft.party)
    parties = [each.name for each in case.parties.all()]
    return content.documents(
        [content.Paper(paper.form, paper.title, dict(paper.data)) for paper in documents],
        parties=parties,
        fine=sum(each.get("amount", 0) for each in core["penalties"] if each["kind"] == discretion.FINE),
        materials_missing=left_out(lying, submission.materials),
        single=len(parties) == 1,
    )
