"""Bytes on their way into a backup and out of it: hashed while they are copied, copied once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.storage.backend import LockedBytesError, MissingBytesError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingjing.storage.backend import Backend


@dataclass
class Carried:
    """What was copied, what was there already, and what could not be copied and why."""

    copied: int = 0
    bytes: int = 0
    there: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)


def carry(source: Backend, target: Backend, wanted: Iterable[tuple[str, int, str]]) -> Carried:
    """Copy contents (hash, size, version) that the target does not hold; one that is not what its hash says is named.

    What lies in the target under its hash with its size was hashed when it was put there, and is not read again.
    """
    done = Carried()
    for sha256, size, version in wanted:
        found = _size(target, sha256)
        if found == size:
            done.there += 1
            continue
        try:
            if found is not None:
                target.destroy(sha256)  # cut, or no content at all: the right one takes its place
            _carry(source, target, (sha256, version), done)
        except LockedBytesError:
            done.altered.append(sha256)
    return done


def _size(place: Backend, sha256: str) -> int | None:
    try:
        return place.size(sha256)
    except MissingBytesError:
        return None


def _carry(source: Backend, target: Backend, content: tuple[str, str], done: Carried) -> None:
    sha256, version = content
    running, size = hashlib.sha256(), 0
    with target.stage() as staged:
        try:
            for chunk in source.read(sha256, version=version):
                running.update(chunk)
                size += len(chunk)
                staged.write(chunk)
        except MissingBytesError:
            done.missing.append(sha256)
            return
        if running.hexdigest() != sha256:
            done.altered.append(sha256)
            return
        staged.flush()
        target.keep(Path(staged.name), sha256)
    done.copied += 1
    done.bytes += size
