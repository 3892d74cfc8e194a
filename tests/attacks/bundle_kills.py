"""A bundle made again and again, killed at random statements and file operations; then everything is looked at.

A program of its own (`python bundle_kills.py KILLS SEED`), for it forks and its children die by SIGKILL. Prints one
JSON object; whatever must not be makes it fail.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402

from mingjing.ledger.bundle import verify_bundle  # noqa: E402
from mingjing.records import audit, log  # noqa: E402
from mingjing.records.actions import File, append, open_dossier  # noqa: E402
from mingjing.records.actors import SYSTEM  # noqa: E402
from mingjing.records.bundling import bundle  # noqa: E402
from mingjing.records.models import Dossier, Record  # noqa: E402
from mingjing.records.vocabulary import act  # noqa: E402
from mingjing.storage.store import put  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

TRIED = act("attacks.bundled", "试办", "{actor}试办。")
PLACE = Path(settings.MINGJING_DATA)
TARGET = PLACE / "case.zip"
MOST_STEPS = 90


def doom(left: int) -> None:
    """Let this process die at its n-th statement, commit or file operation."""

    def around(step: Callable[..., Any]) -> Callable[..., Any]:
        def doomed(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*args, **kwargs)

        return doomed

    connection.execute_wrappers.append(lambda execute, *args: around(execute)(*args))
    connection._commit = around(connection._commit)  # type: ignore[method-assign]
    os.fsync = around(os.fsync)
    Path.replace = around(Path.replace)  # type: ignore[method-assign]


def make() -> None:
    """Make the bundle."""
    dossier = Dossier.objects.get(kind="attacks")
    bundle(actor=SYSTEM, dossier=dossier, target=TARGET, folder="case", names={})


def child(steps: int) -> int:
    """Make the bundle in a process that dies on the way; return its exit status."""
    connections.close_all()
    born = os.fork()
    if born:
        return os.waitstatus_to_exitcode(os.waitpid(born, 0)[1])
    try:
        if steps:
            doom(steps)
        make()
    except BaseException as error:  # noqa: BLE001 - a child must never return into its parent's code
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)
    os._exit(0)


def looked_at(before: bytes) -> bytes:
    """Check what a dead process left: the bundle before or a whole new one; return the one there is."""
    there = TARGET.read_bytes() if TARGET.exists() else b""
    if there and there != before:
        assert verify_bundle(TARGET).problems == []
    assert there or not before, "a bundle that was there is gone"
    return there


def main() -> None:
    """Kill until it is enough, then let one through."""
    kills, rnd = int(sys.argv[1]), random.Random(int(sys.argv[2]))  # noqa: S311 - repeatable, not secret
    call_command("migrate", verbosity=0)
    dossier = open_dossier(kind="attacks", ref="1")
    blob = put(b"%PDF-1.7 " + b"x" * 3000, media_type=("application/pdf",))
    with transaction.atomic():
        subject = File("documents.original", "0" * 32, blob.sha256, blob.sm3)
        append(dossier=dossier, act=TRIED, actor=SYSTEM, subjects=[subject])
        for _ in range(5):
            append(dossier=dossier, act=TRIED, actor=SYSTEM)
    deaths, whole, before = 0, 0, b""
    while deaths < kills:
        status = child(rnd.randint(1, MOST_STEPS))
        assert status in {0, -signal.SIGKILL}, status
        deaths += status != 0
        whole += status == 0
        before = looked_at(before)
    assert child(0) == 0
    assert verify_bundle(TARGET).problems == []
    log.integrate_all()
    without = frozenset(audit.names()) - {"记录与日志", "承诺与原值", "文件", "记录所指的文件"}
    assert audit.run(without=without).problems == []
    made = Record.objects.filter(act="bundle.made").count()
    assert made >= whole + 1, "a bundle that was made has no record"
    sys.stdout.write(json.dumps({"deaths": deaths, "whole": whole, "records": made}) + "\n")


if __name__ == "__main__":
    main()
