"""What of on-site tasks and complaints waits for a person: tasks to approve, complaints to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from mingjing.registry.permissions import may
from mingjing.visits import rules
from mingjing.visits.complaints import may_handle
from mingjing.visits.models import Complaint, Visit
from mingjing.workbench import limits
from mingjing.workbench.waiting import Item

if TYPE_CHECKING:
    from mingjing.registry.models import User
    from mingjing.registry.permissions import Role


def visit_items(user: User, roles: frozenset[Role]) -> list[Item]:
    """Return what waits."""
    items: list[Item] = []
    if may(roles, "visit.approve"):
        waiting = Visit.objects.filter(
            agency=user.agency, state__in=[Visit.State.ASKED, Visit.State.URGENT]
        ).exclude(visitors__officer=user.officer_id)
        items += [_task(each) for each in waiting.order_by("opens_at")]
    open_ones = Complaint.objects.filter(agency=user.agency, outcome="").select_related("agency")
    items += [_complaint(each) for each in open_ones.order_by("answer_by") if may_handle(user, each)]
    return items


def _task(row: Visit) -> Item:
    page = reverse("visit", args=[row.ref])
    verb = "补批紧急的现场执法任务" if row.urgent else "批准现场执法任务"
    return Item(
        kind="visit", sentence=verb, clause=rules.APPROVAL, about=f"{row.number} {row.object}", about_url=page,
        label="打开", url=page, clock=None,
    )  # fmt: skip


def _complaint(row: Complaint) -> Item:
    page = reverse("complaint", args=[row.ref])
    return Item(
        kind="visit", sentence="答复投诉举报", clause=rules.COMPLAINING, about=row.number, about_url=page,
        label="打开", url=page, clock=limits.of_complaint(row),
    )  # fmt: skip
