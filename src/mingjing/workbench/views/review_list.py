"""What lies with the legal department: mine, given to nobody, waiting for materials, for the signature, signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.cases.actions.intake import REVIEW_RULES
from mingjing.cases.clocks import show
from mingjing.cases.models import Party
from mingjing.review.models import Submission, WorkSheet
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.workbench.addresses import act_url
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.views.review_reading import open_submissions, submissions_of, the_stricter_first
from mingjing.workflow.models import Clock

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.cases.clocks import ShownClock
    from mingjing.cases.models import Case
    from mingjing.registry.models import Officer
    from mingjing.workbench.sessions import StaffRequest

TABS = (
    ("", "待审核"),
    ("mine", "我的"),
    ("unassigned", "未指派"),
    ("waiting", "待补充"),
    ("sign", "待签署"),
    ("signed", "已签署"),
)
NOTHING = {
    "": "没有等待审核的送审",
    "mine": "没有指派给您的送审",
    "unassigned": "没有还未指派的送审",
    "waiting": "没有等待补充材料的送审",
    "sign": "没有等待签署的意见",
    "signed": "还没有签署过意见",
}
MOST_SIGNED = 50
COLUMNS = (
    Column("party", "当事人"),
    Column("case", "案件"),
    Column("catalogue", "审核目录"),
    Column("received", "收到", fit=True),
    Column("left", "期限"),
    Column("reviewer", "审核人"),
    Column("revision", "稿次", fit=True),
    Column("action", "操作", fit=True),
)
SHORT = dict(zip(REVIEW_RULES, ("244号", "55号令"), strict=True))
RESULT_TONES = {WorkSheet.Result.AGREED: "ok", WorkSheet.Result.OUTSIDE: "ok"}

type Limits = dict[tuple[str, str], list[ShownClock]]


def _shelves(submission: Submission, me: Officer | None) -> set[str]:
    """Return the tabs that an open submission stands under."""
    if submission.written:
        return {"sign"}
    found = {"waiting" if submission.state == Submission.State.SUPPLEMENT else ""}
    if submission.reviewer_id is None:
        found.add("unassigned")
    elif me is not None and submission.reviewer_id == me.pk:
        found.add("mine")
    return found


@require_safe
@open_to("review.find", "review.sign")
def reviews(request: StaffRequest) -> HttpResponse:
    """List submissions, what is due first at the top."""
    wanted = request.GET.get("tab", "")
    shelves: dict[str, list[Submission]] = {key: [] for key, _ in TABS}
    for submission in open_submissions(request.user.agency):
        for shelf in _shelves(submission, request.user.officer):
            shelves[shelf].append(submission)
    signed = submissions_of(request.user.agency).filter(draft__opinion__isnull=False)
    shown = shelves.get(wanted, shelves[""])
    if wanted == "signed":
        shown = list(signed.order_by("-draft__opinion__signed_on", "-id")[:MOST_SIGNED])
    base = reverse("desk-review")
    counts = {key: len(rows) for key, rows in shelves.items()} | {"signed": signed.count()}
    context = {
        "tabs": [
            {
                "label": label,
                "url": f"{base}?tab={key}" if key else base,
                "count": counts[key],
                "current": key == wanted,
            }
            for key, label in TABS
        ],
        "columns": COLUMNS,
        "rows": _rows(shown, assigns=can(request, "review.assign"), by_limit=wanted != "signed"),
        "nothing": NOTHING.get(wanted, NOTHING[""]),
        "path": [("待办", "/workbench/"), ("法制审核", "")],
    }
    return render(request, "workbench/review.html", context)


def _rows(submissions: list[Submission], *, assigns: bool, by_limit: bool) -> list[Row]:
    parties = {
        party.ref: party for party in Party.objects.filter(pk__in=[each.draft.party for each in submissions])
    }
    limits = _limits(submissions)
    if by_limit:
        latest = clock.today().max
        submissions = sorted(
            submissions,
            key=lambda each: min((row.clock.due_on for row in limits.get(_key(each), [])), default=latest),
        )
    return [
        _row(each, parties[each.draft.party], limits.get(_key(each), []), assigns=assigns)
        for each in submissions
    ]


def _key(submission: Submission) -> tuple[str, str]:
    return submission.draft.dossier_id.hex, submission.draft.party


def _limits(submissions: list[Submission]) -> Limits:
    """Return the two running limits of each, the one that governs first: one query for all."""
    rows = Clock.objects.filter(
        dossier__in=[each.draft.dossier_id for each in submissions],
        rule__in=REVIEW_RULES,
        met_on=None,
        ended_on=None,
    )
    found: dict[tuple[str, str], list[Clock]] = {}
    for row in rows:
        found.setdefault((row.dossier_id.hex, row.party), []).append(row)
    today = clock.today()
    return {key: the_stricter_first([show(row, today) for row in each]) for key, each in found.items()}


def _row(submission: Submission, party: Party, limits: list[ShownClock], *, assigns: bool) -> Row:
    draft = submission.draft
    case: Case = draft.dossier.case
    opinion = getattr(draft, "opinion", None)
    left: object = [
        *(Mark(each.tone, each.left) for each in limits[:1]),
        *(f"从严：{SHORT[each.clock.rule]}，{each.due}" for each in limits[:1]),
        *(f"{SHORT[each.clock.rule]}：{each.left}，{each.due}" for each in limits[1:]),
    ]
    if opinion is not None:
        left = Mark(RESULT_TONES.get(opinion.result, "stop"), opinion.get_result_display())
    rows = len(submission.catalogue_rows)
    hit = f"命中 {rows} 项" if rows else "按重大决定" if submission.in_catalogue else "不在目录"
    reviewer: object = submission.reviewer.name if submission.reviewer else "未指派"
    if assigns and opinion is None and not submission.written:
        reviewer = [
            reviewer,
            Link("改派" if submission.reviewer else "指派", act_url(case, "assignment", party)),
        ]
    return {
        "party": party.name,
        "case": f"{case.number}　{case.title}" if case.number else case.title,
        "catalogue": Mark("now" if submission.in_catalogue else "off", hit),
        "received": submission.received_on,
        "left": left or None,
        "reviewer": reviewer,
        "revision": f"第 {draft.revision} 稿",
        "action": Link(
            "查看" if opinion else "审核",
            reverse("desk-review-submission", args=[submission.ref]),
            "quiet" if opinion else "primary",
        ),
    }
