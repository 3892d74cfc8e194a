"""How the log fares, as figures with their thresholds: what the monitoring page shows and `/readyz` reports."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mingjing import clock, guarding
from mingjing.ledger.policy import PolicyError
from mingjing.records import log, policy, stamping
from mingjing.records.models import Cosignature, Outsider, Pending, Timestamp

if TYPE_CHECKING:
    from mingjing.ledger.policy import WitnessKey
    from mingjing.records.models import Checkpoint

OK, SOON, STOP, OFF = "ok", "soon", "stop", "off"

LAG = dt.timedelta(seconds=30)
"""A record waits this long at most before the integrator counts as standing still."""
SILENT_SOON, SILENT_STOP = dt.timedelta(minutes=15), dt.timedelta(hours=1)
"""How long a newer checkpoint may lack a witness's line."""
STAMP_SOON, STAMP_STOP = dt.timedelta(minutes=90), dt.timedelta(hours=6)
FREE_SOON, FREE_STOP = 10 << 30, 500 << 20
TASKS_SOON = 200


@dataclass(frozen=True)
class Gauge:
    """One figure: its name, its value in words, how it stands, what to do where it does not stand well.

    `sign` is the short English word for machines.
    """

    name: str
    value: str
    tone: str = OK
    advice: str = ""
    sign: str = ""


def gauges() -> list[Gauge]:
    """Return every figure; a dozen cheap queries."""
    newest = log.newest()
    return [
        _size(newest),
        _integration(newest),
        *_witnesses(newest),
        _timestamp(newest),
        _guards(),
        *_tasks(),
        _disk(),
    ]


def alarms() -> list[Gauge]:
    """Return the figures that demand somebody now."""
    return [each for each in gauges() if each.tone == STOP]


def _size(newest: Checkpoint | None) -> Gauge:
    if newest is None:
        return Gauge("日志", "尚无检查点", OFF)
    return Gauge("日志", f"共 {newest.size:,} 条，{_moment(newest.signed_at)}签署最新检查点")


def _integration(newest: Checkpoint | None) -> Gauge:
    waiting = Pending.objects.count()
    if not waiting:
        return Gauge("收录", "没有待收录的记录")
    value = f"{waiting:,} 条待收录"
    if newest and clock.real() - newest.signed_at < LAG:
        return Gauge("收录", value)
    return Gauge("收录", value, STOP, "后台进程没有在收录：请看它是否在运行。", "integrator lags")


def _witnesses(newest: Checkpoint | None) -> list[Gauge]:
    try:
        named = policy.named()
    except PolicyError as error:
        return [
            Gauge("见证政策", f"看不懂：{error}", STOP, "请改正 MINGJING_DATA/policy。", "policy unreadable")
        ]
    if not named.witnesses:
        return [
            Gauge("见证人", "没有配置", OFF, "没有外面的见证人，整本日志被改写时只有留存过检查点的人能发现。")
        ]
    return [_witness(each, newest) for each in named.witnesses.values()]


def _witness(witness: WitnessKey, newest: Checkpoint | None) -> Gauge:
    name = f"见证人 {witness.name}"
    row = Outsider.objects.filter(name=policy.WITNESS + witness.name).first()
    if row and row.conflict:
        return Gauge(
            name,
            row.conflict,
            STOP,
            "日志已停止签发：请查明数据库是否被改写或者恢复自旧备份。",
            "witness contradicts",
        )
    key = witness.key
    last = (
        Cosignature.objects.filter(name=key.name, key_id=key.id.hex())
        .select_related("checkpoint")
        .order_by("-checkpoint_id")
        .first()
    )
    said = f"；{row.said}，连续 {row.failures} 次" if row and row.failures else ""
    if last is None:
        return Gauge(
            name,
            f"还没有副署过{said}",
            SOON if newest else OFF,
            "请核对政策里的公钥和地址，并告知对方本日志的公钥。",
        )
    value = f"已副署到 {last.checkpoint_id:,} 条，{_moment(last.received_at)}{said}"
    since = _unsigned_since(last, newest)
    if since < SILENT_SOON:
        return Gauge(name, value)
    return Gauge(
        name, value, STOP if since >= SILENT_STOP else SOON, "见证人没有回答：请联系对方。", "witness silent"
    )


def _unsigned_since(last: Cosignature, newest: Checkpoint | None) -> dt.timedelta:
    """Return for how long there has been something newer to sign."""
    if newest is None or newest.size <= last.checkpoint_id:
        return dt.timedelta()
    return clock.real() - last.received_at


def _timestamp(newest: Checkpoint | None) -> Gauge:
    if not stamping.authority():
        return Gauge("时间戳", "没有配置时间戳机构", OFF)
    last = Timestamp.objects.order_by("-checkpoint_id").first()
    row = Outsider.objects.filter(name=stamping.NAME).first()
    said = f"；{row.said}" if row and row.failures else ""
    if last is None:
        return Gauge("时间戳", f"还没有盖过{said}", SOON if newest else OFF, "请核对时间戳机构的地址和证书。")
    value = f"{last.checkpoint_id:,} 条，{_moment(last.stamped_at)}{said}"
    since = clock.real() - last.received_at
    if newest is None or newest.size <= last.checkpoint_id or since < STAMP_SOON:
        return Gauge("时间戳", value)
    return Gauge(
        "时间戳",
        value,
        STOP if since >= STAMP_STOP else SOON,
        "时间戳机构没有回答：请联系它。",
        "timestamp late",
    )


def _guards() -> Gauge:
    missing = guarding.missing()
    if missing:
        return Gauge(
            "数据库守卫",
            f"缺失或被改动：{'、'.join(missing)}",
            STOP,
            "请立即核查谁动过数据库。",
            f"guard {missing[0]}",
        )
    return Gauge("数据库守卫", f"{len(guarding.guards())} 个，齐全")


def _tasks() -> list[Gauge]:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
    late = Gauge("待办任务", f"{waiting:,} 件", SOON if waiting >= TASKS_SOON else OK, "", "")
    lost = Gauge(
        "失败的任务", f"{failed:,} 件", SOON if failed else OK, "请查看运行日志中的原因。" if failed else ""
    )
    return [late, lost]


def _disk() -> Gauge:
    free = shutil.disk_usage(settings.MINGJING_DATA).free
    value = f"剩余 {free / (1 << 30):,.1f} GB"
    if free < FREE_STOP:
        return Gauge("磁盘", value, STOP, "快满了：写不下时，事项会被拒绝。", "disk nearly full")
    return Gauge("磁盘", value, SOON if free < FREE_SOON else OK, "请安排扩容。" if free < FREE_SOON else "")


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M} "
