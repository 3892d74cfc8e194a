"""Lists: the edition in force, older ones, a past day, words, files; whoever left is in none of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from .conftest import matter

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from mingjing.catalog.models import Edition
    from mingjing.registry.models import Certificate

pytestmark = pytest.mark.django_db
MARCH, JUNE = dt.date(2026, 3, 2), dt.date(2026, 6, 1)


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace('<span class="nb">', "").replace("</span>", "")


def body(client: Client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)  # type: ignore[arg-type]


@pytest.fixture
def two_editions(publish_list: Callable[..., Edition]) -> None:
    publish_list("matters", [matter("CF-001", name="甲事项"), matter("CF-002", name="乙事项")], on=MARCH)
    publish_list("matters", [matter("CF-001", name="甲事项（改）"), matter("CF-003", name="丙事项")], on=JUNE)


@pytest.mark.usefixtures("two_editions")
def test_the_edition_in_force_is_shown(client: Client) -> None:
    page = text(client, "/lists/matters/")
    assert "第 2 版" in page
    assert "丙事项" in page
    assert "乙事项" not in page


@pytest.mark.usefixtures("two_editions")
def test_the_edition_before_stays_readable_and_says_that_it_is_past(client: Client) -> None:
    page = text(client, "/lists/matters/?edition=1")
    assert "乙事项" in page
    assert "这不是现行清单" in page


@pytest.mark.usefixtures("two_editions")
def test_a_list_is_shown_as_of_a_day(client: Client) -> None:
    assert "乙事项" in text(client, "/lists/matters/?on=2026-04-01")
    assert "丙事项" in text(client, "/lists/matters/?on=2026-06-01")
    assert "尚未公布" in text(client, "/lists/matters/?on=2026-03-01")
    assert "日期写作" in text(client, "/lists/matters/?on=昨天")


@pytest.mark.usefixtures("two_editions")
def test_editions_and_their_difference(client: Client) -> None:
    assert "与第 1 版" in text(client, "/lists/matters/editions/")
    for address in ("/lists/matters/diff/", "/lists/matters/diff/?from=1&to=2"):
        page = text(client, address)
        assert "增加 1 项，删去 1 项，修改 1 项" in page
        assert "乙事项" in page


@pytest.mark.usefixtures("two_editions")
def test_a_row_outside_its_own_validity_is_not_shown(
    client: Client, publish_list: Callable[..., Edition]
) -> None:
    publish_list("matters", [matter("CF-009", name="已失效事项", valid_to=dt.date(2026, 8, 1))])
    assert "已失效事项" not in text(client, "/lists/matters/")


@pytest.mark.usefixtures("two_editions")
def test_words_narrow_page_and_files_alike(client: Client) -> None:
    assert "甲事项" not in text(client, "/lists/matters/?q=丙")
    assert len(json.loads(body(client, "/lists/matters.json?q=丙"))) == 1


@pytest.mark.usefixtures("two_editions")
def test_the_three_formats_say_the_same(client: Client) -> None:
    from_json: list[dict[str, Any]] = json.loads(body(client, "/lists/matters.json"))
    from_csv = list(csv.DictReader(io.StringIO(body(client, "/lists/matters.csv").decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(body(client, "/lists/matters.xlsx"))).worksheets[0]
    heads, *rows = sheet.iter_rows(values_only=True)
    names = [[row["事项名称"] for row in told] for told in (from_json, from_csv)]
    assert (
        names[0] == names[1] == [row[heads.index("事项名称")] for row in rows] == ["甲事项（改）", "丙事项"]
    )
    assert "待补全" not in heads


@pytest.mark.usefixtures("two_editions")
def test_a_file_can_be_had_of_an_older_edition(client: Client) -> None:
    assert [row["编码"] for row in json.loads(body(client, "/lists/matters.json?edition=1"))] == [
        "CF-001",
        "CF-002",
    ]


def test_officers_show_their_eight_fields_and_nothing_else(
    client: Client, publish_list: Callable[..., Edition], certificate: Certificate
) -> None:
    publish_list("officers", [officer_row(certificate) | {"others": [["手机", "13900000000"]]}])
    page = text(client, "/lists/officers/")
    assert "沈知行" in page
    assert "/officers/check?number=" in page
    assert "13900000000" not in page + body(client, "/lists/officers.csv").decode()


def test_who_left_is_in_no_edition_and_no_file(
    client: Client, publish_list: Callable[..., Edition], certificate: Certificate
) -> None:
    publish_list("officers", [officer_row(certificate)], on=MARCH)
    publish_list("officers", [], on=JUNE)
    certificate.officer.left_on = dt.date(2026, 5, 20)
    certificate.officer.save()
    for address in ("/lists/officers/", "/lists/officers/?edition=1", "/lists/officers/?on=2026-03-03",
                    "/lists/officers/diff/"):  # fmt: skip
        assert "沈知行" not in text(client, address)
    assert "沈知行" not in body(client, "/lists/officers.csv?edition=1").decode()


def officer_row(certificate: Certificate) -> dict[str, object]:
    return {
        "code": certificate.number,
        "unit": "云岭县住房和城乡建设局（示例）",
        "name": certificate.officer.name,
        "post": certificate.officer.post,
        "certificate_number": certificate.number,
        "category": "建设工程",
        "area": "云岭县",
        "certificate_from": certificate.valid_from,
        "certificate_to": certificate.valid_to,
    }


@pytest.mark.parametrize("address", ["/lists/matters/", "/lists/matters/?q=事项", "/lists/officers/"])
def test_a_list_costs_few_queries_whatever_its_length(
    client: Client, publish_list: Callable[..., Edition], address: str
) -> None:
    counts = []
    for length in (1, 60):
        publish_list(
            "matters", [matter(f"CF-{number:03d}", name=f"事项{number}") for number in range(length)]
        )
        publish_list("officers", [])
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[1] <= 11  # the last one asks which rows are being revised
