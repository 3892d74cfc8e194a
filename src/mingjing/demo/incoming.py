"""What another system sent the demo bureau: a licence, an inspection, a penalty, and one that waits."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.disclosure.models import Publication
from mingjing.intake.receiving import Sender, receive
from mingjing.intake.systems import issue_key, register_system

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

OFFICE = "云岭县行政审批和政务服务局（示例）"
SQUAD = "云岭县综合行政执法局（示例）"
GAS = {
    "party_kind": "02",
    "party_name": "云岭县蓝焰燃气有限公司（示例）",
    "party_code": "91159999MA0TT202X4",
    "representative": "蓝天（示例）",
}
BUILDER = {
    "party_kind": "02",
    "party_name": "云岭县丰仓建设有限公司（示例）",
    "party_code": "91159999MA0TT203X5",
    "representative": "秋实（示例）",
}
SENT: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
    (
        3,
        "licence",
        "sp-2026-0118",
        GAS
        | {
            "number": "云审燃许〔2026〕18号（示例）",
            "document_name": "燃气经营许可决定书",
            "authority": OFFICE,
            "matter_code": "XK-RQ-001",
            "decided_on": "2026-09-02",
            "result": "准予许可",
            "licence_kind": "01",
            "certificate_name": "燃气经营许可证",
            "certificate_number": "蒙202609020018（示例）",
            "content": "管道燃气、瓶装燃气经营。",
            "basis": "《城镇燃气管理条例》第十五条",
            "valid_from": "2026-09-02",
            "valid_to": "2029-09-01",
        },
    ),
    (
        7,
        "inspection",
        "jc-2026-0311",
        BUILDER
        | {
            "number": "云质检〔2026〕311号（示例）",
            "authority": SQUAD,
            "matter_code": "JC-ZA-001",
            "decided_on": "2026-09-04",
            "manner": "双随机抽查",
            "content": "施工现场质量保证资料、见证取样送检情况。",
            "basis": "《建设工程质量管理条例》第四十三条",
            "result": "已责令改正",
        },
    ),
    (
        9,
        "penalty",
        "cf-2026-0077",
        BUILDER
        | {
            "number": "云综执罚决〔2026〕77号（示例）",
            "title": "未取得施工许可证擅自施工",
            "address": "云岭县北川镇（示例）",
            "authority": SQUAD,
            "matter_code": "CF-JZ-001",
            "decided_on": "2026-09-07",
            "facts": "该公司在北川镇粮库二期工地未取得施工许可证擅自施工。",
            "violated": "《中华人民共和国建筑法》第七条",
            "basis": "《中华人民共和国建筑法》第六十四条",
            "penalty_kinds": ["02"],
            "fine": "60000.00",
            "conclusion": "责令停止施工，罚款人民币陆万元整。",
            "performance": "收到决定书之日起十五日内缴至指定银行。",
            "relief": "可以在六十日内申请行政复议，或者在六个月内提起行政诉讼。",
        },
    ),
)
WAITING = (
    14,
    "licence",
    "sp-2026-0126",
    SENT[0][3] | {
        "number": "云审施许〔2026〕26号（示例）",
        "document_name": "建筑工程施工许可决定书",
        "matter_code": "XK-JZ-001",
        "decided_on": "2026-09-11",
        "certificate_name": "建筑工程施工许可证",
        "certificate_number": "159999202609110101（示例）",
        "content": "粮库三期工程施工许可。",
        "basis": "《中华人民共和国建筑法》第七条",
        "valid_from": "2026-09-11",
        "valid_to": "2028-09-10",
    } | BUILDER,
)  # fmt: skip


def come_in(bureau: Bureau) -> None:
    """Register the system, let it send, and publish what it sent but the last, which waits for its two people."""
    with _on(1):
        sender = _sender(bureau)
    for day, topic, external_id, told in SENT:
        _send(sender, day, topic, external_id, told)
        with _on(day, 15):
            bureau.release(Publication.objects.select_related("agency").get(number=told["number"]))
    _send(sender, *WAITING)


def _on(day: int, hour: int = 9) -> Any:
    return clock.at(dt.datetime(2026, 9, day, hour, tzinfo=clock.SHANGHAI))


def _sender(bureau: Bureau) -> Sender:
    admin = bureau.users["system"]
    topics = ["penalty", "licence", "inspection"]
    system = register_system(user=admin, name="县一体化执法审批平台（示例）", operator=OFFICE, topics=topics)
    key, _ = issue_key(
        user=admin, system=system, label="平台前置机，审批局信息股保管（示例）", topics=topics,
        expires_on=dt.date(2027, 8, 31),
    )  # fmt: skip
    return Sender(system, tuple(topics), system.actor(), key=key)


def _send(sender: Sender, day: int, topic: str, external_id: str, told: dict[str, Any]) -> None:
    data = json.dumps(told, ensure_ascii=False, indent=1).encode()
    with _on(day, 11):
        receive(sender=sender, topic=topic, external_id=external_id, version=1, data=data)
