"""What a text may hold to be kept: only characters that XML, and so a document in Word, can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from mingjing.records.models import Attested

UNKEEPABLE = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Control characters, halves of surrogate pairs, and the two that are no characters (XML 1.0, 2.2 Char)."""
SOFT_BREAKS = str.maketrans({"\v": "\n", "\f": "\n"})
"""What Word puts between lines and pages comes along when its text is pasted."""


def legible(text: str) -> str:
    """Return a text without what cannot be kept; nobody sees those characters, nor typed them on purpose."""
    return UNKEEPABLE.sub("", text.translate(SOFT_BREAKS)) if UNKEEPABLE.search(text) else text


def check_row(row: Attested) -> None:
    """Refuse a row in which a text cannot be kept, whichever way it came in."""
    for field in row._meta.concrete_fields:  # noqa: SLF001 - a model's fields have no other name
        check_legible(getattr(row, field.attname), field.name)


def check_legible(value: object, field: str = "") -> None:
    """Refuse a text, or a text anywhere within a value, that cannot be kept."""
    match value:
        case str():
            if found := UNKEEPABLE.search(value):
                raise Refusal(
                    "text.unkeepable",
                    f"第 {found.start() + 1} 个字是看不见的控制字符，不能保存。",
                    next_step="请删去这个字，或者重新输入这一段。",
                    field=field,
                )
        case list() | tuple():
            for item in value:
                check_legible(item, field)
        case dict():
            for name, item in value.items():
                check_legible(name, field)
                check_legible(item, field)
        case _:
            pass
