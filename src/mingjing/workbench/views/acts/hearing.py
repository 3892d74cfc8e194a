"""Notice, waiver, defence, request for decision, collective discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import notice, presenting
from mingjing.cases.queries import taken
from mingjing.cases.queries.case import core_of
from mingjing.evidence.actions import Upload
from mingjing.refusal import Refusal
from mingjing.registry.queries import leaders_of
from mingjing.workbench.forms.hearing import (
    DiscussionForm,
    HearingRequestForm,
    HearingWithdrawalForm,
    NoticeServiceForm,
    PlainForm,
    StatementForm,
    WaiverForm,
)
from mingjing.workbench.forms.leads import these
from mingjing.workbench.views.acts.base import CaseAct, PartyAct

if TYPE_CHECKING:
    from mingjing.cases.models import Notice

CLAUSE = "行政处罚法 第四十四条、第四十五条、第六十二条；住房和城乡建设行政处罚程序规定 第二十二条"


class Notify(PartyAct):
    """制作告知书."""

    verb = "notice"
    steps = ("notice",)
    form_class = PlainForm
    clause = CLAUSE
    remark = "告知书按通过审核的最新一稿制作，编号后不能修改。"

    def do(self, form: Any) -> None:
        """Make the notice."""
        notice.notify(**self.common(form), party=self.party)

    def aside(self) -> dict[str, Any]:
        """Show the draft that the notice is made of."""
        draft = self.line().draft
        return {"draft": draft, "core": core_of(draft) if draft else None}


class OnNotice(PartyAct):
    """An act on a party's notice."""

    clause = CLAUSE
    notice: Notice

    def find(self) -> None:
        """Find the notice made last, or for what follows service the one served last."""
        found = self.chosen()
        if found is None:
            raise Refusal("notice.none", "还没有可以办理的告知书。", CLAUSE, "请先制作、送达告知书。")
        self.notice = found

    def chosen(self) -> Notice | None:
        """Return the notice the act is about."""
        return self.line().served_notice

    def aside(self) -> dict[str, Any]:
        """Show the notice."""
        row = self.notice
        return {
            "paper": [
                ("告知书", row.number),
                ("制作日期", row.document.made_on),
                ("送达日期", row.served_on),
                ("届满日", row.ends_on),
            ]
        }


class ServeNotice(OnNotice):
    """登记告知书送达."""

    verb = "notice-service"
    submit = "登记送达"
    form_class = NoticeServiceForm

    def chosen(self) -> Notice | None:
        """Return the notice made last."""
        return self.line().notice

    def do(self, form: Any) -> None:
        """Register the service."""
        notice.serve_notice(**self.common(form), notice=self.notice, handed=form.handed)


class Waive(OnNotice):
    """登记书面放弃."""

    verb = "waiver"
    submit = "登记放弃"
    form_class = WaiverForm

    def form_arguments(self) -> dict[str, Any]:
        """Ask for the hearing separately where it was offered."""
        return {"hearing_offered": self.notice.hearing_offered}

    def do(self, form: Any) -> None:
        """Register the waiver."""
        notice.waive(**self.common(form), notice=self.notice, **form.typed)


class RequestHearing(OnNotice):
    """登记听证申请."""

    verb = "hearing-request"
    submit = "登记申请"
    form_class = HearingRequestForm
    remark = "登记以后，听证结束前或者书面撤回前不能作出决定。"

    def do(self, form: Any) -> None:
        """Register the request."""
        notice.request_hearing(**self.common(form), notice=self.notice, **form.typed)


class WithdrawHearing(OnNotice):
    """登记撤回听证申请."""

    verb = "hearing-withdrawal"
    submit = "登记撤回"
    form_class = HearingWithdrawalForm

    def do(self, form: Any) -> None:
        """Register that it was withdrawn."""
        notice.withdraw_hearing(**self.common(form), notice=self.notice, **form.typed)


class RecordStatement(OnNotice):
    """记录陈述申辩."""

    verb = "statement"
    submit = "记录"
    form_class = StatementForm
    remark = "提出新的事实、理由或者证据的，案件退回拟稿，重新送审。"

    def do(self, form: Any) -> None:
        """Record it with its re-examination."""
        notice.record_statement(**self.common(form), notice=self.notice, **form.typed)


class RequestDecision(CaseAct):
    """提请作出决定."""

    verb = "decision-request"
    steps = ("notice",)
    form_class = PlainForm
    clause = "行政处罚法 第五十七条"
    remark = "各方的告知、陈述申辩都已办完：提请负责人决定；情节复杂或者重大的，先集体讨论。"

    def do(self, form: Any) -> None:
        """Present the case."""
        presenting.request_decision(**self.common(form))


class Discuss(CaseAct):
    """记录集体讨论."""

    verb = "discussion"
    title = "集体讨论笔录"
    submit = "保存笔录"
    steps = ("discussion",)
    form_class = DiscussionForm
    clause = "行政处罚法 第五十七条第二款"
    remark = "讨论的结论不能代替法制审核：要改代拟稿的，须另成一稿再审。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the responsible persons."""
        return {
            "leaders": these(leaders_of(self.case.agency)),
            "came_reviewed": taken.came_reviewed(self.case) is not None,
        }

    def do(self, form: Any) -> None:
        """Keep the minutes."""
        typed = form.typed
        if file := typed.pop("paper", None):
            typed["paper"] = Upload(file.name, file)
        presenting.discuss(**self.common(form), **typed)
