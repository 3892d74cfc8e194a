"""Logging in, as 等保 level 2 asks: lock-out, one session a person, idle log-out; every log-in is a record.

Failed attempts are counted and summed up in the next record: outsiders must not be able to grow an append-only log.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import make_password, verify_password
from django.db import transaction

from mingjing import clock
from mingjing.records.actions import append, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.refusal import Refusal
from mingjing.registry import acts
from mingjing.registry.models import User

if TYPE_CHECKING:
    from mingjing.records.models import Dossier

_WRONG = Refusal(
    "account.wrong", "账号或密码不对，或账号已停用。", next_step="请重新输入；忘记密码请找安全管理员。"
)


def account_dossier(user: User) -> Dossier:
    """Return the dossier on which an account's log-ins are recorded."""
    return open_dossier(kind="account", ref=user.ref, agency=user.agency.ref)


def log_in(*, username: str, password: str, session_key: str) -> User:
    """Check a password and take over the person's one session; raise a Refusal otherwise.

    The answer to an unknown name and to a wrong password is the same, in words and in time.
    """
    user = User.objects.select_related("officer", "agency").filter(username=username).first()
    now = clock.real()
    if user is None:
        make_password(password)
        raise _WRONG
    if user.locked_until and user.locked_until > now:
        minutes = int((user.locked_until - now).total_seconds() // 60) + 1
        raise Refusal(
            "account.locked",
            f"登录失败次数过多，账号已锁定，请 {minutes} 分钟后再试。",
            "网络安全等级保护二级",
        )
    right, outdated = verify_password(password, user.password)
    if not right or not user.is_active:
        _count_failure(user, now)
        raise _WRONG
    return _let_in(user, session_key, now, password=password if outdated else "")


@transaction.atomic
def _count_failure(user: User, now: dt.datetime) -> None:
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.failures += 1
    if locked.failures % settings.MINGJING_LOCK_AFTER == 0:
        locked.locked_until = now + dt.timedelta(minutes=settings.MINGJING_LOCK_MINUTES)
        append(
            dossier=account_dossier(user),
            act=acts.LOCKED,
            actor=SYSTEM,
            subjects=[locked],
            written=(),
            facts={"failures": locked.failures, "minutes": settings.MINGJING_LOCK_MINUTES},
        )
    locked.save(update_fields=["failures", "locked_until"])


@transaction.atomic
def _let_in(seen: User, session_key: str, now: dt.datetime, *, password: str) -> User:
    """Let a person in; `password` is to be hashed anew, where its hash has gone out of use (else empty)."""
    user = _as_it_stands(seen)
    if user.password != seen.password or not user.is_active:
        raise _WRONG  # changed since it was checked
    failures, user.failures, user.locked_until = user.failures, 0, None
    user.session_key, user.last_login, user.seen_at = session_key, now, now
    if password:
        user.set_password(password)
    append(
        dossier=account_dossier(user),
        act=acts.LOGGED_IN,
        actor=user.actor(),
        subjects=[user],
        written=[user] if password else (),
        facts={"failures": failures},
    )
    user.save(update_fields=["password", "failures", "locked_until", "session_key", "last_login", "seen_at"])
    return user


def _as_it_stands(user: User) -> User:
    """Lock an account and read it again: a record must commit to the password and the state that hold now."""
    rows = User.objects.select_for_update(of=("self",)).select_related("officer", "agency")
    return rows.get(pk=user.pk)


def confirm(*, user: User, password: str) -> None:
    """Ask for the password once more before a weighty act; wrong answers count like failed log-ins."""
    fresh = User.objects.select_related("agency").get(pk=user.pk)
    now = clock.real()
    locked = fresh.locked_until is not None and fresh.locked_until > now
    if locked or not fresh.check_password(password):
        if not locked:
            _count_failure(fresh, now)
        raise Refusal(
            "account.not_confirmed",
            "密码不对，没有办理。",
            "网络安全等级保护二级：重要操作再次鉴别",
            "请输入您登录这个账号的密码；连续输错会锁定账号。",
            "password",
        )


def change_password(*, user: User, old: str, new: str, session_key: str) -> User:
    """Replace the password and end every other session of the account. The new one's rules are the form's."""
    confirm(user=user, password=old)
    return _replace_password(user, new, session_key)


@transaction.atomic
def _replace_password(seen: User, new: str, session_key: str) -> User:
    user = _as_it_stands(seen)
    user.set_password(new)
    user.session_key = session_key
    append(dossier=account_dossier(user), act=acts.PASSWORD_CHANGED, actor=user.actor(), subjects=[user])
    user.save(update_fields=["password", "session_key"])
    return user


@transaction.atomic
def log_out(*, user: User) -> None:
    """End the person's session."""
    append(
        dossier=account_dossier(user), act=acts.LOGGED_OUT, actor=user.actor(), subjects=[user], written=()
    )
    User.objects.filter(pk=user.pk).update(session_key="")


def session_user(*, user_id: str, session_key: str) -> User | None:
    """Return the person of a session: none when they logged in elsewhere, went idle, or were switched off."""
    user = (
        User.objects.select_related("officer__department", "agency")
        .filter(pk=user_id, is_active=True)
        .first()
    )
    now = clock.real()
    if user is None or user.session_key != session_key or user.seen_at is None:
        return None
    idle = now - user.seen_at
    if idle > dt.timedelta(minutes=settings.MINGJING_IDLE_MINUTES):
        return None
    if idle > dt.timedelta(minutes=1):
        User.objects.filter(pk=user.pk).update(seen_at=now)
    return user
