"""What was written, by whom and with which hash: kept beside the files, so that the next export knows what changed.

An owner (an item, a month, a page) has a mark, which says what its files were made of. One whose mark is the same is
not made again; one that was not met any more loses its files.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.portal.export.links import MANIFEST
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOK = ".export.sqlite3"
TABLES = """
CREATE TABLE IF NOT EXISTS owner (name TEXT PRIMARY KEY, mark TEXT NOT NULL, seen INTEGER NOT NULL, made INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, owner TEXT NOT NULL, run INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS file_of_owner ON file (owner);
CREATE TABLE IF NOT EXISTS said (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""  # noqa: E501


@dataclass
class Counted:
    """How many files were written, removed and are there."""

    written: int = 0
    removed: int = 0
    files: int = 0


@dataclass
class Book:
    """The book of a folder, opened for one run."""

    folder: Path
    run: int = 0
    counted: Counted = field(default_factory=Counted)
    _folders: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Open the book; refuse a folder with files that no export put there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / BOOK).exists() and any(self.folder.iterdir()):
            raise Refusal(
                "export.not_ours",
                f"{self.folder} 里有别的文件，不是先前导出的网站。",
                next_step="请指定一个空目录。",
            )
        self._db = sqlite3.connect(self.folder / BOOK, isolation_level=None, timeout=1)
        try:
            self._open()
        except sqlite3.OperationalError:
            raise Refusal(
                "export.running", f"另一次导出正在写 {self.folder}。", next_step="请等它结束。"
            ) from None

    def _open(self) -> None:
        """Begin the run. After one that broke off nobody knows what stands on the disk: all is made again."""
        self._db.executescript(f"PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF; {TABLES}")
        if self.said("open"):
            self._db.executescript(
                "UPDATE owner SET mark = ''; UPDATE file SET sha256 = ''; DELETE FROM said WHERE name <> 'run';"
            )
        self.say("open", "1")
        self._db.execute("BEGIN IMMEDIATE")
        self.run = int(self.said("run") or 0) + 1
        self.say("run", str(self.run))

    def said(self, name: str) -> str:
        """Return what an earlier run left."""
        row = self._db.execute("SELECT value FROM said WHERE name = ?", [name]).fetchone()
        return str(row[0]) if row else ""

    def say(self, name: str, value: str) -> None:
        """Leave something for the next run."""
        self._db.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", [name, value])

    def unchanged(self, owner: str, mark: str) -> bool:
        """Say whether an owner's files stand as they would be made; it is met either way."""
        done = self._db.execute(
            "UPDATE owner SET seen = ? WHERE name = ? AND mark = ?", [self.run, owner, mark]
        )
        return done.rowcount == 1

    def made(self, owner: str, mark: str) -> None:
        """Say that an owner's files were made of this; those of before that were not made again go."""
        self._db.execute(
            "INSERT OR REPLACE INTO owner VALUES (?, ?, ?, ?)", [owner, mark, self.run, self.run]
        )

    def keep_all(self, prefix: str) -> None:
        """Meet every owner whose name begins so."""
        self._db.execute(
            "UPDATE owner SET seen = ? WHERE substr(name, 1, ?) = ?", [self.run, len(prefix), prefix]
        )

    def met(self, owner: str) -> bool:
        """Say whether an owner was met in this run."""
        found = self._db.execute("SELECT 1 FROM owner WHERE name = ? AND seen = ?", [owner, self.run])
        return found.fetchone() is not None

    def lost(self, prefix: str) -> list[str]:
        """Return the owners of a kind that were not met in this run."""
        rows = self._db.execute(
            "SELECT name FROM owner WHERE seen <> ? AND substr(name, 1, ?) = ?",
            [self.run, len(prefix), prefix],
        )
        return [str(row[0]) for row in rows]

    def names(self, prefix: str) -> list[str]:
        """Return all owners of a kind."""
        rows = self._db.execute("SELECT name FROM owner WHERE substr(name, 1, ?) = ?", [len(prefix), prefix])
        return [str(row[0]) for row in rows]

    def put(self, path: str, content: bytes, owner: str) -> None:
        """Write a file whole or not at all; what stands there already is left alone."""
        if self._stands(path, hashlib.sha256(content).hexdigest(), owner):
            return
        target = self._place(path)
        beside = target.with_name(f"{target.name}.part")
        beside.write_bytes(content)
        beside.replace(target)

    def put_stream(self, path: str, sha256: str, chunks: Iterator[bytes], owner: str) -> None:
        """Write a file whose hash is known, piece by piece."""
        if self._stands(path, sha256, owner):
            return
        target = self._place(path)
        beside = target.with_name(f"{target.name}.part")
        with beside.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        beside.replace(target)

    def _stands(self, path: str, sha256: str, owner: str) -> bool:
        row = self._db.execute("SELECT sha256 FROM file WHERE path = ?", [path]).fetchone()
        self._db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", [path, sha256, owner, self.run])
        if row and row[0] == sha256 and (self.folder / path).exists():
            return True
        self.counted.written += 1
        return False

    def _place(self, path: str) -> Path:
        target = self.folder / path
        if ".." in Path(path).parts or target.is_absolute() != self.folder.is_absolute():
            raise Refusal("export.path", f"不能写入 {path}。", next_step="请报告这个地址。")
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders = {target.parent}
        return target

    def clear(self) -> None:
        """Remove the files of owners that are gone, and those that an owner made before and does not make now."""
        gone = self._db.execute(
            "SELECT f.path FROM file f LEFT JOIN owner o ON o.name = f.owner "
            "WHERE o.name IS NULL OR o.seen <> :run OR (o.made = :run AND f.run <> :run)",
            {"run": self.run},
        ).fetchall()
        for (path,) in gone:
            (self.folder / path).unlink(missing_ok=True)
            _remove_empty(self.folder, (self.folder / path).parent)
            self._db.execute("DELETE FROM file WHERE path = ?", [path])
        self._db.execute("DELETE FROM owner WHERE seen <> ?", [self.run])
        self.counted.removed += len(gone)

    def close(self) -> Counted:
        """Write the manifest in the form of `sha256sum -c`, and end the run."""
        beside = self.folder / f"{MANIFEST}.part"
        with beside.open("w", encoding="utf-8") as file:
            for sha256, path in self._db.execute("SELECT sha256, path FROM file ORDER BY path"):
                file.write(f"{sha256}  {path}\n")
                self.counted.files += 1
        beside.replace(self.folder / MANIFEST)
        self.say("open", "")
        self._db.execute("COMMIT")
        self._db.close()
        return self.counted

    def abandon(self) -> None:
        """Forget the run; the next one makes all again."""
        self._db.close()


def mark_of(parts: object) -> str:
    """Return a short mark of what something is made of."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def _remove_empty(top: Path, folder: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def verify(folder: Path) -> list[str]:
    """Compare a folder with its manifest; return what is missing, changed or not named in it."""
    listed = dict(_manifest(folder))
    faults = []
    for path, sha256 in listed.items():
        place = folder / path
        if not place.is_file():
            faults.append(f"缺少：{path}")
        elif _sha256(place) != sha256:
            faults.append(f"被改动：{path}")
    for root, _, names in os.walk(folder):
        for name in names:
            path = (Path(root) / name).relative_to(folder).as_posix()
            if path not in listed and path not in {MANIFEST, BOOK}:
                faults.append(f"不在清单：{path}")
    return faults


def _manifest(folder: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise Refusal(
            "export.no_manifest", f"{folder} 里没有 {MANIFEST}。", next_step="请先导出，或者核对目录。"
        ) from None
    for line in lines:
        sha256, _, path = line.partition("  ")
        yield path, sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
