"""kill −9 in the middle of an upload loses nothing that was acknowledged and stores nothing twice (种子 B3.2)."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
PROGRAM = Path(__file__).with_name("upload_kills.py")
STEPS = 14


def told(data: Path, strikes: list[int]) -> list[list[int]]:
    """Run the program and return what it tells of each round."""
    ran = subprocess.run(
        [sys.executable, PROGRAM, json.dumps(strikes)],
        env={**os.environ, "MINGJING_DATA": str(data), "MINGJING_DATABASE_URL": ""},
        check=False, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    found: list[list[int]] = json.loads(ran.stdout.splitlines()[-1])
    return found


def killed(data: Path, kills: int, seed: int) -> int:
    """Kill one upload after another at seeded steps until it is through; return how many deaths there were."""
    dice = random.Random(seed)  # noqa: S311 - seeded, so that a failure can be repeated
    deaths = 0
    rounds = told(data, [*(dice.randint(3, STEPS) for _ in range(kills)), 0, 0])
    for ended, arrivals, whole, blobs, ours, stored, right in rounds:
        assert ended in {0, -signal.SIGKILL}
        deaths += ended != 0
        assert whole <= arrivals <= 1
        assert blobs == ours <= stored == right, "a row speaks of bytes that are there and are the file's"
        assert whole <= blobs
    assert rounds[-2:] == [[0, 1, 1, 1, 1, 1, 1]] * 2
    assert not list((data / "uploads").iterdir())
    return deaths


def test_wherever_it_dies_the_upload_goes_on_and_ends_with_the_file_once(tmp_path: Path) -> None:
    assert killed(tmp_path, 10, 20260915) == 10


@pytest.mark.attack
@pytest.mark.parametrize("seed", range(10))
def test_ten_uploads_killed_ten_times_each(tmp_path: Path, seed: int) -> None:
    killed(tmp_path, 10, seed)
