"""装订 of an archived file: by the system, from the record; again whenever something came in after it was archived."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.file_list import list_file
from mingjing.cases.models import BoundFile, Case
from mingjing.cases.papers import bound as papers
from mingjing.documents.actions import stored
from mingjing.records.actions import open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.storage.store import put
from mingjing.typeset.bound import bound_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.records.models import Record
    from mingjing.registry.models import User

OWN = {acts.FILE_LISTED.name, acts.FILE_BOUND.name}
"""What this room's system does to an archived file itself: no reason to bind it again."""


def bind_file(ref: str) -> BoundFile | None:
    """55号令40: list and bind an archived case's file, unless the newest binding holds the same; return what was bound.

    The pages are set before the dossier is locked: whoever acts meanwhile is not kept waiting, and what they added is
    bound by the next run.
    """
    case = Case.objects.select_related("dossier", "agency", "filed_by", "file_checked_by").get(pk=ref)
    if not case.archive_number:
        return None
    list_file(case)
    lines = papers.listed(case)
    listed = papers.digest(lines)
    newest = case.bindings.last()
    if newest is not None and newest.listed == listed:
        return None
    with tempfile.TemporaryDirectory() as folder:
        content = bound_pdf(papers.laid_out(case, lines, on=clock.today(), folder=Path(folder)))
    with pypdfium2.PdfDocument(content) as pdf:
        pages = len(pdf)
    films = sum(
        blob.media_type.startswith(("video/", "audio/"))
        for _, rows in lines
        for each in rows
        for blob in each.blobs
    )
    blob = put(content, media_type=(papers.PDF,))
    with deed(dossier=case.dossier, act=acts.FILE_BOUND, actor=SYSTEM) as work:
        row = work.add(
            BoundFile(
                case=case, turn=case.bindings.count() + 1, blob=blob, pages=pages, films=films,
                bound_on=clock.today(), listed=listed,
            )
        )  # fmt: skip
        work.mention(stored("cases.bound_file", row.ref, blob))
        work.facts |= {"turn": row.turn, "pages": pages}
    return row


def follow(records: Sequence[Record]) -> None:
    """Have the file bound again of each archived case of which something was recorded (a consumer of the log)."""
    from mingjing.cases.work import bind  # noqa: PLC0415 - it calls `bind_file`

    touched = {each.dossier_id for each in records if each.dossier.kind == "case" and each.act not in OWN}
    for case in Case.objects.filter(dossier__in=touched).exclude(archive_number=""):
        bind.enqueue(case.ref)


def read_bound(*, user: User, row: BoundFile) -> BoundFile:
    """Reading a bound file is an act like viewing any of what is bound in it."""
    require(user, "evidence.view")
    if row.case.agency_id != user.agency_id:
        raise Refusal("case.unknown", "没有这个案卷。", next_step="请核对案号。")
    own = open_dossier(kind="bound", ref=row.ref, agency=user.agency.ref)
    with deed(dossier=own, act=acts.BOUND_READ, actor=user.actor()) as work:
        work.mention(row)
    return row
