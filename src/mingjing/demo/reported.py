"""Leads of the demo that somebody sent or reported: answered in time, extended, not filed and the reporter told.

Whoever reported is sealed in the demo too; the names below stand nowhere else.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import leads, reporting, verification
from mingjing.cases.sealing import Identity
from mingjing.demo.stories import CaseStory, Firm

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stages import Plot

FIRST, SECOND = (
    Identity("匿名甲（示例）", "00000000001"),
    Identity("匿名乙（示例）", "00000000002", "云岭县（示例）"),
)
UNFOUNDED = (
    "经核查，该楼外墙改造已于 7 月取得施工许可证并公示，现场与许可内容一致，没有违法事实，不符合立案条件。"
)


def reported(bureau: Bureau) -> list[Plot]:
    """Return the stories with their days and steps."""
    site = CaseStory(
        bureau,
        title="未取得施工许可证擅自施工案",
        place="云岭县云川镇水岸花园三期工地（示例）",
        handlers=("officer2", "officer3"),
        firms=(
            Firm("云岭县水岸置业有限公司（示例）", "91159999MA0TT201X3", representative="顾水清（示例）"),
        ),
    )
    wall = CaseStory(
        bureau,
        title="反映外墙改造未办施工许可",
        place="云岭县云川镇朝阳小区 5 栋（示例）",
        firms=(
            Firm("云岭县朝阳物业服务有限公司（示例）", "91159999MA0TT202X4", representative="晨光（示例）"),
        ),
    )
    split = CaseStory(
        bureau,
        title="承包单位违法分包案",
        matter="CF-JZ-005",
        place="云岭县北川镇粮库工地（示例）",
        firms=(Firm("云岭县丰仓建设有限公司（示例）", "91159999MA0TT203X5", representative="秋实（示例）"),),
    )
    return [
        (
            site,
            [(8, 17), (8, 21), (8, 27), (8, 28), (9, 8)],
            (_hotline, _answered, CaseStory.verified, CaseStory.filed, CaseStory.investigated),
        ),
        (wall, [(8, 3), (8, 19), (8, 20)], (_by_letter, _not_filed, _told)),
        (split, [(8, 25), (9, 11)], (_handed_on, _extended)),
    ]


def _register(story: CaseStory, *, summary: str, source: str, reference: str, **told: object) -> None:
    today = clock.today()
    story.case = leads.register_lead(
        user=story.as_("section"), department=story.bureau.people["section"].department, title=story.title,
        summary=summary, place=story.place, source=source, found_on=today, acted_on=today, course="ongoing",
        reference=reference, **told,  # type: ignore[arg-type]
    )  # fmt: skip
    for firm in story.firms:
        leads.add_party(user=story.as_("section"), case=story.case, **vars(firm))


def _hotline(story: CaseStory) -> None:
    _register(
        story, summary=f"来电反映{story.place}夜间施工，现场没有公示施工许可证。", source="7",
        reference="12345-20260817-0042（示例）", reply_by=clock.today() + dt.timedelta(days=7), reporter=FIRST,
    )  # fmt: skip


def _answered(story: CaseStory) -> None:
    reporting.reply(
        user=story.user, case=story.refresh(), replied_on=clock.today(), manner="1",
        content="已派员现场核查，工地未能出示施工许可证，已责令停工，正在核查是否立案，结果另行告知。",
    )  # fmt: skip


def _by_letter(story: CaseStory) -> None:
    _register(
        story,
        summary=f"来信举报{story.place}外墙改造未办理施工许可。",
        source="3",
        reference="",
        reporter=SECOND,
    )


def _not_filed(story: CaseStory) -> None:
    leads.decline(user=story.as_("deputy"), case=story.refresh(), reason=UNFOUNDED)


def _told(story: CaseStory) -> None:
    reporting.open_seal(user=story.as_("section"), case=story.refresh(), reason="电话告知不予立案的结果")
    reporting.tell_reporter(
        user=story.as_("section"), case=story.refresh(), replied_on=clock.today(), manner="3",
        content="告知核查结果：已取得施工许可证，不予立案；本人表示知道了。",
    )  # fmt: skip


def _handed_on(story: CaseStory) -> None:
    _register(
        story, summary="上级检查发现主体结构劳务以外的工程转给无资质班组。", source="4",
        reference="云建函〔2026〕31号（示例）", reply_by=clock.today() + dt.timedelta(days=45),
    )  # fmt: skip


def _extended(story: CaseStory) -> None:
    verification.request_lead_extension(
        user=story.user, case=story.refresh(),
        reason="分包合同、付款凭证须向三家单位调取，班组负责人在外地，十五个工作日内不能核查完毕。",
    )  # fmt: skip
    verification.decide_lead_extension(
        user=story.as_("deputy"), case=story.refresh(), agreed=True, opinion="同意延长十个工作日，抓紧核查。"
    )
