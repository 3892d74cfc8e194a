"""Everything that cites the law and must follow it when it changes (种子 A2.0): rooms register what they keep.

A source tells, for an agency, each thing that counts now with its words. A reference never changes from one edition
to the next: a row's code, a procedure's name, a case's own reference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from mingjing.catalog.models import BenchmarkRow, ListKind, ListRow, MatterRow, attributes
from mingjing.catalog.queries import in_force, rows_of
from mingjing.disclosure.queries import rules_of
from mingjing.law.citations import read_citations, title_key
from mingjing.registry.models import Agency, Department

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.disclosure.models import DisclosureRule
    from mingjing.law.comparing import LawDifference
    from mingjing.law.differing import ArticleChange


RULES = "rules"


@dataclass(frozen=True)
class Cited:
    """One thing that cites the law: what it is called, whose it is, its words; `remark` for whoever revises it."""

    ref: str
    title: str
    unit: str
    texts: tuple[str, ...]
    remark: str = ""


type Reader = Callable[[Agency, LawDifference, Collection[str]], Iterable[Cited]]
"""Reads what an agency has; with references, at least those named, where reading all would cost too much."""


@dataclass(frozen=True)
class Source:
    """Where things stand that cite the law, under one name.

    `dossier`: the kind of dossier whose records may bring a new text, where nobody asks `reconsider` in the act itself.
    `own`: each thing has a dossier of its own, with its reference.
    """

    name: str
    label: str
    read: Reader
    dossier: str = ""
    own: bool = False


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source; its name is stored with each task and must never change."""
    _sources[source.name] = source


def sources() -> list[Source]:
    """Return all sources by name."""
    return [_sources[name] for name in sorted(_sources)]


def source(name: str) -> Source:
    """Return a source by its name."""
    return _sources[name]


def changes_cited(texts: Iterable[str], found: LawDifference) -> list[ArticleChange]:
    """Return which of the changed articles the texts cite, each once, in order."""
    places = {
        (citation.article, citation.article_suffix)
        for text in texts
        if _may_name(text, found.names)
        for citation in read_citations(text).citations
        if citation.article is not None and title_key(citation.title) in found.names
    }
    return [change for place, change in sorted(found.affected.items()) if place in places]


def _may_name(text: str, names: Iterable[str]) -> bool:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return any(name in plain for name in names)


def legal_department(agency: Agency) -> str:
    """Return the department that answers for what no other department keeps."""
    found = Department.objects.filter(agency=agency, function=Department.Function.LEGAL).first()
    return found.name if found else agency.name


def _read_list(list_kind: str) -> Reader:
    def read(agency: Agency, found: LawDifference, refs: Collection[str]) -> Iterable[Cited]:
        del found, refs
        edition = in_force(agency, list_kind)
        rows = list(rows_of(edition).select_related("edition")) if edition else []
        units = _units(agency) if list_kind == ListKind.BENCHMARKS else {}
        legal = legal_department(agency)
        return [Cited(row.code, str(row), _unit(row, units) or legal, _texts(row)) for row in rows]

    return read


def _units(agency: Agency) -> Mapping[str, str]:
    edition = in_force(agency, ListKind.MATTERS)
    rows = rows_of(edition) if edition else ()
    return {row.code: row.unit for row in rows if isinstance(row, MatterRow)}


def _unit(row: ListRow, units: Mapping[str, str]) -> str:
    if isinstance(row, BenchmarkRow):
        return units.get(row.matter_code, "")
    return row.unit if isinstance(row, MatterRow) else ""


def _texts(row: ListRow) -> tuple[str, ...]:
    """Return every text of a row, whatever its columns are called: a list that comes later is read as well."""
    fields = attributes(row.edition.list_kind).values()
    words = [
        str(getattr(row, each.attname))
        for each in fields
        if isinstance(each, models.CharField | models.TextField)
    ]
    return tuple(each for each in [*words, *(value for _, value in row.others)] if each)


def rule_ref(rule: DisclosureRule) -> str:
    """Return what names a rule of disclosure in all its versions."""
    return f"{rule.category}-{rule.party_kind}"


def _read_rules(agency: Agency, found: LawDifference, refs: Collection[str]) -> Iterable[Cited]:
    del found, refs
    legal = legal_department(agency)
    return [
        Cited(
            rule_ref(rule),
            f"公示规则：{rule}",
            legal,
            (rule.basis, rule.scope, rule.period, rule.procedure, rule.supervision, rule.safeguards),
        )
        for rule in rules_of(agency)
    ]


def register_own() -> None:
    """Register the lists and the rules of disclosure."""
    for value, label in ListKind.choices:
        if value != ListKind.OFFICERS:
            register(Source(value, str(label), _read_list(value)))
    register(Source(RULES, "公示规则", _read_rules, dossier="disclosure-rules"))
