"""The bag inside the zip: one folder, every member hashed once, both manifests regenerated and compared."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.ledger.bundle import form
from mingjing.ledger.bundle.form import Fault
from mingjing.ledger.canonical import parse
from mingjing.ledger.digests import sm3

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mingjing.ledger.bundle.archive import Archive
    from mingjing.ledger.canonical import JSON


AT_ONCE = min(4, os.cpu_count() or 1)


@dataclass(frozen=True)
class Member:
    """A member's hex digests (SM3 where it was asked for, of documents and evidence only) and size."""

    sha256: str
    sm3: str
    size: int


class Bag:
    """The members below the bundle's folder, by their name within it; those elsewhere are `strangers`."""

    def __init__(self, archive: Archive, *, with_sm3: bool = False) -> None:
        self._archive = archive
        self._with_sm3 = with_sm3
        folders = {name.partition("/")[0] for name in archive.members}
        if not folders:
            raise Fault("", "zip 中没有文件")
        self.folder = min(
            folders, key=lambda folder: (f"{folder}/{form.BAGIT}" not in archive.members, folder)
        )
        self.strangers = [name for name in archive.members if not name.startswith(f"{self.folder}/")]
        prefix = len(self.folder) + 1
        inside = (name for name in archive.members if name.startswith(f"{self.folder}/"))
        self.names = dict.fromkeys(name[prefix:] for name in inside)
        self.members: dict[str, Member] = {}

    def full(self, name: str) -> str:
        """Return a member's name as the zip has it."""
        return f"{self.folder}/{name}"

    def hash_all(self) -> Iterator[Fault]:
        """Hash every member, several at once, filling `members`; yield what cannot be read."""
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            for name, found in zip(self.names, pool.map(self._hashed, self.names), strict=True):
                if isinstance(found, Fault):
                    yield Fault(name, found.sentence)
                else:
                    self.members[name] = found

    def _hashed(self, name: str) -> Member | Fault:
        try:
            return self._hash(name)
        except Fault as fault:
            return fault

    def read(self, name: str, limit: int = form.LARGEST_TAG_FILE) -> bytes:
        """Return a member's bytes; raise Fault where it is missing or larger than the limit."""
        self._require(name)
        return self._archive.read(self.full(name), limit)

    def text(self, name: str) -> str:
        """Return a member as UTF-8 text."""
        try:
            return self.read(name).decode()
        except UnicodeDecodeError as error:
            raise Fault(name, "不是 UTF-8 文本") from error

    def json(self, name: str) -> JSON:
        """Return the value of a member that is one canonical line."""
        data = self.read(name)
        if not data.endswith(b"\n"):
            raise Fault(name, "末行没有换行")
        return _parse(name, data[:-1])

    def json_lines(self, name: str) -> Iterator[JSON]:
        """Yield the value of each line of a member."""
        self._require(name)
        for line in self._archive.lines(self.full(name)):
            yield _parse(name, line)

    def _require(self, name: str) -> None:
        if name not in self.members:
            raise Fault(name, "缺失或无法读取")

    def _hash(self, name: str) -> Member:
        with_sm3 = self._with_sm3 and name.startswith(form.FILES)
        first, second, size = hashlib.sha256(), sm3() if with_sm3 else None, 0
        for chunk in self._archive.chunks(self.full(name)):
            first.update(chunk)
            size += len(chunk)
            if second is not None:
                second.update(chunk)
        return Member(first.hexdigest(), second.digest().hex() if second is not None else "", size)


def check_bag(bag: Bag) -> Iterator[Fault]:
    """Yield what differs from the form, from the manifests, and between them and the members."""
    for name in form.REQUIRED:
        if name not in bag.names:
            yield Fault(name, "缺失")
    for name in bag.names:
        if not _expected(name):
            yield Fault(name, "不应在案卷包内")
    if form.BAGIT in bag.members and bag.read(form.BAGIT) != form.BAGIT_TEXT:
        yield Fault(form.BAGIT, "内容与 BagIt 1.0 的固定文字不同")
    payload = {name: member for name, member in bag.members.items() if name.startswith(form.PAYLOAD)}
    tags = {
        name: member
        for name, member in bag.members.items()
        if name not in payload and name != form.TAG_MANIFEST
    }
    yield from _check_manifest(bag, form.MANIFEST, payload)
    yield from _check_manifest(bag, form.TAG_MANIFEST, tags)
    yield from _check_info(bag, payload)


def _check_manifest(bag: Bag, manifest: str, members: Mapping[str, Member]) -> Iterator[Fault]:
    if manifest not in bag.members:
        return
    found = bag.read(manifest)
    if found == form.manifest({name: member.sha256 for name, member in members.items()}):
        return
    yield Fault(manifest, "与按包内文件重新生成的清单不一致")
    listed = _listed(found)
    for name in sorted(members.keys() | listed.keys()):
        if name not in bag.names:
            yield Fault(name, f"{manifest} 列有此文件，包内缺失")
        elif name not in listed:
            yield Fault(name, f"包内多出此文件，{manifest} 未列")
        elif name in members and listed[name] != members[name].sha256:
            yield Fault(name, f"内容的 SHA-256 与 {manifest} 所记不符")


def _listed(manifest: bytes) -> dict[str, str]:
    """Return what a manifest lists, as far as it can be read; it is already known to be at fault."""
    rows = (line.partition("  ") for line in manifest.decode(errors="backslashreplace").split("\n"))
    return {name: digest for digest, _, name in rows if name}


def _check_info(bag: Bag, payload: Mapping[str, Member]) -> Iterator[Fault]:
    if form.INFO not in bag.members:
        return
    oxum = f"{form.OXUM}: {sum(member.size for member in payload.values())}.{len(payload)}"
    lines = bag.read(form.INFO).split(b"\n")
    if [line for line in lines if line.startswith(form.OXUM.encode())] != [oxum.encode()]:
        yield Fault(form.INFO, f"所记的文件总量与包内不符，应为 {oxum}")


def _expected(name: str) -> bool:
    if name.startswith(form.PROOFS):
        return True  # their names are compared with the records
    return name in form.REQUIRED or name in (form.INDEX, *form.ATTESTED) or name.startswith(form.FILES)


def _parse(name: str, line: bytes) -> JSON:
    try:
        return parse(line)
    except ValueError as error:
        raise Fault(name, str(error)) from error
