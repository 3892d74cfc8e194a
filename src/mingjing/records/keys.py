"""The log's signing key: in `MINGJING_DATA/keys/log`, mode 0600, fixed before record 1."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from mingjing.ledger.note import SigningKey


def _path() -> Path:
    return Path(settings.MINGJING_DATA) / "keys" / "log"


@cache
def _load(text: str) -> SigningKey:
    return SigningKey.parse(text)


def signing_key() -> SigningKey:
    """Return the log's key, from `MINGJING_LOG_KEY` or the file; made on first use."""
    given = os.environ.get("MINGJING_LOG_KEY")
    if given:
        return _load(given)
    path = _path()
    if not path.exists():
        _make(path)
    return _load(path.read_text().strip())


def _make(path: Path) -> None:
    """Make the key once and for all: of two processes that start together, one makes it and both read it whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:  # mode 0600
        file.write(SigningKey.generate(settings.MINGJING_ORIGIN).secret_text())
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(file.name)
