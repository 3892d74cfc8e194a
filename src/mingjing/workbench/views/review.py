"""A submission to legal review (法制审核): its work sheet, its signature."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from mingjing.cases.actions import drafting
from mingjing.cases.actions.intake import NM
from mingjing.cases.actions.review_extension import still_extendable
from mingjing.cases.examination import File, examine, read
from mingjing.cases.models import Petition
from mingjing.cases.papers.materials import Material, materials
from mingjing.cases.queries.case import handler_refs, handlers_of, pending
from mingjing.cases.queries.reviewing import disagreement_on
from mingjing.cases.tasks import VERBS
from mingjing.refusal import Refusal, holds
from mingjing.registry.models import Department
from mingjing.registry.permissions import may
from mingjing.registry.queries import require
from mingjing.review.checks.seen import faults_of
from mingjing.review.intake_rules import SEPARATE
from mingjing.review.models import Finding, Submission, WorkSheet
from mingjing.review.points import POINTS
from mingjing.review.rules import LEADS_TO
from mingjing.theme.forms import new_key
from mingjing.workbench.acting import ActView
from mingjing.workbench.addresses import act_url
from mingjing.workbench.earlier import compared
from mingjing.workbench.forms_review import SheetForm, SignForm, sheet_initial
from mingjing.workbench.reading import can
from mingjing.workbench.sessions import staff
from mingjing.workbench.views.review_machine import told
from mingjing.workbench.views.review_reading import (
    cited,
    clocks_of,
    draft_paper,
    find_submission,
    materials_of,
    receipts_of,
    revision_before,
    revisions_around,
    rows_hit,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from mingjing.cases.models import Case, Party
    from mingjing.records.models import Dossier
    from mingjing.review.checks.seen import Sight
    from mingjing.review.models import Assignment
    from mingjing.workbench.sessions import StaffRequest
    from mingjing.workbench.views.review_machine import ShownSight

FIND, SIGN = "review.find", "review.sign"
VERDICT_TONES = {
    Finding.Verdict.SOUND: "ok",
    Finding.Verdict.FAULTY: "stop",
    Finding.Verdict.NOT_APPLICABLE: "off",
}


class Page(ActView):
    """What the two forms of a submission's page share: the page itself."""

    template_name = "workbench/review_submission.html"
    submission: Submission
    case: Case
    clause = "行政处罚法 第五十八条；244号 第二十七条至第三十一条"

    def permitted(self) -> None:
        """Leave it to the submission: somebody named for the case by the leader has no post (§11.2)."""

    def load(self, **address: str) -> None:
        """Find the submission in the person's own agency, and refuse who has nothing to do with it."""
        self.submission = find_submission(self.request.user.agency, address["ref"])
        self.case = self.submission.draft.dossier.case
        if not self.named and not can(self.request, self.permission):
            require(self.request.user, self.permission)

    @cached_property
    def assignment(self) -> Assignment | None:
        """Return by what the submission was given to its reviewer."""
        rows = self.submission.assignments.select_related("by", "officer")
        return rows.filter(ended_on=None).first()

    @property
    def named(self) -> Assignment | None:
        """Return by what this person was named for the case, though of no post of review (§11.2)."""
        given, officer = self.assignment, self.request.user.officer
        return given if given and given.outside and given.officer == officer else None

    @cached_property
    def file(self) -> File:
        """Return the case as the checks read it, once a page."""
        return read(self.case, self.submission)

    def dossier(self) -> Dossier:
        """Return the case's dossier."""
        return self.submission.draft.dossier

    @property
    def sheet(self) -> WorkSheet | None:
        """Return the work sheet, if one has been written by whom the file is given to now."""
        return self.submission.written

    @property
    def here(self) -> str:
        """Return the page's address."""
        return reverse("desk-review-submission", args=[self.submission.ref])

    @cached_property
    def sight(self) -> Sight:
        """Return what the machine saw, once a page."""
        return examine(self.case, self.submission, self.file)

    def context(self) -> dict[str, Any]:
        """Return the draft, the law, what changed and what stands in the way."""
        submission, case = self.submission, self.case
        file, core = self.file, self.file.core
        earlier, newer = revisions_around(submission.draft)
        articles, before = cited(core, case, file.book), revision_before(submission.draft, earlier)
        hindered = hindrance(self.request, case, self.submission, self.named)
        opinion = getattr(submission.draft, "opinion", None)
        return {
            "submission": submission,
            "case": case,
            "party": self.party,
            "clocks": clocks_of(file.clocks, submission),
            "receipts": receipts_of(submission),
            "assignment": self.assignment,
            "dispute": disagreement_on(submission.draft) or disagreement_on(before.draft if before else None),
            "doings": self._doings(newer),
            "hits": rows_hit(submission),
            "handlers": handlers_of(case),
            "paper": draft_paper(core),
            "cited": articles,
            "evidence": core["evidence"],
            "materials": materials_of(submission, self._lying()),
            "before": before,
            "earlier": compared(file.earlier),
            "newer": newer,
            "opinion": opinion,
            "leads_to": LEADS_TO[opinion.result] if opinion else "",
            "sheet": self.sheet,
            "findings": findings(self.sheet),
            "machine": told(case, core, self.sight),
            "hindrance": "" if opinion else hindered[0],
            "hindrance_clause": hindered[1],
            "hindrance_tone": "stop" if hindered[1] == SEPARATE else "soon",
            "open": not (opinion or newer or hindered[0]),
            "path": [
                ("法制审核", reverse("desk-review")),
                (f"{case.title}　第 {submission.draft.revision} 稿", ""),
            ],
        }

    def _doings(self, newer: Submission | None) -> list[tuple[str, str]]:
        """Return what else this person may do about the submission: label and address."""
        submission, request = self.submission, self.request
        draft, wanted = submission.draft, []
        finds = can(request, FIND) or self.named is not None
        if getattr(draft, "opinion", None) is not None:
            dispute = disagreement_on(draft)
            if dispute and not dispute.outcome and can(request, "review.talk") and not newer:
                wanted.append("talks")
        elif not newer and submission.state != Submission.State.RETURNED:
            if finds and submission.state in {Submission.State.RECEIVED, Submission.State.SUPPLEMENT}:
                wanted.append("receipt")
            if finds and submission.state != Submission.State.SUPPLEMENT and self._extendable():
                wanted.append("review-extension-request")
            if can(request, "review.assign"):
                wanted.append("assignment")
        return [(VERBS[name].label, act_url(self.case, name, self.party)) for name in wanted]

    def _extendable(self) -> bool:
        limits = (
            each
            for each in self.file.clocks
            if (each.rule, each.party, each.met_on, each.ended_on) == (NM, self.party.ref, None, None)
        )
        fits = holds(lambda: still_extendable(next(limits, None)))
        return fits and pending(self.case, Petition.Matter.REVIEW_EXTENSION) is None

    def _lying(self) -> tuple[Material, ...]:
        draft, file = self.submission.draft, self.file
        return materials(
            file.core,
            draft=str(draft),
            documents=file.documents,
            evidence=len(file.evidence),
            party=draft.party,
        )

    @property
    def party(self) -> Party:
        """Return the party whose draft was submitted."""
        return self.file.party


def hindrance(
    request: HttpRequest, case: Case, submission: Submission, named: Assignment | None
) -> tuple[str, str]:
    """Return why this person may not review this submission now, and the clause; empty texts where they may."""
    officer = request.user.officer  # type: ignore[union-attr]
    if officer is None:
        return "这个账号没有对应的工作人员，不能审核和签署。", SEPARATE
    if officer.ref in handler_refs(case):
        return "您是本案承办人，不得审核本案；请由法制机构其他人员审核。", SEPARATE
    if officer.department.function != Department.Function.LEGAL and named is None:
        return "法制审核须由本机关法制机构进行；您不在法制机构。", SEPARATE
    if submission.state == Submission.State.SUPPLEMENT:
        return "正在等承办机构补充材料；补齐后再审核，逾期不补的可以退回。", "244号 第二十九条"
    if submission.state == Submission.State.RETURNED:
        return "材料不齐，已经退回承办机构；重新提交后再审核。", "244号 第二十九条"
    return "", ""


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
        may_sign = can(self.request, SIGN) or (self.named is not None and self.named.signs)
        signs = may_sign and self.sheet is not None
        seen = {"version": self.dossier().seq, "once": new_key()}
        context["signing"] = SignForm(request=self.request, initial=seen) if signs else None
        given = self.submission.reviewer
        if given is not None and given != self.request.user.officer:
            context["given"] = given
            if not self.form.is_bound:
                return context
        # What was typed meanwhile is shown all the same: nothing typed is lost.
        return context | {"points": self._points(context["machine"])}

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
    previews = True
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
@staff
def submission(request: StaffRequest, ref: str) -> HttpResponseBase:
    """Open a submission: the reviewer's sheet, or for who only signs, what was found."""
    signs_only = may(request.roles, SIGN) and not may(request.roles, FIND)
    return (Sign if signs_only else Sheet).as_view()(request, ref=ref)


sign = sensitive_post_parameters("password")(Sign.as_view())
