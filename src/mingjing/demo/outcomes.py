"""Cases of the demo that end without a penalty: a first offence, one withdrawn, one handed over, two to the police."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases.actions import decision, drafting, educating, leads, transferring, withdrawal
from mingjing.cases.models import Transfer
from mingjing.demo import endings
from mingjing.demo.stages import INVESTIGATED, Plot
from mingjing.demo.stories import CaseStory, Firm

if TYPE_CHECKING:
    from mingjing.cases.rules.no_penalty import NoPenalty
    from mingjing.demo.bureau import Bureau

AGENCY, POLICE = Transfer.Target.AGENCY, Transfer.Target.POLICE
FIRST: NoPenalty = {
    "ground": "first",
    "shown": "查本机关案件登记和自治区处罚公示，此前没有处罚记录；现场检查笔录、询问笔录证明检查当日停工，"
    "七日内取得施工许可证；工程为围墙和门卫室，未造成危害后果。",
    "education": "讲解《建筑法》第七条和工程质量安全责任，要求今后先取得施工许可再开工，由项目负责人组织一次内部学习。",
}
FENCE = "当事人新建敬老院围墙和门卫室，工程合同价款 42 万元，未取得建筑工程施工许可证即开工，检查时围墙已砌筑过半。"
SOUND = "经审核，初次违法、危害后果轻微并及时改正的事实有证据证明，适用依据正确，同意不予处罚。"
TAUGHT = (
    "逐条讲解《建筑法》第七条、《建设工程质量管理条例》第五十七条；说明未办证开工脱离质量安全监督的后果；"
    "要求建立开工前核对清单。"
)
WITHDRAWN = (
    "调取土地出让补充合同、施工合同变更协议查明：开工之前项目已整体转让，建设单位不是立案所列当事人，"
    "对受让单位另行核查。"
)
CRIME = (
    "无证施工期间围墙坍塌致一人死亡，施工单位未按方案支护、未做安全交底，"
    "涉嫌《刑法》第一百三十四条的重大责任事故罪。"
)
PAPERS = (
    "案件调查报告，1 份，14 页\n涉案物品清单，1 份，1 页\n工程质量检验报告，1 份，8 页\n询问笔录，3 份，11 页"
)
ELSEWHERE = "该处为未取得建设工程规划许可证的临时建筑，处罚权按三定规定属自然资源部门，本机关无管辖权。"


def outcomes(bureau: Bureau) -> list[Plot]:
    """Return the stories with their days and steps."""
    spared = _permit(
        bureau, "云岭县南川镇敬老院围墙工地（示例）", "云岭县南川镇敬老院管理服务中心（示例）",
        "91159999MA0P6101X9", "温良（示例）",
        facts=FENCE,
    )  # fmt: skip
    ended = _permit(
        bureau, "云岭县西川镇农机库工地（示例）", "云岭县西川农机有限公司（示例）",
        "91159999MA0P7102X2", "耿直（示例）",
    )  # fmt: skip
    moved = CaseStory(
        bureau,
        title="沿街违建施工投诉",
        summary="云岭县云川镇北大街 18 号（示例）沿街门面前搭建临时建筑，现场未能出示建设工程规划许可证。",
        place="云岭县云川镇北大街 18 号（示例）",
        firms=(
            Firm(
                "云岭县北街商行（示例）", "91159999MA0P8103XT", party_kind="04", representative="卜街（示例）"
            ),
        ),
    )
    crime = _permit(
        bureau, "云岭县东川镇纺织厂扩建工地（示例）", "云岭县东川纺织有限公司（示例）",
        "91159999MA0P9104XK", "方织（示例）",
    )  # fmt: skip
    pending = _permit(
        bureau, "云岭县北川镇石料场办公楼工地（示例）", "云岭县北川石料有限公司（示例）",
        "91159999MA0PA105XC", "石坚（示例）",
    )  # fmt: skip
    return [
        (
            spared,
            [(6, 29), (6, 30), (7, 1), (7, 9), (7, 15), (7, 20), (7, 23), (7, 27), (7, 30), (8, 3)],
            (
                *INVESTIGATED, _spared, lambda story: story.reviewed(text=SOUND), _decided, CaseStory.served,
                _taught, _closed,
            ),
        ),
        (
            ended,
            [(7, 6), (7, 7), (7, 8), (7, 16), (7, 24), (7, 28), (8, 5)],
            (*INVESTIGATED, _ask_to_withdraw, _withdraw, endings.archived),
        ),
        (
            moved,
            [(8, 10), (8, 12), (8, 13), (8, 14)],
            (CaseStory.lead, lambda story: _ask(story, AGENCY), lambda story: _approve(story, AGENCY), _send),
        ),
        (
            crime,
            [(7, 13), (7, 14), (7, 15), (7, 27), (8, 4), (8, 5), (8, 6), (8, 10), (8, 12)],
            (
                *INVESTIGATED, lambda story: _ask(story, POLICE), lambda story: _approve(story, POLICE), _send,
                _accepted, _handed_over,
            ),
        ),
        (
            pending,
            [(8, 17), (8, 18), (8, 19), (9, 1), (9, 9), (9, 10), (9, 11)],
            (*INVESTIGATED, lambda story: _ask(story, POLICE), lambda story: _approve(story, POLICE), _send),
        ),
    ]  # fmt: skip


def _permit(bureau: Bureau, place: str, name: str, code: str, head: str, **told: Any) -> CaseStory:
    firm = Firm(name, code, representative=head)
    return CaseStory(bureau, title="未取得施工许可证擅自施工案", place=place, firms=(firm,), **told)


def _spared(story: CaseStory) -> None:
    story.concluded()
    typed = story.core(0) | {"orders": "", "no_penalty": FIRST}
    drafting.draft(user=story.user, case=story.refresh(), party=story.parties[0], **typed)
    story.submitted()


def _decided(story: CaseStory) -> None:
    party = story.parties[0]
    for username, opinion in (("section", "符合不予处罚的条件，请审核。"), ("legalhead", "审核意见已附。")):
        leads.endorse(
            user=story.as_(username),
            case=story.refresh(),
            matter="decision",
            about=party.ref,
            opinion=opinion,
        )
    decision.decide(user=story.as_("deputy"), case=story.refresh(), party=party, opinion="同意不予处罚。")


def _taught(story: CaseStory) -> None:
    educating.educate(
        user=story.user, case=story.refresh(), decision=story.decisions[0], held_on=clock.today(),
        place="云岭县住房和城乡建设局二楼会议室（示例）", person=story.firms[0].representative, content=TAUGHT,
        response="认识到未办证先开工的错误，今后开工前逐项核对手续。", officers=story.officers,
    )  # fmt: skip


def _closed(story: CaseStory) -> None:
    story.scanned()
    endings.close(story)


def _ask_to_withdraw(story: CaseStory) -> None:
    withdrawal.request_withdrawal(
        user=story.user, case=story.refresh(), situation="wrong_party", reason=WITHDRAWN
    )


def _withdraw(story: CaseStory) -> None:
    withdrawal.decide_withdrawal(
        user=story.as_("deputy"), case=story.refresh(), agreed=True,
        opinion="合同和登记已核对，立案当事人确有错误，同意撤案，对受让单位另行核查。",
    )  # fmt: skip


def _ask(story: CaseStory, target: str) -> None:
    police = target == POLICE
    transferring.request_transfer(
        user=story.user, case=story.refresh(), target=target,
        receiver="云岭县公安局（示例）" if police else "云岭县自然资源局（示例）",
        materials=PAPERS if police else "案件来源登记表，1 份，1 页\n现场照片，1 份，4 页",
        reason=CRIME if police else ELSEWHERE, officers=story.officers if police else None,
    )  # fmt: skip


def _approve(story: CaseStory, target: str) -> None:
    transferring.decide_transfer(
        user=story.as_("principal" if target == POLICE else "deputy"), case=story.refresh(), target=target,
        agreed=True, opinion="事实和依据已核对，同意移送，材料逐件清点。",
    )  # fmt: skip


def _send(story: CaseStory) -> None:
    transferring.send(
        user=story.user, case=story.refresh(), sent_on=clock.today(), proof="送达回执，收件人员签收（示例）"
    )


def _accepted(story: CaseStory) -> None:
    transferring.register_answer(
        user=story.user, case=story.refresh(), accepted=True, answered_on=clock.today(),
        paper="立案告知书（示例公〔2026〕118号）",
    )  # fmt: skip


def _handed_over(story: CaseStory) -> None:
    transferring.hand_over(
        user=story.user,
        case=story.refresh(),
        handed_on=clock.today(),
        proof="交接清单，办案民警二人签收（示例）",
    )
