"""`mingjing portal export DIR` and `mingjing publications`: what is public, as plain files and as lines."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands."""
    portal = command("portal", _export, "导出公示网站为静态文件，再次运行只改有变化的；或者核对导出的文件")
    portal.add_argument("action", choices=["export"])
    portal.add_argument("folder", metavar="DIR")
    portal.add_argument("--at", default="", metavar="ADDRESS", help="静态网站将放在的网址，用于订阅、二维码")
    portal.add_argument("--verify", action="store_true", help="只核对 DIR 里的文件与清单 SHA256SUMS")
    publications = command("publications", _publications, "列出现在公开的全部公示")
    publications.add_argument("--json", action="store_true", help="每行一个 JSON")


def _export(options: argparse.Namespace) -> int:
    from mingjing.portal.export.state import verify  # noqa: PLC0415 - needs no data

    folder = Path(options.folder)
    if options.verify:
        faults = verify(folder)
        sys.stdout.write("\n".join([*faults, f"{len(faults)} 处不符" if faults else "全部相符"]) + "\n")
        return 1 if faults else 0
    _django()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from mingjing.portal.export.making import export  # noqa: PLC0415

    started = time.monotonic()
    call_command("collectstatic", interactive=False, verbosity=0)
    made = export(folder, at=options.at, online=settings.MINGJING_PUBLIC_URL)
    sys.stdout.write(
        f"{folder}：决定 {made.items:,} 件，文件 {made.files:,} 个；"
        f"写入 {made.written:,}，删除 {made.removed:,}；{time.monotonic() - started:.1f} 秒\n"
    )
    return 0


def _publications(options: argparse.Namespace) -> int:
    _django()
    from mingjing.portal.telling import every  # noqa: PLC0415

    for told in every():
        line = json.dumps(told, ensure_ascii=False) if options.json else _line(told)
        sys.stdout.write(line + "\n")
    return 0


def _line(told: dict[str, object]) -> str:
    return f"{told['published_on']}  {told['kind']:<16}  {told['number'] or '—'}  {told['title']}"


def _django() -> None:
    from mingjing.config import startup  # noqa: PLC0415

    startup.refuse_without_data()
    startup.configure(fallback="production")
