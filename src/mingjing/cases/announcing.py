"""Public hearings are announced by themselves, and their notice ends with them (行政处罚法64(三); §11.6 no. 18)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.acts import HEARING_ARRANGED, HEARING_CALLED_OFF, HEARING_RECORDED
from mingjing.cases.models import Hearing
from mingjing.cases.papers.decision import people_of
from mingjing.cases.papers.hearing import announcement_items
from mingjing.disclosure import leaks
from mingjing.disclosure.actions import collect, end
from mingjing.disclosure.kinds import Kind
from mingjing.disclosure.models import Publication
from mingjing.disclosure.naming import without_names
from mingjing.disclosure.queries import fields_of
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.records.models import Record

BASIS = "行政处罚法 第六十四条第三项；住房和城乡建设行政处罚程序规定 第三十四条"
HELD = "听证已经举行，不再公告。"
PUT_OFF = "听证已经取消或者改期，原定的听证不再举行。"
HEARING = "notice.hearing"
WAITING = frozenset({Publication.State.COLLECTED, Publication.State.PROPOSED})
FOLLOWED = frozenset({HEARING_ARRANGED.name, HEARING_CALLED_OFF.name, HEARING_RECORDED.name})


def propose_hearings(records: Sequence[Record]) -> None:
    """Consumer: collect the notice of each public hearing as it is arranged; end it when the hearing is called off.

    What still waits when the hearing was held goes back; what is public comes down by itself on the day after.
    """
    for record in records:
        if record.act not in FOLLOWED:
            continue
        rows = Hearing.objects.filter(case__dossier=record.dossier_id, public=True)
        for hearing in rows.select_related("case__agency", "case__matter", "announcement"):
            _follow(hearing)


def _follow(hearing: Hearing) -> None:
    noticed = Publication.objects.filter(kind=HEARING, about=hearing.ref).order_by("-version").first()
    if hearing.called_off_on is not None:
        if noticed is not None:
            end(publication=noticed, why=PUT_OFF)
    elif hearing.transcript_id is not None:
        if noticed is not None and noticed.state in WAITING:
            end(publication=noticed, why=HELD)
    elif noticed is None and hearing.ended_on is None and hearing.held_on >= clock.today():
        collect(publication=_publication(hearing))


def _publication(hearing: Hearing) -> Publication:
    """Return the notice: what, when, where, how to come; no party is named, and it ends with the hearing's day."""
    case, names = hearing.case, people_of(hearing.case)
    told = {label: without_names(str(text), names) for label, text in announcement_items(hearing).items()}
    before = hearing.held_on - dt.timedelta(days=1)
    return Publication(
        agency=case.agency,
        kind=HEARING,
        about=hearing.ref,
        number=hearing.announcement.number if hearing.announcement else "",
        matter_code=case.matter.code if case.matter else "",
        matter_name=case.matter.name if case.matter else "",
        made_on=hearing.arranged_on,
        title=f"{without_names(case.title, names)}听证公告",
        content={"fields": [[label, leaks.masked(text)[0]] for label, text in told.items()]},
        basis=BASIS,
        due_on=before,
        safe_on=before,
        expires_on=hearing.held_on,
    )


def _not_over(publication: Publication) -> None:
    """Refuse to announce a hearing that was held, ended or called off."""
    hearing = Hearing.objects.get(pk=publication.about)
    if not hearing.open or hearing.held_on < clock.today():
        raise Refusal(
            "publication.hearing_over", "听证已经举行、结束或者取消，不再公告。", BASIS, "请退回这份公告。"
        )


def _afresh(publication: Publication) -> Publication | None:
    hearing = Hearing.objects.select_related("case__agency", "case__matter", "announcement").get(
        pk=publication.about
    )
    return _publication(hearing) if hearing.open else None


def searchable(publication: Publication) -> str:
    """Return the words by which a notice is found."""
    return " ".join([publication.title, *(text for _, text in fields_of(publication))])


HEARING_KIND = Kind(
    name=HEARING,
    label="听证公告",
    address=lambda publication: f"/notices/{publication.ref}/",
    before=_not_over,
    searchable=searchable,
    withdrawable=True,
    afresh=_afresh,
)
