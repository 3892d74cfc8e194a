"""Papers of before the system: a scan kept as it came, under the form it is, with no number and no code of ours."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from mingjing.documents.actions import stored
from mingjing.documents.models import Document
from mingjing.storage import content
from mingjing.storage.store import put

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.records.deeds import Deed

ACCEPTED = content.IMAGES | {content.PDF}
BEFORE = "上线前："


def of_before(document: Document) -> bool:
    """Say whether a document is a paper of before the system."""
    return document.title.startswith(BEFORE)


def keep(
    work: Deed,
    *,
    form: str,
    title: str,
    made_on: dt.date,
    data: dict[str, str],
    name: str,
    stream: IO[bytes],
    party: str = "",
) -> Document:
    """Keep a paper's scan within an act: PDF or picture. It is no document of this system, and its title says so."""
    accepted = content.accept(stream, name, ACCEPTED, limit=content.FILE_LIMIT)
    document = Document(
        dossier=work.dossier,
        form=form,
        title=f"{BEFORE}{title}",
        party=party,
        made_on=made_on,
        data=[[key, value] for key, value in data.items() if value],
    )
    document.original = put(stream, media_type=(accepted.media_type,))
    work.add(document)
    work.mention(stored("documents.original", document.ref, document.original))
    return document
