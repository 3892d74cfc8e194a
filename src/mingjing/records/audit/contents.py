"""What records committed to: openings against commitments, and every attested row against its newest commitment."""

from __future__ import annotations

import hashlib
import json
import uuid
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Max

from mingjing.ledger.canonical import canonical
from mingjing.ledger.entry import file_commitment, value_commitment
from mingjing.records.audit.destroyed import destroyed
from mingjing.records.models import Attested, Dossier, Opening, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mingjing.records.audit import Findings

CHUNK = 1000


def check_openings(findings: Findings) -> None:
    """Recompute every commitment of every record from salts and values; a content that was destroyed has no salt."""
    gone = destroyed()
    openings = Opening.objects.order_by("record_id", "position").iterator(CHUNK)
    grouped = groupby(openings, key=lambda each: each.record_id)
    owner, rows = next(grouped, (None, iter(())))
    count = 0
    for key, body in Record.objects.order_by("id").values_list("id", "body").iterator(CHUNK):
        while owner is not None and (not isinstance(owner, int) or owner < key):
            findings.problem(f"承诺：有记录 {owner} 的原值而记录不存在")
            owner, rows = next(grouped, (None, iter(())))
        found: list[Opening] = []
        if owner == key:
            found = list(rows)
            owner, rows = next(grouped, (None, iter(())))
        try:
            count += _check_record(findings, key, bytes(body), found, gone)
        except (ValueError, TypeError, KeyError, AttributeError):
            findings.problem(f"记录 {key}：承诺或原值已不成形，无从核对")
    while owner is not None:
        findings.problem(f"承诺：有记录 {owner} 的原值而记录不存在")
        owner, rows = next(grouped, (None, iter(())))
    findings.count("承诺", count)


KINDS = """
SELECT DISTINCT record.dossier_id, opening.kind FROM records_opening opening
JOIN records_record record ON record.id = opening.record_id WHERE opening.written
"""


def check_kinds(findings: Findings) -> None:
    """Compare what each dossier says its records wrote with what their openings say: pages read only what it names."""
    written: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(KINDS)
        for dossier, kind in cursor.fetchall():
            written.setdefault(uuid.UUID(str(dossier)).hex, set()).add(kind)
    for key, kinds in Dossier.objects.values_list("pk", "kinds").iterator(CHUNK):
        if set(kinds) != written.get(key.hex, set()):
            findings.problem(f"案卷 {key.hex}：所列数据种类与记录所写的不符")


def _check_record(
    findings: Findings, key: int, body: bytes, openings: list[Opening], gone: Mapping[str, int]
) -> int:
    """Check one record's commitments; return how many it has."""
    try:
        parsed = json.loads(body)
        subjects, written = parsed["subjects"], set(parsed["written"])
    except (ValueError, KeyError, TypeError):
        findings.problem(f"记录 {key}：正文无法读取，承诺无从核对")
        return 0
    by_position = {each.position: each for each in openings}
    for position, subject in enumerate(subjects):
        opening = by_position.pop(position, None)
        if opening is None:
            findings.problem(f"记录 {key}：第 {position} 项承诺的原值不存在")
        elif (opening.kind, opening.ref, opening.written) != (
            subject["kind"],
            subject["ref"],
            position in written,
        ) or not _holds(opening, subject["commitment"], gone):
            findings.problem(f"记录 {key}：{subject['kind']} {subject['ref']} 的原值与承诺不符")
    for extra in by_position:
        findings.problem(f"记录 {key}：第 {extra} 项原值没有对应的承诺")
    return len(subjects)


def _holds(opening: Opening, commitment: str, gone: Mapping[str, int]) -> bool:
    """Tell whether an opening opens its commitment, or had its salt destroyed by a later record with its content."""
    if bytes(opening.salt):
        return _commitment(opening) == commitment
    return opening.record_id < gone.get(opening.sha256, 0)


def _commitment(opening: Opening) -> str:
    """Return the commitment in hex; empty where salt or hashes have lost their shape."""
    salt = bytes(opening.salt)
    try:
        if not opening.sha256:
            return value_commitment(opening.kind, salt, opening.value.encode()).hex()
        sha256, sm3 = bytes.fromhex(opening.sha256), bytes.fromhex(opening.sm3)
        return file_commitment(opening.kind, salt, sha256, sm3).hex()
    except ValueError:
        return ""


def attested_models() -> list[type[Attested]]:
    """Return every model whose rows the log holds."""
    return [model for model in apps.get_models() if issubclass(model, Attested)]


def check_rows(findings: Findings) -> None:
    """Compare every attested row with the newest commitment of an act that wrote it.

    Rows changed, added and removed past the actions are named, and rows that point to a record not their own.
    """
    for model in attested_models():
        label = str(model._meta.verbose_name)  # noqa: SLF001
        try:
            with transaction.atomic():
                _check_model(findings, model, label)
        except Exception as error:  # noqa: BLE001 - one model's spoiled data must not hide another's
            findings.problem(f"{label}：无法逐行核对（{type(error).__name__}：{error}）")


def _check_model(findings: Findings, model: type[Attested], label: str) -> None:
    newest = _newest(model.subject_kind())
    own = _writes(model) if hasattr(model, "record_id") else None
    count = 0
    for key, row in _rows(model):
        count += 1
        if row is None:
            newest.pop(key, None)
            findings.problem(f"{label} {key}：数据行读不出，已不成形")
            continue
        fault = _fault(row, newest.pop(row.ref, None), own)
        if fault:
            findings.problem(f"{label} {row.ref}{_words(row)}：{fault}")
    for gone in newest:
        findings.problem(f"{label} {gone}：有记录而数据行不存在")
    findings.count("数据行", count)


def _rows(model: type[Attested]) -> Iterator[tuple[str, Any]]:
    """Yield (key, row) of every row, whatever has become of it: None in place of one that cannot be read."""
    for keys in _keys(model):
        try:
            with transaction.atomic():
                found = _read(model, keys)
        except Exception:  # noqa: BLE001 - one of these is spoiled; each is asked alone
            found = {}
            for key in keys:
                with suppress(Exception), transaction.atomic():
                    found |= _read(model, [key])
        for key in keys:
            yield _hex(key), found.get(_hex(key))


def _keys(model: type[Attested]) -> Iterator[list[Any]]:
    """Yield the keys of a model's rows in pieces, as the database holds them."""
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table}")  # noqa: S608 - a table of our own
        while rows := cursor.fetchmany(CHUNK):
            yield [key for (key,) in rows]


def _read(model: type[Attested], keys: list[Any]) -> dict[str, Any]:
    return {row.ref: row for row in model._default_manager.order_by().filter(pk__in=keys)}  # noqa: SLF001


def _hex(key: Any) -> str:
    return key.hex if isinstance(key, uuid.UUID) else str(key)


def _words(row: Any) -> str:
    """Return how a row names itself, in brackets; nothing where what it would name is spoiled too."""
    try:
        with transaction.atomic():
            return f"（{row}）"
    except Exception:  # noqa: BLE001 - the key names it well enough
        return ""


def _fault(row: Any, wanted: bytes | None, own: set[tuple[str, int]] | None) -> str:
    if wanted is None:
        return "没有任何记录"
    try:
        snapshot = canonical(row.snapshot())
    except (ValueError, TypeError, AttributeError):
        return "内容已不成形"
    if wanted != hashlib.sha256(snapshot).digest():
        return "与最后一次记录的内容不符"
    if own is not None and (row.ref, row.record_id) not in own:
        return "所指的记录不是写入它的记录"
    return ""


def _newest(kind: str) -> dict[str, bytes]:
    """Return ref → digest of the newest value that an act wrote, for one kind."""
    written = Opening.objects.filter(kind=kind, written=True)
    tops = written.values("ref").annotate(top=Max("id")).values_list("top", flat=True)
    values = Opening.objects.filter(id__in=tops).values_list("ref", "value").iterator(CHUNK)
    return {ref: hashlib.sha256(value.encode()).digest() for ref, value in values}


def _writes(model: type[Attested]) -> set[tuple[str, int]]:
    """Return (ref, record) of every write of a model's rows."""
    written = Opening.objects.filter(kind=model.subject_kind(), written=True)
    return set(written.values_list("ref", "record_id").iterator(CHUNK))


def committed_files() -> Iterator[tuple[str, str, str]]:
    """Return (sha256, sm3, who) of every file that a record committed to."""
    rows = Opening.objects.exclude(sha256="").values_list("sha256", "sm3", "kind", "ref")
    for sha256, sm3, kind, ref in rows.iterator(CHUNK):
        yield sha256, sm3, f"{kind} {ref}"
