"""What records committed to: openings against commitments, and every attested row against its newest commitment."""

from __future__ import annotations

import hashlib
import json
from itertools import groupby
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Max

from mingjing.ledger.canonical import canonical
from mingjing.ledger.entry import file_commitment, value_commitment
from mingjing.records.models import Attested, Opening, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.records.audit import Findings

CHUNK = 1000


def check_openings(findings: Findings) -> None:
    """Recompute every commitment of every record from salts and values."""
    openings = Opening.objects.order_by("record_id", "position").iterator(CHUNK)
    pending = groupby(openings, key=lambda each: each.record_id)
    record_id, rows = next(pending, (None, iter(())))
    count = 0
    for key, body in Record.objects.order_by("id").values_list("id", "body").iterator(CHUNK):
        found: list[Opening] = []
        if record_id == key:
            found = list(rows)
            record_id, rows = next(pending, (None, iter(())))
        subjects = [] if b'"subjects":[]' in bytes(body) else json.loads(bytes(body))["subjects"]
        count += len(subjects)
        _check_record(findings, key, subjects, found)
    if record_id is not None:
        findings.problem(f"承诺：有 {record_id} 号记录的原值而记录不存在")
    findings.count("承诺", count)


def _check_record(
    findings: Findings, key: int, subjects: list[dict[str, str]], openings: list[Opening]
) -> None:
    by_position = {each.position: each for each in openings}
    for position, subject in enumerate(subjects):
        opening = by_position.pop(position, None)
        if opening is None:
            findings.problem(f"记录 {key}：第 {position} 项承诺的原值不存在")
        elif (opening.kind, opening.ref) != (subject["kind"], subject["ref"]) or (
            _commitment(opening).hex() != subject["commitment"]
        ):
            findings.problem(f"记录 {key}：{subject['kind']} {subject['ref']} 的原值与承诺不符")
    for extra in by_position:
        findings.problem(f"记录 {key}：第 {extra} 项原值没有对应的承诺")


def _commitment(opening: Opening) -> bytes:
    salt = bytes(opening.salt)
    if opening.sha256:
        return file_commitment(opening.kind, salt, bytes.fromhex(opening.sha256), bytes.fromhex(opening.sm3))
    return value_commitment(opening.kind, salt, opening.value.encode())


def attested_models() -> list[type[Attested]]:
    """Return every model whose rows the log holds."""
    return [model for model in apps.get_models() if issubclass(model, Attested)]


def check_rows(findings: Findings) -> None:
    """Compare every attested row with the newest commitment about it: changed, added and removed rows are named."""
    for model in attested_models():
        newest = _newest(model.subject_kind())
        count = 0
        for row in model._default_manager.order_by().iterator(CHUNK):  # noqa: SLF001
            count += 1
            wanted = newest.pop(row.ref, None)
            name = f"{model._meta.verbose_name} {row.ref}（{row}）"  # noqa: SLF001
            if wanted is None:
                findings.problem(f"{name}：没有任何记录")
            elif wanted != hashlib.sha256(canonical(row.snapshot())).digest():
                findings.problem(f"{name}：与最后一次记录的内容不符")
        for gone in newest:
            findings.problem(f"{model._meta.verbose_name} {gone}：有记录而数据行不存在")  # noqa: SLF001
        findings.count("数据行", count)


def _newest(kind: str) -> dict[str, bytes]:
    """Return ref → digest of the newest committed value, for one kind."""
    tops = (
        Opening.objects.filter(kind=kind, sha256="")
        .values("ref")
        .annotate(top=Max("id"))
        .values_list("top", flat=True)
    )
    values = Opening.objects.filter(id__in=tops).values_list("ref", "value").iterator(CHUNK)
    return {ref: hashlib.sha256(value.encode()).digest() for ref, value in values}


def committed_files() -> Iterator[tuple[str, str, str]]:
    """Return (sha256, sm3, who) of every file that a record committed to."""
    rows = Opening.objects.exclude(sha256="").values_list("sha256", "sm3", "kind", "ref")
    for sha256, sm3, kind, ref in rows.iterator(CHUNK):
        yield sha256, sm3, f"{kind} {ref}"
