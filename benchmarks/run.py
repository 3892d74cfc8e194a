"""`make bench`: run every benchmark and rewrite `docs/benchmarks.md` between its markers.

Each script runs in a process of its own with an empty folder and an empty database; PostgreSQL is a server of its own
that keeps its promises to the disk. Names of scripts as arguments run only these and only print.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import psycopg  # noqa: E402

from postgres import temporary_postgres, url  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

ON_BOTH = ("appending", "verifying", "listing", "desk", "finding")
ON_POSTGRES = ("under_load",)
ORDER = (
    "appending",
    "under_load",
    "ledger_alone",
    "proofs",
    "verifying",
    "listing",
    "desk",
    "finding",
    "front",
    "exporting",
    "ingesting",
    "bundling",
    "demo_year",
)
DOCUMENT = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
LIMIT = 900
"""Seconds for one script: more means that something is wrong."""


def run(script: str, address: str) -> str:
    """Run one benchmark; return its sections."""
    with tempfile.TemporaryDirectory(prefix="mingjing-bench-") as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "mingjing.config.settings.test",
            "MINGJING_DATA": folder,
            "MINGJING_DATABASE_URL": address,
        }
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, ROOT / "benchmarks" / f"{script}.py"],
            env=environment, capture_output=True, text=True, check=False, timeout=LIMIT,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{script}:\n{done.stderr[-3000:]}")
    sys.stdout.write(done.stdout)
    sys.stdout.write(f"({script}: {time.monotonic() - started:.0f} s)\n\n")
    sys.stdout.flush()
    return done.stdout


def machine(postgres: str) -> str:
    """Say on what it was measured, when, and with which versions."""
    moment = datetime.now(ZoneInfo("Asia/Shanghai"))
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("django", "cryptography", "eventsourcing", "pymerkle")
    )
    load = os.getloadavg()[0]
    return (
        f"Measured {moment:%Y-%m-%d %H:%M} on {_processor()}, {os.cpu_count()} processors (load before: {load:.1f}), "
        f"{platform.system()} {platform.release()}; CPython {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, PostgreSQL {postgres}, {packages}."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def database(address: str, name: str) -> str:
    """Make an empty database on the server; return its address."""
    with psycopg.connect(address, autocommit=True) as client:
        client.execute(f"CREATE DATABASE {name}")
    return address.replace("/mingjing?", f"/{name}?")


def main(names: Sequence[str]) -> None:
    scripts = names or ORDER
    sections = []
    with temporary_postgres(durable=True) as params:
        address = url(params)
        with psycopg.connect(address) as client:
            head = machine(str(client.execute("SHOW server_version").fetchone()[0]))  # type: ignore[index]
        for script in scripts:
            if script not in ON_POSTGRES:
                sections.append(run(script, ""))
            if script in (*ON_BOTH, *ON_POSTGRES):
                sections.append(run(script, database(address, f"bench_{script}")))
    if names:
        return
    text = DOCUMENT.read_text(encoding="utf-8")
    before, after = text[: text.index(BEGIN)], text[text.index(END) :]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{head}\n\n{''.join(sections)}{after}", encoding="utf-8")
    missed = "".join(sections).count("NOT MET")
    sys.stdout.write(f"{DOCUMENT.relative_to(ROOT)} is rewritten; {missed} targets not met.\n")


if __name__ == "__main__":
    main(sys.argv[1:])
