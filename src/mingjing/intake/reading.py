"""From what came to the fields of an item: JSON of one object, read strictly and judged against lists and law."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from typing import TYPE_CHECKING

from django.conf import settings

from mingjing import clock
from mingjing.catalog.citing import CitationJudge
from mingjing.catalog.queries import matter_in_force
from mingjing.disclosure.models import Publication
from mingjing.intake import rules
from mingjing.intake.fields import fields_of
from mingjing.intake.models import Topic
from mingjing.intake.rules import Fault
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.catalog.models import MatterRow
    from mingjing.registry.models import Agency

type Content = dict[str, str | list[str]]
MOST_BYTES = 256 << 10
"""One item as JSON; its fields are texts of known length."""
PURPOSE = b"mingjing.intake.digest"


def parsed(data: bytes) -> dict[str, object]:
    """Return the JSON object that bytes hold; refuse what is none, too large, or names a field twice."""
    if len(data) > MOST_BYTES:
        raise Refusal(
            "item.too_large",
            f"来件超过 {MOST_BYTES // 1024} KB。",
            next_step="一次报送一件；附件不写在正文里。",
        )
    try:
        told = json.loads(data.decode("utf-8"), object_pairs_hook=_pairs, parse_constant=_constant)
    except (ValueError, RecursionError):
        raise Refusal(
            "item.format",
            "正文不是一个 UTF-8 的 JSON 对象，或者有重复的字段。",
            next_step="请核对编码和格式。",
        ) from None
    if not isinstance(told, dict):
        raise Refusal("item.format", "正文应当是一个 JSON 对象。", next_step="字段见接口说明。")
    return told


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a field stands twice")
    return made


def _constant(name: str) -> object:
    raise ValueError(name)


def understood(agency: Agency, topic: str, told: Mapping[str, object]) -> Content:
    """Return an item's fields, those without content left out; refuse them with every fault that is found."""
    rules.refuse(rules.shape_faults(topic, told))
    content = _cleaned(topic, told)
    today = clock.today()
    rules.refuse([*rules.meaning_faults(topic, content, today), *_law_and_lists(agency, topic, content)])
    return content


def _cleaned(topic: str, told: Mapping[str, object]) -> Content:
    made: Content = {}
    for each in fields_of(topic):
        value = told.get(each.key)
        if isinstance(value, list) and value:
            made[each.key] = [str(one) for one in value]
        elif isinstance(value, str) and value:
            made[each.key] = value.strip()
    return made


def _law_and_lists(agency: Agency, topic: str, content: Content) -> list[Fault]:
    """种子 A2.1: what cites no law that there is, and what rests on no published matter, is not taken."""
    faults = []
    labels = {each.key: each.label for each in fields_of(topic)}
    on = rules.day_of(str(content.get("decided_on", ""))) or clock.today()
    judge = CitationJudge(on)
    for key in rules.CITED.get(Topic(topic), ()):
        faults += [
            Fault(
                key,
                labels[key],
                sentence,
                "种子 一（二）1",
                "请写成《法规名称》第几条，法规以施行的文本为准。",
            )
            for sentence in (judge(str(content[key])) if key in content else ())
        ]
    if "matter_code" in content:
        faults += _matter(agency, topic, content)
    return faults


def _matter(agency: Agency, topic: str, content: Content) -> list[Fault]:
    row = matter_of(agency, content)
    wanted = rules.CATEGORIES[Topic(topic)]
    if row is None:
        return [
            Fault(
                "matter_code", "事项编码", "不在现行的行政执法事项清单内。", "种子 一（二）1；行政处罚法 第五十四条",
                "请用清单里的编码；清单没有的，先报送执法事项。",
            )
        ]  # fmt: skip
    if row.category != wanted:
        return [
            Fault(
                "matter_code", "事项编码", f"该事项属于{row.category}，不是{wanted}。", "种子 一（二）1",
                "请用同类事项的编码。",
            )
        ]  # fmt: skip
    return []


def matter_of(agency: Agency, content: Mapping[str, object]) -> MatterRow | None:
    """Return the row of the list in force on which an item rests."""
    return matter_in_force(agency, str(content.get("matter_code", "")), clock.today())


def taken_number(agency: Agency, kind: str, number: str, about: str) -> bool:
    """Say whether the number is that of another publication of the agency, of ours or of another system."""
    rows = Publication.objects.filter(agency=agency, number=number, kind__in=kind.split())
    return rows.exclude(about=about).exists()


def digest_of(content: Mapping[str, object]) -> str:
    """Return what tells whether two items say the same: of the fields, whatever their order and spacing in the file.

    Keyed: a telephone number or a name could otherwise be found out by trying.
    """
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    key = hashlib.sha256(PURPOSE + settings.MINGJING_SEAL.encode()).digest()
    return hmac.new(key, canonical, hashlib.sha256).hexdigest()


def day(content: Mapping[str, object], key: str) -> dt.date:
    """Return a day that the rules have looked at."""
    return dt.date.fromisoformat(str(content[key]))
