"""Preservation by registration: the head approves, seven working days, five dispositions (行政处罚法56; 55号令19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, allow, case_deed, party_of
from mingjing.cases.actions.petitions import answer, petition
from mingjing.cases.models import Petition, Preservation
from mingjing.cases.papers.wording import addressee, day_text
from mingjing.cases.queries.recordings import telling
from mingjing.cases.rules import measures
from mingjing.cases.rules import petitions as rules
from mingjing.documents import forms_catalogue as forms
from mingjing.documents.actions import issue
from mingjing.evidence.models import Activity
from mingjing.evidence.recordings import Happening, happened
from mingjing.refusal import Refusal
from mingjing.workflow import running

if TYPE_CHECKING:
    from collections.abc import Collection

    from mingjing.cases.models import Case, Party
    from mingjing.registry.models import User

LIMIT = "xzcf.pre_register"
MATTER = Petition.Matter.PRESERVATION


def request_preservation(
    *, user: User, case: Case, things: str, reason: str, version: int | None = None
) -> Petition:
    """行政处罚法56: evidence may vanish or be hard to get later; ask the head before registering it."""
    officer = acting_handler(user, case, "case.petition")
    with case_deed(user=user, case=case, act=acts.PETITIONED, version=version) as work:
        rules.with_reason(things, field="things")
        return petition(
            work,
            case,
            matter=MATTER,
            officer=officer,
            reason=reason,
            particulars={
                "拟保存的证据": things,
                "依据": measures.PRESERVING,
                "保存期限": "自登记保存之日起七个工作日内作出处理决定",
            },
        )


def decide_preservation(
    *, user: User, case: Case, agreed: bool, opinion: str, version: int | None = None
) -> Petition:
    """行政处罚法56; reference §11.2: the agency's responsible person approves."""
    allow(user, "case.grant", case)
    with case_deed(user=user, case=case, act=acts.GRANTED, version=version) as work:
        return answer(
            work, case, user, matter=MATTER, agreed=agreed, opinion=opinion, form=forms.PRESERVATION_APPROVAL
        )


def approved(case: Case) -> Petition | None:
    """Return an approval that has not been used yet."""
    return case.petitions.filter(matter=MATTER, agreed=True, preservation=None).order_by("decided_on").first()


def preserve(
    *,
    user: User,
    case: Case,
    party: Party,
    things: str,
    signed: str,
    told_items: Collection[str] = (),
    version: int | None = None,
) -> Preservation:
    """55号令19: count on the spot, make the list with name, quantity, model and place; seven working days run."""
    acting_handler(user, case, "case.investigate")
    party_of(case, party)
    today = clock.today()
    listed = measures.things_of(things)
    with case_deed(user=user, case=case, act=acts.PRESERVED, version=version) as work:
        running.require_step(case.dossier, *rules.BEFORE_DECISION)
        leave = approved(case)
        if leave is None:
            raise Refusal(
                "preservation.not_approved",
                "先行登记保存须先经本机关负责人批准。",
                measures.PRESERVING,
                "请先呈请先行登记保存。",
            )
        limit = running.start_clock(work, rule=LIMIT, on=today)
        document = issue(
            work, form=forms.PRESERVATION, agency=case.agency, made_on=today, party=party.ref,
            data={
                **addressee(party),
                "理由": leave.reason,
                "依据": measures.PRESERVING,
                "期限": f"{day_text(today)}至{day_text(limit.due_on)}",
                "物品清单": "\n".join("，".join(thing.values()) for thing in listed),
                "告知": "保存期间不得销毁或者转移；逾期未作出处理决定的，自动解除。"
                "本通知书和清单由当事人、本机关各执一份。",
                "清单签收": rules.with_reason(signed, field="signed"),
                **telling(case, Activity.Kind.PRESERVATION, told_items),
            },
        )  # fmt: skip
        work.facts |= {"number": document.number, "ends": str(limit.due_on)}
        made = work.add(
            Preservation(
                case=case, petition=leave, party=party, things=listed, signed=signed, began_on=today,
                ends_on=limit.due_on, document=document,
            )
        )  # fmt: skip
        what = Happening(
            Activity.Kind.PRESERVATION, today, place=case.place, party=party.ref, told=told_items
        )
        happened(work, what, agency=case.agency, about=made)
    return made


def dispose(
    *,
    user: User,
    case: Case,
    preservation: Preservation,
    disposition: str,
    note: str,
    version: int | None = None,
) -> Preservation:
    """55号令19: one of five dispositions within seven working days; afterwards it has lifted by itself."""
    acting_handler(user, case, "case.investigate")
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.DISPOSED, version=version) as work:
        preservation.refresh_from_db()
        if preservation.case_id != case.pk or preservation.disposed_on:
            raise Refusal("preservation.disposed", "这次先行登记保存已经处理。", next_step="请看案件经过。")
        measures.disposed_in_time(disposition, preservation.ends_on, today)
        preservation.disposition, preservation.disposed_on = disposition, today
        lapsed = "（期满自动解除）" if today > preservation.ends_on else ""
        preservation.disposal = issue(
            work, form=forms.PRESERVATION_END, agency=case.agency, made_on=today, party=preservation.party.ref,
            data={
                **addressee(preservation.party),
                "保存通知书": preservation.document.number,
                "处理": f"{preservation.get_disposition_display()}{lapsed}",
                "理由": rules.with_reason(note, field="note"),
                "物品清单": "\n".join("，".join(thing.values()) for thing in preservation.things),
            },
        )  # fmt: skip
        work.facts["disposition"] = f"{preservation.get_disposition_display()}{lapsed}"
        work.change(preservation)
        what = Happening(Activity.Kind.DISPOSAL, today, party=preservation.party.ref)
        happened(work, what, agency=case.agency, about=preservation)
        open_ones = case.preservations.filter(disposed_on=None)
        if not open_ones.exists():
            running.meet_clock(work, rule=LIMIT, on=today)
    return preservation
