"""Marked copies of recordings for a reader: made by a task once the reading is registered (种子 B4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import custody_acts as acts
from mingjing.cases.actions.custody import custody_dossier
from mingjing.cases.models import AccessGrant, MarkedCopy
from mingjing.cases.queries.files import files_named
from mingjing.cases.rules.access import READING
from mingjing.cases.work import mark_file
from mingjing.documents.watermarks import FILM_INK, layer
from mingjing.evidence.copying import workshop
from mingjing.evidence.making import UnreadableError
from mingjing.evidence.marking import mark
from mingjing.records.actions import File
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.storage import content
from mingjing.storage.store import MissingBytesError, keep_file, opened

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mingjing.cases.queries.files import CaseFile
    from mingjing.records.deeds import Deed
    from mingjing.storage.models import Blob


def ask(work: Deed, row: AccessGrant, files: Iterable[CaseFile]) -> None:
    """Have the recordings among a reader's files marked; what is on paper is marked when it is shown."""
    for file in files if row.sealed_out else ():
        if file.blob.media_type in content.RECORDINGS:
            asked = work.add(MarkedCopy(grant=row, thing=file.thing, source=file.blob))
            mark_file.enqueue(asked.ref)


def words_for(row: AccessGrant, file: CaseFile) -> str:
    """Return what stands across everything a reader gets: who, when, by which reading, of which case."""
    return f"{row.reader}　{clock.today()}　{row}　{file.case.number or file.case.title}"


def make(ref: str) -> MarkedCopy | None:
    """Make the copy that was asked for, or say why it cannot be made; doing it again does nothing."""
    row = MarkedCopy.objects.select_related("source", "grant").filter(pk=ref).first()
    file = next(iter(files_named([row.thing])), None) if row else None
    if row is None or file is None or not row.waits:
        return row
    blob, tool = _marked(row.source, words_for(row.grant, file))
    with deed(dossier=custody_dossier(file), act=acts.MARKED, actor=SYSTEM) as work:
        row.refresh_from_db()
        if not row.waits:
            return row
        row.blob, row.tool, row.made_at = blob, tool, clock.now()
        row.failed = "" if blob else "原件损坏、已销毁或者无法读取，没有制成"
        work.mention(file.row)
        work.change(row)
        if blob:
            work.mention(File("cases.marked_file", row.ref, blob.sha256, blob.sm3))
        work.facts["outcome"] = "" if blob else "，没有制成"
    return row


def _marked(source: Blob, words: str) -> tuple[Blob | None, str]:
    with workshop() as place:

        def over(width: int, height: int) -> Path:
            layer((width, height), words, FILM_INK).save(place / "words.png")
            return place / "words.png"

        try:
            with opened(source) as stream:
                tool = mark(stream, source.media_type, over, place / "marked.mp4")
            return keep_file(place / "marked.mp4", media_type=(content.MP4,)), tool
        except (UnreadableError, MissingBytesError, OSError, ValueError):
            return None, ""


def marked_of(row: AccessGrant, thing: str) -> Blob:
    """Return the marked copy of a recording, or refuse while it is being made and where none could be."""
    found = MarkedCopy.objects.select_related("blob").filter(grant=row, thing=thing).first()
    if found and found.blob:
        return found.blob
    if found and found.failed:
        raise Refusal(
            "access.unmarkable", f"没有查阅件：{found.failed}。", READING, "请出示纸质原件或者当面说明。"
        )
    raise Refusal(
        "access.marking", "加水印的查阅件还在制作，录像越长时间越久。", READING, "请稍后刷新本页再试。"
    )
