"""Collecting, excluding and viewing evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from mingjing import clock
from mingjing.evidence import acts
from mingjing.evidence.arriving import ACCEPTED, receive
from mingjing.evidence.models import Activity, Evidence
from mingjing.evidence.recordings import Happening, taken_on
from mingjing.evidence.work import copy_file
from mingjing.records.actions import File, open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.storage.store import read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection

    from mingjing.evidence.arriving import Arrived
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency, Officer, User
    from mingjing.storage.models import Blob

UNLAWFUL = "行政处罚法 第四十六条第三款"


@dataclass(frozen=True)
class Upload:
    """A file as it arrived: its name and its stream."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True)
class Taken:
    """How a piece of evidence was obtained: manner, original or copy, where, with whom, which things were told."""

    obtained: str = ""
    original: str = ""
    place: str = ""
    companion: Officer | None = None
    told: Collection[str] = ()


def collect(
    *,
    user: User,
    officer: Officer,
    dossier: Dossier,
    evidence_kind: str,
    name: str,
    proves: str,
    collected_on: dt.date,
    source: str,
    upload: Upload | Arrived | None = None,
    taken: Taken | None = None,
    version: int | None = None,
) -> Evidence:
    """行政处罚法46、55号令17: add a piece of evidence of one of the eight kinds, with what it proves.

    Where the officers went and took it themselves, that is an activity, with its recording and what was told.
    """
    require(user, "case.investigate")
    if dossier.agency != user.agency.ref:
        raise Refusal("case.unknown", "没有这个案卷。", next_step="请核对案号。")
    if collected_on > clock.today():
        raise Refusal(
            "date.future", "取得日期晚于今天。", next_step="请改为实际取得的日期。", field="collected_on"
        )
    with deed(
        dossier=dossier, act=acts.COLLECTED, actor=user.actor(), version=version, happened_on=collected_on
    ) as work:
        how = taken or Taken()
        evidence = Evidence(
            dossier=work.dossier,
            position=work.dossier.evidence.count() + 1,
            evidence_kind=evidence_kind,
            name=name,
            proves=proves,
            collected_on=collected_on,
            collected_by=officer,
            collected_with=how.companion,
            obtained=how.obtained,
            original=how.original,
            place=how.place,
            source=source,
        )
        if upload:
            file = receive(work, upload, ACCEPTED, as_=f"{evidence.subject_kind()}:{evidence.ref}")
            evidence.blob, evidence.filename = file.blob, file.filename
        work.mention(evidence)
        evidence.activity = _visit(work, how, collected_on, user.agency)
        work.add(evidence)
        if evidence.blob:
            work.mention(File("evidence.file", evidence.ref, evidence.blob.sha256, evidence.blob.sm3))
            copy_file.enqueue(f"{evidence.subject_kind()}:{evidence.ref}")
        work.facts["kind"] = evidence.get_evidence_kind_display()
    return evidence


VISITS = {Evidence.Obtained.FETCHED: Activity.Kind.TAKING, Evidence.Obtained.SAMPLED: Activity.Kind.SAMPLING}
"""How evidence was obtained → the activity that this was; elsewhere nobody went to take it."""


def _visit(work: Deed, how: Taken, on: dt.date, agency: Agency) -> Activity | None:
    if how.obtained not in VISITS:
        return None
    kind = VISITS[Evidence.Obtained(how.obtained)]
    return taken_on(work, Happening(kind, on, place=how.place, told=how.told), agency=agency)


def exclude(*, work: Deed, evidence: Evidence, reason: str, by: Officer) -> Evidence:
    """行政处罚法46: what was obtained by unlawful means is no ground of facts; it is noted and stays in the file."""
    evidence.refresh_from_db()
    if evidence.excluded_on:
        raise Refusal("evidence.excluded", "这件证据已经排除。", UNLAWFUL, "请看证据页。")
    if not reason.strip():
        raise Refusal(
            "evidence.no_reason", "请写明排除的理由。", UNLAWFUL, "写明取得手段违反了哪一条规定。", "reason"
        )
    evidence.excluded_on, evidence.excluded_by = clock.today(), by
    evidence.excluded_reason = reason.strip()
    return work.change(evidence)


def view(*, user: User, evidence: Evidence, also: Callable[[Deed], object] | None = None) -> bytes:
    """Return a file's bytes; that it was looked at is recorded."""
    return read(look(user=user, evidence=evidence, also=also))


def look(*, user: User, evidence: Evidence, also: Callable[[Deed], object] | None = None) -> Blob:
    """Viewing is an act: one record an opening, on the file's own dossier, so that it disturbs no one's editing.

    `also` writes what else belongs to the act.
    """
    require(user, "evidence.view")
    if evidence.dossier.agency != user.agency.ref:
        raise Refusal("evidence.unknown", "没有这件证据。", next_step="请从案件页进入。")
    if evidence.blob is None:
        raise no_file()
    dossier = open_dossier(kind="evidence", ref=evidence.ref, agency=evidence.dossier.agency)
    with deed(dossier=dossier, act=acts.VIEWED, actor=user.actor()) as work:
        work.mention(evidence)
        if also:
            also(work)
    return evidence.blob


def no_file() -> Refusal:
    """Return the refusal of looking at a piece without a file."""
    return Refusal("evidence.no_file", "这件证据没有电子文件。", next_step="请查阅实物或纸质原件。")
