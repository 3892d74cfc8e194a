"""The decision as PDF (行政处罚法59; 55号令27): the original for the party, the masked copy for the public.

Both are set from the same values; the copy's masked values are taken out before typesetting, so that its bytes hold
none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mingjing.cases.papers.wording import penalties_text, performance_text
from mingjing.cases.queries.case import core_of, newest_notice, opinion_on
from mingjing.cases.queries.hearings import held_for
from mingjing.disclosure import leaks
from mingjing.disclosure.leaks import names_in
from mingjing.disclosure.naming import bare, hidden_names, without_names
from mingjing.documents import forms_catalogue, forms_ending
from mingjing.documents.layouts import Signed
from mingjing.documents.models import Document
from mingjing.typeset import DecisionPage, Field, Paragraph, Run, Section, decision_pdf, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mingjing.cases.models import Case, Decision, Notice, Party
    from mingjing.review.models import Draft
    from mingjing.typeset import Identity
    from mingjing.workflow.models import Approval

HIDDEN_OF_A_PERSON = ("证件号码", "住址", "联系电话")
"""244号10: a person's own data are hidden; a firm's domicile and representative are not (§11.6 no. 27)."""


@dataclass(frozen=True)
class Hiding:
    """What the copy for the public hides beside what is masked by rule: people's names, and pieces of free text."""

    names: dict[str, str]
    words: tuple[str, ...] = ()


RECORDS = (forms_catalogue.INSPECTION.code, forms_catalogue.INQUIRY.code)
ASKED = frozenset({"被检查人", "被询问人"})
"""Where a case's own records name people: third persons, whom the public does not read of (reference §11.5)."""
FREE_TEXT = frozenset(
    {"违法事实", "证据", "告知与陈述申辩", "处罚依据和裁量", "查明的事实", "不予处罚的理由和依据", "教育情况"}
)
"""Sections in which people write what they like."""


@dataclass(frozen=True)
class Rendered:
    """A decision as it is issued: original, masked copy, and its items by name, the words of its pages."""

    original: bytes
    masked: bytes
    items: dict[str, object]


def render(case: Case, decision: Decision, core: Mapping[str, Any], mark: Identity) -> Rendered:
    """Return the original, the masked copy and the items; both files carry the mark of the one document they are."""
    sections = _sections(decision.party, core)
    page = _page(case, decision, core, mark, sections)
    copy = _page(case, decision, core, mark, sections, hiding=Hiding(people_of(case)))
    return Rendered(decision_pdf(page), decision_pdf(copy), _items(decision, sections))


def public_copy(
    case: Case, decision: Decision, core: Mapping[str, Any], mark: Identity, words: tuple[str, ...] = ()
) -> bytes:
    """Return the copy for the public: without what is masked by rule, people's names, and these pieces of text."""
    sections = _sections(decision.party, core)
    return decision_pdf(_page(case, decision, core, mark, sections, hiding=Hiding(people_of(case), words)))


def people_of(case: Case) -> dict[str, str]:
    """Return the natural persons among a case's parties, each with what the public reads in place of the name."""
    parties = list(case.parties.all())
    natural = [party.name for party in parties if party.is_natural]
    return hidden_names([*natural, *_third_persons(case, {bare(each.representative) for each in parties})])


def _third_persons(case: Case, shown: set[str]) -> list[str]:
    """Return who was asked or present by the case's own records; a firm's representative is shown by rule."""
    rows = Document.objects.filter(dossier=case.dossier_id, form__in=RECORDS).values_list("data", flat=True)
    told = [text for data in rows for name, text in data if name in ASKED]
    return [name for text in told for name in names_in(text) if name not in shown]


def _items(decision: Decision, sections: Sequence[Section]) -> dict[str, object]:
    """Return a decision's items by name, as its catalogue form asks for them: the words of its pages."""
    found: dict[str, object] = {"当事人": decision.party.name}
    for section in sections:
        text = "\n".join("".join(run.text for run in paragraph) for paragraph in section.paragraphs)
        found[section.heading.partition("、")[2]] = text
    return found


def approval_items(case: Case, party: Party, draft: Draft, signed: Sequence[Approval]) -> dict[str, object]:
    """Return the items of 行政处罚决定审批表: what is to be decided, what went before, each rung's opinion."""
    core, opinion = core_of(draft), opinion_on(draft)
    discussed = [f"{each.held_on}：{each.conclusion}" for each in case.discussions.all()]
    return {
        "案由": case.title,
        "立案号": case.number,
        "当事人": party.name,
        "违法事实": core["facts"],
        "处罚依据": f"违反{'、'.join(core['violated']) or '（违法事实不能成立）'}；依据{'、'.join(core['basis'])}",
        "裁量": f"“{core['discretion_grade']}”档：{core['discretion_reasons']}",
        "拟作出的处罚": penalties_text(core),
        "履行方式和期限": performance_text(core),
        "法制审核意见": f"{opinion.number}：{opinion.result}" if opinion else "未经审核",
        "告知、陈述申辩和听证": _heard(party)
        or ("拟不予处罚，无须告知" if core.get("no_penalty") else "未告知"),
        "集体讨论": "\n".join(discussed) or "不属情节复杂或者重大，未集体讨论",
        **{
            f"{row.get_role_display()}意见": Signed(
                f"{'同意' if row.agreed else '不同意'}。{row.opinion}", row.signed_by.name, row.signed_on
            )
            for row in signed
        },
    }


def _page(
    case: Case,
    decision: Decision,
    core: Mapping[str, Any],
    mark: Identity,
    sections: Sequence[Section],
    *,
    hiding: Hiding | None = None,
) -> DecisionPage:
    return DecisionPage(
        agency=case.agency.name,
        number=decision.number,
        party=tuple(
            Field(label, _value(decision.party, label, text, hiding))
            for label, text in _party(decision.party)
        ),
        sections=tuple(_masked(each, hiding) if hiding else each for each in sections),
        date=decision.decided_on,
        title=decision_title(core),
        identity=mark,
        remarks=("公示件：个人信息已依法隐去。",) if hiding else (),
    )


def _masked(section: Section, hiding: Hiding) -> Section:
    """Take out of free text what is masked by rule (244号10); where to pay and to whom to turn is the agency's own."""
    if section.heading.partition("、")[2] not in FREE_TEXT:
        return section
    paragraphs = tuple(
        tuple(
            Run("", masked=True) if word else Run(piece)
            for run in paragraph
            for piece, word in leaks.pieces(without_names(run.text, hiding.names), hiding.words)
        )
        for paragraph in section.paragraphs
    )
    return Section(paragraphs, section.heading)


def _party(party: Party) -> list[tuple[str, str]]:
    if party.is_natural:
        rows = [
            ("当事人", party.name),
            ("证件号码", party.identity_number),
            ("住址", party.address),
            ("联系电话", party.phone),
        ]
    else:
        rows = [
            ("当事人", party.name),
            ("统一社会信用代码", party.credit_code),
            ("法定代表人", party.representative),
            ("住所", party.address),
            ("联系电话", party.phone),
        ]
    return [(label, text) for label, text in rows if text]


def _value(party: Party, label: str, text: str, hiding: Hiding | None) -> Paragraph:
    if hiding is None:
        return plain(text)
    if label in HIDDEN_OF_A_PERSON:
        return (Run("", masked=True),)
    return plain(without_names(text, hiding.names) if party.is_natural else text)


def decision_title(core: Mapping[str, Any]) -> str:
    """Return the title of what a core becomes."""
    return forms_ending.NO_PENALTY.title if core.get("no_penalty") else forms_catalogue.DECISION.title


def _without_penalty(core: Mapping[str, Any], evidence: list[Paragraph]) -> list[Section]:
    """行政处罚法33、57: facts, why no penalty follows, what the party is taught, relief."""
    said = core["no_penalty"]
    violated = f"当事人的行为违反了{'、'.join(core['violated'])}的规定。" if core["violated"] else ""
    taught = said["education"] or "违法事实不能成立，不需教育。"
    return [
        Section((plain(core["facts"]),), "一、查明的事实"),
        Section((plain("以上事实有下列证据证明："), *evidence), "二、证据"),
        Section(
            (
                plain(f"{violated}{said['label']}：{said['shown']}"),
                plain(f"依据{'、'.join(core['basis'])}，本机关决定：{penalties_text(core)}"),
            ),
            "三、不予处罚的理由和依据",
        ),
        Section((plain(taught),), "四、教育情况"),
        Section((plain(core["relief"]),), "五、救济途径"),
    ]


def _sections(party: Party, core: Mapping[str, Any]) -> list[Section]:
    evidence = [
        plain(f"{each['position']}．{each['name']}（{each['kind']}），证明{each['proves']}。")
        for each in core["evidence"]
    ]
    if core.get("no_penalty"):
        return _without_penalty(core, evidence)
    return [
        Section((plain(core["facts"]),), "一、违法事实"),
        Section((plain("以上事实有下列证据证明："), *evidence), "二、证据"),
        Section((plain(_heard(party)),), "三、告知与陈述申辩"),
        Section(
            (
                plain(
                    f"当事人的行为违反了{'、'.join(core['violated'])}的规定。依据{'、'.join(core['basis'])}，{core['discretion_reasons']}属“{core['discretion_grade']}”档。"
                ),
            ),
            "四、处罚依据和裁量",
        ),
        Section((plain("本机关决定：" + penalties_text(core)),), "五、处罚决定"),
        Section((*(plain(line) for line in performance_text(core).splitlines()),), "六、履行方式和期限"),
        Section((plain(core["relief"]),), "七、救济途径"),
    ]


def _heard(party: Party) -> str:
    """Return the paragraph on notice and defence: it belongs to the document and lies outside the reviewed core."""
    notice = newest_notice(party)
    if notice is None:
        return ""
    told = f"本机关于 {notice.served_on:%Y年%-m月%-d日}向当事人送达{notice.title}（{notice.number}）。"
    if notice.hearing_offered:
        told += _hearing(notice)
    statements = list(notice.statements.all())
    if statements:
        return told + "".join(f"当事人提出陈述、申辩。复核意见：{each.reexamination}" for each in statements)
    if notice.waived_on:
        return told + f"当事人于 {notice.waived_on:%Y年%-m月%-d日}书面放弃陈述、申辩。"
    return told + "当事人在法定期限内未提出陈述、申辩，视为放弃此权利。"


def _hearing(notice: Notice) -> str:
    part = held_for(notice)
    if part and notice.hearing_ended_on:
        return (
            f"当事人于 {notice.hearing_asked_on:%Y年%-m月%-d日}要求听证，"
            f"本机关于 {part.hearing.held_on:%Y年%-m月%-d日}举行听证，根据听证笔录作出本决定。"
        )
    if part:
        return f"当事人要求听证后{part.get_attendance_display()}，视为放弃听证权利。"
    if notice.prior_number and notice.hearing_ended_on:
        return (
            f"当事人于 {notice.hearing_asked_on:%Y年%-m月%-d日}要求听证，"
            f"本机关于 {notice.hearing_ended_on:%Y年%-m月%-d日}举行听证。"
        )
    if notice.hearing_withdrawn_on:
        return f"当事人要求听证后，于 {notice.hearing_withdrawn_on:%Y年%-m月%-d日}书面撤回。"
    if notice.hearing_waived_on:
        return f"当事人于 {notice.hearing_waived_on:%Y年%-m月%-d日}书面放弃听证。"
    return "告知书告知了要求听证的权利，当事人在法定期限内未要求听证，视为放弃此权利。"
