"""Zip files that would burst what opens them are refused before anything opens them."""

from __future__ import annotations

import zipfile
from typing import IO

from mingjing.refusal import Refusal

ENTRIES = 5_000
EXPANDED = 512 << 20
RATIO = 200
SMALL = 10 << 20  # below this a high ratio does no harm: a sheet of equal cells packs very well
_ENCRYPTED = 0x1


def check(stream: IO[bytes]) -> None:
    """Refuse an archive with too many entries, too large when expanded, or locked with a password.

    Readers built on `zipfile` stop at the size an entry declares, so the declared sizes are what counts.
    Raises Refusal: `file.archive_bomb`, `file.archive_locked`.
    """
    with zipfile.ZipFile(stream) as bundle:
        entries = bundle.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refusal(
            "file.archive_locked",
            "文件设有密码，无法读取。",
            next_step="请去掉密码后重新上传。",
            field="file",
        )
    expanded = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    bursts = expanded > SMALL and expanded > RATIO * max(packed, 1)
    if len(entries) > ENTRIES or expanded > EXPANDED or bursts:
        raise Refusal(
            "file.archive_bomb",
            f"压缩包展开后过大（{len(entries)} 个条目，{expanded >> 20} MB），可能损害系统，未予接收。",
            next_step="请拆分后重新上传。",
            field="file",
        )
