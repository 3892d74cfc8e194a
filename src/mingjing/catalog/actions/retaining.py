"""Keeping a matter that nothing was done under for five years, for a reason that is said (种子 A2.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.catalog import acts
from mingjing.catalog import revision_rules as rules
from mingjing.catalog.actions.revising import SETTLE, revision_dossier
from mingjing.catalog.drifting import UNUSED
from mingjing.catalog.models import ListKind, Retention
from mingjing.catalog.queries import open_tasks
from mingjing.catalog.unused import unused
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.permissions import Role
from mingjing.registry.queries import require, roles_of

if TYPE_CHECKING:
    from mingjing.registry.models import User


def retain(*, user: User, code: str, reason: str, version: int | None = None) -> Retention:
    """Keep a matter for another five years; with the last one the review is done."""
    require(user, SETTLE)
    agency, today = user.agency, clock.today()
    with deed(
        dossier=revision_dossier(agency), act=acts.MATTER_KEPT, actor=user.actor(), version=version
    ) as work:
        waiting = {row.code: row for row in unused(agency, today)}
        row = waiting.pop(code, None)
        if row is None:
            raise Refusal(
                "unused.unknown", "这一项不在五年未用的事项里。", rules.CLAUSE, "请从五年未用的事项进入。"
            )
        rules.may_stay(done_on=None, reason=reason)
        own = user.officer.department.name if user.officer else ""
        rules.own_revision(own, row.unit, everything=Role.LEGALHEAD in roles_of(user))
        kept = Retention(
            agency=agency,
            code=code,
            name=row.name,
            reason=reason.strip(),
            kept_on=today,
            kept_by=user.officer,
        )
        work.add(kept)
        work.facts["code"] = code
        if not waiting:
            for task in open_tasks(agency, ListKind.MATTERS).filter(reason__startswith=UNUSED):
                task.done_on = today
                work.change(task)
    return kept
