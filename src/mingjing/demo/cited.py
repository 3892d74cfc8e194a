"""A case of the demo whose recording plays: spans of it are cited, a copy is covered, looked at and released."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import investigation, recording
from mingjing.cases.actions.citing import cite_recording
from mingjing.cases.actions.redacting import answer_redaction, redact
from mingjing.cases.queries.recordings import activities_of
from mingjing.demo import reels
from mingjing.demo.stages import INVESTIGATED, Plot
from mingjing.demo.stories import CaseStory, Firm
from mingjing.evidence import copying, redacting
from mingjing.evidence.actions import Upload
from mingjing.evidence.recordings import Made

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.evidence.models import Activity, Recording

LENGTH = dt.timedelta(seconds=40)


def cited(bureau: Bureau) -> list[Plot]:
    """Return the story with its days and steps."""
    story = CaseStory(
        bureau,
        place="云岭县东川镇文化馆改造工地（示例）",
        firms=(Firm("云岭县东川文旅有限公司（示例）", "91159999MA0T1018X0", representative="程墨（示例）"),),
        prompt=False,
    )
    days = [(9, 1), (9, 2), (9, 3), (9, 7), (9, 8), (9, 9)]
    return [(story, days, (*INVESTIGATED, _filmed, _covered))]


def _inspection(story: CaseStory) -> Activity:
    return next(each for each in activities_of(story.case.dossier) if each.activity_kind == "inspection")


def _filmed(story: CaseStory) -> None:
    """Bring a film that plays, and cite what it shows."""
    activity = next(each for each in activities_of(story.case.dossier) if each.activity_kind == "inspection")
    began = dt.datetime.combine(activity.happened_on, dt.time(9, 10), clock.SHANGHAI)
    row = recording.upload_recording(
        user=story.user, case=story.refresh(), activity=activity,
        upload=Upload("执法记录 091000.mp4", io.BytesIO(reels.site(LENGTH.seconds, began))),
        made=Made(began, began + LENGTH, story.place, "手机", story.officers[0], late_reason="1"),
    )  # fmt: skip
    copying.make_copies(copying.name_of(row))
    for starts, ends, shows in (
        ("00:00:04", "00:00:12", "塔吊运转，主体结构正在施工，现场未悬挂施工许可证"),
        ("00:00:31", "", "脚手架已搭设至第五层"),
    ):
        cite_recording(
            user=story.user, case=story.refresh(), recording=row, starts=starts, ends=ends, shows=shows
        )


def _covered(story: CaseStory) -> None:
    """Cover who walks by, for publication; a colleague looks at the copy and releases it."""
    row: Recording = _inspection(story).recordings.get()
    made = redact(
        user=story.user, case=story.refresh(), row=row, regions="1,34,64,38\n静音 00:00:20-00:00:25",
        reason="遮盖路人面部，消去路人谈话，随处罚决定公示",
    )  # fmt: skip
    redacting.make(made.ref)
    answer_redaction(
        user=story.as_("officer2"), case=story.refresh(), row=row, redaction=made, released=True,
        words="已从头看到尾，路人面部全程遮住。",
    )  # fmt: skip


def pictured(story: CaseStory) -> None:
    """Add a photo of the place and have who walks by covered: the copy is published with the decision."""
    row = investigation.add_evidence(
        user=story.user, case=story.refresh(), evidence_kind="03", name="现场照片", proves="检查时的现场状况",
        collected_on=clock.today(), source="执法人员拍摄", upload=Upload("现场照片.jpg", io.BytesIO(reels.picture())),
    )  # fmt: skip
    made = redact(
        user=story.user,
        case=story.refresh(),
        row=row,
        regions="13,36,12,36",
        reason="遮盖路人，随处罚决定公示",
    )
    redacting.make(made.ref)
    answer_redaction(
        user=story.as_(story.handlers[1]), case=story.refresh(), row=row, redaction=made, released=True,
        words="路人已遮住。",
    )  # fmt: skip
