"""种子 A2.3, B1: each step of a flowchart says what it leaves, its grade and carrier, its limit and actor; on A3."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles import finders

from mingjing import clock
from mingjing.evidence.recording_rules import FULL
from mingjing.evidence.recordings import duty_on
from mingjing.portal import flow
from mingjing.procedures import parse
from mingjing.procedures.library import load
from mingjing.records.actors import SYSTEM
from mingjing.workflow.actions import adopt

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from mingjing.catalog.models import Edition
    from mingjing.registry.models import Agency

pytestmark = pytest.mark.django_db
PAGE = "/flowcharts/ordinary-penalty/"


def test_every_step_says_document_grade_carrier_limit_and_actor(client: Client, agency: Agency) -> None:
    version = adopt(actor=SYSTEM, agency=agency, bpmn=load("ordinary-penalty"))
    rows = {str(row["step"]): row for row in flow.chart_of(version, agency).rows}
    procedure = parse(load("ordinary-penalty"))
    assert list(rows) == [step.name for step in procedure.steps]
    told = {key: rows["听证"][key] for key in ("actor", "documents", "grade", "carrier", "limit")}
    assert told == {
        "actor": "法制机构",
        "documents": "听证通知书、听证笔录、听证报告",
        "grade": "音像记录",
        "carrier": "执法文书、录音、录像",
        "limit": "听证通知(住建) 7 个工作日",
    }
    assert rows["立案"]["grade"] == "文字记录"
    assert rows["送达"]["grade"] == "音像记录"
    assert rows["送达"]["carrier"] == "执法文书、照片、录音、录像"
    assert str(rows["调查取证"]["grade"]).endswith("；文字记录：登记保存物品的处理")
    for address in (PAGE, f"{PAGE}a3/", f"{PAGE}a3/?version=1"):
        page = client.get(address).content.decode().replace('<span class="nb">', "").replace("</span>", "")
        for name in rows:
            assert f">{name}</td>" in re.sub(r"\s+", "", page)
        for heading in ("办理人", "应有文书", "记录等级", "记录载体", "时限", "依据"):
            assert heading in page
    assert f"{PAGE}a3/?version=1" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}a3/?version=2").status_code == 404


def test_the_grade_is_that_of_the_recording_list_in_force(
    agency: Agency, publish_list: Callable[..., Edition]
) -> None:
    """The flowchart cannot say less than the system asks: both read the same list (种子 B3.1)."""
    version = adopt(actor=SYSTEM, agency=agency, bpmn=load("ordinary-penalty"))
    listed = {"code": "LX-1", "category": "行政处罚", "stage": "听证", "matter": "举行听证", "grade": "full"}
    publish_list("recordings", [listed])
    rows = {str(row["step"]): row for row in flow.chart_of(version, agency).rows}
    assert (rows["听证"]["grade"], rows["听证"]["carrier"]) == ("全程音像记录", "执法文书、录像")
    assert duty_on(agency, "hearing", clock.today()).grade == FULL


def test_the_sheet_is_printed_on_a3_landscape(client: Client, agency: Agency) -> None:
    adopt(actor=SYSTEM, agency=agency, bpmn=load("ordinary-penalty"))
    page = client.get(f"{PAGE}a3/").content.decode()
    sheets = re.findall(r'href="([^"]+\.css)"[^>]*media="print"', page)
    assert [sheet.rpartition("/")[2].partition(".")[0] for sheet in sheets] == ["print", "print-a3"]
    found = finders.find("theme/print-a3.css")
    assert isinstance(found, str)
    assert "size: A3 landscape" in Path(found).read_text(encoding="utf-8")
