"""§11.6 no. 10: the form of a number is the agency's setting; the ordinal goes on whatever the form."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from mingjing.cases.audit import check_numbers
from mingjing.documents.actions import next_archive_number, next_number
from mingjing.documents.models import NumberSeries
from mingjing.records.audit import Findings
from mingjing.registry.actions import change_agency
from mingjing.registry.models import Agency
from telling import filed

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

DAY = dt.date(2026, 9, 15)


def number(agency: Agency) -> str:
    with transaction.atomic():
        return next_number(agency=agency, word="罚决字", on=DAY)


def test_the_agency_chooses_between_the_custom_and_gb_t_9704(bureau: Bureau) -> None:
    """§11.6 no. 10; GB/T 9704-2012 7.2.5: no padding, no 第; the series goes on."""
    agency = bureau.agency
    assert number(agency) == "云建罚决字〔2026〕第001号"
    change_agency(actor=bureau.users["system"].actor(), agency=agency, number_width=4)
    assert number(agency) == "云建罚决字〔2026〕第0002号"
    change_agency(actor=bureau.users["system"].actor(), agency=agency, number_style=Agency.NumberStyle.PLAIN)
    assert number(agency) == "云建罚决字〔2026〕3号"


def test_verify_reads_a_series_in_whatever_form_its_numbers_were_written(bureau: Bureau) -> None:
    filed(bureau)
    change_agency(
        actor=bureau.users["system"].actor(), agency=bureau.agency, number_style=Agency.NumberStyle.PLAIN
    )
    story = filed(bureau)
    assert story.refresh().number == "云建立字〔2026〕2号"
    findings = Findings()
    check_numbers(findings)
    assert findings.problems == []
    NumberSeries.objects.filter(word="立字").update(last=3)
    check_numbers(findings)
    assert any("立字" in each for each in findings.problems)


def test_archive_numbers_are_year_and_four_digits_without_gaps(bureau: Bureau) -> None:
    """Reference §5.4: 年4+流水4."""
    with transaction.atomic():
        made = [next_archive_number(agency=bureau.agency, on=day) for day in (DAY, DAY, dt.date(2027, 1, 4))]
    assert made == ["20260001", "20260002", "20270001"]
