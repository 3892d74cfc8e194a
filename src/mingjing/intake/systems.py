"""Source systems and their keys: registered, changed, issued, revoked, each by an act of the system administrator."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.disclosure.actions import adopt_rules
from mingjing.disclosure.queries import rules_of
from mingjing.intake import acts
from mingjing.intake.models import SourceSystem, SystemKey, Topic
from mingjing.intake.rules import CATEGORIES
from mingjing.intake.standard_rules import BROUGHT_IN
from mingjing.records.actions import open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency, Department, User

PERMISSION = "source.manage"
LONGEST_DAYS = 730
"""Two years: a key that nobody renews ends by itself."""
BYTES = 32


def source_dossier(system: SourceSystem) -> Dossier:
    """Return the dossier of a system and its keys."""
    return open_dossier(kind="source", ref=system.ref, agency=system.agency.ref)


def register_system(
    *,
    user: User,
    name: str,
    operator: str,
    topics: Sequence[str],
    department: Department | None = None,
    version: int | None = None,
) -> SourceSystem:
    """种子 A4.2: register a system that may send.

    What it may send that no disclosure rule of the agency covers yet gets the standard rule, so that nothing that comes
    in lies unpublished for want of one; the publisher changes it as any other.
    """
    require(user, PERMISSION)
    made = SourceSystem(
        agency=user.agency, name=name.strip(), operator=operator.strip(), topics=_checked(topics),
        department=department, registered_by=user.officer,
    )  # fmt: skip
    _fits(made)
    if SourceSystem.objects.filter(agency=user.agency, name=made.name).exists():
        raise Refusal(
            "source.doubled", "本机关已登记过同名的来源系统。", field="name", next_step="请换一个名称。"
        )
    with (
        transaction.atomic(),
        deed(dossier=source_dossier(made), act=acts.REGISTERED, actor=user.actor(), version=version) as work,
    ):
        work.add(made)
        _adopt_missing(user.agency, made.topics)
    return made


def change_system(
    *,
    user: User,
    system: SourceSystem,
    topics: Sequence[str],
    department: Department | None = None,
    version: int | None = None,
) -> SourceSystem:
    """Change what a system may send, and who gets its leads; a key never sends more than its system may."""
    require(user, PERMISSION)
    own(user, system)
    with deed(dossier=source_dossier(system), act=acts.CHANGED, actor=user.actor(), version=version) as work:
        system = SourceSystem.objects.select_related("agency").get(pk=system.pk)
        system.topics, system.department = _checked(topics), department
        _fits(system)
        work.change(system)
        _adopt_missing(system.agency, system.topics)
    return system


def issue_key(
    *,
    user: User,
    system: SourceSystem,
    label: str,
    topics: Sequence[str],
    expires_on: dt.date,
    version: int | None = None,
) -> tuple[SystemKey, str]:
    """Issue a key and return it with its text, which nobody can read again: only its hash is kept."""
    require(user, PERMISSION)
    own(user, system)
    chosen = _checked(topics)
    today = clock.today()
    if strange := [each for each in chosen if each not in system.topics]:
        raise Refusal(
            "source.key_too_wide", f"该系统不能报送{Topic(strange[0]).label}。", "种子 A4.2",
            "请先变更系统可以报送的种类。", "topics",
        )  # fmt: skip
    if not today < expires_on <= today + dt.timedelta(days=LONGEST_DAYS):
        raise Refusal(
            "source.key_days",
            "有效期应在明天到两年之内。",
            next_step="到期前另签发新的密钥。",
            field="expires_on",
        )
    made = SystemKey(
        system=system, label=label.strip(), topics=chosen, expires_on=expires_on, issued_on=today
    )
    secret = secrets.token_urlsafe(BYTES)
    made.digest = _digest(secret)
    with deed(
        dossier=source_dossier(system), act=acts.KEY_ISSUED, actor=user.actor(), version=version
    ) as work:
        work.add(made)
    return made, f"mj_{made.ref}_{secret}"


def revoke_key(*, user: User, key: SystemKey, version: int | None = None) -> SystemKey:
    """Revoke a key: from this moment on nothing is taken with it."""
    require(user, PERMISSION)
    own(user, key.system)
    with deed(
        dossier=source_dossier(key.system), act=acts.KEY_REVOKED, actor=user.actor(), version=version
    ) as work:
        key = SystemKey.objects.select_related("system__agency").get(pk=key.pk)
        if key.revoked_on is not None:
            raise Refusal("source.key_revoked", "这把密钥已经停用。", next_step="请刷新页面。")
        key.revoked_on = clock.today()
        work.change(key)
    return key


def own(user: User, system: SourceSystem) -> None:
    """Refuse a system of another agency."""
    if system.agency_id != user.agency_id:
        raise Refusal("source.unknown", "本机关没有这个来源系统。", next_step="请从来源系统页进入。")


def key_of(text: str) -> SystemKey | None:
    """Return the key that a text is, if it counts today; None for any other text, whatever is wrong with it."""
    head, _, rest = text.partition("_")
    ref, _, secret = rest.partition("_")
    if head != "mj" or not secret or not text.isascii():
        return None
    try:
        found = SystemKey.objects.select_related("system__agency", "system__department").get(
            pk=uuid.UUID(hex=ref)
        )
    except (ValueError, SystemKey.DoesNotExist):
        return None
    if not hmac.compare_digest(found.digest, _digest(secret)):
        return None
    return found if found.revoked_on is None and clock.today() <= found.expires_on else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _checked(topics: Collection[str]) -> list[str]:
    chosen = [each for each in Topic.values if each in topics]
    if not chosen:
        raise Refusal(
            "source.no_topics", "至少选一种可以报送的内容。", field="topics", next_step="按需要选，不多给。"
        )
    return chosen


def _fits(system: SourceSystem) -> None:
    department = system.department
    if department is not None and department.agency_id != system.agency_id:
        raise Refusal(
            "department.unknown", "本机关没有这个内设机构。", field="department", next_step="请重新选择。"
        )
    if Topic.LEAD in system.topics and department is None:
        raise Refusal(
            "source.no_department", "报送线索的，须指定交办的内设机构。", "住房和城乡建设行政处罚程序规定 第十五条",
            "请选择核查线索的机构。", "department",
        )  # fmt: skip


def _adopt_missing(agency: Agency, topics: Sequence[str]) -> None:
    wanted = {CATEGORIES[Topic(each)] for each in topics if Topic(each) in CATEGORIES}
    there = {rule.category for rule in rules_of(agency)}
    missing = [each for each in BROUGHT_IN if each["category"] in wanted - there]
    if missing:
        adopt_rules(actor=SYSTEM, agency=agency, rules=missing)
