"""Another system, as tests play it: what it sends, and how it asks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.test import Client

from telling import FIRM

if TYPE_CHECKING:
    from mingjing.intake.models import SourceSystem, SystemKey

PARTY = {
    "party_kind": "02",
    "party_name": FIRM.name,
    "party_code": FIRM.credit_code,
    "representative": "周一苇（示例）",
}
PENALTY: dict[str, Any] = PARTY | {
    "number": "云综执罚决〔2026〕12号",
    "title": "未取得施工许可证擅自施工",
    "address": "云岭县云川镇（示例）",
    "authority": "云岭县综合行政执法局（示例）",
    "matter_code": "CF-JZ-001",
    "decided_on": "2026-09-10",
    "acted_on": "2026-08-01",
    "facts": "该公司未取得施工许可证擅自施工，现场负责人电话13912345678。",
    "violated": "《中华人民共和国建筑法》第七条",
    "basis": "《中华人民共和国建筑法》第六十四条",
    "penalty_kinds": ["02"],
    "fine": "50000.00",
    "conclusion": "罚款人民币伍万元整。",
}
LICENCE: dict[str, Any] = PARTY | {
    "number": "云审施许〔2026〕8号",
    "document_name": "建筑工程施工许可决定书",
    "authority": "云岭县行政审批局（示例）",
    "authority_code": FIRM.credit_code,
    "matter_code": "XK-JZ-001",
    "decided_on": "2026-09-10",
    "result": "准予许可",
    "licence_kind": "01",
    "certificate_name": "建筑工程施工许可证",
    "certificate_number": "159999202609100101",
    "content": "青禾家园一期工程施工许可。",
    "basis": "《中华人民共和国建筑法》第七条",
    "valid_from": "2026-09-10",
    "valid_to": "2028-09-09",
}
INSPECTION: dict[str, Any] = PARTY | {
    "number": "JC-2026-0031",
    "authority": "云岭县建设工程质量监督站（示例）",
    "matter_code": "JC-ZA-001",
    "decided_on": "2026-09-09",
    "manner": "双随机抽查",
    "content": "施工现场质量保证资料。",
    "basis": "《建设工程质量管理条例》第四十三条",
    "result": "已责令改正",
}
MATTER: dict[str, Any] = {
    "category": "行政检查",
    "name": "装配式建筑部件质量检查（示例）",
    "domain": "质安",
    "unit": "质量安全监管股",
    "duty": "检查并公开结果",
    "power": "进入现场检查",
    "basis": "《建设工程质量管理条例》第四十三条",
}
LEAD: dict[str, Any] = {
    "reference": "GD20260914001",
    "title": "小区外墙施工扬尘无围挡（示例）",
    "summary": "某工地夜间施工，没有围挡。",
    "place": "云川镇青禾路",
    "source": "7",
    "found_on": "2026-09-14",
    "acted_on": "2026-09-14",
    "course": "ongoing",
    "reply_by": "2026-09-21",
    "reporter_name": "马小满",
    "reporter_contact": "13800001111",
}
SENT = {
    "penalty": PENALTY, "licence": LICENCE, "inspection": INSPECTION, "matter": MATTER, "lead": LEAD,
}  # fmt: skip


@dataclass
class Outside:
    """A system with its key."""

    system: SourceSystem
    key: SystemKey
    text: str

    def ask(self, method: str, path: str, told: object = None, status: int = 200, **headers: str) -> Any:
        """Send a request below `/api/inbound/` and return its JSON."""
        data = told if isinstance(told, bytes) else json.dumps(told, ensure_ascii=False).encode()
        answer = Client(enforce_csrf_checks=True).generic(
            method, f"/api/inbound/{path}", data if told is not None else b"",
            content_type=headers.pop("content_type", "application/json"),
            headers={"Authorization": f"Bearer {self.text}"} | headers,
        )  # fmt: skip
        assert answer.status_code == status, (path, answer.status_code, answer.content.decode())
        assert not answer.cookies
        kind = "application/json" if status < 400 else "application/problem+json"
        assert answer["Content-Type"] == kind
        return answer.json()

    def put(self, topic: str, external_id: str, version: int = 1, *, status: int = 201, **other: Any) -> Any:
        """Send a version of what this system sends of a topic, some fields otherwise; None leaves a field out."""
        told = {key: value for key, value in (SENT[topic] | other).items() if value is not None}
        return self.ask("PUT", f"{topic}/{external_id}/{version}", told, status)
