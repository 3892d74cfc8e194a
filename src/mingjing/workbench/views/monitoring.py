"""运行监测: what the system administrator looks at every day; figures, thresholds, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing.cases.queries.verified import verified
from mingjing.records.gauges import OK, SOON, STOP, Gauge, gauges
from mingjing.records.keys import keys_of_log
from mingjing.workbench.reading import open_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.workbench.sessions import StaffRequest

WORDS = {STOP: "告警", SOON: "留意", OK: "正常", "off": "未启用"}


@require_safe
@open_to("system.watch")
def monitoring(request: StaffRequest) -> HttpResponse:
    """Show every figure, those that demand somebody first."""
    found = [*gauges(), _files()]
    order = [STOP, SOON, "off", OK]
    found.sort(key=lambda each: order.index(each.tone))
    context = {
        "rows": [{"gauge": each, "word": WORDS[each.tone]} for each in found],
        "alarms": sum(each.tone == STOP for each in found),
        "notes": sum(each.tone == SOON for each in found),
        "keys": keys_of_log(),
        "path": [("待办", "/workbench/"), ("运行监测", "")],
    }
    return render(request, "workbench/monitoring.html", context)


def _files() -> Gauge:
    state = verified()
    value = f"{state.unverified:,} 个还没有复核过，{state.overdue:,} 个超过周期，{state.faulty:,} 个不符"
    if state.faulty:
        return Gauge("文件复核", value, STOP, "有文件不见了或者被改动：见“档案保管”。")
    return Gauge(
        "文件复核",
        value,
        SOON if state.overdue else OK,
        "请看任务进程是否在运行、复核时段是否太短。" if state.overdue else "",
    )
