"""No penalty with its education; withdrawing a case; handing it over, and what its receiver answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mingjing.cases.actions import drafting, educating, transferring, withdrawal
from mingjing.cases.models import Transfer
from mingjing.cases.queries.case import core_of, earlier_penalties, handlers_of, newest_drafts
from mingjing.cases.rules import no_penalty, transfers
from mingjing.registry.queries import in_post
from mingjing.workbench.forms.ending import (
    CrimeForm,
    EducationForm,
    HandOverForm,
    NoPenaltyForm,
    ObjectionForm,
    SendForm,
    TakeBackForm,
    TransferAnswerForm,
    TransferForm,
    WithdrawalForm,
    from_core,
)
from mingjing.workbench.forms.leads import certified, these
from mingjing.workbench.views.acts.base import CaseAct, PartyAct
from mingjing.workbench.views.acts.deciding import OnDecision
from mingjing.workbench.views.acts.petitions import Answer

if TYPE_CHECKING:
    from mingjing.review.models import Draft
    from mingjing.workbench.acting import ActForm


class MakeNoPenaltyDraft(PartyAct):
    """拟不予处罚."""

    verb = "no-penalty-draft"
    title = "不予处罚代拟稿"
    submit = "保存为新一稿"
    steps = (*drafting.OPEN_STEPS, "termination")
    form_class = NoPenaltyForm
    clause = "行政处罚法 第三十条、第三十一条、第三十三条、第五十七条"
    remark = "同样须送审；审核通过后直接报负责人决定，不需事先告知。"
    newest: Draft | None = None

    def find(self) -> None:
        """Find the draft before this one."""
        self.newest = newest_drafts(self.case.dossier).get(self.party.ref)

    def initial(self) -> dict[str, Any]:
        """Begin with the draft before."""
        return from_core(core_of(self.newest)) if self.newest else {}

    def do(self, form: Any) -> None:
        """Make the next revision."""
        drafting.draft(**self.common(form), party=self.party, **form.core)

    def facts(self) -> list[tuple[str, object]]:
        """Show besides what this agency decided on the party before: it decides on a first offence."""
        earlier = earlier_penalties(self.case, self.party)
        return [*super().facts(), ("以前的处罚", "、".join(earlier) or "本机关没有处罚过")]

    def aside(self) -> dict[str, Any]:
        """Show what each ground asks to be shown."""
        return {
            "checks_heading": "每种理由须证明什么",
            "checks": [f"{each.label}：{each.shown}。" for each in no_penalty.GROUNDS.values()],
        }


class Educate(OnDecision):
    """登记教育记录."""

    verb = "education"
    submit = "登记"
    steps = ("decision", "service", "performance")
    form_class = EducationForm
    clause = no_penalty.EDUCATING

    def form_arguments(self) -> dict[str, Any]:
        """Offer the agency's certified officers."""
        return {"officers": certified(in_post(self.case.agency), first=handlers_of(self.case))}

    def do(self, form: Any) -> None:
        """Record it."""
        educating.educate(**self.common(form), decision=self.decision, **form.typed)


class RequestWithdrawal(CaseAct):
    """呈请撤案."""

    verb = "withdrawal-request"
    steps = withdrawal.STEPS
    form_class = WithdrawalForm
    clause = transfers.WITHDRAWING
    remark = "负责人批准后案件终结；作出决定以后不能撤案。"

    def do(self, form: Any) -> None:
        """Ask for it."""
        withdrawal.request_withdrawal(**self.common(form), **form.typed)


class DecideWithdrawal(Answer):
    """批准撤案."""

    verb = "withdrawal"
    matter = "withdrawal"
    clause = transfers.WITHDRAWING
    remark = "写明理由。同意的，案件今天终结，未完的期限不再计算。"

    def do(self, form: Any) -> None:
        """Answer it."""
        withdrawal.decide_withdrawal(**self.common(form), **form.typed)


class RequestTransfer(CaseAct):
    """呈请移送有管辖权的机关."""

    verb = "transfer-request"
    steps: ClassVar[tuple[str, ...]] = transferring.STEPS
    form_class: type[ActForm] = TransferForm
    clause = transfers.TO_AGENCY
    target: str = Transfer.Target.AGENCY

    def do(self, form: Any) -> None:
        """Ask for it."""
        transferring.request_transfer(**self.common(form), target=self.target, **form.typed)


class RequestLeadTransfer(RequestTransfer):
    """呈请移送线索: nobody handles it yet."""

    verb = "lead-transfer-request"
    steps = ("lead",)
    remark = "批准并移送后，线索在本机关不予立案，案卷终结。"


class RequestCrimeTransfer(RequestTransfer):
    """呈请移送公安机关."""

    verb = "crime-request"
    form_class = CrimeForm
    clause = transfers.TO_POLICE
    remark = "正职负责人或者主持工作的负责人三日内决定；批准的，二十四小时内移送。"
    target = Transfer.Target.POLICE

    def form_arguments(self) -> dict[str, Any]:
        """Offer the handlers."""
        return {"officers": these(handlers_of(self.case))}


class DecideTransfer(Answer):
    """批准移送有管辖权的机关."""

    verb = "transfer-approval"
    matter = "transfer"
    clause = transfers.TO_AGENCY
    target: str = Transfer.Target.AGENCY

    def do(self, form: Any) -> None:
        """Answer it."""
        transferring.decide_transfer(**self.common(form), target=self.target, **form.typed)


class DecideCrimeTransfer(DecideTransfer):
    """决定是否移送公安机关."""

    verb = "crime-approval"
    matter = "crime"
    clause = transfers.TO_POLICE
    remark = "批准的，二十四小时内移送；不批准的，写明理由，记录在案。"
    target = Transfer.Target.POLICE


class OnTransfer(CaseAct):
    """An act on the transfer that is under way."""

    transfer: Transfer

    def find(self) -> None:
        """Find it."""
        self.transfer = transferring.transfer_of(self.case)

    def aside(self) -> dict[str, Any]:
        """Show the transfer."""
        row = self.transfer
        return {
            "paper": [
                ("受移送机关", row.receiver),
                ("批准日期", row.approved_on),
                ("移送日期", row.sent_on),
                ("材料清单", "；".join(row.materials)),
                ("答复", f"{row.get_answer_display()}　{row.answer_paper}" if row.answer else None),
                ("提请复议", row.objected_on),
            ]
        }


class Send(OnTransfer):
    """移送案件."""

    verb = "transfer"
    submit = "制作移送文书并登记"
    steps = ("termination",)
    form_class = SendForm
    clause = "行政处罚法 第二十五条、第二十七条；行政执法机关移送涉嫌犯罪案件的规定 第五条、第六条"

    def do(self, form: Any) -> None:
        """Send it."""
        transferring.send(**self.common(form), **form.typed)


class SendLead(Send):
    """移送线索."""

    verb = "lead-transfer"
    steps = ("lead",)
    clause = transfers.TO_AGENCY
    remark = "移送后案卷终结。"


class RegisterAnswer(OnTransfer):
    """登记移送的答复."""

    verb = "transfer-answer"
    steps = ("termination",)
    form_class = TransferAnswerForm
    clause = transfers.ANSWERING

    def do(self, form: Any) -> None:
        """Register it."""
        transferring.register_answer(**self.common(form), **form.typed)


class ObjectTo(OnTransfer):
    """提请公安机关复议."""

    verb = "transfer-objection"
    steps = ("termination",)
    form_class = ObjectionForm
    clause = transfers.ANSWERING

    def do(self, form: Any) -> None:
        """Object."""
        transferring.object_to(**self.common(form), **form.typed)


class HandOver(OnTransfer):
    """移交物品和材料."""

    verb = "hand-over"
    steps = ("termination",)
    form_class = HandOverForm
    clause = transfers.HANDING
    remark = "移交后案件终结。"

    def do(self, form: Any) -> None:
        """Hand over."""
        transferring.hand_over(**self.common(form), **form.typed)


class TakeBack(OnTransfer):
    """恢复办理."""

    verb = "take-back"
    steps = ("termination",)
    form_class = TakeBackForm
    clause = "行政处罚法 第二十七条"
    remark = "案件回到调查取证，原有期限照常计算。"

    def do(self, form: Any) -> None:
        """Take the case back."""
        transferring.take_back(**self.common(form), **form.typed)
