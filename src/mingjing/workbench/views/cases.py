"""The list of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.cases.clocks import runs, show
from mingjing.cases.models import Case
from mingjing.cases.queries.case import cases_of, procedure_for, suspension_of
from mingjing.registry.permissions import may
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.theme.lists import Filter, ListPage, ListSpec, Sort
from mingjing.theme.wording import nb
from mingjing.workbench.addresses import case_url
from mingjing.workbench.cells import left
from mingjing.workbench.reading import open_to

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from mingjing.workbench.sessions import StaffRequest

TABS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("", "在办", ()),
    ("lead", "线索、立案", ("lead", "filing")),
    ("investigation", "调查、拟稿", ("investigation", "conclusion")),
    ("review", "法制审核", ("review",)),
    ("decision", "告知、决定", ("notice", "hearing", "discussion", "decision")),
    ("performance", "送达、履行、结案", ("service", "performance", "closing")),
    ("termination", "撤案、移送", ("termination",)),
    ("ended", "已终结", ()),
)
STEP = "dossier__position__step"


def _words(cases: Any, words: str) -> Any:
    """Narrow to cases whose title, number, place or party's name holds the words."""
    hit = Q(title__icontains=words) | Q(number__icontains=words) | Q(place__icontains=words)
    hit |= Q(parties__name__icontains=words) | Q(parties__decisions__number__icontains=words)
    return cases.filter(pk__in=Case.objects.filter(hit).values("pk"))


SPEC = ListSpec(
    columns=(
        Column("title", "案由"),
        Column("parties", "当事人"),
        Column("handlers", "承办"),
        Column("state", "办到", fit=True),
        Column("left", "办案期限"),
        Column("go", "操作", fit=True),
    ),
    filters=(
        Filter("q", "关键词", _words, wide=True, placeholder="案由、立案号、文号、当事人"),
        Filter("from", "发现日起", lambda cases, day: cases.filter(found_on__gte=day), kind="date"),
        Filter("to", "发现日止", lambda cases, day: cases.filter(found_on__lte=day), kind="date"),
    ),
    sorts=(
        Sort("new", "发现日期↓", ("-found_on", "-id")),
        Sort("old", "发现日期↑", ("found_on", "id")),
    ),
)


@require_safe
@open_to("case.read")
def case_list(request: StaffRequest) -> HttpResponse:
    """List the agency's cases by where they stand."""
    chosen = request.GET.get("state", "")
    cases = cases_of(request.user.agency)
    shown = _narrowed(cases, chosen).prefetch_related("dossier__clocks")
    page = ListPage(request.GET, SPEC, shown, row=_row)
    context = {
        "page": page,
        "tabs": _tabs(request, chosen),
        "may_register": may(request.roles, "case.register_lead"),
        "new_url": reverse("case-new"),
        "may_take_over": may(request.roles, "case.take_over"),
        "take_over_url": reverse("case-take-over"),
        "path": [("待办", reverse("desk")), ("案件", "")],
    }
    return render(request, "workbench/cases.html", context)


def _narrowed(cases: Any, chosen: str) -> Any:
    if chosen == "ended":
        return cases.exclude(ending="")
    steps = next((steps for key, _, steps in TABS if key == chosen), ())
    cases = cases.filter(ending="")
    return cases.filter(**{f"{STEP}__in": steps}) if steps else cases


def _tabs(request: StaffRequest, chosen: str) -> list[dict[str, Any]]:
    rows = (
        Case.objects.filter(agency=request.user.agency)
        .order_by()
        .values_list("ending", STEP)
        .annotate(n=Count("pk"))
    )
    counted = [(ending, step, n) for ending, step, n in rows]

    def count(key: str, steps: tuple[str, ...]) -> int:
        if key == "ended":
            return sum(n for ending, _, n in counted if ending)
        return sum(n for ending, step, n in counted if not ending and (not steps or step in steps))

    return [
        {
            "label": label,
            "url": f"?state={key}" if key else "?",
            "count": count(key, steps),
            "current": key == chosen,
        }
        for key, label, steps in TABS
    ]


def _row(case: Case) -> Row:
    number = f"{case.number or '尚未立案'}　{case.found_on} 发现"
    return {
        "title": format_html(
            '<a href="{}">{}</a><br><span class="clause">{}</span>',
            case_url(case),
            case.title,
            nb(number),
        ),
        "parties": "、".join(party.name for party in case.parties.all()),
        "handlers": "、".join(each.officer.name for each in case.handlers.all() if not each.released_on),
        "state": Mark(*state_of(case)),
        "left": _left(case),
        "go": Link("打开", case_url(case), "quiet"),
    }


def state_of(case: Case) -> tuple[str, str]:
    """Return tone and word of where a case stands."""
    if case.ending:
        return ("ok" if case.ending == Case.Ending.CLOSED else "off"), case.get_ending_display()
    if suspension_of(case):
        return "stop", "中止调查"
    step = case.dossier.position.step
    return ("now", procedure_for(case).step(step).name) if step else ("ok", "已办结")


def _left(case: Case) -> SafeString | None:
    today = clock.today()
    running = [each for each in case.dossier.clocks.all() if runs(each, today)]
    if case.ending or not running:
        return None
    return left(show(min(running, key=lambda each: each.safe_on), today))
