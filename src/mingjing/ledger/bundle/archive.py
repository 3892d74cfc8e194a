"""A zip read strictly: stored members, nothing between them, both headers of each telling the same.

A tolerant reader would pass over bytes that no member owns. Here a changed byte anywhere in the file is seen:
what is said twice is compared, what is said once has one permitted value or is the same for all members.
"""

from __future__ import annotations

import os
import struct
import threading
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from mingjing.ledger.bundle.form import LONGEST_LINE, MOST_MEMBERS, Fault, name_fault
from mingjing.ledger.digests import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_END64 = struct.Struct("<4sQHHLLQQQQ")
_LOCATOR = struct.Struct("<4sLQL")
_EXTRA = struct.Struct("<HH")

_UTF8 = 0x800
_STORED = 0
_ZIP, _ZIP64 = 20, 45
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_LARGEST_DIRECTORY = 256 << 20
_ADVICE = "请直接使用导出的原文件，勿重新压缩"


class _Common(NamedTuple):
    """What both headers of a member say."""

    flags: int
    method: int
    time: int
    date: int
    crc: int
    size: int
    raw_name: bytes


class _Entry(NamedTuple):
    """A member as the directory has it: also its versions, its attributes, and where its own header is."""

    common: _Common
    wide: bool
    made_by: int
    needed: int
    attributes: tuple[int, int, int]
    offset: int
    end: int


@dataclass(frozen=True)
class Stored:
    """A member: where its bytes begin in the zip, how many they are, and their CRC-32."""

    name: str
    start: int
    size: int
    crc: int


class Archive:
    """The members of a zip, by name. Raises Fault where the zip is none, or not one of stored members."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._reading = threading.Lock()  # members may be read by several threads, the file has one place
        self.members: dict[str, Stored] = {}
        count, start, stop = self._read_end()
        self._read_members(count, start, stop)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a member's bytes a mebibyte at a time; raise Fault where its CRC-32 is another."""
        member = self.members[name]
        at, left, crc = member.start, member.size, 0
        while left:
            with self._reading:
                self._file.seek(at)
                chunk = self._file.read(min(CHUNK, left))
            if not chunk:
                raise Fault(name, "内容不完整")
            crc = zlib.crc32(chunk, crc)
            at, left = at + len(chunk), left - len(chunk)
            yield chunk
        if crc != member.crc:
            raise Fault(name, "内容与压缩包所记的校验和不符")

    def read(self, name: str, limit: int) -> bytes:
        """Return a member's bytes; raise Fault where they are more than the limit."""
        if self.members[name].size > limit:
            raise Fault(name, "文件过大")
        return b"".join(self.chunks(name))

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield a member's lines without their newline; raise Fault where the last has none."""
        rest = b""
        for chunk in self.chunks(name):
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
            if len(rest) > LONGEST_LINE:
                raise Fault(name, "行过长")
        if rest:
            raise Fault(name, "末行没有换行")

    def _read_end(self) -> tuple[int, int, int]:
        """Return the number of members, and where the directory starts and stops."""
        size = self._file.seek(0, os.SEEK_END)
        stop = size - _END.size
        tail = self._at(stop, _END.size)
        if len(tail) != _END.size or tail[:4] != b"PK\x05\x06":
            raise Fault("", f"不是完整的 zip 文件，或末尾有多余的字节。{_ADVICE}")
        _, _, _, _, count, length, start, _ = _END.unpack(tail)
        expected = b""
        if self._at(stop - _LOCATOR.size, 4) == b"PK\x06\x07":
            stop -= _END64.size + _LOCATOR.size
            raw = self._at(stop, _END64.size).ljust(_END64.size, b"\x00")
            count, length, start = _END64.unpack(raw)[7:]
            expected = _END64.pack(
                b"PK\x06\x06", _END64.size - 12, _ZIP64, _ZIP64, 0, 0, count, count, length, start
            ) + _LOCATOR.pack(b"PK\x06\x07", 0, stop, 1)
        shown = min(count, _FULL16)
        expected += _END.pack(b"PK\x05\x06", 0, 0, shown, shown, min(length, _FULL32), min(start, _FULL32), 0)
        if self._at(stop, size - stop) != expected or start + length != stop:
            raise Fault("", f"zip 的目录结尾与内容不符。{_ADVICE}")
        if count > MOST_MEMBERS or length > _LARGEST_DIRECTORY:
            raise Fault("", f"zip 中的文件过多（{count} 个）")
        return count, start, stop

    def _read_members(self, count: int, start: int, stop: int) -> None:
        at, data_end, folded, attributes = start, 0, set[str](), None
        for _ in range(count):
            entry = self._directory_entry(at)
            name = _name(entry.common)
            if name.casefold() in folded:
                raise Fault(name, "在 zip 中重复出现")
            if attributes not in (None, entry.attributes):
                raise Fault(name, f"在 zip 目录中的属性与其他文件不同。{_ADVICE}")
            if entry.offset != data_end:
                raise Fault(name, f"在 zip 中的位置不连续。{_ADVICE}")
            begin = self._compare_own_header(entry, name)
            self.members[name] = Stored(name, begin, entry.common.size, entry.common.crc)
            folded.add(name.casefold())
            at, data_end, attributes = entry.end, begin + entry.common.size, entry.attributes
        if data_end != start or at != stop:
            raise Fault("", f"zip 中有不属于任何文件的字节。{_ADVICE}")

    def _directory_entry(self, at: int) -> _Entry:
        raw = self._at(at, _CENTRAL.size)
        if len(raw) != _CENTRAL.size or raw[:4] != b"PK\x01\x02":
            raise Fault("", f"zip 的目录损坏。{_ADVICE}")
        _, made_by, needed, *middle, disk, internal, external, offset = _CENTRAL.unpack(raw)
        flags, method, time, date, crc, packed, size, name_length, extra_length, comment_length = middle
        raw_name, extra, end = self._variable(at + _CENTRAL.size, name_length, extra_length)
        shown = raw_name.decode(errors="backslashreplace")
        if method != _STORED:
            raise Fault(shown, f"在 zip 中经过压缩。{_ADVICE}")
        size, packed, offset = _resolve(shown, extra, [size, packed, offset])
        if disk or comment_length or size != packed:
            raise Fault(shown, f"在 zip 目录中的记载不对。{_ADVICE}")
        common = _Common(flags, method, time, date, crc, size, raw_name)
        attributes = (made_by >> 8, internal, external)
        return _Entry(common, bool(extra), made_by & 0xFF, needed, attributes, offset, end)

    def _compare_own_header(self, entry: _Entry, name: str) -> int:
        """Return where a member's bytes begin, its own header having told what the directory tells."""
        raw = self._at(entry.offset, _LOCAL.size)
        if len(raw) != _LOCAL.size or raw[:4] != b"PK\x03\x04":
            raise Fault(name, f"在 zip 中的文件头损坏。{_ADVICE}")
        _, needed, *middle, packed, size, name_length, extra_length = _LOCAL.unpack(raw)
        raw_name, extra, begin = self._variable(entry.offset + _LOCAL.size, name_length, extra_length)
        size, packed = _resolve(name, extra, [size, packed])
        if _Common._make((*middle, size, raw_name)) != entry.common or packed != size:
            raise Fault(name, f"zip 中的文件头与目录不一致。{_ADVICE}")
        versions = (needed, entry.needed, entry.made_by)
        here, there = bool(extra), bool(extra) or entry.wide
        if versions != tuple(_ZIP64 if wide else _ZIP for wide in (here, there, there)):
            raise Fault(name, f"在 zip 中的版本不对。{_ADVICE}")
        return begin

    def _variable(self, at: int, name_length: int, extra_length: int) -> tuple[bytes, bytes, int]:
        """Return the name and extra field after a header, and where they end."""
        raw = self._at(at, name_length + extra_length)
        return raw[:name_length], raw[name_length:], at + name_length + extra_length

    def _at(self, at: int, length: int) -> bytes:
        self._file.seek(max(0, at))
        return self._file.read(length)


def _name(common: _Common) -> str:
    """Return a member's name, having refused what a stored member cannot be."""
    shown = common.raw_name.decode(errors="backslashreplace")
    if common.flags not in (0, _UTF8):
        raise Fault(shown, f"在 zip 中的标志不对。{_ADVICE}")
    try:
        name = common.raw_name.decode("utf-8" if common.flags else "ascii")
    except UnicodeDecodeError as error:
        raise Fault(shown, "文件名不是 UTF-8") from error
    if fault := name_fault(name):
        raise Fault(shown, fault)
    return name


def _resolve(name: str, extra: bytes, fields: list[int]) -> list[int]:
    """Return the fields, those too large for a header from the zip64 extra field, the only one allowed."""
    wide = [place for place, value in enumerate(fields) if value == _FULL32]
    if not wide and not extra:
        return fields
    expected = _EXTRA.pack(1, 8 * len(wide))
    if not wide or extra[: _EXTRA.size] != expected or len(extra) != _EXTRA.size + 8 * len(wide):
        raise Fault(name, f"在 zip 中有不允许的附加字段。{_ADVICE}")
    found = list(fields)
    for place, (value,) in zip(wide, struct.iter_unpack("<Q", extra[_EXTRA.size :]), strict=True):
        found[place] = value
    return found
