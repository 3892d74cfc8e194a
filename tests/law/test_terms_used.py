"""Every time limit that the product starts has a worked example on its own law's counting (reference §11.3)."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from mingjing.law import terms

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "mingjing"

# Reckoned by hand on the published calendar: 2026-09-20 and 10-10 are worked, 09-25 to 27 and 10-01 to 07 are off,
# 05-01 to 05 are off and 05-09 is worked.
LAST_AND_SAFE = [
    ("xzcf.serve_7", "2026-09-14", "2026-09-22", "2026-09-22"),
    ("zj55.statement", "2026-09-11", "2026-09-18", "2026-09-18"),
    ("zj55.hearing_req", "2026-04-29", "2026-05-09", "2026-05-09"),
    ("nm.review5ext", "2026-05-06", "2026-05-12", "2026-05-12"),
    ("zj55.verify_ext", "2026-07-06", "2026-07-20", "2026-07-20"),
    ("zj55.ext2", "2026-08-15", "2026-10-14", "2026-10-14"),
    ("xzcf.limitation_ext", "2021-10-01", "2026-10-01", "2026-09-30"),
    ("gk.20", "2026-09-14", "2026-10-16", "2026-10-16"),
    ("ys.3", "2026-09-10", "2026-09-13", "2026-09-11"),
    ("ys.hand", "2026-09-08", "2026-09-11", "2026-09-11"),
    ("ys.recon", "2026-09-23", "2026-09-28", "2026-09-24"),
]


@pytest.mark.parametrize(("key", "start", "last", "safe"), LAST_AND_SAFE)
def test_the_last_lawful_day_and_the_day_to_work_by(key: str, start: str, last: str, safe: str) -> None:
    found = terms.due(key, dt.date.fromisoformat(start))
    assert (str(found.due), str(found.safe)) == (last, safe)


def test_a_case_goes_to_the_police_within_twenty_four_hours_of_the_approval() -> None:
    """移送规定5: hours run through the night."""
    approved = dt.datetime(2026, 9, 15, 16, 30, tzinfo=dt.UTC)
    assert terms.due("ys.24", approved).due == approved + dt.timedelta(hours=24)


def _used() -> set[str]:
    """Return the keys of time limits that stand in the code or in a procedure, outside the room of the law."""
    files = [path for path in SOURCES.rglob("*.py") if "law" not in path.relative_to(SOURCES).parts]
    text = "".join(path.read_text(encoding="utf-8") for path in [*files, *SOURCES.rglob("*.bpmn")])
    return {key for key in terms.rules() if re.search(rf'["\s]{re.escape(key)}["\s]', text)}


def test_no_limit_is_used_that_has_no_worked_example() -> None:
    examples = "".join(
        (Path(__file__).parent / name).read_text(encoding="utf-8")
        for name in ("test_terms.py", "test_terms_used.py")
    )
    used = _used()
    assert len(used) > 20
    assert sorted(key for key in used if f'"{key}"' not in examples) == []
