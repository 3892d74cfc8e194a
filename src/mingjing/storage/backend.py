"""Where the bytes lie. Names are hashes, never anything that a person typed."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 16
HASH = re.compile(r"[0-9a-f]{64}")


class MissingBytesError(Exception):
    """Bytes that a row speaks of are not there."""


class LockedBytesError(Exception):
    """The place refuses to destroy bytes before their lock ends."""


class Backend(Protocol):
    """What a place for bytes can do: the local disk, or an object store with locks."""

    def stage(self) -> AbstractContextManager[IO[bytes]]:
        """Return a context with an open temporary file that vanishes unless it is kept."""
        ...

    def keep(self, staged: Path, sha256: str) -> str:
        """Give a staged file's bytes their final name, durably; bytes already under that name stay as they are.

        Return the version that the place gave them, empty where it knows none. The file itself stays where it lies,
        and nobody may write to it any more: on a local disk it may be the very bytes that are kept.
        """
        ...

    def size(self, sha256: str, *, version: str = "") -> int:
        """Return the size in bytes; raise MissingBytesError.

        Here and below `version` is what `keep` returned: where an object was covered by a later version or by a mark of
        deletion, the bytes that were kept are read all the same.
        """
        ...

    def read(
        self, sha256: str, start: int = 0, end: int | None = None, *, version: str = ""
    ) -> Iterator[bytes]:
        """Yield the bytes of [start, end) in chunks; raise MissingBytesError at the first of them."""
        ...

    def open(self, sha256: str, *, version: str = "") -> AbstractContextManager[IO[bytes]]:
        """Return a context with the bytes as a seekable stream; raise MissingBytesError."""
        ...

    def destroy(self, sha256: str) -> None:
        """Destroy the bytes for good, whether they are there or not; raise LockedBytesError where a lock forbids it.

        Nobody but an approved disposal may ask for this.
        """
        ...

    def names(self) -> Iterator[tuple[str, bool]]:
        """Yield every stored file in order: its name, and whether it is a content in its right place."""
        ...

    def covered(self) -> Iterator[str]:
        """Yield the names of contents that somebody covered: by another version, or by a mark of deletion."""
        ...

    def unfinished(self) -> Iterator[str]:
        """Yield what staging left behind when a process died."""
        ...


class Anteroom:
    """A folder of this machine, `incoming/`, where files are written before they are kept."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"

    @contextmanager
    def stage(self) -> Iterator[IO[bytes]]:
        """Return a context with an open temporary file that vanishes unless it is kept."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._incoming, prefix="", suffix=".part") as file:
            yield file

    def unfinished(self) -> Iterator[str]:
        """Yield the names that lie in `incoming/`."""
        if self._incoming.is_dir():
            for path in sorted(self._incoming.iterdir()):
                yield path.name


class LocalDisk(Anteroom):
    """A folder: `ab/cd/<sha256>`, files read-only, and `incoming/` in the same file system."""

    def keep(self, staged: Path, sha256: str) -> str:
        """Link the staged file under its hash and make name and content durable: not a byte is copied.

        From another file system the bytes are copied once, beside their place.
        """
        target = self._path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        _settle(staged)
        try:
            os.link(staged, target)  # unlike rename, a link never replaces what is there
        except FileExistsError:
            return ""
        except OSError as error:
            if error.errno not in {errno.EXDEV, errno.EPERM, errno.ENOTSUP}:
                raise
            return self._copied(staged, sha256)
        for folder in (target.parent, target.parent.parent, self._root):
            _sync(folder)
        return ""

    def _copied(self, staged: Path, sha256: str) -> str:
        with staged.open("rb") as source, self.stage() as near:
            shutil.copyfileobj(source, near, CHUNK)
            near.flush()
            return self.keep(Path(near.name), sha256)

    def size(self, sha256: str, *, version: str = "") -> int:
        """Return the size in bytes; raise MissingBytesError."""
        del version  # a file has one
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError:
            raise MissingBytesError(sha256) from None

    def read(
        self, sha256: str, start: int = 0, end: int | None = None, *, version: str = ""
    ) -> Iterator[bytes]:
        """Yield the bytes of [start, end) in chunks; raise MissingBytesError at the first of them."""
        del version
        try:
            file = self._path(sha256).open("rb")
        except FileNotFoundError:
            raise MissingBytesError(sha256) from None
        with file:
            file.seek(start)
            left = (1 << 62) if end is None else max(0, end - start)
            while left and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk

    def open(self, sha256: str, *, version: str = "") -> IO[bytes]:
        """Return the bytes as a seekable stream, its own context; raise MissingBytesError."""
        del version
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise MissingBytesError(sha256) from None

    def destroy(self, sha256: str) -> None:
        """Take the file away, durably."""
        target = self._path(sha256)
        target.unlink(missing_ok=True)
        if target.parent.is_dir():
            _sync(target.parent)

    def names(self) -> Iterator[tuple[str, bool]]:
        """Yield every file in order of its path, `incoming/` left out."""
        for folder, folders, files in os.walk(self._root):
            folders.sort()
            if folder == str(self._root):
                folders[:] = [name for name in folders if name != self._incoming.name]
            for name in sorted(files):
                placed = bool(HASH.fullmatch(name)) and os.path.join(folder, name) == str(self._path(name))  # noqa: PTH118
                yield name, placed

    def covered(self) -> Iterator[str]:
        """Yield nothing: a file has no versions."""
        yield from ()

    def _path(self, sha256: str) -> Path:
        if not HASH.fullmatch(sha256):
            raise ValueError("not a SHA-256 in lower-case hex")
        return self._root / sha256[:2] / sha256[2:4] / sha256


def _settle(staged: Path) -> None:
    """Make a staged file read-only and its bytes durable."""
    handle = os.open(staged, os.O_RDONLY)
    try:
        os.fchmod(handle, 0o440)
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    """Make a new name in a folder outlast a power failure."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
