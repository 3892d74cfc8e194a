"""A case decided and served with a photo in it; the photo covered for the public, looked at and released."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import investigation
from mingjing.cases.actions.redacting import answer_redaction, redact
from mingjing.demo import reels
from mingjing.evidence import redacting
from mingjing.evidence.actions import Upload
from mingjing.evidence.models import Evidence
from telling import filed

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory
    from mingjing.evidence.models import Redaction


def pictured(bureau: Bureau) -> CaseStory:
    story = filed(bureau).investigated()
    investigation.add_evidence(
        user=story.user, case=story.refresh(), evidence_kind="03", name="现场照片", proves="现场状况", source="拍摄",
        collected_on=clock.today(), upload=Upload("现场照片.jpg", io.BytesIO(reels.picture())),
    )  # fmt: skip
    story.concluded().drafted().submitted().reviewed().notified().waived().presented().decided()
    return story.served()


def covered(story: CaseStory, *, released: bool = True) -> Redaction:
    row = Evidence.objects.get(dossier=story.case.dossier, name="现场照片")
    made = redact(user=story.user, case=story.refresh(), row=row, regions="13,36,12,36", reason="遮盖路人")
    redacting.make(made.ref)
    made.refresh_from_db()
    return release(story, made) if released else made


def release(story: CaseStory, made: Redaction) -> Redaction:
    return answer_redaction(
        user=story.as_(story.handlers[1]), case=story.refresh(), row=Evidence.objects.get(name="现场照片"),
        redaction=made, released=True, words="好",
    )  # fmt: skip
