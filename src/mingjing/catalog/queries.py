"""Reading the lists: which edition is in force on a day, and what its rows say."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.db import models
from django.db.models import Count, Q, QuerySet

from mingjing import clock
from mingjing.catalog.columns import CODE, columns_of
from mingjing.catalog.diff import Difference, Entry, difference_of
from mingjing.catalog.major import Proposed, Threshold, meets
from mingjing.catalog.models import (
    Edition,
    ListKind,
    ListRow,
    MatterRow,
    ReviewRow,
    RevisionTask,
    rows_of_kind,
)
from mingjing.disclosure.models import Publication
from mingjing.records.models import Dossier, Record
from mingjing.records.queries import Line, lines
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingjing.registry.models import Agency

_PUBLIC = (Publication.State.PUBLISHED, Publication.State.REPLACED)
MARKS = "待补全"


class Stage(models.TextChoices):
    """Where an edition stands. Derived from its publications: nothing is copied."""

    DRAFT = "draft", "草案"
    RETURNED = "returned", "已退回修改"
    CHECKING = "checking", "待审核"
    IN_FORCE = "in_force", "现行"
    REPLACED = "replaced", "曾施行"
    WITHDRAWN = "withdrawn", "已撤下"
    DISCARDED = "discarded", "已废弃"

    @property
    def open(self) -> bool:
        """Say whether rows may still be changed."""
        return self in {Stage.DRAFT, Stage.RETURNED}


_STAGES = {
    Publication.State.PROPOSED: Stage.CHECKING,
    Publication.State.RETURNED: Stage.RETURNED,
    Publication.State.PUBLISHED: Stage.IN_FORCE,
    Publication.State.REPLACED: Stage.REPLACED,
    Publication.State.WITHDRAWN: Stage.WITHDRAWN,
}


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


def matter_listed(agency: Agency, code: str, days: Iterable[dt.date]) -> dict[dt.date, bool]:
    """Say for each day whether the list of matters in force on it holds a matter: two queries, however many days."""
    wanted = list(days)
    rows_published = (
        publications_of(agency, ListKind.MATTERS)
        .filter(state__in=_PUBLIC, published_at__isnull=False)
        .order_by("published_at", "version")
        .values_list("published_at", "content__edition")
    )
    published = [(at, str(edition)) for at, edition in rows_published if at]
    rows = list(MatterRow.objects.filter(edition__agency=agency, code=code, removed=False))
    return {day: _holds(rows, _last_by(published, day), day) for day in wanted}


def _last_by(published: list[tuple[dt.datetime, str]], day: dt.date) -> str:
    end = dt.datetime.combine(day, dt.time.max, clock.SHANGHAI)
    return next((edition for at, edition in reversed(published) if at <= end), "")


def _holds(rows: list[MatterRow], edition: str, day: dt.date) -> bool:
    return any(
        str(row.edition_id) == edition
        and (row.valid_from is None or row.valid_from <= day)
        and (row.valid_to is None or day <= row.valid_to)
        for row in rows
    )


def rows_of(edition: Edition, on: dt.date | None = None) -> QuerySet[ListRow]:
    """Return an edition's rows in order; with a day, only those whose own validity holds it."""
    rows = rows_of_kind(edition.list_kind).filter(edition=edition, removed=False)
    if on is None:
        return rows
    return rows.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )


def matter_address(row: MatterRow) -> str:
    """Return the path of a matter's public page."""
    return f"/lists/matters/{quote(row.code, safe='')}/"


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


def catalogue_hits(agency: Agency, *, proposed: Proposed, on: dt.date) -> Hits:
    """种子 C3; 244号26: any row of the catalogue in force that the proposed decision meets makes it a major one."""
    edition = in_force(agency, ListKind.REVIEW, on)
    if edition is None:
        raise Refusal(
            "catalogue.none",
            "本机关还没有公布重大执法决定法制审核目录清单。",
            "种子 三（三）；244号 第二十五条",
            "请先编制并公布审核目录。",
        )
    return Hits(edition, rows_met(edition, proposed, on))


def rows_met(edition: Edition, proposed: Proposed, on: dt.date) -> tuple[ReviewRow, ...]:
    """Return the rows of an edition, valid on a day, that a proposed decision meets."""
    rows = [row for row in rows_of(edition, on) if isinstance(row, ReviewRow)]
    return tuple(row for row in rows if meets(threshold_of(row), proposed))


def threshold_of(row: ReviewRow) -> Threshold:
    """Return what a row asks for."""
    return Threshold(
        category=row.category,
        matters=frozenset(row.matters),
        person_fine=row.person_fine,
        org_fine=row.org_fine,
        penalty_kinds=frozenset(row.penalty_kinds),
        hearing_held=row.hearing_held,
    )


@dataclass(frozen=True)
class Numbered:
    """An edition, its stage, its newest publication if it was ever sent to check, and how many rows it has."""

    edition: Edition
    stage: Stage
    publication: Publication | None
    rows: int
    marked: int


def about(agency: Agency, list_kind: str) -> str:
    """Return what all publications of one list are about: 32 hex digits that never change."""
    return uuid.uuid5(uuid.UUID(agency.ref), f"list.{list_kind}").hex


def editions_of(agency: Agency, list_kind: str, *, discarded: bool = False) -> list[Numbered]:
    """Return the editions of a list, newest first; three queries whatever their number."""
    editions = list(
        Edition.objects.filter(agency=agency, list_kind=list_kind)
        .select_related("agency", "made_by")
        .order_by("-number")
    )
    newest = _newest_publications(agency, list_kind)
    counts = _row_counts(list_kind, editions)
    found = [
        Numbered(
            each,
            _stage(each, newest.get(str(each.pk))),
            newest.get(str(each.pk)),
            *counts.get(each.pk, (0, 0)),
        )
        for each in editions
    ]
    return [each for each in found if discarded or each.stage is not Stage.DISCARDED]


def _newest_publications(agency: Agency, list_kind: str) -> dict[str, Publication]:
    newest: dict[str, Publication] = {}
    for publication in publications_of(agency, list_kind):
        newest.setdefault(publication.content["edition"], publication)
    return newest


def _row_counts(list_kind: str, editions: Iterable[Edition]) -> dict[uuid.UUID, tuple[int, int]]:
    rows = rows_of_kind(list_kind).filter(edition__in=list(editions), removed=False)
    counted = rows.order_by().values("edition").annotate(n=Count("pk"), clear=Count("pk", filter=Q(marks=[])))
    return {each["edition"]: (each["n"], each["n"] - each["clear"]) for each in counted}


def _stage(edition: Edition, publication: Publication | None) -> Stage:
    if edition.discarded:
        return Stage.DISCARDED
    return _STAGES[Publication.State(publication.state)] if publication else Stage.DRAFT


def stage_of(edition: Edition) -> Stage:
    """Return where an edition stands."""
    publication = (
        publications_of(edition.agency, edition.list_kind).filter(content__edition=str(edition.pk)).first()
    )
    return _stage(edition, publication)


def unfinished(agency: Agency, list_kind: str) -> tuple[Edition, Stage] | None:
    """Return the one edition of a list that is a draft or waits to be checked, with its stage."""
    edition = (
        Edition.objects.filter(agency=agency, list_kind=list_kind, discarded=False)
        .order_by("-number")
        .first()
    )
    if edition is None:
        return None
    edition.agency = agency
    stage = stage_of(edition)
    return (edition, stage) if stage.open or stage is Stage.CHECKING else None


def public_editions(agency: Agency, list_kind: str) -> list[uuid.UUID]:
    """Return the keys of all editions that were ever public, those withdrawn since included."""
    states = [*_PUBLIC, Publication.State.WITHDRAWN]
    keys = (
        publications_of(agency, list_kind).filter(state__in=states).values_list("content__edition", flat=True)
    )
    return [uuid.UUID(key) for key in keys]


def table(rows: Iterable[ListRow], list_kind: str) -> list[dict[str, object]]:
    """Return rows by Chinese headings, as pages, exports and differences show them: no query beyond that of `rows`.

    Columns beyond the list's own follow, then what is still to be completed; a file of it can be imported again.
    """
    columns = columns_of(list_kind)
    found: list[dict[str, object]] = []
    for row in rows:
        told: dict[str, object] = {column.label: _shown(row, column.key) for column in columns}
        told |= dict(row.others)
        told[MARKS] = list(row.marks)
        found.append(told)
    return found


def headings(list_kind: str, told: Iterable[Mapping[str, object]] = ()) -> list[str]:
    """Return the headings of a table in order: the list's own, then any others that occur in it."""
    own = [column.label for column in columns_of(list_kind)]
    more = dict.fromkeys(
        heading for row in told for heading in row if heading not in own and heading != MARKS
    )
    return [*own, *more, MARKS]


def _shown(row: ListRow, key: str) -> object:
    display = getattr(row, f"get_{key}_display", None)
    value = display() if display else getattr(row, key)
    if isinstance(value, bool):
        return "是" if value else ""
    return "、".join(value) if isinstance(value, list) else value


def difference(edition: Edition) -> Difference:
    """Return what an edition not yet public changes of the one in force, and a public one of the one before it."""
    stage = stage_of(edition)
    coming = stage.open or stage is Stage.CHECKING
    return compare(in_force(edition.agency, edition.list_kind) if coming else edition.based_on, edition)


def compare(before: Edition | None, after: Edition) -> Difference:
    """Return the difference of two editions of one list, by code."""
    return difference_of(_entries(before) if before else [], _entries(after))


def _entries(edition: Edition) -> list[Entry]:
    rows = list(rows_of(edition))
    told = table(rows, edition.list_kind)
    for cells in told:
        del cells[MARKS]
        cells.pop(CODE, None)
    return [Entry(row.code, str(row), cells) for row, cells in zip(rows, told, strict=True)]


def open_tasks(agency: Agency, list_kind: str = "") -> QuerySet[RevisionTask]:
    """Return the revisions still to be done, the most pressing first."""
    tasks = RevisionTask.objects.filter(agency=agency, done_on__isnull=True).order_by("due_on")
    return tasks.filter(list_kind=list_kind) if list_kind else tasks


def history(agency: Agency, list_kind: str, *, limit: int = 50) -> list[Line]:
    """Return what was done to a list, newest first: its making and its publication, as sentences."""
    dossiers = Dossier.objects.filter(
        Q(kind="list", ref=dossier_ref(agency, list_kind))
        | Q(kind="publication", ref=about(agency, list_kind))
    )
    return lines(
        Record.objects.filter(dossier__in=dossiers).select_related("dossier").order_by("-pk")[:limit]
    )


def dossier_ref(agency: Agency, list_kind: str) -> str:
    """Return the reference of a list's dossier (kind `list`)."""
    return f"{agency.ref}-{list_kind}"
