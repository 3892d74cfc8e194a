"""公开目录 (A1, A2.0): it says what the system does, because it is told from the very rules that the system follows."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.catalog.models import ListKind
from mingjing.disclosure.actions import adopt_rules
from mingjing.disclosure.standard_rules import STANDARD
from mingjing.portal.catalogue import COLUMNS
from mingjing.records.actors import SYSTEM
from mingjing.registry.actions import change_agency
from mingjing.registry.models import Agency

if TYPE_CHECKING:
    from django.test import Client

    from mingjing.demo.bureau import Bureau

pytestmark = pytest.mark.django_db
FIRM = "行政处罚决定（法人、其他组织、个体工商户）"
COUNTY = Agency.Level.COUNTY.label


def told(client: Client, address: str = "/lists/catalogue.json") -> dict[str, dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    rows = json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    return {row["公开事项"]: row for row in rows}


def test_every_list_and_every_rule_in_force_stands_in_it_with_nine_columns(
    client: Client, bureau: Bureau
) -> None:
    rows = told(client)
    assert set(rows) == {str(label) for label in ListKind.labels} | {FIRM, "行政处罚决定（自然人）"}
    assert list(rows[FIRM]) == [column.label for column in COLUMNS]
    firm, lists = rows[FIRM], rows["随机抽查事项清单"]
    assert firm["公开内容"].endswith("、".join(STANDARD[0]["fields"]))
    assert firm["公开时限"] == "决定作出之日起 7 个工作日"
    assert firm["公开渠道和载体"] == "、".join(STANDARD[0]["carriers"])
    assert lists["公开时限"] == "信息形成或变更之日起 20 个工作日"
    assert "58号" in lists["公开依据"]
    assert "年度频次上限" in lists["公开内容"]
    for row in rows.values():
        assert (row["公开主体"], row["公开层级"], row["公开方式"]) == (bureau.agency.name, COUNTY, "主动公开")
    page = client.get("/lists/catalogue/").content.decode()
    assert "全社会" in page
    for fmt in ("csv", "json", "xlsx"):
        assert f"/lists/catalogue.{fmt}" in page
        assert b"".join(client.get(f"/lists/catalogue.{fmt}").streaming_content)  # type: ignore[attr-defined]
    assert "/lists/catalogue/" in client.get("/lists/").content.decode()


def test_it_changes_with_the_rules_and_the_day_before_is_still_told(client: Client, bureau: Bureau) -> None:
    yesterday = clock.today()
    with clock.at(yesterday + dt.timedelta(days=1)):
        nothing = dict(STANDARD[0]) | {"fields": [], "scope": "不公开"}
        adopt_rules(actor=SYSTEM, agency=bureau.agency, rules=[nothing])
        change_agency(actor=SYSTEM, agency=bureau.agency, level=Agency.Level.CITY)
        now = told(client)
        assert (now[FIRM]["公开内容"], now[FIRM]["公开方式"], now[FIRM]["公开时限"]) == (
            "不公开",
            "不公开",
            "",
        )
        assert now[FIRM]["公开层级"] == "盟市级"
        then = told(client, f"/lists/catalogue.json?on={yesterday}")
        assert then[FIRM]["公开方式"] == "主动公开"
        assert "历史" in client.get(f"/lists/catalogue/?on={yesterday}").content.decode()
        assert "日期写作" in client.get("/lists/catalogue/?on=昨天").content.decode()
        assert client.get("/lists/catalogue.csv?on=昨天").status_code == 404


def test_the_benchmarks_have_one_address_and_the_other_leads_there_for_good(client: Client) -> None:
    for asked, canonical in (
        ("/lists/discretion/", "/lists/benchmarks/"),
        ("/lists/discretion/diff/?from=1&to=2", "/lists/benchmarks/diff/?from=1&to=2"),
        ("/lists/discretion.csv", "/lists/benchmarks.csv"),
    ):
        response = client.get(asked)
        assert (response.status_code, response["Location"]) == (301, canonical)
