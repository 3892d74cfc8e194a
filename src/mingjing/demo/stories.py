"""A case told by actions: `CaseStory(bureau).lead().filed().investigated().drafted().reviewed()…`.

Each step moves no clock: the teller holds it (`with clock.at(day)`), so that dates are the story's own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from mingjing import clock
from mingjing.cases.actions import (
    decision,
    drafting,
    extension,
    investigation,
    leads,
    notice,
    orders,
    presenting,
    preservation,
    suspension,
)
from mingjing.cases.examination import examine
from mingjing.cases.models import Case, Decision, Party
from mingjing.cases.papers.wording import particulars
from mingjing.cases.queries.case import newest_drafts, newest_notice
from mingjing.demo import endings, scanned
from mingjing.demo.filming import TOLD, explain, film, gather
from mingjing.demo.handing import by_hand
from mingjing.demo.same_act import judged
from mingjing.review.checks.seen import faults_of
from mingjing.review.intake_rules import MATERIALS
from mingjing.review.points import POINTS

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.registry.models import Officer, User
    from mingjing.review.models import Submission

SUSPENSION = "汛期工地所在河段漫堤，进场道路中断，县防指发布避险转移令，现场暂时无法检查、取样。"
RESUMPTION = "县防指解除转移令，进场道路已于今日恢复通行。"
EXTENSION = "分包合同和付款凭证涉及三家单位，需逐一核对，剩余法定期间已不足，不能在九十日内作出决定。"
OPINION = "经审核，事实清楚，证据充分，适用依据正确，程序合法，裁量适当，同意作出处罚决定。"


@dataclass(frozen=True)
class Firm:
    """A party as the story tells it."""

    name: str
    credit_code: str = ""
    party_kind: str = "02"
    representative: str = ""
    address: str = "云岭县云川镇（示例）"
    phone: str = ""
    capacity: str = ""
    identity_number: str = ""


@dataclass(frozen=True)
class Plan:
    """What the decision for a party is to be: fine in 分, grade, orders; `warned` adds a warning to the fine."""

    fine: int
    grade: str = "一般"
    reasons: str = "首次被查处，主动停工并配合调查，未造成危害后果。"
    orders: str = "责令停止施工，限期改正"
    late_fine: bool = True
    warned: bool = False


@dataclass
class CaseStory:
    """A case on its way."""

    bureau: Bureau
    title: str = "未取得施工许可证擅自施工案"
    matter: str = "CF-JZ-001"
    place: str = "云岭县云川镇青禾家园二期工地（示例）"
    handlers: tuple[str, str] = ("officer1", "officer2")
    firms: tuple[Firm, ...] = (
        Firm("云岭县青禾置业有限公司（示例）", "91159999MA0AC000XX", representative="周一苇（示例）"),
    )
    plans: tuple[Plan, ...] = (Plan(31_460_00),)
    facts: str = (
        "当事人建设的工程未取得建筑工程施工许可证即开工，检查时已完成地下室顶板施工，工程合同价款 242 万元。"
    )
    violated: tuple[str, ...] = ("《中华人民共和国建筑法》第七条第一款",)
    basis: tuple[str, ...] = ("《建设工程质量管理条例》第五十七条",)
    seen: str = "现场正在施工，塔吊运转，未悬挂施工许可证。"
    said: str = "问：是否取得施工许可证？答：正在办理，尚未取得。"
    summary: str = ""
    paper: str = "建设工程施工合同（复制件）"
    prompt: bool = True
    """Whether the officers upload what they recorded at once."""
    case: Case = field(init=False)

    @property
    def user(self) -> User:
        """Return the first handler's account."""
        return self.bureau.users[self.handlers[0]]

    @property
    def officers(self) -> list[Officer]:
        """Return the handlers."""
        return [self.bureau.people[name] for name in self.handlers]

    def as_(self, username: str) -> User:
        """Return an account."""
        return self.bureau.users[username]

    @property
    def parties(self) -> list[Party]:
        """Return the parties in order."""
        return list(self.case.parties.all())

    def refresh(self) -> Case:
        """Return the case as it stands in the database."""
        return Case.objects.select_related("agency", "matter", "dossier").get(pk=self.case.pk)

    def lead(self, *, acted_on: dt.date | None = None) -> Self:
        """Register the lead and its parties."""
        today = clock.today()
        self.case = leads.register_lead(
            user=self.user,
            department=self.bureau.people[self.handlers[0]].department,
            title=self.title,
            summary=self.summary or f"巡查发现{self.place}涉嫌{self.title.removesuffix('案')}。",
            place=self.place,
            source="1",
            found_on=today,
            acted_on=acted_on or today,
        )
        for firm in self.firms:
            leads.add_party(user=self.user, case=self.case, **vars(firm))
        return self

    def verified(self) -> Self:
        """Verify the lead and ask for filing."""
        leads.request_filing(
            user=self.user,
            case=self.case,
            handlers=[self.bureau.people[name] for name in self.handlers],
            matter_code=self.matter,
            verification="经现场核查，工地已施工，未能出示施工许可证，有初步证据，未过追责时效。",
            jurisdiction="违法行为发生在本县，属本机关清单内事项，处罚权归本机关。",
        )
        return self

    def filed(self) -> Self:
        """Endorse and approve the filing."""
        leads.endorse(
            user=self.as_("section"), case=self.case, matter="filing", opinion="情况属实，建议立案。"
        )
        self.case = leads.approve_filing(user=self.as_("deputy"), case=self.refresh(), opinion="同意立案。")
        return self

    def investigated(self) -> Self:
        """Inspect, inquire, collect evidence."""
        gather(self)
        return self.recorded() if self.prompt else self

    def recorded(self, *, late_reason: str = "", interruption: str = "") -> Self:
        """Upload what was recorded of each activity that lacks it."""
        film(self, late_reason=late_reason, interruption=interruption)
        return self

    def explained(self) -> Self:
        """Explain what could not be recorded, countersigned today."""
        explain(self)
        return self

    def suspended(self, *, situation: str = "3", reason: str = SUSPENSION) -> Self:
        """Ask for suspension and suspend the case today."""
        suspension.request_suspension(user=self.user, case=self.refresh(), situation=situation, reason=reason)
        suspension.decide_suspension(
            user=self.as_("deputy"),
            case=self.refresh(),
            agreed=True,
            opinion="同意中止，情形消失后及时恢复。",
        )
        return self

    def resumed(self, *, reason: str = RESUMPTION) -> Self:
        """Take the case up again today."""
        suspension.resume(user=self.user, case=self.refresh(), reason=reason)
        return self

    def ordered(self) -> Self:
        """Order each party to stop and serve the order today."""
        for party in self.parties:
            made = orders.issue_order(
                user=self.user, case=self.refresh(), party=party, order_kind="correct", facts=self.facts,
                basis="《中华人民共和国行政处罚法》第二十八条第一款", demands="立即停止施工，补办施工许可手续。",
                deadline=clock.today() + dt.timedelta(days=30),
            )  # fmt: skip
            orders.serve_order(user=self.user, case=self.refresh(), order=made, handed=by_hand("工地负责人"))
        return self.recorded()

    def preserved(self) -> Self:
        """Ask for preservation, approve it, register the things today."""
        preservation.request_preservation(
            user=self.user, case=self.refresh(), things="施工日志、分包付款台账",
            reason="施工班组撤场在即，原始台账可能灭失。"
        )  # fmt: skip
        preservation.decide_preservation(
            user=self.as_("deputy"), case=self.refresh(), agreed=True, opinion="同意先行登记保存。"
        )
        preservation.preserve(
            user=self.user, case=self.refresh(), party=self.parties[0], signed="执法人员二人、工地负责人签名",
            things="施工日志，3 本，A4 装订，本局证据室\n分包付款台账，1 本，账簿，本局证据室",
            told_items=TOLD,
        )  # fmt: skip
        return self.recorded()

    def returned(self) -> Self:
        """Copy what was preserved and return it today."""
        for each in self.refresh().preservations.filter(disposed_on=None):
            preservation.dispose(
                user=self.user, case=self.refresh(), preservation=each, disposition="1",
                note="已逐页复制、拍照并经当事人核对，原件当日退还。",
            )  # fmt: skip
        return self.recorded()

    def extended(self) -> Self:
        """Ask for thirty days more and grant them today."""
        extension.request_extension(user=self.user, case=self.refresh(), reason=EXTENSION)
        extension.decide_extension(
            user=self.as_("deputy"), case=self.refresh(), agreed=True, opinion="同意延长三十日，抓紧办理。"
        )
        return self

    @property
    def report(self) -> dict[str, str]:
        """Return the concluding report, in its five parts (55号令20)."""
        return {
            "当事人基本情况": "\n".join(particulars(each) for each in self.parties),
            "案件来源和调查经过": "根据现场检查发现的线索立案，两名执法人员检查现场、询问当事人、调取书证。",
            "违法事实和证据": f"{self.facts}有现场检查笔录、{self.paper}、询问笔录证明。",
            "处理依据和裁量": f"依据{self.basis[0]}，{self.plans[0].reasons}",
            "处理建议": "建议责令改正，并处罚款。",
        }

    def concluded(self, *, complex_case: bool = False) -> Self:
        """Hand in the concluding report."""
        investigation.conclude(
            user=self.user, case=self.refresh(), report=self.report, complex_case=complex_case
        )
        return self

    def core(self, place: int, **changed: Any) -> dict[str, Any]:
        """Return what a handler types for the draft of the party at a place (from 0)."""
        plan = self.plans[place]
        return {
            "facts": self.facts,
            "violated": list(self.violated),
            "basis": list(self.basis),
            "discretion_grade": plan.grade,
            "discretion_reasons": plan.reasons,
            "penalties": [*([{"kind": "01"}] if plan.warned else []), {"kind": "02", "amount": plan.fine}],
            "orders": plan.orders,
            "performance": "责令事项自收到本决定书之日起立即执行，三十日内改正完毕。",
            "late_fine": plan.late_fine,
        } | changed

    def drafted(self, **changed: Any) -> Self:
        """Draft for each party."""
        for place, party in enumerate(self.parties):
            drafting.draft(user=self.user, case=self.refresh(), party=party, **self.core(place, **changed))
        return self

    def submitted(self) -> Self:
        """Judge what was decided before to be another act; submit each party's newest draft."""
        judged(self)
        for party in self.parties:
            drafting.submit(user=self.user, case=self.refresh(), party=party, materials=MATERIALS[:4])
        return self

    def submission(self, party: Party) -> Submission:
        """Return the submission of a party's newest draft."""
        return newest_drafts(self.case.dossier)[party.ref].submission

    def reviewed(self, *, result: str = "同意", text: str = OPINION, faulty: str = "") -> Self:
        """Review and sign for each party; `faulty` names a point found wanting."""
        for party in self.parties:
            submission = self.submission(party)
            seen = faults_of(examine(self.refresh(), submission))
            sheet = drafting.write_opinion(
                user=self.as_("reviewer"),
                case=self.refresh(),
                submission=submission,
                result=result,
                text=text,
                verdicts={point.key: "faulty" if point.key == faulty else "sound" for point in POINTS},
                reasons={key: f"系统所见：{said}。已逐项核对，不影响本项结论。" for key, said in seen.items()}
                | ({faulty: text} if faulty else {}),
            )
            drafting.sign(user=self.as_("legalhead"), case=self.refresh(), sheet=sheet)
        return self

    def notified(self) -> Self:
        """Make and serve each party's notice today."""
        for party in self.parties:
            made = notice.notify(user=self.user, case=self.refresh(), party=party)
            notice.serve_notice(
                user=self.user,
                case=self.refresh(),
                notice=made,
                handed=by_hand(),
            )
        return self.recorded()

    def waived(self) -> Self:
        """Let each party waive its defence in writing."""
        for party in self.parties:
            served = newest_notice(party)
            assert served is not None  # noqa: S101 - the story notified before
            notice.waive(
                user=self.user, case=self.refresh(), notice=served, waived_on=clock.today(),
                proof="放弃陈述申辩声明书，法定代表人签字", hearing=True if served.hearing_offered else None,
            )  # fmt: skip
        return self

    def presented(self) -> Self:
        """Present for decision."""
        presenting.request_decision(user=self.user, case=self.refresh())
        return self

    def discussed(self) -> Self:
        """Discuss collectively."""
        presenting.discuss(
            user=self.as_("principal"),
            case=self.refresh(),
            held_on=clock.today(),
            place="本局二楼会议室（示例）",
            participants=[self.bureau.people[name] for name in ("principal", "deputy")],
            minutes="韩立峰：事实清楚，同意拟处意见。\n周正言：同意，注意督促整改。",
            conclusion="一致同意拟处意见。",
        )
        return self

    def endorsed(self) -> Self:
        """Sign up the chain for each party: the decision waits for the leader."""
        judged(self)
        for party in self.parties:
            for username, opinion in (
                ("section", "拟同意，请审核。"),
                ("legalhead", "审核意见已附，程序合法。"),
            ):
                leads.endorse(
                    user=self.as_(username),
                    case=self.refresh(),
                    matter="decision",
                    about=party.ref,
                    opinion=opinion,
                )
        return self

    def decided(self) -> Self:
        """Sign up the chain and decide for each party."""
        self.endorsed()
        for party in self.parties:
            decision.decide(user=self.as_("deputy"), case=self.refresh(), party=party, opinion="同意处罚。")
        return self

    @property
    def decisions(self) -> list[Decision]:
        """Return the decisions in the parties' order."""
        return list(Decision.objects.filter(party__case=self.case).order_by("party__position"))

    def served(self) -> Self:
        """Serve each decision today."""
        for each in self.decisions:
            decision.serve(
                user=self.user, case=self.refresh(), decision=each, method="01", served_on=clock.today(),
                place=self.place, receiver="法定代表人（示例）", proof="送达回证，当面签收",
                officers=self.officers, told_items=TOLD,
            )  # fmt: skip
        return self.recorded()

    def performed(self) -> Self:
        """Pay each fine in full today, with the late fine where one has run up."""
        for each in self.decisions:
            endings.pay(self, each)
        return self

    def scanned(self) -> Self:
        """Bring back every signed paper as a scan."""
        scanned.take_all_back(user=self.user, case=self.refresh())
        return self

    def closed(self) -> Self:
        """Bring the signed papers back, ask for closing, endorse and approve it."""
        self.scanned()
        endings.close(self)
        return self
