"""The agency's own page: what the public reads of it and who signs before whom; the last to sign stays the law's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rules_cast import EVERYBODY, at_desk, body, who_may_open

from mingjing.demo.stories import CaseStory
from mingjing.records.models import Record
from mingjing.registry import management
from mingjing.registry.models import Agency, agency_dossier
from mingjing.registry.permissions import Role
from mingjing.workflow.approvals import DEFAULT_CHAINS, LABELS, rungs_of
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

PAGE = "/workbench/agency/"
LEADERS = (Role.DEPUTY, Role.PRINCIPAL)
CHAINS = {"filing": ["section"], "decision": ["section", "legalhead"], "closing": ["section"]}


def filled(agency: Agency, **changed: Any) -> dict[str, Any]:
    """Return the page's fields as they stand, with changes."""
    return {name: getattr(agency, name) for name in management.PARTICULARS} | CHAINS | changed


def now(bureau: Bureau) -> Agency:
    return Agency.objects.get(pk=bureau.agency.pk)


def test_only_the_system_administrator_opens_the_page_and_finds_it_in_the_menu(bureau: Bureau) -> None:
    del bureau
    assert who_may_open(PAGE) == {"system"}
    assert f'href="{PAGE}"' in at_desk("system").text("/workbench/")
    assert f'href="{PAGE}"' not in at_desk("security").text("/workbench/")


@pytest.mark.parametrize("name", sorted(set(EVERYBODY) - {"system"}))
def test_the_action_asks_the_role_table_itself(bureau: Bureau, name: str) -> None:
    with refusal("role.not_allowed"):
        management.change_agency(user=bureau.users[name], chains={}, phone="0000-7654321")


def test_what_is_saved_is_recorded_and_public_at_once(bureau: Bureau) -> None:
    desk = at_desk("system")
    saved = desk.send(PAGE, filled(bureau.agency, phone="0000-7654321", hours="工作日 9:00–17:00"))
    assert (saved.status_code, saved.headers["Location"]) == (303, PAGE)
    assert now(bureau).phone == "0000-7654321"
    record = Record.objects.filter(dossier=agency_dossier(bureau.agency)).latest("seq")
    assert (record.act, record.actor) == ("agency.changed", str(bureau.users["system"].actor()))
    portal = at_desk("officer1").text("/")
    assert "0000-7654321" in portal
    assert "工作日 9:00–17:00" in portal


def test_the_sums_of_the_hearing_are_set_here_and_wait_to_be_confirmed(bureau: Bureau) -> None:
    """行政处罚法63; reference §2.2."""
    desk = at_desk("system")
    assert "自然人 5,000 元，单位 50,000 元（待确认）" in desk.text(PAGE)
    desk.send(PAGE, filled(bureau.agency, hearing_sum_other=100_000, hearing_sums_confirmed="on"))
    assert now(bureau).hearing_sum_other == 100_000
    shown = desk.text(PAGE)
    assert "单位 100,000 元" in shown
    assert "元（待确认）" not in shown


def test_the_name_stays(bureau: Bureau) -> None:
    assert 'name="name"' not in at_desk("system").text(PAGE)
    at_desk("system").send(PAGE, filled(bureau.agency, name="别的局", phone="0000-7654321"))
    assert now(bureau).name == bureau.agency.name
    with pytest.raises(TypeError):
        management.change_agency(user=bureau.users["system"], chains={}, name="别的局")


def test_what_was_typed_is_kept_when_something_is_wrong(bureau: Bureau) -> None:
    refused = at_desk("system").send(
        PAGE, filled(bureau.agency, credit_code="91159999MA0AC000X0", address="云岭县新街 1 号", phone="")
    )
    page = body(refused)
    assert refused.status_code == 422
    assert 'value="云岭县新街 1 号"' in page
    assert "没有填写" in page
    refused = at_desk("system").send(
        PAGE, filled(bureau.agency, credit_code="91159999MA0AC000X0", address="云岭县新街 1 号")
    )
    assert refused.status_code == 422
    assert "校验位不符" in body(refused)
    assert 'value="云岭县新街 1 号"' in body(refused)
    assert now(bureau).address == bureau.agency.address


def test_a_page_gone_stale_and_a_form_sent_twice_change_nothing_twice(bureau: Bureau) -> None:
    desk = at_desk("system")
    seen = desk.hidden(PAGE)
    first = {**filled(bureau.agency, phone="0000-1111111"), **seen}
    stale = {**filled(bureau.agency, phone="0000-2222222"), **desk.hidden(PAGE)}
    assert desk.client.post(PAGE, first).status_code == 303
    assert desk.client.post(PAGE, first).status_code == 303
    answer = desk.client.post(PAGE, stale)
    assert answer.status_code == 409
    assert 'value="0000-2222222"' in body(answer)
    assert now(bureau).phone == "0000-1111111"
    assert Record.objects.filter(act="agency.changed").count() == 1


def test_nothing_changed_is_nothing_recorded(bureau: Bureau) -> None:
    desk = at_desk("system")
    desk.send(PAGE, filled(bureau.agency, phone="0000-1111111"))
    again = desk.send(PAGE, filled(now(bureau)))
    assert again.status_code == 422
    assert "没有改动任何一项" in body(again)


# ── the chain ──


def test_the_setting_is_the_chain_and_its_last_rung_stays_the_laws(bureau: Bureau) -> None:
    """§11.6 no. 21, §11.2."""
    chosen = {"filing": ["section", "legalhead"], "decision": ["legalhead"], "closing": ["section", "deputy"]}
    at_desk("system").send(PAGE, filled(bureau.agency, **chosen))
    assert {matter: rungs_of(now(bureau), matter) for matter in LABELS} == {
        "filing": ((Role.SECTION,), (Role.LEGALHEAD,), LEADERS),
        "decision": ((Role.LEGALHEAD,), LEADERS),
        "closing": ((Role.SECTION,), (Role.DEPUTY,), LEADERS),
    }
    page = at_desk("system").text(PAGE)
    assert "承办机构负责人 → 法制机构负责人 → 分管负责人或者主要负责人" in page


def test_the_order_is_not_a_setting(bureau: Bureau) -> None:
    management.change_agency(
        user=bureau.users["system"], chains={"filing": [Role.DEPUTY, Role.LEGALHEAD, Role.SECTION]}
    )
    assert rungs_of(now(bureau), "filing") == ((Role.SECTION,), (Role.LEGALHEAD,), (Role.DEPUTY,), LEADERS)


@pytest.mark.parametrize("roles", [[], [Role.OFFICER], [Role.SECTION, Role.PRINCIPAL]])
def test_a_chain_needs_a_rung_of_those_who_sign(bureau: Bureau, roles: list[Role]) -> None:
    with refusal("agency.chain"):
        management.change_agency(user=bureau.users["system"], chains={"filing": roles})
    assert rungs_of(now(bureau), "filing") == DEFAULT_CHAINS["filing"]


def test_a_chain_without_a_rung_is_told_at_its_field(bureau: Bureau) -> None:
    data = filled(bureau.agency)
    del data["closing"]
    answer = at_desk("system").send(PAGE, data)
    assert answer.status_code == 422
    assert 'href="#id_closing_0"' in body(answer)


# ── an agency that has just been made ──


def emptied(bureau: Bureau) -> Agency:
    """Make the agency one of which nothing is known yet, as `init` leaves it."""
    agency = now(bureau)
    for name in ("address", "phone", "complaint_phone", "hours", "collecting_bank", "collecting_address"):
        setattr(agency, name, "")
    agency.save()
    return agency


def test_what_is_not_filled_in_is_not_shown_as_if_it_were(bureau: Bureau) -> None:
    emptied(bureau)
    desk = at_desk("officer1")
    assert "联系方式待公布" in desk.text("/")
    assert desk.text("/lists/matters/CF-JZ-001/").count("待公布") == 5
    assert "拨打监督电话" not in desk.text("/officers/check")
    for address in ("/", "/lists/matters/CF-JZ-001/", "/officers/check", "/verify/"):
        assert "待填写" not in desk.text(address)


def test_the_system_administrator_is_reminded_of_what_is_missing(bureau: Bureau) -> None:
    sentence = "地址、咨询电话、监督投诉电话、办公时间、代收机构、代收机构地址还没有填写"
    assert sentence not in at_desk("system").text("/workbench/")
    emptied(bureau)
    assert sentence in at_desk("system").text("/workbench/")
    assert sentence not in at_desk("officer1").text("/workbench/")


def test_no_notice_is_made_that_cannot_say_where_to_answer(bureau: Bureau) -> None:
    """行政处罚法44、45."""
    story = CaseStory(bureau).lead().verified().filed().investigated().concluded().drafted().submitted()
    story.reviewed()
    emptied(bureau)
    with refusal("agency.unreachable"):
        story.notified()
    bureau.agency.save()
    story.notified()
