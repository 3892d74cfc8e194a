"""One penalty case the whole way in a browser, as each role, without a manual: from the lists to a verified decision.

Serves 种子 A2.1, A2.4, A3.2, A4.1, B2, B4, C0, C2.1, C3.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.walk.walking import Walker, day

from mingjing.cases.bundling import bundle
from mingjing.cases.models import Case, Decision
from mingjing.demo import samples
from mingjing.demo.bureau import DATA, Bureau
from mingjing.demo.people import PASSWORD
from mingjing.demo.scanned import take_all_back
from mingjing.ledger.bundle import verify_bundle
from mingjing.records import audit
from mingjing.records.actors import SYSTEM
from mingjing.registry.models import User
from mingjing.review.points import POINTS
from mingjing.storage.store import read

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.smoke, pytest.mark.django_db(transaction=True)]

BUILDER, CONTRACTOR = "云岭县新城置业有限公司（示例）", "云岭县宏远建筑有限公司（示例）"
TOLD = "涉嫌未取得施工许可证施工；《建筑法》第七条；有权陈述申辩、申请回避；有义务如实回答。"
DRAFT = {
    "facts": "当事人未取得建筑工程施工许可证即开工，检查时已完成地下室顶板施工，工程合同价款 2860 万元。",
    "violated": "《建筑法》第七条第一款",
    "basis": "《建设工程质量管理条例》第五十七条",
    "orders": "责令停止施工，限期改正",
    "performance": "自收到决定书之日起十五日内到代收机构缴纳，或者通过电子支付系统缴纳。",
}


@pytest.fixture
def walker(page: Page, live_server: LiveServer) -> Walker:
    """Return a walker; any error in the browser's console fails the walk."""
    page.set_default_timeout(8000)
    walk = Walker(page, live_server.url)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    return walk


def test_a_case_goes_from_the_lists_to_a_decision_that_anyone_can_verify(
    walker: Walker, tmp_path: Path
) -> None:
    with day(6, 1):
        Bureau.make()
    _publish_a_list(walker)
    _file(walker)
    _investigate_and_draft(walker)
    _review(walker)
    _notify_and_decide(walker)
    _serve_publish_close(walker)
    _read_and_verify_as_a_citizen(walker, tmp_path)
    _verify_the_bundle(tmp_path)
    assert audit.run().problems == []


def _publish_a_list(walker: Walker) -> None:
    """Import a list with one bad cell, then a good one; another person checks and publishes."""
    good = (DATA / "recordings.csv").read_text(encoding="utf-8")
    changed = good.replace("调取查阅有关资料全过程", "调取、查阅资料的全过程")
    with day(6, 2):
        walker.log_in("publisher")
        walker.go("/workbench/lists/recordings/import/")
        walker.attach("file", "recordings.csv", good.replace("LX-002", "LX-001").encode(), "text/csv")
        walker.press("导入为草案")
        walker.sees("第 3 行", "与第2行重复", "没有写入任何内容")
        walker.attach("file", "recordings.csv", changed.encode(), "text/csv")
        walker.press("导入为草案")
        walker.sees("调取、查阅资料的全过程")
        walker.press("提交审核")
        walker.press("提交审核")
    with day(6, 3):
        walker.log_in("checker")
        walker.go("/workbench/publications/")
        walker.follow("音像记录")
        walker.sees("调取查阅有关资料全过程", "调取、查阅资料的全过程")
        walker.fill({"secrecy_checked": "保密审查", "password": PASSWORD})
        walker.press("通过并公开")
        walker.go("/lists/recordings/")
        walker.sees("调取、查阅资料的全过程", "第 2 版")
        walker.go("/lists/recordings/?edition=1")
        walker.sees("调取查阅有关资料全过程")


def _file(walker: Walker) -> None:
    with day(6, 8):
        walker.log_in("officer1")
        walker.go("/workbench/cases/new/")
        walker.fill(
            {
                "title": "未取得施工许可证擅自施工案",
                "source": "现场检查",
                "found_on": "2026-06-08",
                "acted_on": "2026-06-08",
                "course": "一次行为，已经终了",
                "place": "云岭县云川镇新城工地（示例）",
                "summary": "巡查发现工地正在施工，未能出示施工许可证。",
                "department": "建筑市场监管股",
            }
        )
        walker.press("登记")
        walker.case = walker.page.url.removeprefix(walker.base)
        for name, code, capacity in (
            (BUILDER, "91159999MA0AC000XX", "建设单位"),
            (CONTRACTOR, "91159999MA0BD001X9", "施工单位"),
        ):
            party = {"party_kind": "法人", "name": name, "credit_code": code, "capacity": capacity}
            walker.act("登记当事人", party | {"address": "云岭县云川镇（示例）", "phone": "0000-7654321"})
        walker.act(
            "提请立案",
            {
                "matter_code": "未取得施工许可证",
                "handlers": "沈知行、陆明川",
                "verification": "现场正在施工，未能出示许可证，属本机关管辖，未过时效。",
                "jurisdiction": "违法行为发生在本县，处罚权归本机关。",
            },
        )
        walker.log_in("section")
        walker.act("签署立案意见", {"agreed": "同意", "opinion": "情况属实，建议立案。"})
        walker.log_in("deputy")
        walker.act("批准立案", {"opinion": "同意立案。", "password": PASSWORD})
        walker.sees("云建立字〔2026〕第001号")


def _investigate_and_draft(walker: Walker) -> None:
    with day(6, 10):
        walker.log_in("officer1")
        record = {
            "happened_on": "2026-06-10",
            "place": "云岭县云川镇新城工地（示例）",
            "person": "工地负责人（示例）",
            "officers": "沈知行、陆明川",
            "card_shown": "已主动出示",
            "dressed": "规范着装，佩戴统一标识",
            "told_items": "执法事由、执法依据、权利、义务",
            "told": TOLD,
            "content": "现场正在施工，未见施工许可证。",
        }
        walker.act("制作现场检查笔录", record)
        walker.act("制作询问笔录", record | {"content": "问：有无许可证？答：尚未取得。"})
        _collect(walker)
        _record(walker, "现场检查", "2026-06-10")
        _record(walker, "询问", "2026-06-10")
    with day(6, 17):
        walker.act(
            "提交调查终结报告",
            {f"item_{place}": "详见案卷材料。" for place in range(1, 6)} | {"complex_case": "是"},
        )
        _draft(walker, BUILDER, "371800", "一般", "工程合同价款 2860 万元，经责令后停工。")
        _draft(walker, CONTRACTOR, "20000", "轻微", "受要求进场，主动停工。")


def _collect(walker: Walker) -> None:
    """Add evidence; a file that is not what its name says is refused, and nothing typed is lost."""
    walker.open_case()
    walker.press("添加证据")
    walker.fill(
        {
            "evidence_kind": "书证",
            "name": "施工合同（复制件）",
            "proves": "工程合同价款",
            "collected_on": "2026-06-10",
            "source": BUILDER,
            "obtained": "执法人员调取",
            "original": "经核对与原件一致",
            "companion": "陆明川",
            "told_items": "执法事由、执法依据、权利、义务",
        }
    )
    walker.attach("file", "合同.pdf", "这不是 PDF".encode(), "application/pdf")
    expect(walker.page.locator("main .upload.has-error")).to_contain_text("内容与类型不符")
    walker.press_primary()
    expect(walker.page.locator("main .upload.has-error")).to_contain_text("换一个文件")
    assert walker.page.locator("[name=proves]").input_value() == "工程合同价款"
    walker.attach("file", "合同.txt", "合同价款 2860 万元（示例）".encode(), "text/plain")
    expect(walker.page.locator("main .upload")).to_contain_text("已传完")
    walker.submit()
    walker.sees("施工合同（复制件）")


def _record(walker: Walker, activity: str, day_: str) -> None:
    """Upload a recording of what just happened: by the camera where a picture shows it, else a recorder's file."""
    walker.open_case()
    walker.press("上传、查看")
    panels = walker.page.locator("main .panel").filter(has=walker.page.locator("h2", has_text=activity))
    panel = panels.filter(has_text="缺音像记录").first
    panel.wait_for(state="visible")
    camera = panel.locator("form input[type=file]")
    if camera.count():
        photo = samples.photo(f"{activity} {day_} {panels.count()}")
        camera.set_input_files({"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo})
        panel.get_by_role("button", name="拍照上传").click()
    else:
        panel.get_by_role("link", name="上传文件").click()
        times = {"started_at": f"{day_}T09:10", "ended_at": f"{day_}T09:40"}
        walker.fill(times | {"device": "执法记录仪 YL-07", "recorded_by": "陆明川"})
        walker.attach("file", "询问.wav", samples.sound(activity), "audio/wav")
        expect(walker.page.locator("main .upload")).to_contain_text("已传完")
        walker.submit()
    walker.sees("已上传。")


def _draft(walker: Walker, party: str, yuan: str, grade: str, reasons: str) -> None:
    """Draft for a party and submit the draft."""
    typed = DRAFT | {
        "discretion_grade": grade,
        "late_fine": "每日按罚款数额的百分之三加处罚款",
        "discretion_reasons": reasons,
        "kind_1": "罚款",
        "amount_1": yuan,
    }
    walker.act("拟定代拟稿", typed, party=party)
    walker.act("提请法制审核", {"materials": "调查终结报告、决定代拟稿、法律依据、证据材料"}, party=party)


def _review(walker: Walker) -> None:
    """Agree for one party, return the other's draft; it is mended and comes again."""
    with day(6, 22):
        _find_and_sign(walker, BUILDER, "同意", "")
        _find_and_sign(walker, CONTRACTOR, "改正", "discretion")
    with day(6, 23):
        walker.log_in("officer1")
        walker.open_case()
        walker.sees("改正")
        _draft(walker, CONTRACTOR, "20000", "轻微", "受建设单位要求进场施工，发现后主动停工，未造成后果。")
    with day(6, 25):
        _find_and_sign(walker, CONTRACTOR, "同意", "")


def _find_and_sign(walker: Walker, party: str, result: str, faulty: str) -> None:
    """Find on each of the ten points, draft the opinion, and let the head of the legal department sign it."""
    text = f"经逐项审核，{'裁量理由不充分，请补充。' if faulty else '事实清楚、证据充分、程序合法。'}"
    walker.log_in("reviewer")
    walker.go("/workbench/review/")
    walker.follow(party)
    for point in POINTS:
        walker.fill({f"p_{point.key}": "存在问题" if point.key == faulty else "符合"})
    if faulty:
        walker.page.locator(f"main details:has([name='r_{faulty}']) summary").click()
        walker.fill({f"r_{faulty}": "理由与情节不对应。"})
    walker.fill({"result": result, "text": text})
    walker.submit()
    walker.log_in("legalhead")
    walker.go("/workbench/review/")
    walker.page.locator("main .tabs a", has_text="待签署").click()
    walker.follow(party)
    walker.fill({"password": PASSWORD})
    walker.submit()


def _notify_and_decide(walker: Walker) -> None:
    with day(6, 26):
        walker.log_in("officer1")
        for party in (BUILDER, CONTRACTOR):
            walker.act("制作告知书", {}, party=party)
            walker.act(
                "登记告知书送达",
                {
                    "served_on": "2026-06-26",
                    "method": "直接送达",
                    "proof": "送达回证，法定代表人签收",
                    "told_items": "执法事由、执法依据、权利、义务",
                },
                party=party,
            )
            _record(walker, "直接送达", "2026-06-26")
        walker.act(
            "登记书面放弃", {"waived_on": "2026-06-26", "proof": "放弃声明书，已签字"}, party=CONTRACTOR
        )
        walker.open_case()
        walker.sees("2026-07-03")
    with day(7, 6):
        walker.act("提请作出决定", {})
        walker.log_in("principal")
        walker.act(
            "记录集体讨论",
            {
                "held_on": "2026-07-06",
                "place": "本局二楼会议室（示例）",
                "participants": "周正言、韩立峰",
                "minutes": "韩立峰：事实清楚。周正言：同意。",
                "conclusion": "一致同意拟处意见。",
            },
        )
        for username in ("section", "legalhead"):
            walker.log_in(username)
            for party in (BUILDER, CONTRACTOR):
                walker.act("签署处罚决定意见", {"agreed": "同意", "opinion": "同意拟处意见。"}, party=party)
        walker.log_in("deputy")
        for party in (BUILDER, CONTRACTOR):
            walker.act(
                "作出决定",
                {"agreed": "同意，作出决定", "opinion": "同意作出处罚决定。", "password": PASSWORD},
                party=party,
            )
        walker.open_case()
        walker.sees("云建罚决字〔2026〕第001号", "云建罚决字〔2026〕第002号")


def _serve_publish_close(walker: Walker) -> None:
    served = {
        "method": "直接送达",
        "served_on": "2026-07-08",
        "place": "当事人办公室（示例）",
        "receiver": "法定代表人（示例）",
        "officers": "沈知行、陆明川",
        "proof": "送达回证，当面签收",
        "told_items": "执法事由、执法依据、权利、义务",
    }
    with day(7, 8):
        walker.log_in("officer1")
        for party in (BUILDER, CONTRACTOR):
            walker.act("登记送达", served, party=party)
            _record(walker, "直接送达", "2026-07-08")
    with day(7, 9):
        walker.log_in("publisher")
        for party in (BUILDER, CONTRACTOR):
            walker.go("/workbench/publications/?tab=collected")
            walker.follow(party)
            walker.submit()
            walker.sees("已确认")
        walker.log_in("checker")
        for party in (BUILDER, CONTRACTOR):
            walker.go("/workbench/publications/")
            walker.follow(party)
            walker.fill({"secrecy_checked": "保密审查", "password": PASSWORD})
            walker.submit()
    with day(7, 15):
        walker.log_in("officer1")
        for party, yuan in ((BUILDER, "371800"), (CONTRACTOR, "20000")):
            paid = {
                "done_on": "2026-07-15",
                "amount": yuan,
                "channel": "指定银行",
                "payment_code": "15" * 10,
                "receipt_number": f"{int(yuan):010d}",
                "note": "已停工",
            }
            walker.act("登记履行", paid, party=party)
        case = Case.objects.get()
        take_all_back(user=User.objects.get(username="officer1"), case=case)
        walker.act("提请结案", {"pages": "86", "defects": "无", "checked_by": "程砚秋"})
        walker.log_in("section")
        walker.act("签署结案意见", {"agreed": "同意", "opinion": "执行完毕。"})
        walker.log_in("principal")
        walker.act("批准结案", {"opinion": "同意结案。", "password": PASSWORD})
        walker.sees("已结案")


def _read_and_verify_as_a_citizen(walker: Walker, tmp_path: Path) -> None:
    page = walker.page
    page.context.clear_cookies()
    with day(7, 20):
        walker.go("/search?q=宏远建筑")
        page.get_by_role("link", name=CONTRACTOR).first.click()
        walker.sees("贰万元整", "云建罚决字〔2026〕第002号", "已隐去")
        expect(page.locator("body")).not_to_contain_text("7654321")
        address = page.get_by_role("link", name="下载公示件").first.get_attribute("href")
        public = page.request.get(f"{walker.base}{address}").body()
        decision = Decision.objects.get(party__name=CONTRACTOR)
        original = read(decision.document.original)
        for content, answer in (
            (public, "与公示件（遮盖件）一致"),
            (original, "与送达件一致"),
            (original + b"\n", "不是记录的那份文件"),
            (b"%PDF-1.4 nothing of ours", "本机关无此记录"),
        ):
            walker.go("/verify/")
            file = tmp_path / "file.pdf"
            file.write_bytes(content)
            page.locator("input[type=file]").set_input_files(file)
            expect(page.locator("[data-result] h2")).to_contain_text(answer)


def _verify_the_bundle(tmp_path: Path) -> None:
    """Bundle the case and verify it in a process without settings, network or database."""
    target = tmp_path / "case.zip"
    bundle(actor=SYSTEM, case=Case.objects.get(), target=target)
    command = [sys.executable, "-m", "mingjing.config.cli", "verify-bundle", str(target)]
    done = subprocess.run(command, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    spoilt = bytearray(target.read_bytes())
    place = spoilt.index("贰万元整".encode())
    spoilt[place] ^= 1
    target.write_bytes(spoilt)
    report = verify_bundle(target)
    assert not report.ok
    assert any("records" in problem for problem in report.problems)
