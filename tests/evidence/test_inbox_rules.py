"""种子 B3.2、B3.3: what a file's name says by the agency's pattern, and when it was made by whose clock."""

from __future__ import annotations

import datetime as dt

import pytest

from mingjing import clock
from mingjing.evidence.footage import Footage
from mingjing.evidence.inbox_rules import PATTERNS, Named, compiled, read_name, timed, whose
from telling import refusal

TEN = dt.datetime(2026, 9, 15, 10, 5, tzinfo=clock.SHANGHAI)
PEOPLE = {"a": ("沈知行", "YL-2023-0101"), "b": ("陆明川", "YL-2023-0102", "NM-990102")}


@pytest.mark.parametrize(
    ("place", "device", "officer", "at"),
    [
        ("YJ_YL07_230101_20260915100500_01.mp4", "YL07", "230101", TEN),
        ("2026-09-15/YJ_YL07_230101_20260915100500.MP4", "YL07", "230101", TEN),
        ("CAM-02_20260915100500_20260915103000.mp4", "CAM-02", "", TEN),
        ("听证室/CAM-02_20260915100500.mp4", "CAM-02", "", TEN),
        ("YL-07/沈知行/video.mp4", "YL-07", "沈知行", None),
        ("YL-07/video.mp4", "YL-07", "", None),
        ("video.mp4", "", "", None),
        ("YJ_YL07_230101_20261399100500.mp4", "", "", None),
    ],
)
def test_the_usual_names_say_device_officer_and_time(
    place: str, device: str, officer: str, at: dt.datetime | None
) -> None:
    """Reference §7: no standard names files, so ours is a default and a setting."""
    assert read_name(place, compiled(PATTERNS)) == Named(device, officer, at)


def test_an_agency_names_its_files_by_its_own_pattern() -> None:
    """Reference §7: 可配正则; one that names nothing or is none is refused."""
    own = compiled([r"^(?P<officer>[^/]+)/(?P<time>\d{14})-(?P<device>[A-Z]\d+)"])
    assert read_name("陆明川/20260915100500-K3.avi", own) == Named("K3", "陆明川", TEN)
    assert read_name("YL-07/陆明川/1.mp4", own) == Named()
    for bad in ("(", r"\d+", r"(?P<place>.+)"):
        with refusal("ingest.pattern"):
            compiled([bad])


def test_a_person_is_meant_by_name_or_by_the_end_of_a_certificate_and_only_if_alone() -> None:
    """Reference §7: 执法人员证号后6."""
    said = {"沈知行": "a", "YL20230101": "a", "230101": "a", "0102": "", "990102": "b", "01": "", "": ""}
    assert {each: whose(each, PEOPLE) for each in said} == said | {"0102": "b"}
    assert whose("0102", PEOPLE | {"c": ("x", "ZZ-0102")}) == ""


def test_metadata_come_before_the_name_and_the_name_before_the_files_own_time() -> None:
    """种子 B3.2: times from the container's metadata."""
    minute = dt.timedelta(minutes=1)
    stated = Footage(TEN.astimezone(dt.UTC), length=10 * minute)
    found = timed(stated, Named(at=TEN + 60 * minute), TEN + 90 * minute, utc=True)
    assert (found.since, found.until, found.told_by) == (TEN, TEN + 10 * minute, "metadata")
    found = timed(Footage(length=minute), Named(at=TEN), TEN + 90 * minute, utc=True)
    assert (found.since, found.until, found.told_by) == (TEN, TEN + minute, "name")
    found = timed(Footage(length=minute), Named(), TEN, utc=True)
    assert (found.since, found.until, found.told_by) == (TEN - minute, TEN, "file")


def test_local_time_written_as_world_time_is_told_by_the_register_or_by_the_name() -> None:
    """Reference §7 (校时): many cameras write their local time where the format asks for world time."""
    wrong = Footage(TEN.replace(tzinfo=dt.UTC))
    assert timed(wrong, Named(), TEN, utc=False).since == TEN
    assert timed(wrong, Named(at=TEN), TEN, utc=True).since == TEN
    assert timed(wrong, Named(), TEN, utc=True).since == TEN + dt.timedelta(hours=8)
