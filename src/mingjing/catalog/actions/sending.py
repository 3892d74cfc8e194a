"""From a draft to a proposal, and what publishing it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.catalog import acts, rules
from mingjing.catalog.actions.blank_forms import forms_of_rows
from mingjing.catalog.actions.drafts import list_dossier, open_draft
from mingjing.catalog.bands import overlapping
from mingjing.catalog.columns import COLUMNS
from mingjing.catalog.guides import materials_of, steps_of
from mingjing.catalog.marking import values_of
from mingjing.catalog.models import Edition, GuideRow, ListKind, ListRow, RevisionTask
from mingjing.catalog.queries import about, rows_of
from mingjing.catalog.reading import MOST_FAULTS
from mingjing.disclosure.actions import propose
from mingjing.disclosure.models import Publication
from mingjing.law.terms import due
from mingjing.records.deeds import Deed, deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.registry.models import Agency, User

TERM = "gk.20"
BASIS = {
    ListKind.MATTERS: "种子 一（二）1；内蒙古244号令 第八条（二）；政府信息公开条例 第二十六条",
    ListKind.OFFICERS: "种子 一（二）1；内蒙古244号令 第八条（三）；政府信息公开条例 第二十六条",
    ListKind.RECORDINGS: "种子 二（三）1；政府信息公开条例 第二十六条",
    ListKind.REVIEW: "种子 三（三）；内蒙古244号令 第二十五条；政府信息公开条例 第二十六条",
    ListKind.BENCHMARKS: "行政处罚法 第三十四条；国办发〔2022〕27号；政府信息公开条例 第二十六条",
    ListKind.INSPECTIONS: "种子 一（二）2；国办发〔2015〕58号 二（一）；政府信息公开条例 第二十六条",
    ListKind.GUIDES: "种子 一（二）3；行政许可法 第三十条；政府信息公开条例 第二十六条",
}


def send_to_check(*, user: User, edition: Edition, version: int | None = None) -> Publication:
    """Propose a draft for publication; another person checks it. Due twenty working days from today (公开条例26).

    Rows with marks may be published as they are (待核); an empty cell that every row must have may not.
    """
    require(user, "list.edit")
    agency, kind, today = edition.agency, edition.list_kind, clock.today()
    limit = due(TERM, today)
    with (
        transaction.atomic(),
        deed(dossier=list_dossier(agency, kind), act=acts.SENT, actor=user.actor(), version=version) as work,
    ):
        edition = open_draft(user, edition)
        rows = list(rows_of(edition))
        _check_complete(kind, rows)
        if kind == ListKind.BENCHMARKS:
            _check_bands(rows)
        forms = {"forms": forms_of_rows(agency, rows)} if kind == ListKind.GUIDES else {}
        marked = sum(bool(row.marks) for row in rows)
        work.mention(edition)
        work.facts |= {"rows": len(rows), "marked": marked}
        return propose(
            user=user,
            publication=Publication(
                agency=agency,
                kind=f"list.{kind}",
                about=about(agency, kind),
                title=f"{agency.name}{edition}",
                made_on=today,
                content={
                    "edition": str(edition.pk),
                    "number": edition.number,
                    "rows": len(rows),
                    "marks": marked,
                }
                | forms,
                basis=BASIS[ListKind(kind)],
                safe_on=limit.safe,
                due_on=limit.due,
                provisional=limit.provisional,
            ),
        )


def _check_complete(list_kind: str, rows: list[ListRow]) -> None:
    if not rows:
        raise Refusal("list.empty", "草案里还没有内容。", next_step="请先导入或者增加事项。")
    required = {
        column.key: column.label for column in COLUMNS[list_kind] if column.required and column.in_row
    }
    faults = [
        f"第{row.position}项（{row.code}）未填写：{'、'.join(empty)}。"
        for row in rows
        if (empty := rules.blanks(_said(list_kind, row), required))
    ]
    if faults:
        raise Refusal(
            "list.incomplete",
            f"有 {len(faults)} 项缺少必须公开的内容，不能提交审核。",
            "种子 一（二）3；行政许可法 第三十条"
            if list_kind == ListKind.GUIDES
            else "种子 一（二）1；244号 第八条",
            "请补全后再提交。",
            details=faults[:MOST_FAULTS],
        )


def _said(list_kind: str, row: ListRow) -> dict[str, object]:
    """Return what a row says; of a guide, materials and steps that name nothing say nothing."""
    values = values_of(list_kind, row)
    if isinstance(row, GuideRow):
        values |= {"materials": materials_of(row.materials), "steps": steps_of(row.steps)}
    return values


def _check_bands(rows: list[ListRow]) -> None:
    """行政处罚法34: what was edited by hand is held to what an import is."""
    clashes = overlapping((row.position, values_of(ListKind.BENCHMARKS, row)) for row in rows)
    if clashes:
        raise Refusal(
            "list.bands_overlap",
            f"有 {len(clashes)} 档的幅度与同一事项的另一档重叠，不能提交审核。",
            "行政处罚法 第三十四条；国办发〔2022〕27号",
            "请改到两档相接而不重叠，如“1.5%以上”与“不足1.5%”。",
            details=[f"第{row}项与第{other}项重叠。" for row, other in clashes[:MOST_FAULTS]],
        )


def ask_for_revision(work: Deed, *, agency: Agency, list_kind: str, reason: str, on: dt.date) -> RevisionTask:
    """Open a revision of a list within another act: a matter was filed that the list lacks (reference §11.4 no. 3).

    It is to be done within twenty working days and ends when an edition of the list is published.
    """
    limit = due(TERM, on).due
    task = RevisionTask(agency=agency, list_kind=list_kind, reason=reason, asked_on=on, due_on=limit)
    return work.add(task)
