"""等保二级, 三员分立: system, security and audit duties lie in different accounts and never meet any other."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from mingjing.demo.people import PASSWORD
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry import management
from mingjing.registry.permissions import MAY, Role
from mingjing.registry.queries import roles_of
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.registry.models import User

TODAY = dt.date(2026, 9, 15)
NEXT_YEAR = dt.date(2027, 1, 1)
ADMINISTRATORS = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)


def account(bureau: Bureau, officer: object = None) -> User:
    return registry.create_account(
        actor=SYSTEM, agency=bureau.agency, username="fresh", password=PASSWORD, officer=officer  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(("held", "wanted"), list(permutations(ADMINISTRATORS, 2)))
def test_two_of_the_three_duties_never_lie_in_one_account(bureau: Bureau, held: Role, wanted: Role) -> None:
    user = account(bureau)
    registry.grant_role(actor=SYSTEM, user=user, role=held, valid_from=TODAY)
    with refusal("account.duties_mixed"):
        registry.grant_role(actor=SYSTEM, user=user, role=wanted, valid_from=TODAY)
    assert roles_of(user) == {held}


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_handles_no_cases_and_who_handles_cases_administers_nothing(
    bureau: Bureau, role: Role
) -> None:
    for first, second in ((role, Role.OFFICER), (Role.OFFICER, role)):
        user = registry.create_account(
            actor=SYSTEM, agency=bureau.agency, username=f"fresh-{first}", password=PASSWORD
        )
        registry.grant_role(actor=SYSTEM, user=user, role=first, valid_from=TODAY)
        with refusal("account.duties_mixed"):
            registry.grant_role(actor=SYSTEM, user=user, role=second, valid_from=TODAY)


def test_duties_do_not_meet_by_a_grant_that_only_begins_later(bureau: Bureau) -> None:
    """A grant is held against every day it will cover, not against its first one."""
    user = account(bureau)
    registry.grant_role(actor=SYSTEM, user=user, role=Role.OFFICER, valid_from=NEXT_YEAR)
    with refusal("account.duties_mixed"):
        registry.grant_role(actor=SYSTEM, user=user, role=Role.SYSTEM, valid_from=TODAY)
    registry.grant_role(
        actor=SYSTEM, user=user, role=Role.SYSTEM, valid_from=TODAY, valid_to=NEXT_YEAR - dt.timedelta(1)
    )
    assert roles_of(user, on=TODAY) == {Role.SYSTEM}
    assert roles_of(user, on=NEXT_YEAR) == {Role.OFFICER}


def test_an_administrator_does_not_stand_in_for_a_leader(bureau: Bureau) -> None:
    """§11.2: a substitution gives a role like any grant."""
    clerk = registry.add_officer(
        actor=SYSTEM, department=bureau.departments["office"], name="管理员（示例）", post="管理员"
    )
    registry.grant_role(actor=SYSTEM, user=account(bureau, clerk), role=Role.SYSTEM, valid_from=TODAY)
    with refusal("account.duties_mixed"):
        registry.register_substitution(
            actor=SYSTEM, absent=bureau.people["deputy"], substitute=clerk, role=Role.DEPUTY, authority="文",
            valid_from=TODAY, valid_to=TODAY,
        )  # fmt: skip


def test_each_administrator_has_its_own_powers_and_none_of_the_cases(bureau: Bureau) -> None:
    own = {role: {act for act, roles in MAY.items() if role in roles} for role in ADMINISTRATORS}
    assert own[Role.SECURITY] == {"account.manage"}
    assert "account.manage" not in own[Role.SYSTEM] | own[Role.AUDIT]
    assert "registry.manage" not in own[Role.SECURITY] | own[Role.AUDIT]
    acting = {act for act in MAY if act.startswith(("case.", "review.")) and act != "case.bundle"}
    assert not acting & set.union(*own.values())
    assert bureau.users["audit"].officer is None


@pytest.mark.parametrize("act", ["switch", "reset", "grant", "end"])
def test_the_security_administrator_does_nothing_to_their_own_account(bureau: Bureau, act: str) -> None:
    me = bureau.users["security"]
    attempts = {
        "switch": lambda: management.switch_account(user=me, account=me, active=False),
        "reset": lambda: management.reset_password(user=me, account=me, password="x" * 12),
        "grant": lambda: management.grant_role(user=me, account=me, role=Role.AUDIT, valid_from=TODAY),
        "end": lambda: management.end_role(user=me, grant=me.grants.get(), on=TODAY),
    }
    with refusal("account.own"):
        attempts[act]()


def test_a_switched_off_account_holds_no_role(bureau: Bureau) -> None:
    user = bureau.users["deputy"]
    management.switch_account(user=bureau.users["security"], account=user, active=False)
    assert roles_of(user) == frozenset()


def test_a_role_counts_on_its_first_and_last_day_and_on_no_other(bureau: Bureau) -> None:
    user = account(bureau)
    registry.grant_role(actor=SYSTEM, user=user, role=Role.CHECKER, valid_from=TODAY, valid_to=TODAY)
    day = dt.timedelta(days=1)
    held = [bool(roles_of(user, on=on)) for on in (TODAY - day, TODAY, TODAY + day)]
    assert held == [False, True, False]


def test_whoever_manages_accounts_keeps_no_people_and_the_other_way_round(bureau: Bureau) -> None:
    with refusal("role.not_allowed"):
        management.add_department(user=bureau.users["security"], name="新股", function="office")
    with refusal("role.not_allowed"):
        management.create_account(user=bureau.users["system"], username="x", password="x" * 12)
