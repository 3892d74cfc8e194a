"""What a decision's public page says: index block, what is masked and why, and how it can be checked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.models import Decision
from mingjing.disclosure.models import Publication
from mingjing.law.calendar import shipped
from mingjing.law.counting import Count
from mingjing.portal import provenance
from mingjing.portal.shelves import shelf_of

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.portal.provenance import Provenance

State = Publication.State
HEX_GROUP = 4


@dataclass(frozen=True)
class Checkable:
    """The verify panel: a verdict for the badge, its checks, and the masked copy's hash in groups."""

    verdict: str
    title: str
    remark: str
    checks: tuple[tuple[str, str], ...]
    digest: str
    code: str


def index_of(publication: Publication, *, first: Publication) -> list[tuple[str, object]]:
    """Return the index block's pairs; `first` is the version that was public first, on the day of publication."""
    corrected = published_on(publication) if publication.correction else None
    pairs: list[tuple[str, object]] = [
        ("索引号", f"{publication.agency.sign}-{publication.made_on.year}-{publication.ref[:8].upper()}"),
        ("主题分类", f"行政执法 / {shelf_of(publication).theme}"),
        ("发布机构", publication.agency.name),
        ("文号", publication.number),
        ("成文日期", publication.made_on),
        ("公开日期", _published(first)),
        ("更正日期", corrected),
        ("公示截止", f"{publication.expires_on}（待确认）" if publication.expires_on else "待确认"),
        ("版本", f"第 {publication.version} 版（现行）"),
    ]
    return [(label, value) for label, value in pairs if value is not None]


def _published(publication: Publication) -> str:
    day = published_on(publication)
    if day is None:
        return "—"
    nth = _working_days(publication.made_on, day)
    return f"{day.isoformat()}（作出后第 {nth} 个工作日）" if nth else day.isoformat()


def published_on(publication: Publication) -> dt.date | None:
    """Return the local day of publication."""
    return publication.published_at.astimezone(clock.SHANGHAI).date() if publication.published_at else None


def _working_days(made_on: dt.date, day: dt.date) -> int:
    """Return how many working days after it was made the decision became public (244号12); 0 beyond thirty."""
    count = Count(shipped())
    return next((n for n in range(1, 31) if count.workdays(made_on, n) >= day), 0)


def pairs_of(publication: Publication) -> list[tuple[str, object]]:
    """Return the published content in its order; a text of several lines becomes paragraphs."""
    return [(label, _paragraphs(value)) for label, value in publication.content.get("fields", []) if value]


def _paragraphs(value: object) -> object:
    lines = [line for line in str(value).split("\n") if line.strip()]
    return lines if len(lines) > 1 else str(value)


def decision_of(publication: Publication) -> Decision | None:
    """Return the decision behind a publication, with its document and service."""
    return (
        Decision.objects.select_related("document", "service").filter(pk=uuid.UUID(publication.about)).first()
    )


def checkable(publication: Publication, decision: Decision | None) -> Checkable | None:
    """Return the verify panel of a publication whose masked copy was recorded; recomputed each time.

    The served original's hash stays off the page: with the public text at hand it would let anyone try out what is
    masked.
    """
    if publication.pdf_id is None:
        return None
    found = provenance.of_bytes(publication.pdf_id)
    if found is None:
        return None
    holds = found.holds()
    checks = (
        ("ok" if holds else "stop", "公示件的摘要写在作出决定的记录里"),
        _place(found),
        ("off", "这些由本站算出；要不依赖本站，请下载公示件到“查验真伪”核对"),
    )
    return Checkable(
        verdict="ok" if holds and found.leaf else "now" if holds else "stop",
        title="可独立验真" if holds else "与记录不符",
        remark=f"记录于 {found.opening.record.recorded_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}",
        checks=checks,
        digest=grouped(publication.pdf_id),
        code=decision.document.verification_code if decision else "",
    )


def _place(found: Provenance) -> tuple[str, str]:
    if found.leaf is None or found.checkpoint is None:
        return "off", "记录刚刚写入，公开的检查点还没有收录它"
    return "ok", f"记录收在日志第 {found.leaf.idx + 1:,} 条，由共 {found.checkpoint.size:,} 条的检查点签名"


def grouped(digest: str) -> str:
    """Return a digest in groups of four, easy to compare by eye."""
    return " ".join(digest[at : at + HEX_GROUP] for at in range(0, len(digest), HEX_GROUP))
