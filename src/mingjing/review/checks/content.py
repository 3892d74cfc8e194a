"""Points 3, 4 and 8: the party's particulars, facts and evidence, the documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mingjing.registry.rules import credit_code_fault, identity_number_fault
from mingjing.review.checks.seen import Seen, fault, or_ok, warn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

PARTICULARS = "行政处罚法 第五十九条第一款（一）"
FACTS = "行政处罚法 第四十条"
PROOF = "行政处罚法 第四十六条；住房和城乡建设行政处罚程序规定 第十七条"
PAPERS = "住房和城乡建设行政处罚程序规定 第十五条、第十六条、第二十条"
MATERIALS = "244号 第二十九条"
NATURAL = "01"
_LABELS = {
    "kind": "类型",
    "name": "姓名（名称）",
    "code": "统一社会信用代码（证件号码）",
    "representative": "法定代表人（负责人）",
    "address": "住所（住址）",
}
_FINE = re.compile(r"罚款[^。；\d]{0,8}(\d[\d,.]*)\s*(万?)元")


def particulars(
    drafted: Mapping[str, Any], registered: Mapping[str, str], *, acted_on: dt.date, found_on: dt.date
) -> tuple[Seen, ...]:
    """The party of the draft is the registered one, its code is sound, and the act was not found before it was done."""
    found = [
        fault(
            f"代拟稿的{label}是“{drafted.get(key) or '空'}”，登记的是“{registered.get(key) or '空'}”",
            PARTICULARS,
        )
        for key, label in _LABELS.items()
        if (drafted.get(key) or "") != (registered.get(key) or "")
    ]
    code = str(drafted.get("code") or "")
    natural = drafted.get("kind") == NATURAL
    wrong = identity_number_fault(code) if natural else credit_code_fault(code)
    if wrong:
        found.append(fault(wrong.rstrip("。"), PARTICULARS))
    if acted_on > found_on:
        found.append(fault(f"违法行为 {acted_on} 终了，却在 {found_on} 就已发现", FACTS))
    said = f"当事人各项与登记一致，证件号码校验相符；行为 {acted_on} 终了，{found_on} 发现"
    return or_ok(found, said, PARTICULARS)


@dataclass(frozen=True)
class Piece:
    """A piece of evidence of the file."""

    position: int
    name: str
    proves: str
    has_file: bool
    collected_on: dt.date


def evidence(drafted: Sequence[Mapping[str, Any]], pieces: Sequence[Piece]) -> tuple[Seen, ...]:
    """The draft lists the evidence of the file, all of it and nothing else, and each piece proves something."""
    have = {each.position: each for each in pieces}
    listed = {each["position"]: each for each in drafted}
    found = [
        fault(f"证据 {place}“{have[place].name}”在案卷中，没有列入代拟稿", PROOF)
        for place in sorted(have.keys() - listed.keys())
    ]
    found += [
        fault(f"代拟稿所列证据 {place}“{listed[place]['name']}”不在案卷中", PROOF)
        for place in sorted(listed.keys() - have.keys())
    ]
    for place in sorted(have.keys() & listed.keys()):
        if (have[place].name, have[place].proves) != (listed[place]["name"], listed[place]["proves"]):
            found.append(fault(f"证据 {place} 在代拟稿与案卷中的名称或证明内容不一致", PROOF))
    found += [
        fault(f"证据 {each.position}“{each.name}”没有写明证明什么", PROOF)
        for each in pieces
        if not each.proves.strip()
    ]
    found += [
        warn(f"证据 {each.position}“{each.name}”没有文件", PROOF) for each in pieces if not each.has_file
    ]
    if not pieces:
        found.append(fault("案卷中没有证据", FACTS))
    return or_ok(found, f"证据 {len(pieces)} 件，与代拟稿所列一致，各有证明内容和文件", PROOF)


@dataclass(frozen=True)
class Paper:
    """A document of the file: form code, title, and what it says under each name."""

    form: str
    title: str
    says: Mapping[str, str] = field(default_factory=dict)


REQUIRED = (
    (("LA01",), "立案审批表"),
    (("DC01", "DC02"), "现场检查或者询问笔录"),
    (("ZJ01",), "案件调查终结报告"),
)
"""What every file holds before review: any of the forms, and how it is called."""


def documents(
    papers: Sequence[Paper],
    *,
    parties: Collection[str],
    fine: int,
    materials_missing: Sequence[str],
    single: bool,
) -> tuple[Seen, ...]:
    """The required documents are there; names and sums agree with the draft. `fine` in 分; `single`: one party only."""
    forms = {each.form for each in papers}
    found = [fault(f"案卷中没有{called}", PAPERS) for wanted, called in REQUIRED if not forms & set(wanted)]
    found += [fault(f"送审材料缺“{each}”", MATERIALS) for each in materials_missing]
    for paper in papers:
        named = [name for name in paper.says.get("当事人", "").split("、") if name]
        strange = [name for name in named if not any(name.startswith(party) for party in parties)]
        if strange:
            found.append(fault(f"{paper.title}的当事人“{'、'.join(strange)}”与登记的名称不一致", PARTICULARS))
        if paper.form == "ZJ01" and single:
            found += _other_sums(paper, fine)
    return or_ok(found, f"文书 {len(papers)} 件，必备的齐全，名称、数额与代拟稿一致", PAPERS)


def _other_sums(report: Paper, fine: int) -> list[Seen]:
    """The concluding report may propose a sum; if it does the draft names the same, or a person says why not."""
    sums = {
        round(float(amount.replace(",", "").rstrip(".")) * (1_000_000 if unit else 100))
        for text in report.says.values()
        for amount, unit in _FINE.findall(text)
    }
    if not sums or fine in sums:
        return []
    said = "、".join(f"{each / 100:,.2f} 元" for each in sorted(sums))
    return [fault(f"终结报告建议罚款 {said}，代拟稿为 {fine / 100:,.2f} 元", PAPERS)]
