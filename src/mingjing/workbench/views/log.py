"""The records of the whole agency, newest first, and one record as it stands in the log (审计、监督)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.ledger.entry import entry, file_commitment, value_commitment
from mingjing.records import vocabulary
from mingjing.records.log import newest, prove
from mingjing.records.models import Opening, Pending, Record
from mingjing.records.queries import Line, lines
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.workbench.reading import open_to
from mingjing.workbench.sessions import StaffRequest, staff

if TYPE_CHECKING:
    from mingjing.registry.models import Agency

PER_PAGE = 50
MOST_DIGITS = 18


@dataclass(frozen=True)
class Part:
    """One tab: the kinds of dossier that it shows (none: every kind)."""

    key: str
    label: str
    kinds: tuple[str, ...] = ()


PARTS = (
    Part("", "全部"),
    Part("case", "案件与证据", ("case", "evidence", "reporter")),
    Part("list", "清单与公示", ("list", "publication", "procedure")),
    Part("people", "机关与人员", ("agency",)),
    Part("account", "账号登录", ("account",)),
    Part("law", "法规", ("law",)),
)

DOSSIERS = {
    "case": ("案件", "cases.case"),
    "evidence": ("证据调阅", "evidence.evidence"),
    "reporter": ("密封的举报人", "cases.report"),
    "agency": ("机关", "registry.agency"),
    "account": ("账号", "registry.user"),
    "law": ("法规", "law.statute"),
    "publication": ("公示", ""),
    "procedure": ("程序", ""),
    "list": ("清单", ""),
}
"""How each kind of dossier is called, and as what its subject is said."""


def of_agency(agency: Agency) -> QuerySet[Record]:
    """Return an agency's records and those on statutes, which belong to everybody."""
    return Record.objects.filter(Q(dossier__agency=agency.ref) | Q(dossier__kind="law"))


@require_safe
@open_to("audit.read")
def log(request: StaffRequest) -> HttpResponse:
    """Show the newest records as sentences; older ones follow by id, so that nothing shifts while one reads."""
    part = next((each for each in PARTS if each.key == request.GET.get("part", "")), PARTS[0])
    records = of_agency(request.user.agency).select_related("dossier", "leaf").order_by("-id")
    if part.kinds:
        records = records.filter(dossier__kind__in=part.kinds)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) <= MOST_DIGITS:
        records = records.filter(id__lt=int(before))
    else:
        before = ""
    found = list(records[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    context = {
        "rows": _rows(lines(shown)),
        "tabs": _tabs(part),
        "part": part,
        "older": shown[-1].pk if len(found) > PER_PAGE else None,
        "not_newest": bool(before),
        "checkpoint": newest(),
        "pending": Pending.objects.count(),
        "path": [("待办", "/workbench/"), ("操作记录", "")],
    }
    return render(request, "workbench/log.html", context)


def _tabs(current: Part) -> list[dict[str, object]]:
    base = reverse("desk-log")
    return [
        {
            "label": part.label,
            "url": f"{base}?part={part.key}" if part.key else base,
            "current": part is current,
        }
        for part in PARTS
    ]


def _rows(told: list[Line]) -> list[dict[str, object]]:
    wanted = {
        (DOSSIERS[kind][1], ref)
        for line in told
        if (kind := line.record.dossier.kind) in DOSSIERS
        and DOSSIERS[kind][1]
        and (ref := line.record.dossier.ref)
    }
    words = vocabulary.words(wanted)
    rows = []
    for line in told:
        dossier = line.record.dossier
        label, kind = DOSSIERS.get(dossier.kind, (dossier.kind, ""))
        rows.append(
            {
                "line": line,
                "dossier": label,
                "about": words.get((kind, dossier.ref), "") if kind else "",
                "leaf": getattr(line.record, "leaf", None),
                "url": reverse("desk-record", args=[line.record.pk]),
            }
        )
    return rows


def _readable(request: StaffRequest, record_id: int) -> Record:
    """Return a record of the own agency: any for 审计 and 监督, those on cases for who may read cases."""
    record = of_agency(request.user.agency).select_related("dossier", "leaf").filter(pk=record_id).first()
    allowed = record is not None and (
        may(request.roles, "audit.read")
        or (record.dossier.kind in {"case", "evidence"} and may(request.roles, "case.read"))
    )
    if record is None or not allowed:
        raise Refusal(
            "record.unknown", "没有这条记录，或者您无权查看。", next_step="请从操作记录或案件页进入。"
        )
    return record


@require_safe
@staff
def record(request: StaffRequest, record_id: int) -> HttpResponse:
    """Show one record: what it says, what the log holds of it, and whether its commitments still open."""
    found = _readable(request, record_id)
    line = lines([found])[0]
    body = json.loads(bytes(found.body))
    openings = list(found.openings.order_by("position"))
    subjects = vocabulary.words({(each.kind, each.ref) for each in openings})
    context = {
        "line": line,
        "record": found,
        "dossier": DOSSIERS.get(found.dossier.kind, (found.dossier.kind, ""))[0],
        "head": _pretty(json.loads(bytes(found.head))),
        "body": _pretty(body),
        "entry": entry(bytes(found.head)).hex(),
        "checks": _checks(found),
        "commitments": [
            {
                "word": subjects[each.kind, each.ref],
                "kind": each.kind,
                "commitment": stated["commitment"],
                "opens": _opens(each, stated["commitment"]),
            }
            for each, stated in zip(openings, body["subjects"], strict=False)
        ],
        "leaf": getattr(found, "leaf", None),
        "checkpoint": newest(),
        "path": [("操作记录", reverse("desk-log")), (f"第 {found.pk} 条", "")],
    }
    return render(request, "workbench/log_record.html", context)


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _checks(found: Record) -> list[tuple[str, str]]:
    """Recompute what the page can: the body against the head, the head against the one before."""
    head = json.loads(bytes(found.head))
    whole = hashlib.sha256(bytes(found.body)).hexdigest() == head["body"]
    before = Record.objects.filter(dossier=found.dossier, seq=found.seq - 1).first()
    joined = head["prev"] == (entry(bytes(before.head)).hex() if before else "")
    return [
        ("ok" if whole else "stop", "记录体的散列与记录头所载一致" if whole else "记录体的散列与记录头不符"),
        ("ok" if joined else "stop", "与同一案卷的上一条记录相接" if joined else "与上一条记录不相接"),
    ]


def _opens(opening: Opening, stated: str) -> str:
    """Say whether a commitment opens to what is kept: ok, stop, or off where the salt has been destroyed."""
    salt = bytes(opening.salt)
    if not salt:
        return "off"
    if opening.sha256:
        made = file_commitment(opening.kind, salt, bytes.fromhex(opening.sha256), bytes.fromhex(opening.sm3))
    else:
        made = value_commitment(opening.kind, salt, opening.value.encode())
    return "ok" if made.hex() == stated else "stop"


@require_safe
@staff
def proof(request: StaffRequest, record_id: int) -> HttpResponse:
    """Hand over the record's proof (`.tlog-proof`), to be verified without this system."""
    found = _readable(request, record_id)
    try:
        text = prove(found).format()
    except LookupError as fault:
        raise Refusal(
            "record.pending", "这条记录刚刚写下，还没有进入日志。", next_step="两秒后再下载。"
        ) from fault
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="record-{found.pk}.tlog-proof"'
    return response
