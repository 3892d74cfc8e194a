"""What looks like personal particulars in a text about to be public (244号10; reference §11.6 no. 27).

A suspicion, never a verdict: the person who checks decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.registry.rules import identity_number_fault

if TYPE_CHECKING:
    from collections.abc import Iterable

_PATTERNS = (
    ("居民身份证号", re.compile(r"(?<![0-9A-Z])\d{17}[0-9Xx](?![0-9A-Z])")),
    ("手机号码", re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    ("固定电话", re.compile(r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)")),
    ("银行账号", re.compile(r"(?<![0-9A-Z])(?:62|4|5)\d{14,18}(?![0-9A-Z])")),
    ("电子邮箱", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    ("家庭住址", re.compile(r"\d+\s*(?:号楼|栋|幢|单元)\s*\d*\s*(?:单元)?\s*\d+\s*(?:室|户)")),
)


@dataclass(frozen=True)
class Suspect:
    """A piece of text, the field that holds it, and what it looks like."""

    field: str
    text: str
    word: str


def suspects(fields: Iterable[tuple[str, str]]) -> list[Suspect]:
    """Return what in a publication's fields (label, text) looks like personal particulars, in their order."""
    found: list[Suspect] = []
    for field, text in fields:
        taken = set[tuple[int, int]]()
        for word, pattern in _PATTERNS:
            for match in pattern.finditer(text):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                if word == "居民身份证号" and identity_number_fault(match[0].upper()):
                    continue
                taken.add(match.span())
                found.append(Suspect(field, match[0], word))
    return found
