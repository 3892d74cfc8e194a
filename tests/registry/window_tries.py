"""Keeping the windows, tried in every role."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mingjing.registry import windows
from mingjing.registry.models import Window, WindowTurn

if TYPE_CHECKING:
    from test_role_table import World

DAY = dt.date(2026, 6, 1)


def _window(world: World) -> Window:
    window = Window(agency=world.bureau.agency, hall="大厅", number="1号", services=["X"])
    window.save(force_insert=True)
    return window


def _turn(world: World) -> WindowTurn:
    turn = WindowTurn(
        window=_window(world), officer=world.bureau.people["officer3"], first_on=DAY, last_on=DAY
    )
    turn.save(force_insert=True)
    return turn


WINDOW_TRIES: dict[str, Any] = {
    "window.manage": {
        windows.add_window: lambda _, user: windows.add_window(
            user=user, hall="大厅", number="9号", post="岗", duties="职责", enforcement="许可", services=["X"],
            progress="问",
        ),
        windows.change_window: lambda world, user: windows.change_window(user=user, window=_window(world)),
        windows.close_window: lambda world, user: windows.close_window(user=user, window=_window(world), on=DAY),
    },
    "window.duty": {
        windows.put_notices: lambda world, user: windows.put_notices(
            user=user, window=_window(world), notices=""
        ),
        windows.put_on_duty: lambda world, user: windows.put_on_duty(
            user=user, window=_window(world), officer=world.bureau.people["officer3"], first_on=DAY, last_on=DAY
        ),
        windows.relieve: lambda world, user: windows.relieve(
            user=user, turn=_turn(world), on=DAY
        ),
    },
}  # fmt: skip
