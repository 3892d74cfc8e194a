"""How the story's officers investigate, and what they record of it: uploaded, or explained."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import investigation, recording
from mingjing.cases.queries.recordings import activities_of
from mingjing.demo import samples
from mingjing.evidence.actions import Taken, Upload
from mingjing.evidence.recordings import Made

if TYPE_CHECKING:
    from mingjing.demo.stories import CaseStory
    from mingjing.evidence.models import Activity

TOLD = ("reason", "basis", "rights", "duties")
LENGTH = dt.timedelta(minutes=12)
OBSTRUCTED = (
    "现场多人围堵，执法记录仪被夺下摔落，无法继续记录；当场电话报告分管负责人，"
    "撤离后按要求书面说明，笔录由见证人签名。"
)
SEVEN = ("1", "2", "3", "6")


def gather(story: CaseStory) -> None:
    """Inspect, inquire, collect evidence today."""
    today = clock.today()
    officers = story.officers
    for kind, person, content, began, ended in (
        ("inspection", "现场负责人梁某（示例）", story.seen, dt.time(9, 5), dt.time(9, 50)),
        ("inquiry", "项目负责人梁某（示例）", story.said, dt.time(9, 55), dt.time(10, 10)),
    ):
        investigation.record_inspection(
            user=story.user, case=story.case, kind=kind, happened_on=today, place=story.place, person=person,
            content=content, officers=officers, card_shown=True, told_items=TOLD, began=began, ended=ended,
            told="当事人表示听清，不申请回避。",
        )  # fmt: skip
    for name, kind, proves, obtained, original in (
        ("现场检查笔录", "08", "检查时的现场情况", "written", "original"),
        (story.paper, "01", "违法事实和数额", "fetched", "copy"),
        ("询问笔录", "06", "当事人对违法事实的承认", "written", "original"),
    ):
        investigation.add_evidence(
            user=story.user, case=story.case, evidence_kind=kind, name=name, proves=proves, collected_on=today,
            source=story.firms[0].name,
            upload=Upload(f"{name}.txt", io.BytesIO(f"{story.case.ref} {name}：{proves}（示例文本）".encode())),
            taken=Taken(obtained, original, story.place, officers[1], TOLD),
        )  # fmt: skip


def film(story: CaseStory, *, late_reason: str = "", interruption: str = "") -> None:
    """Upload a recording of each activity that lacks one; it was made on the activity's own day."""
    for each in activities_of(story.refresh().dossier):
        if each.missing:
            shoot(story, each, late_reason=late_reason, interruption=interruption)


def shoot(story: CaseStory, activity: Activity, *, late_reason: str = "", interruption: str = "") -> None:
    """Upload a recording of one activity: a film where one shows it, of which each is another."""
    ended = _ended(activity)
    midnight = ended.replace(hour=0, minute=0, second=0, microsecond=0)
    kind = activity.get_activity_kind_display()
    recording.upload_recording(
        user=story.user,
        case=story.refresh(),
        activity=activity,
        upload=Upload(f"{kind}.mp4", io.BytesIO(samples.film(f"{kind} {activity.ref}"))),
        made=Made(
            started_at=max(ended - LENGTH, midnight), ended_at=ended, place=activity.place or story.place,
            device="执法记录仪 YL-07", recorded_by=story.officers[1], late_reason=late_reason,
            interruption=interruption, focus=SEVEN,
        ),
    )  # fmt: skip


def _ended(activity: Activity) -> dt.datetime:
    now = clock.now()
    if activity.happened_on >= now.date():
        return now
    return dt.datetime.combine(activity.happened_on, dt.time(10, 20), clock.SHANGHAI)


def explain(story: CaseStory, *, ground: str = "3", text: str = OBSTRUCTED) -> None:
    """Explain in writing each activity that lacks its recording, and let the responsible person countersign."""
    for each in activities_of(story.refresh().dossier):
        if each.missing:
            said = recording.explain_recording(
                user=story.user, case=story.refresh(), activity=each, ground=ground, text=text
            )
            recording.countersign_explanation(
                user=story.as_("deputy"), case=story.refresh(), explanation=said, agreed=True,
                opinion="情况属实。已责成质量安全监管股检修设备并补充见证材料。",
            )  # fmt: skip
