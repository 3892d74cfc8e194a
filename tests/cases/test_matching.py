"""种子 B3.2: which activity a recording shows: by officer, time and place, and never by guessing."""

from __future__ import annotations

import datetime as dt

from mingjing import clock
from mingjing.cases.rules.matching import DAY, HOURS, NEAR, NOT, Filmed, Happened, best, fits
from mingjing.evidence.recording_course import Span

ON = dt.date(2026, 9, 15)


def span(since: int, until: int, day: int = 15) -> Span:
    return Span(*(dt.datetime(2026, 9, day, hour, tzinfo=clock.SHANGHAI) for hour in (since, until)))


OURS = Happened(frozenset({"a", "b"}), "云川镇工地", ON, ON)


def test_who_recorded_handles_the_case_and_the_day_is_the_same() -> None:
    """种子 B3.2: an officer's recording fits what happened that day on a case they handle."""
    assert fits(Filmed("a", "", span(10, 11)), OURS) == DAY
    assert fits(Filmed("c", "", span(10, 11)), OURS) == NOT
    assert fits(Filmed("a", "", span(10, 11, day=16)), OURS) == NOT


def test_hours_that_were_written_decide() -> None:
    """种子 B3.2: within its written hours it fits best, within half an hour of them better."""
    morning = Happened(OURS.people, OURS.place, ON, ON, span(9, 10))
    assert fits(Filmed("a", "", span(9, 11)), morning) == HOURS
    assert fits(Filmed("a", "", span(10, 11)), morning) == NEAR
    assert fits(Filmed("a", "", span(14, 15)), morning) == NOT


def test_a_fixed_camera_shows_what_happened_where_it_hangs() -> None:
    """种子 B3.2: window and hall cameras, by place and time, whoever it was."""
    room = Happened(OURS.people, "本局听证室（三楼）", ON, ON)
    assert fits(Filmed("", "听证室", span(10, 11)), room) == DAY
    assert fits(Filmed("", "听证室", span(10, 11)), OURS) == NOT
    assert fits(Filmed("", "", span(10, 11)), OURS) == NOT
    assert fits(Filmed("", "听证室", span(10, 11)), Happened(OURS.people, "", ON, ON)) == NOT


def test_of_several_that_fit_alike_none_is_proposed() -> None:
    """§11.6 no. 11: the system proposes one where one fits best; else a person chooses."""
    assert best([]) is None
    assert best([NOT, NOT]) is None
    assert best([NOT, DAY]) == 1
    assert best([DAY, HOURS]) == 1
    assert best([DAY, DAY]) is None
    assert best([HOURS, DAY, HOURS]) is None
