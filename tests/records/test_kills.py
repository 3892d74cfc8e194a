"""Processes killed at random statements, commits and file operations lose, double, reorder and fork nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHAOS = Path(__file__).with_name("chaos.py")


@contextmanager
def empty_database() -> Iterator[str]:
    """Yield the address of an empty database of the kind this run has; empty text for SQLite."""
    address = os.environ.get("MINGJING_DATABASE_URL", "")
    if not address:
        yield ""
        return
    name = f"chaos_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(address, autocommit=True) as client:
        client.execute(f"CREATE DATABASE {name}")
        yield address.replace("/mingjing?", f"/{name}?")
        client.execute(f"DROP DATABASE {name} WITH (FORCE)")


def chaos(kills: int, seed: int, folder: Path) -> dict[str, int]:
    """Run the program; return its report."""
    with empty_database() as address:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "mingjing.config.settings.test",
            "MINGJING_DATABASE_URL": address,
            "MINGJING_DATA": str(folder),
        }
        done = subprocess.run(
            [sys.executable, CHAOS, str(kills), str(seed)],
            env=environment, capture_output=True, text=True, check=False, timeout=900,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert isinstance(report, dict)
    return report


def test_ten_kills_lose_double_reorder_and_fork_nothing(tmp_path: Path) -> None:
    report = chaos(10, 20260915, tmp_path)
    assert report["kills"] >= 10
    assert report["acknowledged"] > 50
    assert report["watched"] > 3


@pytest.mark.attack
def test_a_hundred_kills_lose_double_reorder_and_fork_nothing(tmp_path: Path) -> None:
    report = chaos(100, 64, tmp_path)
    assert report["kills"] >= 100
    assert report["at_files"] > 3
    assert report["records"] > 1000
    assert (tmp_path / "log" / "tile" / "0" / "003").exists()
