"""Reading the lists: which edition is in force on a day, and what its rows say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mingjing import clock
from mingjing.catalog.models import ROWS, Edition, ListKind, ListRow, MatterRow, ReviewRow
from mingjing.disclosure.models import Publication
from mingjing.refusal import Refusal
from mingjing.registry.models import Agency

_PUBLIC = (Publication.State.PUBLISHED, Publication.State.REPLACED)


def publications_of(agency: Agency, list_kind: str) -> QuerySet[Publication]:
    """Return the publications of a list, newest first. All are about one thing: the agency's list of that kind."""
    return Publication.objects.filter(agency=agency, kind=f"list.{list_kind}").order_by("-version")


def in_force(agency: Agency, list_kind: str, on: dt.date | None = None) -> Edition | None:
    """Return the edition in force on a day: the one last published by its end. Its publication is what makes it so."""
    end = dt.datetime.combine(on or clock.today(), dt.time.max, clock.SHANGHAI)
    publication = (
        publications_of(agency, list_kind)
        .filter(state__in=_PUBLIC, published_at__lte=end)
        .order_by("-published_at", "-version")
        .values_list("content__edition", flat=True)
        .first()
    )
    if publication is None:
        return None
    return Edition.objects.select_related("agency").get(pk=publication)


def rows_of(edition: Edition, on: dt.date | None = None) -> QuerySet[ListRow]:
    """Return an edition's rows in order; with a day, only those whose own validity holds it."""
    rows = ROWS[edition.list_kind]._default_manager.filter(edition=edition)  # noqa: SLF001
    if on is None:
        return rows
    return rows.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )


def matter_in_force(agency: Agency, code: str, on: dt.date | None = None) -> MatterRow | None:
    """Return the matter row of that code in the edition in force on a day."""
    edition = in_force(agency, ListKind.MATTERS, on)
    if edition is None:
        return None
    row = rows_of(edition, on or clock.today()).filter(code=code).first()
    return row if isinstance(row, MatterRow) else None


@dataclass(frozen=True)
class Hits:
    """What the review catalogue says of a matter: the edition it was judged by, and the rows that cover it."""

    edition: Edition
    rows: tuple[ReviewRow, ...]


def catalogue_hits(agency: Agency, *, category: str, matter_code: str, on: dt.date) -> Hits:
    """种子 C3: any row of the catalogue in force that covers the matter makes its decision a major one."""
    edition = in_force(agency, ListKind.REVIEW, on)
    if edition is None:
        raise Refusal(
            "catalogue.none",
            "本机关还没有公布重大执法决定法制审核目录清单。",
            "种子 三（三）；244号 第二十五条",
            "请先编制并公布审核目录。",
        )
    rows = [row for row in rows_of(edition, on) if isinstance(row, ReviewRow)]
    return Hits(
        edition,
        tuple(row for row in rows if row.category == category and (not row.matters or matter_code in row.matters)),
    )
