"""Citing recordings of a case as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.actions.common import acting_handler, case_deed
from mingjing.evidence import acts, citing

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.evidence.models import Citation, Recording
    from mingjing.registry.models import User


def cite_recording(
    *,
    user: User,
    case: Case,
    recording: Recording,
    starts: str,
    ends: str = "",
    shows: str,
    version: int | None = None,
) -> Citation:
    """行政处罚法46: cite a span of a recording, or one frame, by its time marks."""
    officer = acting_handler(user, case, "evidence.cite")
    with case_deed(user=user, case=case, act=acts.CITED, version=version) as work:
        return citing.cite(work, recording, starts=starts, ends=ends, shows=shows, by=officer)
