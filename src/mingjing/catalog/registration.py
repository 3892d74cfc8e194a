"""What the catalog room tells lower rooms."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.catalog import citing_sources
from mingjing.catalog.actions.drifting import look_over
from mingjing.catalog.actions.revising import compare_again, follow, open_revisions, reconsider
from mingjing.catalog.audit import check_matters
from mingjing.catalog.models import (
    ROWS,
    BlankForm,
    Edition,
    LawRevision,
    ListKind,
    MatterRow,
    Retention,
    RevisionTask,
)
from mingjing.catalog.queries import matter_address, open_tasks, rows_of
from mingjing.disclosure import kinds
from mingjing.disclosure.kinds import Kind
from mingjing.law.comparing import when_changed, when_worded
from mingjing.records import audit, consumers, queue, vocabulary
from mingjing.search import index
from mingjing.search.models import Entry

if TYPE_CHECKING:
    from mingjing.disclosure.models import Publication
    from mingjing.records.deeds import Deed

_NAMES = {
    ListKind.RECORDINGS: "stage",
    ListKind.REVIEW: "item",
    ListKind.BENCHMARKS: "matter_name",
}


def register() -> None:
    """Register how lists are said in a sentence, shown to the public, and what publishing one does."""
    from mingjing.catalog import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(Edition.subject_kind(), _editions)
    vocabulary.describe(BlankForm.subject_kind(), vocabulary.Named(BlankForm, "name"))
    vocabulary.describe(RevisionTask.subject_kind(), vocabulary.Named(RevisionTask, "reason"))
    vocabulary.describe(Retention.subject_kind(), vocabulary.Named(Retention, "name"))
    vocabulary.describe(LawRevision.subject_kind(), vocabulary.Named(LawRevision, "title"))
    citing_sources.register_own()
    when_changed(open_revisions)
    when_worded(compare_again)
    consumers.register("catalog.revisions", follow)
    queue.regularly("lists", look_over, every=dt.timedelta(minutes=10))
    for list_kind, model in ROWS.items():
        vocabulary.describe(
            model.subject_kind(), vocabulary.Named(model, _NAMES.get(ListKind(list_kind), "name"))
        )
    audit.register("检索与权责事项", check_matters)
    for value, label in ListKind.choices:
        kinds.register(
            Kind(
                name=f"list.{value}",
                label=label,
                address=_address,
                published=_published,
                permission="list.check",
            )
        )


def _editions(refs: object) -> dict[str, str]:
    return {row.ref: str(row) for row in Edition.objects.filter(pk__in=list(refs))}  # type: ignore[call-overload]


def _address(publication: Publication) -> str:
    return f"/lists/{publication.kind.removeprefix('list.')}/"


def _published(work: Deed, publication: Publication) -> None:
    """End the revisions that the list was asked for, and those that its new text answers; make its matters findable."""
    list_kind = publication.kind.removeprefix("list.")
    for task in open_tasks(publication.agency, list_kind):
        task.done_on = clock.today()
        work.change(task)
    reconsider(work, publication.agency, list_kind)
    if list_kind == ListKind.MATTERS:
        _index_matters(publication)


def _index_matters(publication: Publication) -> None:
    """Put the rows of the edition in force into the search index, in place of those before it."""
    agency = publication.agency
    Entry.objects.filter(kind="matter", agency=agency.ref).delete()
    edition = Edition.objects.get(pk=publication.content["edition"])
    for row in rows_of(edition):
        if isinstance(row, MatterRow):
            index.put(
                "matter",
                row.ref,
                title=row.name,
                text="　".join(
                    filter(None, [row.code, row.category, row.domain, row.basis, row.penalty_basis, row.unit])
                ),
                date=publication.made_on,
                url=matter_address(row),
                agency=agency.ref,
                public=True,
            )
