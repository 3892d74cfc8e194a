"""`write_bundle`: streams members into a zip, computes the manifests, and has the seal made in between."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.ledger.bundle import form
from mingjing.ledger.digests import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mingjing.ledger.canonical import JSON

    type Source = bytes | Path | Callable[[], Iterable[bytes]]
    type Seal = Callable[[str, str], tuple[Mapping[str, JSON], str]]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_OWNER_ONLY = 0o600 << 16
_UNIX = 3


@dataclass(frozen=True)
class Part:
    """A payload member: its name from `data/` on, and its bytes, a file, or what yields them in pieces."""

    name: str
    source: Source


def write_bundle(
    target: str | Path, *, folder: str, parts: Iterable[Part], info: Sequence[tuple[str, str]], seal: Seal
) -> None:
    """Write a bundle whose members lie below `folder`; the target appears only when it is complete.

    `parts` are taken one after the other, so they may be made on the way. When all are written,
    `seal(manifest_sha256, info_sha256)` appends the record `bundle.made` and returns it, as
    {"body","head","index"}, with its `.tlog-proof` text. The same parts and seal give the same bytes. Raises
    ValueError for names that a bundle cannot hold; what `seal` raises goes through, and nothing is left.
    """
    path = Path(target)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                _fill(_Writer(archive, folder), parts, info, seal)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _fill(writer: _Writer, parts: Iterable[Part], info: Sequence[tuple[str, str]], seal: Seal) -> None:
    writer.add(form.BAGIT, form.BAGIT_TEXT)
    for part in parts:
        if not part.name.startswith(form.PAYLOAD):
            raise ValueError(f"案卷包的内容须在 {form.PAYLOAD} 之下：{part.name}")
        writer.add(part.name, part.source)
    payload = writer.digests(payload=True)
    writer.add(form.INFO, form.info_text(info, writer.octets, len(payload)))
    writer.add(form.MANIFEST, form.manifest(payload))
    tags = writer.digests(payload=False)
    record, proof = seal(tags[form.MANIFEST], tags[form.INFO])
    writer.add(form.SEAL_RECORD, form.json_line(record))
    writer.add(form.SEAL_PROOF, proof.encode())
    writer.add(form.TAG_MANIFEST, form.manifest(writer.digests(payload=False)))


class _Writer:
    """Adds members, each hashed while it is written."""

    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        self._archive = archive
        self._folder = folder
        self._digests: dict[str, str] = {}
        self._folded: set[str] = set()
        self.octets = 0

    def digests(self, *, payload: bool) -> dict[str, str]:
        """Return the hex SHA-256 of the members written so far, of the payload or of the tag files."""
        return {
            name: digest for name, digest in self._digests.items() if name.startswith(form.PAYLOAD) is payload
        }

    def add(self, name: str, source: Source) -> None:
        """Write one member; a payload member also counts into `octets`."""
        full = f"{self._folder}/{name}"
        if fault := form.name_fault(full):
            raise ValueError(f"{full}：{fault}")
        if full.casefold() in self._folded:
            raise ValueError(f"{full}：重复")
        self._folded.add(full.casefold())
        if len(self._folded) > form.MOST_MEMBERS:
            raise ValueError(f"案卷包的文件不能超过 {form.MOST_MEMBERS} 个")
        member = zipfile.ZipInfo(full, _EPOCH)
        member.external_attr, member.create_system = _OWNER_ONLY, _UNIX
        digest, size = hashlib.sha256(), 0
        with self._archive.open(member, "w", force_zip64=_is_large(source)) as out:
            for chunk in _pieces(source):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        self._digests[name] = digest.hexdigest()
        if name.startswith(form.PAYLOAD):
            self.octets += size


def _pieces(source: Source) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
    elif isinstance(source, Path):
        with source.open("rb") as stream:
            yield from iter(lambda: stream.read(CHUNK), b"")
    else:
        yield from source()


def _is_large(source: Source) -> bool:
    """Tell whether a member may need 64-bit sizes: its header is written before its length is known."""
    if isinstance(source, bytes):
        return len(source) > zipfile.ZIP64_LIMIT
    return not isinstance(source, Path) or source.stat().st_size > zipfile.ZIP64_LIMIT
