"""What `mingjing verify` judges again of publications: the search index tells of every one, and of nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure import kinds
from mingjing.disclosure.models import Publication
from mingjing.search.models import Entry

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.records.audit import Findings

type Shown = tuple[str, str, bool, dt.date, str]
"""What an entry says of a thing: title, address, whether the public may find it, date, agency."""


def check_index(findings: Findings) -> None:
    """Every published publication can be found as it stands, and none that was replaced or taken down.

    What is about a natural person is not found by words (reference §11.5).
    """
    rows = Publication.objects.filter(state=Publication.State.PUBLISHED, natural=False).select_related(
        "agency"
    )
    wanted: dict[str, Shown] = {
        row.ref: (row.title, kinds.kind(row.kind).address(row), True, row.made_on, row.agency.ref)
        for row in rows
    }
    compare(findings, "publication", "公示", wanted)


def compare(findings: Findings, kind: str, label: str, wanted: dict[str, Shown]) -> None:
    """Compare the index's entries of a kind with what they ought to say, by ref."""
    found = {
        ref: (title, url, public, date, agency)
        for ref, title, url, public, date, agency in Entry.objects.filter(kind=kind).values_list(
            "ref", "title", "url", "public", "date", "agency"
        )
    }
    for ref, (title, *rest) in wanted.items():
        has = found.pop(ref, None)
        if has is None:
            findings.problem(f"检索：{label} {ref}（{title}）查不到")
        elif has != (title.replace("\0", ""), *rest):
            findings.problem(f"检索：{label} {ref}（{title}）的条目与公开的不符")
    for ref, (title, *_) in found.items():
        findings.problem(f"检索：{label} {ref}（{title}）没有公开，却能查到")
    findings.count("检索条目", len(wanted))
