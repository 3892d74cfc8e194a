"""Restoring into an empty data folder: what is not as it was is named, and the log goes on as the same log."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mingjing.config import environment, startup
from mingjing.config.backup import database, form
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.config.backup.bodies import Carried
    from mingjing.config.backup.form import Manifest
    from mingjing.records.restoring import Taken

BEFOREHAND = frozenset({"keys", "policy"})
"""What may lie in the data folder before: the keys, kept elsewhere; the policy that names today's witnesses."""


@dataclass
class Restored:
    """What was restored, and what is to be said about it."""

    manifest: Manifest
    bodies: Carried
    taken: Taken
    new_key: str = ""
    faults: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def restore(folder: Path, *, moment: str = "", published: str = "") -> Restored:
    """Restore a run of a backup (the newest by default) into the empty folder that `MINGJING_DATA` names.

    `published` is where the published log lies, a folder or an address: what it holds beyond the backup is taken into
    the log. Nothing serves this folder before the last step, which says what it is (`profile`).
    """
    data = environment.data_folder()
    _refuse_unless_empty(data)
    manifest, unsigned = form.read(folder, moment)
    _refuse_other_database(manifest)
    _refuse_altered(folder, manifest)
    data.mkdir(parents=True, exist_ok=True)
    _plain_files(folder, data)
    _database(folder, manifest, data)
    found = _bodies(folder, manifest)
    _tiles(folder, data)
    done = _log(manifest, found, published)
    done.faults = [unsigned] if unsigned else []
    done.faults += [f"备份里的文件不见了：{name}" for name in found.missing]
    done.faults += [f"备份里的文件已被改动：{name}" for name in found.altered]
    shutil.copyfile(folder / "settings" / "profile", data / "profile")
    return done


def _refuse_unless_empty(data: Path) -> None:
    found = sorted(path.name for path in data.iterdir()) if data.is_dir() else []
    if set(found) - BEFOREHAND:
        raise Refusal(
            "restore.not_empty",
            f"{data} 不是空的：只能恢复到空的数据目录（里面可以先放好 keys）。",
            next_step="请核对 MINGJING_DATA；上一次恢复中断的，请清空后重来。",
            details=found,
        )


def _refuse_other_database(manifest: Manifest) -> None:
    here = "postgresql" if os.environ.get("MINGJING_DATABASE_URL") else "sqlite"
    if manifest.vendor != here:
        raise Refusal(
            "restore.other_database",
            f"备份是 {manifest.vendor} 的，现在所设的是 {here}：不能跨数据库恢复。",
            next_step="请设好 MINGJING_DATABASE_URL（SQLite 则不设）再恢复。",
        )


def _refuse_altered(folder: Path, manifest: Manifest) -> None:
    """Refuse a database that is not the one that the manifest names; nothing has been restored yet."""
    faults = []
    for name, wanted in sorted(manifest.files.items()):
        path = folder / name
        if not path.is_file():
            faults.append(f"{name}：不见了")
        elif form.measured(path) != tuple(wanted):
            faults.append(f"{name}：与清单所记的摘要不符")
    if faults:
        raise Refusal(
            "restore.altered",
            "备份里的数据库已被改动，没有恢复。",
            next_step="请用另一次备份（--moment）或者另一份副本。",
            details=faults,
        )


def _plain_files(folder: Path, data: Path) -> None:
    """Put back what must be there before the program starts; `profile` comes last, the keys stay where they are."""
    for path in sorted((folder / "settings").iterdir()):
        if path.name != "profile" and not (data / path.name).exists():
            shutil.copyfile(path, data / path.name)
    for path in sorted((folder / "keys").glob("*")):
        target = data / "keys" / path.name
        if not target.exists():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            shutil.copyfile(path, target)
            target.chmod(0o600)


def _database(folder: Path, manifest: Manifest, data: Path) -> None:
    place = folder / "database" / manifest.moment
    if manifest.vendor == "sqlite":
        database.load_sqlite(place, data)
    startup.configure(fallback=manifest.profile)
    from mingjing.config.setting_up import prepare_database, prepare_store  # noqa: PLC0415

    if manifest.vendor == "sqlite":
        prepare_store()  # the guards came with the file: whether they are what they should be, the audit says
        return
    database.refuse_unless_empty()
    prepare_database()
    database.load_postgres(place)


def _bodies(folder: Path, manifest: Manifest) -> Carried:
    from mingjing.config.backup.bodies import carry  # noqa: PLC0415
    from mingjing.records.audit.destroyed import destroyed  # noqa: PLC0415
    from mingjing.storage import store  # noqa: PLC0415
    from mingjing.storage.backend import LocalDisk  # noqa: PLC0415

    gone = destroyed()
    wanted = database.bodies(folder / "database" / manifest.moment)
    return carry(
        LocalDisk(folder / "blobs"), store.backend(), (each for each in wanted if each[0] not in gone)
    )


def _tiles(folder: Path, data: Path) -> None:
    """Put back the tiles that the restored database fills; later runs of the backup may have brought more."""
    from mingjing.ledger.tiles import full_tiles  # noqa: PLC0415
    from mingjing.records import log  # noqa: PLC0415
    from mingjing.records.models import LogHead  # noqa: PLC0415

    head = LogHead.objects.first()
    size = head.size if head else 0
    for ref in full_tiles(0, size):
        source, target = folder / "log" / ref.path, data / "log" / ref.path
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    log.write_full_tiles(size)


def _log(manifest: Manifest, found: Carried, published: str) -> Restored:
    """Let the log take up where it was published; its first new record says what was restored and what is lost."""
    from mingjing.records import log, rekeying, restoring  # noqa: PLC0415
    from mingjing.records.actors import COMMAND  # noqa: PLC0415
    from mingjing.records.keys import at_hand  # noqa: PLC0415
    from mingjing.records.published import published_at  # noqa: PLC0415

    if not manifest.vkey:
        return Restored(manifest, found, restoring.Taken(0, 0))
    taken = restoring.Taken(manifest.size, manifest.size)
    if published:
        taken = restoring.take(published_at(published))
    done = Restored(manifest, found, taken)
    done.outside = _not_behind_witnesses(taken.until)
    if not published and not done.outside:
        done.outside = [
            "没有给出已公布的日志（--published），也没有见证人可问：备份之后公布过什么，无从知道。"
        ]
    restoring.record(actor=COMMAND, moment=manifest.moment, taken=taken)
    if not at_hand(manifest.vkey):
        done.new_key = rekeying.replace_lost(actor=COMMAND)
    log.integrate_all()
    return done


def _not_behind_witnesses(size: int) -> list[str]:
    """Say how much of the log each witness has seen; refuse to go on with less, which would be a second history."""
    from mingjing.ledger.checkpoint import Checkpoint  # noqa: PLC0415
    from mingjing.ledger.note import open_note  # noqa: PLC0415
    from mingjing.records import policy, witnesses  # noqa: PLC0415
    from mingjing.records.outgoing import OutsideError  # noqa: PLC0415

    said, beyond = [], []
    own = policy.configured()
    for name, each in own.witnesses.items():
        if not each.url:
            continue
        try:
            seen = Checkpoint.parse(open_note(witnesses.latest_of(each), own.logs).text).size
        except (OutsideError, ValueError) as error:
            said.append(f"见证人 {name}：问不到它见过多少（{error}）。")
            continue
        said.append(f"见证人 {name}：见过 {seen} 条。")
        if seen > size:
            beyond.append(f"见证人 {name} 见过 {seen} 条，恢复到的只有 {size} 条")
    if beyond:
        raise Refusal(
            "restore.behind_witness",
            "备份之后又签过检查点，见证人已经见过：从这里续签，就成了两份日志。没有续签，也没有开放。",
            next_step="请清空数据目录，用 --published 指明已公布的日志（目录或网址）重新恢复，把其间的条目补上。",
            details=beyond,
        )
    return said


def say(done: Restored) -> None:
    """Print what was restored, what lies between, and what is wrong."""
    manifest, taken, bodies = done.manifest, done.taken, done.bodies
    files = bodies.copied + bodies.there
    waiting = f"，另有 {manifest.pending} 条当时待收" if manifest.pending else ""
    lines = [f"已恢复 {manifest.moment} 的备份：日志 {manifest.size} 条{waiting}；文件 {files} 个。"]
    if taken.until > taken.size:
        lines.append(
            f"备份之后至已公布的检查点（{taken.until} 条）之间共 {taken.until - taken.size} 条："
            f"{taken.found} 条备份里有，{taken.lost} 条遗失，只剩叶子和条目。"
        )
    lines += done.outside
    if done.new_key:
        lines += [
            "原日志密钥不在：日志由新密钥续签，两把都已列明。",
            f"  原公钥：{manifest.vkey}",
            f"  新公钥：{done.new_key}",
            "  原密钥其实还在的，请清空数据目录，把它放回 keys/log 后重新恢复。",
        ]
    lines += [f"不符：{line}" for line in done.faults]
    sys.stdout.write("\n".join(lines) + "\n")
