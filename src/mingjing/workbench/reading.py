"""Who may open a page of the workbench: one of the named acts of the role table, whatever the page then offers."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from mingjing.refusal import Refusal
from mingjing.registry.permissions import may
from mingjing.workbench.sessions import StaffRequest, StaffView, staff

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase


YEARS = range(1990, 2101)
"""Years that a page is asked for: reckoning with dates beyond them helps nobody and ends where dates end."""


def open_to(*acts: str) -> Callable[[StaffView], Callable[..., HttpResponseBase]]:
    """Let those pass who may do one of the acts; others are told that the page is not theirs."""

    def decorate(view: StaffView) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(may(request.roles, act) for act in acts):
                raise Refusal(
                    "page.not_allowed",
                    "您的岗位不办理也不查看这一页的事项。",
                    "岗位权限表；244号 第六条",
                    "请从左侧菜单选择；需要权限的，请联系本机关安全管理员。",
                )
            return view(request, *args, **kwargs)

        return staff(guarded)

    return decorate


def can(request: StaffRequest, act: str) -> bool:
    """Say whether the person may do an act, so that a page offers only what will be taken."""
    return may(request.roles, act)
