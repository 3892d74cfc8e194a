"""种子 A2.0; 244号8: what the agency tells of itself, and what the public page reads from where it is kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.test import Client

from mingjing import clock
from mingjing.demo.people import LETTER, PASSWORD, STATION, TOLD
from mingjing.records.models import Record
from mingjing.registry.delegations import entrust, register_delegation
from mingjing.registry.describing import describe_agency
from mingjing.registry.models import Agency, Site, agency_dossier
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

FORM = "/workbench/agency/told/"


def page() -> str:
    html = Client().get("/agency/").content.decode()
    return html.replace('<span class="nb">', "").replace("</span>", "")


def logged_in(name: str) -> Client:
    client = Client()
    client.post("/login/", {"username": name, "password": PASSWORD})
    return client


def test_duties_and_powers_are_told_by_who_keeps_the_registry_and_by_no_other(bureau: Bureau) -> None:
    """Gate shut: another role, an empty duty, nothing changed; gate open: one record, on the agency's dossier."""
    with refusal("role.not_allowed"):
        describe_agency(user=bureau.users["officer1"], **TOLD)
    with refusal("agency.not_described") as told:
        describe_agency(user=bureau.users["system"], **TOLD | {"duties": " \n "})
    assert told.value.field == "duties"
    assert Agency.objects.get().powers == ""
    describe_agency(user=bureau.users["system"], **TOLD)
    assert (
        Record.objects.filter(dossier=agency_dossier(bureau.agency)).latest("seq").act == "agency.described"
    )
    assert Agency.objects.get().duties == TOLD["duties"]
    with refusal("agency.unchanged"):
        describe_agency(user=bureau.users["system"], **TOLD)


def test_the_form_keeps_what_was_typed_and_leads_to_the_public_page(bureau: Bureau) -> None:
    """Nothing typed is lost where a duty is missing; what is saved is public at once."""
    assert "扬尘在线监测" not in page()
    assert not bureau.agency.duties
    client = logged_in("system")
    html = client.get(FORM).content.decode()
    once = html.split('name="once" value="')[1].split('"')[0]
    typed = TOLD | {"duties": "", "once": once}
    shut = client.post(FORM, typed)
    assert (shut.status_code, "扬尘在线监测" in shut.content.decode()) == (422, True)
    assert client.post(FORM, typed | {"duties": TOLD["duties"]}).status_code == 303
    assert "扬尘在线监测" in page()
    assert logged_in("officer1").get(FORM).status_code == 403


def test_the_public_page_shows_what_other_tables_hold(bureau: Bureau) -> None:
    """Departments, letters in force and sites in use are read where they are kept; an ended letter is not shown."""
    before = page()
    for missing in (STATION["name"], "一号询问室"):
        assert missing not in before
    assert "没有委托其他组织执法" in before
    station = entrust(user=bureau.users["system"], suitable=True, **STATION)
    register_delegation(user=bureau.users["system"], organisation=station, **LETTER)
    Site.objects.create(agency=bureau.agency, site_kind="inquiry", name="一号询问室", address="三楼")
    told = page()
    agency = bureau.agency
    for shown in (
        agency.name, agency.phone, agency.complaint_phone, agency.address, "政策法规股", STATION["name"],
        LETTER["letter_number"], LETTER["powers"], "一号询问室", f"60 日内，向{agency.government}申请", agency.court,
    ):  # fmt: skip
        assert shown in told, shown
    with clock.at(dt.date(2029, 1, 1)):
        assert LETTER["letter_number"] not in page()
