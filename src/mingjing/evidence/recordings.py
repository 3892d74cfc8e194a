"""Activities as they happen, their recordings and their explanations: what other rooms call within their own acts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import in_force, rows_of
from mingjing.evidence import acts
from mingjing.evidence import recording_rules as rules
from mingjing.evidence.arriving import receive
from mingjing.evidence.models import Activity, Explanation, Recording
from mingjing.records.actions import File, open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.storage import content
from mingjing.storage.store import read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from mingjing.evidence.actions import Upload
    from mingjing.evidence.arriving import Arrived
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Attested
    from mingjing.registry.models import Agency, Officer, User

PENALTY = "行政处罚"
ACCEPTED = content.IMAGES | content.RECORDINGS
VISITS = frozenset({Activity.Kind.INSPECTION, Activity.Kind.TAKING})
"""What evidence may have been taken on: a visit of the same day to the same place covers it; an inquiry does not."""


def duty_on(agency: Agency, kind: str, on: dt.date) -> rules.Duty:
    """种子 B3.1: what an activity needs by the recording list in force on its day, else by the default matrix."""
    edition = in_force(agency, ListKind.RECORDINGS, on)
    if edition is None:
        return rules.duty(kind, None, category=PENALTY)
    listed = [
        rules.Listed(row.code, row.category, row.stage, row.matter, row.grade)  # type: ignore[attr-defined]
        for row in rows_of(edition, on)
    ]
    return rules.duty(kind, listed, category=PENALTY, edition=str(edition))


@dataclass(frozen=True)
class Happening:
    """What happened: which kind of activity, when (`since`: its first day where it took several), where."""

    kind: str
    on: dt.date
    place: str = ""
    party: str = ""
    since: dt.date | None = None
    told: Collection[str] = ()


def happened(work: Deed, what: Happening, *, agency: Agency, about: Attested | None = None) -> Activity:
    """Enter an activity within the act that records it, with the recording it needs and what was told (244号9、17)."""
    asked = duty_on(agency, what.kind, what.on)
    return work.add(
        Activity(
            dossier=work.dossier, activity_kind=what.kind, happened_on=what.on, since=what.since,
            place=what.place, party=what.party, grade=asked.grade, carriers=list(asked.carriers),
            about=f"{about.subject_kind()}:{about.ref}" if about else "",
            source=asked.source,
            told=[key for key in rules.THINGS if key in what.told] if what.kind in rules.TELLS else None,
        )
    )  # fmt: skip


def taken_on(work: Deed, what: Happening, *, agency: Agency) -> Activity:
    """Return the visit of that day to that place on which evidence was taken, else enter the taking as its own.

    What else was told then is added to what the visit says was told (244号9): nothing that was typed is lost.
    """
    there = work.dossier.activities.filter(happened_on=what.on, place=what.place)
    covering = VISITS if what.kind == Activity.Kind.TAKING else {what.kind}
    found = there.filter(activity_kind__in=covering).first()
    if found is None:
        return happened(work, what, agency=agency)
    told = [key for key in rules.THINGS if key in what.told or key in (found.told or ())]
    if told != (found.told or []):
        found.told = told
        work.change(found)
    return found


@dataclass(frozen=True)
class Made:
    """How a recording was made: from when to when, where, on which device, by whom, what it shows."""

    started_at: dt.datetime
    ended_at: dt.datetime
    place: str
    device: str
    recorded_by: Officer
    late_reason: str = ""
    interruption: str = ""
    focus: Collection[str] = field(default=())


def as_it_stands(work: Deed, activity: Activity) -> Activity:
    """Return an activity of this file, read after the lock; refuse another file's."""
    found = work.dossier.activities.filter(pk=activity.pk).first()
    if found is None:
        raise Refusal("activity.unknown", "本案没有这次执法活动。", rules.RECORDING, "请从案件页进入。")
    return found


def attach(work: Deed, activity: Activity, upload: Upload | Arrived, made: Made, *, by: Officer) -> Recording:
    """种子 B3.2; 244号20: keep a recording as it came; one that comes late is marked, never refused.

    A large file came in when its last byte did, however long the form about it took.
    """
    now, activity = clock.now(), as_it_stands(work, activity)
    rules.within(made.started_at, made.ended_at, since=activity.began_on, until=activity.happened_on, now=now)
    key = uuid.uuid4()
    taken = receive(work, upload, ACCEPTED, as_=f"{Recording.subject_kind()}:{key.hex}")
    blob = taken.blob
    if activity.recordings.filter(blob=blob).exists():
        raise Refusal(
            "recording.twice", "这个文件已经上传到这次活动。", rules.UPLOADING, "请选择另一个文件。", "file"
        )
    late = rules.is_late(made.ended_at, taken.at)
    row = work.add(
        Recording(
            id=key, activity=activity, position=activity.recordings.count() + 1,
            carrier=rules.carrier_of(blob.media_type), blob=blob, filename=taken.filename,
            started_at=made.started_at, ended_at=made.ended_at, place=made.place, device=made.device,
            recorded_by=made.recorded_by, uploaded_by=by, uploaded_at=taken.at, late=late,
            late_reason=made.late_reason if late else "", interruption=made.interruption.strip(),
            focus=sorted(made.focus),
        )
    )  # fmt: skip
    work.mention(activity)
    work.mention(File("evidence.recording_file", row.ref, blob.sha256, blob.sm3))
    lateness = (
        f"，迟传，{row.get_late_reason_display()}" if row.late_reason else "，超过二十四小时，无法定理由"
    )
    work.facts["late"] = lateness if late else ""
    return row


def explain(work: Deed, activity: Activity, *, ground: str, text: str, by: Officer) -> Explanation:
    """244号19: say in writing why an activity could not be recorded; it counts once it is countersigned."""
    said, activity = (
        rules.explained(ground, text, dict(Explanation.Ground.choices)),
        as_it_stands(work, activity),
    )
    if not activity.missing:
        raise Refusal(
            "explanation.needless", "这次活动不缺音像记录，不需要说明。", rules.EXPLAINING, "请看音像记录页。"
        )
    written = activity.explanations.count()
    if activity.explanations.filter(agreed=None).exists():
        raise Refusal(
            "explanation.pending", "这次活动的情况说明正待会签。", rules.EXPLAINING, "请等会签后再办。"
        )
    row = work.add(
        Explanation(
            activity=activity, turn=written + 1, ground=ground, text=said, written_by=by,
            written_on=clock.today(),
        )
    )  # fmt: skip
    work.mention(activity)
    work.facts["ground"] = row.get_ground_display()
    return row


def countersign(work: Deed, row: Explanation, *, agreed: bool, opinion: str, by: Officer) -> Explanation:
    """244号19; reference §11.2: the responsible person countersigns an explanation, or sends it back with reasons."""
    found = Explanation.objects.filter(pk=row.pk, activity__dossier=work.dossier).first()
    if found is None:
        raise Refusal("explanation.unknown", "本案没有这份情况说明。", rules.EXPLAINING, "请从案件页进入。")
    row, activity = found, as_it_stands(work, found.activity)
    if row.agreed is not None:
        raise Refusal("explanation.answered", "这份说明已经会签。", rules.EXPLAINING, "请看音像记录页。")
    if row.written_by_id == by.pk:
        raise Refusal(
            "explanation.own", "说明人不能会签自己的说明。", rules.EXPLAINING, "请由另一名负责人会签。"
        )
    if not agreed and not opinion.strip():
        raise Refusal(
            "explanation.no_opinion", "不同意的，请写明理由。", rules.EXPLAINING, "写明理由。", "opinion"
        )
    row.agreed, row.opinion = agreed, opinion.strip()
    row.answered_by, row.answered_on = by, clock.today()
    work.change(row)
    work.mention(activity)
    work.facts["verdict"] = "同意" if agreed else "不同意"
    return row


def view(*, user: User, recording: Recording) -> bytes:
    """Viewing a recording is an act: one record a viewing, on the file's own dossier (种子 B3.2)."""
    require(user, "evidence.view")
    agency = recording.activity.dossier.agency
    if agency != user.agency.ref:
        raise Refusal("recording.unknown", "没有这份音像记录。", next_step="请从案件页进入。")
    dossier = open_dossier(kind="recording", ref=recording.ref, agency=agency)
    with deed(dossier=dossier, act=acts.SEEN, actor=user.actor()) as work:
        work.mention(recording)
    return read(recording.blob)
