"""A month's credit disclosure of penalties: what may go out, what has faults, what was taken down."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.models import Decision, Party
from mingjing.cases.queries.case import core_of
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.disclosure.queries import fields_of
from mingjing.exchange import credit_rules as rules
from mingjing.exchange.credit_licences import KIND, LicenceRow, licences_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingjing.exchange.credit_rules import Fault
    from mingjing.registry.models import Agency

State = Publication.State
Kind = Party.Kind
PARTY_KINDS = {
    Kind.LEGAL: rules.FIRM, Kind.OTHER: rules.FIRM, Kind.TRADER: rules.TRADER, Kind.NATURAL: rules.NATURAL,
}  # fmt: skip


@dataclass(frozen=True)
class CreditRow:
    """One penalty: its fields, what is wrong with them, its tier, and how the portal names it."""

    number: str
    title: str
    ref: str
    values: dict[str, str]
    tier: rules.Tier
    faults: list[Fault]


@dataclass(frozen=True)
class Gone:
    """What is no longer to be published: taken down, or replaced by a later version. It names nobody."""

    number: str
    day: dt.date
    situation: str
    reason: str = ""


@dataclass(frozen=True)
class Month:
    """What was published in a month and still is; what was taken down in it; what of it has gone since."""

    agency: Agency
    month: str
    rows: list[CreditRow] = field(default_factory=list)
    faulty: list[CreditRow] = field(default_factory=list)
    withdrawn: list[Gone] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    licences: list[LicenceRow] = field(default_factory=list)
    faulty_licences: list[LicenceRow] = field(default_factory=list)

    @property
    def all_faulty(self) -> list[CreditRow | LicenceRow]:
        """Return what has faults, penalties first."""
        return [*self.faulty, *self.faulty_licences]


def of_month(agency: Agency, month: str) -> Month:
    """Return the penalties of what an agency published in a month (`2026-03`), each checked.

    What was taken down or replaced since is not among the rows: nothing goes out that is public no more.
    """
    first, after = rules.month_bounds(month)
    made = Month(agency, month)
    publications = list(
        _published(agency, "decision", first, after).filter(
            state__in=[State.PUBLISHED, State.REPLACED, State.WITHDRAWN]
        )
    )
    current = [each for each in publications if each.state == State.PUBLISHED]
    decisions = Decision.objects.select_related("party", "draft").in_bulk(
        [uuid.UUID(each.about) for each in current]
    )
    for each in current:
        row = _row(each, decisions[uuid.UUID(each.about)])
        (made.faulty if row.faults else made.rows).append(row)
    for licence in licences_of(_published(agency, KIND, first, after).filter(state=State.PUBLISHED)):
        (made.faulty_licences if licence.faults else made.licences).append(licence)
    made.gone.extend(_gone(each) for each in publications if each.state != State.PUBLISHED)
    made.withdrawn.extend(_withdrawn(agency, first, after))
    return made


def row_of(publication: Publication) -> CreditRow:
    """Return a published penalty in the platform's fields, checked."""
    return _row(publication, Decision.objects.select_related("party", "draft").get(pk=publication.about))


def _published(agency: Agency, kind: str, first: dt.date, after: dt.date) -> QuerySet[Publication]:
    """Return what was published of a kind from one day to another, in the order of the files."""
    rows = Publication.objects.select_related("agency").filter(
        agency=agency, kind=kind, published_at__gte=_midnight(first), published_at__lt=_midnight(after)
    )
    return rows.order_by("made_on", "number", "id")


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, clock.SHANGHAI)


def _withdrawn(agency: Agency, first: dt.date, after: dt.date) -> list[Gone]:
    rows = Withdrawal.objects.select_related("publication").filter(
        publication__agency=agency,
        publication__kind="decision",
        withdrawn_on__gte=first,
        withdrawn_on__lt=after,
    )
    return [
        Gone(each.publication.number, each.withdrawn_on, each.get_situation_display(), each.reason)
        for each in rows.order_by("withdrawn_on", "publication__number")
    ]


def _gone(publication: Publication) -> Gone:
    published = publication.published_at
    day = published.astimezone(clock.SHANGHAI).date() if published else publication.made_on
    return Gone(publication.number, day, publication.get_state_display())


def _row(publication: Publication, decision: Decision) -> CreditRow:
    """Put a publication into the platform's fields: what is said of the act is what the public reads, masks and all."""
    agency, core, party = publication.agency, core_of(decision.draft), decision.party
    told = dict(fields_of(publication))
    penalties = core["penalties"]
    kinds = [each["kind"] for each in penalties]
    tier = rules.tier(kinds)
    values = dict.fromkeys((each.key for each in rules.fields()), "")
    values |= _of_party(publication, party, told)
    values |= {
        "cf_wsh": publication.number,
        "cf_wfxw": publication.matter_name,
        "cf_sy": told.get("案件事实", ""),
        "cf_yj": told.get("处罚依据", ""),
        "cf_cflb": rules.kinds_text(kinds),
        "cf_nr": told.get("执法结论", ""),
        "cf_nr_fk": _sum(penalties, "02"),
        "cf_nr_wfff": _sum(penalties, "03", "09"),
        "cf_jdrq": publication.made_on.isoformat(),
        "cf_yxq": rules.LONG_TERM.isoformat(),
        "cf_gsjzq": rules.credit_until(publication.made_on, kinds).isoformat(),
        "cf_cfjg": agency.name,
        "cf_cfjgdm": agency.credit_code,
        "cf_sjly": agency.name,
        "cf_sjlydm": agency.credit_code,
        "bz": "轻微失信信息，原则上不公示" if tier is rules.Tier.MINOR else "",
    }
    return CreditRow(
        publication.number, publication.title, publication.ref, values, tier, rules.faults(values, kinds)
    )


def _of_party(publication: Publication, party: Party, told: dict[str, str]) -> dict[str, str]:
    """Return who was punished: a firm as it was published, a person by the particulars that the platform requires."""
    kind = PARTY_KINDS[Kind(party.party_kind)]
    if party.is_natural:
        return {
            "cf_xdr_mc": party.name,
            "cf_xdr_lb": kind,
            "cf_xdr_zjlx": rules.IDENTITY_CARD if party.identity_number else "",
            "cf_xdr_zjhm": party.identity_number,
        }
    return {
        "cf_xdr_mc": told.get("当事人") or publication.party_name,
        "cf_xdr_lb": kind,
        "cf_xdr_shxym": told.get("统一社会信用代码") or party.credit_code,
        "cf_frdb": told.get("法定代表人") or party.representative,
    }


def _sum(penalties: list[dict[str, object]], *kinds: str) -> str:
    fen = sum(int(str(each.get("amount") or 0)) for each in penalties if each["kind"] in kinds)
    return rules.in_wan(fen) if fen else ""
