"""待办: the home page of everybody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.law.calendar import shipped
from mingjing.records.gauges import alarms
from mingjing.registry.models import Certificate
from mingjing.registry.permissions import Role, may
from mingjing.theme.cells import Column, Link, Row
from mingjing.theme.lists import Filter, ListPage, ListSpec
from mingjing.workbench.cells import left, two_lines
from mingjing.workbench.desk import Desk, desk_of
from mingjing.workbench.publishing_desk import late_words
from mingjing.workbench.sessions import StaffRequest, staff
from mingjing.workbench.waiting import KINDS, Item

if TYPE_CHECKING:
    from django.http import HttpResponse

WEEKDAYS = "一二三四五六日"
REMIND = dt.timedelta(days=90)
"""A certificate that ends within so many days is a reminder."""


def _holding(items: list[Item], words: str) -> list[Item]:
    return [item for item in items if words in item.sentence or words in item.about]


def _due_from(items: list[Item], day: dt.date) -> list[Item]:
    return [item for item in items if item.due_on and item.due_on >= day]


def _due_to(items: list[Item], day: dt.date) -> list[Item]:
    return [item for item in items if item.due_on and item.due_on <= day]


SPEC = ListSpec(
    columns=(
        Column("what", "要做的事", short="事情"),
        Column("about", "案件或者公示", short="关于"),
        Column("left", "期限"),
        Column("go", "操作", fit=True),
    ),
    filters=(
        Filter("q", "关键词", _holding, wide=True, placeholder="案号、案由、事情"),
        Filter("from", "到期日起", _due_from, kind="date"),
        Filter("to", "到期日止", _due_to, kind="date"),
    ),
)


@require_safe
@staff
def home(request: StaffRequest) -> HttpResponse:
    """Show what waits for this person, the most pressing first."""
    desk = desk_of(request.user, request.roles)
    chosen = _chosen(desk, request.GET.get("due", ""))
    kind = request.GET.get("kind", "")
    others = request.GET.get("due") == "others"
    shown = [item for item in chosen if item.kind == kind] if kind in KINDS else chosen
    context = {
        "today": clock.today(),
        "weekday": WEEKDAYS[clock.today().weekday()],
        "workday": shipped().is_workday(clock.today()),
        "desk": desk,
        "tiles": _tiles(desk),
        "tabs": _tabs(request, chosen, kind),
        "page": ListPage(request.GET, SPEC, shown, row=lambda item: _row(item, others=others)),
        "heading": "等他人办理" if others else "我要办的",
        "reminders": _reminders(request),
        "works_cases": may(request.roles, "case.read"),
    }
    return render(request, "workbench/home.html", context)


def _chosen(desk: Desk, due: str) -> list[Item]:
    return {"late": desk.late, "soon": desk.soon, "others": list(desk.others)}.get(due, list(desk.mine))


def _tiles(desk: Desk) -> list[dict[str, Any]]:
    return [
        {"url": "?due=late", "count": len(desk.late), "label": "已逾期", "tone": "stop" if desk.late else ""},
        {
            "url": "?due=soon",
            "count": len(desk.soon),
            "label": "3 个工作日内到期",
            "tone": "soon" if desk.soon else "",
        },
        {"url": "?", "count": len(desk.mine), "label": "全部待办", "tone": ""},
        {"url": "?due=others", "count": len(desk.others), "label": "等他人办理", "tone": ""},
    ]


def _tabs(request: StaffRequest, items: list[Item], chosen: str) -> list[dict[str, Any]]:
    def tab(kind: str, label: str, count: int) -> dict[str, Any]:
        query = request.GET.copy()
        query.pop("page", None)
        query["kind"] = kind
        return {"url": f"?{query.urlencode()}", "label": label, "count": count, "current": chosen == kind}

    kinds = [(kind, label, sum(item.kind == kind for item in items)) for kind, label in KINDS.items()]
    return [tab("", "全部", len(items)), *(tab(*each) for each in kinds if each[2])]


def _row(item: Item, *, others: bool) -> Row:
    return {
        "what": two_lines(item.sentence, item.clause),
        "about": Link(item.about, item.about_url),
        "left": left(item.clock),
        "go": item.who if others else Link(item.label, item.url, _weight(item)),
    }


def _weight(item: Item) -> str:
    return "primary" if item.clock and (item.clock.late or item.clock.soon) else "quiet"


def _reminders(request: StaffRequest) -> list[tuple[str, str, str]]:
    """Return what a person should know in time: alarms of the system, certificates that end, missing particulars."""
    return [
        *_alarms(request),
        *_late_publications(request),
        *_missing_particulars(request),
        *_certificates(request),
    ]


def _alarms(request: StaffRequest) -> list[tuple[str, str, str]]:
    found = alarms() if may(request.roles, "system.watch") else []
    return [("stop", "告警", f"{each.name}：{each.value}。{each.advice}见“运行监测”。") for each in found]


def _late_publications(request: StaffRequest) -> list[tuple[str, str, str]]:
    """Return the alarm of who supervises: what the public should read by now and cannot (244号12)."""
    sentence = late_words(request.user.agency) if Role.SUPERVISOR in request.roles else ""
    return [("stop", "逾期未公开", sentence)] if sentence else []


def _missing_particulars(request: StaffRequest) -> list[tuple[str, str, str]]:
    missing = request.user.agency.missing if may(request.roles, "registry.manage") else []
    sentence = (
        f"{'、'.join(missing)}还没有填写：公示网站显示“待公布”，告知书写不出联系方式。请打开“机关信息”。"
    )
    return [("soon", "机关信息", sentence)] if missing else []


def _certificates(request: StaffRequest) -> list[tuple[str, str, str]]:
    """Return certificates that end soon, of one's own department."""
    officer = request.user.officer
    if officer is None:
        return []
    today = clock.today()
    rows = (
        Certificate.objects.filter(officer__department=officer.department_id, officer__left_on=None)
        .filter(status=Certificate.Status.VALID, valid_to__lte=today + REMIND)
        .select_related("officer")
        .order_by("valid_to")
    )
    return [
        (
            "stop" if row.valid_to < today else "soon",
            "证件",
            f"{row.officer.name}执法证 {row.number} {'已于' if row.valid_to < today else '将于'} {row.valid_to} 到期",
        )
        for row in rows
    ]
