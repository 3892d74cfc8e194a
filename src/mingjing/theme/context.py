"""Context processor of every page: how the person wants to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.theme.display import Display

if TYPE_CHECKING:
    from django.http import HttpRequest


def display(request: HttpRequest) -> dict[str, object]:
    """Return `display` (size, elder, paper, links of the switches)."""
    return {"display": Display.of(request)}
