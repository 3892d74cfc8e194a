"""双公示 (reference §4.1; 国家发展改革委令第36号): a month's penalties, checked, none left out."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import stat
import zipfile
from argparse import Namespace
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from openpyxl import load_workbook

from mingjing import clock
from mingjing.config import credit_command, startup
from mingjing.demo.people import PASSWORD
from mingjing.demo.stories import Firm
from mingjing.disclosure.actions import forward, withdraw
from mingjing.disclosure.models import Publication
from mingjing.exchange import credit_rules as rules
from mingjing.exchange.credit import of_month
from mingjing.exchange.crediting import export_credit
from mingjing.exchange.models import CreditExport
from mingjing.records import consumers, log
from mingjing.records.models import Record
from mingjing.registry.models import Agency
from telling import FIRM, TWO, decided, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.demo.bureau import Bureau

PAGE = "/workbench/publications/credit/"
NUMBER = "150999198506150023"
PERSON = Firm("何小雨（示例）", party_kind="01", identity_number=NUMBER, address="云岭县", capacity="经营者")


def public(bureau: Bureau, **told: object) -> list[Publication]:
    """Publish the decisions of a case, a person's with its social impact."""
    decided(bureau, **told).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    made = list(Publication.objects.filter(kind="decision").order_by("number"))
    for each in made:
        if each.natural:
            forward(
                user=bureau.users["publisher"], publication=each, impact="造成居民楼墙体开裂，涉及公共安全。"
            )
    return [bureau.release(Publication.objects.get(pk=each.pk)) for each in made]


def at_desk(username: str) -> Client:
    client = Client()
    assert client.post("/login/", {"username": username, "password": PASSWORD}).status_code == 303
    return client


def month() -> str:
    return clock.today().isoformat()[:7]


def row(**told: str) -> dict[str, str]:
    """Return a row of a firm without a fault, but for what is told."""
    return dict.fromkeys((each.key for each in rules.fields()), "") | {
        "cf_xdr_mc": "某公司", "cf_xdr_lb": rules.FIRM, "cf_xdr_shxym": FIRM.credit_code, "cf_frdb": "某人",
        "cf_wsh": "〔2026〕1号", "cf_wfxw": "擅自施工", "cf_sy": "事实", "cf_yj": "依据", "cf_cflb": "罚款",
        "cf_nr": "罚款", "cf_nr_fk": "1.000000", "cf_jdrq": "2026-03-02", "cf_yxq": "2099-12-31",
        "cf_gsjzq": "2027-03-02", "cf_cfjg": "某局", "cf_cfjgdm": FIRM.credit_code, "cf_sjly": "某局",
        "cf_sjlydm": FIRM.credit_code,
    } | told  # fmt: skip


# ── the fields ──


@pytest.mark.parametrize(
    ("told", "kinds", "wrong"),
    [
        ({}, ["02"], []),
        ({"cf_sy": ""}, ["02"], ["cf_sy"]),
        ({"cf_nr_fk": ""}, ["02"], ["cf_nr_fk"]),
        ({"cf_nr_fk": ""}, ["01"], []),
        ({}, ["02", "03"], ["cf_nr_wfff"]),
        ({}, ["05"], ["cf_nr_zkdx"]),
        ({"cf_xdr_shxym": FIRM.credit_code[:-1] + "0"}, ["02"], ["cf_xdr_shxym"]),
        ({"cf_xdr_lb": rules.NATURAL}, ["02"], ["cf_xdr_zjlx", "cf_xdr_zjhm"]),
        ({"cf_xdr_lb": rules.TRADER, "cf_frdb": ""}, ["02"], []),
        ({"cf_xdr_lb": rules.TRADER, "cf_xdr_shxym": ""}, ["02"], ["cf_xdr_shxym"]),
        ({"cf_xdr_mc": "某" * 201, "cf_frdb": ""}, ["02"], ["cf_xdr_mc", "cf_frdb"]),
        ({"cf_nr_fk": "1000000000000.000000"}, ["02"], ["cf_nr_fk"]),
    ],
)
def test_every_fault_is_named_by_its_field(told: dict[str, str], kinds: list[str], wrong: list[str]) -> None:
    """Required, required where it applies, length, GB 32100, GB 11643, amounts."""
    assert [each.field for each in rules.faults(row(**told), kinds)] == wrong


def test_the_catalogue_is_the_platforms() -> None:
    assert len(rules.fields()) == 30
    assert [rules.fields()[at].key for at in (0, 2, -1)] == ["cf_xdr_mc", "cf_xdr_shxym", "bz"]


@pytest.mark.parametrize(
    ("kinds", "tier", "until"),
    [
        (["01"], "轻微", dt.date(2026, 2, 28)),
        (["01", "02"], "一般", dt.date(2026, 11, 30)),
        (["02", "05"], "严重", dt.date(2028, 11, 30)),
        (["13"], "严重", dt.date(2028, 11, 30)),
    ],
)
def test_credit_publication_ends_with_the_longest_period_of_its_tier(
    kinds: list[str], tier: str, until: dt.date
) -> None:
    """36号令: three months, one year, three years from the decision; of several penalties the gravest counts."""
    assert (rules.tier(kinds), rules.credit_until(dt.date(2025, 11, 30), kinds)) == (tier, until)


def test_ten_thousand_yuan_without_rounding() -> None:
    assert (rules.in_wan(468_000_01), rules.in_wan(1)) == ("46.800001", "0.000001")


@pytest.mark.parametrize("typed", ["2026-13", "2026", "三月", "", "9999-12-01"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with refusal("credit.month"):
        rules.month_bounds(typed)


# ── a month ──


def test_a_month_goes_out_in_three_forms_and_each_leaves_its_record(bureau: Bureau) -> None:
    """Rows in the platform's fields; JSON, Excel and CSV say the same; the record says who, what and which hash."""
    first, second = public(bureau, **TWO)
    user = bureau.users["publisher"]
    made, data = export_credit(user=user, month=month(), fmt="json")
    told = json.loads(data)
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    assert (told["agency"], told["faults"], told["withdrawn"]) == (user.agency.name, [], [])
    one = next(each for each in told["rows"] if each["cf_wsh"] == first.number)
    assert one["cf_nr_fk"] == "46.800000"
    assert (one["cf_xdr_mc"], one["cf_xdr_shxym"], one["cf_xdr_lb"]) == (
        FIRM.name, FIRM.credit_code, "法人及非法人组织",
    )  # fmt: skip
    assert one["cf_sy"] == dict(first.content["fields"])["案件事实"]
    assert one["cf_gsjzq"] == rules.credit_until(first.made_on, ["02"]).isoformat()
    assert list(one) == [each.key for each in rules.fields()]
    _, pack = export_credit(user=user, month=month(), fmt="csv")
    with zipfile.ZipFile(io.BytesIO(pack)) as tables:
        lines = csv.DictReader(io.StringIO(tables.read(f"{month()}.csv").decode("utf-8-sig")))
        assert list(lines) == told["rows"]
    _, book = export_credit(user=user, month=month(), fmt="xlsx")
    sheets = load_workbook(io.BytesIO(book))
    assert sheets.sheetnames == ["行政处罚", "不合格", "撤下", "不在正表"]
    cells = {cell.value: sheets["行政处罚"].cell(2, cell.column).value for cell in sheets["行政处罚"][1]}
    assert cells["cf_nr_fk"] == float(told["rows"][0]["cf_nr_fk"])
    assert {first.number, second.number} == {each["cf_wsh"] for each in told["rows"]}
    assert Record.objects.filter(act="credit.exported", actor=str(user.actor())).count() == 3
    with refusal("credit.format"):
        export_credit(user=user, month=month(), fmt="doc")
    assert CreditExport.objects.count() == 3


def test_a_row_with_a_fault_is_named_and_not_among_the_rows(bureau: Bureau) -> None:
    (made,) = public(bureau)
    Agency.objects.filter(pk=made.agency_id).update(credit_code="")
    found = of_month(Agency.objects.get(pk=made.agency_id), month())
    assert found.rows == []
    assert [(each.number, [one.field for one in each.faults]) for each in found.faulty] == [
        (made.number, ["cf_cfjgdm", "cf_sjlydm"])
    ]


def test_what_is_taken_down_leaves_the_rows_and_is_told_without_a_name(bureau: Bureau) -> None:
    """244号13: a withdrawal follows to the platform; what is public no more goes out no more."""
    (made,) = public(bureau)
    assert [each.number for each in of_month(made.agency, month()).rows] == [made.number]
    withdraw(user=bureau.users["checker"], publication=made, situation="revoked")
    _, data = export_credit(user=bureau.users["publisher"], month=month(), fmt="json")
    told = json.loads(data)
    assert (told["rows"], told["faults"]) == ([], [])
    (down,) = told["withdrawn"]
    assert (down["number"], down["situation"]) == (made.number, "决定被撤销")
    assert [each["number"] for each in told["gone"]] == [made.number]
    assert FIRM.name not in data.decode()


# ── the desk and the command ──


def test_the_publisher_takes_it_out_of_the_page_which_shows_no_identity_number(bureau: Bureau) -> None:
    """244号10: the page is the portal's masked text; the file holds what the platform requires of a person."""
    public(bureau, firms=(PERSON,), facts="当事人何小雨在居民楼内擅自施工，造成墙体开裂。")
    publisher, checker = at_desk("publisher"), at_desk("checker")
    page = publisher.get(PAGE).content.decode()
    assert "合格 1 条" in page
    assert "何某某" in page
    assert NUMBER not in page
    assert "何小雨" not in page
    answer = publisher.post(f"{PAGE}file/", {"month": month(), "format": "json"})
    (one,) = json.loads(answer.content)["rows"]
    assert (one["cf_xdr_mc"], one["cf_xdr_zjlx"], one["cf_xdr_zjhm"]) == (PERSON.name, "身份证", NUMBER)
    assert "的双公示数据" in publisher.get(PAGE).content.decode()
    assert "下载 Excel" in page
    assert "下载 Excel" not in checker.get(PAGE).content.decode()
    assert checker.post(f"{PAGE}file/", {"month": month(), "format": "json"}).status_code == 403
    assert publisher.get(f"{PAGE}?month=x").status_code == 409


def test_the_command_writes_files_that_only_their_owner_reads_and_says_what_is_wrong(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (made,) = public(bureau)
    monkeypatch.setattr(startup, "refuse_without_data", lambda: None)
    monkeypatch.setattr(startup, "configure", lambda **_: None)
    asked = Namespace(action="export", month=month(), output=str(tmp_path / "x.csv"), agency="", user=None)
    assert credit_command.run(asked) == 0
    names = ["x-faults.csv", "x-gone.csv", "x-withdrawn.csv", "x.csv"]
    assert sorted(each.name for each in tmp_path.iterdir()) == names
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in tmp_path.iterdir())
    assert made.number in (tmp_path / "x.csv").read_text()
    Agency.objects.filter(pk=made.agency_id).update(credit_code="")
    assert credit_command.run(asked) == 1
    assert f"{made.number}　cf_cfjgdm" in capsys.readouterr().err
    assert made.number in (tmp_path / "x-faults.csv").read_text()
    with refusal("account.unknown"):
        credit_command.run(Namespace(**{**vars(asked), "user": "nobody"}))
