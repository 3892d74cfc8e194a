"""What a review page shows: the draft, the law it cites, what changed, what was found before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, QuerySet

from mingjing import clock
from mingjing.cases.actions.intake import REVIEW_RULES
from mingjing.cases.clocks import ShownClock, show
from mingjing.cases.papers.decision import decision_title
from mingjing.cases.papers.wording import penalties_text, penalty_text, performance_text
from mingjing.cases.queries.case import core_of
from mingjing.catalog.models import ReviewRow
from mingjing.catalog.queries import rows_of
from mingjing.law.citations import parse_citation
from mingjing.law.resolution import Resolution, Status
from mingjing.refusal import Refusal
from mingjing.review.models import Draft, Finding, Submission
from mingjing.workbench.diffing import Change, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mingjing.cases.models import Case
    from mingjing.cases.papers.materials import Material
    from mingjing.law.queries import Lawbook
    from mingjing.registry.models import Agency
    from mingjing.review.models import Receipt
    from mingjing.workflow.models import Clock


def submissions_of(agency: Agency) -> QuerySet[Submission]:
    """Return an agency's submissions, the oldest first."""
    return (
        Submission.objects.filter(draft__dossier__agency=agency.ref)
        .select_related(
            "draft__dossier__case__agency",
            "draft__dossier__case__department",
            "draft__dossier__case__matter",
            "draft__opinion__disagreement",
            "draft__opinion__reviewer",
            "draft__opinion__signed_by",
            "submitted_by",
            "catalogue",
            "sheet__reviewer",
            "reviewer",
        )
        .order_by("received_on", "draft__revision", "id")
    )


def open_submissions(agency: Agency) -> QuerySet[Submission]:
    """Return those that wait: not signed, not returned as incomplete, and no newer draft has overtaken them."""
    newer = Draft.objects.filter(
        dossier=OuterRef("draft__dossier"),
        party=OuterRef("draft__party"),
        revision__gt=OuterRef("draft__revision"),
    )
    return (
        submissions_of(agency)
        .filter(~Exists(newer), draft__opinion=None)
        .exclude(state=Submission.State.RETURNED)
    )


def find_submission(agency: Agency, ref: str) -> Submission:
    """Return a submission of the agency, or refuse."""
    found = submissions_of(agency).filter(pk=ref).first()
    if found is None:
        raise Refusal("review.unknown", "没有这一件送审。", next_step="请从法制审核列表进入。")
    return found


def clocks_of(clocks: Iterable[Clock], submission: Submission) -> list[ShownClock]:
    """Return the two limits of this submission side by side (reference §11.6 no. 5)."""
    rows = [
        row
        for row in clocks
        if row.rule in REVIEW_RULES
        and row.party == submission.draft.party
        and row.started_on == submission.received_on
    ]
    # A draft sent again on the same day has limits of its own: what still runs counts.
    newest = {row.rule: row for row in rows}
    newest |= {row.rule: row for row in rows if row.met_on is None and row.ended_on is None}
    return the_stricter_first([show(row, clock.today()) for key in REVIEW_RULES if (row := newest.get(key))])


def the_stricter_first(limits: Sequence[ShownClock]) -> list[ShownClock]:
    """Return the limits of one submission side by side, the one that governs first and named so (§11.6 no. 5).

    The one that ends earlier governs; what is stopped ends nowhere, so then the other one governs.
    """
    running = [
        each
        for each in limits
        if each.clock.met_on is None and each.clock.ended_on is None and each.clock.stopped_since is None
    ]
    if not running:
        return list(limits)
    governs = min(running, key=lambda each: (each.clock.due_on, each.clock.safe_on))
    named = replace(governs, name=f"{governs.name}，从严以此为准")
    return [named, *(each for each in limits if each is not governs)]


def rows_hit(submission: Submission) -> list[ReviewRow]:
    """Return the catalogue rows that the submission was found to hit, from the edition it was judged by."""
    if not submission.catalogue_rows:
        return []
    rows = rows_of(submission.catalogue).filter(code__in=submission.catalogue_rows)
    return [row for row in rows if isinstance(row, ReviewRow)]


def draft_paper(core: Mapping[str, Any]) -> dict[str, Any]:
    """Return the core as the decision will read, for the partial `_draft`."""
    party = core["party"]
    head = [f"当事人：{party['name']}"]
    head += [f"{label}：{party[key]}" for key, label in _PARTICULARS if party.get(key)]
    evidence = "、".join(each["name"] for each in core["evidence"])
    return {
        "title": f"{decision_title(core)}（代拟稿）",
        "number": "文号、日期在作出决定时编定",
        "head": head,
        "paragraphs": [
            f"经查，{core['facts']}",
            f"以上事实，有{evidence}证明。",
            *([f"当事人的行为违反了{'、'.join(core['violated'])}。"] if core["violated"] else []),
            f"依据{'、'.join(core['basis'])}，决定：{penalties_text(core)}",
            *_why(core),
            core["relief"],
        ],
    }


def _why(core: Mapping[str, Any]) -> list[str]:
    said = core.get("no_penalty")
    if said:
        return [f"理由：{said['label']}。{said['shown']}", f"教育：{said['education'] or '不需教育'}"]
    grade = f"裁量：适用“{core['discretion_grade']}”档。{core['discretion_reasons']}"
    return [grade, *performance_text(core).splitlines()]


_PARTICULARS = (
    ("code", "统一社会信用代码（证件号码）"),
    ("representative", "法定代表人（负责人）"),
    ("address", "住所"),
)


def fields_of(core: Mapping[str, Any]) -> dict[str, str]:
    """Return each field of a core as a text under its name, for comparing."""
    party = core["party"]
    return {
        "当事人": "，".join(
            [party["name"], *(f"{label}{party[key]}" for key, label in _PARTICULARS if party.get(key))]
        ),
        "事项": f"{core['matter']['code']} {core['matter']['name']}".strip(),
        "认定事实": core["facts"],
        "证据": "；".join(
            f"{each['position']}．{each['name']}（{each['kind']}）：{each['proves']}"
            for each in core["evidence"]
        ),
        "违反的规定": "、".join(core["violated"]),
        "处罚依据": "、".join(core["basis"]),
        "裁量档次": core["discretion_grade"],
        "裁量理由": core["discretion_reasons"],
        "处罚": "；".join(penalty_text(each) for each in core["penalties"]) or "不予行政处罚",
        "教育": core.get("no_penalty", {}).get("education", ""),
        "责令事项": core.get("orders", ""),
        "履行方式和期限": performance_text(core),
        "救济途径": core["relief"],
    }


def changes(before: Draft, after: Draft) -> list[Change]:
    """Return the fields of the core that differ between two revisions."""
    old, new = fields_of(core_of(before)), fields_of(core_of(after))
    return [Change(label, pieces(old[label], new[label])) for label in new if old[label] != new[label]]


@dataclass(frozen=True)
class Before:
    """The revision before this one, how its review ended, and what has changed since."""

    draft: Draft
    changes: list[Change]
    result: str
    text: str
    faults: list[tuple[str, str]]


def revisions_around(draft: Draft) -> tuple[Draft | None, Submission | None]:
    """Return the revision before a draft, and the submission of the newest one behind it that was handed in."""
    others = list(
        Draft.objects.filter(dossier=draft.dossier, party=draft.party)
        .exclude(pk=draft.pk)
        .select_related("opinion__disagreement", "submission")
        .order_by("-revision")
    )
    newer = [
        each.submission for each in others if each.revision > draft.revision and hasattr(each, "submission")
    ]
    return next((each for each in others if each.revision < draft.revision), None), next(iter(newer), None)


def revision_before(draft: Draft, earlier: Draft | None) -> Before | None:
    """Return what there is to know of the revision before; None for the first."""
    if earlier is None:
        return None
    opinion = getattr(earlier, "opinion", None)
    findings = Finding.objects.filter(sheet__submission__draft=earlier, verdict=Finding.Verdict.FAULTY)
    return Before(
        draft=earlier,
        changes=changes(earlier, draft),
        result=opinion.result if opinion else "",
        text=opinion.text if opinion else "",
        faults=[(each.get_point_display(), each.reason) for each in findings] if opinion else [],
    )


@dataclass(frozen=True)
class Cited:
    """One citation of the draft: how it resolves on the day of the act, and its words where they are imported."""

    citation: str
    tone: str
    word: str
    sentence: str
    lines: list[str]


_TONES = {
    Status.FOUND: ("ok", "已查到"),
    Status.STATUTE_NOT_IMPORTED: ("soon", "法规未导入"),
    Status.ARTICLE_NOT_FOUND: ("stop", "没有这一条"),
    Status.NO_VERSION_IN_FORCE: ("stop", "当时未施行"),
}


def cited(core: Mapping[str, Any], case: Case, book: Lawbook) -> list[Cited]:
    """Return the articles the draft cites, by the day of the act (reference §11.4 no. 3)."""
    return [_cited(text, case, book) for text in dict.fromkeys([*core["violated"], *core["basis"]])]


def _cited(text: str, case: Case, book: Lawbook) -> Cited:
    try:
        found: Resolution = book.resolve(parse_citation(text), case.acted_on)
    except Refusal as refusal:
        return Cited(text, "stop", "不能识别", refusal.sentence, [])
    tone, word = _TONES[found.status]
    lines = found.text.split("\n") if found.text else []
    if found.status is Status.FOUND and not lines:
        return Cited(text, "soon", "条文未导入", found.sentence, [])
    return Cited(text, tone, word, found.sentence, lines)


def materials_of(submission: Submission, lying: Sequence[Material]) -> list[tuple[Material, bool]]:
    """Return the six materials as they lie in the file, and whether each was handed in (244号29)."""
    return [(each, each.name in submission.materials) for each in lying]


def receipts_of(submission: Submission) -> list[Receipt]:
    """Return how a submission was received, oldest first; of one day what was asked for and answered comes first."""
    rows = submission.receipts.select_related("received_by", "answered_by")
    return list(rows.order_by("made_on", F("answered_on").asc(nulls_last=True), "id"))
