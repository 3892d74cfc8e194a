"""A portal list of 20 rows over 100,000 publications, against the same page over 1,000.

The publications are inserted in bulk, without acts: this is a database for a measurement, not a bureau.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
import uuid

from measuring import prepare, section, verdict

NAME = prepare()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from mingjing import clock  # noqa: E402
from mingjing.disclosure.models import Publication  # noqa: E402
from mingjing.registry.models import Agency  # noqa: E402

FEW, MANY = 1_000, 100_000
TIMES, ROUNDS = 10, 8
DAY = dt.date(2026, 9, 15)
PAGES = {"the newest 20": "/decisions/", "rows 801 to 820": "/decisions/?page=41"}


def insert(agency: Agency, start: int, stop: int) -> None:
    """Insert publications of decisions, bulk after bulk."""
    for first in range(start, stop, 5_000):
        Publication.objects.bulk_create(
            [_publication(agency, number) for number in range(first, min(first + 5_000, stop))],
            batch_size=1_000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if NAME == "SQLite" else "VACUUM ANALYZE")  # as autovacuum will have done


def _publication(agency: Agency, number: int) -> Publication:
    day = DAY - dt.timedelta(days=number % 900)
    return Publication(
        agency=agency, kind="decision", about=uuid.uuid4().hex, state=Publication.State.PUBLISHED,
        title=f"行政处罚决定书（测速第{number}号）", number=f"测罚决字〔{day.year}〕第{number:06d}号",
        party_name=f"测速第{number}公司", matter_code=f"CF-{number % 50:03d}", matter_name="未取得施工许可证擅自施工",
        made_on=day, content={"facts": "事实" * 100}, basis="行政处罚法第四十八条", secrecy_checked=True,
        published_at=clock.real() - dt.timedelta(days=number % 900),
    )  # fmt: skip


def measure(client: Client, address: str) -> float:
    """Return the seconds of a page, the median of some in a row."""
    seconds = []
    for _ in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def queries_of(client: Client, address: str) -> int:
    """Return how many queries a page takes, once it is known to be the page."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        count = len(queries)  # now: the next request empties the list
    assert response.status_code == 200
    assert response.content.count("测罚决字".encode()) >= 20
    return count


def switch(name: object) -> None:
    """Go over to another database of the same server or folder."""
    connection.close()
    connection.settings_dict["NAME"] = name


def fill(count: int) -> None:
    """Fill the database that stands open."""
    agency = Agency.objects.create(
        name="测速机关", sign="测", area="测", government="测", court="测", address="测", phone="0",
        complaint_phone="0", hours="测", collecting_bank="测",
    )  # fmt: skip
    insert(agency, 0, count)


def two_databases() -> tuple[object, object]:
    """Fill a database with few and one with many; return their names."""
    many = connection.settings_dict["NAME"]
    few = f"{many}_few"
    if NAME != "SQLite":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {few}")
    fill(MANY)
    switch(few)
    call_command("migrate", verbosity=0)
    fill(FEW)
    return few, many


def main() -> None:
    setup_test_environment(debug=False)
    few, many = two_databases()
    client = Client()
    seconds: dict[tuple[str, object], list[float]] = {
        (page, name): [] for page in PAGES for name in (few, many)
    }
    queries: dict[str, int] = {}
    for _ in range(ROUNDS):
        for name in (few, many):
            switch(name)
            for page, address in PAGES.items():
                queries[page] = queries_of(client, address)
                seconds[page, name].append(measure(client, address))
    rows, ratios = [], []
    for page in PAGES:
        each = [statistics.median(seconds[page, name]) for name in (few, many)]
        ratios.append(
            statistics.median(b / a for a, b in zip(seconds[page, few], seconds[page, many], strict=True))
        )
        rows.append(
            [page, f"{each[0] * 1000:.1f}", f"{each[1] * 1000:.1f}", f"{ratios[-1]:.2f}", queries[page]]
        )
    section(
        f"A list page of 20 rows over {MANY:,} publications, {NAME}",
        ["page", f"ms over {FEW:,}", f"ms over {MANY:,}", "ratio", "queries"],
        rows,
        verdict(
            f"no more than 10 queries, within 1.5 times of the same page over {FEW:,}",
            met=max(ratios) <= 1.5 and max(queries.values()) <= 10,
        ),
        f"Rendered whole, without the 304 that a browser mostly gets. Two databases, in turns, {ROUNDS} rounds of "
        f"{TIMES}; the ratio is the median of the rounds'.",
    )


if __name__ == "__main__":
    main()
