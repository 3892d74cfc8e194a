"""The custody of one file, told from the records: there is no second book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from mingjing import clock
from mingjing.cases import acts as case_acts
from mingjing.cases import custody_acts as acts
from mingjing.cases.models import DisposalItem, FileUse, LegalHold
from mingjing.evidence import acts as evidence
from mingjing.evidence.models import Evidence, Recording
from mingjing.records.acts import BUNDLED
from mingjing.records.models import Opening, Record
from mingjing.records.queries import lines

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.queries.files import CaseFile
    from mingjing.records.queries import Line

STEPS = {
    evidence.COLLECTED.name: "收到",
    evidence.RECORDED.name: "收到",
    case_acts.PAPER_RETURNED.name: "收到",
    evidence.VIEWED.name: "查看",
    evidence.SEEN.name: "查看",
    acts.VIEWED.name: "查看",
    acts.SHOWN.name: "查看",
    acts.DOWNLOADED.name: "下载",
    acts.HANDED.name: "复制",
    BUNDLED.name: "复制",
    case_acts.LISTED.name: "引用",
    case_acts.CLOSED.name: "移交归档",
    case_acts.ARCHIVED.name: "移交归档",
    acts.HELD.name: "保全",
    acts.RELEASED.name: "解除保全",
    acts.SEALED.name: "封存标记",
    acts.UNSEALED.name: "解除标记",
    acts.REHASHED.name: "复核",
    acts.MISMATCHED.name: "复核",
    acts.PROPOSED.name: "提请销毁",
    acts.DECIDED.name: "审批销毁",
    acts.DESTROYED.name: "销毁",
    acts.CERTIFIED.name: "出具证明",
}
"""What an act is in the life of a file; any other act that mentions it cites it."""
WHOLE_CASE = (BUNDLED.name, case_acts.CLOSED.name, case_acts.ARCHIVED.name)
"""Acts on a case that touch every file that lay in it then."""
CITED = "引用"
SYSTEM, WORKBENCH = "系统", "工作台"


@dataclass(frozen=True)
class Step:
    """One step of a file's life: what, when, in words, from where, for what; the record that says it."""

    what: str
    line: Line
    place: str
    reason: str

    @property
    def at(self) -> dt.datetime:
        """Return when it was recorded."""
        return self.line.recorded_at


def steps_of(file: CaseFile) -> list[Step]:
    """Return every step of a file's life, first to last: a handful of queries, however many there are."""
    records = list(_records(file))
    uses = _uses([record.pk for record in records])
    return [_step(line, uses.get(line.record.pk)) for line in lines(records)]


def _records(file: CaseFile) -> list[Record]:
    """Return the records that mention the file, its content's runs and disposal, and its case's acts since it came."""
    names = [file.kind.thing, file.kind.file, "cases.fileuse"]
    mine = Q(kind__in=names[:2], ref=file.ref)
    run = f"cases.hashrun:{file.blob.checked.run.ref}" if hasattr(file.blob, "checked") else ""
    lists = [f"cases.disposal:{each}" for each in _disposals(file)]
    named = Opening.objects.filter(mine).values("record")
    rows = Record.objects.filter(
        Q(dossier__kind=file.kind.name, dossier__ref=file.ref)
        | Q(pk__in=named)
        | Q(subject__in=[*lists, *([run] if run else [])])
        | Q(dossier=file.case.dossier_id, act=acts.HELD.name)
        | Q(dossier=file.case.dossier_id, act=acts.RELEASED.name)
        | Q(dossier=file.case.dossier_id, act__in=WHOLE_CASE)
    )
    found = sorted(rows.distinct(), key=lambda record: (record.recorded_at, record.pk))
    first = next((place for place, each in enumerate(found) if each.act not in WHOLE_CASE), 0)
    return [each for each in found[first:] if each.act not in _HOLDS or _is_about(each, file)]


_HOLDS = (acts.HELD.name, acts.RELEASED.name)


def _is_about(record: Record, file: CaseFile) -> bool:
    """Say whether a hold is of the whole case or of this file; its row says so."""
    ref = record.subject.partition(":")[2]
    return LegalHold.objects.filter(pk=ref, thing__in=["", file.thing]).exists()


def _disposals(file: CaseFile) -> list[str]:
    rows = DisposalItem.objects.filter(thing=file.thing).values_list("disposal", flat=True)
    return [key.hex for key in rows]


def _uses(records: list[int]) -> dict[int, FileUse]:
    named = Opening.objects.filter(record__in=records, kind=FileUse.subject_kind())
    by_ref = dict(named.values_list("ref", "record"))
    rows = FileUse.objects.filter(pk__in=list(by_ref)).select_related("grant")
    return {by_ref[row.ref]: row for row in rows}


def _step(line: Line, use: FileUse | None) -> Step:
    reason = use.reason if use else ""
    if use and use.grant:
        reason = f"{use.grant.get_reader_kind_display()}：{use.grant.reader}"
    place = (use.address if use else "") or _place(line.record)
    return Step(STEPS.get(line.record.act, CITED), line, place, reason)


def _place(record: Record) -> str:
    return SYSTEM if record.actor.startswith("system:") else WORKBENCH


def captured(file: CaseFile) -> str:
    """Return how the file came about, as its row says."""
    row = file.row
    match row:
        case Recording():
            began, ended = (at.astimezone(clock.SHANGHAI) for at in (row.started_at, row.ended_at))
            return (
                f"{began:%Y-%m-%d %H:%M} 至 {ended:%H:%M}，{row.place}，设备{row.device}，"
                f"录制人{row.recorded_by.name}"
            )
        case Evidence():
            people = "、".join(each.name for each in (row.collected_by, row.collected_with) if each)
            return f"{row.collected_on}，{row.place or '地点未注明'}，{people}，来源：{row.source}"
        case _:
            return "签名盖章后扫描收回" if file.kind.name == "scan" else "本系统制作"
