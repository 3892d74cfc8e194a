"""The front page: before, during, after; what is new; the way to verify."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.catalog.models import ListKind
from mingjing.disclosure import kinds
from mingjing.portal.caching import by_epoch
from mingjing.portal.decision_page import published_on
from mingjing.portal.queries import (
    decisions,
    list_states,
    newest,
    notices,
    portal_agency,
    procedures_in_force,
)
from mingjing.portal.shelves import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from mingjing.disclosure.models import Publication
    from mingjing.portal.queries import ListState

NEWEST = 10
MOST_COUNTED = 10_000
NOT_YET = "尚未公布"


@dataclass(frozen=True)
class Line:
    """One line of a column: where it leads, and how much is there since when."""

    label: str
    url: str
    state: str


@require_safe
@by_epoch
def page(request: HttpRequest) -> HttpResponse:
    """Show the front page."""
    agency = portal_agency()
    today = clock.today()
    charts = len(procedures_in_force(agency))
    latest = newest(NEWEST)
    counted = _counted(decisions())
    context = {
        "columns": [
            (
                "before",
                "事前公开",
                "我们管什么、谁来管、依据什么、怎么办",
                _before(list_states(agency), charts),
            ),
            ("during", "事中公示", "执法时亮明身份，当场告知依据和权利", _during()),
            ("after", "事后公开", "决定作出后 7 个工作日内公开", _after(counted, notices().count(), latest)),
        ],
        "newest": [_new(each) for each in latest],
        "year": today.year,
        "this_year": _counted(decisions().filter(made_on__gte=today.replace(month=1, day=1))),
        "counted": counted,
    }
    return render(request, "portal/home.html", context)


def _before(states: Sequence[ListState], charts: int) -> list[Line]:
    lines = [
        Line(state.label, "/guides/" if state.kind == ListKind.GUIDES else state.url, _state(state))
        for state in states
    ]
    return [
        Line("机关概况", "/agency/", "职责、电话、委托、救济"),
        *lines,
        Line("执法流程图", "/flowcharts/", f"{charts} 份" if charts else NOT_YET),
    ]


def _state(state: ListState) -> str:
    if state.published_on is None:
        return NOT_YET
    unit = "人" if state.kind == ListKind.OFFICERS else "项"
    return f"{state.rows} {unit}　{state.published_on:%m-%d} 更新"


def _during() -> list[Line]:
    return [
        Line("核对执法人员证件", "/officers/check", "输入证件编号"),
        Line("窗口", "/windows/", "谁在岗、办什么、怎么查进度"),
        Line("执法时应当告知的事项", "/officers/check#told", "您可以要求出示证件"),
        Line("必须录音录像的环节", "/lists/recordings/", "音像记录清单逐项公布"),
        Line("执法流程与期限", "/flowcharts/", "办到哪一步、多少天"),
    ]


def _counted(rows: QuerySet[Publication]) -> str:
    """Return a count up to 10,000: to count further costs more than the page."""
    number = rows.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED:,}+" if number > MOST_COUNTED else f"{number:,}"


def _after(count: str, noticed: int, latest: Sequence[Publication]) -> list[Line]:
    day = next((published_on(each) for each in latest if each.kind in kinds.PENALTIES), None)
    since = f"　{day:%m-%d} 更新" if day else ""
    return [
        Line("行政处罚决定", "/decisions/", "本月无此类信息" if count == "0" else f"{count} 件{since}"),
        *(Line(each.label, each.root, "其他系统报送，核对后公开") for each in OUTCOMES.values()),
        Line("听证公告、公告送达", "/notices/", f"{noticed} 件" if noticed else "本月无此类信息"),
        Line("全部决定的数据文件", "/decisions.csv", "CSV，也有 JSON 和 Excel"),
        Line("查验决定书真伪", "/verify/", "文件不上传"),
        Line("执法记录日志", "/verify/#independent", "可独立核对"),
    ]


def _new(publication: Publication) -> dict[str, object]:
    kind = kinds.kind(publication.kind)
    return {
        "label": "清单" if publication.kind.startswith("list.") else kind.label.removesuffix("决定"),
        "title": publication.title,
        "url": kind.address(publication),
        "day": published_on(publication),
    }
