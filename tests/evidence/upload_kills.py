"""Uploads a file again and again, dying each time at the n-th step (0: not at all); prints what is there after each.

Run as a program with its own data folder: `upload_kills.py STRIKES-AS-JSON`.
"""

# ruff: noqa: E402 - Django is set up before its models are loaded

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import sqlite3
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["DJANGO_SETTINGS_MODULE"] = "mingjing.config.settings.production"

import django

django.setup()

from django.db import connection

from mingjing.config.setting_up import prepare_database
from mingjing.demo import samples
from mingjing.evidence import arriving
from mingjing.evidence.models import Arrival
from mingjing.records.actions import open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(os.environ["MINGJING_DATA"])
PIECE = 128 << 10
FILE = samples.sound("长") + bytes(24 * PIECE)
FILE = FILE[:4] + (len(FILE) - 8).to_bytes(4, "little") + FILE[8:]


class Strike:
    """Counts steps, database statements and chunks read alike, and kills this process at one of them."""

    def __init__(self, at: int) -> None:
        self.at, self.done = at, 0

    def step(self) -> None:
        self.done += 1
        if self.done == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], *told: Any) -> Any:
        self.step()
        return execute(*told)


class Piece(io.BytesIO):
    """A piece on its way, in small chunks."""

    def __init__(self, data: bytes, strike: Strike) -> None:
        super().__init__(data)
        self.strike = strike

    def read(self, size: int | None = -1, /) -> bytes:
        self.strike.step()
        return super().read(min(size or 0, 64 << 10))


def make() -> None:
    """Make an agency with one account and a dossier."""
    prepare_database()
    agency = actions.create_agency(
        actor=SYSTEM, name="某局", sign="某", area="某县", government="某府", court="某院", address="", phone="",
        complaint_phone="", hours="", collecting_bank="",
    )  # fmt: skip
    actions.create_account(actor=SYSTEM, agency=agency, username="sender", password="x" * 12)
    open_dossier(kind="case", ref="0" * 32, agency=agency.ref)


def upload(strike: Strike) -> None:
    """Go on with the file that is under way, or begin it; what was whole and not told so the sweep stores."""
    with connection.execute_wrapper(strike.statement):
        arriving.sweep()
        row = Arrival.objects.first()
        if row is None:
            from mingjing.records.models import Dossier
            from mingjing.registry.models import User

            row = arriving.begin(
                sender=User.objects.get(), dossier=Dossier.objects.get(kind="case"), filename="询问.wav",
                length=len(FILE), sha256=hashlib.sha256(FILE).hexdigest(),
            )  # fmt: skip
        while not row.blob_id:
            offset = arriving.offset_of(row)
            data = FILE[offset : offset + PIECE]
            arriving.write(row, offset=offset, piece=Piece(data, strike), size=len(data))


def apart(do: Callable[[], None]) -> int:
    """Run in a process of its own; return how it ended."""
    child = os.fork()
    if not child:
        try:
            do()
        except BaseException:  # noqa: BLE001 - told to whoever ran this
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def there() -> list[int]:
    """Return how many arrivals, whole ones, blobs, blobs that are the file, and files in the store there are."""
    whole = hashlib.sha256(FILE).hexdigest()
    with sqlite3.connect(DATA / "mingjing.sqlite3") as found:
        arrivals = found.execute("SELECT count(*), count(blob_id) FROM evidence_arrival").fetchone()
        blobs = found.execute("SELECT count(*), sum(sha256 = ?) FROM storage_blob", [whole]).fetchone()
    stored = [path for path in (DATA / "blobs").rglob("*") if path.is_file() and len(path.name) == len(whole)]
    right = sum(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in stored)
    return [*arrivals, blobs[0], blobs[1] or 0, len(stored), right]


if __name__ == "__main__":
    assert apart(make) == 0
    print(json.dumps([[apart(partial(upload, Strike(at))), *there()] for at in json.loads(sys.argv[1])]))  # noqa: T201
