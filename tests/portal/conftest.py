"""A small agency with what the public pages show, made directly: these tests are about reading."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.catalog.models import ROWS, Edition, MatterRow
from mingjing.disclosure.models import Publication
from mingjing.documents.actions import issue
from mingjing.documents.forms_catalogue import DECISION, Form
from mingjing.records import log
from mingjing.records.actions import open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.records.vocabulary import Act
from mingjing.registry.models import Agency, Certificate, Department, Officer
from mingjing.storage.store import put

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.documents.models import Document

TODAY = dt.date(2026, 9, 15)
ISSUED = Act("test.issued", "作出文书", "{actor}作出文书。")
PARTY = "云岭县青禾置业有限公司（示例）"
PHONE = "139-0000-4321"


@pytest.fixture
def agency(db: None) -> Agency:
    del db
    return Agency.objects.create(
        name="云岭县住房和城乡建设局（示例）",
        sign="云建",
        area="云岭县",
        government="云岭县人民政府（示例）",
        court="云岭县人民法院（示例）",
        address="云岭县云川镇建设路 18 号（示例）",
        phone="0000-1234567",
        complaint_phone="0000-1234568",
        hours="工作日 8:30–12:00，14:30–17:30",
        collecting_bank="云岭县农村商业银行（示例）",
    )


@pytest.fixture
def officer(agency: Agency) -> Officer:
    department = Department.objects.create(agency=agency, name="建筑市场监管股", function="enforcement")
    return Officer.objects.create(department=department, name="沈知行（示例）", post="股员")


@pytest.fixture
def certificate(officer: Officer) -> Certificate:
    return Certificate.objects.create(
        officer=officer,
        number="示例00017",
        categories=["建设工程", "燃气"],
        areas=["云岭县"],
        valid_from=dt.date(2024, 6, 1),
        valid_to=dt.date(2029, 5, 31),
        exam_passed_on=dt.date(2024, 5, 1),
    )


type Publish = Callable[..., Edition]


@pytest.fixture
def publish_list(agency: Agency) -> Publish:
    """Publish an edition of a list made of these rows; the one before is replaced."""

    def publish(kind: str, rows: list[dict[str, object]], *, on: dt.date = TODAY) -> Edition:
        before = Publication.objects.filter(kind=f"list.{kind}")
        number = before.count() + 1
        edition = Edition.objects.create(agency=agency, list_kind=kind, number=number)
        for position, row in enumerate(rows, start=1):
            ROWS[kind]._default_manager.create(edition=edition, position=position, **row)
        before.update(state=Publication.State.REPLACED)
        Publication.objects.create(
            agency=agency,
            kind=f"list.{kind}",
            about=f"{agency.ref[:20]}-{kind}",
            version=number,
            state=Publication.State.PUBLISHED,
            title=str(edition),
            made_on=on,
            content={"edition": str(edition.pk)},
            basis="种子 一（一）",
            published_at=dt.datetime.combine(on, dt.time(9), clock.SHANGHAI),
        )
        return edition

    return publish


def matter(code: str = "CF-JZ-003", **more: object) -> dict[str, object]:
    """Return a row of the matter list."""
    return {
        "code": code,
        "category": "行政处罚",
        "name": "未取得施工许可证擅自施工",
        "domain": "建筑市场",
        "unit": "建筑市场监管股",
        "power": "罚款",
        "basis": "《中华人民共和国建筑法》第七条第一款、第六十四条",
        "procedure": "ordinary-penalty",
        **more,
    }


@pytest.fixture
def matters(publish_list: Publish) -> MatterRow:
    publish_list("matters", [matter()])
    return MatterRow.objects.get()


type Issue = Callable[..., Document]


@pytest.fixture
def issued(agency: Agency) -> Issue:
    """Issue a document within a deed, integrate, and return it."""

    def make(
        original: bytes = b"%PDF-1.7 original", masked: bytes | None = None, form: Form = DECISION
    ) -> Document:
        dossier = open_dossier(kind="test", ref="1")
        with deed(dossier=dossier, act=ISSUED, actor=SYSTEM) as work:
            document = issue(
                work,
                form=form,
                agency=agency,
                made_on=TODAY,
                data=dict.fromkeys(form.elements, "示例"),
                original=original,
                masked=masked,
            )
        log.integrate_all()
        return document

    return make


@pytest.fixture
def publish_decision(agency: Agency) -> Callable[..., Publication]:
    """Publish a decision about a firm."""

    def publish(number: int = 12, **more: object) -> Publication:
        fields: dict[str, object] = {
            "agency": agency,
            "kind": "decision",
            "about": f"{number:032x}",
            "state": Publication.State.PUBLISHED,
            "title": f"{PARTY}未取得施工许可证擅自施工案行政处罚决定",
            "number": f"云建罚决字〔2026〕第{number:03d}号",
            "party_name": PARTY,
            "matter_code": "CF-JZ-003",
            "matter_name": "未取得施工许可证擅自施工",
            "made_on": dt.date(2026, 9, 1),
            "content": {
                "fields": [["当事人", PARTY], ["案件事实", "当事人擅自施工。\n以上事实有证据证明。"]]
            },
            "masks": [{"field": "phone", "label": "联系电话", "rule": "244号 第十条"}],
            "pdf": put(f"%PDF-1.7 {number}".encode()),
            "basis": "行政处罚法 第四十八条",
            "published_at": dt.datetime(2026, 9, 8, 9, 5, tzinfo=clock.SHANGHAI),
        }
        return Publication.objects.create(**fields | more)

    return publish
