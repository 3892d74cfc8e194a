"""`mingjing credit export --month 2026-03 -o FILE`: a month's credit disclosure (双公示) in the platform's fields."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from mingjing.exchange.credit import Month


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command."""
    credit = command("credit", run, "导出双公示（行政处罚）数据")
    credit.add_argument("action", choices=["export"])
    credit.add_argument("--month", required=True, metavar="MONTH", help="公开的月份，如 2026-03")
    credit.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="按结尾决定格式：.xlsx、.csv、.json"
    )
    credit.add_argument("--agency", default="", help="机关名称或者代字；只有一个机关的不写")
    credit.add_argument("--user", metavar="ACCOUNT", help="以哪个账号导出；不写时，记为系统管理命令")


def run(options: argparse.Namespace) -> int:
    """Export, say what was written and what has faults; return 1 where a row has faults."""
    from mingjing.config import startup  # noqa: PLC0415

    startup.refuse_without_data()
    startup.configure(fallback="production")
    from mingjing.cases.ingesting import agency_named  # noqa: PLC0415
    from mingjing.exchange.crediting import PERMISSION, export_files  # noqa: PLC0415
    from mingjing.records.actors import COMMAND  # noqa: PLC0415
    from mingjing.registry.queries import account, require  # noqa: PLC0415

    user = account(options.user) if options.user else None
    if user:
        require(user, PERMISSION)
    target = Path(options.output)
    if not target.parent.is_dir():
        raise Refusal("credit.folder", f"没有文件夹 {target.parent}。", next_step="请先建立文件夹。")
    month, files = export_files(
        actor=user.actor() if user else COMMAND,
        officer=user.officer if user else None,
        agency=user.agency if user else agency_named(options.agency),
        month=options.month,
        fmt=target.suffix.removeprefix(".").lower(),
    )
    for tail, data in files.items():
        _write(target.with_name(f"{target.stem}{tail}{target.suffix}"), data)
    return _tell(month, target)


def _write(target: Path, data: bytes) -> None:
    """Write a file that only its owner reads: of natural persons it holds identity numbers."""
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:  # noqa: PTH123
        os.fchmod(out.fileno(), 0o600)
        out.write(data)


def _tell(month: Month, target: Path) -> int:
    sys.stdout.write(
        f"已导出 {target}：{month.month} 合格 {len(month.rows)} 条，不合格 {len(month.faulty)} 条，"
        f"当月撤下 {len(month.withdrawn)} 条，当月公开而不在正表（已撤下或者换了新版）{len(month.gone)} 条。\n"
    )
    for row in month.faulty:
        for each in row.faults:
            sys.stderr.write(f"{row.number}　{each.field}（{each.label}）：{each.sentence}\n")
    return 1 if month.faulty else 0
