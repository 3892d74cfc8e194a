"""说理用语、告知用语 (种子 A3.3, C): kept as lists, offered where a text is typed, added to the letters of a step.

What the law asks of a form stays in the form and is not edited here; an announcement is the agency's own addition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.documents.forms_catalogue import FORMS, Layout
from mingjing.documents.models import Phrase

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from mingjing.documents.form import Form
    from mingjing.registry.models import Agency

REASONS = {
    "filing.verification": "立案：核查经过和初步证据",
    "filing.jurisdiction": "立案：管辖依据",
    "conclusion.sources": "调查终结报告：案件来源和调查经过",
    "conclusion.facts": "调查终结报告：违法事实和证据",
    "conclusion.discretion": "调查终结报告：处理依据和裁量",
    "conclusion.proposal": "调查终结报告：处理建议",
    "draft.facts": "决定代拟稿：违法事实",
    "draft.discretion": "决定代拟稿：裁量理由",
    "draft.orders": "决定代拟稿：责令事项",
    "draft.performance": "决定代拟稿：履行方式和期限",
    "statement.reexamination": "陈述申辩：复核意见",
    "discussion.conclusion": "集体讨论：结论",
}
"""Where a text is typed in a case → what the place is called."""
ITEM = "其他告知"
"""The item of a letter that holds the agency's own announcements, after what the law asks for."""
DECISIONS = "JD"
"""How the codes of decisions and of letters to other authorities begin."""
LETTERS = {
    form.code: form.title
    for form in FORMS.values()
    if form.served and form.layout == Layout.LETTER and not form.code.startswith(DECISIONS)
}
"""The letters that take an announcement. A decision does not: it says what was reviewed and nothing else."""
PLACES = {**REASONS, **{code: f"告知用语：{title}" for code, title in LETTERS.items()}}
STANDARD = (
    ("filing.verification", "初步核查", "住房和城乡建设行政处罚程序规定 第十五条",
     "经现场核查并查阅有关资料，〔时间〕、〔地点〕存在〔行为〕的事实，有〔证据名称〕为初步证据，涉嫌违反〔条款〕。"),
    ("filing.jurisdiction", "本机关管辖", "行政处罚法 第二十二条",
     "违法行为发生在本机关执法区域内，事项属于现行行政执法事项清单所列、处罚权归本机关。"),
    ("conclusion.sources", "调查经过", "行政处罚法 第五十五条",
     "执法人员〔姓名〕、〔姓名〕出示执法证件并告知权利义务后，于〔日期〕进行现场检查，于〔日期〕询问当事人，调取〔材料〕。"),
    ("conclusion.facts", "证据与事实对应", "行政处罚法 第四十条",
     "上述事实有以下证据证明：〔证据一〕证明〔事实〕；〔证据二〕证明〔事实〕。各证据之间能够相互印证。"),
    ("conclusion.proposal", "处理建议", "住房和城乡建设行政处罚程序规定 第二十条",
     "事实清楚、证据充分，建议依照〔条款〕，按〔档次〕给予〔处罚〕，并责令〔事项〕。"),
    ("draft.discretion", "从轻", "行政处罚法 第三十二条",
     "当事人在立案后〔日期〕前已自行改正，并〔消除或者减轻后果的做法〕，有〔证据〕证明，符合裁量基准〔档次〕，予以从轻。"),
    ("draft.discretion", "不具有从轻情形", "行政处罚法 第五条",
     "经核对，当事人没有从轻、减轻、不予处罚的情形，也没有从重情形；违法程度与裁量基准〔档次〕所列情节一致。"),
    ("draft.discretion", "从重", "行政处罚法 第三十四条",
     "当事人在〔日期〕已因同类行为被处罚，又实施本案行为，有〔决定书文号〕证明，符合裁量基准〔档次〕，在幅度内从重。"),
    ("draft.orders", "限期改正", "行政处罚法 第二十八条",
     "责令自收到本决定书之日起〔　〕日内改正〔行为〕，改正完毕后书面报告本机关，本机关将复查。"),
    ("statement.reexamination", "不采纳", "行政处罚法 第四十五条",
     "当事人提出〔意见〕。经复核，〔证据〕证明〔事实〕，该意见与查明的事实不符，不予采纳。没有因陈述、申辩加重处罚。"),
    ("statement.reexamination", "采纳", "行政处罚法 第四十五条",
     "当事人提出〔意见〕，并提供〔证据〕。经复核属实，予以采纳，对〔事实或者裁量〕作相应调整。"),
    ("discussion.conclusion", "同意拟处意见", "行政处罚法 第五十七条",
     "经讨论，一致认为事实清楚、证据充分、定性准确、程序合法、裁量适当，同意代拟稿的处理意见。"),
    ("GZ01", "怎样陈述、申辩", "行政处罚法 第四十五条",
     "陈述、申辩可以当面口头提出，也可以邮寄书面意见；口头提出的，由执法人员记录。提出陈述、申辩不会加重处罚。"),
    ("TZ02", "参加听证", "行政处罚法 第六十四条",
     "请带身份证件提前十五分钟到场；委托代理人的，交授权委托书。参加听证不收取费用。"),
)  # fmt: skip
"""Sentences to begin with: the place, what it is called, its clause, the words; a gap stands in 〔〕."""


def in_force(agency: Agency) -> QuerySet[Phrase]:
    """Return the phrases in force, by place."""
    return Phrase.objects.filter(agency=agency, ended_on=None).order_by("place", "first_on", "title")


def offered(agency: Agency, places: Collection[str]) -> dict[str, list[Phrase]]:
    """Return the phrases in force for the places of one form."""
    found: dict[str, list[Phrase]] = {}
    for each in in_force(agency).filter(place__in=places):
        found.setdefault(each.place, []).append(each)
    return found


def announced(agency: Agency, form: Form) -> dict[str, object]:
    """Return what the agency adds to a letter of this form, as an item after the others; nothing where it adds none."""
    if form.code not in LETTERS:
        return {}
    texts = [each.text for each in in_force(agency).filter(place=form.code)]
    return {ITEM: "\n".join(texts)} if texts else {}
