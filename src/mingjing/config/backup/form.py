"""What a backup looks like: its folders, and the manifest that each run writes last.

<moment>.backup            the manifest, a signed note: JSON that names the database's files with their hashes
database/<moment>/         the database of that run
blobs/ab/cd/<sha256>       every content once, whoever's run brought it
log/tile/…                 the log's full tiles
settings/                  profile, clock, policy: the plain files of the data folder
keys/                      only by choice
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from mingjing.ledger.note import NoteError, VerifierKey, open_note, sign_note
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.ledger.note import SigningKey

FORMAT = "mingjing backup v1"
SUFFIX = ".backup"
CHUNK = 1 << 20
_NAME = re.compile(r"\d{8}T\d{6}Z")


@dataclass
class Manifest:
    """What one run found: the database as it stood at one moment, and how far the log had come in it.

    `files` are the database's files, by their path in the backup, each with SHA-256 and size. `checkpoint` is the
    newest checkpoint's note in that database.
    """

    moment: str
    vendor: str
    profile: str
    origin: str
    vkey: str
    size: int
    pending: int
    checkpoint: str
    bodies: int = 0
    body_bytes: int = 0
    keys: bool = False
    missing: list[str] = field(default_factory=list)
    files: dict[str, tuple[str, int]] = field(default_factory=dict)

    def text(self) -> str:
        """Return what is signed."""
        return f"{FORMAT}\n{json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)}\n"


def write(folder: Path, manifest: Manifest, key: SigningKey | None) -> Path:
    """Write a run's manifest, signed where the log's key is at hand; it appears whole or not at all."""
    target = folder / f"{manifest.moment}{SUFFIX}"
    part = target.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(sign_note(manifest.text(), [key]) if key else manifest.text())
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    return target


def runs(folder: Path) -> list[str]:
    """Return the moments of the runs that were completed, oldest first."""
    return sorted(path.stem for path in folder.glob(f"*{SUFFIX}") if _NAME.fullmatch(path.stem))


def read(folder: Path, moment: str = "") -> tuple[Manifest, str]:
    """Return a run's manifest (the newest by default), and in a sentence why its signature does not hold, if so.

    Raises Refusal: `restore.no_backup`, `restore.unreadable`.
    """
    found = runs(folder)
    if not found or (moment and moment not in found):
        raise Refusal(
            "restore.no_backup",
            f"{folder} 里没有{'这一次' if moment else '完整的'}备份。",
            next_step=f"已有的备份：{'、'.join(found)}。"
            if found
            else "请核对目录；备份中断的，请重新备份。",
        )
    note = (folder / f"{moment or found[-1]}{SUFFIX}").read_text(encoding="utf-8")
    try:
        manifest = _parsed(note)
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal("restore.unreadable", f"备份的清单读不懂：{error}") from error
    return manifest, _unsigned(note, manifest)


def _parsed(note: str) -> Manifest:
    head, line, *_ = note.split("\n")
    if head != FORMAT:
        raise ValueError(head)
    values: dict[str, Any] = json.loads(line)
    values["files"] = {name: tuple(each) for name, each in values["files"].items()}
    return Manifest(**values)


def _unsigned(note: str, manifest: Manifest) -> str:
    if note == manifest.text():
        return "备份清单没有签名：备份时日志密钥不在"
    try:
        text = open_note(note, [VerifierKey.parse(manifest.vkey)]).text
    except (NoteError, ValueError):
        text = ""
    return "" if text == manifest.text() else "备份清单的签名不成立：清单被改动过"


def measured(path: Path) -> tuple[str, int]:
    """Return a file's SHA-256 and size."""
    running, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            running.update(chunk)
            size += len(chunk)
    return running.hexdigest(), size


def durable(path: Path) -> None:
    """Bring a file that was written to the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sweep(folder: Path) -> None:
    """Take away what interrupted runs left: databases that no manifest names."""
    known = set(runs(folder))
    for path in (folder / "database").glob("*"):
        if path.name not in known:
            shutil.rmtree(path)
    for path in folder.glob("*.part"):
        path.unlink()
