"""What is bound into a case's electronic file, in the order of its contents (55号令40)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2

from mingjing.cases.papers.contents import contents
from mingjing.cases.queries.case import handlers_of
from mingjing.documents.models import Document, Scan
from mingjing.evidence.models import Recording
from mingjing.storage.store import opened
from mingjing.typeset.bound import Bound, Piece, Sheet

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from mingjing.cases.models import Case
    from mingjing.cases.papers.contents import Item
    from mingjing.storage.models import Blob

PDF = "application/pdf"
PICTURES = {"image/png": ".png", "image/jpeg": ".jpg"}
KEPT_APART = "不能装订，原件另存，SHA-256 前 12 位 {}"


@dataclass(frozen=True)
class Listed:
    """One line of the contents with the stored files that belong to it."""

    title: str
    number: str
    on: str
    remark: str
    blobs: tuple[Blob, ...]


def listed(case: Case) -> list[tuple[str, list[Listed]]]:
    """Return everything of a case's file by class: documents with their signed scans, evidence, then recordings."""
    scans: dict[str, list[Blob]] = {}
    for each in Scan.objects.filter(document__dossier=case.dossier_id).select_related("blob", "document"):
        scans.setdefault(each.document.ref, []).append(each.blob)
    found = [
        (f"{each.number}．{each.title}", [_line(item, scans) for item in each.items])
        for each in contents(case)
    ]
    films = Recording.objects.filter(activity__dossier=case.dossier_id).select_related("blob", "activity")
    found.append(("音像记录", [_film(each) for each in films.order_by("started_at", "id")]))
    return [(title, lines) for title, lines in found if lines]


def digest(lines: list[tuple[str, list[Listed]]]) -> str:
    """Return the SHA-256 of what would be bound: another only where the file holds something else."""
    told = [
        [
            title,
            [
                [each.title, each.number, each.on, each.remark, [blob.pk for blob in each.blobs]]
                for each in rows
            ],
        ]
        for title, rows in lines
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def laid_out(case: Case, lines: list[tuple[str, list[Listed]]], *, on: dt.date, folder: Path) -> Bound:
    """Copy the files into a folder and return what the typesetter binds."""
    classes = tuple(
        (title, tuple(_piece(each, folder, f"{place}-{turn}") for turn, each in enumerate(rows)))
        for place, (title, rows) in enumerate(lines)
    )
    return Bound(
        agency=case.agency.name,
        title=f"{case.title}　{case.number}",
        date=on,
        cover=_cover(case),
        note=_note(case, on),
        classes=classes,
    )


def _line(item: Item, scans: dict[str, list[Blob]]) -> Listed:
    row = item.row
    first = row.original if isinstance(row, Document) else row.blob
    blobs = (*([first] if first else []), *scans.get(row.ref, ()))
    return Listed(item.name, item.number, str(item.on), item.remark, blobs)


def _film(recording: Recording) -> Listed:
    activity = recording.activity
    return Listed(
        f"{activity.get_activity_kind_display()}{recording}",
        "",
        str(activity.happened_on),
        "",
        (recording.blob,),
    )


def _piece(line: Listed, folder: Path, name: str) -> Piece:
    sheets = tuple(
        sheet
        for turn, blob in enumerate(line.blobs)
        if (sheet := _sheet(blob, folder, f"{name}-{turn}")) is not None
    )
    apart = [blob for blob in line.blobs if blob.media_type != PDF and blob.media_type not in PICTURES]
    remark = "；".join(
        part for part in (line.remark, *(KEPT_APART.format(blob.pk[:12]) for blob in apart)) if part
    )
    return Piece(line.title, line.number, line.on, remark, sheets)


def _sheet(blob: Blob, folder: Path, name: str) -> Sheet | None:
    """Copy a PDF or picture out of the store; anything else has no pages."""
    suffix = ".pdf" if blob.media_type == PDF else PICTURES.get(blob.media_type)
    if suffix is None:
        return None
    target = folder / f"{name}{suffix}"
    with opened(blob) as stream, target.open("wb") as out:
        while chunk := stream.read(1 << 20):
            out.write(chunk)
    if suffix != ".pdf":
        return Sheet(target, 1, pdf=False)
    with pypdfium2.PdfDocument(target) as pdf:
        return Sheet(target, len(pdf), pdf=True)


def _cover(case: Case) -> tuple[tuple[str, str], ...]:
    return (
        ("案由", case.title),
        ("当事人", "、".join(each.name for each in case.parties.all())),
        ("立案号", case.number or "未立案"),
        ("承办人", "、".join(each.name for each in handlers_of(case))),
        ("归档号", case.archive_number),
        ("保管期限", case.get_retention_display()),
    )


def _note(case: Case, on: dt.date) -> tuple[tuple[str, str], ...]:
    return (
        ("纸质卷内页数", str(case.file_pages)),
        ("缺损和需要说明的情况", case.file_defects),
        ("立卷人", case.filed_by.name if case.filed_by else ""),
        ("检查人", case.file_checked_by.name if case.file_checked_by else ""),
        ("装订日期", f"{on.year}年{on.month}月{on.day}日"),
        ("说明", "本卷由系统按记录装订，归档后新收材料另行装订，原装订本保留。"),
    )
