"""The figures of the monitoring page: each has its threshold, and passes it (等保: 运行监测)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from probing import probe

from mingjing import clock, guarding
from mingjing.records import gauges, log, witnesses
from mingjing.records.actions import open_dossier
from mingjing.records.models import Dossier, Outsider, Timestamp
from outside import ours

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from mingjing.records.gauges import Gauge

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(db: None) -> Dossier:
    del db
    made = open_dossier(kind="probe", ref="1")
    probe(made, 3)
    log.integrate_all()
    return made


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> object:
    def go(**after: int) -> None:
        moment = clock.real() + dt.timedelta(**after)
        monkeypatch.setattr(clock, "real", lambda: moment)

    return go


def gauge(name: str) -> Gauge:
    return next(each for each in gauges.gauges() if each.name == name)


def ready() -> tuple[int, list[str], list[str]]:
    answer = Client().get("/readyz")
    told = answer.json()
    return answer.status_code, told["problems"], told["warnings"]


def test_a_log_that_is_well_raises_no_alarm(dossier: Dossier) -> None:
    del dossier
    assert gauges.alarms() == []
    assert ready() == (200, [], [])
    assert gauge("日志").value.startswith("共 3 条")
    assert (gauge("见证人").tone, gauge("时间戳").tone) == ("off", "off")


def test_an_integrator_that_stands_still_is_an_alarm(dossier: Dossier, later: object) -> None:
    probe(dossier)
    assert gauge("收录").tone == "ok"
    later(seconds=31)  # type: ignore[operator]
    assert gauge("收录").tone == "stop"
    assert ready() == (503, ["integrator lags"], [])


def test_a_witness_that_is_silent_is_first_worth_a_look_then_an_alarm(
    dossier: Dossier, data: Path, later: object
) -> None:
    with ours(data / "outside", "", log.log_head().vkey) as (url, vkey):
        (data / "policy").write_text(f"witness w1 {vkey} {url}\nquorum w1\n")
        assert gauge("见证人 w1").tone == "soon"
        witnesses.ask_all()
    assert gauge("见证人 w1").tone == "ok"
    later(hours=2)  # type: ignore[operator]
    assert gauge("见证人 w1").tone == "ok"  # nothing newer to sign
    probe(dossier)
    log.integrate_all()
    assert gauge("见证人 w1").tone == "stop"
    assert ready() == (200, [], ["witness silent"])


def test_a_witness_that_contradicts_takes_the_site_from_ready(dossier: Dossier, data: Path) -> None:
    del dossier
    with ours(data / "outside", "") as (url, vkey):
        (data / "policy").write_text(f"witness w1 {vkey} {url}\n")
    Outsider.objects.create(name="witness:w1", conflict="副署过 9 条")
    assert gauge("见证人 w1").tone == "stop"
    assert ready()[1] == ["witness contradicts"]
    (data / "policy").write_text("witness\n")
    assert gauge("见证政策").tone == "stop"


def test_a_timestamp_that_is_late_is_told(dossier: Dossier, settings: SettingsWrapper, later: object) -> None:
    settings.MINGJING_TSA = "http://127.0.0.1:1/"
    assert gauge("时间戳").tone == "soon"
    newest = log.newest()
    assert newest
    now = clock.real()
    Timestamp.objects.create(checkpoint=newest, response=b"x", stamped_at=now, received_at=now)
    probe(dossier)
    log.integrate_all()
    assert gauge("时间戳").tone == "ok"
    later(minutes=100)  # type: ignore[operator]
    assert gauge("时间戳").tone == "soon"
    later(hours=6)  # type: ignore[operator]
    assert gauge("时间戳").tone == "stop"


def test_a_full_disk_a_lost_guard_and_failed_tasks_are_told(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    del dossier
    for free, tone in ((1 << 40, "ok"), (1 << 30, "soon"), (1 << 20, "stop")):
        monkeypatch.setattr(gauges.shutil, "disk_usage", lambda _, free=free: (0, 0, free) and _Usage(free))
        assert gauge("磁盘").tone == tone
    monkeypatch.setattr(guarding, "missing", lambda: ["records_record_no_update"])
    assert gauge("数据库守卫").tone == "stop"
    assert set(ready()[1]) == {"disk nearly full", "guard records_record_no_update"}
    assert gauge("失败的任务").tone == "ok"
    DBTaskResult.objects.create(
        status="FAILED", task_path="x", args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
    )
    assert (gauge("失败的任务").tone, gauge("失败的任务").value) == ("soon", "1 件")


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free
