"""People, certificates, accounts and roles at the desk: two administrators, nobody on an account of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rules_cast import EVERYBODY, SINCE, at_desk, body, grant, outsider, who_may_open

from mingjing import clock
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Record
from mingjing.registry import actions as registry
from mingjing.registry import delegations, management
from mingjing.registry.models import (
    Agency,
    Certificate,
    Delegation,
    Department,
    Officer,
    RoleGrant,
    Substitution,
    User,
)
from mingjing.registry.permissions import MAY, Role
from mingjing.registry.queries import roles_of
from mingjing.workbench.words import ACTS, GROUPS
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

PEOPLE, ACCOUNTS = "/workbench/people/", "/workbench/accounts/"
CERTIFICATE = {
    "number": "YL-2026-0001",
    "categories": "建筑市场、燃气",
    "areas": "云岭县",
    "valid_from": "2026-09-01",
    "valid_to": "2031-08-31",
    "exam_passed_on": "2026-06-01",
}
STRONG = "Yunling-hall-77"


def of(bureau: Bureau, name: str) -> str:
    return f"{PEOPLE}{bureau.people[name].ref}/"


def test_each_administrator_opens_their_own_pages_only(bureau: Bureau) -> None:
    certificate = Certificate.objects.all()[0]
    for address in (
        PEOPLE,
        of(bureau, "officer1"),
        *(f"{of(bureau, 'officer1')}{verb}/" for verb in ("change", "leave", "certificate")),
        *(f"{PEOPLE}{what}/new/" for what in ("departments", "substitutions", "delegations")),
        f"{PEOPLE}delegations/",
        f"{PEOPLE}delegations/organisation/",
        f"/workbench/certificates/{certificate.ref}/",
    ):
        assert who_may_open(address) == {"system"}, address
    account = bureau.users["officer1"]
    for address in (
        ACCOUNTS,
        f"{ACCOUNTS}new/",
        *(f"{ACCOUNTS}{account.ref}/{verb}" for verb in ("", "grant/", "off/", "on/", "password/")),
        f"/workbench/grants/{account.grants.all()[0].ref}/end/",
    ):
        assert who_may_open(address) == {"security"}, address


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_actions_ask_the_role_table_themselves(bureau: Bureau, name: str) -> None:
    user, account = bureau.users[name], bureau.users["officer1"]
    if name != "system":
        with refusal("role.not_allowed"):
            management.add_department(user=user, name="新股", function="enforcement")
    if name != "security":
        with refusal("role.not_allowed"):
            management.switch_account(user=user, account=account, active=False)


def test_a_person_is_registered_with_a_certificate_and_then_leaves(bureau: Bureau) -> None:
    desk = at_desk("system")
    department = bureau.departments["market"]
    made = desk.send(
        f"{PEOPLE}new/", {"department": str(department.pk), "name": "新人（示例）", "post": "股员"}
    )
    officer = Officer.objects.get(name="新人（示例）")
    assert made.headers["Location"] == f"{PEOPLE}{officer.ref}/"
    assert desk.send(f"{PEOPLE}{officer.ref}/certificate/", CERTIFICATE).status_code == 303
    certificate = officer.certificates.get()
    assert (certificate.categories, certificate.status) == (["建筑市场", "燃气"], "valid")
    page = desk.text(f"{PEOPLE}{officer.ref}/")
    assert "YL-2026-0001" in page
    assert "有效" in page
    assert desk.send(f"{PEOPLE}{officer.ref}/leave/", {"on": "2026-09-15"}).status_code == 303
    assert "2026-09-15 离岗" in desk.text(PEOPLE)
    assert "新人（示例）离岗" in desk.text(PEOPLE)


def test_a_certificate_without_an_examination_is_refused_and_what_was_typed_is_kept(bureau: Bureau) -> None:
    answer = at_desk("system").send(
        f"{of(bureau, 'officer1')}certificate/", {**CERTIFICATE, "exam_passed_on": ""}
    )
    page = body(answer)
    assert answer.status_code == 422
    assert "未登记资格考试合格日期，不得授予执法资格。" in page
    assert "行政处罚法 第四十二条" in page
    assert "YL-2026-0001" in page
    assert "建筑市场、燃气" in page
    assert not Certificate.objects.filter(number="YL-2026-0001").exists()


def test_a_certificate_is_suspended_restored_renewed_revoked_and_never_comes_back(bureau: Bureau) -> None:
    desk, certificate = at_desk("system"), bureau.people["officer1"].certificates.get()
    page = f"/workbench/certificates/{certificate.ref}/"
    as_it_is = {"categories": "建筑市场", "areas": "云岭县", "valid_to": "2029-06-30"}
    for status, until in (("suspended", "2029-06-30"), ("valid", "2032-06-30"), ("revoked", "2032-06-30")):
        assert desk.send(page, {**as_it_is, "status": status, "valid_to": until}).status_code == 303
        certificate.refresh_from_db()
        assert (certificate.status, certificate.valid_to.isoformat()) == (status, until)
    refused = desk.send(page, {**as_it_is, "status": "valid"})
    assert refused.status_code == 422
    assert "已注销，不能恢复" in body(refused)
    assert "注销" in desk.text(of(bureau, "officer1"))


def test_a_doubled_department_and_a_doubled_number_are_refused(bureau: Bureau) -> None:
    desk = at_desk("system")
    doubled = desk.send(f"{PEOPLE}departments/new/", {"name": "政策法规股", "function": "legal"})
    assert doubled.status_code == 422
    assert "已有内设机构“政策法规股”。" in body(doubled)
    assert Department.objects.filter(name="政策法规股").count() == 1
    taken = desk.send(f"{of(bureau, 'officer1')}certificate/", {**CERTIFICATE, "number": "YL-2023-0102"})
    assert "证件编号 YL-2023-0102 已登记。" in body(taken)


def test_a_substitute_stands_in_only_for_a_role_that_is_held(bureau: Bureau) -> None:
    desk, page = at_desk("system"), f"{PEOPLE}substitutions/new/"
    typed = {
        "absent": str(bureau.people["deputy"].pk),
        "substitute": str(bureau.people["principal"].pk),
        "role": "deputy",
        "authority": "云建办发〔2026〕12号",
        "valid_from": "2026-09-01",
        "valid_to": "2026-09-30",
    }
    wrong = desk.send(page, {**typed, "role": "legalhead"})
    assert wrong.status_code == 422
    assert "不担任法制机构负责人" in body(wrong)
    same = desk.send(page, {**typed, "substitute": typed["absent"]})
    assert "代签人与被代者是同一人。" in body(same)
    assert desk.send(page, typed).status_code == 303
    assert Substitution.objects.count() == 1
    assert "云建办发〔2026〕12号" in desk.text(PEOPLE)
    assert Role.DEPUTY in roles_of(bureau.users["principal"])


def test_a_delegation_is_registered_read_and_ended_at_the_desk(bureau: Bureau) -> None:
    """行政处罚法20、21: what was typed stays when refused; only penalties of the list in force are offered."""
    desk, page = at_desk("system"), f"{PEOPLE}delegations/"
    station = {"name": "云岭县质量安全站（示例）", "sign": "云建质", "address": "云岭县（示例）"}
    refused = desk.send(f"{page}organisation/", station)
    assert refused.status_code == 422
    assert "行政处罚法 第二十一条" in body(refused)
    assert "云岭县质量安全站（示例）" in body(refused)
    assert desk.send(f"{page}organisation/", {**station, "suitable": "on"}).status_code == 303
    assert "还没有登记委托书：不能办案" in desk.text(page)
    organisation = Agency.objects.get(parent=bureau.agency)
    letter = {
        "organisation": str(organisation.pk),
        "letter_number": "云建委〔2026〕1号",
        "matters": ["CF-JZ-001"],
        "powers": "调查取证",
        "valid_from": "2026-09-01",
        "valid_to": "2027-08-31",
    }
    offered = desk.text(f"{page}new/")
    assert "CF-JZ-001" in offered
    assert "XK-JZ-001" not in offered
    none = desk.send(f"{page}new/", {**letter, "matters": []})
    assert none.status_code == 422
    assert "没有写明委托的具体事项。" in body(none)
    assert "云建委〔2026〕1号" in body(none)
    assert desk.send(f"{page}new/", letter).status_code == 303
    shown = desk.text(page)
    assert "未取得施工许可证或开工报告未批准擅自施工" in shown
    assert "2026-09-01 至 2027-08-31" in shown
    row = Delegation.objects.get()
    end = f"/workbench/delegations/{row.ref}/end/"
    assert who_may_open(end) == {"system"}
    desk = at_desk("system")
    assert desk.send(end, {"on": "2029-01-01"}).status_code == 422
    assert desk.send(end, {"on": "2026-09-10"}).status_code == 303
    assert "已止" in desk.text(page)
    assert "提前终止对云岭县质量安全站（示例）的委托：云建委〔2026〕1号" in desk.text(PEOPLE)


def test_a_letter_of_another_agency_is_not_found(bureau: Bureau) -> None:
    elsewhere = delegations.entrust(
        user=User.objects.get(username=outsider(Role.SYSTEM)), name="外站（示例）", sign="外", address="外县",
        suitable=True,
    )  # fmt: skip
    row = registry.register_delegation(
        actor=SYSTEM, agency=elsewhere, letter_number="外〔2026〕1号", matters=["CF-JZ-001"], powers="取证",
        valid_from=SINCE, valid_to=SINCE,
    )  # fmt: skip
    desk = at_desk(bureau.users["system"].username)
    assert "本机关没有这份委托书。" in body(desk.get(f"/workbench/delegations/{row.ref}/end/"))
    assert "外〔2026〕1号" not in desk.text(f"{PEOPLE}delegations/")


def test_an_account_is_created_given_a_role_and_the_role_ended(bureau: Bureau) -> None:
    officer = registry.add_officer(
        actor=SYSTEM, department=bureau.departments["market"], name="新人（示例）", post="股员"
    )
    desk = at_desk("security")
    made = desk.send(
        f"{ACCOUNTS}new/", {"username": "newcomer", "officer": str(officer.pk), "password_new": STRONG}
    )
    account = User.objects.get(username="newcomer")
    page = made.headers["Location"]
    assert page == f"{ACCOUNTS}{account.ref}/"
    assert desk.send(f"{page}grant/", {"role": "officer", "valid_from": "2026-09-15"}).status_code == 303
    assert at_desk("newcomer", STRONG).get("/workbench/cases/").status_code == 200
    given = RoleGrant.objects.get(user=account)
    assert desk.send(f"/workbench/grants/{given.ref}/end/", {"on": "2026-09-14"}).status_code == 303
    assert not roles_of(account)
    assert "已收回" in desk.text(page)


def test_a_weak_first_password_and_a_taken_name_are_refused(bureau: Bureau) -> None:
    del bureau
    desk = at_desk("security")
    weak = desk.send(f"{ACCOUNTS}new/", {"username": "weak", "password_new": "12345678"})
    assert weak.status_code == 422
    assert "weak" in body(weak)
    taken = desk.send(f"{ACCOUNTS}new/", {"username": "officer1", "password_new": STRONG})
    assert "账号名“officer1”已被使用。" in body(taken)


def test_the_three_administrators_duties_never_meet_in_one_account(bureau: Bureau) -> None:
    desk = at_desk("security")
    for name, role in (("system", "audit"), ("officer1", "security"), ("audit", "publisher")):
        page = f"{ACCOUNTS}{bureau.users[name].ref}/grant/"
        answer = desk.send(page, {"role": role, "valid_from": "2026-09-15"})
        assert answer.status_code == 422
        assert "三员须分设账号" in body(answer)
        assert "网络安全等级保护二级" in body(answer)


def test_nobody_works_on_an_account_of_their_own(bureau: Bureau) -> None:
    desk, own = at_desk("security"), f"{ACCOUNTS}{bureau.users['security'].ref}/"
    assert "须由另一名安全管理员办理" in desk.text(own)
    for verb, typed in (
        ("off", {}),
        ("password", {"password_new": STRONG}),
        ("grant", {"role": "officer", "valid_from": "2026-09-15"}),
    ):
        answer = desk.send(f"{own}{verb}/", typed)
        assert answer.status_code == 422
        assert "不能办理自己账号的事项。" in body(answer)


def test_an_account_switched_off_is_out_at_once_and_can_come_back(bureau: Bureau) -> None:
    officer, security = at_desk("officer1"), at_desk("security")
    page = f"{ACCOUNTS}{bureau.users['officer1'].ref}/"
    assert security.send(f"{page}off/").status_code == 303
    assert officer.get("/workbench/").status_code == 303
    assert "已停用" in security.text(page)
    assert security.send(f"{page}on/").status_code == 303
    assert at_desk("officer1").get("/workbench/").status_code == 200


def test_a_reset_password_unlocks_and_is_recorded_without_the_password(bureau: Bureau) -> None:
    account = bureau.users["officer1"]
    User.objects.filter(pk=account.pk).update(failures=5, locked_until=clock.real().replace(year=2099))
    page = f"{ACCOUNTS}{account.ref}/"
    desk = at_desk("security")
    assert "已锁定" in desk.text(page)
    assert desk.send(f"{page}password/", {"password_new": STRONG}).status_code == 303
    assert at_desk("officer1", STRONG).get("/workbench/").status_code == 200
    record = Record.objects.filter(act="account.password_changed").latest("pk")
    assert STRONG.encode() not in bytes(record.body)


def test_the_same_form_twice_acts_once(bureau: Bureau) -> None:
    del bureau
    desk, page = at_desk("system"), f"{PEOPLE}departments/new/"
    seen = desk.hidden(page)
    sent = {**seen, "name": "燃气监管股", "function": "enforcement"}
    assert [desk.client.post(page, sent).status_code for _ in range(2)] == [303, 303]
    assert Department.objects.filter(name="燃气监管股").count() == 1


def test_two_administrators_at_once_nothing_is_overwritten(bureau: Bureau) -> None:
    desk, page = at_desk("system"), f"{of(bureau, 'officer1')}change/"
    seen = desk.hidden(page)
    registry.change_officer(actor=SYSTEM, officer=bureau.people["officer1"], post="副股长")
    department = str(bureau.departments["market"].pk)
    answer = desk.client.post(
        page, {**seen, "department": department, "name": "沈知行（示例）", "post": "科员甲"}
    )
    assert answer.status_code == 409
    assert "科员甲" in body(answer)
    assert "变更了人员沈知行（示例）的登记信息" in body(answer)
    assert Officer.objects.get(pk=bureau.people["officer1"].pk).post == "副股长"


def test_another_agencys_administrators_find_nobody_here(bureau: Bureau) -> None:
    name = outsider(Role.SYSTEM)
    desk = at_desk(name)
    assert desk.get(of(bureau, "officer1")).status_code == 404
    assert desk.get(f"/workbench/certificates/{Certificate.objects.all()[0].ref}/").status_code == 404
    assert "沈知行" not in desk.text(PEOPLE)
    with refusal("registry.unknown"):
        management.leave(user=User.objects.get(username=name), officer=bureau.people["officer1"], on=SINCE)


def test_another_agencys_security_administrator_finds_no_account_here(bureau: Bureau) -> None:
    desk = at_desk(outsider(Role.SECURITY))
    account = bureau.users["officer1"]
    assert desk.get(f"{ACCOUNTS}{account.ref}/").status_code == 404
    assert desk.get(f"/workbench/grants/{account.grants.all()[0].ref}/end/").status_code == 404
    assert "officer1" not in desk.text(ACCOUNTS)


def test_the_role_table_prints_every_role_and_every_act_for_everybody(bureau: Bureau) -> None:
    assert who_may_open("/workbench/roles/") == set(bureau.users)
    page = at_desk("officer1").text("/workbench/roles/")
    assert set(ACTS) == set(MAY)
    assert all(any(name.startswith(prefixes) for _, prefixes in GROUPS) for name in MAY)
    assert all(role.label in page for role in Role)
    assert all(label in page for label in ACTS.values())
    assert page.count("可以\n") == sum(len(roles) for roles in MAY.values())


def test_a_role_granted_twice_is_refused(bureau: Bureau) -> None:
    account = bureau.users["publisher"]
    grant(account, Role.CHECKER)
    with refusal("grant.held"):
        management.grant_role(
            user=bureau.users["security"], account=account, role=Role.CHECKER, valid_from=clock.today()
        )
