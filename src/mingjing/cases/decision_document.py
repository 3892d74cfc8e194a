"""The decision as PDF (行政处罚法59; 55号令27): the original for the party, the masked copy for the public.

Both are set from the same values; the copy's masked values are taken out before typesetting, so that its bytes hold
none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.queries import newest_notice
from mingjing.cases.wording import penalties_text
from mingjing.disclosure import leaks
from mingjing.typeset import DecisionPage, Field, Identity, Paragraph, Run, Section, decision_pdf, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.cases.models import Case, Decision, Notice, Party

HIDDEN_OF_A_PERSON = ("证件号码", "住址", "联系电话")
"""244号10: a person's own data are hidden; a firm's domicile and representative are not (§11.6 no. 27)."""

FREE_TEXT = frozenset({"违法事实", "证据", "告知与陈述申辩", "处罚依据和裁量"})
"""Sections in which people write what they like."""


def render(case: Case, decision: Decision, core: Mapping[str, Any], code: str) -> tuple[bytes, bytes]:
    """Return the original and the masked copy."""
    page = _page(case, decision, core, code, masked=False)
    copy = _page(case, decision, core, code, masked=True)
    return decision_pdf(page), decision_pdf(copy)


def items(decision: Decision, core: Mapping[str, Any]) -> dict[str, object]:
    """Return a decision's items by name, as its catalogue form asks for them: the words of its pages."""
    found: dict[str, object] = {"当事人": decision.party.name}
    for section in _sections(decision.party, core):
        text = "\n".join("".join(run.text for run in paragraph) for paragraph in section.paragraphs)
        found[section.heading.partition("、")[2]] = text
    return found


def _page(
    case: Case, decision: Decision, core: Mapping[str, Any], code: str, *, masked: bool
) -> DecisionPage:
    return DecisionPage(
        agency=case.agency.name,
        number=decision.number,
        party=tuple(
            Field(label, _value(decision.party, label, text, masked=masked))
            for label, text in _party(decision.party)
        ),
        sections=tuple(_masked(each) if masked else each for each in _sections(decision.party, core)),
        date=decision.decided_on,
        identity=Identity(
            id=decision.ref, version=1, code=code, verify_at=f"{case.agency.name}行政执法公示门户“查验真伪”"
        ),
        remarks=("公示件：个人信息已依法隐去。",) if masked else (),
    )


def _masked(section: Section) -> Section:
    """Take out of free text what is masked by rule (244号10); where to pay and to whom to turn is the agency's own."""
    if section.heading.partition("、")[2] not in FREE_TEXT:
        return section
    paragraphs = tuple(
        tuple(
            Run("", masked=True) if word else Run(piece)
            for run in paragraph
            for piece, word in leaks.pieces(run.text)
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


def _value(party: Party, label: str, text: str, *, masked: bool) -> Paragraph:
    personal = label in HIDDEN_OF_A_PERSON or (party.is_natural and label == "当事人")
    return (Run("", masked=True),) if masked and personal else plain(text)


def _sections(party: Party, core: Mapping[str, Any]) -> list[Section]:
    evidence = [
        plain(f"{each['position']}．{each['name']}（{each['kind']}），证明{each['proves']}。")
        for each in core["evidence"]
    ]
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
        Section((plain(core["performance"]),), "六、履行方式和期限"),
        Section((plain(core["relief"]),), "七、救济途径"),
    ]


def _heard(party: Party) -> str:
    """Return the paragraph on notice and defence: it belongs to the document and lies outside the reviewed core."""
    notice = newest_notice(party)
    if notice is None:
        return ""
    document = notice.document
    told = (
        f"本机关于 {notice.served_on:%Y 年 %-m 月 %-d 日}向当事人送达{document.title}（{document.number}）。"
    )
    if notice.hearing_offered:
        told += _hearing(notice)
    statements = list(notice.statements.all())
    if statements:
        return told + "".join(f"当事人提出陈述、申辩。复核意见：{each.reexamination}" for each in statements)
    if notice.waived_on:
        return told + f"当事人于 {notice.waived_on:%Y 年 %-m 月 %-d 日}书面放弃陈述、申辩。"
    return told + "当事人在法定期限内未提出陈述、申辩，视为放弃此权利。"


def _hearing(notice: Notice) -> str:
    if notice.hearing_withdrawn_on:
        return f"当事人要求听证后，于 {notice.hearing_withdrawn_on:%Y 年 %-m 月 %-d 日}书面撤回。"
    if notice.hearing_waived_on:
        return f"当事人于 {notice.hearing_waived_on:%Y 年 %-m 月 %-d 日}书面放弃听证。"
    return "告知书告知了要求听证的权利，当事人在法定期限内未要求听证，视为放弃此权利。"
