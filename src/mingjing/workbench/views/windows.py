"""窗口 (118号(五)): the windows of the agency, what their boards say, who sits there."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.refusal import Refusal
from mingjing.registry import windows
from mingjing.registry.models import Window, WindowTurn
from mingjing.registry.permissions import may
from mingjing.registry.queries import roles_of
from mingjing.theme.cells import Mark
from mingjing.workbench.forms.windows import (
    CloseWindowForm,
    NoticesForm,
    RelieveForm,
    TurnForm,
    WindowForm,
    services_of,
)
from mingjing.workbench.reading import open_to
from mingjing.workbench.views.people_acts import RegistryAct

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.workbench.sessions import StaffRequest


@require_safe
@open_to(windows.DUTY)
def page(request: StaffRequest) -> HttpResponse:
    """Show each window with what it does, what is announced, and who sits there now and later."""
    agency, today = request.user.agency, clock.today()
    names = dict(services_of(agency))
    rows = list(windows.windows_of(agency, today))
    turns: dict[object, list[WindowTurn]] = {}
    for turn in WindowTurn.objects.filter(window__in=rows, last_on__gte=today).select_related("officer"):
        turns.setdefault(turn.window_id, []).append(turn)
    context = {
        "windows": [_told(each, turns.get(each.pk, []), names) for each in rows],
        "may_manage": may(roles_of(request.user), windows.MANAGE),
        "path": [("窗口", "")],
    }
    return render(request, "workbench/windows.html", context)


def _told(window: Window, turns: list[WindowTurn], names: dict[str, str]) -> dict[str, Any]:
    today = clock.today()
    gone = [code for code in window.services if code not in names]
    return {
        "row": window,
        "gone": gone,
        "pairs": [
            ("岗位", window.post),
            ("执法种类", window.enforcement),
            (
                "办理事项",
                "；".join(names[code] for code in window.services if code in names) or "没有现行指南",
            ),
            ("告知事项", window.notices.splitlines() or "无"),
        ],
        "turns": [
            (each, Mark("ok", "在岗") if each.first_on <= today else Mark("off", "尚未开始"))
            for each in turns
        ],
    }


class WindowAct(RegistryAct):
    """An act on the agency's windows."""

    permission = windows.MANAGE
    clause = windows.CLAUSE

    @property
    def back_url(self) -> str:
        """Return the page of windows."""
        return reverse("desk-windows")

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        return {**super().context(), "path": [("窗口", self.back_url), (self.title, "")]}


class Add(WindowAct):
    """Put up a window."""

    form_class = WindowForm
    title = "设置窗口"
    submit = "保存并公示"
    done = "已设置窗口。请接着安排在岗人员。"
    remark = "保存后公示屏立即显示；咨询和监督投诉电话取自机关信息，照片和职务取自人员登记。"

    def act(self, form: WindowForm) -> str:
        """Add."""
        windows.add_window(user=self.request.user, version=form.cleaned_data["version"], **form.typed)
        return self.back_url


class OneWindow(WindowAct):
    """An act on one window."""

    window: Window

    def load(self, **address: str) -> None:
        """Find the window."""
        key = uuid.UUID(hex=address["ref"])
        found = Window.objects.filter(agency=self.request.user.agency, pk=key).first()
        if found is None:
            raise Refusal("registry.unknown", "本机关没有这个窗口。", next_step="请从窗口列表进入。")
        self.window = found

    @property
    def heading(self) -> str:
        """Name the window."""
        return f"{self.title}：{self.window}"


class Change(OneWindow):
    """Change what the board says."""

    form_class = WindowForm
    title = "变更窗口信息"
    submit = "保存并公示"
    done = "已保存，公示屏随即更新。"

    def initial(self) -> dict[str, Any]:
        """Return the window as it is."""
        return {name: getattr(self.window, name) for name in WindowForm.base_fields if hasattr(Window, name)}

    def act(self, form: WindowForm) -> str:
        """Change."""
        windows.change_window(
            user=self.request.user, window=self.window, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url


class Close(OneWindow):
    """Close the window."""

    form_class = CloseWindowForm
    title = "停用窗口"
    submit = "停用"
    done = "已登记停用。"

    def act(self, form: CloseWindowForm) -> str:
        """Close."""
        windows.close_window(
            user=self.request.user, window=self.window, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url


class Notices(OneWindow):
    """Say what is announced."""

    permission = windows.DUTY
    form_class = NoticesForm
    title = "更换告知事项"
    submit = "保存并公示"
    done = "已更换，公示屏随即更新。"

    def initial(self) -> dict[str, Any]:
        """Return what is announced now."""
        return {"notices": self.window.notices}

    def act(self, form: NoticesForm) -> str:
        """Announce."""
        windows.put_notices(
            user=self.request.user, window=self.window, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url


class PutOnDuty(OneWindow):
    """Say who sits there."""

    permission = windows.DUTY
    form_class = TurnForm
    title = "安排在岗人员"
    submit = "安排"
    done = "已安排，到日公示屏自动显示。"
    checks = ("本机关在岗的人员", "同一窗口同一天不重复", f"同一天最多 {windows.MOST_AT_ONCE} 名")

    def act(self, form: TurnForm) -> str:
        """Arrange."""
        windows.put_on_duty(
            user=self.request.user, window=self.window, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url


class Relieve(WindowAct):
    """End a turn early."""

    permission = windows.DUTY
    form_class = RelieveForm
    title = "提前结束安排"
    submit = "结束"
    done = "已登记。"
    turn: WindowTurn

    def load(self, **address: str) -> None:
        """Find the turn."""
        found = (
            WindowTurn.objects.select_related("window", "officer")
            .filter(window__agency=self.request.user.agency, pk=uuid.UUID(hex=address["ref"]))
            .first()
        )
        if found is None:
            raise Refusal("registry.unknown", "本机关没有这项安排。", next_step="请从窗口列表进入。")
        self.turn = found

    @property
    def heading(self) -> str:
        """Name person and span."""
        return f"{self.title}：{self.turn.officer}（{self.turn}）"

    def act(self, form: RelieveForm) -> str:
        """End."""
        windows.relieve(
            user=self.request.user, turn=self.turn, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url
