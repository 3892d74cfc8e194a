"""The recordings of a case, one recording, and how the agency keeps its duty of recording (种子 B3.0–B3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingjing import clock
from mingjing.cases.actions.custody import look
from mingjing.cases.queries.case import ever_handled
from mingjing.cases.queries.recording_counts import Counted, Tally, counted, tallies
from mingjing.cases.queries.recordings import four_things, lack
from mingjing.evidence import recording_course as course
from mingjing.evidence import recording_rules as rules
from mingjing.evidence.arriving import offset_of
from mingjing.evidence.copying import copies_of
from mingjing.evidence.models import Copy, Recording
from mingjing.records.models import Dossier
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.theme.cells import Column, Link, Mark
from mingjing.theme.forms import new_key
from mingjing.workbench.acting import timeline_item
from mingjing.workbench.addresses import act_url, case_url
from mingjing.workbench.answers import stored_stream
from mingjing.workbench.casefile import size_text
from mingjing.workbench.forms.large_files import SCRIPT, arrived_for, arriving_for
from mingjing.workbench.forms.recordings import EVERYTHING, PICTURES
from mingjing.workbench.happenings import state_of
from mingjing.workbench.reading import YEARS, open_to
from mingjing.workbench.redactions import redaction_panel
from mingjing.workbench.views.acts.base import case_of
from mingjing.workbench.views.custody import came_from, file_at

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from mingjing.cases.models import Case
    from mingjing.evidence.models import Activity
    from mingjing.workbench.sessions import StaffRequest

MOMENT = "%Y-%m-%d %H:%M"


def path(case: Case, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page of the case's recordings."""
    return [("案件", reverse("cases")), (case.number or "线索", case_url(case)), *more]


@require_safe
@open_to("case.read")
def case_recordings(request: StaffRequest, case: str) -> HttpResponse:
    """Show what happened on a case, what was recorded of each and what is missing, with the camera at hand."""
    found = case_of(request.user.agency, case)
    rows = found.dossier.activities.prefetch_related(
        "recordings__blob", "recordings__recorded_by", "explanations__answered_by", "explanations__written_by"
    )
    mine = may(request.roles, "evidence.record") and request.user.officer in ever_handled(found)
    shown = [_shown(found, each, mine=mine and (each.missing or not found.ending)) for each in reversed(rows)]
    context = {
        "case": found,
        "activities": shown,
        "once": new_key(),
        "pictures": PICTURES,
        "everything": EVERYTHING,
        "mine": mine and any(each["upload_url"] for each in shown),
        "arriving": [
            (each, size_text(each.length), offset_of(each) * 100 // each.length)
            for each in arriving_for(found, request.user)
        ],
        "arrived": [(each, size_text(each.length)) for each in arrived_for(found)],
        "script": SCRIPT,
        "path": path(found, ("音像记录", "")),
    }
    return render(request, "workbench/recordings.html", context)


def _shown(case: Case, activity: Activity, *, mine: bool) -> dict[str, Any]:
    explanation = activity.explanation
    today = clock.today()
    pending = explanation is not None and explanation.agreed is None
    return {
        "row": activity,
        "state": state_of(activity),
        "asked": _asked(activity),
        "lack": lack(activity) if activity.missing else "",
        "told": _told(case, activity),
        "recordings": [
            {
                "row": each,
                "url": reverse("case-recording", args=[case.ref, each.ref]),
                "size": size_text(each.blob.size),
                "mark": _late(each),
            }
            for each in activity.recordings.all()
        ],
        "explanation": explanation,
        "points": sorted({int(key) for each in activity.recordings.all() for key in each.focus}),
        "shot_url": _url("recording-shot", case, activity)
        if mine and "photo" in activity.carriers and activity.began_on <= today <= activity.happened_on
        else "",
        "upload_url": _url("recording-upload", case, activity) if mine else "",
        "explain_url": _url("recording-explanation", case, activity)
        if mine and activity.missing and not pending
        else "",
    }


def _url(name: str, case: Case, activity: Activity) -> str:
    return reverse(name, args=[case.ref, activity.ref])


def _asked(activity: Activity) -> str:
    if not activity.needs_recording:
        return f"文字记录（{activity.source}）"
    return f"{activity.get_grade_display()}：{rules.spoken(activity.carriers)}（{activity.source}）"


def _told(case: Case, activity: Activity) -> list[tuple[str, str, bool]]:
    """Return what had to be told, each with its text and whether it was."""
    if activity.told is None:
        return []
    texts = four_things(case, activity.activity_kind)
    return [(rules.THINGS[key], text, key in activity.told) for key, text in texts.items()]


def _late(row: Recording) -> tuple[str, str] | None:
    if not row.late:
        return None
    return ("stop", "迟传，无法定理由") if row.breach else ("soon", f"迟传：{row.get_late_reason_display()}")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to("case.read")
def recording(request: StaffRequest, case: str, recording: str) -> HttpResponseBase:
    """Show what is known of a recording; a POST hands out its file and leaves a record."""
    found = case_of(request.user.agency, case)
    rows = Recording.objects.select_related("activity__dossier", "blob", "recorded_by", "uploaded_by")
    row = rows.filter(activity__dossier=found.dossier_id, pk=recording).first()
    if row is None:
        raise Refusal("recording.unknown", "本案没有这份音像记录。", next_step="请从音像记录页进入。")
    if request.method == "POST":
        look(user=request.user, file=file_at(request.user.agency, row.ref), address=came_from(request))
        return stored_stream(row.blob, filename=row.filename)
    viewings = Dossier.objects.filter(kind="recording", ref=row.ref).first()
    context = {
        "case": found,
        "recording": row,
        "pairs": known(row),
        "may_view": may(request.roles, "evidence.view"),
        "citations": row.citations.select_related("made_by"),
        "pictures": pictures(found, row),
        "course_url": reverse("recording-course", args=[found.ref, row.ref])
        if may(request.roles, "evidence.record") and request.user.officer in ever_handled(found)
        else "",
        "records": [timeline_item(line) for line in timeline(viewings)] if viewings else [],
        "path": path(found, ("音像记录", act_url(found, "recording")), (str(row), "")),
        **redaction_panel(request, found, row),
    }
    return render(request, "workbench/recording.html", context)


def pictures(case: Case, row: Recording) -> list[dict[str, str]]:
    """Return the still copies of a recording with their addresses."""
    return [
        {"label": str(copy), "url": reverse("recording-picture", args=[case.ref, row.ref, kind])}
        for kind, copy in copies_of(row).items()
        if kind != Copy.Kind.PROXY
    ]


def known(row: Recording) -> list[tuple[str, object]]:
    """Return what is known of a recording."""
    late = _late(row)
    pairs: list[tuple[str, object]] = [
        ("执法活动", str(row.activity)),
        ("载体", row.get_carrier_display()),
        ("录制", f"{clock_words(row.started_at)} 至 {clock_words(row.ended_at)}"),
        ("地点", row.place),
        ("设备", [row.device, Mark("stop", "没有领用")] if row.undrawn else row.device),
        ("录制人", row.recorded_by.name),
        ("上传", f"{row.uploaded_by.name}，{clock_words(row.uploaded_at)}"),
        ("应当在此前上传", clock_words(rules.upload_by(row.ended_at))),
        ("迟传", Mark(*late) if late else "否"),
        *described(row),
        ("文件", f"{row.filename}，{size_text(row.blob.size)}"),
        ("内容类型", row.blob.media_type),
        ("SHA-256", row.blob.sha256),
        ("SM3", row.blob.sm3),
    ]
    return pairs


def described(row: Recording) -> list[tuple[str, object]]:
    """Return how a recording was made (244号18、19); what nobody has said is said to be unknown."""
    yes_or_no = {True: "是", False: Mark("stop", "否"), None: "未写"}
    points = [
        f"（{key}）{rules.FOCUS[key]}" + (f"，{course.said_at(row.marks[key])}" if key in row.marks else "")
        for key in row.focus
    ]
    pairs: list[tuple[str, object]] = [
        ("时长", course.said_at(row.length_ms // 1000) if row.length_ms else "文件没有写明"),
        ("录制前检查设备", yes_or_no[row.checked]),
        ("开始时已告知", yes_or_no[row.announced]),
        ("同时记录双方", yes_or_no[row.both_sides]),
        ("中断情况", [str(each) for each in row.pauses] or "未写有中断"),
        ("记到的重点", points or "未写"),
    ]
    return [*pairs, ("来源", row.source)] if row.source else pairs


def clock_words(moment: Any) -> str:
    """Return a moment as people write it here."""
    return str(moment.astimezone(clock.SHANGHAI).strftime(MOMENT))


COUNTS = (
    Column("department", "承办机构"),
    Column("month", "月份", fit=True),
    Column("needed", "应当记录", fit=True, number=True),
    Column("recorded", "已记录", fit=True, number=True),
    Column("explained", "已说明", fit=True, number=True),
    Column("missing", "缺", fit=True, number=True),
    Column("excused", "迟传有理由", fit=True, number=True),
    Column("breach", "迟传无理由", fit=True, number=True),
    Column("gaps", "全程有中断", fit=True, number=True),
    Column("faulty", "录制不规范", fit=True, number=True),
    Column("undrawn", "设备未领用", fit=True, number=True),
    Column("untold", "告知不全", fit=True, number=True),
)
NOTABLE = (
    Column("on", "日期", fit=True),
    Column("what", "执法活动"),
    Column("case", "案件"),
    Column("department", "承办机构", fit=True),
    Column("state", "情况"),
)
MOST_NOTABLE = 200
"""How many activities the page lists; it says how many there are."""


@require_safe
@open_to("evidence.count")
def statistics(request: StaffRequest) -> HttpResponse:
    """Show how the agency recorded what it did in a year, by department and month, and what a supervisor looks at."""
    this_year = clock.today().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, YEARS) else this_year
    rows = counted(request.user.agency, year)
    notable = [each for each in rows if each.notable]
    context = {
        "year": year,
        "years": [
            {"label": f"{each} 年", "url": f"?year={each}", "count": None, "current": each == year}
            for each in range(this_year, this_year - 3, -1)
        ],
        "columns": COUNTS,
        "rows": [_tally(each) for each in tallies(rows)],
        "notable_columns": NOTABLE,
        "notable": [_notable(each) for each in notable[:MOST_NOTABLE]],
        "notable_total": len(notable),
        "path": [("音像记录统计", "")],
    }
    return render(request, "workbench/recording_counts.html", context)


def _tally(row: Tally) -> dict[str, object]:
    return {
        "department": row.department, "month": row.month, "needed": row.needed, "recorded": row.recorded,
        "explained": row.explained, "missing": row.missing, "excused": row.excused, "breach": row.breach,
        "untold": row.untold, "gaps": row.gaps, "faulty": row.faulty, "undrawn": row.undrawn,
    }  # fmt: skip


def _wrong(activity: Activity) -> list[str]:
    """Return what else was not as it has to be, shortly."""
    made = activity.recordings.all()
    return [
        *([f"未告知{'、'.join(activity.untold)}"] if activity.untold else []),
        *(f"中断 {gap}" for gap in activity.gaps),
        *dict.fromkeys(words for row in made for words in row.faults),
        *(["设备未领用"] if any(row.undrawn for row in made) else []),
    ]


def _notable(each: Counted) -> dict[str, object]:
    state = Mark(*state_of(each.activity))
    said = "；".join(_wrong(each.activity))
    return {
        "on": each.activity.happened_on,
        "what": each.activity.get_activity_kind_display(),
        "case": Link(each.case.number or each.case.title, act_url(each.case, "recording")),
        "department": each.case.department.name,
        "state": [state, said] if said else state,
    }
