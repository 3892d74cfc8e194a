"""Decisions become publications by themselves (种子 A4.1; 244号10–12; 55号令10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases.acts import DECIDED
from mingjing.cases.models import Decision, Service
from mingjing.cases.queries import core_of
from mingjing.cases.wording import penalties_text
from mingjing.disclosure import leaks
from mingjing.disclosure.actions import propose
from mingjing.disclosure.kinds import Kind
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import rule_for
from mingjing.law.calendar import shipped
from mingjing.law.counting import Count
from mingjing.law.terms import due
from mingjing.refusal import Refusal
from mingjing.workflow.running import meet_clock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mingjing.disclosure.models import DisclosureRule
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Record

RULE = "nm.publish7"
CATEGORY = "行政处罚"
FREE_TEXT = frozenset({"案件事实", "裁量"})
"""Fields in which people write what they like; the machine masks what it is sure of, as in the copy as a file."""
HELD_BACK_DAYS = 6
"""§11.6 no. 1: publication waits for the proof of service no longer than the sixth working day."""


def propose_decisions(records: Sequence[Record]) -> None:
    """Consumer: propose the publication of each decision whose disclosure rule names what the public reads.

    The rule for natural persons names nothing yet (§11.6 no. 3); an agency without rules publishes nothing.
    """
    for record in records:
        if record.act != DECIDED.name:
            continue
        decision = (
            Decision.objects.select_related(
                "party__case__agency", "party__case__matter", "draft", "document__masked"
            )
            .filter(record=record)
            .first()
        )
        if decision is None:
            continue
        rule = rule_for(decision.party.case.agency, CATEGORY, natural=decision.party.is_natural)
        if rule and rule.fields:
            propose(publication=_publication(decision, rule), user=None)


def _publication(decision: Decision, rule: DisclosureRule) -> Publication:
    case = decision.party.case
    term = due(rule.limit_key, decision.decided_on)
    fields, masks = _masked(_content(decision, rule.fields))
    if decision.party.phone:
        masks.insert(0, {"field": "phone", "label": "联系电话", "rule": leaks.RULE})
    return Publication(
        agency=case.agency,
        kind="decision",
        about=decision.ref,
        title=f"{decision.party.name}{case.title}行政处罚决定",
        number=decision.number,
        party_name=decision.party.name,
        matter_code=case.matter.code if case.matter else "",
        matter_name=case.matter.name if case.matter else case.title,
        made_on=decision.decided_on,
        content={"fields": fields},
        masks=masks,
        pdf=decision.document.masked,
        basis=rule.basis,
        due_on=term.due,
        safe_on=term.safe,
        provisional=term.provisional,
    )


def _masked(told: dict[str, Any]) -> tuple[list[list[str]], list[dict[str, str]]]:
    """Return the fields as the public reads them, and what was masked in those that people wrote freely (244号10)."""
    fields: list[list[str]] = []
    masks: list[dict[str, str]] = []
    for label, text in told.items():
        shown, words = leaks.masked(text) if label in FREE_TEXT else (text, [])
        masks += [{"field": label, "label": f"{label}中的{word}", "rule": leaks.RULE} for word in words]
        if shown:
            fields.append([label, shown])
    return fields, masks


def _content(decision: Decision, labels: Sequence[str]) -> dict[str, Any]:
    """Return what the rule lets the public read: a firm's own particulars are not masked (§11.6 no. 27)."""
    case, core = decision.party.case, core_of(decision.draft)
    told = {
        "当事人": core["party"]["name"],
        "统一社会信用代码": core["party"]["code"],
        "法定代表人": core["party"]["representative"],
        "住所": core["party"]["address"],
        "执法类别": "行政处罚（普通程序）",
        "案件事实": core["facts"],
        "违反的规定": "、".join(core["violated"]),
        "处罚依据": "、".join(core["basis"]),
        "裁量": f"“{core['discretion_grade']}”档：{core['discretion_reasons']}",
        "执法结论": penalties_text(core),
        "履行方式和期限": core["performance"],
        "救济途径": core["relief"],
        "执法机关": case.agency.name,
        "决定日期": decision.decided_on.isoformat(),
    }
    return {label: told[label] for label in labels if label in told}


def held_until(decided_on: dt.date) -> dt.date:
    """Return the sixth working day after a decision."""
    return Count(shipped()).workdays(decided_on, HELD_BACK_DAYS)


def _may_be_public(publication: Publication) -> None:
    """Refuse while service is not proven and the sixth working day has not passed (§11.6 no. 1)."""
    decision = Decision.objects.get(pk=publication.about)
    if Service.objects.filter(decision=decision).exists():
        return
    last = held_until(decision.decided_on)
    if clock.today() < last:
        raise Refusal(
            "publication.not_served",
            f"决定书尚未登记送达，最迟等到第 {HELD_BACK_DAYS} 个工作日（{last}）。",
            "行政处罚法 第四十八条、第六十一条",
            "请承办人登记送达；到期仍未送达的，注明“送达中”公开。",
        )


def _published(work: Deed, publication: Publication) -> None:
    """Note that the decision was made public in time, and say so where it is still being served (§11.6 no. 1)."""
    decision = Decision.objects.select_related("party__case__dossier").get(pk=publication.about)
    dossier = decision.party.case.dossier
    meet_clock(work, rule=RULE, on=clock.today(), party=decision.party.ref, dossier=dossier)
    if not Service.objects.filter(decision=decision).exists():
        publication.remark = "送达中"
        work.change(publication)


def _searchable(publication: Publication) -> str:
    return " ".join(
        [publication.number, publication.party_name, *(text for _, text in publication.content["fields"])]
    )


DECISION_KIND = Kind(
    name="decision",
    label="行政处罚决定",
    address=lambda publication: f"/decisions/{publication.ref}/",
    before=_may_be_public,
    published=_published,
    searchable=_searchable,
    withdrawable=True,
)
