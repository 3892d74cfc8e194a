"""Recusal: asked for by a party or by oneself, decided by the head; until then nothing stops (行政处罚法43)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, allow, case_deed, check_qualified
from mingjing.cases.actions.handling import takes_up
from mingjing.cases.actions.petitions import answer, petition
from mingjing.cases.models import Handler, Petition
from mingjing.cases.queries.case import handlers_of
from mingjing.cases.rules.ordinary import enough_handlers
from mingjing.documents import forms_catalogue as forms
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.registry.models import Officer, User

CLAUSE = "行政处罚法 第四十三条"


def request_recusal(
    *, user: User, case: Case, officer: Officer, by_party: bool, reason: str, version: int | None = None
) -> Petition:
    """行政处罚法43: register a party's application, or a handler's own, that a handler be recused."""
    asking = acting_handler(user, case, "case.petition")
    if officer not in handlers_of(case):
        raise Refusal(
            "recusal.not_handler", "申请回避的不是本案承办人。", CLAUSE, "请选择现在的承办人。", "officer"
        )
    with case_deed(user=user, case=case, act=acts.PETITIONED, version=version) as work:
        return petition(
            work, case, matter=Petition.Matter.RECUSAL, officer=asking, reason=reason,
            particulars={
                "_officer": officer.ref,
                "回避人员": officer.name,
                "提出": "当事人申请" if by_party else "承办人自行提出",
            },
        )  # fmt: skip


def decide_recusal(
    *,
    user: User,
    case: Case,
    agreed: bool,
    opinion: str,
    replacement: Officer | None = None,
    version: int | None = None,
) -> Petition:
    """行政处罚法43: the head decides. Who is recused is released today; two handlers stay, or nobody leaves (42)."""
    allow(user, "case.grant", case)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.GRANTED, version=version) as work:
        said = {"接替人员": replacement.name} if agreed and replacement else {}
        found = answer(
            work, case, user, matter=Petition.Matter.RECUSAL, agreed=agreed, opinion=opinion, form=forms.RECUSAL,
            discussed=dict(said),
        )  # fmt: skip
        if not agreed:
            return found
        stay = [each for each in handlers_of(case) if each.ref != found.particulars["_officer"]]
        if replacement:
            takes_up(case, replacement, field="replacement")
            check_qualified([replacement], case, today)
            stay.append(replacement)
        enough_handlers(len({each.pk for each in stay}))
        for row in case.handlers.filter(released_on=None):
            if row.officer not in stay:
                row.released_on = today
                work.change(row)
        if replacement:
            work.add(Handler(case=case, officer=replacement, assigned_on=today))
    return found
