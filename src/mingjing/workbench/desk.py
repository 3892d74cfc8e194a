"""待办: what waits for a person, and what they wait for; the same for the home page and the counts of the menu."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from mingjing import clock
from mingjing.cases.clocks import show
from mingjing.cases.models import Case
from mingjing.catalog.models import RevisionTask
from mingjing.disclosure import kinds
from mingjing.disclosure.queries import (
    collected,
    open_requests,
    returned,
    rule_drafts,
    unexplained,
    waiting,
)
from mingjing.records import log
from mingjing.registry.permissions import Role, may
from mingjing.workbench import limits
from mingjing.workbench.addresses import LISTS, PUBLICATIONS
from mingjing.workbench.custody_desk import keeping_items
from mingjing.workbench.device_desk import device_items
from mingjing.workbench.publishing_desk import late_items, posting_items
from mingjing.workbench.push_desk import push_items
from mingjing.workbench.revision_desk import revision_items
from mingjing.workbench.visit_desk import visit_items
from mingjing.workbench.waiting import Item, Kind, Waiting, waiting_in
from mingjing.workflow.models import Clock

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.disclosure.models import CorrectionRequest, DisclosureRule, Publication, Withdrawal
    from mingjing.registry.models import User

OWN_DEPARTMENT = frozenset({"party", "filing-request"})
"""Before a case has handlers its lead belongs to the officers of the department that registered it."""


@dataclass(frozen=True)
class Desk:
    """What waits for a person, and what others must do first in the cases they handle."""

    mine: tuple[Item, ...] = ()
    others: tuple[Item, ...] = ()

    @property
    def late(self) -> list[Item]:
        """Return what is overdue."""
        return [item for item in self.mine if item.clock and item.clock.late]

    @property
    def soon(self) -> list[Item]:
        """Return what is due within three working days."""
        return [item for item in self.mine if item.clock and item.clock.soon]

    def count(self, kind: Kind) -> int:
        """Return how much of a kind waits."""
        return sum(item.kind == kind for item in self.mine)


def desk_of(user: User, roles: frozenset[Role]) -> Desk:
    """Return a person's desk: what waits in the open cases (`waiting`), and what there is to publish."""
    mine: list[Item] = []
    others: list[Item] = []
    if may(roles, "case.read"):
        for each in waiting_in(user.agency):
            if _is_mine(each, user, roles):
                mine.append(each.item)
            elif user.officer in each.handlers:
                others.append(each.item)
    mine += [*_publishing(user, roles), *keeping_items(user, roles), *device_items(user, roles)]
    mine += [*revision_items(user, roles), *push_items(user, roles), *visit_items(user, roles)]
    return Desk(
        tuple(sorted(mine, key=lambda item: item.urgency)),
        tuple(sorted(others, key=lambda item: item.urgency)),
    )


def _is_mine(each: Waiting, user: User, roles: frozenset[Role]) -> bool:
    if not each.task.for_whom(roles=roles, officer=user.officer, handlers=each.handlers):
        return False
    if each.task.verb.name not in OWN_DEPARTMENT or each.handlers or user.officer is None:
        return True
    return user.officer.department_id == each.department


def _publishing(user: User, roles: frozenset[Role]) -> list[Item]:
    items: list[Item] = []
    if may(roles, "publication.check"):
        items += [
            _publication_item(each, "核对不公开" if each.ground else "核对并公开", "核对")
            for each in waiting(user.agency)
            if each.proposed_by_id != user.officer_id
        ]
        items += [
            _rule_item(each) for each in rule_drafts(user.agency) if each.drafted_by_id != user.officer_id
        ]
    items += [*late_items(user, roles), *posting_items(user, roles)]
    if may(roles, "publication.withdraw"):
        items += [_withdrawal_item(each) for each in unexplained(user.agency)]
    if may(roles, "publication.propose"):
        items += [_publication_item(each, "确认并提交审核", "确认") for each in collected(user.agency)]
        items += [_publication_item(each, "按退回意见修改", "查看") for each in returned(user.agency)]
        items += [_request_item(each) for each in open_requests(user.agency)]
        open_revisions = RevisionTask.objects.filter(agency=user.agency, done_on=None).order_by("due_on")
        items += [_revision_item(each) for each in open_revisions]
    return items


def _publication_item(row: Publication, verb: str, label: str) -> Item:
    return Item(
        kind="publish",
        sentence=f"{verb}：{kinds.kind(row.kind).label}",
        clause=row.basis,
        about=row.title,
        about_url=f"{PUBLICATIONS}{row.ref}/",
        label=label,
        url=f"{PUBLICATIONS}{row.ref}/",
        clock=limits.of_publication(row),
    )


def _withdrawal_item(row: Withdrawal) -> Item:
    publication = row.publication
    return Item(
        kind="publish",
        sentence="公布撤下理由",
        clause="行政处罚法 第四十八条第二款",
        about=publication.title,
        about_url=f"{PUBLICATIONS}{publication.ref}/",
        label="公布理由",
        url=f"{PUBLICATIONS}{publication.ref}/explain/",
        clock=limits.of_withdrawal(row),
    )


def _request_item(row: CorrectionRequest) -> Item:
    url = reverse("desk-correction-request", args=[row.ref])
    return Item(
        kind="publish",
        sentence="答复更正申请",
        clause="244号 第十三条；政府信息公开条例 第四十一条",
        about=row.publication.title,
        about_url=url,
        label="答复",
        url=url,
        clock=limits.of_request(row),
    )


def _rule_item(row: DisclosureRule) -> Item:
    url = reverse("desk-rule", args=[row.ref])
    return Item(
        kind="publish",
        sentence="核对公示规则",
        clause="国办发〔2018〕118号 二；244号 第六条",
        about=f"{row} 第 {row.version} 版",
        about_url=url,
        label="核对",
        url=url,
        clock=None,
    )


def _revision_item(row: RevisionTask) -> Item:
    limit = Clock(rule="nm.publish20", started_on=row.asked_on, due_on=row.due_on, safe_on=row.due_on)
    return Item(
        kind="publish",
        sentence=f"修订{row.get_list_kind_display()}：{row.reason}",
        clause="种子 一（二）1",
        about=row.get_list_kind_display(),
        about_url=f"{LISTS}{row.list_kind}/",
        label="去修订",
        url=f"{LISTS}{row.list_kind}/",
        clock=show(limit, clock.today()),
    )


@dataclass(frozen=True)
class Counts:
    """The figures of the menu."""

    mine: int
    review: int
    publish: int
    cases: int


_MOST_KEPT = 200
_kept: OrderedDict[tuple[str, dt.date, int, frozenset[Role]], Counts] = OrderedDict()


def counts(user: User, roles: frozenset[Role]) -> Counts:
    """Return the figures of the menu. Nothing changes without a record, so they are kept until the next one."""
    # How many, and not the newest number: of two acts at the same time the lower number may be committed last.
    key = (user.ref, clock.today(), log.recorded(), roles)
    if key not in _kept:
        desk = desk_of(user, roles)
        cases = Case.objects.filter(agency=user.agency, ending="").count() if may(roles, "case.read") else 0
        _kept[key] = Counts(len(desk.mine), desk.count("review"), desk.count("publish"), cases)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[key]
