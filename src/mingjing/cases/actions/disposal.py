"""销毁: by an approved list only. The body and the salts go; hashes, records and leaves stay for ever."""

from __future__ import annotations

import logging
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.cases import custody_acts as acts
from mingjing.cases.models import Disposal, DisposalItem
from mingjing.cases.papers.custody import destroyed_items
from mingjing.cases.queries.keeping import Due, due_in, hindrances, judged
from mingjing.cases.rules import retention
from mingjing.cases.rules.retention import DISPOSING, appraised
from mingjing.documents.actions import issue
from mingjing.documents.forms_custody import DESTRUCTION
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed
from mingjing.records.models import Destruction, Opening
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.storage.store import LockedBytesError, MissingBytesError, backend, stat
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mingjing.records.deeds import Deed
    from mingjing.records.vocabulary import Act
    from mingjing.registry.models import Officer, User
    from mingjing.storage.models import Blob

logger = logging.getLogger("mingjing.disposal")


def propose(*, user: User, contents: Collection[str], appraisal: str) -> Disposal:
    """The archivist lists what is due, after looking at each; only what is due can be listed."""
    require(user, "disposal.propose")
    officer, said = signer(user), appraised(appraisal)
    due = {each.content: each for each in due_in(user.agency, clock.today())}
    wanted = [due[content] for content in dict.fromkeys(contents) if content in due]
    if not contents or len(wanted) != len(set(contents)):
        raise Refusal(
            "disposal.not_due",
            "没有选择文件，或者所选文件中有未到期、正在保全、复核不符的。",
            DISPOSING,
            "请重新打开到期文件一览，再选择。",
            "contents",
        )
    key = uuid.uuid4()
    dossier = open_dossier(kind="disposal", ref=key.hex, agency=user.agency.ref)
    with deed(dossier=dossier, act=acts.PROPOSED, actor=user.actor()) as work:
        row = Disposal(
            id=key, agency=user.agency, dossier=work.dossier, number=user.agency.disposals.count() + 1,
            appraisal=said, proposed_by=officer, proposed_on=clock.today(),
        )  # fmt: skip
        work.add(row)
        _list(work, row, wanted)
        work.facts["count"] = len(wanted)
    return row


def _list(work: Deed, row: Disposal, wanted: Sequence[Due]) -> None:
    """Enter the files of a list, and after each what was made of it."""
    place = 0
    for each in wanted:
        case = each.files[0].case
        found = [(file.case, file.blob, file.thing, file.name) for file in each.files]
        found += [
            (case, made.blob, f"{made.subject_kind()}:{made.ref}", str(made))
            for made in each.copies
            if made.blob
        ]
        for of, blob, thing, name in found:
            place += 1
            work.add(
                DisposalItem(
                    disposal=row, position=place, dossier=of.dossier, blob=blob, thing=thing, name=name,
                    case=f"{of.title} {of.number}".strip(), ground=f"{each.term.label}：{each.term.why}",
                    due_on=each.term.ends_on or clock.today(),
                )
            )  # fmt: skip


def decide(
    *, user: User, disposal: Disposal, agreed: bool, opinion: str, version: int | None = None
) -> Disposal:
    """The head approves a list or sends it back; whoever proposed it does not approve it."""
    require(user, "disposal.approve")
    with _on(user, disposal, acts.DECIDED, version) as (work, row):
        if row.agreed is not None:
            raise Refusal("disposal.decided", "这份清册已经审批。", DISPOSING, "请看清册页。")
        officer = signer(user)
        if officer.pk == row.proposed_by_id:
            raise Refusal("disposal.own", "提请人不能批准自己的清册。", DISPOSING, "请由另一名负责人审批。")
        if not opinion.strip():
            raise Refusal(
                "disposal.no_opinion", "请写明审批意见。", DISPOSING, "写明同意或者不同意的理由。", "opinion"
            )
        if agreed and (held := [each for due in listed(row) for each in held_back(due)]):
            raise Refusal(
                "disposal.held_back",
                "清册中有文件现在不能销毁。",
                DISPOSING,
                "请不同意，由档案员重新提请。",
                details=held,
            )
        row.agreed, row.opinion = agreed, opinion.strip()
        row.decided_by, row.decided_on = officer, clock.today()
        work.change(row)
        work.facts["verdict"] = "同意" if agreed else "不同意"
    return row


@transaction.atomic
def carry_out(*, user: User, disposal: Disposal, watched_by: Officer, version: int | None = None) -> Disposal:
    """Two people destroy what an approved list names. What is held meanwhile is left out, which it says."""
    require(user, "disposal.carry_out")
    if watched_by.department.agency_id != user.agency_id:
        raise Refusal("disposal.watcher", "监销人须是本机关的人员。", DISPOSING, "请另选一人。", "watched_by")
    with _on(user, disposal, acts.DESTROYED, version) as (work, row):
        if not row.agreed or row.done_on:
            raise Refusal("disposal.not_approved", "清册没有批准，或者已经销毁。", DISPOSING, "请看清册页。")
        officer = signer(user)
        if watched_by.pk == officer.pk:
            raise Refusal(
                "disposal.alone", "销毁人和监销人不得为同一人。", DISPOSING, "请另选一人监销。", "watched_by"
            )
        due = listed(row)
        going = [each for each in due if not held_back(each)]
        if not going:
            raise Refusal(
                "disposal.nothing", "清册中没有现在可以销毁的文件。", DISPOSING, "保全解除、复核相符后再办。",
                details=[said for each in due for said in held_back(each)],
            )  # fmt: skip
        row.done_by, row.watched_by, row.done_on = officer, watched_by, clock.today()
        work.change(row)
        blobs = _going(row, going)
        by = f"{row.subject_kind()}:{row.ref}"
        for blob in blobs:
            work.add(Destruction(blob=blob, listed_in=by, destroyed_on=clock.today()))
        issue(
            work, form=DESTRUCTION, agency=row.agency, made_on=clock.today(),
            data=destroyed_items(row, going, {each.content: held_back(each) for each in due}),
        )  # fmt: skip
        work.facts["count"] = len(going)
    _nobody_came_in(going)
    transaction.on_commit(lambda: clear(blobs))
    return row


def _going(row: Disposal, going: Sequence[Due]) -> list[Blob]:
    """Return the contents that go: what the list names and what was made of it, all of it on the list."""
    blobs = {blob.pk: blob for each in going for blob in _of(each)}
    if set(blobs) - set(row.items.values_list("blob_id", flat=True)):
        raise Refusal(
            "disposal.new_copies", "清册批准之后又制作了副本，副本不在清册上。", DISPOSING, "请重新提请销毁。"
        )
    return list(blobs.values())


def _of(due: Due) -> list[Blob]:
    return [due.files[0].blob, *(made.blob for made in due.copies if made.blob)]


def listed(row: Disposal) -> list[Due]:
    """Return the contents of a list as they stand now."""
    return judged(set(row.items.values_list("blob_id", flat=True)))


def held_back(due: Due) -> list[str]:
    """Return why a listed content may not be destroyed now: not due any more, held, not sound."""
    name = due.files[0].name
    early = [] if retention.over(due.term, clock.today()) else [f"{name}：没有到期（{due.term.why}）"]
    return early + [f"{name}：{each}" for each in hindrances(due)]


def _nobody_came_in(going: list[Due]) -> None:
    """Take everything back where the same content came into another file meanwhile: the insert waited for it."""
    before = {file.thing for each in going for file in each.files}
    after = {file.thing for each in judged([due.content for due in going]) for file in each.files}
    if before != after:
        raise Refusal("disposal.in_use", "同一内容刚刚入了别的卷，没有销毁。", DISPOSING, "请重新核对清册。")


@contextmanager
def _on(user: User, disposal: Disposal, act: Act, version: int | None) -> Iterator[tuple[Deed, Disposal]]:
    """Frame an act on a list of the person's own agency, read anew after the lock."""
    if disposal.agency_id != user.agency_id:
        raise Refusal("disposal.unknown", "没有这份销毁清册。", DISPOSING, "请从档案保管页进入。")
    with deed(dossier=disposal.dossier, act=act, actor=user.actor(), version=version) as work:
        yield work, Disposal.objects.select_related("agency", "dossier").get(pk=disposal.pk)


def clear(blobs: Collection[Blob]) -> int:
    """Destroy the bytes of contents whose destruction is recorded; return how many a lock still keeps.

    Bytes under a lock (S3 Object Lock) stay until it ends: `verify` says so, and the worker tries again.
    """
    locked = 0
    for blob in blobs:
        if not Destruction.objects.filter(blob=blob).exists() or _salted(blob):
            continue
        try:
            backend().destroy(blob.sha256)
        except LockedBytesError:
            locked += 1
            logger.warning("bytes locked", extra={"event": blob.sha256})
    return locked


def clear_rest() -> int:
    """Destroy what a crash or a lock left of contents whose destruction is recorded; return how many stay locked."""
    return clear([row.blob for row in Destruction.objects.select_related("blob") if _lies_there(row.blob)])


def _lies_there(blob: Blob) -> bool:
    try:
        stat(blob)
    except MissingBytesError:
        return False
    return True


def _salted(blob: Blob) -> bool:
    return any(bytes(salt) for salt in Opening.objects.filter(sha256=blob.pk).values_list("salt", flat=True))
