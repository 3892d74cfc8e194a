"""A case that was running before the system, as tests enter it; decided, and perhaps served, on paper (ADR-016)."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mingjing.cases import audit_prior
from mingjing.cases.actions import taking_over, taking_over_parties
from mingjing.cases.actions.taking_over import Before, Days, Decided
from mingjing.demo.samples import photo
from mingjing.evidence.actions import Upload
from telling import FIRM

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.demo.bureau import Bureau

TODAY = dt.date(2026, 9, 15)
FOUND, FILED = dt.date(2026, 6, 15), dt.date(2026, 6, 22)
CONCLUDED, DECIDED, SERVED = dt.date(2026, 8, 10), dt.date(2026, 9, 3), dt.date(2026, 9, 8)


@pytest.fixture(autouse=True)
def begins_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bureau begin to work here on the day of these tests: what it decided on paper lies before it."""
    for room in (taking_over, taking_over_parties, audit_prior):
        monkeypatch.setattr(room, "first_day", lambda agency: TODAY)  # noqa: ARG005


def scan(name: str = "扫描件") -> Upload:
    return Upload(f"{name}.jpg", io.BytesIO(photo(name)))


def before(**changed: Any) -> Before:
    """Return a case as its paper file tells it, as far as its filing."""
    told = Before(
        title="未取得施工许可证擅自施工案", summary="工地正在施工。", place="云岭县云川镇（示例）", source="1",
        days=Days(FOUND, FOUND, FILED), people="沈知行、陆明川", account="巡查发现，已立案、检查、询问。",
        party=vars(FIRM), number="云建立字〔2026〕第008号", matter_code="CF-JZ-001", jurisdiction="发生在本县。",
        papers={"LA01": scan("立案审批表")},
    )  # fmt: skip
    return replace(told, **changed)


def decided(*, served: bool = False, **changed: Any) -> Before:
    """Return a case that was decided, and perhaps served, on paper."""
    papers = {"LA01": scan("立案审批表"), "JD03": scan("决定书")} | ({"SD01": scan("回证")} if served else {})
    told = before(
        days=Days(FOUND, FOUND, FILED, None, DECIDED, SERVED if served else None), papers=papers,
        decided=Decided(
            "云建罚决字〔2026〕第005号", "韩立峰", "责令停止施工，罚款 30000 元。", 3_000_000,
            "01" if served else "", "送达回证，当面签收" if served else "",
        ),
    )  # fmt: skip
    return replace(told, **changed)


def enter(bureau: Bureau, step: str, told: Before, **changed: Any) -> Case:
    given = {
        "user": bureau.users["section"],
        "department": bureau.people["section"].department,
        "handlers": [bureau.people["officer1"], bureau.people["officer2"]],
    }
    return taking_over.take_over(step=step, before=told, **given | changed)
