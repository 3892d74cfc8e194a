"""Making a backup while people work: the database first, then what it points to.

A row never points to bytes that were not durable before it: so whatever the copied database speaks of is there when
the bytes are copied after it. The other way round, a file that arrived between the two would be missing.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from mingjing import clock
from mingjing.config import environment
from mingjing.config.backup import database, form
from mingjing.config.backup.bodies import carry
from mingjing.config.backup.form import Manifest
from mingjing.ledger.tiles import full_tiles
from mingjing.records.audit.destroyed import destroyed
from mingjing.records.keys import at_hand, signing_key
from mingjing.refusal import Refusal
from mingjing.storage import store
from mingjing.storage.backend import LocalDisk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mingjing.config.backup.bodies import Carried

PLAIN = ("profile", "clock", "policy")
"""The plain files of the data folder; `profile` says what it is, and is put back last."""


def backup(folder: Path, *, with_keys: bool = False) -> tuple[Manifest, Carried]:
    """Add a run to a backup and return its manifest and what was copied.

    Killed at any moment, it leaves the runs before it as they were: the manifest comes last, and the next run takes
    away what no manifest names.
    """
    folder = folder.resolve()
    _refuse_inside_the_data(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        form.sweep(folder)
        moment = _moment()
        while moment in form.runs(folder):  # two runs in one second: the second waits for its own name
            time.sleep(0.1)
            moment = _moment()
        manifest = _database(folder, moment)
        manifest.keys = with_keys
        done = _bodies(folder, manifest)
        _tiles(folder, manifest.size)
        _plain_files(folder, with_keys=with_keys)
        form.write(folder, manifest, signing_key() if at_hand(manifest.vkey) else None)
    return manifest, done


def _refuse_inside_the_data(folder: Path) -> None:
    if folder.is_relative_to(settings.MINGJING_DATA):
        raise Refusal(
            "backup.inside",
            "备份不能放在数据目录里面：数据目录坏了，备份也就没了。",
            next_step="请换一个目录，最好在另一块磁盘或者另一台机器上。",
        )


def _moment() -> str:
    return f"{clock.real().astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one run at a time write to a backup."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("backup.running", "这个目录正在备份。", next_step="请等它结束。") from None
        yield


def _database(folder: Path, moment: str) -> Manifest:
    place = folder / "database" / moment
    place.mkdir(parents=True, mode=0o700)
    state = database.dump(place)
    files = sorted(place.iterdir())
    for path in files:
        form.durable(path)
    return Manifest(
        moment=moment,
        vendor=connection.vendor,
        profile=environment.profile(settings.MINGJING_DATA),
        files={str(path.relative_to(folder)): form.measured(path) for path in files},
        **asdict(state),
    )


def _bodies(folder: Path, manifest: Manifest) -> Carried:
    """Bring in what the copied database points to; take out what was lawfully destroyed since."""
    target, gone = LocalDisk(folder / "blobs"), destroyed()

    def wanted() -> Iterator[tuple[str, int, str]]:
        for sha256, size, version in database.bodies(folder / "database" / manifest.moment):
            manifest.bodies += 1
            manifest.body_bytes += size
            if sha256 not in gone:
                yield sha256, size, version

    done = carry(store.backend(), target, wanted())
    gone = destroyed()  # what was destroyed while the bytes were copied is not missing
    for sha256 in gone:
        target.destroy(sha256)
    done.missing = [sha256 for sha256 in done.missing if sha256 not in gone]
    manifest.missing = sorted([*done.missing, *done.altered])
    return done


def _tiles(folder: Path, size: int) -> None:
    """Copy the full tiles of the log as far as the copied database fills them."""
    for ref in full_tiles(0, size):
        source, target = settings.MINGJING_DATA / "log" / ref.path, folder / "log" / ref.path
        if target.exists() or not source.exists():
            continue  # one without a file is made from the database
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _plain_files(folder: Path, *, with_keys: bool) -> None:
    wanted = [settings.MINGJING_DATA / name for name in PLAIN]
    _copy_all((path for path in wanted if path.is_file()), folder / "settings")
    keys = settings.MINGJING_DATA / "keys"
    if with_keys and keys.is_dir():
        _copy_all((path for path in keys.iterdir() if path.is_file()), folder / "keys")


def _copy_all(files: Iterable[Path], target: Path) -> None:
    target.mkdir(mode=0o700, exist_ok=True)
    for path in files:
        handle = os.open(target / path.name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(path.read_bytes())
            file.flush()
            os.fsync(file.fileno())
