"""Matters that came in become draft rows of the list's next edition, which is checked and published as any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing.catalog.actions import add_row, begin_edition, edit_row
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import rows_of, unfinished
from mingjing.intake import acts
from mingjing.intake.models import Item, Topic
from mingjing.intake.publishing import version_of
from mingjing.intake.receiving import item_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingjing.catalog.models import Edition
    from mingjing.registry.models import Agency, User

PERMISSION = "source.upload"


def waiting(agency: Agency) -> QuerySet[Item]:
    """Return the matters that no draft holds yet, the oldest first."""
    rows = Item.objects.select_related("system__agency").filter(
        system__agency=agency, topic=Topic.MATTER, state=Item.State.HELD
    )
    return rows.order_by("received_at", "id")


def take_matters(*, user: User) -> Edition:
    """种子 A2.1: put every matter that waits into the draft of the next edition, begun if there is none.

    A row with its code is changed, any other is added; marks, check and publication are those of the list.
    """
    require(user, PERMISSION)
    require(user, "list.edit")
    with transaction.atomic():
        items = list(waiting(user.agency))
        if not items:
            raise Refusal("item.none_waiting", "没有等待采入的事项。", next_step="请刷新来件页。")
        open_one = unfinished(user.agency, ListKind.MATTERS)
        edition = open_one[0] if open_one else begin_edition(user=user, list_kind=ListKind.MATTERS)
        for item in items:
            _take(user, item, edition)
    return edition


def _take(user: User, item: Item, edition: Edition) -> None:
    fields = dict(version_of(item).content)
    code = fields.get("code", "")
    row = rows_of(edition).filter(code=code).select_related("edition__agency").first() if code else None
    if row is None:
        add_row(user=user, edition=edition, **fields)
    else:
        edit_row(user=user, row=row, **fields)
    with deed(dossier=item_dossier(item.system, item.pk), act=acts.TAKEN, actor=user.actor()) as work:
        item.state, item.result = Item.State.TAKEN, f"catalog.edition:{edition.ref}"
        work.change(item)
