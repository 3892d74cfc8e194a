"""Getting the process ready, and the reasons not to start."""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.config import environment
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

DEMO_DAY = dt.date(2026, 9, 15)
"""The demo's day when it is made; its clock runs on from there (engineering.md §6)."""


def refuse_without_data() -> None:
    """Refuse a data folder in which no bureau was made, before anything is created there."""
    data = environment.data_folder()
    if environment.profile(data) == "empty":
        raise Refusal(
            "data.none",
            f"{data} 里没有数据：请核对 MINGJING_DATA，或先运行 mingjing init 或 mingjing demo。",
        )


def configure(*, fallback: str = "production") -> None:
    """Choose the settings by the data folder's profile, unless the environment names them, and set Django up."""
    profile = environment.profile(environment.data_folder())
    name = profile if profile != "empty" else fallback
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"mingjing.config.settings.{name}")
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    if settings.MINGJING_DEMO:
        _move_clock(settings.MINGJING_DATA)


def _move_clock(data: Path) -> None:
    """Let the demo's clock run with a fixed offset, kept in the data folder."""
    marker = data / "clock"
    if not marker.exists():
        return
    offset = dt.timedelta(seconds=int(marker.read_text()))
    clock.set_source(lambda: clock.real() + offset)


def fix_demo_clock(data: Path) -> None:
    """Fix the demo's offset now: DEMO_DAY at the present time of day."""
    now = clock.real()
    wanted = now.replace(year=DEMO_DAY.year, month=DEMO_DAY.month, day=DEMO_DAY.day)
    (data / "clock").write_text(str(int((wanted - now).total_seconds())))


def ready_or_refuse() -> None:
    """Refuse to start without guards, with another log key, or with a database that is not durable."""
    reasons = reasons_not_to_start()
    if reasons:
        raise SystemExit("不能启动：\n" + "\n".join(f"- {reason}" for reason in reasons))


def ready_until_told() -> threading.Event:
    """Refuse to start where that must be; return what is set once this process is told to stop (SIGTERM, SIGINT)."""
    ready_or_refuse()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def reasons_not_to_start() -> list[str]:
    """Return why this process must not serve; empty when it may."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from mingjing import guarding  # noqa: PLC0415
    from mingjing.records import log  # noqa: PLC0415
    from mingjing.records.models import LogHead  # noqa: PLC0415
    from mingjing.search import guards as search_guards  # noqa: PLC0415

    if "records_record" not in connection.introspection.table_names():
        return ["数据库尚未建立：请先运行 mingjing init 或 mingjing demo。"]
    missing = [*guarding.missing(), *search_guards.missing(connection)]
    reasons = [f"数据库守卫缺失或被改动：{name}" for name in missing]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] != 2:  # noqa: PLR2004 - FULL
                reasons.append("SQLite 的 synchronous 不是 FULL：断电会丢失已确认的记录。")
    head = LogHead.objects.first()
    if head and head.origin != settings.MINGJING_ORIGIN:
        reasons.append(f"日志的 origin 已定为 {head.origin}，与设置 {settings.MINGJING_ORIGIN} 不同。")
    try:
        log.check_identity()
    except log.LogIdentityError as refusal:
        reasons.append(str(refusal))
    return reasons + _faults_of_the_store()


def _faults_of_the_store() -> list[str]:
    """Return what an object store lacks that must keep bytes; a folder on the disk lacks nothing."""
    from django.conf import settings  # noqa: PLC0415

    if settings.MINGJING_STORE == "disk":
        return []
    if settings.MINGJING_STORE != "s3":
        return [f"MINGJING_STORE 只能是 disk 或 s3，不能是 {settings.MINGJING_STORE}。"]
    from mingjing.storage.bucket import faults  # noqa: PLC0415

    return faults()
