"""Data that has lost its shape: each spoiled value is named, and hides no other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from raw_attacks import on_sqlite
from verify_scene import change

from mingjing.records import audit
from mingjing.records.audit import Findings
from mingjing.records.audit.contents import check_openings, check_rows
from mingjing.records.models import Opening
from mingjing.registry.models import Agency, Department

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

pytestmark = pytest.mark.usefixtures("unguarded")


def _found(check: audit.Check) -> list[str]:
    findings = Findings()
    check(findings)
    return findings.problems


def _run_sql(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_row_that_cannot_be_read_hides_no_other_row(bureau: Bureau) -> None:
    """种子 B4: SQLite takes a key that is none; PostgreSQL a day that Python has not."""
    if on_sqlite():
        _run_sql("PRAGMA defer_foreign_keys = ON")
        _run_sql(
            "INSERT INTO registry_department (id, name, function, agency_id)"
            " SELECT 'zz', '影子股', function, agency_id FROM registry_department LIMIT 1"
        )
        wanted = "内设机构 zz：数据行读不出"
    else:
        _run_sql(
            "UPDATE registry_officer SET left_on = 'infinity' WHERE name IN (SELECT min(name) FROM registry_officer)"
        )
        wanted = "：数据行读不出"
    change(bureau.departments["legal"], name="改名股")
    change(bureau.agency, phone="000")
    found = _found(check_rows)
    assert any(wanted in line for line in found)
    assert any(line.startswith("内设机构") and "与最后一次记录的内容不符" in line for line in found)
    assert any(line.startswith("执法主体") and "与最后一次记录的内容不符" in line for line in found)
    assert len(found) == 3
    _run_sql("DELETE FROM registry_department WHERE name = '影子股'")


def test_a_model_that_cannot_be_checked_hides_no_other_model(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """种子 B4: whatever the reason."""

    def broken(self: Agency) -> str:
        raise RuntimeError(self.name)

    monkeypatch.setattr(Agency, "snapshot", broken)
    change(bureau.departments["legal"], name="改名股")
    found = _found(check_rows)
    assert any(line.startswith("执法主体：无法逐行核对") for line in found)
    assert any("改名股" in line for line in found)


def test_an_opening_that_lost_its_shape_hides_no_other_opening(bureau: Bureau) -> None:
    """种子 B4."""
    del bureau
    one, two, *_ = Opening.objects.filter(sha256="").order_by("id")
    change(one, salt=b"short")
    if on_sqlite():
        _run_sql(f"UPDATE records_opening SET salt = 'text' WHERE id = {one.pk}")
        _run_sql(f"UPDATE records_opening SET position = 'x' WHERE id = {two.pk}")
    change(Opening.objects.order_by("-id")[0], value="{}")
    found = "\n".join(_found(check_openings))
    assert f"记录 {one.record_id}：" in found
    assert f"记录 {Opening.objects.order_by('-id')[0].record_id}：" in found


def test_a_statement_that_fails_in_one_check_stops_no_other_check(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """种子 B4: PostgreSQL answers nothing after an error until it is undone."""

    def failing(_: Findings) -> None:
        reader = Department.objects.iterator(1)
        next(reader)
        _run_sql("SELECT * FROM no_such_table")

    def giving_up(_: Findings) -> None:
        reader = Department.objects.iterator(1)
        next(reader)
        raise ValueError("spoiled")

    checks = {"甲": failing, "乙": giving_up, **audit._checks}
    monkeypatch.setattr(audit, "_checks", checks)
    change(bureau.departments["legal"], name="改名股")
    found = audit.run(without=frozenset({"守卫", "记录与日志"})).problems
    assert found[0].startswith("甲：核验中断")
    assert found[1].startswith("乙：核验中断")
    assert len(found) == 3
    assert "改名股" in found[2]
