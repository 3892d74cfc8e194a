"""A table as an agency has it: uploaded, its heading found, its columns fitted, its rows seen, then imported."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse

from mingjing.catalog.actions import list_dossier
from mingjing.catalog.actions.accounts import AccountImport
from mingjing.catalog.actions.importing import would_be
from mingjing.catalog.actions.mapping import (
    find_heading,
    import_table,
    receive,
    settle_columns,
)
from mingjing.catalog.actions.officers import PeopleImport
from mingjing.catalog.columns import ACCOUNTS, COLUMNS, STAFF
from mingjing.catalog.layouts import KEEP, LEAVE
from mingjing.catalog.mapping import LABELS, PEOPLE, PERMISSION, Fitting, fit, rows_of_fitting
from mingjing.catalog.mapping_models import UploadedTable
from mingjing.catalog.models import Edition
from mingjing.catalog.queries import MARKS, table
from mingjing.refusal import Refusal
from mingjing.registry.models import agency_dossier
from mingjing.registry.queries import require
from mingjing.theme.cells import Column, Mark
from mingjing.workbench.acting import ActForm, ActView
from mingjing.workbench.forms_tables import FIXED, PLACE, ColumnsForm, HeadingForm, TableForm
from mingjing.workbench.views.lists_acts import edition_url, fault_cells

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.catalog.reading import ReadRow
    from mingjing.records.models import Dossier

MOST_SHOWN = 500
"""So many rows a preview shows; faults are found in all."""


class TableAct(ActView):
    """What the steps share: which table it is, who may bring it in, the way back."""

    kind: str

    def permitted(self) -> None:
        """Ask for the table's own permission."""
        self.kind = self.kwargs["kind"]
        if self.kind not in LABELS:
            raise Refusal("list.unknown", "没有这种表格。", next_step="请从执法清单或者人员页进入。")
        require(self.request.user, PERMISSION[self.kind])

    def dossier(self) -> Dossier:
        """Return the dossier that the import will be recorded on."""
        agency = self.request.user.agency
        return agency_dossier(agency) if self.kind in {STAFF, ACCOUNTS} else list_dossier(agency, self.kind)

    @property
    def home(self) -> tuple[str, str]:
        """Return the words and the address of the page that the table belongs to."""
        if self.kind == STAFF:
            return "人员和证件", reverse("desk-people")
        if self.kind == ACCOUNTS:
            return "账号", reverse("desk-accounts")
        return LABELS[self.kind], reverse("desk-list", args=[self.kind])

    def step(self, name: str) -> str:
        """Return the address of a step."""
        return reverse(name, args=[self.kind])

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        return {
            "kind": self.kind,
            "label": LABELS[self.kind],
            "heading": f"{self.title}：{LABELS[self.kind]}",
            "back_url": self.home[1],
            "columns": COLUMNS[self.kind],
            "path": [self.home, (self.title, "")],
        }


class Receive(TableAct):
    """Step one: the file."""

    template_name = "workbench/tables_file.html"
    form_class = TableForm
    title = "导入表格"
    submit = "上传，核对栏目"
    done = "已收到，还没有导入。请核对栏目。"

    def act(self, form: TableForm) -> str:
        """Take it in."""
        upload = form.cleaned_data["file"]
        receive(user=self.request.user, kind=self.kind, data=upload.read(), filename=upload.name)
        return self.step("desk-table-columns")

    def context(self) -> dict[str, Any]:
        """Say what waits from before."""
        waiting = UploadedTable.objects.filter(user=self.request.user, table_kind=self.kind).first()
        return super().context() | {"waiting": waiting}


class OnTable(TableAct):
    """A step with a table that was received."""

    uploaded: UploadedTable
    fitting: Fitting

    def load(self, **address: str) -> None:
        """Find the table and how it stands."""
        del address
        found = (
            UploadedTable.objects.select_related("user")
            .filter(user=self.request.user, table_kind=self.kind)
            .first()
        )
        if found is None:
            raise Refusal("table.unknown", "没有待导入的表格。", next_step="请先上传文件。")
        self.uploaded, self.fitting = found, fit(found)

    def form_arguments(self) -> dict[str, Any]:
        """Hand the form the table."""
        return {"fitting": self.fitting}

    def context(self) -> dict[str, Any]:
        """Tell of the table."""
        layout = self.fitting.layout
        return super().context() | {
            "uploaded": self.uploaded,
            "fitting": self.fitting,
            "sheet": self.fitting.sheets[self.fitting.sheet],
            "layout": layout,
            "last_row": layout.heading_row + layout.depth - 1,
        }


class Heading(OnTable):
    """Which table of the file, and where its heading stands."""

    form_class = HeadingForm
    title = "换一张表、改表头位置"
    submit = "重新读表"
    done = "已重新读表。请核对栏目。"

    def initial(self) -> dict[str, Any]:
        """Return what was found."""
        layout = self.fitting.layout
        return {"sheet": self.fitting.sheet, "heading_row": layout.heading_row, "depth": layout.depth}

    def act(self, form: HeadingForm) -> str:
        """Read anew."""
        find_heading(uploaded=self.uploaded, **form.typed)
        return self.step("desk-table-columns")


class Columns(OnTable):
    """Step two: what each column means."""

    template_name = "workbench/tables_columns.html"
    form_class = ColumnsForm
    title = "核对栏目"
    submit = "预览各行"
    done = "栏目已对应，还没有导入。请核对各行。"

    def initial(self) -> dict[str, Any]:
        """Return what was said before, or what is proposed."""
        return {f"{PLACE}{place}": key for place, key in enumerate(self.fitting.columns)} | {
            f"{FIXED}{key}": value for key, value in self.fitting.fixed.items()
        }

    def act(self, form: ColumnsForm) -> str:
        """Keep it."""
        settle_columns(uploaded=self.uploaded, columns=form.columns(), fixed=form.fixed())
        return self.step("desk-table-rows")

    def context(self) -> dict[str, Any]:
        """Count what is matched."""
        chosen = [key for key in self.fitting.columns if key not in {KEEP, LEAVE}]
        return super().context() | {"matched": len(chosen)}


class Rows(OnTable):
    """Step three: every row as it would come in, and every cell that keeps it from that."""

    template_name = "workbench/tables_rows.html"
    form_class = ActForm
    title = "预览"
    submit = "导入"
    done = "已导入。栏目对应已记住，下次同样的表头自动对上。"
    passwords: list[tuple[str, str]] | None = None

    def form_arguments(self) -> dict[str, Any]:
        """Nothing is typed here."""
        return {}

    def act(self, form: ActForm) -> str:
        """Import."""
        made = import_table(
            user=self.request.user, uploaded=self.uploaded, version=form.cleaned_data["version"]
        )
        if isinstance(made, Edition):
            return edition_url(made, "diff")
        self.passwords = made
        return self.home[1]

    def answered(self, target: str) -> HttpResponse:
        """Show first passwords this once; nobody can look them up later."""
        if not self.passwords:
            return super().answered(target)
        context = {
            "passwords": self.passwords,
            "back_url": target,
            "path": [self.home, ("初始密码", "")],
        }
        answer = render(self.request, "workbench/tables_passwords.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    def refused(self, form: ActForm, refusal: Refusal) -> HttpResponse:
        """The faults are laid out by row and column beside the form."""
        return super().refused(form, dataclasses.replace(refusal, details=[]))

    def context(self) -> dict[str, Any]:
        """Lay out rows and faults."""
        rows, faults = rows_of_fitting(self.fitting)
        found = faults.sentences or self._against_registry(rows)
        labels, shown = self._shown(rows)
        return super().context() | {
            "faults": [fault_cells(line) for line in found],
            "row_columns": labels,
            "rows": shown,
            "total": len(rows),
            "more": max(len(rows) - MOST_SHOWN, 0),
            "columns_url": self.step("desk-table-columns"),
            "again_url": self.step("desk-table"),
        }

    def _against_registry(self, rows: list[ReadRow]) -> list[str]:
        """People are also held against those who are registered."""
        if self.kind not in PEOPLE or not rows:
            return []
        if self.kind == ACCOUNTS:
            return AccountImport(self.request.user, rows).check().sentences
        return PeopleImport(self.request.user, rows, self.kind).check().sentences

    def _shown(self, rows: list[ReadRow]) -> tuple[list[Column], list[dict[str, object]]]:
        """Return headings and rows of a table: what was understood, what is kept, what is still lacking."""
        if self.kind in PEOPLE:
            labels = {column.key: column.label for column in COLUMNS[self.kind]}
            told = [
                {labels[key]: _plain(value) for key, value in row.values.items() if key in labels}
                for row in rows[:MOST_SHOWN]
            ]
        else:
            made = would_be(self.request.user.agency, self.kind, rows)
            told = [_marked(each) for each in table(made[:MOST_SHOWN], self.kind)]
        heads = dict.fromkeys(head for row in told for head, value in row.items() if value)
        for row, read in zip(told, rows, strict=False):
            row["行"] = read.number
        return [Column("行", "行", fit=True), *(Column(head, head) for head in heads)], told


def _plain(value: object) -> object:
    return "、".join(map(str, value)) if isinstance(value, list) else value


def _marked(row: dict[str, object]) -> dict[str, object]:
    marks = row.pop(MARKS, [])
    lacking = (
        {MARKS: [Mark("soon", str(mark)) for mark in marks]} if isinstance(marks, list) and marks else {}
    )
    return {**lacking, **{head: _plain(value) for head, value in row.items()}}
