"""The officer list is an edition of the registry: an import goes there first (种子 A2.4; reference §11.6 no. 17)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

from mingjing import clock
from mingjing.catalog import acts
from mingjing.catalog.actions.drafts import write_draft
from mingjing.catalog.columns import COLUMNS
from mingjing.catalog.models import Edition, ListKind, ListRow, OfficerRow
from mingjing.catalog.reading import Faults, ReadRow, read_rows
from mingjing.refusal import Refusal
from mingjing.registry import actions as registry
from mingjing.registry.models import Agency, Certificate, Department, Officer, User
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def generate_officers(*, user: User, version: int | None = None) -> Edition:
    """Make a draft of the officer list from the registry, in place of the draft there was.

    One row for each certificate in force today of each person who has not left; nothing beyond §11.6 no. 17.
    """
    require(user, "list.edit")

    def made(edition: Edition) -> Sequence[ListRow]:
        return [_row(edition, place, each) for place, each in enumerate(_in_force(edition.agency), start=1)]

    return write_draft(user=user, list_kind=ListKind.OFFICERS, act=acts.GENERATED, rows=made, version=version)


def _in_force(agency: Agency) -> QuerySet[Certificate]:
    today = clock.today()
    return (
        Certificate.objects.filter(
            Q(officer__left_on__isnull=True) | Q(officer__left_on__gt=today),
            officer__department__agency=agency,
            status=Certificate.Status.VALID,
            valid_from__lte=today,
            valid_to__gte=today,
            exam_passed_on__lte=today,
        )
        .select_related("officer__department")
        .order_by("officer__department__name", "officer__name", "number")
    )


def _row(edition: Edition, position: int, certificate: Certificate) -> OfficerRow:
    officer = certificate.officer
    return OfficerRow(
        edition=edition,
        position=position,
        code=certificate.number,
        unit=edition.agency.name,
        name=officer.name,
        post=officer.post,
        certificate_number=certificate.number,
        category="、".join(certificate.categories),
        area="、".join(certificate.areas),
        certificate_from=certificate.valid_from,
        certificate_to=certificate.valid_to,
        photo_sha256=officer.photo_sha256,
    )


def import_officers(*, user: User, data: bytes, filename: str, version: int | None = None) -> Edition:
    """Bring a file's people and certificates into the registry, then generate the list's draft from it.

    A certificate is known by its number, a person by their certificate, else by department and name; departments
    that are named and not there are created. Who is not in the file stays as they are: nobody leaves by omission.
    Any fault refuses the file whole (行政处罚法42: no certificate without a passed examination).
    """
    require(user, "list.edit")
    rows = read_rows(ListKind.OFFICERS, data, filename)
    with transaction.atomic():
        PeopleImport(user, rows).run()
        return generate_officers(user=user, version=version)


CERTIFICATE = frozenset({"category", "area", "certificate_from", "certificate_to", "exam_passed_on"})
"""What must be said where a certificate is named."""
_FUNCTIONS = (
    ("法制", Department.Function.LEGAL),
    ("法规", Department.Function.LEGAL),
    ("领导", Department.Function.LEADERSHIP),
    ("办公室", Department.Function.OFFICE),
    ("执法监督", Department.Function.SUPERVISION),
)


def function_of(name: str) -> str:
    """Return the function that a department's name tells; one that tells none handles cases.

    Only 法制 lets its people review (244号27). The administrator sees the function on the page of people.
    """
    return next((function for word, function in _FUNCTIONS if word in name), Department.Function.ENFORCEMENT)


def _number(values: Mapping[str, object]) -> str:
    return str(values.get("certificate_number") or "")


@dataclass
class PeopleImport:
    """The registry as an import finds it, row by row brought to what the file says."""

    user: User
    rows: list[ReadRow]
    table: str = ListKind.OFFICERS
    departments: dict[str, Department] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    people: dict[tuple[str, str], list[Officer]] = field(default_factory=dict)

    def run(self) -> None:
        """Check everything first, then write."""
        self.check().refuse()
        for row in self.rows:
            self._write(row.values)

    def _load(self) -> None:
        agency = self.user.agency
        self.departments = {each.name: each for each in agency.departments.all()}
        numbers = [number for row in self.rows if (number := _number(row.values))]
        found = Certificate.objects.filter(number__in=numbers).select_related("officer__department__agency")
        self.certificates = {each.number: each for each in found}
        for officer in Officer.objects.filter(department__agency=agency).select_related("department"):
            self.people.setdefault((officer.department.name, officer.name), []).append(officer)

    def check(self) -> Faults:
        """Say what keeps the rows from being taken, against the registry as it is."""
        self._load()
        faults = Faults()
        for row in self.rows:
            for column in COLUMNS[self.table]:
                needed = column.required or (column.key in CERTIFICATE and _number(row.values))
                if needed and row.values.get(column.key) in (None, "", []):
                    faults.add(row.number, column.label, "未填写")
            self._check_person(row, faults)
        if not self.rows:
            raise Refusal("list.empty", "文件里没有人员。", next_step="请核对文件。", field="file")
        return faults

    def _check_person(self, row: ReadRow, faults: Faults) -> None:
        values, agency = row.values, self.user.agency
        if values.get("unit") and values["unit"] != agency.name:
            faults.add(row.number, "单位", f"“{values['unit']}”不是本机关（{agency.name}）")
        certificate = self.certificates.get(_number(values))
        if certificate and certificate.officer.department.agency_id != agency.pk:
            faults.add(row.number, "证件编号", "已登记在其他机关")
        elif certificate and certificate.officer.name != values["name"]:
            faults.add(row.number, "姓名", f"与登记的持证人“{certificate.officer.name}”不符")
        same = [certificate.officer] if certificate else self._known(row)
        if len(same) > 1:
            faults.add(row.number, "姓名", "该机构有同名人员，须先在人员登记中登记证件")
        elif same and same[0].left_on:
            faults.add(row.number, "姓名", f"已登记于 {same[0].left_on} 离岗")

    def _known(self, row: ReadRow) -> list[Officer]:
        return self.people.get((str(row.values["department"]), str(row.values["name"])), [])

    def _write(self, values: dict[str, object]) -> None:
        department = self._department(str(values["department"]))
        number = _number(values)
        certificate = self.certificates.get(number)
        officer = self._officer(certificate, department, str(values["name"]), str(values["post"]))
        actor = self.user.actor()
        qualification = values.get("legal_qualification")
        if qualification and officer.legal_qualification != qualification:
            registry.change_officer(actor=actor, officer=officer, legal_qualification=qualification)
        if not number:
            return
        particulars = {
            "categories": values["category"],
            "areas": values["area"],
            "valid_from": values["certificate_from"],
            "valid_to": values["certificate_to"],
            "exam_passed_on": values["exam_passed_on"],
        }
        if certificate is None:
            registry.issue_certificate(actor=actor, officer=officer, number=number, **particulars)
        elif any(getattr(certificate, name) != value for name, value in particulars.items()):
            registry.change_certificate(actor=actor, certificate=certificate, **particulars)

    def _department(self, name: str) -> Department:
        if name not in self.departments:
            self.departments[name] = registry.add_department(
                actor=self.user.actor(), agency=self.user.agency, name=name, function=function_of(name)
            )
        return self.departments[name]

    def _officer(
        self, certificate: Certificate | None, department: Department, name: str, post: str
    ) -> Officer:
        known = [certificate.officer] if certificate else self.people.get((department.name, name), [])
        if not known:
            officer = registry.add_officer(
                actor=self.user.actor(), department=department, name=name, post=post
            )
            self.people[department.name, name] = [officer]
            return officer
        officer = known[0]
        if officer.post != post or officer.department_id != department.pk:
            registry.change_officer(
                actor=self.user.actor(), officer=officer, department=department, post=post
            )
        return officer
