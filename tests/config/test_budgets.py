"""Pages cost what they may, whatever they list: queries and bytes, of the portal and of the workbench."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from budget import Budget, budget
from mingjing.demo.people import PASSWORD
from mingjing.demo.stories import CaseStory
from mingjing.disclosure.models import Publication
from mingjing.records import consumers, log
from telling import TWO, decided, filed, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

__all__ = ["budget"]

pytestmark = pytest.mark.django_db
STATIC = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')


def follow() -> None:
    log.integrate_all()
    while consumers.run_all():
        pass


def desk(username: str) -> Client:
    client = Client()
    assert client.post("/login/", {"username": username, "password": PASSWORD}).status_code == 303
    return client


@pytest.fixture
def published(bureau: Bureau) -> Publication:
    """Publish four decisions of two cases."""
    for _ in range(2):
        decided(bureau, **TWO).served()
    follow()
    for each in Publication.objects.filter(kind="decision", state="collected"):
        bureau.release(each)
    follow()
    return Publication.objects.filter(kind="decision").order_by("pk")[0]


def test_pages_of_the_portal(client: Client, budget: Budget, published: Publication) -> None:
    budget.page(client, "/", queries=17, kilobytes=18)
    budget.page(client, "/lists/", queries=13, kilobytes=14)
    budget.page(client, "/lists/matters/", queries=11, kilobytes=48)
    budget.page(client, "/lists/inspections/", queries=11, kilobytes=30)
    budget.page(client, "/lists/catalogue/", queries=7, kilobytes=24)
    budget.page(client, "/lists/matters/CF-JZ-001/", queries=26, kilobytes=38)
    budget.page(client, "/officers/check?number=YL-2023-0101", queries=4, kilobytes=12)
    budget.page(client, "/flowcharts/ordinary-penalty/", queries=10, kilobytes=42)
    budget.page(client, "/decisions/", queries=8, kilobytes=14)
    budget.page(client, f"/decisions/{published.ref}/", queries=14, kilobytes=22)
    budget.page(client, "/search?q=施工", queries=13, kilobytes=14)
    budget.page(client, "/verify/", queries=4, kilobytes=17)
    budget.page(client, f"/verify/number?number={published.number}", queries=6, kilobytes=20)


def test_pages_of_the_workbench(bureau: Bureau, budget: Budget) -> None:
    for _ in range(20):
        CaseStory(bureau).lead()
    for _ in range(3):
        filed(bureau)
    case = submitted(bureau, **TWO).case
    follow()
    officer, reviewer = desk("officer1"), desk("reviewer")
    budget.page(officer, "/workbench/", queries=10, kilobytes=30)
    budget.page(officer, "/workbench/cases/", queries=15, kilobytes=34)
    budget.page(officer, f"/workbench/cases/{case.ref}/", queries=22, kilobytes=52)
    budget.page(reviewer, "/workbench/review/", queries=11, kilobytes=10)
    found = re.search(
        r'href="(/workbench/review/[0-9a-f]{32}/)"', reviewer.get("/workbench/review/").content.decode()
    )
    assert found
    budget.page(reviewer, found[1], queries=32, kilobytes=36)
    budget.page(desk("publisher"), "/workbench/lists/matters/", queries=16, kilobytes=10)
    budget.page(desk("system"), "/workbench/people/", queries=14, kilobytes=24)
    budget.page(desk("audit"), "/workbench/log/", queries=20, kilobytes=56)


@pytest.mark.usefixtures("bureau")
@pytest.mark.parametrize(("address", "kilobytes"), [("/", 44), ("/verify/", 46), ("/workbench/", 44)])
def test_styles_and_scripts(address: str, kilobytes: int) -> None:
    """Compressed, as they are served; the browser keeps them for a year."""
    names = set(STATIC.findall(desk("officer1").get(address).content.decode()))
    assert names
    assert sum(_compressed(name) for name in names) / 1024 < kilobytes


def _compressed(name: str) -> int:
    return len(gzip.compress(Path(str(finders.find(name))).read_bytes()))
