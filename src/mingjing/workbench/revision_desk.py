"""What of the revisions after a change of the law waits for a person: one line for each statute and department."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mingjing.catalog.actions.revising import SETTLE
from mingjing.catalog.revision_rules import CLAUSE
from mingjing.catalog.revisions import running
from mingjing.registry.permissions import Role, may
from mingjing.workbench import limits
from mingjing.workbench.waiting import Item

if TYPE_CHECKING:
    from mingjing.catalog.models import LawRevision
    from mingjing.registry.models import User

REVISIONS = "/workbench/revisions/"
MARK = "依据已修改，正在修订"


def revision_items(user: User, roles: frozenset[Role]) -> list[Item]:
    """Return what waits: for whoever edits the lists and judges the law all of it, for a section its own."""
    if not (may(roles, SETTLE) or may(roles, "list.edit")):
        return []
    tasks = running(user.agency)
    if Role.SECTION in roles and user.officer and not may(roles, "list.edit"):
        tasks = tasks.filter(unit=user.officer.department.name)
    together: dict[str, list[LawRevision]] = defaultdict(list)
    for task in tasks:
        together[task.version.ref].append(task)
    return [_item(each) for each in together.values()]


def _item(tasks: list[LawRevision]) -> Item:
    first = tasks[0]
    return Item(
        kind="publish",
        sentence=f"{first.version.statute}已修改，引用它的 {len(tasks)} 项须修订",
        clause=CLAUSE,
        about="修订任务",
        about_url=REVISIONS,
        label="查看",
        url=REVISIONS,
        clock=limits.of_revision(first),
    )
