"""Reading cases with everything that hangs on them: few queries, and none for what their records never wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from mingjing.cases.models import (
    ActJudgement,
    AddressConfirmation,
    Case,
    Decision,
    Deferral,
    Discussion,
    Handler,
    HearingNotice,
    Notice,
    Order,
    Party,
    Performance,
    Petition,
    Preservation,
    PriorDecision,
    PriorNotice,
    PriorPayment,
    Rectification,
    Relief,
    Reply,
    Report,
    ResultNotice,
    Statement,
    Supplement,
    Suspension,
    TakeOver,
    Testing,
    Transfer,
)
from mingjing.documents.models import Document, Scan
from mingjing.evidence.models import Activity, Evidence, Explanation, Recording
from mingjing.records.models import Attested
from mingjing.review.models import Draft
from mingjing.workflow.models import Approval, Clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model


@dataclass(frozen=True)
class Hanging:
    """Rows that hang on a case: the way to them from the case, and how they are read. Parents stand before children."""

    path: str
    rows: QuerySet[Any]

    @property
    def kind(self) -> str:
        """Return the kind under which the rows are written into the case's dossier."""
        kind: str = self.rows.model.subject_kind()
        return kind


def hangings(*, whole: bool) -> tuple[Hanging, ...]:
    """Return what hangs on a case; `whole` reads besides what only the case's own page shows.

    Every row here is written by acts recorded on the case's own dossier: `Dossier.kinds` tells whether there is any.
    """
    evidence = Evidence.objects.select_related("blob").order_by("position")
    documents = Document.objects.select_related("voiding").order_by("made_on")
    return (
        Hanging("handlers", Handler.objects.select_related("officer__department")),
        Hanging("discussions", Discussion.objects.all()),
        Hanging("suspensions", Suspension.objects.all()),
        Hanging("petitions", Petition.objects.select_related("asked_by")),
        Hanging("transfers", Transfer.objects.select_related("document")),
        Hanging("preservations", Preservation.objects.all()),
        Hanging("reports", Report.objects.select_related("received_by")),
        Hanging("replies", Reply.objects.select_related("made_by")),
        Hanging("testings", Testing.objects.all()),
        Hanging("testings__notices", ResultNotice.objects.select_related("party", "document__voiding")),
        Hanging("parties", Party.objects.all()),
        Hanging("parties__orders", Order.objects.select_related("document__voiding")),
        Hanging("parties__confirmations", AddressConfirmation.objects.all()),
        Hanging("rectifications", Rectification.objects.select_related("mended", "document")),
        Hanging("parties__judgements", ActJudgement.objects.select_related("judged_by")),
        Hanging("supplements", Supplement.objects.all()),
        Hanging("dossier__clocks", Clock.objects.all()),
        Hanging("dossier__approvals", Approval.objects.select_related("signed_by__department")),
        Hanging(
            "dossier__drafts",
            Draft.objects.select_related(
                "opinion__disagreement",
                "prior_opinion",
                "prior_review",
                "submission__sheet__reviewer",
                "submission__reviewer",
            ).order_by("revision"),
        ),
        Hanging("dossier__evidence", evidence if whole else Evidence.objects.only("dossier_id")),
        Hanging("dossier__activities", Activity.objects.all()),
        Hanging("dossier__activities__recordings", Recording.objects.select_related("recorded_by")),
        Hanging("dossier__activities__explanations", Explanation.objects.select_related("answered_by")),
        Hanging("dossier__documents", documents if whole else documents.defer("data")),
        Hanging("dossier__documents__scans", Scan.objects.all()),
        Hanging(
            "parties__notices",
            Notice.objects.select_related("draft", "document__voiding").order_by(
                "draft__revision", "document__number"
            ),
        ),
        Hanging("take_overs", TakeOver.objects.select_related("entered_by")),
        Hanging("parties__prior_notices", PriorNotice.objects.select_related("document", "entered_by")),
        Hanging("parties__prior_decisions", PriorDecision.objects.select_related("document")),
        Hanging("parties__prior_decisions__performances", PriorPayment.objects.all()),
        Hanging("parties__notices__statements", Statement.objects.all()),
        Hanging(
            "parties__notices__hearing_notices",
            HearingNotice.objects.select_related("hearing__chair", "hearing__recorder", "document__voiding"),
        ),
        Hanging(
            "parties__decisions",
            Decision.objects.select_related(
                "service", "education__document", "draft", "document", "decided_by"
            ),
        ),
        Hanging("parties__decisions__performances", Performance.objects.all()),
        Hanging("parties__decisions__reliefs", Relief.objects.all()),
        Hanging("parties__decisions__deferrals", Deferral.objects.select_related("document")),
    )


def load(cases: QuerySet[Case], *, whole: bool = False) -> list[Case]:
    """Return cases with what hangs on them, in as many queries as there are kinds of it, however many the cases."""
    found = list(
        cases.select_related(
            "agency", "department", "matter", "filed_by", "file_checked_by", "dossier__position__procedure"
        ).defer("dossier__position__procedure__bpmn")
    )
    written = {kind for case in found for kind in case.dossier.kinds}
    hanging = hangings(whole=whole)
    prefetch_related_objects(
        found,
        *(Prefetch(each.path, each.rows) for each in hanging if each.kind in written),
    )
    prefetch_related_objects(
        [each for case in found for each in case.handlers.all()], "officer__certificates"
    )
    for each in hanging:
        if each.kind not in written:
            _leave_empty(found, each)
    return found


def _leave_empty(cases: Iterable[Case], hanging: Hanging) -> None:
    """Say that there are no such rows, so that nobody asks the database for them."""
    *way, last = hanging.path.split("__")
    holders: list[Any] = list(cases)
    for name in way:
        holders = [each for holder in holders for each in _through(holder, name)]
    for holder in holders:
        if not hasattr(holder, "_prefetched_objects_cache"):
            holder._prefetched_objects_cache = {}  # noqa: SLF001 - where Django keeps what was prefetched
        holder._prefetched_objects_cache[last] = hanging.rows.model.objects.none()  # noqa: SLF001


def _through(holder: Any, name: str) -> Iterator[Any]:
    reached = getattr(holder, name)
    if hasattr(reached, "all"):
        yield from reached.all()
    else:
        yield reached


def loaded(start: Model) -> dict[tuple[str, str], Attested]:
    """Return every attested row that was read together with one, by kind and ref: what a timeline need not ask for."""
    found: dict[tuple[str, str], Attested] = {}
    seen: set[int] = set()
    waiting: list[Model] = [start]
    while waiting:
        row = waiting.pop()
        if id(row) in seen:
            continue
        seen.add(id(row))
        if isinstance(row, Attested):
            found[row.subject_kind(), row.ref] = row
        waiting += [each for each in row._state.fields_cache.values() if each is not None]  # noqa: SLF001
        for rows in getattr(row, "_prefetched_objects_cache", {}).values():
            waiting += rows
    return found
