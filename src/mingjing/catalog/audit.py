"""What `mingjing verify` judges again of lists: the search index tells of every matter in force, and of no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.catalog.models import Edition, ListKind, MatterRow
from mingjing.catalog.queries import matter_address, rows_of
from mingjing.disclosure.audit import Shown, compare
from mingjing.disclosure.queries import published

if TYPE_CHECKING:
    from mingjing.records.audit import Findings


def check_matters(findings: Findings) -> None:
    """Every matter of each agency's list in force can be found as it stands, and none of another edition."""
    wanted: dict[str, Shown] = {}
    lists = published(f"list.{ListKind.MATTERS}").values_list("content__edition", "made_on", "agency__id")
    for edition, made_on, agency in lists:
        for row in rows_of(Edition.objects.get(pk=edition)):
            if isinstance(row, MatterRow):
                wanted[row.ref] = (row.name, matter_address(row), True, made_on, agency.hex)
    compare(findings, "matter", "权责事项", wanted)
