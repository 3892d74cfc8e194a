"""The cast at their desks: every GET and POST as a browser would send it."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.test import Client

from mingjing.demo.people import ADMINISTRATORS, AGENCY, CAST, PASSWORD
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingjing.demo.bureau import Bureau
    from mingjing.registry.models import User
    from mingjing.registry.permissions import Role

EVERYBODY = (*(person.username for person in CAST), *(name for name, _ in ADMINISTRATORS))
SINCE = dt.date(2026, 1, 1)
_TOGETHER = re.compile(r'<(?:span class="nb"|time datetime="[^"]*")>([^<]*)</(?:span|time)>')
_HIDDEN = re.compile(r'<input type="hidden" name="(version|once)" value="([^"]*)"')


@dataclass
class Desk:
    """One person at their desk."""

    client: Client

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def text(self, address: str) -> str:
        """Return a page that opens."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return body(answer)

    def hidden(self, address: str, action: str = "") -> dict[str, str]:
        """Return version and one-time key of a page's form (the one that goes to `action`, else the first)."""
        page = self.text(address)
        if action:
            page = page[page.index(f'action="{action}"') :]
        found: dict[str, str] = {}
        for name, value in _HIDDEN.findall(page):
            found.setdefault(name, value)
        return found

    def send(self, address: str, data: dict[str, Any] | None = None, *, page: str = "") -> Any:
        """Open the page, fill its form in, send it."""
        seen = self.hidden(page or address, address if page else "")
        return self.client.post(address, {**seen, **(data or {})})


def body(answer: Any) -> str:
    """Return a page's text, entities resolved, without the marks that only keep words together."""
    page = _TOGETHER.sub(r"\1", answer.content.decode()).replace("<wbr>", "")
    return html.unescape(page)


def at_desk(username: str, password: str = PASSWORD) -> Desk:
    """Log a person in."""
    client = Client()
    answer = client.post("/login/", {"username": username, "password": password})
    assert answer.status_code == 303, body(answer)
    return Desk(client)


def who_may_open(address: str, names: Iterable[str] = EVERYBODY) -> set[str]:
    """Return who of the cast may open a page; the others are told that it is not theirs."""
    may = set()
    for name in names:
        status = at_desk(name).get(address).status_code
        assert status in {200, 403}, (name, address, status)
        if status == 200:
            may.add(name)
    return may


def grant(user: User, role: Role) -> None:
    """Give an account a further role."""
    registry.grant_role(actor=SYSTEM, user=user, role=role, valid_from=SINCE)


def outsider(role: Role, function: str = "office") -> str:
    """外局人员: make another agency with one person of a role; return the account's name."""
    agency = registry.create_agency(
        actor=SYSTEM, **{**AGENCY, "name": "云岭县城市管理局（示例）", "sign": "云城"}
    )
    department = registry.add_department(actor=SYSTEM, agency=agency, name="科室", function=function)
    officer = registry.add_officer(actor=SYSTEM, department=department, name="方远（示例）", post="科员")
    user = registry.create_account(
        actor=SYSTEM, agency=agency, username="outsider", password=PASSWORD, officer=officer
    )
    grant(user, role)
    return user.username


def has_role(bureau: Bureau, username: str, role: Role) -> Desk:
    """Give one of the cast a further role and sit them down."""
    grant(bureau.users[username], role)
    return at_desk(username)
