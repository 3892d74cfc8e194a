"""Files that are public beside a publication: chosen among those that its kind offers (种子 B4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure import kinds
from mingjing.disclosure.models import PublicFile
from mingjing.records.actions import File
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mingjing.disclosure.models import Publication
    from mingjing.records.deeds import Deed
    from mingjing.storage.models import Blob

FILE = "disclosure.public_file"


def chosen(publication: Publication, wanted: Collection[str]) -> list[kinds.Offered]:
    """Return the files chosen by their soft names; refuse one that nobody released or that belongs elsewhere."""
    offered = {each.source: each for each in kinds.kind(publication.kind).offered(publication)}
    if set(wanted) - offered.keys():
        raise Refusal(
            "publication.file_unreleased",
            "所选的附件不是本案经核对可以公开的遮盖件。",
            "种子 二（四）；244号 第十一条",
            "请先制作遮盖件，由另一人核对可以公开以后再选。",
            "beside",
        )
    return [offered[source] for source in dict.fromkeys(wanted)]


def attach(work: Deed, publication: Publication, files: Iterable[tuple[str, str, Blob]]) -> None:
    """Put files (soft name, title, bytes) beside a publication, each named in the record by its hash."""
    for position, (source, title, blob) in enumerate(files, 1):
        row = work.add(
            PublicFile(publication=publication, position=position, title=title, blob=blob, source=source)
        )
        work.mention(File(FILE, row.ref, blob.sha256, blob.sm3))
