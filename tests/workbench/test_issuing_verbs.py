"""预览: exactly the acts that issue a document offer to show it beforehand; told by the code of the actions."""

from __future__ import annotations

import ast
import inspect
import textwrap
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import get_resolver

from mingjing.documents.actions import issue
from mingjing.workbench.acting import ActView
from mingjing.workbench.previews import ISSUING
from mingjing.workbench.views.acts.base import CaseAct

if TYPE_CHECKING:
    from collections.abc import Iterator


def pages(patterns: list[Any]) -> Iterator[type[ActView]]:
    """Yield the acts that addresses lead to."""
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from pages(each.url_patterns)
        else:
            found = getattr(each.callback, "view_class", None)
            if found is not None and issubclass(found, ActView):
                yield found


ACTS = sorted(set(pages(get_resolver().url_patterns)), key=lambda act: (act.__module__, act.__name__))
OF_CASES = [act for act in ACTS if issubclass(act, CaseAct)]


def way_to_issue(function: FunctionType, page: type[CaseAct] | None, seen: set[FunctionType]) -> list[str]:
    """Return by which functions of ours a document is issued; none where it is not."""
    if function is issue:
        return [issue.__name__]
    seen.add(function)
    for each in named_in(function, page):
        if each not in seen and each.__module__.startswith("mingjing."):
            way = way_to_issue(each, page if "." in each.__qualname__ else None, seen)
            if way:
                return [function.__qualname__, *way]
    return []


def named_in(function: FunctionType, page: type[CaseAct] | None) -> Iterator[FunctionType]:
    """Yield the functions that a function names: its own, those of modules, those of the page it belongs to."""
    around = function.__globals__
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        named: object = None
        if isinstance(node, ast.Name):
            named = around.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = page if node.value.id == "self" else around.get(node.value.id)
            if owner is page or isinstance(owner, ModuleType):
                named = getattr(owner, node.attr, None)
        if isinstance(named, FunctionType):
            yield named


@pytest.mark.parametrize("page", ACTS, ids=lambda page: page.__name__)
def test_every_act_that_an_address_leads_to_is_whole(page: type[ActView]) -> None:
    assert not inspect.isabstract(page), page.__abstractmethods__


@pytest.mark.parametrize("page", OF_CASES, ids=lambda page: page.verb)
def test_an_act_offers_a_preview_exactly_where_it_issues_a_document(page: type[CaseAct]) -> None:
    do = page.do
    assert isinstance(do, FunctionType)
    way = way_to_issue(do, page, set())
    assert bool(way) == (page.verb in ISSUING) == page.previews, way


def test_every_verb_of_the_list_has_its_page() -> None:
    assert {page.verb for page in OF_CASES} >= ISSUING
