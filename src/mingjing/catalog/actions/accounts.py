"""Accounts and roles from a staff table: for people whom the other administrator has registered (三员分立)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from mingjing import clock
from mingjing.catalog.reading import Faults, ReadRow
from mingjing.refusal import Refusal
from mingjing.registry import management
from mingjing.registry.models import Officer, User
from mingjing.registry.permissions import Role
from mingjing.registry.queries import in_post, own_roles


@dataclass
class AccountImport:
    """Accounts and roles from a table: each for one registered person, by name and, where that is not enough, place."""

    user: User
    rows: list[ReadRow]
    people: dict[int, Officer] = field(default_factory=dict)
    roles: dict[int, list[Role]] = field(default_factory=dict)

    def check(self) -> Faults:
        """Say what keeps the rows from becoming accounts."""
        faults = Faults()
        if not self.rows:
            raise Refusal("list.empty", "文件里没有人员。", next_step="请核对文件。", field="file")
        for row in self.rows:
            for key, label in (("name", "姓名"), ("username", "账号"), ("roles", "岗位")):
                if not row.values.get(key):
                    faults.add(row.number, label, "未填写")
            self._check_person(row, faults)
            self._check_roles(row, faults)
        return faults

    def _check_person(self, row: ReadRow, faults: Faults) -> None:
        name, department = str(row.values.get("name", "")), row.values.get("department")
        found = in_post(self.user.agency).filter(name=name)
        if department:
            found = found.filter(department__name=department)
        people = list(found[:2])
        if name and len(people) != 1:
            why = "有同名人员，请写明内设机构" if people else "没有登记过，请系统管理员先导入人员"
            faults.add(row.number, "姓名", f"“{name}”{why}")
        elif people:
            self.people[row.number] = people[0]
            self._check_account(row, people[0], faults)

    def _check_account(self, row: ReadRow, officer: Officer, faults: Faults) -> None:
        username = str(row.values.get("username", ""))
        theirs = User.objects.filter(officer=officer).first()
        holder = User.objects.filter(username=username).first()
        if theirs and theirs.username != username:
            faults.add(row.number, "账号", f"{officer.name}已有账号“{theirs.username}”")
        elif holder and holder.officer_id != officer.pk:
            faults.add(row.number, "账号", f"“{username}”已被使用")

    def _check_roles(self, row: ReadRow, faults: Faults) -> None:
        labels = {role.label: role for role in Role}
        named = row.values.get("roles")
        said: list[str] = named if isinstance(named, list) else []
        strange = [each for each in said if each not in labels]
        if strange:
            faults.add(row.number, "岗位", f"没有“{'、'.join(strange)}”，可以写：{'、'.join(labels)}")
        self.roles[row.number] = [labels[each] for each in dict.fromkeys(said) if each in labels]

    def run(self) -> list[tuple[str, str]]:
        """Make the accounts and give the roles; return account and first password of those that are new."""
        self.check().refuse()
        new = []
        for row in self.rows:
            officer, username = self.people[row.number], str(row.values["username"])
            account = User.objects.filter(officer=officer).select_related("agency", "officer").first()
            if account is None:
                password = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}-{secrets.token_hex(2)}-m"
                account = management.create_account(
                    user=self.user, username=username, password=password, officer=officer
                )
                new.append((username, password))
            held = own_roles(account, on=clock.today())
            for role in self.roles[row.number]:
                if role not in held:
                    management.grant_role(
                        user=self.user, account=account, role=role, valid_from=clock.today()
                    )
        return new
