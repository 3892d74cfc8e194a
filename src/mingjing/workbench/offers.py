"""What a person may do on a case besides what is due: add evidence, take a statement, decline, draft again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.cases.actions import verification
from mingjing.cases.gates.hearing import changeable, deniable
from mingjing.cases.gates.taken import enterable
from mingjing.cases.queries.case import hearing_waiting
from mingjing.cases.queries.same_act import JUDGED_AT
from mingjing.cases.rules.handling import REASSIGNED_AT
from mingjing.cases.rules.notice import hearing_open
from mingjing.cases.rules.petitions import BEFORE_DECISION, extendable
from mingjing.cases.rules.taken import REVIEWED
from mingjing.cases.tasks import VERBS, task
from mingjing.refusal import holds
from mingjing.workbench import after_offers, ending_offers, review_offers
from mingjing.workbench.addresses import act_url

if TYPE_CHECKING:
    from mingjing.cases.models import Notice, Party
    from mingjing.cases.standing import Line, Standing
    from mingjing.workbench.sessions import StaffRequest

CASE: dict[str, tuple[str, ...]] = {
    "lead": ("party", "decline"),
    "filing": ("party", "decline"),
    "investigation": ("party", "inspection", "inquiry", "evidence", "testing", "recording"),
    "conclusion": ("inspection", "inquiry", "evidence", "testing", "recording"),
    "notice": ("supplementary",),
    "discussion": ("supplementary",),
    "decision": ("supplementary",),
}
HEARD = ("hearing-request", "hearing-withdrawal", "statement")
"""What a party that was notified may do for as long as its period runs, whatever the others' lines wait for."""
PARTY: dict[str, tuple[str, ...]] = {
    "investigation": ("order", "order-check"),
    "conclusion": ("order", "order-check", *HEARD, "draft", "word-draft"),
    "review": (*HEARD, "draft", "word-draft"),
    "notice": ("waiver", *HEARD, "draft", "word-draft"),
    "hearing": ("waiver", *HEARD),
    "discussion": (*HEARD, "draft", "word-draft"),
    "decision": (*HEARD, "draft", "word-draft", "service"),
    "service": ("performance",),
    "performance": ("performance",),
}
"""Step → acts on the case, and acts on one of its parties."""

GOES_ON = frozenset({"service", "performance", *after_offers.ON_DECISION, *review_offers.REVIEWER})
"""Acts on a party that are open while the case is suspended."""


@dataclass(frozen=True)
class Chance:
    """An act that may be done now though nothing waits for it."""

    label: str
    url: str
    party: Party | None = None
    seal: bool = False


def chances(standing: Standing, request: StaffRequest) -> list[Chance]:
    """Return what this person may do now, by role, by handling and by where each party's line stands."""
    case, step = standing.case, standing.step_id
    names = list(CASE.get(step, ()))
    if step in BEFORE_DECISION:
        names += [] if case.complex else ["complexity"]
        names += _askable(standing)
    names += ending_offers.on_case(standing)
    if _copying(standing):
        names.append("evidence")
    if changeable(standing):
        names.append("hearing-change")
    names += after_offers.on_case(standing)
    if step in REASSIGNED_AT:
        names.append("reassignment")
    if step == "lead" and _verification_extendable(standing):
        names.append("lead-extension-request")
    if standing.suspension:
        names = []
    if standing.unreturned:
        names.append("scan")
    found = [
        Chance(VERBS[name].label, act_url(case, name), seal=name == "decline")
        for name in names
        if _may(name, standing, request)
    ]
    for line in standing.lines:
        found += [
            Chance(_label(name, line), act_url(case, name, line.party), line.party)
            for name in _on_party(standing, line)
            if _goes_on(name, standing) and _may(name, standing, request)
        ]
    return found


def _on_party(standing: Standing, line: Line) -> list[str]:
    """Return the acts that fit where the party's line stands, whoever may do them."""
    own = (*PARTY.get(standing.step_id, ()), *after_offers.on_party(standing, line))
    barred = review_offers.barred(line) | ending_offers.barred(line)
    fit = [name for name in own if name not in barred and _sensible(name, line)]
    ending = [] if "draft" in barred else ending_offers.on_party(standing, line)
    judged = ["same-act"] if line.earlier and not line.decision and standing.step_id in JUDGED_AT else []
    told = ["prior-notice"] if standing.step_id == "notice" and enterable(standing, line) else []
    denied = ["hearing-denial"] if deniable(line, standing.today) else []
    return [*fit, *judged, *told, *denied, *ending, *review_offers.on_party(standing, line)]


def _goes_on(name: str, standing: Standing) -> bool:
    """Say whether the act is open while the case is suspended: what follows a decision made, and who reviews."""
    return standing.suspension is None or name in GOES_ON


def _askable(standing: Standing) -> list[str]:
    """Return what may be asked for now: nothing twice while it waits."""
    waiting = standing.asked_for
    names = [
        f"{matter}-request" for matter in ("preservation", "recusal", "suspension") if matter not in waiting
    ]
    limit = standing.clock("xzcf.decision_90")
    if limit and extendable(
        due_on=limit.due_on, today=standing.today, granted=len(limit.extensions), waiting=waiting
    ):
        names.append("extension-request")
    return names


def _copying(standing: Standing) -> bool:
    """Say whether a case that came here reviewed on paper still gets its evidence entered, its draft copied."""
    came = standing.taken_over
    at_notice = came is not None and came.step == REVIEWED and standing.step_id == REVIEWED
    return at_notice and not any(line.drafts for line in standing.lines)


def _verification_extendable(standing: Standing) -> bool:
    """Say whether ten working days more may be asked for: once, before the fifteen have passed (55号令15)."""
    fits = holds(lambda: verification.extendable(standing.clock(verification.RULE)))
    return fits and "lead-extension" not in standing.asked_for


def _may(name: str, standing: Standing, request: StaffRequest) -> bool:
    return task(name).for_whom(roles=request.roles, officer=request.user.officer, handlers=standing.handlers)


def _sensible(name: str, line: Line) -> bool:
    """Say whether the act fits where the party's line stands; the action decides."""
    match name:
        case "address-confirmation" | "announcement":
            return True
        case "draft" | "order" | "word-draft":
            return line.decision is None and (name != "word-draft" or line.draft is not None)
        case "order-check":
            return any(each.served_on and not each.checked_on for each in line.party.orders.all())
        case "waiver" | "hearing-request" | "hearing-withdrawal" | "statement":
            return (
                line.decision is None and line.served_notice is not None and _open(name, line.served_notice)
            )
        case "service":
            return line.decision is not None and line.service is None
        case _:
            return line.decision is not None and line.service is not None


def _open(name: str, notice: Notice) -> bool:
    """Say whether the party may still do so on a notice."""
    may_be_heard = holds(
        lambda: hearing_open(
            offered=notice.hearing_offered, waived=notice.hearing_waived_on is not None,
            asked=notice.hearing_asked_on is not None,
        )
    )  # fmt: skip
    match name:
        case "waiver":
            return notice.waived_on is None or may_be_heard
        case "hearing-request":
            return may_be_heard
        case "hearing-withdrawal":
            return hearing_waiting(notice) is not None
        case _:
            return True


def _label(name: str, line: Line) -> str:
    if name == "draft" and line.draft:
        return f"另成第 {line.draft.revision + 1} 稿"
    return VERBS[name].label
