"""Every page that an address leads to can be made: no hook of it is left open, and it says what it is."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

WITHIN_ANOTHER = {"Sign", "Return"}
"""Second forms of a page that has its heading already."""


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each)
        else:
            yield each


def views() -> dict[str, Any]:
    found = {}
    for each in patterns(get_resolver()):
        view = getattr(each.callback, "view_class", None)
        if view is not None:
            found[f"{view.__module__}.{view.__qualname__}"] = view
    return found


def test_there_are_as_many_as_there_are_pages() -> None:
    """A walk over nothing proves nothing."""
    assert len(views()) > 120


@pytest.mark.parametrize("view", views().values(), ids=list(views()))
def test_a_view_leaves_no_hook_open_and_says_what_it_is(view: Any) -> None:
    assert not inspect.isabstract(view), sorted(view.__abstractmethods__)
    assert view.__doc__
    assert view.title or view.__name__ in WITHIN_ANOTHER
