"""The hearing itself: arranging it, telling the parties, its record and report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases.actions import hearings
from mingjing.cases.papers.hearing import openly, presided, when
from mingjing.cases.queries.case import hearing_waiting, never_handled
from mingjing.cases.queries.hearings import arranged, told_of, waiting_notices
from mingjing.cases.rules import hearing as hearing_rules
from mingjing.refusal import Refusal
from mingjing.workbench.forms.hearing import HearingRequestForm
from mingjing.workbench.forms.hearings import (
    ArrangementForm,
    HearingChangeForm,
    HearingNoticeServiceForm,
    HearingRecordForm,
    HearingReportForm,
)
from mingjing.workbench.views.acts.base import CaseAct, PartyAct

if TYPE_CHECKING:
    from mingjing.cases.models import Hearing, HearingNotice
    from mingjing.registry.models import Officer

CLAUSE = "行政处罚法 第六十四条；住房和城乡建设行政处罚程序规定 第三十四条"


def facts_of(hearing: Hearing) -> list[tuple[str, object]]:
    """Return a hearing as it stands beside a form."""
    return [
        ("听证", f"{when(hearing)}，{hearing.place}"),
        ("当事人", parties_of(hearing)),
        ("公开", openly(hearing)),
        ("主持", presided(hearing)),
        *([("提示", hearing.remark)] if hearing.remark else []),
    ]


def parties_of(hearing: Hearing) -> str:
    """Return for whom it is held."""
    return "、".join(each.notice.party.name for each in hearing.notices.select_related("notice__party"))


def none_waits() -> Refusal:
    """Return the refusal where no hearing waits for the act."""
    return Refusal("hearing.none_waits", "没有可以办理的听证。", CLAUSE, "请看案件页的下一步。")


class ArrangeHearing(CaseAct):
    """安排听证."""

    verb = "hearing-arrangement"
    steps = hearings.ARRANGED_AT
    form_class = ArrangementForm
    clause = CLAUSE
    remark = "当即制作听证通知书并编号；安排之日起到听证报告提出，办案期限停止计算。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the parties that wait, and everybody who never handled the case."""
        waiting = [each.party_id for each in waiting_notices(self.case) if told_of(each) is None]
        return {
            "waiting": self.case.parties.filter(pk__in=waiting),
            "officers": never_handled(self.case).order_by("department__name", "name"),
            "earliest": hearing_rules.earliest(clock.today()),
        }

    def do(self, form: Any) -> None:
        """Arrange it."""
        hearings.arrange(**self.common(form), **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show who asked, and when."""
        asked = [
            f"{each.party.name}：{each.hearing_asked_on} 要求听证" for each in waiting_notices(self.case)
        ]
        return {"checks_heading": "听证申请", "checks": asked}


class DenyHearing(PartyAct):
    """不予听证."""

    verb = "hearing-denial"
    submit = "制作通知书"
    form_class = HearingRequestForm
    clause = "行政处罚法 第六十三条、第六十四条"
    remark = "理由由系统按告知和期限写明；当事人仍在期限内的，应当登记听证申请。通知书当即编号。"

    def do(self, form: Any) -> None:
        """Deny it."""
        served = self.line().served_notice
        if served is None:
            raise Refusal("notice.not_served", "告知书尚未送达。", "行政处罚法 第四十四条", "请先登记送达。")
        hearings.deny(**self.common(form), notice=served, **form.typed)


class ServeHearingNotice(PartyAct):
    """登记听证通知书送达."""

    verb = "hearing-notice-service"
    submit = "登记送达"
    form_class = HearingNoticeServiceForm
    clause = CLAUSE
    told: HearingNotice

    def find(self) -> None:
        """Find the party's notice of a hearing to come."""
        found = [told_of(each) for each in waiting_notices(self.case) if each.party_id == self.party.pk]
        if not found or found[0] is None or found[0].served_on:
            raise none_waits()
        self.told = found[0]

    def do(self, form: Any) -> None:
        """Register it."""
        hearings.serve_hearing_notice(**self.common(form), told=self.told, handed=form.handed)

    def aside(self) -> dict[str, Any]:
        """Show the notice and its last day."""
        hearing = self.told.hearing
        last = ("最迟送达", hearing_rules.last_service(hearing.held_on))
        return {"paper": [("听证通知书", self.told.document.number), last, *facts_of(hearing)]}


class OnHearing(CaseAct):
    """An act on the soonest hearing that waits for it."""

    clause = CLAUSE
    hearing: Hearing

    def find(self) -> None:
        """Find the hearing."""
        self.hearing = self.waiting()[0]

    def waiting(self) -> list[Hearing]:
        """Return the hearings that wait for the act, the soonest first, or refuse."""
        found = [each for each in arranged(self.case) if self.waits(each)]
        if not found:
            raise none_waits()
        return found

    def waits(self, hearing: Hearing) -> bool:
        """Say whether a hearing waits for the act."""
        return hearing.transcript_id is None

    def mine(self, *named: Officer) -> bool:
        """Say whether the person is one of those named for it."""
        return self.request.user.officer in named

    def aside(self) -> dict[str, Any]:
        """Show the hearing."""
        return {"paper": facts_of(self.hearing)}


class ChangeHearing(OnHearing):
    """登记听证改期: of several, the person says which."""

    verb = "hearing-change"
    submit = "登记改期"
    form_class = HearingChangeForm
    remark = "这次听证不再举行；申请仍然有效，须另行安排、另行通知。"
    several: list[Hearing]

    def find(self) -> None:
        """Find all that may be put off."""
        self.several = self.waiting()

    def form_arguments(self) -> dict[str, Any]:
        """Offer them."""
        return {"hearings": [(each.ref, f"{when(each)}，{parties_of(each)}") for each in self.several]}

    def do(self, form: Any) -> None:
        """Call it off."""
        typed = form.typed
        ref = typed.pop("hearing")
        hearing = next(each for each in self.several if each.ref == ref)
        hearings.call_off(**self.common(form), hearing=hearing, **typed)

    def aside(self) -> dict[str, Any]:
        """Show each of them."""
        return {"paper": [pair for each in self.several for pair in facts_of(each)]}


class RecordHearing(OnHearing):
    """制作听证笔录."""

    verb = "hearing-record"
    submit = "保存笔录"
    form_class = HearingRecordForm
    remark = "无正当理由拒不出席、未经许可中途退出的，视为放弃听证权利。"

    def waits(self, hearing: Hearing) -> bool:
        """Offer those without a record, of which the person is chair or recorder."""
        return hearing.transcript_id is None and self.mine(hearing.chair, hearing.recorder)

    def form_arguments(self) -> dict[str, Any]:
        """Ask of each party whether it came."""
        told = self.hearing.notices.select_related("notice__party")
        return {"told": [each for each in told if hearing_waiting(each.notice)]}

    def do(self, form: Any) -> None:
        """Keep the record."""
        hearings.record(**self.common(form), hearing=self.hearing, **form.record)


class ReportHearing(OnHearing):
    """提出听证报告."""

    verb = "hearing-report"
    submit = "提出报告"
    form_class = HearingReportForm
    clause = "行政处罚法 第六十五条"
    remark = "听证到此结束，办案期限恢复计算；承办人须根据笔录另成一稿、重新送审。"

    def waits(self, hearing: Hearing) -> bool:
        """Offer those with a record, of which the person is chair."""
        return hearing.transcript_id is not None and self.mine(hearing.chair)

    def do(self, form: Any) -> None:
        """Hand it in."""
        hearings.report(**self.common(form), hearing=self.hearing, **form.typed)
