"""The checkpoint's second line in SM2 with SM3, where the agency switches it on (`MINGJING_SM2=on`).

The worker makes it beside the log, never within the integration: the log does not wait for it, and standard clients
ignore it. It is kept and served like a witness's line.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from mingjing import clock
from mingjing.ledger.sm2 import Sm2Key, Sm2Public
from mingjing.records import log
from mingjing.records.models import Cosignature


def key() -> Sm2Key | None:
    """Return the key, made on first use; None where the line is not switched on."""
    if settings.MINGJING_SM2 != "on":
        return None
    path = Path(settings.MINGJING_DATA) / "keys" / "sm2"
    origin = log.log_head().origin
    return Sm2Key(origin, path) if path.exists() else Sm2Key.generate(origin, path)


def public_path() -> Path:
    """Return where the public half lies, for whoever verifies without the key."""
    return Path(settings.MINGJING_DATA) / "keys" / "sm2.pub"


def public() -> Sm2Public | None:
    """Return the public half, or None where there never was a key."""
    path = public_path()
    return Sm2Public.parse(path.read_text()) if path.exists() else None


def sign_due() -> bool:
    """Sign the newest checkpoint, unless it is signed; say whether a line was made."""
    signer, newest = key(), log.newest()
    if signer is None or newest is None:
        return False
    if not public_path().exists():
        public_path().write_text(f"{signer.public.vkey}\n")
    ident = signer.public.id.hex()
    if newest.cosignatures.filter(name=signer.name, key_id=ident).exists():
        return False
    line = signer.sign(newest.note[: newest.note.index("\n\n") + 1])
    try:
        with transaction.atomic():
            Cosignature.objects.create(
                checkpoint=newest, name=signer.name, key_id=ident, line=line, received_at=clock.real()
            )
    except IntegrityError:
        return False  # another worker was first
    return True
