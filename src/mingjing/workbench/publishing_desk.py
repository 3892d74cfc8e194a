"""For the desk: what must be put up elsewhere or leave there, and what is late (244号12、13; 国办发〔2017〕47号)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from mingjing import clock
from mingjing.cases.clocks import show
from mingjing.disclosure import kinds
from mingjing.disclosure.models import Publication
from mingjing.disclosure.posting_rules import day_of
from mingjing.disclosure.queries import must_leave, unposted, unseen, withdrawal_of
from mingjing.registry.permissions import Role, may
from mingjing.registry.queries import holders
from mingjing.workbench import limits
from mingjing.workbench.addresses import PUBLICATIONS
from mingjing.workbench.waiting import Item
from mingjing.workflow.models import Clock

if TYPE_CHECKING:
    from mingjing.disclosure.models import Posting
    from mingjing.registry.models import Agency, User

State = Publication.State
LEAVE = "nm.withdraw"
HOLDS = {
    State.COLLECTED: ("待确认", Role.PUBLISHER),
    State.RETURNED: ("已退回，待修改", Role.PUBLISHER),
    State.PROPOSED: ("待审核", Role.CHECKER),
    State.PUBLISHED: ("已审核，待在别处发布", Role.PUBLISHER),
}
"""Where a publication that the public cannot read stands, and the post that holds it."""


def posting_items(user: User, roles: frozenset[Role]) -> list[Item]:
    """Return what must leave at once, and what an agency without a site must still put up: of who may do it."""
    if not may(roles, "publication.propose"):
        return []
    return [
        *(_leaving(each) for each in must_leave(user.agency)),
        *(_to_be_posted(each) for each in unposted(user.agency)),
    ]


def late_items(user: User, roles: frozenset[Role]) -> list[Item]:
    """Return, to the supervisor, what is past its last day: where it stands and with whom (244号12)."""
    if Role.SUPERVISOR not in roles:
        return []
    return [_late(each, user.agency) for each in unseen(user.agency, clock.today())]


def late_words(agency: Agency) -> str:
    """Return the alarm in a sentence: how many are late in each state; empty where none is."""
    counted: dict[str, int] = {}
    for row in unseen(agency, clock.today()):
        words = HOLDS[State(row.state)][0]
        counted[words] = counted.get(words, 0) + 1
    told = "，".join(f"{words} {count} 份" for words, count in counted.items())
    return f"已过最迟公开日而公众还看不到：{told}。" if told else ""


def _leaving(row: Posting) -> Item:
    publication = row.publication
    withdrawn = withdrawal_of(publication)
    since = withdrawn.withdrawn_on if withdrawn else clock.today()
    replaced = publication.state == State.REPLACED
    page = reverse("desk-publication", args=[publication.ref])
    return Item(
        kind="publish",
        sentence=f"{'换成新版' if replaced else '立即撤除'}：{row}",
        clause="244号 第十三条",
        about=publication.title,
        about_url=page,
        label="登记撤除",
        url=reverse("desk-posting-remove", args=[row.ref]),
        clock=show(Clock(rule=LEAVE, started_on=since, due_on=since, safe_on=since), clock.today()),
    )


def _to_be_posted(row: Publication) -> Item:
    checked = day_of(row.published_at) if row.published_at else row.made_on
    return Item(
        kind="publish",
        sentence=f"在别处发布并登记（{checked} 已审核）：{kinds.kind(row.kind).label}",
        clause="国办发〔2017〕47号；244号 第十二条",
        about=row.title,
        about_url=f"{PUBLICATIONS}{row.ref}/",
        label="登记转载",
        url=reverse("desk-publication-post", args=[row.ref]),
        clock=limits.of_publication(row),
    )


def _late(row: Publication, agency: Agency) -> Item:
    words, role = HOLDS[State(row.state)]
    held = [row.proposed_by] if row.state == State.RETURNED and row.proposed_by else holders(agency, role)
    people = "、".join(each.name for each in held if row.state != State.PROPOSED or each != row.proposed_by)
    return Item(
        kind="publish",
        sentence=f"督促公开，已逾期：{words}，在{role.label}{people}处",
        clause=row.basis,
        about=row.title,
        about_url=f"{PUBLICATIONS}{row.ref}/",
        label="查看",
        url=f"{PUBLICATIONS}{row.ref}/",
        clock=limits.of_publication(row),
        who=people,
    )
