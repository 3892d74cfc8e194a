"""Redacted copies: asked for, made by a task, looked at and released by another person; the original is only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.evidence import acts, covering
from mingjing.evidence import redaction_rules as rules
from mingjing.evidence.copying import name_of, own_dossier, workshop
from mingjing.evidence.making import UnreadableError
from mingjing.evidence.models import Redaction
from mingjing.evidence.work import redact_file
from mingjing.records.actions import File
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.storage import content
from mingjing.storage.store import MissingBytesError, keep_file, opened

if TYPE_CHECKING:
    from mingjing.evidence.copying import Shown
    from mingjing.records.actors import Actor
    from mingjing.registry.models import Officer
    from mingjing.storage.models import Blob

COVERED = content.RECORDINGS | content.IMAGES | {content.PDF}


def redactions_of(row: Shown) -> list[Redaction]:
    """Return the redacted copies of a file, the newest first."""
    rows = Redaction.objects.filter(of=name_of(row)).select_related(
        "blob", "source", "made_by", "answered_by"
    )
    return list(rows.order_by("-position"))


def ask(*, actor: Actor, row: Shown, regions: str, reason: str, by: Officer) -> Redaction:
    """种子 B4: have a copy made for publication; source, regions, who and why are recorded before it exists."""
    blob = row.blob
    if blob is None or blob.media_type not in COVERED:
        raise Refusal(
            "redaction.kind", "这种文件不能制作遮盖件。", rules.REDACTING, "可以遮盖录像、录音、图片和 PDF。"
        )
    if not reason.strip():
        raise Refusal(
            "redaction.reason", "请写明理由。", rules.REDACTING, "写明遮盖了什么、为何公开。", "reason"
        )
    found = rules.read(regions, media_type=blob.media_type)
    with deed(dossier=own_dossier(row), act=acts.REDACTION_ASKED, actor=actor) as work:
        asked = work.add(
            Redaction(
                dossier=work.dossier, of=name_of(row), source=blob,
                position=Redaction.objects.filter(of=name_of(row)).count() + 1, regions=rules.kept(found),
                reason=reason.strip(), made_by=by, asked_at=clock.now(),
            )
        )  # fmt: skip
        work.mention(row)
        work.mention(File("evidence.redacted_source", asked.ref, blob.sha256, blob.sm3))
        redact_file.enqueue(asked.ref)
    return asked


def make(ref: str) -> Redaction | None:
    """Make the copy that was asked for, or say why it cannot be made; doing it again does nothing."""
    row = Redaction.objects.select_related("source", "dossier").filter(pk=ref).first()
    if row is None or not row.waits:
        return row
    kind = row.source.media_type.partition("/")[0]
    with workshop() as place:
        target = place / f"covered.{covering.ENDINGS[kind]}"
        try:
            with opened(row.source) as stream:
                tool = covering.cover(stream, row.source.media_type, rules.again(row.regions), target)
            blob: Blob | None = keep_file(target)
        except (UnreadableError, MissingBytesError, OSError, ValueError):
            blob, tool = None, ""
    with deed(dossier=row.dossier, act=acts.REDACTION_MADE, actor=SYSTEM) as work:
        row.refresh_from_db()
        if not row.waits:
            return row
        row.blob, row.tool, row.made_at = blob, tool, clock.now()
        row.failed = "" if blob else "原件损坏、已销毁或者无法读取，没有制成"
        work.change(row)
        if blob:
            work.mention(File("evidence.redacted_file", row.ref, blob.sha256, blob.sm3))
        work.facts["outcome"] = "" if blob else "，没有制成"
    return row


def answer(*, actor: Actor, row: Redaction, released: bool, words: str, by: Officer) -> Redaction:
    """种子 B4: whoever did not make it looks at the copy itself and says whether it may be published."""
    with deed(dossier=row.dossier, act=acts.REDACTION_ANSWERED, actor=actor) as work:
        found = Redaction.objects.get(pk=row.pk)
        if not found.to_check:
            raise Refusal(
                "redaction.answered", "这份遮盖件不在待核对状态。", rules.REDACTING, "请看它的页面。"
            )
        if found.made_by_id == by.pk:
            raise Refusal(
                "redaction.own", "制作人不能核对自己的遮盖件。", rules.REDACTING, "请由另一名人员核对。"
            )
        if not released and not words.strip():
            raise Refusal(
                "redaction.words", "退回的，请写明理由。", rules.REDACTING, "写明哪里没有遮住。", "words"
            )
        found.released, found.answer = released, words.strip()
        found.answered_by, found.answered_at = by, clock.now()
        work.change(found)
        work.facts["verdict"] = "可以公开" if released else "退回"
    return found


def publishable(row: Redaction) -> Blob:
    """Return the bytes that may be published; refuse until a person has looked at them and said so."""
    if not row.released or row.blob is None:
        raise Refusal(
            "redaction.unreleased.not_allowed",
            "这份遮盖件还没有经人核对，不能公开。",
            rules.REDACTING,
            "请先预览并核对。",
        )
    return row.blob
