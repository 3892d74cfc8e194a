"""种子 B3.2: kill −9 in the middle of an ingest loses nothing and repeats nothing, wherever it strikes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mingjing.demo import samples

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
FILES = 4
ROUNDS = 6
PROGRAM = """
import json, os, signal, sqlite3, sys
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "mingjing.config.settings.production"
import django
django.setup()
from django.db import connection
from mingjing.cases.ingesting import agency_named, run
from mingjing.config.setting_up import prepare_database
from mingjing.records.actors import COMMAND, SYSTEM
from mingjing.registry import actions

data, folder, strikes = Path(os.environ["MINGJING_DATA"]), Path(sys.argv[1]), json.loads(sys.argv[2])

def make():
    prepare_database()
    actions.create_agency(
        actor=SYSTEM, name="某局", sign="某", area="某县", government="某府", court="某院", address="", phone="",
        complaint_phone="", hours="", collecting_bank="",
    )

def ingest(strike):
    done = 0
    def count(execute, sql, params, many, context):
        nonlocal done
        done += 1
        if done == strike:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
    with connection.execute_wrapper(count):
        faults = [step.fault for step in run(folder, agency=agency_named(""), actor=COMMAND) if step.fault]
    assert not faults, faults

def apart(do):
    # a process of its own, forked before anything has opened the database
    child = os.fork()
    if not child:
        try:
            do()
        except BaseException:
            import traceback
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def taken():
    with sqlite3.connect(data / "mingjing.sqlite3") as found:
        rows = found.execute("SELECT count(*), count(DISTINCT blob_id) FROM evidence_inbound").fetchone()
        ingested = "SELECT count(*) FROM records_record WHERE act = 'evidence.ingested'"
        stored = sum(1 for path in (data / "blobs").rglob("*") if path.is_file() and len(path.name) == 64)
        return [*rows, *found.execute(ingested).fetchone(), stored]

assert apart(make) == 0
print(json.dumps([[apart(lambda: ingest(strike)), *taken()] for strike in strikes]))
"""
"""Makes an agency, then ingests a folder again and again, dying each time at the n-th statement (0: not at all).

Prints for each round how it ended, files that came in, contents, records of it, stored files.
"""


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """A docking station's folder with a few recordings."""
    folder = tmp_path / "station"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"YL-07_2026091510{number:02d}00.mp4").write_bytes(samples.clip(str(number), None, 5))
    return folder


def test_wherever_it_dies_the_next_run_ends_with_each_file_once(tmp_path: Path, station: Path) -> None:
    """Seeded points of death in one ingest after another, on the same data, until it is through."""
    dice = random.Random(20260915)  # noqa: S311 - seeded, so that a failure can be repeated
    data = tmp_path / "data"
    data.mkdir()
    rounds = told(data, station, [*(dice.randint(2, 24) for _ in range(ROUNDS)), 0, 0])
    deaths = 0
    for ended, rows, contents, records, stored in rounds:
        assert ended in {0, -signal.SIGKILL}
        deaths += ended != 0
        assert rows == contents == records <= FILES, "a file that came in has its record, once"
        assert stored >= rows, "whatever a row speaks of is stored"
    assert deaths >= ROUNDS // 2
    assert rounds[-2:] == [[0, FILES, FILES, FILES, FILES]] * 2
    assert len(list(station.iterdir())) == FILES, "what the station holds is left as it is"


def told(data: Path, station: Path, strikes: list[int]) -> list[list[int]]:
    """Run the program and return what it tells."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(station), json.dumps(strikes)],
        env={**os.environ, "MINGJING_DATA": str(data), "MINGJING_DATABASE_URL": ""},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    found: list[list[int]] = json.loads(ran.stdout.splitlines()[-1])
    return found
