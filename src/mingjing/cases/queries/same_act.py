"""一事不再罚 (行政处罚法29; reference §11.4 no. 4): rules on plain values, and the earlier decisions they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Value

from mingjing.cases.models import Decision, Party, PriorDecision
from mingjing.cases.papers.wording import penalties_text
from mingjing.cases.queries.case import core_of, same_party
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from mingjing.cases.models import ActJudgement, Case

CLAUSE = "行政处罚法 第二十九条"
FINE, FINED = "02", "罚款"
JUDGED_AT = ("investigation", "conclusion", "review", "notice", "discussion", "decision")
"""Steps from which an earlier decision is looked for, and at which it is judged."""


@dataclass(frozen=True)
class Earlier:
    """An earlier decision on the same party and matter, made here or on paper before, with how it was judged last."""

    decision: Decision | PriorDecision
    judgement: ActJudgement | None = None

    @property
    def fined(self) -> bool:
        """Say whether it fined; of a decision made on paper, whether its words say so."""
        if isinstance(self.decision, PriorDecision):
            return FINED in self.decision.content
        return fines(core_of(self.decision.draft))

    @property
    def words(self) -> str:
        """Return what it decided."""
        if isinstance(self.decision, PriorDecision):
            return self.decision.content
        return penalties_text(core_of(self.decision.draft))

    @property
    def facts(self) -> str:
        """Return what it was about, as far as this system knows."""
        if isinstance(self.decision, PriorDecision):
            return self.decision.party.case.summary
        found: str = core_of(self.decision.draft)["facts"]
        return found


# ── rules ──


def fines(core: Mapping[str, Any]) -> bool:
    """Say whether a core holds a fine."""
    return any(each["kind"] == FINE for each in core.get("penalties", []))


def judged(unjudged: Sequence[str]) -> None:
    """行政处罚法29; §11.4 no. 4: every earlier decision is judged, with reasons, before a draft goes to review."""
    if unjudged:
        raise Refusal(
            "same_act.unjudged",
            f"对同一当事人、同一事项已有在先决定：{'、'.join(unjudged)}，尚未认定是否同一行为。",
            CLAUSE,
            "请逐一写明“同一行为”或者“另一行为”及理由。",
        )


def not_fined_twice(core: Mapping[str, Any], same: Sequence[str]) -> None:
    """行政处罚法29: the same act is not fined twice. `same`: the earlier decisions that fined it."""
    if same and fines(core):
        raise Refusal(
            "same_act.second_fine",
            f"{'、'.join(same)} 已就同一行为处以罚款，不得再次罚款。",
            CLAUSE,
            "请去掉罚款另成一稿；认定有误的，重新认定并写明理由。",
            "penalties",
        )


def with_reasons(reasons: str) -> str:
    """行政处罚法29: a judgement says why."""
    if not reasons.strip():
        raise Refusal(
            "same_act.no_reasons", "请写明认定的理由。", CLAUSE,
            "对照两案行为的时间、地点、事实写明为何是同一行为或者另一行为。", "reasons",
        )  # fmt: skip
    return reasons.strip()


# ── earlier decisions ──


def earlier_of(parties: Iterable[Party]) -> dict[Party, tuple[Earlier, ...]]:
    """Return for each party the earlier decisions on it in the same matter, oldest first: a few queries for all."""
    asked = list(parties)
    known = [same_party(each) for each in asked]
    if not known:
        return {}
    same = known[0]
    for each in known[1:]:
        same |= each
    cases = {party.case_id: party.case for party in asked}
    agencies = {case.agency_id for case in cases.values()}
    rows = _decisions(Q(party__case__agency__in=agencies) & same)
    return {
        party: tuple(_with_judgement(party, row) for row in rows if _concerns(party, row)) for party in asked
    }


def _decisions(asked: Q) -> list[Decision | PriorDecision]:
    """Return the decisions made here and on paper, oldest first; where there is none, one query says so of both."""
    here = Decision.objects.filter(asked).values_list("pk", Value("here"))
    on_paper = PriorDecision.objects.filter(asked).values_list("pk", Value("paper"))
    found: dict[str, list[uuid.UUID]] = {"here": [], "paper": []}
    for pk, where in here.union(on_paper):
        found[where].append(pk)
    rows: list[Decision | PriorDecision] = []
    if found["here"]:
        made = Decision.objects.filter(pk__in=found["here"])
        rows += made.select_related("draft", "document", "party__case__matter")
    if found["paper"]:
        taken = PriorDecision.objects.filter(pk__in=found["paper"])
        rows += taken.select_related("document", "party__case__matter")
    return sorted(rows, key=lambda each: (each.decided_on, each.number))


def _concerns(party: Party, decision: Decision | PriorDecision) -> bool:
    other, case = decision.party, party.case
    if other.case_id == case.pk or other.case.agency_id != case.agency_id:
        return False
    return _code(other) == _code(party) and _matter(other.case) == _matter(case)


def _code(party: Party) -> str:
    return (party.identity_number if party.is_natural else party.credit_code) or party.name


def _matter(case: Case) -> str:
    return case.matter.code if case.matter else case.title


def _with_judgement(party: Party, decision: Decision | PriorDecision) -> Earlier:
    found = [each for each in party.judgements.all() if decision.pk in (each.decision_id, each.prior_id)]
    return Earlier(decision, found[-1] if found else None)


def unjudged(rows: Collection[Earlier]) -> list[str]:
    """Return the numbers of the decisions that nobody has judged."""
    return [each.decision.number for each in rows if each.judgement is None]


def fined_before(rows: Collection[Earlier]) -> list[str]:
    """Return the numbers of the decisions that fined what was judged the same act."""
    return [each.decision.number for each in rows if each.judgement and each.judgement.same and each.fined]


def settled(party: Party, core: Mapping[str, Any]) -> None:
    """Refuse while an earlier decision is not judged, and a fine where the same act was fined before."""
    rows = earlier_of([party])[party]
    judged(unjudged(rows))
    not_fined_twice(core, fined_before(rows))
