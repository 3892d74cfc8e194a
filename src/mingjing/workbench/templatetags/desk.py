"""What the desk's templates say in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from mingjing.cases.papers.wording import penalties_text, performance_text

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()


@register.filter
def penalties(core: Mapping[str, Any]) -> str:
    """Say the orders and penalties of a draft's core."""
    return penalties_text(core)


@register.filter
def performance(core: Mapping[str, Any]) -> str:
    """Say how and by when the decision of a draft's core is carried out, and where to pay."""
    return performance_text(core)
