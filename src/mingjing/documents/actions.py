"""Making a document inside its act: numbered without gaps, rendered once, stored."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING

from mingjing.documents.layouts import Head, complete, identity, pages
from mingjing.documents.models import Document, NumberSeries
from mingjing.documents.numbering import ARCHIVE_WORD, archived, written
from mingjing.documents.phrases import announced
from mingjing.documents.previewing import UNNUMBERED, keep_aside, previewing
from mingjing.records.actions import File
from mingjing.storage.store import put

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.documents.forms_catalogue import Form
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Agency
    from mingjing.storage.models import Blob

PDF = ("application/pdf",)
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def next_number(*, agency: Agency, word: str, on: dt.date) -> str:
    """Return the next number of a series in the agency's form, `云建罚决字〔2026〕第012号`, gapless within the year.

    The series is locked until the act ends: an act that fails gives its number back.
    """
    if previewing():
        return UNNUMBERED
    return written(agency, word=word, year=on.year, ordinal=_next(agency, word, on))


def next_archive_number(*, agency: Agency, on: dt.date) -> str:
    """Return the next archive number of the year, `20260012`, without gaps (reference §5.4)."""
    return archived(on, _next(agency, ARCHIVE_WORD, on))


def _next(agency: Agency, word: str, on: dt.date) -> int:
    NumberSeries.objects.get_or_create(agency=agency, word=word, year=on.year)
    series = NumberSeries.objects.select_for_update().get(agency=agency, word=word, year=on.year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def verification_code() -> str:
    """Return a fresh code, easy to read aloud: `7KQ4-M2XD-9RTB`; a preview has none."""
    if previewing():
        return ""
    return "-".join("".join(secrets.choice(CODE_ALPHABET) for _ in range(4)) for _ in range(3))


def issue(
    work: Deed,
    *,
    form: Form,
    agency: Agency,
    made_on: dt.date,
    data: dict[str, object],
    party: str = "",
    number: str = "",
    code: str = "",
    original: bytes | None = None,
    masked: bytes | None = None,
    pk: uuid.UUID | None = None,
) -> Document:
    """Make a document within an act; refused if it lacks an element of its form. `data` are its items by name.

    Without `original` its pages are set from the items in the form's layout; with it `pk` is the key that its pages
    carry.
    """
    complete(form, data)
    if original is None:
        data = {**data, **announced(agency, form)}
    if not number and form.word:
        number = next_number(agency=agency, word=form.word, on=made_on)
    document = Document(
        pk=pk or uuid.uuid4(),
        dossier=work.dossier,
        form=form.code,
        title=form.title,
        number=number,
        party=party,
        made_on=made_on,
        data=[[name, str(value)] for name, value in data.items()],
        verification_code=code or verification_code(),
    )
    if original is None:
        mark = identity(ref=document.ref, code=document.verification_code, agency=agency.name)
        original = pages(form, Head(agency.name, form.title, number, made_on, mark), data)
    document.original = _kept(original)
    if masked is not None:
        document.masked = _kept(masked, shown=False)
    work.add(document)
    for role, blob in (("original", document.original), ("masked", document.masked)):
        if blob:
            work.mention(stored(f"documents.{role}", document.ref, blob))
    return document


def _kept(pdf: bytes, *, shown: bool = True) -> Blob:
    """Store a document's bytes; a preview's are shown and forgotten."""
    return keep_aside(pdf, shown=shown) if previewing() else put(pdf, media_type=PDF)


def stored(kind: str, ref: str, blob: Blob) -> File:
    """Return stored bytes as a subject of a record."""
    return File(kind=kind, ref=ref, sha256=blob.sha256, sm3=blob.sm3)
