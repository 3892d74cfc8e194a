"""Every public page stands with an empty database, and shows what is there once something is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.disclosure.models import Publication
from mingjing.procedures.library import load
from mingjing.records.actors import SYSTEM
from mingjing.workflow.actions import adopt

from .conftest import PARTY, matter

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from mingjing.catalog.models import Edition, MatterRow
    from mingjing.registry.models import Agency, Certificate

pytestmark = pytest.mark.django_db
PAGES = ["/", "/agency/", "/lists/", "/lists/matters/", "/lists/officers/", "/lists/recordings/", "/lists/review/",
         "/lists/inspections/", "/lists/guides/", "/lists/catalogue/", "/guides/", "/flowcharts/", "/decisions/",
         "/windows/", "/feeds/firms/", "/data/", "/data/matters/", "/api/",
         "/decisions/feed/", "/search", "/search?q=施工", "/verify/", "/officers/check",
         "/officers/check?number=1", "/verify/number", "/verify/number?number=1"]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_stands_with_an_empty_database(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", [*PAGES, "/lists/matters/editions/", "/lists/matters/diff/"])
def test_a_page_stands_with_rows(client: Client, address: str, agency: Agency, publish_list: Callable[..., Edition],
                                 publish_decision: Callable[..., Publication]) -> None:  # fmt: skip
    publish_list("matters", [matter()])
    publish_decision()
    response = client.get(address)
    assert response.status_code == 200
    if "feed" not in address:
        assert agency.name in response.content.decode()
        assert "style=" not in response.content.decode()


@pytest.mark.parametrize("address", ["/lists/nothing/", "/lists/matters/CF-1/", "/flowcharts/nothing/",
                                     "/guides/ZN-1/", "/guides/forms/表", "/flowcharts/nothing/a3/",
                                     f"/decisions/{'0' * 32}/", "/decisions/12/", "/lists/matters.csv",
                                     "/lists/matters/?edition=3", "/officers/photo/" + "0" * 64])  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_front_page_counts_what_is_public(
    client: Client, publish_list: Callable[..., Edition], publish_decision: Callable[..., Publication]
) -> None:
    publish_list("matters", [matter(), matter("CF-JZ-004")])
    publish_decision()
    publish_decision(13, state=Publication.State.PROPOSED, published_at=None)
    page = client.get("/").content.decode()
    assert "2 项　09-15 更新" in page
    assert "1 件　09-08 更新" in page
    assert "尚未公布" in page


def test_a_matter_shows_basis_unit_flowchart_relief_and_decisions(
    client: Client, agency: Agency, matters: MatterRow, publish_decision: Callable[..., Publication]
) -> None:
    adopt(actor=SYSTEM, agency=agency, bpmn=load("ordinary-penalty"))
    decision = publish_decision()
    page = client.get(f"/lists/matters/{matters.code}/").content.decode()
    for words in (
        "第七条第一款",
        "建筑市场监管股",
        "<svg",
        "文字版流程",
        agency.court,
        agency.government,
        "60 日内",
    ):
        assert words in page
    assert f"/decisions/{decision.ref}/" in page
    assert page.count('class="flow"') == 2  # wide, and tall for phones


def test_words_that_are_no_citation_are_shown_and_never_dropped(
    client: Client, publish_list: Callable[..., Edition]
) -> None:
    publish_list("matters", [matter(basis="《建筑法》第六十四条 及本县有关规定", penalty_basis="")])
    page = client.get("/lists/matters/CF-JZ-003/").content.decode()
    assert "第六十四条" in page
    assert "本县有关规定" in page
    assert "尚未导入" in page


def test_a_flowchart_is_drawn_and_downloaded(client: Client, agency: Agency) -> None:
    adopt(actor=SYSTEM, agency=agency, bpmn=load("ordinary-penalty"))
    assert "法制审核" in client.get("/flowcharts/ordinary-penalty/").content.decode()
    drawn, file = (
        client.get("/flowcharts/ordinary-penalty.svg"),
        client.get("/flowcharts/ordinary-penalty.bpmn"),
    )
    assert drawn["Content-Type"].startswith("image/svg+xml")
    assert b'xmlns="http://www.w3.org/2000/svg"' in drawn.content
    assert file.content == load("ordinary-penalty")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "证件有效"),
        ({"valid_to": dt.date(2026, 9, 14)}, "已于 2026-09-14 过期"),
        ({"valid_from": dt.date(2026, 9, 16)}, "自 2026-09-16 起才有效"),
        ({"status": "suspended"}, "已暂扣"),
        ({"exam_passed_on": None}, "没有登记资格考试合格"),
    ],
)
def test_a_certificate_is_checked_live(
    client: Client, certificate: Certificate, change: dict[str, object], words: str
) -> None:
    for field, value in change.items():
        setattr(certificate, field, value)
    certificate.save()
    page = client.get("/officers/check?number=示例 00017").content.decode()
    for shown in (words, "沈知行（示例）", "建筑市场监管股 股员", "建设工程、燃气", "云岭县"):
        assert shown in page.replace('<span class="nb">', "").replace("</span>", "")
    assert "年度审验" not in page


def test_who_left_is_taken_down_at_once(client: Client, certificate: Certificate) -> None:
    certificate.officer.left_on = dt.date(2026, 9, 1)
    certificate.officer.save()
    page = client.get("/officers/check?number=示例00017").content.decode()
    assert "证件无效" in page
    assert "沈知行" not in page


def test_an_unknown_certificate_is_said_to_be_none(client: Client, agency: Agency) -> None:
    assert "查无此证" in client.get("/officers/check?number=假的").content.decode()
    assert agency.complaint_phone in client.get("/officers/check?number=假的").content.decode()


def test_a_page_is_not_sent_twice_until_something_is_recorded(client: Client, agency: Agency) -> None:
    first = client.get("/lists/")
    again = client.get("/lists/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert first["Cache-Control"] == "no-cache"
    adopt(actor=SYSTEM, agency=agency, bpmn=load("ordinary-penalty"))
    assert client.get("/lists/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_next_day_a_page_is_made_anew(client: Client, agency: Agency) -> None:
    del agency
    first = client.get("/lists/matters/")
    with clock.at(dt.date(2026, 9, 16)):
        assert client.get("/lists/matters/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_search_marks_what_it_found(client: Client, publish_list: Callable[..., Edition]) -> None:
    from mingjing.search import index

    publish_list("matters", [matter()])
    index.put("publication", "1", title=f"{PARTY}案", text="未取得施工许可证", date=dt.date(2026, 9, 1),
              url=f"/decisions/{'1' * 32}/", public=True)  # fmt: skip
    page = client.get("/search?q=施工许可证").content.decode()
    assert "<mark>施工许可证</mark>" in page
    assert "执法事项" in page
    assert client.get("/search?q=" + "长" * 200).status_code == 200
