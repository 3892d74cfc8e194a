"""A small production system in a folder of its own, driven by commands as an administrator drives it.

It is made once a run and copied for each test; on PostgreSQL its database is cloned with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS = os.environ.get("MINGJING_DATABASE_URL", "")
INIT = ("init", "--name", "云岭县住房和城乡建设局", "--sign", "云建", "--area", "云岭县")

PREPARE = """
import json, logging, sys
from pathlib import Path
from mingjing.config.cli import main

def run(*arguments):
    print(f"=> {main([str(each) for each in arguments])}", flush=True)

def act():
    from mingjing.config import startup
    startup.configure()
    logging.getLogger("mingjing.acts").setLevel(logging.WARNING)
    from django.db import transaction
    from mingjing import guarding
    from mingjing.ledger.entry import entry
    from mingjing.ledger.tiles import TileHashes, WIDTH, entries_path, width_at
    from mingjing.ledger.tree import consistency_proof, verify_consistency
    from mingjing.records import log, vocabulary
    from mingjing.records.actions import File, append, open_dossier
    from mingjing.records.actors import COMMAND
    from mingjing.records.keys import keys_of_log
    from mingjing.records.models import Checkpoint, Leaf, LogHead, LostEntry, Record
    from mingjing.storage import store
    done = vocabulary.act("probe.done", "试办", "{actor}试办。")

    def do(name, count=1, files=0):
        for turn in range(count):
            with transaction.atomic():
                dossier = open_dossier(kind="probe", ref=name)
                subjects = []
                if turn < files:
                    blob = store.put(f"{name}：第 {dossier.seq} 份证据。".encode() * 50)
                    subjects = [File("evidence.file", "0" * 31 + "1", blob.sha256, blob.sm3)]
                append(dossier=dossier, act=done, actor=COMMAND, subjects=subjects)

    def publish(place):
        log.integrate_all()
        newest = log.newest()
        for number in range(-(-newest.size // WIDTH)):
            width = width_at(newest.size, 0, number)
            path = Path(place) / entries_path(number, width)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(log.read_entries(number, width))
        (Path(place) / "checkpoint").write_text(newest.note)

    def leaves():
        return [bytes(each).hex() for each in Leaf.objects.order_by("idx").values_list("hash", flat=True)]

    globals().update(locals())

"""


@dataclass
class System:
    """One installation: its data folder and, on PostgreSQL, its database; `more` of its environment."""

    data: Path
    address: str = ""
    more: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """Return what its processes are told."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MINGJING_", "DJANGO_"))}
        told = {"MINGJING_DATA": str(self.data), "MINGJING_ORIGIN": "zfgs.example.gov.cn/log"}
        return kept | told | self.more | ({"MINGJING_DATABASE_URL": self.address} if self.address else {})

    def start(self, code: str) -> subprocess.Popen[str]:
        """Start a process on the system.

        `run(command, …)` runs a command and prints `=> code`. After `act()` the rooms' names are at hand, and
        `do(name, count, files)` acts, `publish(folder)` lets somebody keep the published log, `leaves()` reads it.
        """
        return subprocess.Popen(
            [sys.executable, "-c", PREPARE + code],
            env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def python(self, code: str) -> str:
        """Run such a process to its end and return all that it printed."""
        process = self.start(code)
        told, _ = process.communicate()
        assert process.returncode == 0, told
        return told

    def run(self, *arguments: str | Path) -> str:
        """Run a command; return all that it printed, `=> code` at the end."""
        return self.python(f"run(*{[str(each) for each in arguments]!r})")


def empty_database(template: str = "") -> str:
    """Make a database of its own on the server of this run; without a server, SQLite needs none."""
    if not ADDRESS:
        return ""
    name = f"backup_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(ADDRESS, autocommit=True) as client:
        client.execute(f"CREATE DATABASE {name}{f' TEMPLATE {template}' if template else ''}")
    return ADDRESS.replace("/mingjing?", f"/{name}?")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> System:
    """Make the system that every test copies: more than one full tile, a few files."""
    system = System(tmp_path_factory.mktemp("made") / "data", empty_database())
    system.python(f"run(*{INIT!r})\nact()\ndo('before', 260, files=5)\nlog.integrate_all()\n")
    assert (system.data / "log" / "tile" / "0" / "000").exists()
    return system


@pytest.fixture
def live(made: System, tmp_path: Path) -> System:
    """Return a copy of the system to work on."""
    data = tmp_path / "live"
    shutil.copytree(made.data, data)
    return System(data, empty_database(made.address.partition("?")[0].rpartition("/")[2]))


@pytest.fixture
def fresh(tmp_path: Path) -> System:
    """Return an empty place to restore into."""
    return System(tmp_path / "restored", empty_database())


@pytest.fixture
def writing(live: System) -> Iterator[subprocess.Popen[str]]:
    """Let people work on the system while the test runs."""
    process = live.start(
        "act()\n"
        "import itertools\n"
        "print('ready', flush=True)\n"
        "for turn in itertools.count():\n"
        "    do(f'while-{turn % 3}', 3, files=1)\n"
        "    log.integrate()\n"
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    yield process
    stop(process)


def tamper(path: Path, *, at: int = -20) -> None:
    """Change one byte of a file."""
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def only(folder: Path, pattern: str) -> Path:
    """Return the one file that fits."""
    (found,) = folder.glob(pattern)
    return found


def stop(process: subprocess.Popen[str]) -> None:
    """Kill a process at once, if it still runs."""
    if process.poll() is None:
        process.kill()
        process.communicate()
