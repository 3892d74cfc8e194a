"""机关概况 (种子 A2.0; 244号8(一)): what the agency is and may do, how it is reached, how one turns against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.catalog.models import ListKind, MatterRow
from mingjing.catalog.queries import in_force, rows_of
from mingjing.law.relief import ways
from mingjing.portal.caching import by_epoch
from mingjing.portal.columns import matter_url
from mingjing.portal.queries import portal_agency
from mingjing.registry.models import Delegation, Department, Site
from mingjing.theme.cells import Link

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from mingjing.registry.models import Agency

TO_COME = "待公布"


@require_safe
@by_epoch
def page(request: HttpRequest) -> HttpResponse:
    """Show the agency; what is kept elsewhere is read there, so that it cannot differ."""
    agency = portal_agency()
    context: dict[str, object] = {
        "heading": "机关概况",
        "path": [("首页", "/"), ("事前公开", "/lists/"), ("机关概况", "")],
    }
    if agency:
        today = clock.today()
        context |= {
            "facts": _facts(agency),
            "reach": _reach(agency),
            "duties": lines(agency.duties),
            "powers": lines(agency.powers),
            "departments": _departments(agency),
            "letters": _letters(agency, today),
            "monitoring": lines(agency.monitoring),
            "sites": Site.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today), agency=agency),
            "relief": _relief(agency),
        }
    return render(request, "portal/agency.html", context)


def lines(text: str) -> list[str]:
    """Return the items of a text that was told one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _facts(agency: Agency) -> list[tuple[str, str]]:
    told = [
        ("名称", agency.name),
        ("性质", agency.get_agency_kind_display()),
        ("执法区域", agency.area),
        ("本级人民政府", agency.government),
        ("统一社会信用代码", agency.credit_code),
    ]
    return [(label, value) for label, value in told if value]


def _reach(agency: Agency) -> list[tuple[str, str]]:
    return [
        ("办公地址", agency.address or TO_COME),
        ("通信地址", agency.postal_address or (agency.address and "与办公地址相同") or TO_COME),
        ("办公时间", agency.hours or TO_COME),
        ("咨询电话", agency.phone or TO_COME),
        ("监督投诉电话", agency.complaint_phone or TO_COME),
    ]


def _departments(agency: Agency) -> list[tuple[str, str]]:
    rows = Department.objects.filter(agency=agency).order_by("function", "name")
    return [(each.name, each.get_function_display()) for each in rows]


def _letters(agency: Agency, today: dt.date) -> list[tuple[Delegation, list[tuple[str, object]]]]:
    """Return the delegations in force, with their matters by name (行政处罚法20: the letter is made public)."""
    edition = in_force(agency, ListKind.MATTERS)
    names = {row.code: row for row in (rows_of(edition) if edition else []) if isinstance(row, MatterRow)}
    letters = Delegation.objects.filter(
        agency__parent=agency, valid_from__lte=today, valid_to__gte=today
    ).select_related("agency")
    return [(each, _pairs(each, names)) for each in letters.order_by("agency__name", "letter_number")]


def _pairs(letter: Delegation, names: dict[str, MatterRow]) -> list[tuple[str, object]]:
    matters = [Link(names[code].name, matter_url(code)) if code in names else code for code in letter.matters]
    return [
        ("委托书", letter.letter_number),
        *((f"委托事项{place}", matter) for place, matter in enumerate(matters, start=1)),
        ("委托权限", letter.powers),
        ("期限", f"{letter.valid_from} 至 {letter.valid_to}"),
        ("地址", letter.agency.address or TO_COME),
    ]


def _relief(agency: Agency) -> list[tuple[str, str]]:
    """Return where and within what time one turns against the agency."""
    return [
        *ways(government=agency.government, court=agency.court),
        ("陈述、申辩和听证", "作出处罚决定之前可以陈述、申辩；依法应当听证的，可以要求听证，不收费"),
        ("投诉、举报", f"拨打 {agency.complaint_phone or TO_COME}"),
    ]
