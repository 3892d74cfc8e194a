"""How something is asked for and granted: the frame that suspension, extension, preservation and the others share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.models import Petition
from mingjing.cases.queries.case import pending
from mingjing.cases.rules import petitions as rules
from mingjing.documents.actions import issue
from mingjing.documents.layouts import Signed
from mingjing.workflow import approvals, running

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.documents.forms_catalogue import Form
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Json
    from mingjing.registry.models import Officer, User
    from mingjing.registry.permissions import Role


def petition(
    work: Deed,
    case: Case,
    *,
    matter: str,
    officer: Officer,
    reason: str,
    particulars: dict[str, Json],
    steps: tuple[str, ...] = rules.BEFORE_DECISION,
) -> Petition:
    """Ask for something within an act; one request for a matter waits at a time."""
    running.require_step(case.dossier, *steps)
    label = Petition.Matter(matter).label
    rules.none_pending(pending=pending(case, matter) is not None, label=label)
    return work.add(
        Petition(
            case=case, matter=matter, reason=rules.with_reason(reason), particulars=particulars,
            asked_by=officer, asked_on=clock.today(),
        )
    )  # fmt: skip


def answer(
    work: Deed, case: Case, user: User, *, matter: str, agreed: bool, opinion: str, form: Form,
    roles: tuple[Role, ...] = approvals.LEADERS, discussed: dict[str, Json] | None = None,
) -> Petition:  # fmt: skip
    """Grant or refuse what was asked for, within an act; the form that carries both is made (§11.2)."""
    found = pending(case, matter)
    rules.some_pending(pending=found is not None, label=Petition.Matter(matter).label)
    if found is None:
        raise AssertionError(matter)
    held = approvals.acting_as(work, user, roles)
    person = approvals.signer(user)
    rules.another_decides(same=person.pk == found.asked_by_id)
    rules.opinion_where_refused(agreed=agreed, opinion=opinion)
    approvals.may_stand(work.dossier, opinion)
    found.particulars |= discussed or {}
    found.decided_by, found.decided_on, found.agreed, found.opinion = person, clock.today(), agreed, opinion
    work.mention(found)
    found.document = issue(
        work, form=form, agency=case.agency, made_on=clock.today(), data=_form(case, found, held.role.label)
    )
    work.facts["verdict"] = "同意" if agreed else "不同意"
    return work.change(found)


def _form(case: Case, row: Petition, role: str) -> dict[str, object]:
    particulars = {name: value for name, value in row.particulars.items() if not name.startswith("_")}
    verdict, by = "同意" if row.agreed else "不同意", row.decided_by.name if row.decided_by else ""
    return {
        "案由": case.title,
        **({"立案号": case.number} if case.number else {}),
        "当事人": "、".join(party.name for party in case.parties.all()) or "尚未查明",
        "呈请事项": row.get_matter_display(),
        **particulars,
        "理由": row.reason,
        "呈请人": f"{row.asked_by.name}（{row.asked_on}）",
        f"{role}意见": Signed(f"{verdict}。{row.opinion}", by, row.decided_on or clock.today()),
    }
