"""What the lists in force say that is no longer so (种子 A2.0): functions, delegations, certificates changed since.

The law's own changes are found where it is imported; here the registry is compared with the lists, as both stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from mingjing import clock
from mingjing.catalog.models import GuideRow, InspectionRow, ListKind, MatterRow, OfficerRow
from mingjing.catalog.queries import in_force, publications_of
from mingjing.catalog.unused import unused
from mingjing.records.models import Record
from mingjing.registry.acts import AGENCY_DESCRIBED
from mingjing.registry.models import Agency, Certificate, Delegation, agency_dossier

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

NAMED = 8
"""So many codes stand in a reason; the rest is counted."""
FUNCTIONS = "机关职责或者执法权限有变更"
DELEGATIONS = "委托已终止或者到期"
CERTIFICATES = "名单上的执法证件已失效或者持证人已离岗"
UNUSED = "五年没有办理过、也没有公示过的事项"
OF_FUNCTIONS = (ListKind.MATTERS, ListKind.GUIDES, ListKind.INSPECTIONS)


@dataclass(frozen=True)
class Drift:
    """A list that is to be revised: why (`head` names the finding), and the words of the task."""

    list_kind: ListKind
    head: str
    reason: str


def drifts(agency: Agency, on: dt.date) -> Iterator[Drift]:
    """Return what of an agency's lists no longer fits its registry; so many queries, however long the lists are."""
    yield from _functions(agency)
    yield from _delegations(agency, on)
    yield from _certificates(agency, on)
    yield from _unused(agency, on)


def _functions(agency: Agency) -> Iterator[Drift]:
    """Compare when the functions were told last with when each list that rests on them was published."""
    told = Record.objects.filter(dossier=agency_dossier(agency), act=AGENCY_DESCRIBED.name)
    last = told.order_by("-seq").values_list("recorded_at", flat=True).first()
    if last is None:
        return
    for kind in OF_FUNCTIONS:
        published = publications_of(agency, kind).filter(published_at__isnull=False)
        newest = published.order_by("-published_at").values_list("published_at", flat=True).first()
        if newest is not None and newest < last:
            day = last.astimezone(clock.SHANGHAI).date()
            yield Drift(
                kind, FUNCTIONS, f"{FUNCTIONS}（{day}），清单公布在先：请逐项核对，取得的补入，丧失的删去"
            )


def _delegations(agency: Agency, on: dt.date) -> Iterator[Drift]:
    """Find rows that name an organisation none of whose letters is in force, or a letter that ended."""
    letters = list(Delegation.objects.filter(agency__parent=agency).select_related("agency"))
    standing = {each.agency_id for each in letters if each.valid_from <= on <= each.valid_to}
    names = sorted({each.agency.name for each in letters if each.agency_id not in standing})
    ended = sorted({each.letter_number for each in letters if each.valid_to < on})
    if not (names or ended):
        return
    matters = Q(delegated_to__in=names) | Q(delegation_letter__in=ended)
    guides = Q(accepting_body__in=names) | Q(approving_body__in=names)
    for kind, model, condition in (
        (ListKind.MATTERS, MatterRow, matters),
        (ListKind.GUIDES, GuideRow, guides),
        (ListKind.INSPECTIONS, InspectionRow, Q(unit__in=names)),
    ):
        edition = in_force(agency, kind, on)
        rows = model._default_manager.filter(condition, edition=edition, removed=False)  # noqa: SLF001
        codes = list(rows.values_list("code", flat=True).order_by("code")) if edition else []
        if codes:
            yield Drift(kind, DELEGATIONS, f"{DELEGATIONS}，仍写着受委托组织的有 {_said(codes)}")


def _certificates(agency: Agency, on: dt.date) -> Iterator[Drift]:
    """Find rows of the officer list whose certificate does not hold today, or whose holder has left."""
    codes = stale_certificates(agency, on)
    if codes:
        yield Drift(
            ListKind.OFFICERS, CERTIFICATES, f"{CERTIFICATES}，共 {_said(codes)}：请从人员登记重新生成并公布"
        )


def stale_certificates(agency: Agency, on: dt.date) -> list[str]:
    """Return the numbers on the officer list in force that hold no more; they are taken down at once (244号8)."""
    edition = in_force(agency, ListKind.OFFICERS, on)
    if edition is None:
        return []
    standing = Certificate.objects.filter(
        Q(officer__left_on=None) | Q(officer__left_on__gt=on),
        status=Certificate.Status.VALID,
        valid_from__lte=on,
        valid_to__gte=on,
    )
    rows = OfficerRow.objects.filter(edition=edition, removed=False)
    stale = rows.exclude(certificate_number__in=standing.values("number"))
    return list(stale.values_list("certificate_number", flat=True).order_by("certificate_number"))


def _unused(agency: Agency, on: dt.date) -> Iterator[Drift]:
    codes = [row.code for row in unused(agency, on)]
    if codes:
        yield Drift(ListKind.MATTERS, UNUSED, f"{UNUSED}，共 {_said(codes)}：请逐项复核，保留的说明理由")


def _said(codes: Sequence[str]) -> str:
    named = "、".join(codes[:NAMED])
    return f"{len(codes)} 项：{named}{'等' if len(codes) > NAMED else ''}"
