"""How the story's officers investigate, and what they record of it: uploaded, or explained."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import investigation, recording
from mingjing.cases.queries.recordings import activities_of
from mingjing.demo import samples
from mingjing.demo.equipment import carried
from mingjing.evidence.actions import Taken, Upload
from mingjing.evidence.recording_rules import FULL
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
SEVEN, MARKS = ("1", "2", "3", "6"), "1 0:10，3 1:30"


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
            content=content, officers=officers, card_shown=True, dressed=True, told_items=TOLD, began=began,
            ended=ended, told="当事人表示听清，不申请回避。",
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
    """Upload a recording of one activity: a film where one shows it, of which each is another.

    What is recorded throughout comes in two files, with the interruption between them explained.
    """
    ended = _ended(activity)
    began = max(ended - LENGTH, ended.replace(hour=0, minute=0, second=0, microsecond=0))
    told = {"late_reason": late_reason, "interruption": interruption}
    if activity.grade != FULL:
        _upload(story, activity, began, ended, **told)
        return
    stopped, resumed = began + LENGTH / 3, began + LENGTH * 2 / 3
    _upload(story, activity, began, stopped, **told)
    told["interruption"] = f"{stopped:%H:%M} 至 {resumed:%H:%M} 存储卡写满，更换后继续"
    _upload(story, activity, resumed, ended, **told)


def _upload(
    story: CaseStory, activity: Activity, began: dt.datetime, ended: dt.datetime, **told: str
) -> None:
    kind = activity.get_activity_kind_display()
    recorder = story.officers[1]
    device = carried(story.bureau, recorder, began, ended)
    word = f"{kind} {activity.ref} {began}"
    whole = activity.grade == FULL
    recording.upload_recording(
        user=story.user,
        case=story.refresh(),
        activity=activity,
        upload=Upload(
            f"{kind}.mp4",
            io.BytesIO(samples.clip(word, began, (ended - began).seconds) if whole else samples.film(word)),
        ),
        made=Made(
            started_at=began, ended_at=ended, place=activity.place or story.place, registered=device,
            device=str(device or "手机"), recorded_by=recorder, focus=SEVEN,
            marks=MARKS if ended - began > dt.timedelta(minutes=2) else "", checked=True, announced=True,
            both_sides=True, **told,
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
