"""Taking in a folder of recordings, file by file, each with what it was matched to; the watched folder, regularly."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from mingjing.cases.queries.inbox import matched
from mingjing.evidence import ingest
from mingjing.records.actors import SYSTEM
from mingjing.refusal import Refusal
from mingjing.registry.models import Agency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.cases.queries.inbox import Waiting
    from mingjing.evidence.ingest import Found, Progress
    from mingjing.records.actors import Actor

logger = logging.getLogger("mingjing.ingest")
SETTLED = dt.timedelta(seconds=30)
"""How long a file of the watched folder must not have grown: a station may still be writing it."""


@dataclass(frozen=True)
class Step:
    """One file of a run: the how-manieth of how many, and what became of it."""

    number: int
    total: int
    found: Found
    waiting: Waiting | None
    fault: str

    @property
    def said(self) -> str:
        """Return what became of it, as a line says it."""
        if self.fault:
            return f"没有导入：{self.fault}"
        if self.waiting is None:
            return "以前已经导入"
        row, proposal = self.waiting.row, self.waiting.proposal
        who = f"{row.said_device}，{row.officer.name if row.officer else '录制人未知'}"
        where = (
            f"建议归入 {proposal.case.number or '线索'} {proposal.activity}"
            if proposal
            else "没有对上活动，留在收件箱"
        )
        return f"已导入（{who}）：{where}"


def run(
    folder: Path,
    *,
    agency: Agency,
    actor: Actor,
    settled: dt.timedelta = dt.timedelta(),
    tell: Progress = lambda _done, _total: None,
) -> Iterator[Step]:
    """Take in what a folder holds, one file after another, and say of each what became of it."""
    rows = ingest.files_in(folder, settled=settled)
    for number, found in enumerate(rows, 1):
        outcome = ingest.take(found, agency=agency, actor=actor, tell=tell)
        waiting = matched(agency, [outcome.row])[0] if outcome.row else None
        yield Step(number, len(rows), found, waiting, outcome.fault)


def agency_named(name: str) -> Agency:
    """Return the agency of that name or sign, or the only one that acts in its own name (行政处罚法20)."""
    found = (
        Agency.objects.filter(name=name) or Agency.objects.filter(sign=name)
        if name
        else Agency.objects.filter(parent=None)
    )
    rows = list(found[:2])
    if len(rows) != 1:
        raise Refusal("ingest.agency", "不知道是哪个机关。", next_step="请用 --agency 写明机关名称或者代字。")
    return rows[0]


def sweep() -> None:
    """Take in what has come into the watched folder; nothing where the agency watches none."""
    if not settings.MINGJING_INGEST_FOLDER:
        return
    agency = agency_named(settings.MINGJING_INGEST_AGENCY)
    for step in run(Path(settings.MINGJING_INGEST_FOLDER), agency=agency, actor=SYSTEM, settled=SETTLED):
        logger.info("ingested", extra={"act": "refused" if step.fault else "taken"})
