"""On-site tasks and complaints, tried in every role."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mingjing import clock
from mingjing.registry.queries import require
from mingjing.visits import complaints, tasks
from mingjing.visits.models import Complaint, Visit


def _visit(world: Any) -> Visit:
    now = clock.now()
    made = Visit(
        agency=world.bureau.agency, number="XC-1", activity="inspect", category="建筑市场", opens_at=now,
        closes_at=now + dt.timedelta(hours=1),
        place="工地", object="单位", content="检查", basis="条例", recording="录像",
        made_by=world.bureau.people["officer1"],
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _complaint(world: Any) -> Complaint:
    return complaints.complain(agency=world.bureau.agency, kind="complain", claim="来人没有出示证件。")


def _propose(world: Any, user: Any) -> Visit:
    officers = [world.bureau.people["officer1"], world.bureau.people["officer2"]]
    start = clock.now()
    return tasks.propose_visit(
        user=user, activity="inspect", category="建筑市场", officers=officers, opens_at=start,
        closes_at=start + dt.timedelta(hours=1), place="云川镇工地", object="单位", content="检查现场防护",
        basis="条例第四十三条", recording="全程录像记录",
    )  # fmt: skip


VISIT_TRIES: dict[str, Any] = {
    "visit.make": {tasks.propose_visit: _propose},
    "visit.approve": {
        tasks.approve_visit: lambda world, user: tasks.approve_visit(user=user, visit=_visit(world)),
        tasks.refuse_visit: lambda world, user: tasks.refuse_visit(
            user=user, visit=_visit(world), remark="没有必要前往。"
        ),
    },
    "visit.withdraw": {
        tasks.withdraw_visit: lambda world, user: tasks.withdraw_visit(
            user=user, visit=_visit(world), remark="已经整改完毕。"
        ),
    },
    "complaint.appoint": {
        complaints.appoint: lambda world, user: complaints.appoint(
            user=user, complaint=_complaint(world), officer=world.bureau.people["officer3"]
        ),
    },
    "complaint.answer": {
        complaints.answer: lambda world, user: complaints.answer(
            user=user, complaint=_complaint(world), outcome="unfound", answer="经核对录像，已经出示证件。"
        ),
        complaints.open_identity: lambda world, user: complaints.open_identity(
            user=user, complaint=_complaint(world), reason="核实发生的时间"
        ),
    },
    # What is only read has no action: the faces ask.
    **{
        act: {require: lambda _, user, act=act: require(user, act)}
        for act in ("visit.read", "rating.read", "complaint.read")
    },
}
