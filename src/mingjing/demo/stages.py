"""How far a case of the demo is told: steps, the days on which they happen, and the stages most cases go through."""

from __future__ import annotations

from collections.abc import Callable

from mingjing.demo.stories import CaseStory

type Step = Callable[[CaseStory], object]
type Day = tuple[int, int]
type Plot = tuple[CaseStory, list[Day], tuple[Step, ...]]
"""A case, its days, and what is done on each of them."""

LEAD: tuple[Step, ...] = (CaseStory.lead,)
ASKED: tuple[Step, ...] = (*LEAD, CaseStory.verified)
FILED: tuple[Step, ...] = (*ASKED, CaseStory.filed)
INVESTIGATED: tuple[Step, ...] = (*FILED, CaseStory.investigated)
SUBMITTED: tuple[Step, ...] = (
    *INVESTIGATED,
    lambda story: story.concluded().drafted().submitted(),
)
REVIEWED: tuple[Step, ...] = (*SUBMITTED, CaseStory.reviewed)
NOTIFIED: tuple[Step, ...] = (*REVIEWED, CaseStory.notified)
DECIDED: tuple[Step, ...] = (*NOTIFIED, lambda story: story.presented().decided())
SERVED: tuple[Step, ...] = (*DECIDED, CaseStory.served)
PAID: tuple[Step, ...] = (*SERVED, CaseStory.performed)
CLOSED: tuple[Step, ...] = (*PAID, CaseStory.closed)
