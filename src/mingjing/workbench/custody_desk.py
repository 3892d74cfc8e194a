"""What of the custody of files waits for a person: what was found wrong, lists to approve and to carry out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from mingjing.cases.queries.keeping import wrong_in
from mingjing.cases.rules.retention import DISPOSING
from mingjing.registry.permissions import Role, may
from mingjing.workbench.waiting import Item

if TYPE_CHECKING:
    from mingjing.cases.models import Disposal
    from mingjing.registry.models import User

ALARMED = frozenset({Role.ARCHIVIST, Role.SYSTEM})
"""Who is told of a file that is missing or altered: who keeps the files and who keeps the machine."""


def keeping_items(user: User, roles: frozenset[Role]) -> list[Item]:
    """Return what waits."""
    items = _alarms(user) if roles & ALARMED else []
    if may(roles, "disposal.approve"):
        waiting = user.agency.disposals.filter(agreed=None).exclude(proposed_by=user.officer)
        items += [_list(each, "审批销毁清册", "审批", "disposal-decide") for each in waiting]
    if may(roles, "disposal.carry_out"):
        waiting = user.agency.disposals.filter(agreed=True, done_on=None)
        items += [_list(each, "销毁已批准的文件", "销毁", "disposal-carry-out") for each in waiting]
    return items


def _alarms(user: User) -> list[Item]:
    wrong = wrong_in(user.agency)
    if not wrong:
        return []
    page = reverse("keeping")
    return [
        Item(
            kind="custody",
            sentence=f"{len(wrong)} 个文件复核不符或者不见，请立即从备份恢复",
            clause="行政处罚法 第四十七条",
            about=wrong[0].get_fault_display(),
            about_url=page,
            label="查看",
            url=page,
            clock=None,
        )
    ]


def _list(row: Disposal, sentence: str, label: str, page: str) -> Item:
    return Item(
        kind="custody",
        sentence=sentence,
        clause=DISPOSING,
        about=str(row),
        about_url=reverse("disposal", args=[row.ref]),
        label=label,
        url=reverse(page, args=[row.ref]),
        clock=None,
    )
