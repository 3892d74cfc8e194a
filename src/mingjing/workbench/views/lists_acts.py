"""What is done to a list: imported, begun, generated, edited row by row, sent to check, given up."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.catalog import actions
from mingjing.catalog.actions import list_dossier
from mingjing.catalog.columns import COLUMNS
from mingjing.catalog.forms import initial_of
from mingjing.catalog.guides import told_by_agency
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import difference, rows_of, unfinished
from mingjing.workbench.acting import ActForm, ActView
from mingjing.workbench.forms_lists import BeginForm, ImportForm, act_row_form
from mingjing.workbench.views.lists_reading import find_edition, find_row, kind_label

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.catalog.models import Edition, ListRow
    from mingjing.records.models import Dossier
    from mingjing.refusal import Refusal

FAULT = re.compile(r"第(\d+)行(?:（表头）)?(?:“([^”]*)”)?[：:]?(.*)")


class ListAct(ActView):
    """What every act on a list shares: the list, its dossier, the way back."""

    permission = "list.edit"
    kind: str
    label: str

    def load(self, **address: str) -> None:
        """Take the list's name."""
        self.kind = address["kind"]
        self.label = kind_label(self.kind)

    def dossier(self) -> Dossier:
        """Return the list's dossier."""
        return list_dossier(self.request.user.agency, self.kind)

    @property
    def back_url(self) -> str:
        """Return the list's page."""
        return reverse("desk-list", args=[self.kind])

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        return {
            "kind": self.kind,
            "label": self.label,
            "heading": f"{self.label}：{self.title}",
            "back_url": self.back_url,
            "path": [("执法清单", reverse("desk-lists")), (self.label, self.back_url), (self.title, "")],
        }


def edition_url(edition: Edition, tab: str = "") -> str:
    """Return an edition's page."""
    address = reverse("desk-list-edition", args=[edition.list_kind, edition.ref])
    return f"{address}?tab={tab}" if tab else address


class Import(ListAct):
    """A whole list from a file: every fault by row and column, or a draft."""

    template_name = "workbench/lists_import.html"
    form_class = ImportForm
    title = "导入清单"
    submit = "导入为草案"
    done = "已导入为草案。请核对改动和待补全的行，再提交审核。"
    faults: tuple[dict[str, str], ...] = ()

    def act(self, form: ImportForm) -> str:
        """Import."""
        upload = form.cleaned_data["file"]
        edition = actions.import_list(
            user=self.request.user,
            list_kind=self.kind,
            data=upload.read(),
            filename=upload.name,
            version=form.cleaned_data["version"],
        )
        return edition_url(edition, "diff")

    def refused(self, form: ActForm, refusal: Refusal) -> HttpResponse:
        """Lay the faults out by row and column: nothing was imported."""
        if not refusal.details:
            return super().refused(form, refusal)
        self.faults = tuple(fault_cells(line) for line in refusal.details)
        return super().refused(form, dataclasses.replace(refusal, details=[]))

    def context(self) -> dict[str, Any]:
        """Say which columns the file must have, and which draft it would replace."""
        found = unfinished(self.request.user.agency, self.kind)
        return super().context() | {
            "columns": COLUMNS[self.kind],
            "faults": self.faults,
            "replaces": found[0] if found and found[1].open else None,
            "checking": found[0] if found and not found[1].open else None,
        }


def fault_cells(line: str) -> dict[str, str]:
    """Return a fault's row, column and sentence; what names no row is a sentence only."""
    match = FAULT.fullmatch(line)
    if match is None:
        return {"row": "", "column": "", "sentence": line}
    return {"row": match[1], "column": match[2] or "", "sentence": match[3]}


class Begin(ListAct):
    """Begin the next edition as a copy of the one in force."""

    form_class = BeginForm
    title = "开始编制新版"
    submit = "开始编制"
    done = "已复制现行版为草案。"
    remark = "草案以现行版为底本，公开之前不影响现行版。"

    def act(self, form: BeginForm) -> str:
        """Begin."""
        edition = actions.begin_edition(
            user=self.request.user,
            list_kind=self.kind,
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"],
        )
        return edition_url(edition)


class Generate(ListAct):
    """Make the officer list from the registry."""

    form_class = ActForm
    title = "从人员登记生成"
    submit = "生成草案"
    done = "已从人员登记生成草案。"
    remark = "每一张今天有效的证件一行；离岗、暂扣、到期的不列。已有的草案会被替换。"
    clause = "244号 第八条（三）"

    def act(self, form: ActForm) -> str:
        """Generate."""
        edition = actions.generate_officers(user=self.request.user, version=form.cleaned_data["version"])
        return edition_url(edition, "diff")


class EditionAct(ListAct):
    """An act on one draft."""

    edition: Edition

    def load(self, **address: str) -> None:
        """Find the edition."""
        super().load(**address)
        self.edition = find_edition(self.request.user.agency, self.kind, address["ref"])

    @property
    def back_url(self) -> str:
        """Return the draft's page."""
        return edition_url(self.edition)


class Send(EditionAct):
    """Send a draft to check."""

    template_name = "workbench/lists_send.html"
    form_class = ActForm
    title = "提交审核"
    submit = "提交审核"
    done = "已提交，等待公示审核员核对。"
    clause = "种子 一（二）1；244号 第六条"

    def act(self, form: ActForm) -> str:
        """Send."""
        publication = actions.send_to_check(
            user=self.request.user, edition=self.edition, version=form.cleaned_data["version"]
        )
        return reverse("desk-publication", args=[publication.ref])

    def context(self) -> dict[str, Any]:
        """Say what is sent."""
        rows = rows_of(self.edition)
        return super().context() | {
            "edition": self.edition,
            "total": rows.count(),
            "marked": rows.exclude(marks=[]).count(),
            "difference": difference(self.edition),
        }


class Discard(EditionAct):
    """Give a draft up."""

    form_class = ActForm
    title = "废弃草案"
    submit = "废弃"
    seal = True
    done = "草案已废弃。"
    remark = "草案留在记录中，版次号让给下一份草案。"

    def act(self, form: ActForm) -> str:
        """Discard."""
        actions.discard_draft(
            user=self.request.user, edition=self.edition, version=form.cleaned_data["version"]
        )
        return reverse("desk-list", args=[self.kind])


class Add(EditionAct):
    """Add a row to a draft."""

    title = "增加一行"
    submit = "增加"
    done = "已增加。"
    remark = "编码空着的，由系统给出。"

    def initial(self) -> dict[str, Any]:
        """Begin a guide with what the agency says of itself."""
        return told_by_agency(self.edition.agency) if self.kind == ListKind.GUIDES else {}

    @property
    def form_class(self) -> type[ActForm]:  # type: ignore[override]
        """Return the form of this list's rows."""
        return act_row_form(self.kind)

    def act(self, form: ActForm) -> str:
        """Add."""
        actions.add_row(
            user=self.request.user, edition=self.edition, version=form.cleaned_data["version"], **form.typed
        )
        return edition_url(self.edition)


class RowAct(ListAct):
    """An act on one row of a draft."""

    row: ListRow

    def load(self, **address: str) -> None:
        """Find the row."""
        super().load(**address)
        self.row = find_row(self.request.user.agency, self.kind, address["ref"])

    @property
    def back_url(self) -> str:
        """Return the draft's page."""
        return edition_url(self.row.edition)

    def context(self) -> dict[str, Any]:
        """Say which row, and what it still lacks."""
        return super().context() | {"row": self.row, "edition": self.row.edition}


class Edit(RowAct):
    """Change a row of a draft."""

    template_name = "workbench/lists_row.html"
    title = "修改一行"
    submit = "保存"
    done = "已保存。"

    @property
    def form_class(self) -> type[ActForm]:  # type: ignore[override]
        """Return the form of this list's rows."""
        return act_row_form(self.kind)

    def initial(self) -> dict[str, Any]:
        """Return the row as it stands."""
        return initial_of(self.row, self.kind)

    def act(self, form: ActForm) -> str:
        """Save what was changed."""
        changed = {name: value for name, value in form.typed.items() if value != getattr(self.row, name)}
        if changed:
            actions.edit_row(
                user=self.request.user, row=self.row, version=form.cleaned_data["version"], **changed
            )
        return self.back_url


class Remove(RowAct):
    """Take a row out of a draft."""

    form_class = ActForm
    title = "从草案中删去"
    submit = "删去"
    seal = True
    done = "已从草案中删去。"

    def act(self, form: ActForm) -> str:
        """Remove."""
        actions.remove_row(user=self.request.user, row=self.row, version=form.cleaned_data["version"])
        return self.back_url
