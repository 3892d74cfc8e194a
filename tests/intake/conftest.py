"""The bureau is made once a module; a system of another agency's office may send everything."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from arriving import Outside
from bureau_once import bureau, founded
from mingjing import clock
from mingjing.api import access
from mingjing.intake.models import Topic
from mingjing.intake.systems import issue_key, register_system

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

__all__ = ["bureau", "founded"]


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    access.requests.clear()
    access.failures.clear()


@pytest.fixture
def outside(bureau: Bureau) -> Outside:
    system = register_system(
        user=bureau.users["system"], name="县审批系统（示例）", operator="云岭县行政审批局（示例）",
        topics=Topic.values, department=bureau.departments["market"],
    )  # fmt: skip
    key, text = issue_key(
        user=bureau.users["system"], system=system, label="测试", topics=Topic.values,
        expires_on=clock.today() + dt.timedelta(days=365),
    )  # fmt: skip
    return Outside(system, key, text)
