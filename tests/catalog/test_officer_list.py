"""The officer list is an edition of the registry; a file of officers goes there first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from catalog_office import CERTIFICATE_HEADINGS, csv_of, person

from mingjing.catalog.actions import add_row, begin_edition, edit_row, generate_officers, import_list
from mingjing.catalog.queries import headings, rows_of, table
from mingjing.records.actors import SYSTEM
from mingjing.refusal import Refusal
from mingjing.registry import actions as registry
from mingjing.registry.models import Certificate, Department, Officer
from mingjing.registry.queries import qualification_faults

if TYPE_CHECKING:
    from catalog_office import Office

    from mingjing.catalog.models import Edition
    from mingjing.registry.models import User

DAY = dt.date(2026, 9, 15)


def imported(office: Office, *rows: list[object]) -> Edition:
    data = csv_of(CERTIFICATE_HEADINGS, rows)
    return import_list(user=office.publisher, list_kind="officers", data=data, filename="人员.csv")


def refused(office: Office, *rows: list[object]) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        imported(office, *rows)
    return refusal.value.details


def test_the_list_holds_a_row_for_each_certificate_in_force_and_nothing_beyond(office: Office) -> None:
    several = office.certified("某甲", "15000001")
    registry.issue_certificate(
        actor=SYSTEM, officer=several, number="15000002", categories=["燃气"], areas=["云岭县"],
        valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2027, 1, 1), exam_passed_on=dt.date(2023, 1, 1),
    )  # fmt: skip
    office.certified("到期的", "15000003", valid_to=dt.date(2026, 9, 14))
    office.certified("未起效", "15000004", valid_from=dt.date(2026, 9, 16))
    suspended = office.certified("暂扣的", "15000005").certificates.get()
    registry.change_certificate(actor=SYSTEM, certificate=suspended, status=Certificate.Status.SUSPENDED)
    registry.leave(actor=SYSTEM, officer=office.certified("调离的", "15000006"), on=DAY)
    told = table(rows_of(generate_officers(user=office.publisher)), "officers")
    assert [(row["姓名"], row["证件编号"], row["执法类别"]) for row in told] == [
        ("某甲", "15000001", "建筑市场、质安"),
        ("某甲", "15000002", "燃气"),
    ]
    assert headings("officers", told) == [
        "单位", "姓名", "职务", "证件编号", "执法类别", "执法区域", "证件有效期起", "证件有效期止", "待补全",
    ]  # fmt: skip


def test_an_import_brings_people_certificates_and_departments_into_the_registry(office: Office) -> None:
    edition = imported(
        office,
        person("某甲", "15000001"),
        person("某甲", "15000002", 执法类别="燃气"),
        person("某乙", "15000003", 内设机构="政策法制股"),
    )
    assert [row.code for row in rows_of(edition)] == ["15000001", "15000002", "15000003"]
    one = Officer.objects.get(name="某甲")
    assert one.certificates.count() == 2
    assert qualification_faults(one, on=DAY, category="燃气", area="云岭县") == []
    made = Department.objects.get(agency=office.agency, name="政策法制股")
    assert made.function == Department.Function.LEGAL


def test_an_import_again_changes_what_changed_and_nobody_leaves_by_omission(office: Office) -> None:
    imported(office, person("某甲", "15000001"), person("某乙", "15000002"))
    edition = imported(office, person("某甲", "15000001", 职务="股长", 证件有效期止="2030-06-30"))
    rows = {row["证件编号"]: row for row in table(rows_of(edition), "officers")}
    assert rows["15000001"]["职务"] == "股长"
    assert rows["15000001"]["证件有效期止"] == dt.date(2030, 6, 30)
    assert "15000002" in rows
    assert Officer.objects.filter(name="某甲").count() == 1


def test_one_column_may_hold_both_ends_of_the_validity(office: Office) -> None:
    headings_ = [
        "姓名",
        "单位",
        "职务",
        "证件编号",
        "执法类别",
        "执法区域",
        "证件有效期",
        "考试合格日期",
        "内设机构",
    ]
    row = [
        "某甲",
        office.agency.name,
        "科员",
        "15000001",
        "质安",
        "云岭县",
        "2023年7月1日-2029年6月30日",
        "20230520",
        "质安股",
    ]
    edition = import_list(
        user=office.publisher, list_kind="officers", data=csv_of(headings_, [row]), filename="人员.csv"
    )
    (told,) = table(rows_of(edition), "officers")
    assert (told["证件有效期起"], told["证件有效期止"]) == (dt.date(2023, 7, 1), dt.date(2029, 6, 30))


def test_what_must_not_be_listed_is_not_even_kept(office: Office) -> None:
    data = csv_of(
        [*CERTIFICATE_HEADINGS, "身份证号", "手机号"], [[*person("某甲", "1"), "150000199001010000", "139"]]
    )
    edition = import_list(user=office.publisher, list_kind="officers", data=data, filename="人员.csv")
    (row,) = rows_of(edition)
    assert row.others == []


def test_people_who_cannot_be_told_apart_or_belong_elsewhere_refuse_the_file(
    office: Office, stranger: User
) -> None:
    other = stranger.officer
    assert other is not None
    registry.issue_certificate(
        actor=SYSTEM, officer=other, number="66660001", categories=["市容"], areas=["云岭县"],
        valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2027, 1, 1), exam_passed_on=dt.date(2023, 1, 1),
    )  # fmt: skip
    for _ in range(2):
        registry.add_officer(actor=SYSTEM, department=office.department, name="同名者", post="科员")
    office.certified("持证人", "15000009")
    gone = registry.add_officer(actor=SYSTEM, department=office.department, name="离岗者", post="科员")
    registry.leave(actor=SYSTEM, officer=gone, on=dt.date(2026, 1, 1))
    assert refused(
        office,
        person("同名者", "15000001"),
        person("某甲", "66660001"),
        person("某甲", "15000009"),
        person("离岗者", "15000002"),
        person("某乙", "15000003", 单位="云岭县城市管理局"),
        person("", "15000004", 考试合格日期=""),
    ) == [
        "第2行“姓名”：该机构有同名人员，须先在人员登记中登记证件。",
        "第3行“证件编号”：已登记在其他机关。",
        "第4行“姓名”：与登记的持证人“持证人”不符。",
        "第5行“姓名”：已登记于 2026-01-01 离岗。",
        "第6行“单位”：“云岭县城市管理局”不是本机关（云岭县住房和城乡建设局）。",
        "第7行“姓名”：未填写。",
        "第7行“考试合格日期”：未填写。",
    ]
    assert not Certificate.objects.filter(number="15000001").exists()


def test_the_list_is_generated_and_not_edited(office: Office) -> None:
    office.certified("某甲", "15000001")
    edition = generate_officers(user=office.publisher)
    row = rows_of(edition)[0]
    for act in (
        lambda: begin_edition(user=office.publisher, list_kind="officers"),
        lambda: add_row(user=office.publisher, edition=edition, name="某乙"),
        lambda: edit_row(user=office.publisher, row=row, name="某乙"),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == "list.generated"
