"""种子 B2; §5.2: numbers run without a gap, whoever asks at once. Alone here: it needs the database to itself."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from mingjing import clock
from mingjing.demo.bureau import Bureau
from mingjing.documents.actions import next_number
from mingjing.documents.models import NumberSeries

THREADS, EACH = 50, 3


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_when_fifty_people_ask_at_once() -> None:
    """种子 B2: on both databases; a third of the acts fail after having taken a number."""
    agency = Bureau.make(lists_too=False).agency
    with clock.at(dt.date(2026, 9, 15)):
        threads = [threading.Thread(target=_take, args=(agency, number)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    kept = THREADS * (EACH - 1)
    assert NumberSeries.objects.get(word="试字").last == kept
    assert sorted(_taken) == [f"云建试字〔2026〕第{n:03d}号" for n in range(1, kept + 1)]


_taken: list[str] = []


def _fail_once(now: bool) -> None:
    if now:
        raise OSError("this act fails")


def _take(agency: object, thread: int) -> None:
    for time in range(EACH):
        try:
            with transaction.atomic():
                number = next_number(agency=agency, word="试字", on=clock.today())  # type: ignore[arg-type]
                _fail_once(time == thread % EACH)
        except OSError:
            continue
        _taken.append(number)
    connection.close()
