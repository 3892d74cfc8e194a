"""What a disclosure rule must say (118号二; 244号6; reference §11.6 no. 13): pure rules on what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.disclosure.models import DisclosureRule
from mingjing.disclosure.standard_rules import FIELDS
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

PENALTY = "行政处罚"
DUTIES = ("采集", "传递", "审核", "发布", "更新", "撤下")
FIVE = ("执法机关", "当事人", "案件事实", "执法类别", "执法结论")
"""244号10: what the public reads of a decision at the least."""
ONLY_OF_PENALTIES = frozenset({"案件事实"})
OF_A_FIRM = frozenset({"统一社会信用代码", "法定代表人", "住所"})
"""Particulars that a firm's decision shows and a person's never (244号10; §11.6 no. 27)."""
LIMITS = ("nm.publish7", "nm.publish20")
TEXTS = (
    ("scope", "公开范围"),
    ("period", "公示期限"),
    ("basis", "依据"),
    ("procedure", "程序"),
    ("supervision", "监督方式"),
    ("safeguards", "保障"),
)


def contents_of(party_kind: str, category: str = PENALTY) -> list[str]:
    """Return the labels that a rule of a category may name for a kind of party, in the order of the page."""
    person = party_kind == DisclosureRule.Party.PERSON
    return [label for label in FIELDS.get(category, FIELDS[PENALTY]) if not (person and label in OF_A_FIRM)]


def require_complete(party_kind: str, told: Mapping[str, Any], category: str = PENALTY) -> None:
    """Refuse a rule that leaves out what 118号二 and 244号6 ask for."""
    for name, label in TEXTS:
        if not str(told.get(name, "")).strip():
            raise _incomplete(f"规则没有写明{label}。", name)
    posts = dict(told["posts"])
    if missing := next((duty for duty in DUTIES if not posts.get(duty, "").strip()), ""):
        raise _incomplete(f"没有写明由哪个岗位{missing}。", "posts")
    if told["limit_key"] not in LIMITS:
        raise _incomplete("没有写明公开时限。", "limit_key")
    fields = list(told["fields"])
    if not fields:
        return
    least = [label for label in FIVE if category == PENALTY or label not in ONLY_OF_PENALTIES]
    if missing := next((label for label in least if label not in fields), ""):
        raise _incomplete(f"公开内容缺少“{missing}”。", "fields", "244号 第十条")
    if not told["carriers"]:
        raise _incomplete("没有写明公开载体。", "carriers", "244号 第七条")
    if party_kind == DisclosureRule.Party.PERSON:
        _require_careful_with_persons(fields, str(told.get("assessment", "")))


def _require_careful_with_persons(fields: list[str], assessment: str) -> None:
    if shown := next((label for label in fields if label in OF_A_FIRM), ""):
        raise _incomplete(f"自然人的“{shown}”不得公开。", "fields", "244号 第十条")
    if not assessment.strip():
        raise Refusal(
            "publication.no_assessment",
            "公开自然人信息前，须有个人信息保护影响评估。",
            "个人信息保护法 第五十五条、第五十六条",
            "请写明评估的日期、编号和结论；评估报告保存三年。",
            "assessment",
        )


def _incomplete(sentence: str, field: str, clause: str = "国办发〔2018〕118号 二；244号 第六条") -> Refusal:
    return Refusal("publication.rule_incomplete", sentence, clause, "请补全后再提交。", field)
