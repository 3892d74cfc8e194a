"""Services by public notice become public by themselves, for as long as the law counts (民事诉讼法95; §11.6 no. 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.actions.announcing import CLAUSE, UNTIL
from mingjing.cases.acts import ANNOUNCED
from mingjing.cases.announcing import searchable
from mingjing.cases.models import PublicNotice
from mingjing.cases.papers.decision import people_of
from mingjing.cases.queries.announced import KIND
from mingjing.cases.queries.serving import called
from mingjing.disclosure import leaks
from mingjing.disclosure.actions import collect
from mingjing.disclosure.kinds import Kind
from mingjing.disclosure.masks import mask
from mingjing.disclosure.models import Publication
from mingjing.disclosure.naming import without_names
from mingjing.law.terms import due

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mingjing.records.deeds import Deed
    from mingjing.records.models import Record

TERM = "sd.public"


def propose_services(records: Sequence[Record]) -> None:
    """Consumer: collect the notice of each service by announcement, once."""
    for record in records:
        if record.act != ANNOUNCED.name:
            continue
        rows = PublicNotice.objects.filter(case__dossier=record.dossier_id)
        for row in rows.select_related("case__agency", "case__matter", "party", "paper"):
            if not Publication.objects.filter(kind=KIND, about=row.ref).exists():
                collect(publication=_publication(row))


def _publication(row: PublicNotice) -> Publication:
    """Return the notice; a natural person is shown by the surname, and by no search, feed or robot (§11.5)."""
    case, party, names = row.case, row.party, people_of(row.case)
    shown = without_names(party.name, names) if party.is_natural else party.name
    told = without_names(row.why, names)
    why = leaks.masked(told)[0]
    gone = [*(("姓名", name) for name in names if name in row.why), *leaks.hidden_in(told)]
    masks = [mask("原因经过", f"原因经过中的{word}", leaks.rule_of(word), value) for word, value in gone]
    if party.is_natural:
        masks.insert(0, mask("name", "姓名（只写姓氏）", leaks.rule_of("姓名"), party.name))
    agency = case.agency
    fields = [
        ["受送达人", shown],
        ["送达文书", called(row.paper)],
        ["原因经过", why],
        ["领取", f"{agency.address or agency.name}"],
        ["视为送达", UNTIL],
        ["公告机关", agency.name],
    ]
    return Publication(
        agency=agency,
        kind=KIND,
        about=row.ref,
        number=row.paper.number,
        party_name=shown,
        matter_code=case.matter.code if case.matter else "",
        matter_name=case.matter.name if case.matter else "",
        made_on=row.made_on,
        title=f"对{shown}公告送达{row.paper.title}",
        content={"fields": fields},
        masks=masks,
        natural=party.is_natural,
        basis=CLAUSE,
    )


def _appeared(work: Deed, publication: Publication, on: dt.date) -> None:
    """Let the notice stand until the thirty days have passed from the day on which it could first be read."""
    publication.expires_on = due(TERM, on).due
    work.change(publication)


def _afresh(publication: Publication) -> Publication | None:
    row = PublicNotice.objects.select_related("case__agency", "case__matter", "party", "paper").get(
        pk=publication.about
    )
    return _publication(row)


SERVICE_KIND = Kind(
    name=KIND,
    label="公告送达",
    address=lambda publication: f"/notices/{publication.ref}/",
    appeared=_appeared,
    searchable=searchable,
    withdrawable=True,
    afresh=_afresh,
)
