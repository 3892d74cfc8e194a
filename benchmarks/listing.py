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


def measure(address: str) -> tuple[float, int]:
    """Return milliseconds a page (the quietest of several rounds' medians) and its queries."""
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    count = len(queries)  # now: the next request empties the list
    assert response.status_code == 200
    assert response.content.count("测罚决字".encode()) >= 20
    return min(_round(client, address) for _ in range(ROUNDS)), count


def _round(client: Client, address: str) -> float:
    seconds = []
    for _ in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds) * 1000


def main() -> None:
    setup_test_environment(debug=False)
    agency = Agency.objects.create(
        name="测速机关", sign="测", area="测", government="测", court="测", address="测", phone="0",
        complaint_phone="0", hours="测", collecting_bank="测",
    )  # fmt: skip
    insert(agency, 0, FEW)
    few = {name: measure(address) for name, address in PAGES.items()}
    insert(agency, FEW, MANY)
    many = {name: measure(address) for name, address in PAGES.items()}
    ratios = {name: many[name][0] / few[name][0] for name in PAGES}
    met = max(ratios.values()) <= 1.5 and max(queries for _, queries in many.values()) <= 10
    section(
        f"A list page of 20 rows over {MANY:,} publications, {NAME}",
        ["page", f"ms over {FEW:,}", f"ms over {MANY:,}", "ratio", "queries"],
        [
            [name, f"{few[name][0]:.1f}", f"{many[name][0]:.1f}", f"{ratios[name]:.2f}", many[name][1]]
            for name in PAGES
        ],
        verdict("no more than 10 queries, within 1.5 times of the same page over 1,000", met=met),
        "Rendered whole, without the 304 that a browser mostly gets.",
    )


if __name__ == "__main__":
    main()
