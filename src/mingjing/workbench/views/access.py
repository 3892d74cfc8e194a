"""查阅、调阅 at the window: who may read which files is registered, and each file is shown under the clerk's eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mingjing.cases.actions import access, marking
from mingjing.cases.models import AccessGrant, Case, FileUse
from mingjing.cases.queries.files import files_named
from mingjing.cases.queries.opened import open_to as files_open_to
from mingjing.cases.rules.access import READING
from mingjing.records.models import Opening
from mingjing.records.queries import lines
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.theme.cells import Column, Link, Mark
from mingjing.theme.ranges import ranged
from mingjing.workbench.acting import ActView, timeline_item
from mingjing.workbench.answers import see_other, stored_file
from mingjing.workbench.forms.custody import GrantForm, LiftForm
from mingjing.workbench.reading import open_to
from mingjing.workbench.views.acts.base import case_of, party_of
from mingjing.workbench.views.custody import came_from, grants_open, whole

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from mingjing.cases.queries.files import CaseFile
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency
    from mingjing.workbench.sessions import StaffRequest

GRANTS = (
    Column("name", "查阅"),
    Column("case", "案件"),
    Column("reader", "查阅人"),
    Column("span", "期间", fit=True),
    Column("files", "文件", fit=True, number=True),
    Column("state", "状态", fit=True),
)
SALT = "mingjing.workbench.showing"
OPEN_FOR = 12 * 3600
"""Seconds for which a showing counts: a working day at the window."""
PARTY, CONCERNED, AUTHORITY = AccessGrant.Kind.PARTY, AccessGrant.Kind.CONCERNED, AccessGrant.Kind.AUTHORITY


@require_safe
@open_to("access.grant", "access.show")
def grants(request: StaffRequest) -> HttpResponse:
    """Show who reads what at present; find the case of whoever asks by its number."""
    number = request.GET.get("number", "").strip()
    case = Case.objects.filter(agency=request.user.agency, number=number).first() if number else None
    context = {
        "number": number,
        "case": case,
        "choices": _choices(case) if case else [],
        "columns": GRANTS,
        "rows": [_row(each) for each in grants_open(request.user.agency)],
        "path": [("待办", reverse("desk")), ("查阅登记", "")],
    }
    return render(request, "workbench/access.html", context)


def _choices(case: Case) -> list[tuple[str, str]]:
    """Return in which capacity somebody may read a case, each with the address of its form."""
    parties = [
        (f"当事人：{party.name}", reverse("access-grant-party", args=[case.ref, party.ref]))
        for party in case.parties.all()
    ]
    return [
        *parties,
        ("利害关系人", reverse("access-grant", args=[case.ref, CONCERNED])),
        ("国家机关（法院、检察、监察、复议、上级）", reverse("access-grant", args=[case.ref, AUTHORITY])),
    ]


def _row(row: AccessGrant) -> dict[str, object]:
    case = row.dossier.case
    return {
        "name": Link(str(row), reverse("access", args=[row.ref])),
        "case": case.number or case.title,
        "reader": f"{row.reader}（{row.get_reader_kind_display()}）",
        "span": f"{row.valid_from} 至 {row.valid_to}",
        "files": len(row.things),
        "state": _state(row),
    }


def _state(row: AccessGrant) -> Mark:
    return Mark("ok", "可以查阅") if access.open_now(row) else Mark("off", "已结束或者未到期间")


def grant_at(agency: Agency, ref: str) -> AccessGrant:
    """Return a grant on a case of one's own agency."""
    rows = AccessGrant.objects.select_related("dossier__case__agency", "granted_by")
    found = rows.filter(pk=ref, dossier__agency=agency.ref).first()
    if found is None:
        raise Refusal("access.unknown", "没有这次查阅登记。", READING, "请从查阅登记进入。")
    return found


@require_safe
@open_to("access.grant", "access.show")
def grant(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a grant: who, why, until when; its files with what may be done; each showing so far."""
    row = grant_at(request.user.agency, ref)
    case = row.dossier.case
    may_see = {each.thing for each in files_open_to(case, row.reader_kind, row.party)}
    is_open = access.open_now(row) and may(request.roles, "access.show")
    copies = {each.thing: each for each in row.marked.all()}
    context = {
        "row": row,
        "state": _state(row),
        "pairs": [
            ("案件", f"{case.title}　{case.number}"),
            ("查阅人", f"{row.reader}（{row.get_reader_kind_display()}）"),
            ("身份证明", row.identity),
            ("关系、文书", row.connection),
            ("期间", f"{row.valid_from} 至 {row.valid_to}"),
            ("复制", "要求复制" if row.copies else "只查阅"),
            ("核对人", f"{row.granted_by.name}，{row.granted_on}"),
            *([("提前结束", f"{row.ended_on}：{row.ended_reason}")] if row.ended_on else []),
        ],
        "files": [
            {
                "file": each,
                "open": is_open and each.thing in may_see,
                "sealed": each.thing not in may_see,
                "marked": copies.get(each.thing),
            }
            for each in sorted(files_named(row.things), key=lambda each: row.things.index(each.thing))
        ],
        "uses": _uses(row),
        "end_url": reverse("access-end", args=[row.ref])
        if access.open_now(row) and may(request.roles, "access.grant")
        else "",
        "path": [("查阅登记", reverse("grants")), (str(row), "")],
    }
    return render(request, "workbench/access_grant.html", context)


def _uses(row: AccessGrant) -> list[dict[str, Any]]:
    """Return each showing and handing over on a grant, newest first, from the records."""
    uses = [each.hex for each in row.uses.values_list("pk", flat=True)]
    named = Opening.objects.filter(kind=FileUse.subject_kind(), ref__in=uses)
    records = [each.record for each in named.select_related("record").order_by("-record_id")]
    return [timeline_item(line) for line in lines(records)]


@require_POST
@open_to("access.show")
def show(request: StaffRequest, ref: str, file: str, how: str) -> HttpResponseBase:
    """Show one file of a grant, or hand its copy over; both are recorded."""
    row = grant_at(request.user.agency, ref)
    thing = next((each for each in row.things if each.endswith(f":{file}")), "")
    verb = access.hand_over if how == "copy" else access.show
    given = verb(user=request.user, row=row, thing=thing, address=came_from(request))
    if given.blob and row.sealed_out and how == "view":
        opening = signing.dumps([request.user.ref, row.ref, thing], salt=SALT)
        return see_other(reverse("access-player", args=[row.ref, opening]))
    if given.blob:
        return whole(given.blob, given.filename)
    return stored_file(
        given.data, media_type=given.media_type, filename=given.filename, attachment=how == "copy"
    )


def _shown(request: StaffRequest, ref: str, opening: str) -> tuple[AccessGrant, str]:
    """Return the grant and the recording that this very person has just shown on it, or refuse."""
    row = grant_at(request.user.agency, ref)
    try:
        person, granted, thing = signing.loads(opening, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        person, granted, thing = "", "", ""
    if (person, granted) != (request.user.ref, row.ref) or not access.open_now(row):
        raise Refusal(
            "access.not_shown.not_allowed", "这次出示已经过期，或者是别人出示的。", READING,
            "请从查阅登记重新出示，系统会记下这次出示。",
        )  # fmt: skip
    return row, thing


@require_safe
@open_to("access.show")
def player(request: StaffRequest, ref: str, opening: str) -> HttpResponse:
    """Play a recording to its reader: the marked copy, seen as often as this one showing lasts."""
    row, thing = _shown(request, ref, opening)
    context = {
        "row": row,
        "name": next((each.name for each in files_named([thing])), ""),
        "stream_url": reverse("access-stream", args=[row.ref, opening]),
        "path": [
            ("查阅登记", reverse("grants")),
            (str(row), reverse("access", args=[row.ref])),
            ("播放", ""),
        ],
    }
    return render(request, "workbench/access_player.html", context)


@require_safe
@open_to("access.show")
def stream(request: StaffRequest, ref: str, opening: str) -> HttpResponseBase:
    """Hand out ranges of the marked copy that was just shown."""
    row, thing = _shown(request, ref, opening)
    return ranged(request, marking.marked_of(row, thing), filename="查阅件.mp4")


class Grant(ActView):
    """登记查阅."""

    permission = "access.grant"
    form_class = GrantForm
    title = "登记查阅"
    submit = "登记"
    clause = READING
    remark = (
        "查阅是法定义务：只核对身份和关系，不作审批。有密封举报人的案件，请逐件核对有无会暴露其身份的材料。"
    )
    done = "已登记。"
    case: Case

    def load(self, **address: str) -> None:
        """Find the case, the capacity, the party."""
        self.case = case_of(self.request.user.agency, address["case"])
        self.kind = address.get("kind", PARTY.value)
        self.party = party_of(self.case, address["party"]) if "party" in address else None
        if self.kind not in AccessGrant.Kind.values or (self.kind == PARTY) != (self.party is not None):
            raise Refusal("access.unknown", "没有这种查阅。", READING, "请从查阅登记进入。")

    def dossier(self) -> Dossier:
        """Return the case's dossier."""
        return self.case.dossier

    def form_arguments(self) -> dict[str, Any]:
        """Offer what this reader may see, and nothing else."""
        files = files_open_to(self.case, self.kind, self.party.ref if self.party else "")
        return {"files": [(each.thing, self._label(each)) for each in files]}

    @staticmethod
    def _label(file: CaseFile) -> str:
        return f"{file.kind.label}：{file.name}"

    def initial(self) -> dict[str, Any]:
        """Take over the party's name; nothing that only the clerk can have seen."""
        return {"reader": self.party.name} if self.party else {}

    def context(self) -> dict[str, Any]:
        """Say whose reading of which case."""
        who = AccessGrant.Kind(self.kind).label
        page = reverse("grants")
        return {
            "heading": f"{self.title}：{who}",
            "back_url": page,
            "path": [("查阅登记", page), (self.title, "")],
            "facts": [
                ("案由", self.case.title),
                ("立案号", self.case.number),
                ("查阅人", self.party.name if self.party else who),
            ],
        }

    def act(self, form: GrantForm) -> str:
        """Register it."""
        typed = form.typed
        reader = access.Reader(
            self.kind, typed.pop("reader"), typed.pop("identity"), typed.pop("connection"),
            self.party.ref if self.party else "",
        )  # fmt: skip
        row = access.grant(
            user=self.request.user,
            case=self.case,
            reader=reader,
            version=form.cleaned_data["version"],
            **typed,
        )
        return reverse("access", args=[row.ref])


class End(ActView):
    """提前结束查阅."""

    permission = "access.grant"
    form_class = LiftForm
    title = "提前结束查阅"
    submit = "结束"
    done = "已结束。"
    row: AccessGrant

    def load(self, **address: str) -> None:
        """Find the grant."""
        self.row = grant_at(self.request.user.agency, address["ref"])

    def dossier(self) -> Dossier:
        """Return the case's dossier."""
        return self.row.dossier

    def context(self) -> dict[str, Any]:
        """Say which."""
        page = reverse("access", args=[self.row.ref])
        return {
            "heading": f"{self.title}：{self.row}",
            "back_url": page,
            "path": [("查阅登记", reverse("grants")), (str(self.row), page), (self.title, "")],
        }

    def act(self, form: LiftForm) -> str:
        """End it."""
        access.end(user=self.request.user, row=self.row, version=form.cleaned_data["version"], **form.typed)
        return reverse("access", args=[self.row.ref])
