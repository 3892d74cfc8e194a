"""Context processor of the workbench: who is here, the menu with its figures, the moved clock of the demo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from mingjing import clock
from mingjing.registry.models import User
from mingjing.registry.permissions import Role, may
from mingjing.registry.queries import roles_of
from mingjing.theme.navigation import address
from mingjing.workbench.desk import Counts, counts

if TYPE_CHECKING:
    from django.http import HttpRequest

ROOT = "/workbench/"


@dataclass(frozen=True)
class Entry:
    """One line of the menu: label, address, the acts of which one must be allowed, which figure it shows."""

    label: str
    url: str
    acts: tuple[str, ...] = ()
    figure: str = ""


MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "办理",
        (
            Entry("待办", ROOT, figure="mine"),
            Entry("案件", f"{ROOT}cases/", ("case.read",), "cases"),
            Entry("期限日历", f"{ROOT}calendar/", ("case.read",)),
            Entry("法制审核", f"{ROOT}review/", ("review.find", "review.sign"), "review"),
        ),
    ),
    (
        "公示",
        (
            Entry("执法清单", f"{ROOT}lists/", ("list.read",)),
            Entry("公示", f"{ROOT}publications/", ("publication.read",), "publish"),
            Entry("个人信息影响评估", f"{ROOT}publications/assessments/", ("assessment.read",)),
            Entry("窗口", f"{ROOT}windows/", ("window.duty",)),
            Entry("来件", f"{ROOT}items/", ("source.read",)),
            Entry("数据对接", f"{ROOT}receivers/", ("push.read",)),
        ),
    ),
    (
        "音像",
        (
            Entry("音像收件箱", f"{ROOT}inbox/", ("evidence.sort",)),
            Entry("音像设备", f"{ROOT}devices/", ("device.read",)),
        ),
    ),
    (
        "现场",
        (
            Entry("现场任务", f"{ROOT}visits/", ("visit.read",)),
            Entry("现场评价", f"{ROOT}visits/ratings/", ("rating.read",)),
            Entry("投诉举报", f"{ROOT}complaints/", ("complaint.read",)),
        ),
    ),
    (
        "档案",
        (
            Entry("档案保管", f"{ROOT}custody/", ("custody.read",)),
            Entry("查阅登记", f"{ROOT}access/", ("access.grant", "access.show")),
        ),
    ),
    (
        "规则",
        (
            Entry("法规库", f"{ROOT}laws/", ("law.import", "case.read", "list.read", "audit.read")),
            Entry("用语", f"{ROOT}phrases/", ("phrase.keep",)),
            Entry("修订任务", f"{ROOT}revisions/", ("list.read",)),
            Entry("岗位权限", f"{ROOT}roles/"),
        ),
    ),
    (
        "机关",
        (
            Entry(
                "上线",
                f"{ROOT}start/",
                ("registry.manage", "account.manage", "list.edit", "publication.check"),
            ),
            Entry("机关信息", f"{ROOT}agency/", ("registry.manage",)),
            Entry("对外公布的职责", f"{ROOT}agency/told/", ("registry.manage",)),
            Entry("来源系统", f"{ROOT}sources/", ("source.manage",)),
            Entry("人员和证件", f"{ROOT}people/", ("registry.manage",)),
            Entry("账号", f"{ROOT}accounts/", ("account.manage",)),
        ),
    ),
    (
        "监督",
        (
            Entry("音像记录统计", f"{ROOT}recordings/", ("evidence.count",)),
            Entry("操作记录", f"{ROOT}log/", ("audit.read",)),
            Entry("运行监测", f"{ROOT}system/", ("system.watch",)),
        ),
    ),
    (
        "我的",
        (Entry("更改密码", f"{ROOT}password/"),),
    ),
)


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of the workbench shows, on its own pages and to people who are logged in only."""
    moved = {"demo_clock": demo_clock()} if settings.MINGJING_DEMO else {}
    user = request.user
    if not request.path.startswith(ROOT) or not isinstance(user, User):
        return moved
    roles = getattr(request, "roles", None) or roles_of(user)
    can_search = may(roles, "case.read")
    return {
        **moved,
        "me": {
            "name": str(user),
            "department": user.officer.department.name if user.officer else _titles(roles),
            "agency": user.agency.name,
            "logout_url": reverse("log-out"),
        },
        "home_url": ROOT,
        "menu": _menu(request.path, roles, counts(user, roles)),
        "search_url": f"{ROOT}cases/" if can_search else "",
        "search_words": request.GET.get("q", "") if can_search else "",
    }


def demo_clock() -> str:
    """Return the sentence that says that the demo's clock is moved."""
    day = clock.today()
    return f"示例系统：时钟已拨到 {day.year} 年 {day.month} 月 {day.day} 日，人员、单位、文号均属虚构。"


def _titles(roles: frozenset[Role]) -> str:
    return "、".join(role.label for role in Role if role in roles)


def _menu(here: str, roles: frozenset[Role], figures: Counts) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the groups that hold something for these roles; only addresses that exist."""
    shown = [
        (group, [entry for entry in entries if _open(entry, roles) and address(entry.url)])
        for group, entries in MENU
    ]
    nearest = max(
        (entry.url for _, entries in shown for entry in entries if here.startswith(entry.url)),
        key=len,
        default="",
    )
    return [
        (group, [_item(entry, figures, current=entry.url == nearest) for entry in entries])
        for group, entries in shown
        if entries
    ]


def _open(entry: Entry, roles: frozenset[Role]) -> bool:
    return not entry.acts or any(may(roles, act) for act in entry.acts)


def _item(entry: Entry, figures: Counts, *, current: bool) -> dict[str, Any]:
    count = getattr(figures, entry.figure) if entry.figure else 0
    return {"label": entry.label, "url": entry.url, "count": count, "current": current}
