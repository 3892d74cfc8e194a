"""A draft edited row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.catalog import acts, rules
from mingjing.catalog.actions.drafts import generated_only, list_dossier, open_draft
from mingjing.catalog.citing import CitationJudge
from mingjing.catalog.columns import labels_of
from mingjing.catalog.marking import marks_of, values_of
from mingjing.catalog.models import ROWS, Edition, ListKind, ListRow, rows_of_kind
from mingjing.catalog.queries import public_editions, rows_of
from mingjing.records.deeds import Deed, deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingjing.registry.models import User


def edit_row(*, user: User, row: ListRow, version: int | None = None, **fields: Any) -> ListRow:
    """Change cells of a draft's row (attributes of the list's columns); its marks are judged anew."""
    _allow(user, row.edition.list_kind, fields)
    edition = row.edition
    dossier = list_dossier(edition.agency, edition.list_kind)
    with deed(dossier=dossier, act=acts.ROW_EDITED, actor=user.actor(), version=version) as work:
        edition = open_draft(user, edition)
        row = _current(row)
        before = rules.neighbourhood(edition.list_kind, values_of(edition.list_kind, row))
        for name, value in fields.items():
            setattr(row, name, value)
        row.others = _without_answered(row, fields)
        _check_code(edition, row)
        _judge(work, edition, row, before)
    return row


def add_row(*, user: User, edition: Edition, version: int | None = None, **fields: Any) -> ListRow:
    """Add a row at the end of a draft; without a code it gets a new one."""
    _allow(user, edition.list_kind, fields)
    dossier = list_dossier(edition.agency, edition.list_kind)
    with deed(dossier=dossier, act=acts.ROW_ADDED, actor=user.actor(), version=version) as work:
        edition = open_draft(user, edition)
        rows = rows_of_kind(edition.list_kind).filter(edition=edition)
        last = rows.order_by("-position").values_list("position", flat=True).first() or 0
        row = ROWS[edition.list_kind](edition=edition, position=last + 1, **fields)
        row.code = row.code or _new_code(edition, row)
        _check_code(edition, row)
        _judge(work, edition, row, ())
    return row


def remove_row(*, user: User, row: ListRow, version: int | None = None) -> None:
    """Take a row out of a draft. The row stays, as removed: nothing that was recorded is ever deleted."""
    _allow(user, row.edition.list_kind, {})
    edition = row.edition
    dossier = list_dossier(edition.agency, edition.list_kind)
    with deed(dossier=dossier, act=acts.ROW_REMOVED, actor=user.actor(), version=version) as work:
        edition = open_draft(user, edition)
        row = _current(row)
        row.removed = True
        work.change(row)
        _judge_neighbours(
            work,
            edition,
            {rules.neighbourhood(edition.list_kind, values_of(edition.list_kind, row))},
            without=row,
        )


def _allow(user: User, list_kind: str, fields: dict[str, Any]) -> None:
    require(user, "list.edit")
    if list_kind == ListKind.OFFICERS:
        raise generated_only()
    if strange := fields.keys() - labels_of(list_kind).keys():
        raise TypeError(f"no columns of the list: {', '.join(sorted(strange))}")


def _current(row: ListRow) -> ListRow:
    current = rows_of_kind(row.edition.list_kind).select_related("edition__agency").get(pk=row.pk)
    if current.removed:
        raise Refusal("list.row_removed", f"“{current}”已从草案中删去。", next_step="请刷新草案。")
    return current


def _check_code(edition: Edition, row: ListRow) -> None:
    if not row.code:
        raise Refusal("list.no_code", "须有编码。", field="code", next_step="请填写编码。")
    if rows_of(edition).filter(code=row.code).exclude(pk=row.pk).exists():
        raise Refusal(
            "list.code_doubled",
            f"编码“{row.code}”在这一版里已有一行。",
            field="code",
            next_step="请换一个编码。",
        )


def _new_code(edition: Edition, row: ListRow) -> str:
    public = rows_of_kind(edition.list_kind).filter(
        edition__in=[*public_editions(edition.agency, edition.list_kind), edition.pk]
    )
    used = public.values_list("code", flat=True)
    return rules.give_codes(edition.list_kind, [values_of(edition.list_kind, row)], known=(), used=used)[0]


def _without_answered(row: ListRow, fields: dict[str, Any]) -> list[list[str]]:
    """A choice that a person has made now replaces the words of the file that nobody understood."""
    answered = {labels_of(row.edition.list_kind)[name] for name in fields}
    return [pair for pair in row.others if pair[0] not in answered]


def _judge(work: Deed, edition: Edition, row: ListRow, before: tuple[str, ...]) -> None:
    """Write the row with its marks, and the marks of rows that it stood or stands with."""
    after = rules.neighbourhood(edition.list_kind, values_of(edition.list_kind, row))
    together = _neighbours(edition, {after}, without=row)
    rows = sorted([row, *together], key=lambda each: each.position)
    marks = dict(zip(rows, marks_of(edition, rows, CitationJudge(clock.today())), strict=True))
    row.marks = marks.pop(row)
    write = work.change if before else work.add
    write(row)
    _write_marks(work, marks.items())
    if before and before != after:
        _judge_neighbours(work, edition, {before}, without=row)


def _judge_neighbours(
    work: Deed, edition: Edition, groups: set[tuple[str, ...]], *, without: ListRow
) -> None:
    rows = _neighbours(edition, groups, without=without)
    _write_marks(work, zip(rows, marks_of(edition, rows, CitationJudge(clock.today())), strict=True))


def _neighbours(edition: Edition, groups: set[tuple[str, ...]], *, without: ListRow) -> list[ListRow]:
    rows = rows_of(edition).exclude(pk=without.pk)
    return [
        row
        for row in rows
        if rules.neighbourhood(edition.list_kind, values_of(edition.list_kind, row)) in groups
    ]


def _write_marks(work: Deed, marks: Iterable[tuple[ListRow, list[str]]]) -> None:
    for row, found in marks:
        if row.marks != found:
            row.marks = found
            work.change(row)
