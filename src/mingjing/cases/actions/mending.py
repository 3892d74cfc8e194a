"""Spoiled documents are voided, served ones are mended by another document (55号令28; §11.6 no. 9, 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts, handing_over
from mingjing.cases.actions.common import acting_handler, allow, case_deed
from mingjing.cases.models import Decision, Deferral, Rectification
from mingjing.cases.papers.wording import day_text
from mingjing.cases.queries import payments
from mingjing.cases.queries.serving import VOIDABLE, called, items_of, served_days
from mingjing.cases.rules import mending as mending_rules
from mingjing.cases.rules import petitions
from mingjing.documents import forms_after
from mingjing.documents.actions import issue
from mingjing.documents.forms_catalogue import FORMS
from mingjing.documents.models import Voiding
from mingjing.documents.prior import of_before
from mingjing.refusal import Refusal
from mingjing.workflow import approvals, running

if TYPE_CHECKING:
    from mingjing.cases.models import Case, Party
    from mingjing.cases.rules.service import Handing
    from mingjing.documents.models import Document
    from mingjing.records.deeds import Deed
    from mingjing.registry.models import User


def void(*, user: User, case: Case, document: Document, reason: str, version: int | None = None) -> Voiding:
    """§11.6 no. 10: a document made and not served counts for nothing; its number stays used, with the reason."""
    officer = acting_handler(user, case, "case.void")
    _of_case(case, document)
    why = mending_rules.with_reason(reason)
    with case_deed(user=user, case=case, act=acts.VOIDED, version=version) as work:
        mending_rules.voidable(
            served=document.pk in served_days(case),
            voided=Voiding.objects.filter(document=document).exists(),
            mends_instead=document.form not in VOIDABLE,
            of_before=of_before(document),
        )
        made = work.add(Voiding(document=document, reason=why, voided_on=clock.today(), voided_by=officer))
        work.mention(document)
        work.facts["number"] = document.number
        _undecided_again(work, document)
    return made


def _undecided_again(work: Deed, document: Document) -> None:
    """行政处罚法66: a deferral whose document was voided waits for its decision anew; payment is due as before it."""
    deferral = Deferral.objects.filter(document=document).select_related("decision__party").first()
    if deferral is None:
        return
    granted = deferral.agreed
    deferral.agreed, deferral.decided_by, deferral.decided_on = None, None, None
    deferral.opinion, deferral.document = "", None
    work.change(deferral)
    decision = Decision.objects.get(pk=deferral.decision_id)
    due = payments.account(decision, on=clock.today()).due_on
    if granted and due:
        running.put_off_clock(work, rule="xzcf.pay_15", until=due, party=decision.party.ref)


def request_rectification(
    *,
    user: User,
    case: Case,
    document: Document,
    rectification_kind: str,
    item: str,
    wrong: str,
    right: str,
    reason: str,
    version: int | None = None,
) -> Rectification:
    """55号令28: ask that an omission or a slip of the pen in a served document be mended."""
    officer = acting_handler(user, case, "case.petition", ended=True)
    _of_case(case, document)
    kind = Rectification.Kind(rectification_kind)
    form = FORMS.get(document.form)
    mending_rules.mendable(
        served_form=form is not None and form.served, served=document.pk in served_days(case)
    )
    items = items_of(document)
    mending_rules.item_there(item, items)
    text = None if of_before(document) else items[item]
    mending_rules.slip(item, wrong, right, reason, text=text, identities=_identities(case, document))
    with case_deed(user=user, case=case, act=acts.MENDING_ASKED, version=version) as work:
        waiting = case.rectifications.filter(agreed=None).exists()
        petitions.none_pending(pending=waiting, label="补正（更正）")
        work.mention(document)
        work.facts["number"] = document.number
        return work.add(
            Rectification(
                case=case, mended=document, rectification_kind=kind, item=item, wrong=wrong, right=right,
                reason=reason.strip(), asked_by=officer, asked_on=clock.today(),
            )
        )  # fmt: skip


def _identities(case: Case, document: Document) -> list[str]:
    """Return the words that say who the party is: its name, with and without its remark, its code or number."""
    found: list[str] = []
    for party in case.parties.all():
        if document.party in ("", party.ref):
            found += [party.name, party.name.partition("（")[0], party.credit_code, party.identity_number]
    return [word for word in found if word]


def decide_rectification(
    *, user: User, case: Case, rectification: Rectification, agreed: bool, opinion: str,
    version: int | None = None,
) -> Rectification:  # fmt: skip
    """55号令28; document_forms.csv JD07: the responsible person decides; the document that mends is numbered."""
    allow(user, "case.grant", case, ended=True)
    _of_case(case, rectification.mended)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.RECTIFIED, version=version) as work:
        rectification.refresh_from_db(fields=["agreed"])
        petitions.some_pending(pending=rectification.agreed is None, label="补正（更正）")
        approvals.acting_as(work, user)
        approvals.may_stand(work.dossier, opinion)
        person = approvals.signer(user)
        petitions.another_decides(same=person.pk == rectification.asked_by_id)
        petitions.opinion_where_refused(agreed=agreed, opinion=opinion)
        row = rectification
        row.decided_by, row.decided_on, row.agreed, row.opinion = person, today, agreed, opinion
        work.mention(row)
        work.mention(row.mended)
        work.facts |= {"number": row.mended.number, "verdict": "同意" if agreed else "不同意"}
        if agreed:
            row.document = issue(
                work, form=forms_after.RECTIFICATION, agency=case.agency, made_on=today, party=row.mended.party,
                data=_letter(case, row),
            )  # fmt: skip
        work.change(row)
    return row


def _letter(case: Case, row: Rectification) -> dict[str, object]:
    mended, party = row.mended, _party(case, row.mended)
    what = "遗漏" if row.rectification_kind == Rectification.Kind.OMITTED else "错误"
    return {
        "当事人": party.name if party else "、".join(each.name for each in case.parties.all()),
        "原文书": f"{day_text(mended.made_on)}制作的{called(mended)}",
        "遗漏或者错误": f"原文书“{row.item}”部分有{what}：“{row.wrong}”。{row.reason}",
        "更正的内容": f"原文“{row.wrong}”，更正为“{row.right}”。",
        "依据": "《住房和城乡建设行政处罚程序规定》第二十八条。",
        "效力": "本决定书是原文书的组成部分，其余内容不变；当事人的陈述、申辩和救济权利、期限不因此减少。",
    }


def _party(case: Case, document: Document) -> Party | None:
    return next((each for each in case.parties.all() if each.ref == document.party), None)


def serve_rectification(
    *, user: User, case: Case, rectification: Rectification, handed: Handing, version: int | None = None
) -> Rectification:
    """Register the service of the document that mends (行政处罚法61)."""
    acting_handler(user, case, "case.serve", ended=True)
    _of_case(case, rectification.mended)
    with case_deed(
        user=user, case=case, act=acts.MENDING_SERVED, version=version, happened_on=handed.served_on
    ) as work:
        rectification.refresh_from_db(fields=["served_on", "decided_on", "document"])
        if rectification.document is None or rectification.decided_on is None:
            raise Refusal(
                "rectification.undecided", "还没有批准。", mending_rules.MENDING, "请等批准后再送达。"
            )
        if rectification.served_on:
            raise Refusal("rectification.served", "这份决定书已登记送达。", next_step="请看案件经过。")
        party = _party(case, rectification.mended)
        handing_over.checked(handed, rectification.document, *([party] if party else case.parties.all()))
        work.facts["number"] = rectification.document.number
        handing_over.serve(work, case, rectification, handed, party=party)
    return rectification


def _of_case(case: Case, document: Document) -> None:
    """Refuse a document of another case."""
    if document.dossier_id != case.dossier_id:
        raise Refusal("document.unknown", "本案没有这份文书。", next_step="请从案件页进入。")
