"""公开目录: what this bureau makes public, item by item, told from the rules that the system itself follows.

Nothing is kept twice: decisions come from the disclosure rules in force, lists from what they are published by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.catalog.actions.sending import BASIS, TERM
from mingjing.catalog.columns import columns_of
from mingjing.catalog.models import ListKind
from mingjing.disclosure.queries import rules_of
from mingjing.disclosure.rule_words import limit_words
from mingjing.disclosure.standard_rules import PORTAL
from mingjing.theme.cells import Column, Link

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.disclosure.models import DisclosureRule
    from mingjing.registry.models import Agency
    from mingjing.theme.cells import Row

COLUMNS = (
    Column("item", "公开事项", width=28),
    Column("content", "公开内容", width=60),
    Column("basis", "公开依据", width=40),
    Column("limit", "公开时限", width=28),
    Column("body", "公开主体", width=28),
    Column("carriers", "公开渠道和载体", width=36),
    Column("audience", "公开对象", fit=True),
    Column("manner", "公开方式", fit=True),
    Column("level", "公开层级", fit=True),
)
EVERYBODY, BY_ITSELF, NOT_PUBLIC = "全社会", "主动公开", "不公开"


def catalogue(agency: Agency, on: dt.date) -> list[Row]:
    """Return the rows of the catalogue for a day: the lists, then what becomes public of decisions."""
    own = {"body": agency.name, "level": agency.get_level_display()}
    told = [*(_list(kind) for kind in ListKind), *(_rule(rule) for rule in rules_of(agency, on))]
    return [each | own for each in told]


def _list(kind: ListKind) -> dict[str, object]:
    return {
        "item": Link(str(kind.label), f"/lists/{kind.value}/"),
        "content": "、".join(column.label for column in columns_of(kind)),
        "basis": BASIS[kind].replace("种子 ", "本机关三项制度办法 "),
        "limit": limit_words(TERM),
        "carriers": PORTAL,
        "audience": EVERYBODY,
        "manner": BY_ITSELF,
    }


def _rule(rule: DisclosureRule) -> dict[str, object]:
    """Return what a rule makes public; a rule without contents says that nothing is."""
    shown = bool(rule.fields)
    return {
        "item": f"{rule.category}决定（{rule.get_party_kind_display()}）",
        "content": f"{rule.scope}：{'、'.join(rule.fields)}" if shown else rule.scope,
        "basis": rule.basis,
        "limit": limit_words(rule.limit_key) if shown else "",
        "carriers": "、".join(rule.carriers),
        "audience": EVERYBODY if shown else "",
        "manner": BY_ITSELF if shown else NOT_PUBLIC,
    }
