"""行政处罚法20、21: whom the agency entrusts, by which letter, with what, from when to when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.records.models import Record
from mingjing.registry.delegations import end_delegation, entrust, register_delegation
from mingjing.registry.models import Agency, Delegation, User, agency_dossier
from telling import other_agency, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.refusal import Refusal

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2028, 8, 31)
STATION: dict[str, Any] = {
    "name": "云岭县建设工程质量安全站（示例）",
    "sign": "云建质",
    "address": "云岭县（示例）",
    "suitable": True,
}
LETTER: dict[str, Any] = {
    "letter_number": "云建委〔2026〕1号",
    "matters": ["CF-JZ-001"],
    "powers": "调查取证，制作和送达文书。",
    "valid_from": FIRST,
    "valid_to": LAST,
}


@pytest.fixture
def station(bureau: Bureau) -> Agency:
    return entrust(user=bureau.users["system"], **STATION)


@pytest.fixture
def letter(bureau: Bureau, station: Agency) -> Delegation:
    return register_delegation(user=bureau.users["system"], organisation=station, **LETTER)


def said(told: Any) -> Refusal:
    refused: Refusal = told.value
    return refused


def test_an_organisation_acts_in_the_name_of_the_agency_that_entrusts_it(
    bureau: Bureau, station: Agency
) -> None:
    """第二十条第四款: its area and its court are the agency's.

    That it is fit was said by a person, and is on the record.
    """
    assert station.agency_kind == Agency.Kind.DELEGATED
    assert (station.parent, station.area, station.court) == (
        bureau.agency,
        bureau.agency.area,
        bureau.agency.court,
    )
    record = Record.objects.filter(dossier=agency_dossier(bureau.agency)).latest("seq")
    assert record.act == "agency.entrusted"


def test_one_that_nobody_found_suitable_is_not_entrusted(bureau: Bureau) -> None:
    """第二十一条: the conditions are held against it before, and the refusal names them."""
    with refusal("delegation.unsuitable") as told:
        entrust(user=bureau.users["system"], **STATION | {"suitable": False})
    assert said(told).clause == "行政处罚法 第二十一条"
    assert "管理公共事务职能" in said(told).next_step
    assert not Agency.objects.filter(name=STATION["name"]).exists()


def test_what_was_entrusted_is_not_entrusted_again(bureau: Bureau, station: Agency) -> None:
    """第二十条第四款: it may not entrust anybody else."""
    user = bureau.users["system"]
    user.agency = station
    with refusal("delegation.again"):
        entrust(user=user, **STATION | {"name": "分站", "sign": "分"})


@pytest.mark.parametrize(("field", "code"), [("name", "known"), ("sign", "sign_taken")])
def test_no_two_organisations_have_one_name_or_number_under_one_sign(
    bureau: Bureau, station: Agency, field: str, code: str
) -> None:
    other = {"name": "另一个站", "sign": "另"} | {field: getattr(station, field)}
    with refusal(f"delegation.{code}"):
        entrust(user=bureau.users["system"], **STATION | other)


def test_a_letter_names_matters_powers_and_term(letter: Delegation, station: Agency) -> None:
    """第二十条第二款."""
    kept = station.delegations.get()
    assert kept == letter
    assert (kept.matters, kept.powers, kept.valid_from, kept.valid_to) == (
        ["CF-JZ-001"],
        LETTER["powers"],
        FIRST,
        LAST,
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"matters": []}, "delegation.no_matter"),
        ({"valid_to": FIRST - dt.timedelta(days=1)}, "delegation.span"),
    ],
)
def test_a_letter_without_a_matter_or_a_term_is_refused(
    bureau: Bureau, station: Agency, changed: dict[str, Any], code: str
) -> None:
    with refusal(code) as told:
        register_delegation(user=bureau.users["system"], organisation=station, **LETTER | changed)
    assert said(told).clause == "行政处罚法 第二十条第二款"
    assert said(told).next_step
    assert not station.delegations.exists()


@pytest.mark.usefixtures("letter")
def test_a_letter_is_registered_once(bureau: Bureau, station: Agency) -> None:
    with refusal("delegation.exists"):
        register_delegation(user=bureau.users["system"], organisation=station, **LETTER)


def test_only_an_organisation_of_ones_own_is_given_a_letter(bureau: Bureau, station: Agency) -> None:
    """An agency that was not entrusted has powers of its own; one entrusted by others is theirs."""
    for organisation in (bureau.agency, other_agency()):
        with refusal("registry.unknown"):
            register_delegation(user=bureau.users["system"], organisation=organisation, **LETTER)
    station.parent = other_agency("又一个局（示例）")
    with refusal("registry.unknown"):
        register_delegation(user=bureau.users["system"], organisation=station, **LETTER)


@pytest.mark.parametrize("name", ["principal", "security", "officer1"])
def test_nobody_but_the_system_administrator_registers_ends_or_entrusts(
    bureau: Bureau, letter: Delegation, name: str
) -> None:
    user: User = bureau.users[name]
    before = Record.objects.count()
    with refusal("role.not_allowed"):
        entrust(user=user, **STATION | {"name": "另", "sign": "另"})
    with refusal("role.not_allowed"):
        register_delegation(user=user, organisation=letter.agency, **LETTER | {"letter_number": "2"})
    with refusal("role.not_allowed"):
        end_delegation(user=user, delegation=letter, on=clock.today())
    assert Record.objects.count() == before


def test_a_delegation_ends_on_a_day_within_its_term_and_once_only(bureau: Bureau, letter: Delegation) -> None:
    """The day named is its last; a day outside the term, or the last day itself, ends nothing early."""
    user, last = bureau.users["system"], FIRST + dt.timedelta(days=20)
    for day in (FIRST - dt.timedelta(days=1), LAST):
        with refusal("delegation.not_within"):
            end_delegation(user=user, delegation=letter, on=day)
    end_delegation(user=user, delegation=letter, on=last)
    letter.refresh_from_db()
    assert letter.valid_to == last
    with refusal("delegation.not_within"):
        end_delegation(user=user, delegation=letter, on=last)
