"""Legal review (法制审核): what waits, the work sheet of a submission, the signature."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.cases.actions import drafting
from mingjing.cases.clocks import show
from mingjing.cases.examination import examine
from mingjing.cases.models import Case, Party
from mingjing.cases.queries import core_of, handler_refs, handlers_of
from mingjing.refusal import Refusal
from mingjing.registry.models import Department
from mingjing.review.checks.seen import faults_of
from mingjing.review.models import Finding, Submission, WorkSheet
from mingjing.review.points import POINTS
from mingjing.review.rules import LEADS_TO
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.theme.forms import new_key
from mingjing.workbench.acting import ActForm, ActView
from mingjing.workbench.forms_review import SheetForm, SignForm, sheet_initial
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.views.review_machine import told
from mingjing.workbench.views.review_reading import (
    REVIEW_RULES,
    cited,
    clocks_of,
    draft_paper,
    find_submission,
    materials_of,
    open_submissions,
    party_of,
    revision_before,
    rows_hit,
    submissions_of,
)
from mingjing.workflow.models import Clock

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from mingjing.records.models import Dossier
    from mingjing.review.checks.seen import Sight
    from mingjing.workbench.sessions import StaffRequest
    from mingjing.workbench.views.review_machine import ShownSight

FIND, SIGN = "review.find", "review.sign"
TABS = (("", "待审核"), ("sign", "待签署"), ("signed", "已签署"))
MOST_SIGNED = 50

COLUMNS = (
    Column("party", "当事人"),
    Column("case", "案件"),
    Column("catalogue", "审核目录"),
    Column("received", "收到", fit=True),
    Column("left", "期限", fit=True),
    Column("revision", "稿次", fit=True),
    Column("action", "操作", fit=True),
)

VERDICT_TONES = {
    Finding.Verdict.SOUND: "ok",
    Finding.Verdict.FAULTY: "stop",
    Finding.Verdict.NOT_APPLICABLE: "off",
}
RESULT_TONES = {WorkSheet.Result.AGREED: "ok", WorkSheet.Result.OUTSIDE: "ok"}


def _shelf(submission: Submission) -> str:
    """Return the tab that a submission stands under."""
    if hasattr(submission.draft, "opinion"):
        return "signed"
    return "sign" if hasattr(submission, "sheet") else ""


@require_safe
@open_to(FIND, SIGN)
def reviews(request: StaffRequest) -> HttpResponse:
    """List submissions: waiting for a reviewer, for the signature, signed."""
    wanted = request.GET.get("tab", "")
    shelves: dict[str, list[Submission]] = {key: [] for key, _ in TABS}
    for submission in open_submissions(request.user.agency):
        shelves[_shelf(submission)].append(submission)
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
        "rows": _rows(shown),
        "nothing": {"": "没有等待审核的送审", "sign": "没有等待签署的意见"}.get(wanted, "还没有签署过意见"),
        "path": [("待办", "/workbench/"), ("法制审核", "")],
    }
    return render(request, "workbench/review.html", context)


def _rows(submissions: list[Submission]) -> list[Row]:
    names = {
        party.ref: party.name
        for party in Party.objects.filter(pk__in=[each.draft.party for each in submissions])
    }
    limits = _limits(submissions)
    return [_row(each, names.get(each.draft.party, ""), limits) for each in submissions]


def _limits(submissions: list[Submission]) -> dict[tuple[str, str], Clock]:
    """Return the shorter of the two running limits of each, by dossier and party: one query for all."""
    rows = Clock.objects.filter(
        dossier__in=[each.draft.dossier_id for each in submissions],
        rule__in=REVIEW_RULES,
        met_on=None,
    ).order_by("-safe_on")
    return {(row.dossier_id.hex, row.party): row for row in rows}


def _row(submission: Submission, party: str, limits: dict[tuple[str, str], Clock]) -> Row:
    draft = submission.draft
    case: Case = draft.dossier.case
    address = reverse("desk-review-submission", args=[submission.ref])
    opinion = getattr(draft, "opinion", None)
    limit = limits.get((draft.dossier_id.hex, draft.party))
    if opinion is not None:
        left: object = Mark(RESULT_TONES.get(opinion.result, "stop"), opinion.get_result_display())
    elif limit is not None:
        running = show(limit, clock.today())
        left = [Mark(running.tone, running.left), running.due]
    else:
        left = None
    rows = len(submission.catalogue_rows)
    hit = f"命中 {rows} 项" if rows else "按重大决定" if submission.in_catalogue else "不在目录"
    return {
        "party": party,
        "case": f"{case.number}　{case.title}" if case.number else case.title,
        "catalogue": Mark("now" if submission.in_catalogue else "off", hit),
        "received": submission.received_on,
        "left": left,
        "revision": f"第 {draft.revision} 稿",
        "action": Link("查看" if opinion else "审核", address, "quiet" if opinion else "primary"),
    }


class Page(ActView):
    """What the two forms of a submission's page share: the page itself."""

    template_name = "workbench/review_submission.html"
    submission: Submission
    case: Case
    form: ActForm
    clause = "行政处罚法 第五十八条；244号 第二十七条至第三十一条"

    def load(self, **address: str) -> None:
        """Find the submission in the person's own agency."""
        self.submission = find_submission(self.request.user.agency, address["ref"])
        self.case = self.submission.draft.dossier.case

    def dossier(self) -> Dossier:
        """Return the case's dossier."""
        return self.submission.draft.dossier

    @property
    def sheet(self) -> WorkSheet | None:
        """Return the work sheet, if one has been written."""
        return getattr(self.submission, "sheet", None)

    @property
    def here(self) -> str:
        """Return the page's address."""
        return reverse("desk-review-submission", args=[self.submission.ref])

    @cached_property
    def sight(self) -> Sight:
        """Return what the machine saw, once a page."""
        return examine(self.case, self.submission)

    def show(self, form: ActForm, **more: Any) -> HttpResponse:
        """Remember the form for the page that is laid out around it."""
        self.form = form
        return super().show(form, **more)

    def context(self) -> dict[str, Any]:
        """Return the draft, the law, what changed and what stands in the way."""
        submission, case = self.submission, self.case
        core = core_of(submission.draft)
        articles = cited(core, case)
        newer, hindered = self._newer(), hindrance(self.request, case)
        opinion = getattr(submission.draft, "opinion", None)
        return {
            "submission": submission,
            "case": case,
            "party": party_of(submission),
            "clocks": clocks_of(submission.draft.dossier, submission),
            "hits": rows_hit(submission),
            "handlers": handlers_of(case),
            "paper": draft_paper(core),
            "cited": articles,
            "evidence": core["evidence"],
            "materials": materials_of(submission),
            "before": revision_before(submission.draft),
            "newer": newer,
            "opinion": opinion,
            "leads_to": LEADS_TO[opinion.result] if opinion else "",
            "sheet": self.sheet,
            "findings": findings(self.sheet),
            "machine": told(case, self.sight),
            "hindrance": "" if opinion else hindered,
            "open": not (opinion or newer or hindered),
            "path": [
                ("法制审核", reverse("desk-review")),
                (f"{case.title}　第 {submission.draft.revision} 稿", ""),
            ],
        }

    def _newer(self) -> Submission | None:
        """Return the submission of a newer draft of the same party, if there is one."""
        draft = self.submission.draft
        return (
            submissions_of(self.request.user.agency)
            .filter(
                draft__dossier=draft.dossier, draft__party=draft.party, draft__revision__gt=draft.revision
            )
            .order_by("-draft__revision")
            .first()
        )


def hindrance(request: HttpRequest, case: Case) -> str:
    """Return why this person may not review this case, or an empty text (244号27; 种子 C2.1)."""
    officer = request.user.officer  # type: ignore[union-attr]
    if officer is None:
        return "这个账号没有对应的工作人员，不能审核和签署。"
    if officer.ref in handler_refs(case):
        return "您是本案承办人，不得审核本案；请由法制机构其他人员审核。"
    if officer.department.function != Department.Function.LEGAL:
        return "法制审核须由本机关法制机构进行；您不在法制机构。"
    return ""


class Sheet(Page):
    """The work sheet: a finding on each of the ten points, the result, the opinion."""

    permission = FIND
    form_class = SheetForm
    submit = "保存审核工作单"
    done = "审核工作单已保存，等待法制机构负责人签署。"

    def form_arguments(self) -> dict[str, Any]:
        """Leave 不在目录 out where the catalogue was hit; ask for reasons where the machine saw a fault."""
        return {"in_catalogue": self.submission.in_catalogue, "machine": faults_of(self.sight)}

    def initial(self) -> dict[str, Any]:
        """Return what the reviewer wrote before."""
        return sheet_initial(self.sheet)

    def act(self, form: SheetForm) -> str:
        """Write the sheet."""
        drafting.write_opinion(
            user=self.request.user,
            case=self.case,
            submission=self.submission,
            result=form.cleaned_data["result"],
            text=form.cleaned_data["text"],
            verdicts=form.verdicts,
            reasons=form.reasons,
            version=form.cleaned_data["version"],
        )
        return self.here

    def context(self) -> dict[str, Any]:
        """Lay the points out beside what the machine knows; offer the signature to whoever holds both posts."""
        context = super().context()
        if not context["open"]:
            return context | {"failed": self.form}
        signs = can(self.request, SIGN) and self.sheet is not None
        seen = {"version": self.dossier().seq, "once": new_key()}
        return context | {
            "points": self._points(context["machine"]),
            "signing": SignForm(request=self.request, initial=seen) if signs else None,
        }

    def _points(self, machine: dict[str, list[ShownSight]]) -> list[dict[str, Any]]:
        form = self.form
        return [
            {
                "number": number,
                "question": point.title,
                "machine": machine.get(point.key, []),
                "finding": form[f"p_{point.key}"],
                "reason": form[f"r_{point.key}"],
                "written": bool(form[f"r_{point.key}"].value()),
                "open": bool(form.errors.get(f"p_{point.key}") or form.errors.get(f"r_{point.key}")),
            }
            for number, point in enumerate(POINTS, 1)
        ]


class Sign(Page):
    """The signature: without it nothing was reviewed (深评查345)."""

    permission = SIGN
    form_class = SignForm
    submit = "签署审核意见"
    done = "审核意见已签署。"

    def act(self, form: SignForm) -> str:
        """Sign the sheet as it stands."""
        if self.sheet is None:
            raise Refusal(
                "review.no_sheet", "审核人还没有写出审核工作单。", next_step="请由审核人逐项审核后再签署。"
            )
        drafting.sign(
            user=self.request.user,
            case=self.case,
            sheet=self.sheet,
            version=form.cleaned_data["version"],
        )
        return self.here

    def context(self) -> dict[str, Any]:
        """Show the signature's form, unless there is nothing to sign."""
        context = super().context()
        ready = context["open"] and self.sheet is not None
        return context | ({"signing": self.form} if ready else {"failed": self.form})


def findings(sheet: WorkSheet | None) -> list[dict[str, Any]]:
    """Return what the sheet found on each point, for who signs and who reads."""
    if sheet is None:
        return []
    found = {each.point: each for each in sheet.findings.all()}
    return [
        {
            "number": number,
            "title": point.title,
            "tone": VERDICT_TONES[Finding.Verdict(found[point.key].verdict)],
            "word": found[point.key].get_verdict_display(),
            "reason": found[point.key].reason,
        }
        for number, point in enumerate(POINTS, 1)
        if point.key in found
    ]


@sensitive_post_parameters("password")
@open_to(FIND, SIGN)
def submission(request: StaffRequest, ref: str) -> HttpResponseBase:
    """Open a submission: the reviewer's sheet, or for who only signs, what was found."""
    view = Sheet if can(request, FIND) else Sign
    return view.as_view()(request, ref=ref)


sign = sensitive_post_parameters("password")(Sign.as_view())
