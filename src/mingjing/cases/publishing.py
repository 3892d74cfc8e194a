"""Decisions become publications by themselves (种子 A4.1; 244号10–12; 55号令10)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases.acts import DECIDED, NOT_PENALIZED
from mingjing.cases.models import Decision, Service
from mingjing.cases.papers.decision import people_of, public_copy
from mingjing.cases.papers.wording import penalties_text, performance_text
from mingjing.cases.queries.case import core_of, undecided
from mingjing.cases.queries.files import files_of
from mingjing.disclosure import leaks
from mingjing.disclosure.actions import collect
from mingjing.disclosure.kinds import Kind, Offered
from mingjing.disclosure.masks import mask
from mingjing.disclosure.models import Publication
from mingjing.disclosure.naming import was_minor, without_names
from mingjing.disclosure.queries import rule_for
from mingjing.documents.actions import stored
from mingjing.documents.layouts import identity
from mingjing.evidence.models import Redaction
from mingjing.evidence.redacting import publishable
from mingjing.law.calendar import shipped
from mingjing.law.counting import Count
from mingjing.law.terms import due
from mingjing.refusal import Refusal
from mingjing.storage.store import put
from mingjing.workflow.running import meet_clock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from mingjing.cases.models import Case
    from mingjing.disclosure.models import DisclosureRule
    from mingjing.records.deeds import Deed
    from mingjing.records.models import Record
    from mingjing.storage.models import Blob

Ground = Publication.Ground
RULE = "nm.publish7"
CATEGORY = "行政处罚"
FREE_TEXT = frozenset({"案件事实", "裁量"})
"""Fields in which people write what they like; the machine masks what it is sure of, as in the copy as a file."""
HELD_BACK_DAYS = 6
"""§11.6 no. 1: publication waits for the proof of service no longer than the sixth working day."""


def propose_decisions(records: Sequence[Record]) -> None:
    """Consumer: collect of each decision what its disclosure rule lets the public read, for a person to confirm.

    What the rule keeps back stays at the desk with the reason; an agency without rules collects nothing.
    """
    for record in records:
        if record.act not in {DECIDED.name, NOT_PENALIZED.name}:
            continue
        decision = _with_all().filter(record=record).first()
        if decision is None:
            continue
        rule = _rule_for(decision)
        if rule:
            collect(publication=_publication(decision, rule))


def _with_all() -> QuerySet[Decision]:
    return Decision.objects.select_related(
        "party__case__agency", "party__case__matter", "draft", "document__masked"
    )


def _rule_for(decision: Decision) -> DisclosureRule | None:
    return rule_for(decision.party.case.agency, CATEGORY, natural=decision.party.is_natural)


def _publication(decision: Decision, rule: DisclosureRule) -> Publication:
    case, party = decision.party.case, decision.party
    term = due(rule.limit_key, decision.decided_on)
    ground, reason = _kept_back(decision, rule)
    names = people_of(case)
    title = without_names(case.title, names)
    made = Publication(
        agency=case.agency,
        kind="decision",
        about=decision.ref,
        number=decision.number,
        matter_code=case.matter.code if case.matter else "",
        matter_name=_matter(case, "" if ground else title),
        made_on=decision.decided_on,
        basis=rule.basis,
        rule=rule,
        natural=party.is_natural,
        ground=ground,
        ground_reason=reason,
        title=f"{title}行政处罚决定（不公开）",
    )
    if ground:
        return made
    fields, masks = _masked(_content(decision, rule.fields), names)
    made.content, made.masks = {"fields": fields}, [*_of_the_party(decision), *masks]
    made.party_name = without_names(party.name, names) if party.is_natural else party.name
    made.title = f"{made.party_name}{title}行政处罚决定"
    made.pdf = decision.document.masked
    made.due_on, made.safe_on, made.provisional = term.due, term.safe, term.provisional
    return made


def _matter(case: Case, title: str) -> str:
    """Return the matter's name; where the list lacks the matter, the case's title as the public reads it."""
    return case.matter.name if case.matter else title


def _kept_back(decision: Decision, rule: DisclosureRule) -> tuple[str, str]:
    """Return why the machine keeps a decision back (244号11; reference §11.5), or nothing."""
    party, core = decision.party, core_of(decision.draft)
    if not rule.fields:
        return Ground.RULE, rule.scope
    if not core["penalties"]:
        return Ground.RULE, "不予处罚的决定不按处罚公示。"
    if not party.is_natural:
        return "", ""
    minor = was_minor(party.identity_number, party.case.acted_on)
    if minor:
        return Ground.MINOR, "按身份证号，违法行为发生之日不满十八周岁。"
    if minor is None:
        return Ground.OTHER, "没有登记身份证号，不能判断违法行为发生之日是否成年。"
    return "", ""


def _of_the_party(decision: Decision) -> list[dict[str, str]]:
    """Return what of the party's own particulars is masked by rule (244号10), each by its label."""
    party = decision.party
    masked = [("phone", "联系电话", party.phone)]
    if party.is_natural:
        masked += [
            ("name", "姓名（只写姓氏）", party.name),
            ("identity_number", "身份证号", party.identity_number),
            ("address", "住址", party.address),
        ]
    return [mask(field, label, leaks.RULE, text) for field, label, text in masked if text]


def _masked(told: dict[str, Any], names: dict[str, str]) -> tuple[list[list[str]], list[dict[str, str]]]:
    """Return the fields as the public reads them, and what was masked in those that people wrote freely (244号10)."""
    fields: list[list[str]] = []
    masks: list[dict[str, str]] = []
    for label, told_text in told.items():
        text = without_names(told_text, names)
        shown = text
        if label in FREE_TEXT:
            shown = leaks.masked(text)[0]
            gone = [*(("姓名", name) for name in names if name in told_text), *leaks.hidden_in(text)]
            masks += [mask(label, f"{label}中的{word}", leaks.rule_of(word), value) for word, value in gone]
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
        "履行方式和期限": performance_text(core),
        "救济途径": core["relief"],
        "执法机关": case.agency.name,
        "决定日期": decision.decided_on.isoformat(),
    }
    return {label: told[label] for label in labels if label in told}


def held_until(decided_on: dt.date) -> dt.date:
    """Return the sixth working day after a decision."""
    return Count(shipped()).workdays(decided_on, HELD_BACK_DAYS)


def _may_be_public(publication: Publication) -> None:
    """Refuse until the sixth working day while service is not proven, or another party of the case is undecided.

    The seven days are the law's (244号12); waiting for either is ours (§11.5, §11.6 no. 1). What would hinder the case
    against the other party beyond that day is withheld on the ground that 244号11(四) names for it.
    """
    decision = Decision.objects.select_related("party__case").get(pk=publication.about)
    last = held_until(decision.decided_on)
    if clock.today() >= last:
        return
    if undecided(decision.party.case):
        raise Refusal(
            "publication.co_party",
            f"同案还有当事人没有结论，最迟等到第 {HELD_BACK_DAYS} 个工作日（{last}）。",
            "244号 第十一条第四项、第十二条",
            "到期仍未结的，公开；公开会影响调查处理的，退回，由公示员提请不公开。",
        )
    if not Service.objects.filter(decision=decision).exists():
        raise Refusal(
            "publication.not_served",
            f"决定书尚未登记送达，最迟等到第 {HELD_BACK_DAYS} 个工作日（{last}）。",
            "行政处罚法 第四十八条、第六十一条",
            "请承办人登记送达；到期仍未送达的，注明“送达中”公开。",
        )


def _published(work: Deed, publication: Publication) -> None:
    """Say so where the decision is still being served (§11.6 no. 1)."""
    decision = Decision.objects.get(pk=publication.about)
    if not Service.objects.filter(decision=decision).exists():
        publication.remark = "送达中"
        work.change(publication)


def _withheld(work: Deed, publication: Publication) -> None:
    """Note that the time limit of publication asks for nothing any more."""
    _appeared(work, publication, clock.today())


def _appeared(work: Deed, publication: Publication, on: dt.date) -> None:
    """Note that what the time limit of publication asks for was done on a day (244号12)."""
    decision = Decision.objects.select_related("party__case__dossier").get(pk=publication.about)
    dossier = decision.party.case.dossier
    meet_clock(work, rule=RULE, on=on, party=decision.party.ref, dossier=dossier)


def _afresh(publication: Publication) -> Publication | None:
    """Collect a decision once more, by the rule that counts now."""
    decision = _with_all().get(pk=publication.about)
    rule = _rule_for(decision)
    return _publication(decision, rule) if rule else None


def _copy(work: Deed, publication: Publication, words: tuple[str, ...]) -> Blob | None:
    """Set the copy for the public without some pieces of its text; the record commits to its bytes."""
    decision = Decision.objects.select_related("party__case__agency", "draft", "document").get(
        pk=publication.about
    )
    case, document = decision.party.case, decision.document
    mark = identity(ref=document.ref, code=document.verification_code, agency=case.agency.name)
    blob = put(
        public_copy(case, decision, core_of(decision.draft), mark, words), media_type="application/pdf"
    )
    work.mention(stored("documents.masked", document.ref, blob))
    return blob


def _offered(publication: Publication) -> list[Offered]:
    """种子 B4: redacted copies of the case's files that another person looked at and released; the originals never."""
    decision = Decision.objects.select_related("party__case__dossier", "party__case__agency").get(
        pk=publication.about
    )
    files = {each.thing: each for each in files_of(decision.party.case)}
    released = Redaction.objects.filter(of__in=files, released=True, blob__isnull=False).select_related(
        "blob"
    )
    counted: Counter[str] = Counter()
    found = []
    for row in released.order_by("of", "position"):
        label = files[row.of].kind.label
        counted[label] += 1
        found.append(
            Offered(
                f"{row.subject_kind()}:{row.ref}", f"{label} {counted[label]}（已遮盖）", publishable(row)
            )
        )
    return found


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
    appeared=_appeared,
    searchable=_searchable,
    withdrawable=True,
    withheld=_withheld,
    afresh=_afresh,
    copy=_copy,
    offered=_offered,
)
