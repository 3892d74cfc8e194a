"""Building a bureau by actions: agency, people, accounts, procedure, lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.catalog import actions as lists
from mingjing.catalog.models import ListKind
from mingjing.demo.people import (
    ADMINISTRATORS,
    AGENCY,
    CAST,
    COLLEAGUES,
    DEPARTMENTS,
    DOMAINS,
    LETTER,
    MORE_DEPARTMENTS,
    PASSWORD,
    STATION,
    TOLD,
)
from mingjing.disclosure import kinds
from mingjing.disclosure.actions import adopt_rules, forward, publish
from mingjing.disclosure.queries import suspects_of
from mingjing.disclosure.standard_rules import STANDARD
from mingjing.law.actions import load_outlines
from mingjing.procedures.library import load
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.delegations import entrust, register_delegation
from mingjing.registry.describing import describe_agency
from mingjing.workflow.actions import adopt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingjing.demo.people import Person
    from mingjing.disclosure.models import Publication
    from mingjing.registry.models import Agency, Department, Officer, User

DATA = Path(__file__).parent / "data"
IMPORTED = (
    ListKind.MATTERS,
    ListKind.RECORDINGS,
    ListKind.REVIEW,
    ListKind.BENCHMARKS,
    ListKind.INSPECTIONS,
)
IMPACT = "涉及公共安全，居民多次反映，有示范和警示意义。"


@dataclass
class Bureau:
    """A bureau: its agency, departments and people by key, accounts by user name."""

    agency: Agency
    departments: dict[str, Department] = field(default_factory=dict)
    people: dict[str, Officer] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    @classmethod
    def make(
        cls,
        *,
        data: Path = DATA,
        since: dt.date | None = None,
        lists_too: bool = True,
        more_people: bool = False,
    ) -> Bureau:
        """Make the bureau; `since` is the first day of its roles; `more_people` are those of the demo alone."""
        start = since or clock.today().replace(month=1, day=1)
        made = cls(registry.create_agency(actor=SYSTEM, **AGENCY))
        made.add_people(start)
        if more_people:
            made.add_departments(MORE_DEPARTMENTS)
            made.add(COLLEAGUES, start)
            made.entrust_the_station()
            describe_agency(user=made.users["system"], **TOLD)
        load_outlines(actor=SYSTEM)
        adopt(actor=SYSTEM, agency=made.agency, bpmn=load("ordinary-penalty"))
        adopt_rules(actor=SYSTEM, agency=made.agency, rules=STANDARD)
        if lists_too:
            made.publish_lists(data)
        return made

    def add_people(self, start: dt.date) -> None:
        """Add the departments, the cast and the administrators."""
        self.add_departments(DEPARTMENTS)
        self.add(CAST, start)
        for username, role in ADMINISTRATORS:
            self._account(username, None, start).grant(role)

    def add_departments(self, departments: Mapping[str, tuple[str, str]]) -> None:
        """Add departments by key: name and function."""
        for key, (name, function) in departments.items():
            self.departments[key] = registry.add_department(
                actor=SYSTEM, agency=self.agency, name=name, function=function
            )

    def entrust_the_station(self) -> None:
        """Let a public institution of the county work under a letter (行政处罚法20), as the list of matters says."""
        station = entrust(user=self.users["system"], suitable=True, **STATION)
        register_delegation(user=self.users["system"], organisation=station, **LETTER)

    def add(self, people: Iterable[Person], start: dt.date) -> None:
        """Add people with certificates, accounts and roles."""
        for person in people:
            officer = registry.add_officer(
                actor=SYSTEM,
                department=self.departments[person.department],
                name=person.name,
                post=person.post,
                legal_qualification="A20181509990001" if person.department == "legal" else "",
            )
            self.people[person.username] = officer
            if person.certificate:
                registry.issue_certificate(
                    actor=SYSTEM,
                    officer=officer,
                    number=person.certificate,
                    categories=DOMAINS,
                    areas=[self.agency.area],
                    valid_from=dt.date(2023, 7, 1),
                    valid_to=person.valid_to,
                    exam_passed_on=dt.date(2023, 5, 20),
                )
            self._account(person.username, officer, start).grant(person.role)

    def _account(self, username: str, officer: Officer | None, start: dt.date) -> _Account:
        user = registry.create_account(
            actor=SYSTEM, agency=self.agency, username=username, password=PASSWORD, officer=officer
        )
        self.users[username] = user
        return _Account(user, start)

    def publish_lists(self, data: Path) -> None:
        """Import and publish the lists that there are files of, and the officers from the registry."""
        for kind in IMPORTED:
            file = data / f"{kind.value}.csv"
            edition = lists.import_list(
                user=self.users["publisher"], list_kind=kind, data=file.read_bytes(), filename=file.name
            )
            self.release(lists.send_to_check(user=self.users["publisher"], edition=edition))
        officers = lists.generate_officers(user=self.users["publisher"])
        self.release(lists.send_to_check(user=self.users["publisher"], edition=officers))

    def confirm(self, publication: Publication) -> Publication:
        """Let the publisher confirm what was collected: suspicions are fit for the public, persons had an impact.

        What was covered and released goes with it.
        """
        return forward(
            user=self.users["publisher"],
            publication=publication,
            confirmed=[each.text for each in suspects_of(publication)],
            impact=IMPACT if publication.natural else "",
            files=[each.source for each in kinds.kind(publication.kind).offered(publication)],
        )

    def release(self, publication: Publication, *, late_reason: str = "") -> Publication:
        """Let the publisher confirm what was collected, if that is not done, and the checker publish it."""
        if publication.state == publication.State.COLLECTED:
            publication = self.confirm(publication)
        return publish(
            user=self.users["checker"],
            publication=publication,
            secrecy_checked=True,
            confirmed=[each.text for each in suspects_of(publication)],
            late_reason=late_reason,
        )


@dataclass(frozen=True)
class _Account:
    user: User
    start: dt.date

    def grant(self, role: object) -> None:
        registry.grant_role(actor=SYSTEM, user=self.user, role=role, valid_from=self.start)  # type: ignore[arg-type]
