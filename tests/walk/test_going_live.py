"""The hour of going live: an empty installation, two tables of Excel, two lists published, the first case filed."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from tests.walk.walking import Walker, day

from mingjing.config.setting_up import found
from mingjing.registry.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CERTIFIED = ("建筑市场", "青山县", "2024-01-01", "2029-12-31", "2023-11-01")
STAFF = [
    ["青山县住建局人员情况表（2026年）"],
    [
        *("姓名", "所在股室", "职务", "执法证号", "执法领域", "执法区域", "证件有效期", None),
        *("考试合格日期", "登录名", "系统岗位"),
    ],
    [*[None] * 6, "起", "止"],
    ["甲一（示例）", "市场股", "科员", "QS-001", *CERTIFIED, "jia", "承办人"],
    ["乙二（示例）", "市场股", "科员", "QS-002", *CERTIFIED, "yi", "承办人"],
    ["丙三（示例）", "市场股", "股长", "QS-003", *CERTIFIED, "bing", "承办机构负责人"],
    ["丁四（示例）", "法制股", "科员", *[None] * 6, "ding", "法制审核员、公示员"],
    ["戊五（示例）", "法制股", "股长", *[None] * 6, "wu", "法制机构负责人、公示审核员"],
    ["己六（示例）", "局领导", "副局长", *[None] * 6, "ji", "分管负责人"],
    ["庚七（示例）", "局领导", "局长", *[None] * 6, "geng", "主要负责人"],
]
MATTERS = [
    ["青山县住建局执法事项"],
    ["序号", "执法类别", "执法事项名称", "执法领域", "承办股室", "责任事项", "执法依据"],
    [1, "行政处罚", "对擅自施工的处罚", "建筑市场", "市场股", "监督检查", "《建筑法》第六十四条"],
    [2, None, "对转包工程的处罚", "建筑市场", "市场股", "监督检查", "《建筑法》第六十七条"],
    ["注：依据2026年权责清单整理。"],
]


def book(rows: Iterable[Sequence[object]], merged: Sequence[str]) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    for span in merged:
        sheet.merge_cells(span)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


STAFF_BOOK = book(STAFF, ["A1:K1", "G2:H2", *(f"{letter}2:{letter}3" for letter in "ABCDEFIJK")])
MATTER_BOOK = book(MATTERS, ["A1:G1", "B3:B4"])


def bring(walker: Walker, kind: str, data: bytes, fixed: str = "") -> None:
    """Upload a table, take its columns as proposed, see its rows, import it."""
    walker.go(f"/workbench/tables/{kind}/")
    walker.attach("file", "表.xlsx", data, XLSX)
    walker.press("上传，核对栏目")
    walker.fits()
    if fixed:
        walker.page.locator("summary", has_text="统一填写").click()
        walker.fill({"fixed_power": fixed})
    walker.press("预览各行")
    walker.sees("没有问题，可以导入")
    walker.fits()
    walker.press("导入")


def test_a_bureau_with_two_tables_goes_from_nothing_to_its_first_case(
    page: Page, live_server: LiveServer
) -> None:
    page.set_default_timeout(8000)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    walker = Walker(page, live_server.url)
    with day(6, 1):
        first = found(name="青山县住房和城乡建设局（示例）", sign="青建", area="青山县")
        walker.log_in("system", first[Role.SYSTEM])
        walker.go("/workbench/start/")
        walker.sees("完成以前立不了案", "还没有填写：地址", "还没有人担任")
        walker.press("机关信息和文号")
        told = {"address": "青山县一号", "phone": "0000-1", "complaint_phone": "0000-2", "hours": "工作日"}
        walker.fill(told | {"collecting_bank": "示例银行", "collecting_address": "青山县二号"})
        walker.submit()
        bring(walker, "staff", STAFF_BOOK)
        walker.sees("QS-001")

        walker.log_in("security", first[Role.SECURITY])
        bring(walker, "accounts", STAFF_BOOK)
        walker.sees("只显示这一次")
        passwords = dict(re.findall(r"(\w+)\s+(\S+-m)\b", page.locator("main table").inner_text()))
        walker.press("已经记下")

        walker.log_in("ding", passwords["ding"])
        bring(walker, "matters", MATTER_BOOK, fixed="行政处罚权")
        for _ in range(2):
            walker.press("提交审核")
        walker.go("/workbench/lists/officers/generate/")
        walker.press("生成草案")
        for _ in range(2):
            walker.press("提交审核")

        walker.log_in("wu", passwords["wu"])
        for name in ("行政执法事项清单", "行政执法人员清单"):
            walker.go("/workbench/publications/")
            walker.follow(name)
            walker.fill({"secrecy_checked": "保密审查", "password": passwords["wu"]})
            walker.press("通过并公开")
        walker.go("/workbench/start/")
        walker.sees("必办的都已完成，可以立案")

        _file_the_first_case(walker, passwords)
        walker.go("/lists/matters/")
        walker.sees("对转包工程的处罚")


def _file_the_first_case(walker: Walker, passwords: dict[str, str]) -> None:
    walker.log_in("jia", passwords["jia"])
    walker.go("/workbench/cases/new/")
    walker.fill(
        {
            "title": "未取得施工许可证擅自施工案",
            "source": "现场检查",
            "found_on": "2026-06-01",
            "acted_on": "2026-06-01",
            "course": "一次行为，已经终了",
            "place": "青山县某工地（示例）",
            "summary": "巡查发现工地正在施工，未能出示施工许可证。",
            "department": "市场股",
        }
    )
    walker.press("登记")
    walker.case = walker.page.url.removeprefix(walker.base)
    party = {"party_kind": "法人", "name": "青山某建设公司（示例）", "credit_code": "91159999MA0AC000XX"}
    place = {"capacity": "建设单位", "address": "青山县（示例）", "phone": "0000-7654321"}
    walker.act("登记当事人", party | place)
    walker.act(
        "提请立案",
        {
            "matter_code": "擅自施工",
            "handlers": "甲一、乙二",
            "verification": "现场正在施工，未能出示许可证。",
            "jurisdiction": "违法行为发生在本县，处罚权归本机关。",
        },
    )
    walker.log_in("bing", passwords["bing"])
    walker.act("签署立案意见", {"agreed": "同意", "opinion": "情况属实，建议立案。"})
    walker.log_in("ji", passwords["ji"])
    walker.act("批准立案", {"opinion": "同意立案。", "password": passwords["ji"]})
    walker.sees("青建立字〔2026〕第001号")
