"""Acts around the review of one party's draft: receipt, supplement, assignment, extension, disagreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases.actions import disagreement, intake, review_extension, reviewers
from mingjing.cases.clocks import show
from mingjing.cases.queries.case import handler_refs, never_handled
from mingjing.cases.queries.reviewing import disagreement_on, lying
from mingjing.refusal import Refusal
from mingjing.registry.queries import leaders_of
from mingjing.review.actions import reviewers_of
from mingjing.review.disagreement_rules import CLAUSE as DISPUTE
from mingjing.review.intake_rules import COMPLETENESS, PERIOD, SEPARATE
from mingjing.workbench.forms.leads import these
from mingjing.workbench.forms.reviewing import (
    AppointmentForm,
    AssignmentForm,
    ObjectionForm,
    ReceiptForm,
    ReviewExtensionForm,
    SettlementForm,
    SupplementForm,
    TalksForm,
)
from mingjing.workbench.views.acts.base import PartyAct
from mingjing.workbench.views.acts.petitions import Answer

if TYPE_CHECKING:
    from mingjing.review.models import Opinion, Receipt, Submission


def _wanted(receipt: Receipt) -> str:
    """Say how a submission was received, and by when what is missing has to be there."""
    return f"{receipt}（{receipt.due_on} 前）" if receipt.due_on else str(receipt)


class OnSubmission(PartyAct):
    """An act on the submission of the party's newest draft."""

    submission: Submission

    def find(self) -> None:
        """Find the submission."""
        line = self.line()
        if line.submission is None:
            raise Refusal("review.unknown", "最新的一稿没有送审。", COMPLETENESS, "请看案件页的下一步。")
        self.submission = line.submission

    def common(self, form: Any) -> dict[str, Any]:
        """Return what every action on a submission takes."""
        return super().common(form) | {"submission": self.submission}

    def aside(self) -> dict[str, Any]:
        """Show the submission: what was handed in, asked for, answered; both limits."""
        row = self.submission
        limits = self.case.dossier.clocks.filter(
            rule__in=intake.REVIEW_RULES, party=row.draft.party, met_on=None, ended_on=None
        )
        shown = [show(each, clock.today()) for each in limits]
        asked = [
            (
                f"{each.made_on} 登记",
                "；".join(filter(None, (_wanted(each), "、".join(each.missing), each.note, each.answer))),
            )
            for each in row.receipts.all()
        ]
        return {
            "paper": [
                ("送审稿", str(row.draft)),
                ("收到", row.received_on),
                ("收件", row.get_state_display()),
                ("审核人", row.reviewer.name if row.reviewer else "尚未指派"),
                ("送审材料", list(row.materials)),
                *asked,
                *((each.name, f"{each.left}，{each.due}") for each in shown),
            ]
        }


class ByReviewer(OnSubmission):
    """An act of the reviewer: of the post, or named for the case by the leader."""

    def permitted(self) -> None:
        """Leave it to the submission: somebody named for the case has no post."""

    def person_may(self) -> None:
        """Leave it to the submission."""

    def find(self) -> None:
        """Find the submission, and refuse who may not review it."""
        super().find()
        reviewers.may_review(self.request.user, self.case, self.submission, self.permission)


class Receive(ByReviewer):
    """登记收件."""

    verb = "receipt"
    form_class = ReceiptForm
    clause = f"{COMPLETENESS}；住房和城乡建设行政处罚程序规定 第二十四条"
    remark = "齐全的受理；不齐的限时补充或者退回，通知书归入案卷。"

    def form_arguments(self) -> dict[str, Any]:
        """Tick the materials against the file."""
        return {"materials": lying(self.case, self.submission.draft)}

    def do(self, form: Any) -> None:
        """Register."""
        intake.receive(**self.common(form), **form.typed)


class RequestReviewExtension(ByReviewer):
    """呈请延长审核期限."""

    verb = "review-extension-request"
    form_class = ReviewExtensionForm
    clause = PERIOD
    remark = "由主管法制工作的负责人批准，延长五个工作日；住建部令的十个工作日不能延长。"

    def do(self, form: Any) -> None:
        """Ask for it."""
        review_extension.request_review_extension(**self.common(form), **form.typed)


class DecideReviewExtension(Answer):
    """批准延长审核期限."""

    verb = "review-extension"
    matter = "review-extension"
    clause = PERIOD
    remark = "同意的，自治区令的审核期限延长五个工作日；住建部令的十个工作日不延长，两个期限从严。"

    def do(self, form: Any) -> None:
        """Answer it."""
        review_extension.decide_review_extension(**self.common(form), **form.typed)


class HandIn(OnSubmission):
    """补充送审材料."""

    verb = "supplement"
    form_class = SupplementForm
    clause = f"{COMPLETENESS}、第三十一条"
    remark = "登记之日起自治区令的审核期限接着计算。补充的是新证据的，须另成一稿重新送审。"

    def form_arguments(self) -> dict[str, Any]:
        """Tick the materials against the file."""
        return {"materials": lying(self.case, self.submission.draft)}

    def do(self, form: Any) -> None:
        """Hand it in."""
        intake.hand_in(**self.common(form), **form.typed)


class Assign(OnSubmission):
    """指派审核人."""

    verb = "assignment"
    form_class = AssignmentForm
    clause = f"{SEPARATE}、第二十八条"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the reviewers who never handled the case and do not have it already."""
        handlers, has = handler_refs(self.case), self.submission.reviewer
        found = reviewers_of(self.case.agency, on=clock.today())
        return {"officers": these(each for each in found if each.ref not in handlers and each != has)}

    def do(self, form: Any) -> None:
        """Assign."""
        reviewers.assign(**self.common(form), **form.typed)


class Appoint(OnSubmission):
    """就本案指定审核人."""

    verb = "appointment"
    form_class = AppointmentForm
    clause = f"{SEPARATE}、第二十八条"
    remark = "只限本案；被指定的人不因此取得法制审核岗位。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer whoever holds the legal qualification and never handled the case."""
        return {"officers": these(never_handled(self.case).exclude(legal_qualification=""))}

    def do(self, form: Any) -> None:
        """Appoint."""
        reviewers.appoint(**self.common(form), **form.typed)


class OnOpinion(PartyAct):
    """An act on the opinion on the party's newest draft."""

    opinion: Opinion
    clause = DISPUTE

    def find(self) -> None:
        """Find the opinion."""
        found = self.line().opinion
        if found is None:
            raise Refusal("dispute.no_opinion", "最新的一稿还没有签署的审核意见。", DISPUTE, "请等审核意见。")
        self.opinion = found

    def common(self, form: Any) -> dict[str, Any]:
        """Return what every action on an opinion takes."""
        return super().common(form) | {"opinion": self.opinion}

    def aside(self) -> dict[str, Any]:
        """Show the opinion and what was said about it since."""
        opinion, found = self.opinion, disagreement_on(self.opinion.draft)
        said = [
            ("异议", f"{found.reasons}（{found.raised_by.name}，{found.raised_on}）"),
            *([("协商", found.talks), ("结果", found.get_outcome_display())] if found.outcome else []),
        ] if found else []  # fmt: skip
        return {
            "paper": [
                ("审核意见书", opinion.number),
                ("意见", opinion.get_result_display()),
                ("具体意见", opinion.text),
                ("审核人", opinion.reviewer.name),
                *said,
            ]
        }


class Object(OnOpinion):
    """对审核意见提出异议."""

    verb = "objection"
    form_class = ObjectionForm
    remark = "应当采纳审核意见；有异议的先与法制机构协商，不一致的报负责人决定。分歧解决之前不能另成一稿。"

    def do(self, form: Any) -> None:
        """Object."""
        disagreement.object_to(**self.common(form), **form.typed)


class Talk(OnOpinion):
    """登记协商结果."""

    verb = "talks"
    form_class = TalksForm

    def do(self, form: Any) -> None:
        """Register what came of it."""
        disagreement.talk(**self.common(form), **form.typed)


class Settle(OnOpinion):
    """对分歧作出结论."""

    verb = "settlement"
    form_class = SettlementForm

    def form_arguments(self) -> dict[str, Any]:
        """Offer the responsible persons."""
        return {"leaders": these(leaders_of(self.case.agency))}

    def do(self, form: Any) -> None:
        """Conclude."""
        disagreement.conclude(**self.common(form), **form.typed)
