"""A password swapped past the actions is named, and no record keeps a hash (等保二级; 种子 B4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import make_password

from mingjing import guarding
from mingjing.records.audit import Findings
from mingjing.records.audit.contents import check_rows
from mingjing.records.models import Opening
from mingjing.refusal import Refusal
from mingjing.registry import accounts, management
from mingjing.registry.models import User

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

NEW = "Jing-2026-xin-mima"


def _problems() -> list[str]:
    findings = Findings()
    check_rows(findings)
    return findings.problems


def _known(bureau: Bureau) -> User:
    """An account whose password the test knows."""
    account = bureau.users["officer1"]
    management.reset_password(user=bureau.users["security"], account=account, password=NEW)
    return account


def test_a_password_swapped_in_the_database_is_named(bureau: Bureau) -> None:
    guarding.drop()
    account = bureau.users["officer1"]
    User.objects.filter(pk=account.pk).update(password=make_password(NEW))
    (line,) = _problems()
    assert account.ref in line
    assert "与最后一次记录的内容不符" in line


def test_every_act_that_sets_a_password_records_it(bureau: Bureau) -> None:
    account = _known(bureau)
    assert _problems() == []
    person = accounts.log_in(username=account.username, password=NEW, session_key="a")
    assert _problems() == []
    accounts.change_password(user=person, old=NEW, new=NEW + "2", session_key="a")
    assert _problems() == []
    made = management.create_account(user=bureau.users["security"], username="fresh", password=NEW)
    management.switch_account(user=bureau.users["security"], account=made, active=False)
    assert _problems() == []


def test_a_hash_gone_out_of_use_is_made_anew_and_recorded_at_log_in(bureau: Bureau, settings: object) -> None:
    account = _known(bureau)
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
        *settings.PASSWORD_HASHERS,  # type: ignore[attr-defined]
    ]
    before = User.objects.get(pk=account.pk).password
    accounts.confirm(user=account, password=NEW)
    assert User.objects.get(pk=account.pk).password == before
    accounts.log_in(username=account.username, password=NEW, session_key="a")
    assert User.objects.get(pk=account.pk).password.startswith("pbkdf2_sha1$")
    assert _problems() == []


def test_an_account_seen_before_its_password_changed_spoils_no_record(bureau: Bureau) -> None:
    """Two people at once: one logs out, one switches the account, with what they saw a moment before."""
    seen, other = (User.objects.get(pk=_known(bureau).pk) for _ in range(2))
    management.reset_password(user=bureau.users["security"], account=other, password=NEW + "3")
    accounts.log_out(user=seen)
    management.switch_account(user=bureau.users["security"], account=seen, active=False)
    assert _problems() == []


def test_a_password_replaced_while_somebody_logs_in_lets_nobody_in(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = _known(bureau)

    def meanwhile(password: str, encoded: str) -> tuple[bool, bool]:
        del password, encoded
        User.objects.filter(pk=account.pk).update(password=make_password("another"))
        return True, False

    monkeypatch.setattr(accounts, "verify_password", meanwhile)
    with pytest.raises(Refusal) as refused:
        accounts.log_in(username=account.username, password=NEW, session_key="a")
    assert refused.value.code == "account.wrong"


def test_no_record_keeps_a_hash(bureau: Bureau) -> None:
    account = _known(bureau)
    hashed = User.objects.get(pk=account.pk).password
    assert not Opening.objects.filter(value__contains=hashed).exists()
    assert not Opening.objects.filter(value__contains='"password"').exists()
