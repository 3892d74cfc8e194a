"""Making a document inside its act: numbered without gaps, rendered once, stored."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings

from mingjing.documents.models import Document, NumberSeries
from mingjing.records.actions import File
from mingjing.storage.store import put

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.documents.forms_catalogue import Form
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import Agency
    from mingjing.storage.models import Blob

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def next_number(*, agency: Agency, word: str, on: dt.date) -> str:
    """Return the next number of a series, `云建罚决字〔2026〕第012号`, without gaps within the year.

    The series is locked until the act ends: an act that fails gives its number back.
    """
    NumberSeries.objects.get_or_create(agency=agency, word=word, year=on.year)
    series = NumberSeries.objects.select_for_update().get(agency=agency, word=word, year=on.year)
    series.last += 1
    series.save(update_fields=["last"])
    return settings.MINGJING_NUMBER_FORMAT.format(
        sign=agency.sign, word=word, year=on.year, number=series.last
    )


def verification_code() -> str:
    """Return a fresh code, easy to read aloud: `7KQ4-M2XD-9RTB`."""
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
) -> Document:
    """Make a document within an act. Without `original` it is plain text made of `data`'s pairs."""
    if not number and form.word:
        number = next_number(agency=agency, word=form.word, on=made_on)
    document = Document(
        dossier=work.dossier,
        form=form.code,
        title=form.title,
        number=number,
        party=party,
        made_on=made_on,
        data=[[name, str(value)] for name, value in data.items()],
        verification_code=code or verification_code(),
    )
    text = plain_text(document, agency) if original is None else original
    document.original = put(text, media_type=("text/plain",) if original is None else ("application/pdf",))
    if masked is not None:
        document.masked = put(masked, media_type=("application/pdf",))
    work.add(document)
    for role, blob in (("original", document.original), ("masked", document.masked)):
        if blob:
            work.mention(stored(f"documents.{role}", document.ref, blob))
    return document


def stored(kind: str, ref: str, blob: Blob) -> File:
    """Return stored bytes as a subject of a record."""
    return File(kind=kind, ref=ref, sha256=blob.sha256, sm3=blob.sm3)


def plain_text(document: Document, agency: Agency) -> bytes:
    """Return a document as plain text: title, number, each item under its name, agency and date."""
    lines = [agency.name, document.title]
    if document.number:
        lines.append(document.number)
    lines.append("")
    for name, value in document.data:
        lines += [f"【{name}】", str(value), ""]
    lines += [
        f"制作日期：{document.made_on}",
        f"验真码：{document.verification_code}",
        "电子文本，无印章。",
        "",
    ]
    return "\n".join(lines).encode()
