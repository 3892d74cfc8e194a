"""The log's signing key: in `MINGJING_DATA/keys/log`, mode 0600, made before record 1; the keys it had before.

A key may be changed (`rekeying`): the log goes on, and both keys are listed.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from mingjing.ledger.note import SigningKey
from mingjing.records.acts import KEY_CHANGES
from mingjing.records.models import LogHead, Record

VARIABLE = "MINGJING_LOG_KEY"


def _path() -> Path:
    return Path(settings.MINGJING_DATA) / "keys" / "log"


def next_path() -> Path:
    """Return where a new key lies until the log has taken it."""
    return _path().with_name("log.next")


@cache
def _load(text: str) -> SigningKey:
    return SigningKey.parse(text)


def signing_key() -> SigningKey:
    """Return the log's key, from `MINGJING_LOG_KEY` or the file; made on first use."""
    given = os.environ.get(VARIABLE)
    if given:
        return _load(given)
    path = _path()
    if not path.exists():
        make(path, name=settings.MINGJING_ORIGIN)
    return read_key(path)


def read_key(path: Path) -> SigningKey:
    """Return the key that lies in a file."""
    return _load(path.read_text().strip())


def at_hand(vkey: str) -> bool:
    """Tell whether the key with this public half is here.

    One that the log took just before a process died still lies beside its place, and is put there now; the key it
    follows is kept under its own number.
    """
    here = os.environ.get(VARIABLE) or _path().exists()
    if here and signing_key().vkey == vkey:
        return True
    if not next_path().exists() or read_key(next_path()).vkey != vkey:
        return False
    if _path().exists():
        _path().replace(_path().with_name(f"log.{signing_key().verifier.id.hex()}.old"))
    next_path().replace(_path())
    return True


@dataclass(frozen=True)
class KeyOfLog:
    """A public key of the log: it signed the checkpoints larger than `after` and not larger than `until`.

    `ended` is why it signs no more (`rotated`, `lost`, `stolen`), `trusted` up to which size a stolen one counts alone.
    """

    vkey: str
    after: int
    until: int | None = None
    ended: str = ""
    trusted: int | None = None

    def signs(self, size: int) -> bool:
        """Tell whether a checkpoint of this size is this key's to sign."""
        return size > self.after and (self.until is None or size <= self.until)


def keys_of_log() -> list[KeyOfLog]:
    """Return every key the log ever had, the one in use last; each change is a record of the dossier of the log."""
    vkey = LogHead.objects.values_list("vkey", flat=True).first()
    return list(_up_to(vkey)) if vkey else []


@lru_cache(maxsize=16)
def _up_to(vkey: str) -> tuple[KeyOfLog, ...]:
    """Read the changes that led to a key: they cannot be others as long as it is the one in use."""
    names = {each.name: each.name.rpartition("_")[2] for each in KEY_CHANGES}
    changes = Record.objects.filter(
        dossier__kind=LOG_KIND, dossier__ref=LOG_REF, act__in=list(names)
    ).order_by("seq")
    found: list[KeyOfLog] = []
    after = 0
    for name, body in changes.values_list("act", "body"):
        facts = json.loads(bytes(body))["facts"]
        found.append(KeyOfLog(facts["old"], after, facts["size"], names[name], facts.get("trusted")))
        after = facts["size"]
    return (*found, KeyOfLog(vkey, after))


LOG_KIND, LOG_REF = "log", "log"
"""The dossier on which acts about the log itself hang."""


def make(path: Path, *, name: str) -> None:
    """Make a key once and for all: of two processes that start together, one makes it and both read it whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:  # mode 0600
        file.write(SigningKey.generate(name).secret_text())
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(file.name)
