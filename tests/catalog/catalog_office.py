"""A small agency with a publisher and a checker, made by actions; files as people bring them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl import Workbook

from mingjing.catalog.actions import send_to_check
from mingjing.disclosure.actions import publish
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mingjing.catalog.models import Edition
    from mingjing.disclosure.models import Publication
    from mingjing.registry.models import Agency, Department, Officer, User

CERTIFICATE_HEADINGS = [
    *("单位", "内设机构", "姓名", "职务", "证件编号", "执法类别", "执法区域"),
    *("证件有效期起", "证件有效期止", "考试合格日期"),
]
MATTER_HEADINGS = ["编码", "事项类别", "事项名称", "领域", "实施机构", "职责", "职权（权限）", "实施依据"]


@dataclass
class Office:
    """An agency and those of the cast who keep its lists."""

    agency: Agency
    department: Department
    users: dict[str, User] = field(default_factory=dict)

    @property
    def publisher(self) -> User:
        return self.users["publisher"]

    @property
    def checker(self) -> User:
        return self.users["checker"]

    def person(self, name: str, role: Role) -> User:
        """Add a person with an account of one role."""
        officer = registry.add_officer(actor=SYSTEM, department=self.department, name=name, post="科员")
        username = f"{role}-{self.agency.sign}"
        user = registry.create_account(
            actor=SYSTEM, agency=self.agency, username=username, password="x" * 12, officer=officer
        )
        registry.grant_role(actor=SYSTEM, user=user, role=role, valid_from=dt.date(2026, 1, 1))
        self.users[str(role)] = user
        return user

    def certified(self, name: str, number: str, **fields: object) -> Officer:
        """Add a person with a certificate."""
        officer = registry.add_officer(actor=SYSTEM, department=self.department, name=name, post="科员")
        registry.issue_certificate(actor=SYSTEM, officer=officer, number=number, **(CERTIFICATE | fields))
        return officer

    def release(self, edition: Edition) -> Publication:
        """Send a draft to check and publish it."""
        publication = send_to_check(user=self.publisher, edition=edition)
        return publish(user=self.checker, publication=publication, secrecy_checked=True)


CERTIFICATE: dict[str, object] = {
    "categories": ["建筑市场", "质安"],
    "areas": ["云岭县"],
    "valid_from": dt.date(2023, 7, 1),
    "valid_to": dt.date(2029, 6, 30),
    "exam_passed_on": dt.date(2023, 5, 20),
}


def make_office(name: str, sign: str) -> Office:
    """Make an agency with a publisher and a checker."""
    agency = registry.create_agency(
        actor=SYSTEM,
        name=name,
        sign=sign,
        area="云岭县",
        government="云岭县人民政府",
        court="云岭县人民法院",
        address="云岭县建设路1号",
        phone="0470-0000000",
        complaint_phone="0470-0000001",
        hours="工作日 8:30–17:30",
        collecting_bank="示例银行",
    )
    department = registry.add_department(
        actor=SYSTEM, agency=agency, name="建筑市场监管股", function="enforcement"
    )
    office = Office(agency, department)
    office.person("公示员甲", Role.PUBLISHER)
    office.person("审核员乙", Role.CHECKER)
    return office


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8") -> bytes:
    """Return a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(
    headings: Sequence[str], rows: Iterable[Sequence[object]], above: Iterable[Sequence[object]] = ()
) -> bytes:
    """Return an Excel file, with rows above the heading where a list has a title."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for row in [*above, headings, *rows]:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def matter(code: str = "CF-001", name: str = "擅自施工", **cells: object) -> list[object]:
    """Return a row of `MATTER_HEADINGS` that lacks nothing, but for what `cells` say (by heading)."""
    row = {
        "编码": code,
        "事项类别": "行政处罚",
        "事项名称": name,
        "领域": "建筑市场",
        "实施机构": "建筑市场监管股",
        "职责": "查处违法行为",
        "职权（权限）": "调查、处罚",
        "实施依据": "《建筑法》第六十四条",
    } | cells
    return [row[heading] for heading in MATTER_HEADINGS]


def matters_csv(*rows: Sequence[object]) -> bytes:
    """Return a matter list as CSV."""
    return csv_of(MATTER_HEADINGS, rows)


def person(name: str, number: str, **cells: object) -> list[object]:
    """Return a row of `CERTIFICATE_HEADINGS`."""
    row = {
        "单位": "云岭县住房和城乡建设局",
        "内设机构": "建筑市场监管股",
        "姓名": name,
        "职务": "科员",
        "证件编号": number,
        "执法类别": "建筑市场、质安",
        "执法区域": "云岭县",
        "证件有效期起": "2023-07-01",
        "证件有效期止": "2029-06-30",
        "考试合格日期": "2023-05-20",
    } | cells
    return [row[heading] for heading in CERTIFICATE_HEADINGS]
