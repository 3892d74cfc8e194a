"""A file in custody: seen, downloaded, held, sealed against parties; each by an act, most with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import custody_acts as acts
from mingjing.cases.actions.rehashing import found_missing
from mingjing.cases.models import FileUse, LegalHold, SealMark
from mingjing.cases.queries.keeping import destroyed
from mingjing.cases.rules import retention
from mingjing.cases.rules.retention import reasoned
from mingjing.evidence import actions as evidence_actions
from mingjing.evidence import acts as evidence_acts
from mingjing.evidence.models import Evidence, Recording
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.storage.store import MissingBytesError, read, stat
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.cases.queries.files import CaseFile
    from mingjing.records.models import Dossier
    from mingjing.registry.models import User
    from mingjing.storage.models import Blob

LIFTING = "档案法：禁止擅自销毁档案；行政复议法、行政诉讼法、监察法有关证据保全的规定"


def custody_dossier(file: CaseFile) -> Dossier:
    """Return the dossier of a file's own custody, so that looking at it disturbs nobody who edits its case."""
    return open_dossier(kind=file.kind.name, ref=file.ref, agency=file.case.dossier.agency)


def own(user: User, file: CaseFile) -> None:
    """Refuse another agency's file."""
    if file.case.agency_id != user.agency_id:
        raise Refusal("file.unknown", "没有这个文件。", next_step="请从案件页进入。")


def there(file: CaseFile) -> None:
    """Refuse a file whose content was destroyed, naming the record, or whose bytes are not there: an alarm at once."""
    gone = destroyed([file.blob.sha256]).get(file.blob.sha256)
    if gone:
        raise Refusal(
            "file.gone",
            f"这个文件已于 {gone.destroyed_on} 依批准的清册销毁（记录 {gone.record_id}），只留下摘要和记录。",
            retention.DISPOSING,
            "销毁的依据见文件的保管页。",
        )
    try:
        stat(file.blob)
    except MissingBytesError:
        found_missing(file.case.agency, file.blob)
        raise Refusal(
            "file.missing",
            "存储中没有这个文件的内容。",
            next_step="请立即告知系统管理员和档案员，从备份恢复。",
        ) from None


def view(*, user: User, file: CaseFile, address: str = "") -> bytes:
    """Return a file's bytes; that it was looked at is recorded."""
    require(user, "evidence.view")
    return read(look(user=user, file=file, address=address))


def look(*, user: User, file: CaseFile, address: str = "") -> Blob:
    """Viewing is an act: one record an opening, on the file's own dossier, with the address it was seen from."""
    require(user, "evidence.view")
    own(user, file)
    there(file)
    use = FileUse(thing=file.thing, use=FileUse.Use.VIEWED, address=address)
    if isinstance(file.row, Evidence):
        return evidence_actions.look(user=user, evidence=file.row, also=lambda work: work.add(use))
    act = evidence_acts.SEEN if isinstance(file.row, Recording) else acts.VIEWED
    with deed(dossier=custody_dossier(file), act=act, actor=user.actor()) as work:
        work.mention(file.row)
        work.add(use)
    return file.blob


def download(*, user: User, file: CaseFile, reason: str, address: str = "") -> FileUse:
    """Taking a file out of the system is an act with its reason."""
    require(user, "evidence.download")
    own(user, file)
    there(file)
    said = reasoned(reason, code="file.no_reason")
    with deed(dossier=custody_dossier(file), act=acts.DOWNLOADED, actor=user.actor()) as work:
        work.mention(file.row)
        return work.add(FileUse(thing=file.thing, use=FileUse.Use.DOWNLOADED, reason=said, address=address))


def hold(
    *,
    user: User,
    case: Case,
    ground: str,
    reason: str,
    file: CaseFile | None = None,
    version: int | None = None,
) -> LegalHold:
    """复议、诉讼、监察: nothing of the case, or this file of it, is disposed of until the hold is lifted."""
    require(user, "custody.hold")
    _of(user, case, file)
    if ground not in LegalHold.Ground.values:
        raise Refusal("hold.ground", "请选择保全的事由。", LIFTING, "请选择一项。", "ground")
    said = reasoned(reason, code="hold.no_reason")
    with deed(dossier=case.dossier, act=acts.HELD, actor=user.actor(), version=version) as work:
        row = LegalHold(
            dossier=work.dossier, thing=file.thing if file else "", ground=ground, reason=said,
            placed_by=signer(user), placed_on=clock.today(),
        )  # fmt: skip
        work.add(row)
        if file:
            work.mention(file.row)
        work.facts |= {"ground": row.get_ground_display(), "what": "一个文件" if file else "全案文件"}
    return row


def lift_hold(
    *, user: User, case: Case, row: LegalHold, reason: str, version: int | None = None
) -> LegalHold:
    """A hold is lifted by an act with its reason; what ended it is named in it."""
    require(user, "custody.hold")
    _of(user, case, None)
    said = reasoned(reason, code="hold.no_reason")
    with deed(dossier=case.dossier, act=acts.RELEASED, actor=user.actor(), version=version) as work:
        found = LegalHold.objects.filter(pk=row.pk, dossier=work.dossier, lifted_on=None).first()
        if found is None:
            raise Refusal("hold.lifted", "这项保全已经解除，或者不是本案的。", LIFTING, "请看文件的保管页。")
        found.lifted_by, found.lifted_on, found.lifted_reason = signer(user), clock.today(), said
        work.change(found)
        what = "一个文件" if found.thing else "全案文件"
        work.facts |= {"ground": found.get_ground_display(), "what": what}
    return found


def seal(*, user: User, file: CaseFile, ground: str, reason: str, version: int | None = None) -> SealMark:
    """政府信息公开条例15、32; 行政处罚法50: what would name a reporter or a third party's secret stays closed."""
    require(user, "custody.seal")
    own(user, file)
    if ground not in SealMark.Ground.values:
        raise Refusal("seal_mark.ground", "请选择不开放的事由。", next_step="请选择一项。", field="ground")
    said = reasoned(reason, code="seal_mark.no_reason")
    with deed(dossier=file.case.dossier, act=acts.SEALED, actor=user.actor(), version=version) as work:
        if SealMark.objects.filter(
            dossier=work.dossier, thing=file.thing, ground=ground, lifted_on=None
        ).exists():
            raise Refusal("seal_mark.twice", "这个文件已有同一事由的标记。", next_step="请看文件的保管页。")
        row = SealMark(
            dossier=work.dossier, thing=file.thing, ground=ground, reason=said, placed_by=signer(user),
            placed_on=clock.today(),
        )  # fmt: skip
        work.add(row)
        work.mention(file.row)
        work.facts["ground"] = row.get_ground_display()
    return row


def unseal(*, user: User, file: CaseFile, row: SealMark, reason: str, version: int | None = None) -> SealMark:
    """A mark is taken off by an act with its reason."""
    require(user, "custody.seal")
    own(user, file)
    said = reasoned(reason, code="seal_mark.no_reason")
    with deed(dossier=file.case.dossier, act=acts.UNSEALED, actor=user.actor(), version=version) as work:
        found = SealMark.objects.filter(pk=row.pk, thing=file.thing, lifted_on=None).first()
        if found is None:
            raise Refusal("seal_mark.lifted", "这个标记已经解除。", next_step="请看文件的保管页。")
        found.lifted_by, found.lifted_on, found.lifted_reason = signer(user), clock.today(), said
        work.change(found)
        work.mention(file.row)
        work.facts["ground"] = found.get_ground_display()
    return found


def _of(user: User, case: Case, file: CaseFile | None) -> None:
    if case.agency_id != user.agency_id or (file and file.case.pk != case.pk):
        raise Refusal("case.unknown", "没有这个案卷。", next_step="请核对案号。")
