"""The forms of rows, and the list on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from catalog_office import matter, matters_csv

from mingjing.catalog.actions import add_row, begin_edition, edit_row
from mingjing.catalog.cli import import_file
from mingjing.catalog.columns import columns_of
from mingjing.catalog.forms import UploadForm, initial_of, row_form
from mingjing.catalog.models import ListKind, ReviewRow
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_office import Office


@pytest.mark.parametrize("list_kind", ListKind.values)
def test_every_column_of_every_list_can_be_typed(list_kind: str) -> None:
    form = row_form(list_kind)()
    assert [field.label for field in form] == [column.label for column in columns_of(list_kind)]


def test_what_the_form_gives_is_what_the_action_takes(office: Office) -> None:
    edition = begin_edition(user=office.publisher, list_kind="review")
    form = row_form("review")({"category": "行政处罚", "item": "较大数额罚款", "matters": "CF-001、CF-002"})
    assert form.is_valid(), form.errors
    row = add_row(user=office.publisher, edition=edition, **form.cleaned_data)
    assert isinstance(row, ReviewRow)
    assert (row.code, row.matters) == ("SH-001", ["CF-001", "CF-002"])
    shown = row_form("review")(initial=initial_of(row, "review"))
    assert 'value="CF-001、CF-002"' in str(shown["matters"])
    again = row_form("review")(
        initial_of(row, "review") | {"matters": "CF-003"}, initial=initial_of(row, "review")
    )
    assert again.is_valid()
    assert again.changed_data == ["matters"]
    changed = edit_row(user=office.publisher, row=row, matters=again.cleaned_data["matters"])
    assert changed.matters == ["CF-003"]  # type: ignore[attr-defined]


def test_the_upload_form_has_one_file() -> None:
    assert list(UploadForm().fields) == ["file"]


def test_the_command_imports_as_a_person_and_says_what_came_of_it(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "事项.csv"
    file.write_bytes(matters_csv(matter("CF-001"), matter("CF-002", 实施机构="")))
    said = import_file("matters", str(file), office.publisher.username)
    assert said == "已导入行政执法事项清单（第1版）草案：2 行，其中 1 行待补全。请核对差异后提交审核。"


@pytest.mark.parametrize(
    ("list_kind", "file", "username", "code"),
    [
        ("nothing", "有.csv", "", "list.unknown_kind"),
        ("matters", "有.csv", "nobody", "account.unknown"),
        ("matters", "没有.csv", "", "file.unreadable"),
    ],
)
def test_the_command_says_what_it_cannot_do(
    office: Office, tmp_path: Path, *, list_kind: str, file: str, username: str, code: str
) -> None:
    (tmp_path / "有.csv").write_bytes(matters_csv(matter()))
    with pytest.raises(Refusal) as refusal:
        import_file(list_kind, str(tmp_path / file), username or office.publisher.username)
    assert refusal.value.code == code
