"""`mingjing backup DIR [--with-keys]`, `mingjing restore DIR --verify`, `mingjing mirror PLACE DIR`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.config import startup
from mingjing.config.backup import mirror

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands."""
    backup = command("backup", run_backup, "备份数据库、文件和日志瓦片；工作中也可以备份")
    backup.add_argument("folder", metavar="DIR", help="备份目录：文件只存一份，每次另存一份数据库")
    backup.add_argument("--with-keys", action="store_true", help="连同 keys/ 里的密钥；不写则不含任何密钥")
    restore = command("restore", run_restore, "恢复到空的 MINGJING_DATA（PostgreSQL 另须空库）")
    restore.add_argument("folder", metavar="DIR")
    restore.add_argument(
        "--moment", default="", metavar="MOMENT", help="哪一次备份，如 20260915T010000Z；默认最新的"
    )
    restore.add_argument(
        "--published", default="", metavar="PLACE", help="已公布的日志：镜像的目录，或者以 /log 结尾的网址"
    )
    restore.add_argument("--verify", action="store_true", help="恢复后核验全部记录、数据和文件")
    keep = command("mirror", mirror.run, "留存一份已公布的日志，供外面的人用：发现改写，灾后接上")
    keep.add_argument("place", metavar="PLACE", help="以 /log 结尾的网址，或者目录")
    keep.add_argument("folder", metavar="DIR")
    keep.add_argument("--key", required=True, metavar="VKEY", help="日志的公钥")


def run_backup(options: argparse.Namespace) -> int:
    """Make a backup; 1 where something that the database points to could not be copied."""
    startup.refuse_without_data()
    startup.configure()
    from mingjing.config.backup.making import backup  # noqa: PLC0415

    manifest, done = backup(Path(options.folder), with_keys=options.with_keys)
    keys = "含密钥" if manifest.keys else "不含密钥"
    sys.stdout.write(
        f"已备份 {manifest.moment}：日志 {manifest.size} 条；文件 {manifest.bodies} 个，"
        f"这次新存 {done.copied} 个、{done.bytes:,} 字节；{keys}。\n"
    )
    faults = [f"文件不见了：{name}" for name in done.missing]
    faults += [f"文件内容已变，没有备份：{name}" for name in done.altered]
    sys.stdout.write("".join(f"不符：{line}\n" for line in faults))
    return 1 if faults else 0


def run_restore(options: argparse.Namespace) -> int:
    """Restore a backup, verify it if asked; 1 where anything is not as it should be."""
    from mingjing.config.backup.restoring import restore, say  # noqa: PLC0415

    done = restore(Path(options.folder).resolve(), moment=options.moment, published=options.published)
    say(done)
    if not options.verify:
        sys.stdout.write("尚未核验：开放之前请运行 mingjing verify。\n")
        return 1 if done.faults else 0
    from mingjing.config.verifying import verify  # noqa: PLC0415

    return verify() or (1 if done.faults else 0)
