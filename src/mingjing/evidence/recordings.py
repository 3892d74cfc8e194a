"""Activities as they happen, their recordings and their explanations: what other rooms call within their own acts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from mingjing import clock
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import in_force, rows_of
from mingjing.evidence import acts, footage
from mingjing.evidence import recording_course as course
from mingjing.evidence import recording_rules as rules
from mingjing.evidence.arriving import receive
from mingjing.evidence.models import Activity, DeviceAlarm, Explanation, Recording
from mingjing.evidence.work import copy_file
from mingjing.records.actions import File, open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.device_queries import named, undrawn
from mingjing.registry.models import Agency
from mingjing.registry.queries import require
from mingjing.storage import content
from mingjing.storage.store import opened, read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from mingjing.evidence.actions import Upload
    from mingjing.evidence.arriving import Arrived, Taken
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Attested
    from mingjing.registry.models import Device, Officer, User
    from mingjing.storage.models import Blob

PENALTY = "行政处罚"
ACCEPTED = content.IMAGES | content.RECORDINGS
VISITS = frozenset({Activity.Kind.INSPECTION, Activity.Kind.TAKING})
"""What evidence may have been taken on: a visit of the same day to the same place covers it; an inquiry does not."""


def duty_on(agency: Agency, kind: str, on: dt.date) -> rules.Duty:
    """种子 B3.1: what an activity needs by the recording list in force on its day, else by the default matrix."""
    return duties_on(agency, [kind], on)[kind]


def duties_on(agency: Agency, kinds: Collection[str], on: dt.date) -> dict[str, rules.Duty]:
    """Return what several kinds of activity need, reading the list once."""
    edition = in_force(agency, ListKind.RECORDINGS, on)
    if edition is None:
        return {kind: rules.duty(kind, None, category=PENALTY) for kind in kinds}
    listed = [
        rules.Listed(row.code, row.category, row.stage, row.matter, row.grade)  # type: ignore[attr-defined]
        for row in rows_of(edition, on)
    ]
    return {kind: rules.duty(kind, listed, category=PENALTY, edition=str(edition)) for kind in kinds}


def site_at(agency: Agency, place: str, on: dt.date) -> str:
    """Return the name of the listed site that a place names, where it was in use that day; else an empty text."""
    listed = agency.sites.filter(Q(closed_on=None) | Q(closed_on__gt=on)).values_list("name", flat=True)
    return next((name for name in listed if name in place), "")


@dataclass(frozen=True)
class Happening:
    """What happened: which kind of activity, when (`since`: its first day where it took several), where."""

    kind: str
    on: dt.date
    place: str = ""
    party: str = ""
    since: dt.date | None = None
    told: Collection[str] = ()
    began: dt.time | None = None
    ended: dt.time | None = None


def happened(work: Deed, what: Happening, *, agency: Agency, about: Attested | None = None) -> Activity:
    """Enter an activity within the act that records it, with the recording it needs and what was told (244号9、17)."""
    asked = rules.at_site(duty_on(agency, what.kind, what.on), site_at(agency, what.place, what.on))
    return work.add(
        Activity(
            dossier=work.dossier, activity_kind=what.kind, happened_on=what.on, since=what.since,
            began=what.began, ended=what.ended, place=what.place, party=what.party, grade=asked.grade,
            carriers=list(asked.carriers),
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
    """How a recording was made: from when to when, where, on which device, by whom, what it shows.

    `registered` is the device in the register, where it is there; `interruption` and `marks` are as they are typed.
    """

    started_at: dt.datetime
    ended_at: dt.datetime
    place: str
    device: str
    recorded_by: Officer
    late_reason: str = ""
    interruption: str = ""
    focus: Collection[str] = field(default=())
    marks: str = ""
    registered: Device | None = None
    announced: bool | None = None
    checked: bool | None = None
    both_sides: bool | None = None
    source: str = ""


def as_it_stands(work: Deed, activity: Activity) -> Activity:
    """Return an activity of this file, read after the lock; refuse another file's."""
    found = work.dossier.activities.filter(pk=activity.pk).first()
    if found is None:
        raise Refusal("activity.unknown", "本案没有这次执法活动。", rules.RECORDING, "请从案件页进入。")
    return found


def attach(
    work: Deed, activity: Activity, upload: Upload | Arrived | Taken, made: Made, *, by: Officer
) -> Recording:
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
    registered = made.registered or named(activity_agency(activity), made.device)
    row = work.add(
        Recording(
            id=key, activity=activity, position=activity.recordings.count() + 1,
            carrier=rules.carrier_of(blob.media_type), blob=blob, filename=taken.filename,
            started_at=made.started_at, ended_at=made.ended_at, place=made.place,
            device=made.device or str(registered), registered=registered, source=made.source,
            undrawn=undrawn(registered, made.recorded_by, made.started_at), length_ms=lasting(blob),
            recorded_by=made.recorded_by, uploaded_by=by, uploaded_at=taken.at, late=late,
            late_reason=made.late_reason if late else "", announced=made.announced, checked=made.checked,
            both_sides=made.both_sides, **spoken_of(made),
        )
    )  # fmt: skip
    work.mention(activity)
    work.mention(File("evidence.recording_file", row.ref, blob.sha256, blob.sm3))
    alarm(work, row)
    lateness = (
        f"，迟传，{row.get_late_reason_display()}" if row.late_reason else "，超过二十四小时，无法定理由"
    )
    work.facts["late"] = (lateness if late else "") + ("，设备没有领用" if row.undrawn else "")
    copy_file.enqueue(f"{row.subject_kind()}:{row.ref}")
    return row


def spoken_of(made: Made) -> dict[str, Any]:
    """244号18、19: return interruptions, points and their marks as a row keeps them, read from what was typed."""
    on = made.started_at.astimezone(clock.SHANGHAI).date()
    marks = course.read_marks(made.marks, made.ended_at - made.started_at)
    return {
        "interruptions": [each.kept for each in course.read_pauses(made.interruption, on)],
        "focus": sorted({*made.focus, *marks}),
        "marks": marks,
    }


def lasting(blob: Blob) -> int | None:
    """Return how long a recording lasts by its own metadata, in milliseconds; a picture lasts no time."""
    if rules.carrier_of(blob.media_type) == "photo":
        return None
    with opened(blob) as stream:
        return footage.look_at(stream, blob.media_type).length_ms


def activity_agency(activity: Activity) -> Agency:
    """Return whose file the activity is in."""
    return Agency.objects.get(pk=activity.dossier.agency)


def alarm(work: Deed, row: Recording) -> None:
    """种子 B3.3: a recording from a device that its maker had not drawn out is an alarm, once for a moment."""
    if not row.undrawn or row.registered is None:
        return
    known = DeviceAlarm.objects.filter(device=row.registered, at=row.started_at, officer=row.recorded_by)
    if not known.exists():
        work.add(
            DeviceAlarm(
                device=row.registered, officer=row.recorded_by, at=row.started_at,
                about=f"{row.subject_kind()}:{row.ref}",
            )
        )  # fmt: skip


def describe(work: Deed, row: Recording, made: Made) -> Recording:
    """244号18、19: say of a recording how it was made, once it is there: what was ingested comes without a word."""
    found = Recording.objects.filter(pk=row.pk, activity__dossier=work.dossier).first()
    if found is None:
        raise Refusal("recording.unknown", "本案没有这份音像记录。", next_step="请从音像记录页进入。")
    found.announced, found.checked, found.both_sides = made.announced, made.checked, made.both_sides
    for name, value in spoken_of(made).items():
        setattr(found, name, value)
    work.change(found)
    work.mention(found.activity)
    return found


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
