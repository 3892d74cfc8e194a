"""After the decision: where to serve, deferral and instalments, closing."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import archiving, closing, confirming, papers, paying, relief
from mingjing.cases.papers.wording import plan_text
from mingjing.cases.rules.archiving import CLOSING, FILING
from mingjing.cases.rules.payment import DEFERRING
from mingjing.refusal import Refusal
from mingjing.registry.queries import in_post
from mingjing.workbench.forms.after import (
    AddressForm,
    ArchiveForm,
    ClosingForm,
    ClosingRequestForm,
    DeferralRequestForm,
    ReliefEndForm,
    ReliefForm,
)
from mingjing.workbench.forms.hearing import PlainForm
from mingjing.workbench.forms.petitions import AnswerForm
from mingjing.workbench.forms.recordings import HandedOver
from mingjing.workbench.views.acts.base import CaseAct, PartyAct
from mingjing.workbench.views.acts.deciding import OnDecision
from mingjing.workbench.views.acts.leads import rungs
from mingjing.workflow import approvals

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingjing.cases.models import Case, Deferral, Relief
    from mingjing.registry.models import Officer


class ConfirmAddress(PartyAct):
    """登记送达地址确认书."""

    verb = "address-confirmation"
    submit = "登记"
    form_class = AddressForm
    clause = "行政处罚法 第六十一条第二款；住房和城乡建设行政处罚程序规定 第三十七条"
    remark = "登记后生成确认书，打印由当事人签名；同意的，才可以电子送达。"

    def initial(self) -> dict[str, Any]:
        """Begin with the address and telephone that the party gave."""
        return {"address": self.party.address, "phone": self.party.phone}

    def do(self, form: Any) -> None:
        """Register it."""
        confirming.confirm_address(**self.common(form), party=self.party, **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show what was confirmed before."""
        earlier = [
            f"{each.confirmed_on}：{each.address}，{'同意' if each.electronic else '不同意'}电子送达"
            for each in self.party.confirmations.all()
        ]
        return {"checks_heading": "以前的确认", "checks": earlier or ["还没有"]}


class ListEvidence(CaseAct):
    """制作证据清单."""

    verb = "evidence-list"
    submit = "制作"
    form_class = PlainForm
    clause = "行政处罚法 第四十六条；住房和城乡建设行政处罚程序规定 第四十条"
    remark = "按今天案卷中的证据制作清单，生成 PDF，放入案卷第三类。以后又添加证据的，再制作一份。"

    def do(self, form: Any) -> None:
        """Make it."""
        confirming.list_evidence(**self.common(form))


class RequestDeferral(OnDecision):
    """登记延期（分期）缴纳申请."""

    verb = "deferral-request"
    submit = "登记"
    steps = paying.PAYABLE_AT
    form_class = DeferralRequestForm
    clause = DEFERRING
    remark = "登记后由负责人决定；同意的，缴款期限按各期推算，期间不加处罚款。"

    def do(self, form: Any) -> None:
        """Register it."""
        paying.request_deferral(**self.common(form), decision=self.decision, **form.typed)


class RegisterRelief(OnDecision):
    """登记复议、诉讼."""

    verb = "relief"
    submit = "登记"
    after_the_end = True
    form_class = ReliefForm
    clause = relief.CLAUSE
    remark = "复议、诉讼期间不停止执行，加处罚款不予计算。"

    def do(self, form: Any) -> None:
        """Register it."""
        relief.register_relief(**self.common(form), decision=self.decision, **form.typed)


class EndRelief(OnDecision):
    """登记复议、诉讼结束."""

    verb = "relief-end"
    submit = "登记"
    after_the_end = True
    form_class = ReliefEndForm
    clause = relief.CLAUSE
    sought: Relief

    def find(self) -> None:
        """Find what has not ended."""
        super().find()
        found = self.decision.reliefs.filter(ended_on=None).first()
        if found is None:
            raise Refusal("relief.none", "没有正在进行的复议、诉讼。", relief.CLAUSE, "请看案件页。")
        self.sought = found

    def do(self, form: Any) -> None:
        """Register it."""
        relief.end_relief(**self.common(form), relief=self.sought, **form.typed)


class OnDeferral(OnDecision):
    """An act on a deferral that waits for it."""

    deferral: Deferral

    def find(self) -> None:
        """Find the deferral that waits."""
        super().find()
        rows = self.decision.deferrals.select_related("document").order_by("asked_on", "id")
        found = next((each for each in rows if self.waits(each)), None)
        if found is None:
            raise Refusal(
                "deferral.none", "没有待办理的延期（分期）申请。", DEFERRING, "请看案件页的下一步。"
            )
        self.deferral = found

    @abstractmethod
    def waits(self, deferral: Deferral) -> bool:
        """Say whether a deferral waits for this act."""

    def aside(self) -> dict[str, Any]:
        """Show what the party applied for beside the decision."""
        row = self.deferral
        told = [
            ("申请", f"{row}（{row.applied_on}）"),
            ("理由", row.reason),
            ("各期", plan_text(row.plan).splitlines()),
        ]
        return {"paper": [*super().aside()["paper"], *told]}


class DecideDeferral(OnDeferral):
    """决定延期（分期）缴纳."""

    verb = "deferral"
    submit = "签署"
    form_class = AnswerForm
    clause = DEFERRING
    remark = "决定书当即编号、生成，由承办人送达当事人。"

    def waits(self, deferral: Deferral) -> bool:
        """Say whether it has not been decided."""
        return deferral.agreed is None

    def do(self, form: Any) -> None:
        """Decide."""
        paying.decide_deferral(**self.common(form), deferral=self.deferral, **form.typed)


class ServeDeferral(OnDeferral):
    """登记延期（分期）决定书送达."""

    verb = "deferral-service"
    submit = "登记"
    form_class = HandedOver
    clause = "行政处罚法 第六十一条"

    def waits(self, deferral: Deferral) -> bool:
        """Say whether it was decided and not served."""
        return deferral.agreed is not None and deferral.served_on is None

    def do(self, form: Any) -> None:
        """Register it."""
        paying.serve_deferral(**self.common(form), deferral=self.deferral, handed=form.handed)


def others(own: Officer | None, case: Case) -> QuerySet[Officer]:
    """Return the agency's people but oneself, by name."""
    people = in_post(case.agency)
    return (people.exclude(pk=own.pk) if own else people).order_by("name")


class RequestClosing(CaseAct):
    """提请结案."""

    verb = "closing-request"
    steps = ("performance",)
    form_class = ClosingRequestForm
    clause = f"{CLOSING}；{FILING}"
    remark = "决定执行完毕之日起十五个工作日内填写结案审批表报批。页数、缺损、立卷人、检查人写入卷内备考表。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the agency's people but oneself."""
        return {"checkers": others(self.request.user.officer, self.case)}

    def do(self, form: Any) -> None:
        """Request it."""
        closing.request_closing(**self.common(form), **form.typed)


class Archive(CaseAct):
    """归档 of a case that ended without being closed."""

    verb = "archive"
    form_class = ArchiveForm
    clause = FILING
    remark = "编归档号，系统随即编制卷内目录和卷内备考表；以后归入案卷的只有收回的扫描件和补正（更正）文书。"

    def person_may(self) -> None:
        """Let the handlers and the archivist bind the file."""
        archiving.may_archive(self.request.user, self.case)

    def form_arguments(self) -> dict[str, Any]:
        """Offer the agency's people but oneself."""
        return {"checkers": others(self.request.user.officer, self.case)}

    def initial(self) -> dict[str, Any]:
        """Begin with the term that the rule gives."""
        return {"retention": closing.retention_of(self.case)}

    def do(self, form: Any) -> None:
        """Bind the file."""
        archiving.archive(**self.common(form), **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show how the case ended, and which papers are wanting."""
        return {
            "checks_heading": "尚未收回的文书",
            "checks": papers.unreturned(self.case),
            "paper": [("终结", self.case.get_ending_display()), ("理由", self.case.ending_reason)],
        }


class ApproveClosing(CaseAct):
    """批准结案."""

    verb = "closing"
    steps = ("closing",)
    form_class = ClosingForm
    clause = f"{CLOSING}；{FILING}"
    remark = "批准以后案件终结，编归档号，生成结案审批表；系统随即编制卷内目录和卷内备考表。"

    def initial(self) -> dict[str, Any]:
        """Begin with the term that the rule gives."""
        return {"retention": closing.retention_of(self.case)}

    def do(self, form: Any) -> None:
        """Close the case."""
        closing.approve_closing(**self.common(form), **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show the chain, and what the handler said of the file."""
        case = self.case
        filed, checked = case.filed_by, case.file_checked_by
        return {
            "chain": rungs(approvals.chain(case.agency, case.dossier, "closing")),
            "paper": [
                ("卷内页数", case.file_pages),
                ("缺损说明", case.file_defects),
                ("立卷人", filed.name if filed else None),
                ("检查人", checked.name if checked else None),
            ],
        }
