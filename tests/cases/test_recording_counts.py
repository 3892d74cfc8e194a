"""§11.4 no. 10; 种子 B3.0: what is missing, explained and late is counted, by department and month, never ranked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing import clock
from mingjing.cases.queries.recording_counts import counted, tallies
from telling import filed

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

DAY = dt.datetime(2026, 9, 15, 10, tzinfo=clock.SHANGHAI)


def test_a_month_counts_recorded_explained_missing_and_late(bureau: Bureau) -> None:
    with clock.at(DAY):
        filed(bureau).investigated()
        filed(bureau, prompt=False).investigated()
        explained = filed(bureau, prompt=False).investigated()
        late = filed(bureau, prompt=False).investigated()
        excused = filed(bureau, prompt=False).investigated()
    with clock.at(DAY + dt.timedelta(days=3)):
        explained.explained()
        late.recorded()
        excused.recorded(late_reason="2")
    (row,) = tallies(counted(bureau.agency, 2026))
    assert (row.department, row.month, row.needed) == ("建筑市场监管股", "2026-09", 10)
    assert (row.recorded, row.explained, row.missing) == (6, 2, 2)
    assert (row.breach, row.excused, row.untold) == (2, 2, 0)
    assert sum(each.notable for each in counted(bureau.agency, 2026)) == 8
    assert counted(bureau.agency, 2025) == []


def test_counting_costs_no_query_for_each_activity(bureau: Bureau) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            tallies(counted(bureau.agency, clock.today().year))
        return len(asked)

    filed(bureau).investigated()
    one = queries()
    filed(bureau).investigated()
    filed(bureau, prompt=False).investigated()
    assert queries() == one


def test_a_year_without_activities_reads_no_case(bureau: Bureau) -> None:
    filed(bureau).investigated()
    with CaptureQueriesContext(connection) as asked:
        assert counted(bureau.agency, 2025) == []
    assert len(asked) == 1
