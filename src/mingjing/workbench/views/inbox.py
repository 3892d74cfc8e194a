"""The inbox of recordings: what came from stations and fixed cameras, proposed, confirmed, given to another, left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mingjing.cases.actions import sorting
from mingjing.cases.actions.common import allow
from mingjing.cases.actions.recording import who_was_there
from mingjing.cases.queries.case import ever_handled
from mingjing.cases.queries.inbox import Waiting, inbox, matched, of_the_day
from mingjing.evidence import recording_rules as rules
from mingjing.evidence.models import DeviceAlarm, Inbound
from mingjing.evidence.recording_course import said_at
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.registry.permissions import Role, may
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.theme.ranges import ranged
from mingjing.workbench.acting import ActView, timeline_item
from mingjing.workbench.answers import see_other
from mingjing.workbench.casefile import size_text
from mingjing.workbench.cells import two_lines
from mingjing.workbench.forms.inbox import ConfirmForm, LeaveForm, ReassignForm, ReopenForm
from mingjing.workbench.forms.leads import these
from mingjing.workbench.reading import open_to
from mingjing.workbench.views.acts.base import case_of
from mingjing.workbench.views.recordings import clock_words

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from mingjing.cases.models import Case
    from mingjing.cases.queries.inbox import Candidate
    from mingjing.evidence.models import Activity
    from mingjing.records.models import Dossier
    from mingjing.registry.models import User
    from mingjing.workbench.sessions import StaffRequest

SORT = "evidence.sort"
SALT, OPEN_FOR = "mingjing.workbench.inbox", 12 * 3600
"""What an opening is signed with, and the seconds for which it counts."""
MOST = 100
"""How many settled files the page lists."""
FILES = (
    Column("file", "文件"),
    Column("when", "录制", fit=True),
    Column("who", "设备和录制人", short="设备"),
    Column("proposal", "对上的活动"),
    Column("go", "操作", fit=True),
)
TABS = {"": ("待确认", Inbound.State.WAITING), "left": ("留存", Inbound.State.LEFT)}


def theirs(waiting: Waiting, user: User, roles: frozenset[Role]) -> bool:
    """Say whether a file is for this person to sort: the keeper's all, an officer's own or of their cases."""
    return Role.DEVICES in roles or waiting.concerns(user.officer)


@require_safe
@open_to(SORT)
def inbox_page(request: StaffRequest) -> HttpResponse:
    """Show what waits for this person, or what was left."""
    agency = request.user.agency
    tab = request.GET.get("state", "")
    label, state = TABS.get(tab, TABS[""])
    if state == Inbound.State.WAITING:
        rows = inbox(agency)
    else:
        left = Inbound.objects.filter(agency=agency, state=state).select_related("device__site", "officer")
        # before the page is cut: nobody's files are hidden behind the others'
        if Role.DEVICES not in request.roles:
            left = left.filter(Q(officer=request.user.officer) | Q(officer=None))
        rows = matched(agency, list(left[:MOST]))
    mine = [each for each in rows if theirs(each, request.user, request.roles)]
    reads = may(request.roles, "case.read")
    context = {
        "label": label,
        "tabs": [
            {"label": each[0], "url": f"?state={key}", "count": None, "current": each[0] == label}
            for key, each in TABS.items()
        ],
        "columns": FILES,
        "rows": [_row(each, reads=reads) for each in mine],
        "path": [("音像收件箱", "")],
    }
    return render(request, "workbench/inbox.html", context)


def _row(each: Waiting, *, reads: bool) -> Row:
    row = each.row
    page = reverse("inbound", args=[row.ref])
    return {
        "file": [Link(row.filename, page)],
        "when": two_lines(clock_words(row.started_at), _length(row)),
        "who": two_lines(row.said_device, row.officer.name if row.officer else "录制人未知"),
        "proposal": _proposal(each, reads=reads),
        "go": Link("处理", page, "primary" if each.proposal else "quiet"),
    }


def _length(row: Inbound) -> str:
    return f"时长 {said_at(row.length_ms // 1000)}" if row.length_ms else ""


def _proposal(each: Waiting, *, reads: bool) -> object:
    """Return what it was matched to; whoever reads no cases learns only whether it was."""
    if each.row.state == Inbound.State.LEFT:
        return each.row.reason
    if each.proposal is None:
        return Mark("stop", f"有 {len(each.candidates)} 次都可能" if each.candidates else "没有对上")
    if not reads:
        return Mark("soon", "已对上，待承办人确认")
    return two_lines(str(each.proposal.activity), _case_words(each.proposal.case))


def _case_words(case: Case) -> str:
    return f"{case.number or '线索'}　{case.title}"


def inbound_of(request: StaffRequest, ref: str) -> Waiting:
    """Return a file of the inbox that this person may sort, with what it may show."""
    agency = request.user.agency
    rows = Inbound.objects.select_related(
        "device__site", "officer__department", "blob", "agency", "settled_by"
    )
    found = rows.filter(agency=agency, pk=ref).first()
    waiting = matched(agency, [found])[0] if found else None
    if waiting is None or not theirs(waiting, request.user, request.roles):
        raise Refusal("inbound.unknown", "没有这份收件。", next_step="请从收件箱进入。")
    return waiting


@require_safe
@open_to(SORT)
def inbound_page(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a file with what is known of it, the activity proposed, and the others of that day of one's own cases."""
    waiting = inbound_of(request, ref)
    row, user = waiting.row, request.user
    records = may(request.roles, "evidence.record") and user.officer is not None
    mine = [each for each in of_the_day(user.agency, row) if user.officer and user.officer.ref in each.people]
    proposal = waiting.proposal if waiting.proposal in mine else None
    context = {
        "row": row,
        "waits": row.state == Inbound.State.WAITING,
        "left": row.state == Inbound.State.LEFT,
        "pairs": _known(row),
        "alarm": _alarm_of(row),
        "proposal": _choice(row, proposal) if proposal else None,
        "others": [_choice(row, each) for each in mine if each != proposal] if records else [],
        "records": records,
        "matched_elsewhere": waiting.proposal is not None and proposal is None,
        "recording_url": _recording_url(row) if may(request.roles, "case.read") else "",
        "timeline": [timeline_item(each) for each in timeline(sorting.inbound_dossier(row))],
        "path": [("音像收件箱", reverse("inbox")), (row.filename, "")],
    }
    return render(request, "workbench/inbound.html", context)


def _choice(row: Inbound, each: Candidate) -> dict[str, object]:
    return {
        "activity": each.activity,
        "case": _case_words(each.case),
        "place": each.activity.place,
        "url": reverse("inbound-confirm", args=[row.ref, each.activity.ref]),
    }


def _recording_url(row: Inbound) -> str:
    if row.recording is None:
        return ""
    case = row.recording.activity.dossier.case
    return reverse("case-recording", args=[case.ref, row.recording.ref])


def _alarm_of(row: Inbound) -> DeviceAlarm | None:
    return DeviceAlarm.objects.filter(about=f"{row.subject_kind()}:{row.ref}").first()


def _known(row: Inbound) -> list[tuple[str, object]]:
    offset = row.clock_offset
    corrected = f"（已按设备时钟{'快' if offset > 0 else '慢'} {abs(offset)} 秒校正）" if offset else ""
    late = rules.is_late(row.ended_at, row.taken_at)
    return [
        ("录制", f"{clock_words(row.started_at)} 至 {clock_words(row.ended_at)}{corrected}"),
        ("时长", _length(row).removeprefix("时长 ")),
        ("时间取自", row.get_times_display()),
        ("设备", row.said_device),
        ("录制人", row.officer.name if row.officer else f"未知（文件名写 {row.officer_said or '无'}）"),
        ("来源", sorting.source_of(row)),
        ("来处", row.origin),
        (
            "导入",
            [clock_words(row.taken_at), Mark("soon", "已超过二十四小时")]
            if late
            else clock_words(row.taken_at),
        ),
        ("文件", f"{row.filename}，{size_text(row.blob.size)}"),
        ("SHA-256", row.blob.sha256),
        *([("留存理由", row.reason)] if row.reason else []),
    ]


@require_POST
@open_to(SORT)
def open_file(request: StaffRequest, ref: str) -> HttpResponse:
    """Open a file, which leaves a record, and lead to its bytes."""
    waiting = inbound_of(request, ref)
    people = [person for each in waiting.candidates for person in ever_handled(each.case)]
    row = sorting.open_inbound(user=request.user, inbound=waiting.row, colleagues=people)
    opening = signing.dumps([request.user.ref, row.ref], salt=SALT)
    return see_other(reverse("inbound-file", args=[row.ref, opening]))


@require_safe
@open_to(SORT)
def file(request: StaffRequest, ref: str, opening: str) -> HttpResponseBase:
    """Hand out ranges of a file that this person has just opened."""
    row = inbound_of(request, ref).row
    try:
        told = signing.loads(opening, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        told = None
    if told != [request.user.ref, row.ref]:
        raise Refusal(
            "inbound.not_opened.not_allowed", "这次打开已经过期，或者是别人打开的。",
            next_step="请从收件页重新打开，系统会记下这次查看。",
        )  # fmt: skip
    return ranged(request, row.blob, filename=row.filename)


class InboxAct(ActView):
    """An act on one file of the inbox."""

    permission = SORT
    clause = rules.UPLOADING
    waiting: Waiting

    @property
    def row(self) -> Inbound:
        """Return the file."""
        return self.waiting.row

    def load(self, **address: str) -> None:
        """Find the file."""
        self.waiting = inbound_of(self.request, address["ref"])

    def dossier(self) -> Dossier:
        """Return the file's own."""
        return sorting.inbound_dossier(self.row)

    def context(self) -> dict[str, Any]:
        """Say what it is about."""
        page = reverse("inbound", args=[self.row.ref])
        return {
            "heading": f"{self.title}：{self.row.filename}",
            "back_url": page,
            "facts": self.facts(),
            "facts_heading": "收件",
            "path": [("音像收件箱", reverse("inbox")), (self.row.filename, page), (self.title, "")],
        }

    def facts(self) -> list[tuple[str, object]]:
        """Return what stands beside the form."""
        return _known(self.row)[:6]

    def common(self, form: Any) -> dict[str, Any]:
        """Return what every verb takes."""
        return {"user": self.request.user, "inbound": self.row, "version": form.cleaned_data["version"]}

    def leads_to(self) -> str:
        """Go back to the inbox."""
        return reverse("inbox")


class Confirm(InboxAct):
    """归入执法活动."""

    permission = "evidence.record"
    form_class = ConfirmForm
    title = "归入执法活动"
    submit = "确认归入"
    done = "已归入案卷。请补写录制情况。"
    remark = "归入后就是这次活动的音像记录，不能移走；文件按原样保存。"
    case: Case
    activity: Activity

    def load(self, **address: str) -> None:
        """Find file, activity and case; only whoever handles the case or did may confirm."""
        super().load(**address)
        day = of_the_day(self.request.user.agency, self.row)
        found = next((each for each in day if each.activity.ref == address["activity"]), None)
        if found is None:
            raise Refusal("activity.unknown", "当天没有这次执法活动。", next_step="请从收件页选择。")
        self.activity = found.activity
        self.case = case_of(self.request.user.agency, found.case.ref)
        allow(self.request.user, self.permission, self.case, ended=True)
        who_was_there(self.request.user, self.case)

    def dossier(self) -> Dossier:
        """Return the case's."""
        return self.case.dossier

    def form_arguments(self) -> dict[str, Any]:
        """Offer everyone who handles the case or did, and whoever recorded."""
        people = ever_handled(self.case)
        recorder = self.row.officer
        return {"officers": these([*people, recorder] if recorder and recorder not in people else people)}

    def initial(self) -> dict[str, Any]:
        """Take over who recorded and where it was."""
        site = self.row.device.site if self.row.device else None
        return {
            "recorded_by": self.row.officer_id,
            "place": site.name if site else self.activity.place or self.case.place,
        }

    def facts(self) -> list[tuple[str, object]]:
        """Show file and activity together."""
        asked = f"{self.activity.get_grade_display()}：{rules.spoken(self.activity.carriers)}"
        return [
            ("案件", _case_words(self.case)),
            ("执法活动", str(self.activity)),
            ("活动地点", self.activity.place),
            ("应当", asked if self.activity.needs_recording else "文字记录即可"),
            *_known(self.row)[:6],
        ]

    def act(self, form: ConfirmForm) -> str:
        """Tie it to the activity."""
        made = sorting.confirm_inbound(
            **self.common(form), case=self.case, activity=self.activity, **form.typed
        )
        return reverse("recording-course", args=[self.case.ref, made.ref])


class Reassign(InboxAct):
    """改派收件."""

    form_class = ReassignForm
    title = "改派"
    submit = "改派"
    done = "已改派。"

    def initial(self) -> dict[str, Any]:
        """Begin with how it is."""
        return {"officer": self.row.officer_id, "device": self.row.device_id}

    def act(self, form: ReassignForm) -> str:
        """Give it to another."""
        sorting.reassign_inbound(**self.common(form), **form.typed)
        return self.leads_to()


class Leave(InboxAct):
    """留存收件."""

    form_class = LeaveForm
    title = "留存，不入案卷"
    submit = "留存"
    done = "已留存。"

    def act(self, form: LeaveForm) -> str:
        """Leave it."""
        sorting.leave_inbound(**self.common(form), **form.typed)
        return self.leads_to()


class Reopen(InboxAct):
    """放回待确认."""

    form_class = ReopenForm
    title = "放回待确认"
    submit = "放回"
    done = "已放回待确认。"

    def act(self, form: ReopenForm) -> str:
        """Put it back."""
        sorting.reopen_inbound(**self.common(form))
        return reverse("inbound", args=[self.row.ref])
