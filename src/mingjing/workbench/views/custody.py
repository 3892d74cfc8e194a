"""The custody of one file, and what the archivist keeps an eye on: re-hashing, what is due, lists of disposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from mingjing import clock
from mingjing.cases.actions import custody
from mingjing.cases.actions.certifying import certify
from mingjing.cases.models import AccessGrant, Disposal, HashRun, LegalHold, SealMark
from mingjing.cases.queries.custody import captured, steps_of
from mingjing.cases.queries.files import CaseFile, file_of, files_with
from mingjing.cases.queries.keeping import (
    checked,
    destroyed,
    due_in,
    holds_on,
    rule_of,
    term_of,
    wrong_in,
)
from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.storage.store import checked as checked_bytes
from mingjing.storage.store import read, stat
from mingjing.theme.callers import client
from mingjing.theme.cells import Column, Link, Mark
from mingjing.workbench.addresses import case_url
from mingjing.workbench.answers import stored_file
from mingjing.workbench.casefile import size_text
from mingjing.workbench.reading import open_to

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from mingjing.cases.queries.keeping import Due
    from mingjing.registry.models import Agency
    from mingjing.storage.models import Blob
    from mingjing.workbench.sessions import StaffRequest

STEPS = (
    Column("at", "时间", fit=True),
    Column("what", "环节", fit=True),
    Column("said", "经过"),
    Column("place", "何处", fit=True),
    Column("record", "记录", fit=True),
)
RUNS = (
    Column("number", "次序", fit=True),
    Column("at", "时间", fit=True),
    Column("files", "文件", fit=True, number=True),
    Column("size", "字节", fit=True),
    Column("state", "结果"),
)
FILES = (
    Column("name", "文件"),
    Column("case", "案件"),
    Column("why", "情况"),
    Column("on", "日期", fit=True),
)
LISTS = (
    Column("name", "清册"),
    Column("count", "文件", fit=True, number=True),
    Column("on", "提请", fit=True),
    Column("state", "状态", fit=True),
)
MOST_RUNS = 20


def file_at(agency: Agency, ref: str) -> CaseFile:
    """Return a file of one's own agency; another's does not exist here."""
    found = file_of(agency, ref)
    if found is None:
        raise Refusal("file.unknown", "没有这个文件。", next_step="请从案件页进入。")
    return found


def came_from(request: StaffRequest) -> str:
    """Return the network address that a request came from; it is kept in a row, never in a log line."""
    return client(request)


def still_there(request: StaffRequest, file: str) -> None:
    """Refuse a file that was destroyed, by naming the record, and one whose bytes are lost."""
    custody.there(file_at(request.user.agency, file))


def seen(request: StaffRequest, file: str) -> HttpResponse:
    """Hand a file out to be looked at, and leave the record of it."""
    found = file_at(request.user.agency, file)
    data = custody.view(user=request.user, file=found, address=came_from(request))
    return stored_file(data, media_type=found.blob.media_type, filename=found.filename)


def whole(blob: Blob, filename: str) -> StreamingHttpResponse:
    """Hand out the bytes themselves, however many, as they lie; never as a page of this site."""
    stat(blob)
    response = StreamingHttpResponse(checked_bytes(blob), content_type="application/octet-stream")
    response["Content-Length"] = str(blob.size)
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"  # noqa: FBT003
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@open_to("case.read", "custody.read")
def file_custody(request: StaffRequest, file: str) -> HttpResponse:
    """Show what became of a file, step by step, and what keeps it."""
    found = file_at(request.user.agency, file)
    sha256 = found.blob.sha256
    gone = destroyed([sha256]).get(sha256)
    context = {
        "file": found,
        "gone": gone,
        "pairs": _known(found),
        "columns": STEPS,
        "rows": [
            {
                "at": each.at,
                "what": each.what,
                "said": f"{each.line.sentence}{'用途：' + each.reason if each.reason else ''}",
                "place": each.place,
                "record": str(each.line.record.pk),
            }
            for each in steps_of(found)
        ],
        "holds": _placed(
            LegalHold.objects.filter(dossier=found.case.dossier_id, thing__in=["", found.thing])
        ),
        "marks": _placed(SealMark.objects.filter(dossier=found.case.dossier_id, thing=found.thing)),
        "may": {
            "download": may(request.roles, "evidence.download") and gone is None,
            "hold": may(request.roles, "custody.hold") and gone is None,
            "seal": may(request.roles, "custody.seal") and gone is None,
            "certify": may(request.roles, "custody.certify"),
        },
        "path": [
            ("案件", reverse("cases")),
            (found.case.number or "线索", case_url(found.case)),
            ("保管", ""),
        ],
    }
    return render(request, "workbench/custody_file.html", context)


def _placed(rows: Any) -> list[Any]:
    return list(rows.select_related("placed_by", "lifted_by"))


def _known(file: CaseFile) -> list[tuple[str, object]]:
    term = term_of(file)
    last = checked([file.blob.sha256]).get(file.blob.sha256)
    others = [each for each in files_with([file.blob.sha256]) if each.thing != file.thing]
    until = f"，至 {term.ends_on}" if term.ends_on else ""
    pairs: list[tuple[str, object]] = [
        ("文件", f"{file.filename}，{size_text(file.blob.size)}，{file.blob.media_type}"),
        ("取得", captured(file)),
        ("存入", file.blob.stored_at),
        ("SHA-256", file.blob.sha256),
        ("SM3", file.blob.sm3),
        ("复核", _checked(last)),
        ("保管期限", f"{term.label}（{term.why}）{until}"),
        ("保全", "；".join(holds_on(file)) or "没有"),
    ]
    if others:
        pairs.append(("同一内容", f"另有 {len(others)} 个文件；期限从长"))
    return pairs


def _checked(last: Any) -> object:
    if last is None:
        return "存入时核验；尚未到复核之期"
    at = last.at.astimezone(clock.SHANGHAI)
    return f"{at:%Y-%m-%d %H:%M}，{last.run}，{last.get_fault_display() or '与存入时相符'}"


@require_POST
@open_to("custody.certify")
def certificate(request: StaffRequest, file: str) -> HttpResponse:
    """Make the certificate of custody and hand it out."""
    found = file_at(request.user.agency, file)
    made = certify(user=request.user, file=found)
    return stored_file(
        read(made.original), media_type="application/pdf", filename=f"保管链证明 {found.name}.pdf"
    )


@require_safe
@open_to("custody.read")
def keeping(request: StaffRequest) -> HttpResponse:
    """Show how the agency keeps its files: the rule, the runs, what is wrong, what is due, the lists, the holds."""
    agency = request.user.agency
    rule = rule_of(agency)
    wrong = wrong_in(agency)
    due = due_in(agency, clock.today())
    context = {
        "rule": _rule(rule),
        "rule_set": rule.pk is not None and not rule._state.adding,  # noqa: SLF001
        "runs_columns": RUNS,
        "runs": [
            _run(each) for each in HashRun.objects.filter(agency=agency).order_by("-number")[:MOST_RUNS]
        ],
        "files_columns": FILES,
        "wrong": [row for each in wrong for row in _wrong(each)],
        "due": [_due(each) for each in due],
        "lists_columns": LISTS,
        "lists": [_list(each) for each in agency.disposals.order_by("-number")],
        "held": [_held(each) for each in _open_holds(agency)],
        "may": {
            "rule": may(request.roles, "custody.rule"),
            "propose": may(request.roles, "disposal.propose") and bool(due),
        },
        "path": [("待办", reverse("desk")), ("档案保管", "")],
    }
    return render(request, "workbench/custody.html", context)


def _rule(rule: Any) -> list[tuple[str, object]]:
    span = "全天" if rule.hour_from == rule.hour_to else f"每日 {rule.hour_from} 点至 {rule.hour_to} 点"
    return [
        ("复核", f"{rule.every_days} 日内把全部文件复核一遍，最久未复核的在先"),
        ("时段", span),
        ("未立案、撤案的现场音像", f"保存 {rule.scene_months} 个月"),
    ]


def _run(run: HashRun) -> dict[str, object]:
    state = Mark("stop", f"{len(run.faults)} 个不符") if run.faults else Mark("ok", "全部相符")
    return {
        "number": run.number, "at": run.ran_at, "files": len(run.files), "size": size_text(run.size), "state": state,
    }  # fmt: skip


def _wrong(row: Any) -> list[dict[str, object]]:
    why = Mark("stop", row.get_fault_display())
    files = files_with([row.blob_id])
    if not files:
        return [{"name": f"{row.blob_id[:16]}…", "case": "", "why": why, "on": row.at.date()}]
    return [{**_file(each), "why": why, "on": row.at.date()} for each in files]


def _file(file: CaseFile) -> dict[str, object]:
    return {
        "name": Link(file.name, reverse("file-custody", args=[file.ref])),
        "case": Link(file.case.number or file.case.title, case_url(file.case)),
    }


def _due(due: Any) -> dict[str, object]:
    return {**_file(due.files[0]), "why": f"{due.term.label}：{due.term.why}", "on": due.term.ends_on}


def _list(row: Disposal) -> dict[str, object]:
    return {
        "name": Link(str(row), reverse("disposal", args=[row.ref])),
        "count": row.items.count(),
        "on": row.proposed_on,
        "state": state_of(row),
    }


def state_of(row: Disposal) -> Mark:
    """Return how a list stands, in words."""
    if row.done_on:
        return Mark("off", "已销毁")
    if row.agreed is None:
        return Mark("now", "待审批")
    return Mark("soon", "待销毁") if row.agreed else Mark("stop", "不同意")


def _open_holds(agency: Agency) -> list[LegalHold]:
    rows = LegalHold.objects.filter(dossier__agency=agency.ref, lifted_on=None)
    return list(rows.select_related("dossier__case"))


def _held(row: LegalHold) -> dict[str, object]:
    case = row.dossier.case
    what = "一个文件" if row.thing else "全案文件"
    if row.thing:
        what = Link(what, reverse("file-custody", args=[row.thing.partition(":")[2]]))  # type: ignore[assignment]
    return {
        "name": what,
        "case": Link(case.number or case.title, case_url(case)),
        "why": f"{row.get_ground_display()}：{row.reason}",
        "on": row.placed_on,
    }


ITEMS = (
    Column("name", "文件"),
    Column("case", "案件"),
    Column("why", "到期依据"),
    Column("on", "到期", fit=True),
    Column("state", "现状", fit=True),
)


def disposal_at(agency: Agency, ref: str) -> Disposal:
    """Return a list of one's own agency."""
    rows = Disposal.objects.select_related(
        "agency", "dossier", "proposed_by", "decided_by", "done_by", "watched_by"
    )
    found = rows.filter(agency=agency, pk=ref).first()
    if found is None:
        raise Refusal("disposal.unknown", "没有这份销毁清册。", next_step="请从档案保管页进入。")
    return found


@require_safe
@open_to("custody.read")
def disposal(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a list of disposal: what it names, who said what, what is left to do."""
    row = disposal_at(request.user.agency, ref)
    items = list(row.items.select_related("blob"))
    gone = destroyed([item.blob_id for item in items])
    context = {
        "row": row,
        "state": state_of(row),
        "pairs": _signed(row),
        "columns": ITEMS,
        "rows": [_item(item, gone) for item in items],
        "certificate_url": reverse("disposal-certificate", args=[row.ref]) if row.done_on else "",
        "decide": row.agreed is None and may(request.roles, "disposal.approve"),
        "carry_out": bool(row.agreed) and not row.done_on and may(request.roles, "disposal.carry_out"),
        "path": [("档案保管", reverse("keeping")), (str(row), "")],
    }
    return render(request, "workbench/disposal.html", context)


def _signed(row: Disposal) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [
        ("提请", f"{row.proposed_by.name}，{row.proposed_on}"),
        ("鉴定意见", row.appraisal),
    ]
    if row.decided_by:
        pairs.append(("审批", f"{row.decided_by.name}，{row.decided_on}：{row.opinion}"))
    if row.done_by and row.watched_by:
        pairs.append(("销毁", f"{row.done_by.name}销毁，{row.watched_by.name}监销，{row.done_on}"))
    return pairs


def _item(item: Any, gone: Any) -> dict[str, object]:
    destruction = gone.get(item.blob_id)
    state = Mark("off", f"已销毁，记录 {destruction.record_id}") if destruction else Mark("ok", "在库")
    url = reverse("file-custody", args=[item.thing.partition(":")[2]])
    linked = not item.thing.startswith(("evidence.copy:", "evidence.redaction:"))
    return {
        "name": Link(item.name, url) if linked else item.name,
        "case": item.case, "why": item.ground, "on": item.due_on, "state": state,
    }  # fmt: skip


@require_safe
@open_to("custody.read")
def disposal_certificate(request: StaffRequest, ref: str) -> HttpResponseBase:
    """Hand out the certificate of what was destroyed."""
    row = disposal_at(request.user.agency, ref)
    made = row.dossier.documents.select_related("original").first()
    if made is None:
        raise Refusal("document.unknown", "还没有销毁证明。", next_step="请先办理销毁。")
    return stored_file(read(made.original), media_type="application/pdf", filename=f"{row} 销毁证明.pdf")


def _named(due: Due) -> str:
    file = due.files[0]
    return f"{file.name}，{file.case.title} {file.case.number}".strip()


def due_choices(agency: Agency) -> list[tuple[str, str]]:
    """Return what may be listed, each with what people need to judge it."""
    return [
        (
            each.content,
            f"{each.files[0].name}，{each.files[0].case.title}（{each.term.label}，{each.term.ends_on} 到期）",
        )
        for each in due_in(agency, clock.today())
    ]


def grants_open(agency: Agency) -> list[AccessGrant]:
    """Return the grants of an agency, newest first."""
    rows = AccessGrant.objects.filter(dossier__agency=agency.ref).select_related(
        "dossier__case", "granted_by"
    )
    return list(rows.order_by("-granted_on", "-number")[:200])
