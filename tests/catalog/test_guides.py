"""种子 A2.3: a service guide says everything that it must, with the forms to fill in, or it is not sent to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from catalog_office import csv_of

from mingjing.catalog.actions import add_blank_form, edit_row, import_list, send_to_check
from mingjing.catalog.blank_forms import newest_forms, public_forms
from mingjing.catalog.columns import COLUMNS, labels_of
from mingjing.catalog.forms import initial_of, row_form
from mingjing.catalog.guides import Material, materials_of, steps_of
from mingjing.catalog.models import GuideRow, ListKind
from mingjing.catalog.queries import in_force, rows_of
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from catalog_office import Office

    from mingjing.catalog.models import Edition

SEED = {
    *("事项名称", "依据", "受理机构", "审批机构", "许可条件", "优惠政策", "申请材料", "办理流程", "办理时限"),
    *("监督方式", "责任追究", "救济渠道", "办公时间", "办公地址", "办公电话"),
}
"""The fields that the seed names, in its words."""
GUIDE = {label: "已写明" for label in labels_of(ListKind.GUIDES).values() if "日期" not in label} | {
    "编码": "ZN-001",
    "事项名称": "施工许可证核发",
    "事项编码": "",
    "依据": "《中华人民共和国建筑法》第七条",
    "申请材料": "申请表|原件|2份|窗口领取|施工许可申请表\n施工合同|复印件|1份",
    "办理流程": "受理｜窗口人员｜当场｜材料齐全\n审查|建筑市场监管股|3日",
}
FORM = b"%PDF-1.4 blank form"


def draft(office: Office, **cells: str) -> Edition:
    told = GUIDE | cells
    return import_list(
        user=office.publisher,
        list_kind=ListKind.GUIDES,
        data=csv_of(list(told), [list(told.values())]),
        filename="指南.csv",
    )


def first(edition: Edition) -> GuideRow:
    row = rows_of(edition)[0]
    assert isinstance(row, GuideRow)
    return row


def with_form(office: Office, data: bytes = FORM) -> None:
    add_blank_form(user=office.publisher, name="施工许可申请表", data=data, filename="申请表.pdf")


def test_every_field_of_the_seed_is_required() -> None:
    required = {column.label for column in COLUMNS[ListKind.GUIDES] if column.required}
    assert required == SEED | {"收费"}


def test_materials_and_steps_are_read_line_by_line(office: Office) -> None:
    row = first(draft(office))
    assert materials_of(row.materials) == [
        Material("申请表", "原件", "2份", "窗口领取", "施工许可申请表"),
        Material("施工合同", "复印件", "1份"),
    ]
    assert [(each.name, each.actor, each.limit) for each in steps_of(row.steps)] == [
        ("受理", "窗口人员", "当场"),
        ("审查", "建筑市场监管股", "3日"),
    ]
    assert not [mark for mark in row.marks if "申请材料" in mark or "办理流程" in mark]


def test_what_a_material_or_a_step_leaves_open_is_marked(office: Office) -> None:
    row = first(draft(office, 申请材料="申请表", 办理流程="受理|窗口人员"))
    assert "申请材料“申请表”没有写明形式、份数。" in row.marks
    assert "办理流程“受理”没有写明办理人、时限。" in row.marks


def test_a_guide_with_an_empty_field_is_not_sent_and_the_refusal_names_the_fields(office: Office) -> None:
    with_form(office)
    edition = draft(office, 救济渠道="", 优惠政策="", 办公电话="")
    with pytest.raises(Refusal) as refusal:
        send_to_check(user=office.publisher, edition=edition)
    assert refusal.value.code == "list.incomplete"
    assert refusal.value.details == ["第1项（ZN-001）未填写：优惠政策、救济渠道、办公电话。"]
    assert "行政许可法 第三十条" in refusal.value.clause
    edit_row(
        user=office.publisher, row=first(edition), relief="行政复议", preferences="无", phone="0000-1234567"
    )
    office.release(edition)
    assert in_force(office.agency, ListKind.GUIDES) == edition


def test_lines_that_name_nothing_are_an_empty_field(office: Office) -> None:
    edition = draft(office, 申请材料="|||", 办理流程=" | ")
    with pytest.raises(Refusal) as refusal:
        send_to_check(user=office.publisher, edition=edition)
    assert refusal.value.details == ["第1项（ZN-001）未填写：申请材料、办理流程。"]


def test_what_a_browser_sends_back_unchanged_is_unchanged(office: Office) -> None:
    """A browser ends lines in its own way; the next edition would otherwise differ in every field of several lines."""
    row = first(draft(office))
    initial = initial_of(row, ListKind.GUIDES)
    sent = {name: str(value or "").replace("\n", "\r\n") for name, value in initial.items()}
    form = row_form(ListKind.GUIDES)(sent, initial=initial)
    assert form.is_valid(), form.errors
    assert form.changed_data == []
    assert form.cleaned_data["materials"] == row.materials


def test_a_guide_whose_form_is_not_there_is_not_sent(office: Office) -> None:
    edition = draft(office)
    with pytest.raises(Refusal) as refusal:
        send_to_check(user=office.publisher, edition=edition)
    assert refusal.value.code == "guide.form_missing"
    assert refusal.value.details == ["第1项（ZN-001）“申请表”的表格“施工许可申请表”还没有上传。"]
    with_form(office)
    publication = office.release(edition)
    assert list(publication.content["forms"]) == ["施工许可申请表"]


def test_the_public_has_the_form_that_was_checked_until_the_next_edition_is(office: Office) -> None:
    """A second person checks what becomes public (A1): a new file of the name waits for the next edition."""
    with_form(office)
    assert public_forms(office.agency) == {}
    office.release(draft(office))
    with_form(office, FORM + b" 2")
    assert newest_forms(office.agency)["施工许可申请表"].version == 2
    assert public_forms(office.agency)["施工许可申请表"].version == 1
    office.release(draft(office))
    assert public_forms(office.agency)["施工许可申请表"].version == 2


def test_what_is_no_form_is_not_kept(office: Office) -> None:
    for name, data, filename, code in (
        ("申请表", b"MZ program", "申请表.exe", "file.kind_not_allowed"),
        ("申请表", b"MZ program", "申请表.pdf", "file.content_mismatch"),
        ("表/一", FORM, "申请表.pdf", "form.no_name"),
    ):
        with pytest.raises(Refusal) as refusal:
            add_blank_form(user=office.publisher, name=name, data=data, filename=filename)
        assert refusal.value.code == code
    assert newest_forms(office.agency) == {}
