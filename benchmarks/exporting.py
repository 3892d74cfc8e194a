"""The public site as plain files: 10,000 decisions written for the first time, then one more, then one withdrawn.

The publications are inserted in bulk, without acts and without copies to download: a database for a measurement.
"""

from __future__ import annotations

import datetime as dt
import resource
import tempfile
import time
import uuid
from pathlib import Path

from measuring import prepare, section, verdict

NAME = prepare()

from mingjing import clock  # noqa: E402
from mingjing.disclosure.models import Publication, Withdrawal  # noqa: E402
from mingjing.portal.export.making import Made, export  # noqa: E402
from mingjing.registry.models import Agency  # noqa: E402

COUNT = 10_000
FIRST, CHANGE = 60, 2
DAY = dt.date(2026, 9, 15)


def publication(agency: Agency, number: int) -> Publication:
    """Return a decision with the usual fields."""
    day = DAY - dt.timedelta(days=number % 900)
    firm = f"测速第{number}公司"
    return Publication(
        agency=agency, kind="decision", about=uuid.uuid4().hex, state=Publication.State.PUBLISHED,
        title=f"{firm}未取得施工许可证擅自施工案行政处罚决定", number=f"测罚决字〔{day.year}〕第{number:06d}号",
        party_name=firm, matter_code=f"CF-{number % 50:03d}", matter_name="未取得施工许可证擅自施工", made_on=day,
        content={"fields": [["当事人", firm], ["违法事实", "事实" * 200], ["处罚内容", "罚款五万元"]]},
        basis="行政处罚法第四十八条", secrecy_checked=True,
        published_at=dt.datetime.combine(day + dt.timedelta(days=6), dt.time(15), clock.SHANGHAI),
    )  # fmt: skip


def timed(folder: Path) -> tuple[float, float, Made]:
    """Export and return the seconds by the clock and of the processor."""
    started, worked = time.perf_counter(), time.process_time()
    made = export(folder)
    return time.perf_counter() - started, time.process_time() - worked, made


def main() -> None:
    agency = Agency.objects.create(
        name="测速机关", sign="测", area="测", government="测", court="测", address="测", phone="0",
        complaint_phone="0", hours="测", collecting_bank="测",
    )  # fmt: skip
    Publication.objects.bulk_create(
        [publication(agency, number) for number in range(COUNT)], batch_size=1_000
    )
    with tempfile.TemporaryDirectory(prefix="mingjing-site-") as place:
        folder = Path(place) / "site"
        first = timed(folder)
        again = timed(folder)
        publication(agency, COUNT).save()
        more = timed(folder)
        down = Publication.objects.order_by("-made_on", "id")[7]
        down.state = Publication.State.WITHDRAWN
        down.save()
        Withdrawal.objects.create(publication=down, situation="revoked", withdrawn_on=DAY, explain_by=DAY)
        less = timed(folder)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        [name, f"{seconds:.1f}", f"{worked:.1f}", f"{made.written:,}", f"{made.removed:,}"]
        for name, (seconds, worked, made) in (
            (f"{COUNT:,} decisions for the first time", first),
            ("again, nothing changed", again),
            ("one decision more", more),
            ("one decision withdrawn", less),
        )
    ]
    section(
        f"The public site of {COUNT:,} decisions as plain files, {NAME}",
        ["", "seconds", "of the processor", "files written", "files removed"],
        rows,
        verdict(f"whole under {FIRST} s", met=first[0] < FIRST),
        verdict(f"a change to one item under {CHANGE} s", met=max(more[0], less[0]) < CHANGE),
        f"Files in all: {first[2].files:,}. Most memory the process ever had: {memory:.0f} MB.",
    )


if __name__ == "__main__":
    main()
