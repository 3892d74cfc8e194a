"""Drafts: one at a time for each list, written whole with one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing.catalog import acts
from mingjing.catalog.models import ROWS, Edition, ListKind, ListRow, attributes, rows_of_kind
from mingjing.catalog.queries import Stage, dossier_ref, in_force, rows_of, stage_of, unfinished
from mingjing.records.actions import append, lock, open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mingjing.records.models import Dossier
    from mingjing.records.vocabulary import Act
    from mingjing.registry.models import Agency, User

BATCH = 500


def list_dossier(agency: Agency, list_kind: str) -> Dossier:
    """Return the dossier on which everything about an agency's list is recorded."""
    return open_dossier(kind="list", ref=dossier_ref(agency, list_kind), agency=agency.ref)


def begin_edition(*, user: User, list_kind: str, note: str = "", version: int | None = None) -> Edition:
    """Begin a draft: a copy of the edition in force, or an empty one. Refused while another draft is open."""
    require(user, "list.edit")
    if list_kind == ListKind.OFFICERS:
        raise generated_only()

    def copies(edition: Edition) -> list[ListRow]:
        return _copies(edition.based_on, edition) if edition.based_on else []

    return write_draft(
        user=user, list_kind=list_kind, act=acts.BEGUN, rows=copies, note=note, replace=False, version=version
    )


def _copies(source: Edition, target: Edition) -> list[ListRow]:
    model = ROWS[source.list_kind]
    names = attributes(source.list_kind).keys() - {"edition"}
    return [model(edition=target, **{name: getattr(row, name) for name in names}) for row in rows_of(source)]


def discard_draft(*, user: User, edition: Edition, version: int | None = None) -> None:
    """Give a draft up. It stays in the database, its number goes to the next draft."""
    require(user, "list.edit")
    with deed(
        dossier=list_dossier(edition.agency, edition.list_kind),
        act=acts.DISCARDED,
        actor=user.actor(),
        version=version,
    ) as work:
        edition = open_draft(user, edition)
        edition.discarded = True
        work.change(edition)


def open_draft(user: User, edition: Edition) -> Edition:
    """Return the edition as it is now, if this user's agency may change it; the list's dossier must be locked."""
    current = Edition.objects.select_related("agency").get(pk=edition.pk)
    if current.agency_id != user.agency_id:
        raise Refusal("list.foreign", "这份清单属于其他机关。", "岗位权限表", "只能办理本机关的清单。")
    stage = stage_of(current)
    if not stage.open:
        raise Refusal(
            "list.not_draft",
            f"{current}{stage.label}，不能修改。",
            "种子 一（二）1",
            "请开始编制新版，在新版草案中修改。"
            if stage is not Stage.CHECKING
            else "请等审核完毕，或请审核员退回。",
        )
    return current


def write_draft(
    *,
    user: User,
    list_kind: str,
    act: Act,
    rows: Callable[[Edition], Sequence[ListRow]],
    note: str = "",
    replace: bool = True,
    version: int | None = None,
) -> Edition:
    """Write a whole draft in one transaction and one record, in place of the draft before it (`replace`).

    `rows` makes the rows of the new edition. The edition before stays, discarded, and leaves its number.
    """
    agency = user.agency
    with transaction.atomic():
        dossier = lock(list_dossier(agency, list_kind), version=version)
        former = _former_draft(agency, list_kind, replace=replace)
        edition = Edition(
            agency=agency,
            list_kind=list_kind,
            number=former.number if former else next_number(agency, list_kind),
            based_on=in_force(agency, list_kind),
            made_by=user.officer,
            note=note,
        )
        made = rows(edition)
        gone = [former] if former else []
        for each in gone:
            each.discarded = True
        append(
            dossier=dossier,
            act=act,
            actor=user.actor(),
            subjects=[edition, *gone, *made],
            facts={"rows": len(made), "marked": sum(bool(row.marks) for row in made)},
        )
        for each in gone:
            each.save(force_update=True)
        edition.save(force_insert=True)
        rows_of_kind(list_kind).bulk_create(made, batch_size=BATCH)
    return edition


def _former_draft(agency: Agency, list_kind: str, *, replace: bool) -> Edition | None:
    found = unfinished(agency, list_kind)
    if found is None:
        return None
    edition, stage = found
    if stage is Stage.CHECKING:
        raise Refusal(
            "list.being_checked", f"{edition}正在审核。", next_step="请等审核完毕，或请审核员退回后再编制。"
        )
    if not replace:
        raise Refusal(
            "list.draft_exists", f"{edition}的草案还在编制中。", next_step="请继续编制这一份，或者先废弃它。"
        )
    return edition


def next_number(agency: Agency, list_kind: str) -> int:
    """Return the number that the next edition gets; discarded drafts do not count."""
    numbers: Iterable[int] = Edition.objects.filter(
        agency=agency, list_kind=list_kind, discarded=False
    ).values_list("number", flat=True)
    return max(numbers, default=0) + 1


def generated_only() -> Refusal:
    """Return the refusal of editing the officer list by hand."""
    return Refusal(
        "list.generated",
        "人员清单由人员登记生成，不能逐行编制。",
        "种子 一（二）1；244号 第八条（三）",
        "请改人员和证件的登记（或导入人员表），再重新生成清单。",
    )
