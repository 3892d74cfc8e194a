"""期限日历: every running time limit of the agency's cases, by the day to work by (reference §11.3)."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.cases.actions.intake import REVIEW_RULES
from mingjing.cases.clocks import KIND_LABELS, NAMES, OWED, ShownClock, show
from mingjing.cases.models import Party
from mingjing.law.calendar import DAY, shipped
from mingjing.law.terms import rule, rules
from mingjing.theme.cells import Column, Link, Row
from mingjing.theme.lists import Filter, ListPage, ListSpec, Sort
from mingjing.theme.wording import nb
from mingjing.workbench.addresses import case_url
from mingjing.workbench.reading import YEARS, can, open_to
from mingjing.workflow.models import Clock

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from mingjing.workbench.sessions import StaffRequest

WHOSE = (("", "我承办的"), ("department", "本科室"), ("agency", "全机关"))
SHOWN_A_DAY = 3
MOST_A_MONTH = 2000


@dataclass(frozen=True)
class Cell:
    """One day of the month: how many limits are to be worked by then, and the first few of them."""

    day: dt.date
    inside: bool
    workday: bool
    today: bool
    chosen: bool
    first: tuple[ShownClock, ...]
    count: int
    tone: str
    url: str

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return self.count - len(self.first)


def _of_rule(clocks: Any, key: str) -> Any:
    return clocks.filter(rule=key)


def _of_kind(clocks: Any, kind: str) -> Any:
    return clocks.filter(rule__in=[each.key for each in rules().values() if each.kind == kind])


SPEC = ListSpec(
    columns=(
        Column("day", "安全日", fit=True),
        Column("what", "期限"),
        Column("case", "案件"),
        Column("handlers", "承办"),
        Column("left", "还剩"),
        Column("go", "操作", fit=True),
    ),
    filters=(
        Filter("kind", "性质", _of_kind, kind="choice", choices=tuple(KIND_LABELS.items())),
        Filter("rule", "期限", _of_rule, kind="choice", choices=tuple(NAMES.items())),
    ),
    sorts=(Sort("day", "安全日↑", ("safe_on", "pk")),),
)


@require_safe
@open_to("case.read")
def limits(request: StaffRequest) -> HttpResponse:
    """Show a month of time limits, and below it those of a day, of the month, or all that are late."""
    today = clock.today()
    month = _month(request.GET.get("month", ""), today)
    whose = request.GET.get("whose", "")
    running = _running(request, whose, today)
    day = _day(request.GET.get("day", ""))
    late = request.GET.get("late") == "1"
    shown = running.filter(due_on__lt=today) if late else _within(running, month, day)
    names = _party_names(shown)
    page = ListPage(request.GET, SPEC, shown, row=lambda each: _row(each, today, names))
    context = {
        "month": month,
        "weeks": _weeks(running, month, today=today, chosen=day, whose=whose),
        "before": _address(whose, month=_first(month - DAY)),
        "after": _address(whose, month=_first(month.replace(day=28) + 7 * DAY)),
        "page": page,
        "heading": "已逾期的期限"
        if late
        else f"{day:%m 月 %d 日}的期限"
        if day
        else f"{month:%Y 年 %m 月}的期限",
        "late": running.filter(due_on__lt=today).count(),
        "late_url": f"{_address(whose, month=month)}&late=1",
        "tabs": [
            {"label": label, "url": _address(key, month=month), "count": None, "current": key == whose}
            for key, label in WHOSE
        ],
        "path": [("待办", reverse("desk")), ("期限日历", "")],
    }
    return render(request, "workbench/calendar.html", context)


def _running(request: StaffRequest, whose: str, today: dt.date) -> QuerySet[Clock]:
    """Return the limits that still ask for something: not met, and no right of a party that has simply passed."""
    passed = [each.key for each in rules().values() if each.kind == "window" and each.key not in OWED]
    found = (
        Clock.objects.filter(
            dossier__case__agency=request.user.agency, dossier__case__ending="", met_on=None, ended_on=None
        )
        .exclude(rule__in=passed, due_on__lt=today)
        .select_related("dossier__case")
        .prefetch_related("dossier__case__handlers__officer")
    )
    officer = request.user.officer
    if whose == "agency" or officer is None:
        return found
    if whose == "department":
        return found.filter(dossier__case__department=officer.department_id)
    mine = Q(dossier__case__handlers__officer=officer, dossier__case__handlers__released_on=None)
    if can(request, "review.find") or can(request, "review.sign"):
        mine |= Q(rule__in=REVIEW_RULES)
    return found.filter(mine).distinct()


def _within(running: QuerySet[Clock], month: dt.date, day: dt.date | None) -> QuerySet[Clock]:
    if day:
        return running.filter(safe_on=day)
    return running.filter(safe_on__year=month.year, safe_on__month=month.month)


def _weeks(
    running: QuerySet[Clock], month: dt.date, *, today: dt.date, chosen: dt.date | None, whose: str
) -> list[list[Cell]]:
    """Return the month as weeks from Monday; one query for all of it."""
    days = list(calendar.Calendar().itermonthdates(month.year, month.month))
    by_day: dict[dt.date, list[ShownClock]] = {}
    span = running.filter(safe_on__range=(days[0], days[-1])).order_by("safe_on", "pk")
    for each in span[:MOST_A_MONTH]:
        by_day.setdefault(each.safe_on, []).append(show(each, today))
    cells = [
        _cell(
            day,
            by_day.get(day, []),
            inside=day.month == month.month,
            today=today,
            chosen=chosen,
            url=f"{_address(whose, month=month)}&day={day.isoformat()}",
        )
        for day in days
    ]
    return [cells[place : place + 7] for place in range(0, len(cells), 7)]


def _cell(
    day: dt.date, shown: list[ShownClock], *, inside: bool, today: dt.date, chosen: dt.date | None, url: str
) -> Cell:
    tones = {each.tone for each in shown}
    return Cell(
        day=day,
        inside=inside,
        workday=shipped().is_workday(day),
        today=day == today,
        chosen=day == chosen,
        first=tuple(shown[:SHOWN_A_DAY]),
        count=len(shown),
        tone=next((tone for tone in ("stop", "soon", "now", "off", "ok") if tone in tones), ""),
        url=url,
    )


def _row(each: Clock, today: dt.date, names: dict[str, str]) -> Row:
    case = each.dossier.case
    shown = show(each, today, party=names.get(each.party, ""))
    return {
        "day": each.safe_on,
        "what": format_html(
            '{}<br><span class="clause">{}，{}</span>',
            shown.name,
            KIND_LABELS[rule(each.rule).kind],
            nb(rule(each.rule).clause),
        ),
        "case": format_html(
            '<a href="{}">{}</a><br><span class="clause">{}</span>',
            case_url(case),
            case.title,
            nb(case.number or "尚未立案"),
        ),
        "handlers": "、".join(one.officer.name for one in case.handlers.all() if not one.released_on),
        "left": format_html(
            '<span class="left is-{}">{}</span><br><span class="clause">{}</span>',
            shown.tone,
            shown.left,
            nb(shown.due),
        ),
        "go": Link("打开", case_url(case), "quiet"),
    }


def _party_names(shown: QuerySet[Clock]) -> dict[str, str]:
    """Return the names of the parties that limits run for, where a case has several."""
    cases = shown.exclude(party="").values("dossier__case")
    rows = Party.objects.filter(case__in=cases)
    several = {each.case_id for each in rows if each.position > 1}
    return {each.ref: each.name for each in rows if each.case_id in several}


def _address(whose: str, *, month: dt.date) -> str:
    return f"?whose={whose}&month={month:%Y-%m}"


def _first(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _month(typed: str, today: dt.date) -> dt.date:
    """Return the first day of the month that was asked for; this month where it cannot be read."""
    try:
        month = dt.datetime.strptime(typed, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return _first(today)
    return month if month.year in YEARS else _first(today)


def _day(typed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return None
