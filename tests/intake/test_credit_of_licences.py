"""双公示: licences that other systems sent go to the credit platform in its fields, once they are public."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from mingjing.disclosure.models import Publication
from mingjing.exchange.credit import of_month
from mingjing.exchange.credit_files import as_csvs, as_json, as_xlsx
from mingjing.exchange.credit_licences import licence_fields

if TYPE_CHECKING:
    from pathlib import Path

    from arriving import Outside
    from mingjing.demo.bureau import Bureau


def test_a_public_licence_goes_out_in_the_platforms_fields_and_a_faulty_one_is_listed(
    bureau: Bureau, outside: Outside
) -> None:
    """424号; reference §4.1: the authority's code is required by the platform though nobody need send it to us."""
    bureau.agency.credit_code = "91159999MA0AC000XX"
    bureau.agency.save()
    outside.put("licence", "L1")
    outside.put("licence", "L2", number="云审施许〔2026〕9号", authority_code=None)
    assert of_month(bureau.agency, "2026-09").licences == []
    for each in Publication.objects.select_related("agency").filter(kind="intake.licence"):
        bureau.release(each)
    month = of_month(bureau.agency, "2026-09")
    (good,) = month.licences
    assert good.values["xk_wsh"] == "云审施许〔2026〕8号"
    assert (good.values["xk_xklb"], good.values["xk_zt"], good.values["xk_yxqzi"]) == (
        "普通",
        "有效",
        "2028-09-09",
    )
    assert [(row.number, [each.field for each in row.faults]) for row in month.faulty_licences] == [
        ("云审施许〔2026〕9号", ["xk_xkjgdm"])
    ]
    told = as_csvs(month)["-licences"].decode("utf-8-sig")
    assert next(csv.reader(told.splitlines())) == [each.key for each in licence_fields()]
    assert "云审施许〔2026〕9号" in as_csvs(month)["-faults"].decode()
    assert "青禾家园一期工程施工许可。" in as_json(month).decode()
    assert as_xlsx(month)


def test_the_fields_are_those_of_the_reference(shared: Path) -> None:
    text = (shared / "data" / "sgs_license_fields.csv").read_text(encoding="utf-8-sig")
    wanted = [each["字段"].partition("(")[0].lower() for each in csv.DictReader(text.splitlines())]
    assert [each.key for each in licence_fields()] == wanted
