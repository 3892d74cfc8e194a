"""What came in becomes a proposal by itself (种子 A4.1; 244号10–12): due day, masks, the original beside it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.disclosure import leaks
from mingjing.disclosure.kinds import Kind
from mingjing.disclosure.models import Publication
from mingjing.disclosure.naming import hidden_names, was_minor, without_names
from mingjing.disclosure.queries import rule_for
from mingjing.intake.fields import fields_of, said
from mingjing.intake.models import Item, ItemVersion, Topic
from mingjing.intake.reading import day, matter_of
from mingjing.intake.rules import CATEGORIES, NATURAL
from mingjing.law.counting import months_later
from mingjing.law.terms import due

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.disclosure.models import DisclosureRule

Ground = Publication.Ground
KINDS = {
    Topic.PENALTY: "intake.penalty",
    Topic.LICENCE: "intake.licence",
    Topic.INSPECTION: "intake.inspection",
}
ROOTS = {Topic.PENALTY: "/decisions/", Topic.LICENCE: "/licences/", Topic.INSPECTION: "/inspections/"}
SOURCE = "数据来源"
FREE_TEXT = frozenset({"案件事实", "裁量", "执法结论", "许可内容", "检查内容", "履行方式和期限"})
"""Fields in which people write what they like; the machine masks what it is sure of (244号10)."""
CORRECTED = "来源系统更正了报送的内容。"


def publication_of(item: Item, version: ItemVersion) -> Publication | None:
    """Return what an item makes of itself for the public; None where the agency has no rule for its kind."""
    content, topic = version.content, Topic(item.topic)
    natural = content["party_kind"] == NATURAL
    agency = item.system.agency
    rule = rule_for(agency, CATEGORIES[topic], natural=natural)
    if rule is None:
        return None
    matter = matter_of(agency, content)
    decided = day(content, "decided_on")
    ground, reason = _kept_back(content, rule)
    made = Publication(
        agency=agency,
        kind=KINDS[topic],
        about=item.ref,
        number=content["number"],
        matter_code=content["matter_code"],
        matter_name=matter.name if matter else "",
        made_on=decided,
        basis=rule.basis,
        rule=rule,
        natural=natural,
        ground=ground,
        ground_reason=reason,
        title=f"{content['authority']}{topic.label}（不公开）"[:200],
    )
    if ground:
        return made
    _show(made, item, content, rule)
    term = due(rule.limit_key, decided)
    made.due_on, made.safe_on, made.provisional = term.due, term.safe, term.provisional
    _as_correction(made, content)
    return made


def _show(made: Publication, item: Item, content: Mapping[str, str], rule: DisclosureRule) -> None:
    """Write what the public reads: the rule's fields, nobody's name, what is certain to be personal masked."""
    names = hidden_names(_people(content))
    told = _told(Topic(item.topic), content) | {SOURCE: f"{item.system.name}（{item.system.operator}）"}
    fields: list[list[str]] = []
    masks = _of_the_party(content)
    for label in [*rule.fields, SOURCE]:
        text = without_names(told.get(label, ""), names)
        shown, words = leaks.masked(text) if label in FREE_TEXT else (text, [])
        if label in FREE_TEXT and text != told.get(label, ""):
            words = ["姓名", *words]
        masks += [{"field": label, "label": f"{label}中的{word}", "rule": leaks.RULE} for word in words]
        if shown:
            fields.append([label, shown])
    made.content, made.masks = {"fields": fields}, masks
    name = content["party_name"]
    made.party_name = without_names(name, names) if made.natural else name
    what = without_names(content.get("title") or made.matter_name, names)
    made.title = f"{made.party_name}{what}{_ENDS[Topic(item.topic)]}"[:200]


_ENDS = {Topic.PENALTY: "行政处罚决定", Topic.LICENCE: "行政许可结果", Topic.INSPECTION: "行政检查结果"}


def _people(content: Mapping[str, str]) -> list[str]:
    """Return whose names do not stand in public: a natural person's own; a firm and who represents it are named."""
    return [content["party_name"]] if content["party_kind"] == NATURAL else []


def _told(topic: Topic, content: Mapping[str, str]) -> dict[str, str]:
    """Return what there is to tell, by the labels that a rule may name."""
    words = {each.key: said(each, content.get(each.key, "")) for each in fields_of(topic)}
    told = {
        "当事人": words["party_name"],
        "统一社会信用代码": words["party_code"],
        "法定代表人": words["representative"],
        "执法机关": words["authority"],
    }
    if topic == Topic.PENALTY:
        return told | {
            "住所": words["address"],
            "执法类别": "行政处罚",
            "案件事实": words["facts"],
            "违反的规定": words["violated"],
            "处罚依据": words["basis"],
            "裁量": words["discretion"],
            "执法结论": words["conclusion"],
            "履行方式和期限": words["performance"],
            "救济途径": words["relief"],
            "决定日期": words["decided_on"],
        }
    if topic == Topic.LICENCE:
        span = "至".join(each for each in (words["valid_from"], words["valid_to"]) if each)
        return told | {
            "执法类别": f"行政许可（{words['licence_kind']}）",
            "决定书名称": words["document_name"],
            "许可内容": words["content"],
            "许可依据": words["basis"],
            "许可证书": " ".join(
                each for each in (words["certificate_name"], words["certificate_number"]) if each
            ),
            "有效期": span,
            "执法结论": words["result"],
            "决定日期": words["decided_on"],
        }
    return told | {
        "执法类别": f"行政检查（{words['manner']}）",
        "检查内容": words["content"],
        "检查依据": words["basis"],
        "执法结论": words["result"],
        "检查日期": words["decided_on"],
    }


def _of_the_party(content: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what of the party's own particulars is masked by rule (244号10), each by its label."""
    if content["party_kind"] != NATURAL:
        return []
    masked = [("party_name", "姓名（只写姓氏）"), ("identity_number", "身份证号"), ("address", "住址")]
    return [
        {"field": field, "label": label, "rule": leaks.RULE} for field, label in masked if content.get(field)
    ]


def _kept_back(content: Mapping[str, str], rule: DisclosureRule) -> tuple[str, str]:
    """Return why the machine keeps it back (244号11; §11.5): by the rule, because its time is over, a minor."""
    if not rule.fields:
        return Ground.RULE, rule.scope
    decided = day(content, "decided_on")
    if rule.months and clock.today() > months_later(decided, rule.months):
        return Ground.RULE, f"公示期自决定之日起 {rule.months} 个月，收到时已满。"
    if content["party_kind"] != NATURAL:
        return "", ""
    minor = was_minor(content.get("identity_number", ""), day(content, "acted_on"))
    if minor:
        return Ground.MINOR, "按身份证号，违法行为发生之日不满十八周岁。"
    if minor is None:
        return Ground.OTHER, "没有报送身份证号，不能判断违法行为发生之日是否成年。"
    return "", ""


def _as_correction(made: Publication, content: Mapping[str, str]) -> None:
    """Say of a version that follows one that was public why it was changed: the reason is public with it."""
    public = [Publication.State.PUBLISHED, Publication.State.REPLACED]
    if Publication.objects.filter(kind=made.kind, about=made.about, state__in=public).exists():
        made.correction = Publication.Correction.WRONG
        made.correction_reason = content.get("change_reason") or CORRECTED


def item_of(publication: Publication) -> Item:
    """Return the item that a publication is about."""
    return Item.objects.select_related("system__agency").get(pk=uuid.UUID(publication.about))


def version_of(item: Item) -> ItemVersion:
    """Return the version of an item that counts."""
    return ItemVersion.objects.select_related("original").get(item=item, version=item.version)


def _afresh(publication: Publication) -> Publication | None:
    item = item_of(publication)
    return publication_of(item, version_of(item))


def _original(publication: Publication) -> list[tuple[str, str]]:
    """Return what came in, field by field, for the person who compares: nothing masked."""
    item = item_of(publication)
    content = version_of(item).content
    return [
        (each.label, text)
        for each in fields_of(item.topic)
        if (text := said(each, content.get(each.key, "")))
    ]


def _searchable(publication: Publication) -> str:
    told = [text for _, text in publication.content["fields"]]
    return " ".join([publication.number, publication.party_name, *told])


def _kind(topic: Topic, label: str) -> Kind:
    return Kind(
        name=KINDS[topic],
        label=label,
        address=lambda publication: f"{ROOTS[topic]}{publication.ref}/",
        searchable=_searchable,
        withdrawable=True,
        afresh=_afresh,
        original=_original,
        renewed=True,
    )


PUBLIC_KINDS = (
    _kind(Topic.PENALTY, "行政处罚决定（其他系统）"),
    _kind(Topic.LICENCE, "行政许可结果"),
    _kind(Topic.INSPECTION, "行政检查结果"),
)
