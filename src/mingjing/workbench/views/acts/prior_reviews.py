"""A review and a notice that were on paper before the system: copied by the handler, confirmed by a second hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import prior_reviews
from mingjing.cases.gates.taken import enterable
from mingjing.cases.models import PriorNotice, PriorReview
from mingjing.cases.queries import taken
from mingjing.cases.queries.case import core_of
from mingjing.cases.rules import prior_reviews as rules
from mingjing.theme.cells import Link
from mingjing.workbench.addresses import document_url
from mingjing.workbench.forms.prior_reviews import CopyReviewForm, PriorCheckForm, PriorNoticeForm
from mingjing.workbench.taken_panel import notice_pairs, review_pairs
from mingjing.workbench.views.acts.base import PartyAct
from mingjing.workbench.views.acts.drafting import MakeDraft

if TYPE_CHECKING:
    from mingjing.documents.models import Document

AT = ("notice",)


class CopyReview(MakeDraft):
    """录入上线前的审核."""

    verb = "prior-review"
    title = "录入上线前的审核"
    submit = "录入，交法制机构核对"
    steps = AT
    form_class = CopyReviewForm
    clause = rules.REVIEWED
    remark = "逐字照抄审核通过的稿子；法制机构负责人对照扫描件核对以后才算已审核。"

    def find(self) -> None:
        """Refuse where there is nothing to copy."""
        super().find()
        rules.copied_once(
            at_its_notice=taken.came_reviewed(self.case) is not None, drafted=self.newest is not None
        )

    def do(self, form: Any) -> None:
        """Enter it."""
        prior_reviews.copy_review(**self.common(form), party=self.party, signed=form.signed, **form.core)


class EnterNotice(PartyAct):
    """录入上线前的告知."""

    verb = "prior-notice"
    submit = "录入，交法制机构核对"
    steps = AT
    form_class = PriorNoticeForm
    clause = rules.TOLD
    remark = "核对以后，陈述申辩期从实际送达之日起算。接入以后发生的，在本系统内登记。"

    def find(self) -> None:
        """Refuse where no notice of before fits."""
        rules.first_draft_untold(fits=enterable(self.standing(), self.line()))

    def do(self, form: Any) -> None:
        """Enter it."""
        prior_reviews.enter_notice(**self.common(form), party=self.party, told=form.told)


class Check(PartyAct):
    """A paper of before held against what was entered."""

    submit = "核对"
    steps = AT
    form_class = PriorCheckForm
    seal = True
    remark = "请打开扫描件，与录入的内容逐字核对。核对记入案件经过，不能撤回。"

    def scan(self, document: Document) -> tuple[str, object]:
        """Return where the scan is to be seen."""
        return ("扫描件", Link(document.title, document_url(self.case, document)))


class CheckReview(Check):
    """核对上线前的审核意见."""

    verb = "prior-review-check"
    clause = rules.REVIEWED
    row: PriorReview

    def find(self) -> None:
        """Find what waits."""
        found = (
            PriorReview.objects.filter(party=self.party, agreed=None)
            .select_related("draft", "document")
            .first()
        )
        rules.waits(waiting=found is not None, what="上线前的审核意见")
        if found:
            self.row = found

    def do(self, form: Any) -> None:
        """Confirm or deny it."""
        prior_reviews.confirm_review(**self.common(form), party=self.party, **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show the opinion, its scan, and the draft as it was copied."""
        return {
            "paper": [self.scan(self.row.document), *review_pairs(self.row)],
            "draft": self.row.draft,
            "core": core_of(self.row.draft),
        }


class CheckNotice(Check):
    """核对上线前的告知书."""

    verb = "prior-notice-check"
    clause = rules.TOLD
    row: PriorNotice

    def find(self) -> None:
        """Find what waits."""
        found = (
            PriorNotice.objects.filter(party=self.party, agreed=None)
            .select_related("draft", "document")
            .first()
        )
        rules.waits(waiting=found is not None, what="上线前的告知书")
        if found:
            self.row = found

    def do(self, form: Any) -> None:
        """Confirm or deny it."""
        prior_reviews.confirm_notice(**self.common(form), party=self.party, **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show the notice, its scan, and the draft that it told."""
        return {
            "paper": [self.scan(self.row.document), *notice_pairs(self.row)],
            "draft": self.row.draft,
            "core": core_of(self.row.draft),
        }
