"""`mingjing push`: how what is pushed to others stands, for whoever watches from outside; `--now` sends what is due."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command."""
    push = command("push", run, "数据推送的情况；有失败待处理的，退出码为 1")
    push.add_argument("--now", action="store_true", help="先把到时候的推送一遍（平时由后台进程推送）")


def run(options: argparse.Namespace) -> int:
    """Send what is due where that is asked for, and print a line a receiver; return 1 where something failed."""
    from mingjing.config import startup  # noqa: PLC0415

    startup.refuse_without_data()
    startup.configure(fallback="production")
    from mingjing.outbox import sending  # noqa: PLC0415
    from mingjing.outbox.queries import standings  # noqa: PLC0415

    if options.now:
        sys.stdout.write(f"送达 {sending.send_due()} 条。\n")
    failed = 0
    for each in standings():
        failed += each.dead
        state = "启用" if each.receiver.enabled else "停用"
        said = f"；最近的失败：{each.link.said}" if each.link and each.link.said else ""
        sys.stdout.write(
            f"{each.receiver.agency.name}　{each.receiver.name}（{state}）："
            f"待推送 {each.waiting} 条，失败待处理 {each.dead} 条，已送达 {each.delivered} 条{said}\n"
        )
    return 1 if failed else 0
