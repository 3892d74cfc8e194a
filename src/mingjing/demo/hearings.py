"""A hearing as a story tells it: asked for, arranged, told, held, reported on, drafted and reviewed anew."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases.actions import drafting, hearings, notice
from mingjing.cases.queries.case import newest_notice
from mingjing.cases.queries.hearings import arranged, told_of, waiting_notices
from mingjing.cases.rules.hearing import earliest
from mingjing.demo.handing import by_post
from mingjing.review.intake_rules import MATERIALS

if TYPE_CHECKING:
    from mingjing.cases.models import Hearing
    from mingjing.demo.stories import CaseStory
    from mingjing.registry.models import Officer, User

COURSE = (
    "主持人核对到场人员，宣布案由、纪律，告知权利义务，询问是否申请回避，当事人表示不申请。\n"
    "调查人员：当事人未取得建筑工程施工许可证即开工，检查时已施工至地下室顶板，建议处以罚款。\n"
    "当事人：承认开工时未取得施工许可证；工程属民生配套项目，责令后立即停工，请求从轻。\n"
    "主持人就合同价款、停工时间向双方发问，双方均无异议。"
)
ARGUED = (
    "证据 1 现场检查笔录：当事人对真实性无异议。\n"
    "证据 2 建设工程施工合同：当事人对真实性、价款无异议。\n"
    "当事人提交停工通知和监理日志，证明责令当日停工；调查人员无异议。"
)
CLOSING = "愿意接受处理，尽快补办手续，请求按从轻的档次处罚。"
PRESENT = "调查人员二人（出示执法证件）；当事人委托代理人；记录人。"
FOCUS = "对违法事实无争议；争议在责令后立即停工能否从轻。"
FACTS = (
    "未取得施工许可证擅自施工的事实清楚，现场检查笔录、施工合同、询问笔录经质证，当事人均无异议；"
    "停工事实有监理日志证明。"
)
LAW = "适用《建筑法》第七条、《建设工程质量管理条例》第五十七条正确。"
OPINION = "事实清楚，证据充分，程序合法。当事人及时停工，建议在原拟幅度内从轻处罚。"


def asked(story: CaseStory, *, place: int = 0) -> None:
    """Let a party ask for a hearing today."""
    served = newest_notice(story.parties[place])
    assert served is not None  # noqa: S101 - the story notified before
    notice.request_hearing(
        user=story.user, case=story.refresh(), notice=served, asked_on=clock.today(),
        proof="当面提交书面听证申请，法定代表人签字",
    )  # fmt: skip


def arrange(story: CaseStory, **changed: Any) -> Hearing:
    """Arrange a hearing for all who wait, as soon as the law lets it be."""
    case = story.refresh()
    typed: dict[str, Any] = {
        "parties": [each.party for each in waiting_notices(case) if told_of(each) is None],
        "held_on": earliest(clock.today()),
        "begins_at": dt.time(9, 30),
        "place": "云岭县住房和城乡建设局三楼会议室（示例）",
        "public": True,
        "closed_reason": "",
        "chair": story.bureau.people["legalhead"],
        "recorder": story.bureau.people["publisher"],
    }
    return hearings.arrange(user=story.as_("deputy"), case=case, **typed | changed)


def told(story: CaseStory) -> None:
    """Serve each notice of the hearing today."""
    for hearing in arranged(story.refresh()):
        for each in hearing.notices.filter(served_on=None):
            hearings.serve_hearing_notice(user=story.user, case=story.refresh(), told=each, handed=by_post())


def record(story: CaseStory, *, came: str = "present", **changed: Any) -> Hearing:
    """Hold the first hearing that has no record yet, in the chair's own name."""
    hearing = next(each for each in arranged(story.refresh()) if each.transcript_id is None)
    typed: dict[str, Any] = {
        "attendance": {each.ref: came for each in hearing.notices.all()},
        "agents": {each.ref: ["高远帆（示例）"] for each in hearing.notices.all()},
        "present": PRESENT,
        "course": COURSE,
        "argued": ARGUED,
        "closing": CLOSING,
        "pages": 2,
        "signatures": "代理人，逐页签名\n调查人员，逐页签名\n主持人，逐页签名\n记录人，逐页签名",
    }
    made = hearings.record(
        user=_account(story, hearing.chair), case=story.refresh(), hearing=hearing, **typed | changed
    )
    if story.prompt:
        story.recorded()
    return made


def report(story: CaseStory, **changed: Any) -> Hearing:
    """Let the chair report on what was heard."""
    hearing = next(each for each in arranged(story.refresh()) if each.transcript_id)
    typed: dict[str, Any] = {"focus": FOCUS, "facts": FACTS, "law": LAW, "opinion": OPINION}
    return hearings.report(
        user=_account(story, hearing.chair), case=story.refresh(), hearing=hearing, **typed | changed
    )


def _account(story: CaseStory, officer: Officer) -> User:
    return next(each for each in story.bureau.users.values() if each.officer_id == officer.pk)


def redrafted(story: CaseStory, **changed: Any) -> None:
    """Draft anew after the hearing and submit the draft with the record of the hearing."""
    story.drafted(**{"discretion_reasons": "经听证查明，责令当日即停工，在原拟幅度内从轻。"} | changed)
    for party in story.parties:
        drafting.submit(user=story.user, case=story.refresh(), party=party, materials=MATERIALS[:5])
