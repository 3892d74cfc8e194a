"""Changing who handles a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions import reporting
from mingjing.cases.actions.common import allow, case_deed, check_qualified, check_two
from mingjing.cases.models import Case, Handler, Petition
from mingjing.cases.queries.case import handlers_of
from mingjing.cases.queries.reviewing import reviewed_by
from mingjing.cases.rules import handling as handling_rules

if TYPE_CHECKING:
    from mingjing.registry.models import Officer, User


def reassign(
    *,
    user: User,
    case: Case,
    reason: str,
    released: Officer | None = None,
    assigned: Officer | None = None,
    version: int | None = None,
) -> Case:
    """行政处罚法42; 55号令11: release a handler, assign a qualified one, or both; two at least remain.

    Whoever is released has handled the case all the same and never reviews it.
    """
    allow(user, "case.assign", case)
    handling_rules.reason_given(reason)
    reporting.not_naming(case, reason, field="reason")
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.REASSIGNED, version=version) as work:
        now = handlers_of(case)
        handling_rules.reassignable(
            released=released is not None, assigned=assigned is not None, handles=released in now
        )
        if assigned:
            takes_up(case, assigned, field="assigned")
        then = [each for each in now if each != released] + ([assigned] if assigned else [])
        check_two(then)
        if assigned:
            check_qualified([assigned], case, today)
        work.mention(case)
        if released:
            row = case.handlers.get(officer=released, released_on=None)
            row.released_on, row.reason = today, reason.strip()
            work.change(row)
        if assigned:
            work.add(Handler(case=case, officer=assigned, assigned_on=today, reason=reason.strip()))
        done = (("解除一人", released), ("指派一人", assigned))
        work.facts["change"] = "，".join(word for word, officer in done if officer)
    return case


def takes_up(case: Case, officer: Officer, *, field: str) -> None:
    """Refuse as a new handler who handles the case, was recused from it, reviewed it or knows who reported it.

    One rule for every change.
    """
    handling_rules.may_take_up(
        handles=officer in handlers_of(case),
        recused=case.petitions.filter(
            matter=Petition.Matter.RECUSAL, agreed=True, particulars___officer=officer.ref
        ).exists(),
        reviewed=reviewed_by(case, officer),
        presides=case.hearings.filter(chair=officer, called_off_on=None).exists(),
        field=field,
    )
    reporting.keep_apart(case, [officer], field=field)
