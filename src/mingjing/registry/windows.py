"""Keeping the windows and who sits at them (118号(五); 种子 A3.3; reference §11.6 no. 19); boards read it at once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q

from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry import acts
from mingjing.registry.models import Window, WindowTurn, agency_dossier
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from mingjing.registry.models import Agency, Officer, User

MANAGE, DUTY = "window.manage", "window.duty"
CLAUSE = "国办发〔2018〕118号（五）；种子 一（三）3"
ROOM = {"duties": (4, 17), "notices": (3, 45)}
"""What a board holds without scrolling, in type that is read from five metres: lines, characters of a line."""
LABELS = {"duties": "岗位职责", "notices": "告知事项"}
MOST_AT_ONCE = 2
"""So many people have their picture on a board."""


def add_window(
    *,
    user: User,
    hall: str,
    number: str,
    post: str,
    duties: str,
    enforcement: str,
    services: Sequence[str],
    progress: str,
    progress_url: str = "",
    notices: str = "",
    version: int | None = None,
) -> Window:
    """118号(五): put up a window with its post, duties, kind of enforcement, services, and how progress is asked."""
    require(user, MANAGE)
    told = {
        "hall": hall, "number": number, "post": post, "duties": duties, "enforcement": enforcement,
        "services": list(services), "progress": progress, "progress_url": progress_url, "notices": notices,
    }  # fmt: skip
    dossier = agency_dossier(user.agency)
    with deed(dossier=dossier, act=acts.WINDOW_ADDED, actor=user.actor(), version=version) as work:
        _refuse_known(user.agency, hall, number, None)
        _refuse_gaps(services)
        _refuse_long(duties=duties, notices=notices)
        return work.add(Window(agency=user.agency, **told))


def change_window(*, user: User, window: Window, version: int | None = None, **told: object) -> Window:
    """118号(五): change what a window's board says."""
    require(user, MANAGE)
    _own(user, window)
    dossier = agency_dossier(user.agency)
    with deed(dossier=dossier, act=acts.WINDOW_CHANGED, actor=user.actor(), version=version) as work:
        window = _open(window)
        for name, value in told.items():
            setattr(window, name, value)
        _refuse_known(user.agency, window.hall, window.number, window)
        _refuse_gaps(window.services)
        _refuse_long(duties=window.duties, notices=window.notices)
        return work.change(window)


def close_window(*, user: User, window: Window, on: dt.date, version: int | None = None) -> Window:
    """Note from which day on a window is used no more; its board says so."""
    require(user, MANAGE)
    _own(user, window)
    dossier = agency_dossier(user.agency)
    with deed(dossier=dossier, act=acts.WINDOW_CLOSED, actor=user.actor(), version=version) as work:
        window = _open(window)
        window.closed_on = on
        return work.change(window)


def put_notices(*, user: User, window: Window, notices: str, version: int | None = None) -> Window:
    """118号(五): say what is to be announced at the window now; no line takes the notices down."""
    require(user, DUTY)
    _own(user, window)
    dossier = agency_dossier(user.agency)
    with deed(dossier=dossier, act=acts.WINDOW_NOTICES, actor=user.actor(), version=version) as work:
        window = _open(window)
        _refuse_long(notices=notices)
        window.notices = notices
        return work.change(window)


def put_on_duty(
    *,
    user: User,
    window: Window,
    officer: Officer,
    first_on: dt.date,
    last_on: dt.date,
    version: int | None = None,
) -> WindowTurn:
    """118号(五): say who sits at a window from when to when: a person in post, not twice on a day, two at most."""
    require(user, DUTY)
    _own(user, window)
    dossier = agency_dossier(user.agency)
    with deed(dossier=dossier, act=acts.WINDOW_STAFFED, actor=user.actor(), version=version) as work:
        window = _open(window)
        _refuse_span(first_on, last_on)
        if officer.department.agency_id != user.agency_id or officer.left_on:
            raise Refusal(
                "window.not_in_post", "只能安排本机关在岗的人员。", CLAUSE, "请另选人员。", "officer"
            )
        others = list(WindowTurn.objects.filter(window=window, first_on__lte=last_on, last_on__gte=first_on))
        if any(each.officer_id == officer.pk for each in others):
            raise Refusal(
                "window.twice",
                "这名人员在所填日期内已经安排在本窗口。",
                CLAUSE,
                "请核对起止日期，或者先提前结束原来的安排。",
                "first_on",
            )
        if _most(others, first_on) >= MOST_AT_ONCE:
            raise Refusal(
                "window.full",
                f"同一天一个窗口最多公示 {MOST_AT_ONCE} 名在岗人员。",
                CLAUSE,
                "请先提前结束其中一名的安排，或者另设窗口。",
                "officer",
            )
        return work.add(WindowTurn(window=window, officer=officer, first_on=first_on, last_on=last_on))


def relieve(*, user: User, turn: WindowTurn, on: dt.date, version: int | None = None) -> WindowTurn:
    """End a turn early: the day named is its last. One that has not begun ends on the day before it would."""
    require(user, DUTY)
    _own(user, turn.window)
    dossier = agency_dossier(user.agency)
    with deed(dossier=dossier, act=acts.WINDOW_RELIEVED, actor=user.actor(), version=version) as work:
        turn = WindowTurn.objects.get(pk=turn.pk)
        if on >= turn.last_on or on < turn.first_on - dt.timedelta(days=1):
            raise Refusal(
                "window.not_within",
                f"安排为 {turn.first_on} 至 {turn.last_on}，只能提前结束。",
                CLAUSE,
                "请填止日之前的一天；要延长的，另作安排。",
                "on",
            )
        turn.last_on = on
        return work.change(turn)


def windows_of(agency: Agency, on: dt.date) -> QuerySet[Window]:
    """Return the windows in use on a day."""
    return Window.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), agency=agency)


def on_duty(windows: Sequence[Window], on: dt.date) -> dict[object, list[Officer]]:
    """Return who sits at each window on a day, by the window's key; who has left is not shown any more."""
    turns = WindowTurn.objects.filter(
        Q(officer__left_on=None) | Q(officer__left_on__gt=on),
        window__in=windows,
        first_on__lte=on,
        last_on__gte=on,
    ).select_related("officer__department")
    found: dict[object, list[Officer]] = {}
    for turn in turns:
        found.setdefault(turn.window_id, []).append(turn.officer)
    return found


def _most(others: Sequence[WindowTurn], first_on: dt.date) -> int:
    """Return how many of the turns that meet a span fall on one of its days: a most is reached where one begins."""
    days = {first_on, *(each.first_on for each in others if each.first_on > first_on)}
    return max(sum(each.first_on <= day <= each.last_on for each in others) for day in days)


def _open(window: Window) -> Window:
    window = Window.objects.get(pk=window.pk)
    if window.closed_on:
        raise Refusal(
            "window.closed", f"这个窗口已登记自 {window.closed_on} 起停用。", next_step="请另设窗口。"
        )
    return window


def _own(user: User, window: Window) -> None:
    if window.agency_id != user.agency_id:
        raise Refusal("registry.unknown", "本机关没有这个窗口。", next_step="请从窗口列表进入。")


def _refuse_known(agency: Agency, hall: str, number: str, itself: Window | None) -> None:
    same = Window.objects.filter(agency=agency, hall=hall, number=number)
    if (same.exclude(pk=itself.pk) if itself else same).exists():
        raise Refusal("window.exists", f"“{hall}”已有“{number}”。", CLAUSE, "请核对窗口号。", "number")


def _refuse_gaps(services: Sequence[str]) -> None:
    if not services:
        raise Refusal(
            "window.no_service", "没有选择办理事项。", CLAUSE, "请勾选本窗口办理的服务指南。", "services"
        )


def _refuse_span(first_on: dt.date, last_on: dt.date) -> None:
    if last_on < first_on:
        raise Refusal("window.span", "止日早于起日。", CLAUSE, "请核对日期。", "last_on")


def _refuse_long(**told: str) -> None:
    """Refuse more than the board holds: what would be cut off on it would be announced to nobody."""
    for name, text in told.items():
        lines, characters = ROOM[name]
        found = [line.strip() for line in text.splitlines() if line.strip()]
        if len(found) > lines or any(len(line) > characters for line in found):
            raise Refusal(
                "window.too_long",
                f"{LABELS[name]}最多 {lines} 行、每行 {characters} 字，再多屏幕上放不下。",
                CLAUSE,
                "请压缩文字；详细内容写进服务指南，公示屏有二维码通到那里。",
                name,
            )
