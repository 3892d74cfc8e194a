"""The desk: what an act on a case takes, its page, the machine's ten points, a decision set as PDF.

The cases are told by actions, as the demo tells them, so that every act is a real one with its documents.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import logging
import statistics
import time
from typing import TYPE_CHECKING

from measuring import prepare, section, verdict

NAME = prepare()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from mingjing import clock  # noqa: E402
from mingjing.cases.actions import handling, investigation  # noqa: E402
from mingjing.cases.examination import examine  # noqa: E402
from mingjing.cases.papers.decision import public_copy  # noqa: E402
from mingjing.cases.queries.case import core_of  # noqa: E402
from mingjing.demo.bureau import Bureau  # noqa: E402
from mingjing.demo.people import PASSWORD  # noqa: E402
from mingjing.demo.plots import CLOSED, SUBMITTED  # noqa: E402
from mingjing.demo.stories import CaseStory, Firm  # noqa: E402
from mingjing.documents.layouts import identity  # noqa: E402
from mingjing.evidence.actions import Upload  # noqa: E402
from mingjing.records import log  # noqa: E402
from mingjing.registry.rules import CREDIT_ALPHABET, credit_code_fault  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = 10
DAYS = ((2, 10), (2, 11), (2, 12), (3, 2), (3, 6), (3, 11), (3, 13), (3, 24), (3, 26), (4, 3), (4, 8))
RECORDS, DOCUMENTS, EVIDENCE = 200, 40, 60
TIMES = 40
NUMBERS = itertools.count(1)


class Stopwatch(logging.Handler):
    """Keeps what the log line of each act says of its time, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[float] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what one line says."""
        self.taken.append(record.__dict__["ms"])


def credit_code(number: int) -> str:
    """Return a unified social credit code of its own: parties are told apart by it."""
    body = f"91159999{number:09d}"
    return next(body + each for each in CREDIT_ALPHABET if not credit_code_fault(body + each))


def tell(bureau: Bureau, steps: tuple[Callable[[CaseStory], object], ...]) -> CaseStory:
    """Tell a case through its steps, each on its day."""
    number = next(NUMBERS)
    story = CaseStory(
        bureau, firms=(Firm(f"测速第{number}公司（示例）", credit_code(number), representative="示例"),)
    )
    for (month, day), step in zip(DAYS, steps, strict=False):
        with clock.at(dt.date(2026, month, day)):
            step(story)
    return story


def grown(bureau: Bureau) -> CaseStory:
    """Tell a case up to its submission, grown to so many records, documents and pieces of evidence."""
    story = tell(bureau, SUBMITTED[:4])
    officers, dossier = story.officers, story.refresh().dossier
    with clock.at(dt.date(2026, 3, 5)):
        for number in range(dossier.documents.count(), DOCUMENTS - 2):
            investigation.record_inspection(
                user=story.user, case=story.case, kind="inquiry", happened_on=clock.today(), place=story.place,
                person=f"证人{number}（示例）", content="问答如下。" * 20, officers=officers, card_shown=True,
                told="事由、依据、权利、义务已告知。",
            )  # fmt: skip
        for number in range(dossier.evidence.count(), EVIDENCE):
            investigation.add_evidence(
                user=story.user, case=story.case, evidence_kind="01", name=f"书证{number}", proves="工程价款",
                collected_on=clock.today(), source="当事人",
                upload=Upload(f"{number}.txt", io.BytesIO(f"{story.case.ref} {number}".encode())),
            )  # fmt: skip
        story.recorded()
        spare = bureau.people["officer3"]
        pair = [officers[1], spare]
        while story.refresh().dossier.seq < RECORDS - 3:
            handling.reassign(
                user=bureau.users["section"], case=story.refresh(), released=pair[0], assigned=pair[1],
                reason="工作调整",
            )  # fmt: skip
            pair.reverse()
    with clock.at(dt.date(2026, 3, 6)):
        SUBMITTED[4](story)
    return story


def often(work: Callable[[], object]) -> list[float]:
    """Return what some runs took, in milliseconds, the first left out."""
    taken = []
    for _ in range(TIMES + 1):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken[1:]


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def floor() -> list[float]:
    """Return what a durable transaction with one row takes: no act can be quicker."""
    kind = "bigserial" if NAME == "PostgreSQL" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_floor (id {kind} PRIMARY KEY, data text NOT NULL)")
        return often(lambda: cursor.execute("INSERT INTO bench_floor (data) VALUES (%s)", ["x" * 300]))


def acts(bureau: Bureau) -> None:
    """Print what the acts of whole cases take."""
    watch = Stopwatch()
    logger = logging.getLogger("mingjing.acts")
    logger.addHandler(watch)
    stories = [tell(bureau, CLOSED) for _ in range(CASES)]
    logger.removeHandler(watch)
    bare = floor()
    rows = [
        ["a durable transaction with one row", len(bare), f"{statistics.median(bare):.1f}", f"{p95(bare):.1f}"],
        ["an act on a case, documents set and filed", len(watch.taken), f"{statistics.median(watch.taken):.1f}",
         f"{p95(watch.taken):.1f}"],
    ]  # fmt: skip
    section(
        f"An act on a case, {NAME}", ["", "how many", "ms, median", "ms, p95"], rows,
        verdict("p95 under 60 ms", met=p95(watch.taken) < 60),
        f"Every act of {len(stories)} cases from lead to closing, as its log line tells it: from the check of who acts "
        "to the commit.",
    )  # fmt: skip


def pages(story: CaseStory) -> None:
    """Print what the case page and the machine's points take, and a decision set as PDF."""
    client = Client()
    assert client.post("/login/", {"username": "officer1", "password": PASSWORD}).status_code == 303
    case = story.refresh()
    dossier = case.dossier
    found = (dossier.seq, dossier.documents.count(), dossier.evidence.count())
    assert found >= (RECORDS, DOCUMENTS, EVIDENCE), found
    address = f"/workbench/cases/{case.ref}/"
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        queries = len(asked)  # now: the next request empties the list
    page = often(lambda: client.get(address))
    submission = story.submission(story.parties[0])
    points = often(lambda: examine(story.refresh(), submission))
    rows = [
        ["the case page", 100, f"{statistics.median(page):.1f}", f"{p95(page):.1f}", queries],
        [
            "ten points looked at by the machine",
            300,
            f"{statistics.median(points):.1f}",
            f"{p95(points):.1f}",
            "",
        ],
    ]
    section(
        f"A case of {found[0]} records, {found[1]} documents, {found[2]} pieces of evidence, {NAME}",
        ["", "limit, ms", "ms, median", "ms, p95", "queries"], rows,
        verdict("the page under 100 ms and 20 queries", met=statistics.median(page) < 100 and queries <= 20),
        verdict("ten points under 300 ms", met=statistics.median(points) < 300),
    )  # fmt: skip


def rendering(bureau: Bureau) -> None:
    """Print what a decision takes to be set."""
    story = tell(bureau, CLOSED[:8])
    made = story.decisions[0]
    core = core_of(made.draft)
    case = story.refresh()
    mark = identity(ref=made.document.ref, code=made.document.verification_code, agency=case.agency.name)
    taken = often(lambda: public_copy(case, made, core, mark))
    section(
        "A decision set as PDF/A", ["", "ms, median", "ms, p95", "kB"],
        [["decision, the public's copy", f"{statistics.median(taken):.1f}", f"{p95(taken):.1f}",
          f"{len(public_copy(case, made, core, mark)) / 1024:.0f}"]],
        verdict("under 50 ms", met=statistics.median(taken) < 50),
    )  # fmt: skip


def main() -> None:
    setup_test_environment(debug=False)
    with clock.at(dt.date(2026, 1, 5)):
        bureau = Bureau.make()
    acts(bureau)
    story = grown(bureau)
    log.integrate_all()
    with clock.at(dt.date(2026, 3, 9)):
        pages(story)
    if NAME == "SQLite":
        rendering(bureau)


if __name__ == "__main__":
    main()
