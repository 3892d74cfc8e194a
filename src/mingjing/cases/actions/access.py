"""查阅、调阅: a duty. Only identity and connection are checked; limited in time and files, each time recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import custody_acts as acts
from mingjing.cases.actions import marking
from mingjing.cases.actions.custody import custody_dossier, there
from mingjing.cases.models import AccessGrant, FileUse
from mingjing.cases.queries.opened import open_to
from mingjing.cases.rules import access as rules
from mingjing.documents.watermarks import can_mark, marked
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.storage import content
from mingjing.storage.store import read
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from mingjing.cases.models import Case
    from mingjing.cases.queries.files import CaseFile
    from mingjing.registry.models import User
    from mingjing.storage.models import Blob


@dataclass(frozen=True)
class Reader:
    """Who asks to read: in which capacity, by what identity and what connection; which party of the case, if one."""

    kind: str
    name: str
    identity: str
    connection: str
    party: str = ""


def grant(
    *,
    user: User,
    case: Case,
    reader: Reader,
    things: Collection[str],
    copies: bool,
    valid_from: dt.date,
    valid_to: dt.date,
    version: int | None = None,
) -> AccessGrant:
    """Register who may read which files from when to when. Sealed parts cannot be chosen for anybody but an organ."""
    require(user, "access.grant")
    _own(user, case)
    rules.reader(reader.kind, name=reader.name, identity=reader.identity, connection=reader.connection)
    rules.span(valid_from, valid_to, today=clock.today())
    parties = {party.ref for party in case.parties.all()}
    if (reader.kind == AccessGrant.Kind.PARTY) != (reader.party in parties):
        raise Refusal("access.party", "请选择是本案哪一名当事人。", rules.READING, "选择当事人。", "party")
    with deed(dossier=case.dossier, act=acts.GRANTED, actor=user.actor(), version=version) as work:
        may = {each.thing: each for each in open_to(case, reader.kind, reader.party)}
        wanted = list(dict.fromkeys(things))
        if not wanted or set(wanted) - may.keys():
            raise Refusal(
                "access.sealed", "没有选择文件，或者所选文件不对该查阅人开放。", rules.READING,
                "请从列出的文件中选择。", "things",
            )  # fmt: skip
        row = AccessGrant(
            dossier=work.dossier, number=work.dossier.access_grants.count() + 1, reader_kind=reader.kind,
            party=reader.party, reader=reader.name.strip(), identity=reader.identity.strip(),
            connection=reader.connection.strip(), things=wanted, copies=copies, valid_from=valid_from,
            valid_to=valid_to, granted_by=signer(user), granted_on=clock.today(),
        )  # fmt: skip
        work.add(row)
        marking.ask(work, row, [may[thing] for thing in wanted])
        work.facts |= {"kind": row.get_reader_kind_display(), "count": len(wanted)}
    return row


def end(*, user: User, row: AccessGrant, reason: str, version: int | None = None) -> AccessGrant:
    """A grant may be ended before its day, with a reason."""
    require(user, "access.grant")
    _own(user, row.dossier.case)
    if not reason.strip():
        raise Refusal("access.no_reason", "请写明理由。", rules.READING, "写明为何提前结束。", "reason")
    with deed(dossier=row.dossier, act=acts.ENDED, actor=user.actor(), version=version) as work:
        found = AccessGrant.objects.get(pk=row.pk)
        rules.in_force(found.valid_from, found.valid_to, ended=found.ended_on, today=clock.today())
        found.ended_on, found.ended_reason = clock.today(), reason.strip()
        return work.change(found)


def open_now(row: AccessGrant) -> bool:
    """Say whether files are shown on a grant today."""
    return row.ended_on is None and row.valid_from <= clock.today() <= row.valid_to


@dataclass(frozen=True)
class Given:
    """What a reader is given: a marked copy's bytes, or the content itself, however large; its type and name."""

    media_type: str
    filename: str
    data: bytes = b""
    blob: Blob | None = None


def show(*, user: User, row: AccessGrant, thing: str, address: str = "") -> Given:
    """Show a file at the window under the clerk's eyes: watermarked for anybody but a state organ, and recorded."""
    require(user, "access.show")
    return _give(user, row, thing, address, use=FileUse.Use.SHOWN)


def hand_over(*, user: User, row: AccessGrant, thing: str, address: str = "") -> Given:
    """Hand a copy over: watermarked, or to a state organ the bytes themselves."""
    require(user, "access.show")
    if not row.copies:
        raise Refusal(
            "access.no_copies", "登记时没有要求复制。", rules.READING, "需要复制的，请重新登记查阅。"
        )
    return _give(user, row, thing, address, use=FileUse.Use.COPIED)


def _give(user: User, row: AccessGrant, thing: str, address: str, *, use: FileUse.Use) -> Given:
    case = row.dossier.case
    _own(user, case)
    rules.in_force(row.valid_from, row.valid_to, ended=row.ended_on, today=clock.today())
    file = next((each for each in open_to(case, row.reader_kind, row.party) if each.thing == thing), None)
    if file is None or thing not in row.things:
        raise Refusal("access.not_allowed", "这个文件不在登记的查阅范围内，或者已经封存。", rules.READING)
    there(file)
    given = _copy(file, row)
    with deed(
        dossier=custody_dossier(file),
        act=acts.SHOWN if use == FileUse.Use.SHOWN else acts.HANDED,
        actor=user.actor(),
    ) as work:
        work.mention(file.row)
        work.add(FileUse(thing=thing, use=use, address=address, grant=row, watermark=row.sealed_out))
        work.mention(row)
        work.facts["mark"] = "，加水印" if row.sealed_out else "，原件字节"
    return given


def _copy(file: CaseFile, row: AccessGrant) -> Given:
    """Return the bytes themselves for a state organ, else a marked copy of them; refuse what cannot be marked."""
    if not row.sealed_out:
        return Given(file.blob.media_type, file.filename, blob=file.blob)
    stem = file.filename.rpartition(".")[0] or file.filename
    if file.blob.media_type in content.RECORDINGS:
        blob = marking.marked_of(row, file.thing)
        return Given(blob.media_type, f"{stem}（查阅件）.mp4", blob=blob)
    data = read(file.blob) if can_mark(file.blob.media_type) else b""
    made = marked(data, file.blob.media_type, marking.words_for(row, file))
    return Given(made.media_type, f"{stem}（查阅件）.{made.suffix}", made.data)


def _own(user: User, case: Case) -> None:
    if case.agency_id != user.agency_id:
        raise Refusal("case.unknown", "没有这个案卷。", next_step="请核对案号。")
