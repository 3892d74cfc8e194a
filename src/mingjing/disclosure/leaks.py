"""What looks like personal particulars in a text about to be public (244号10; reference §11.6 no. 27).

What cannot be anything else (a number that checks, an account, a mobile phone) is masked in free text by rule; the
rest is a suspicion, never a verdict: the person who checks confirms each one or sends the proposal back.
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

CERTAIN = frozenset({"居民身份证号", "手机号码", "银行账号", "电子邮箱"})
"""Masked wherever they stand in free text; addresses and office telephones may be a building site's or a firm's."""
HIDDEN = "〔已隐去〕"
RULE = "244号 第十条"


@dataclass(frozen=True)
class Suspect:
    """A piece of text, the field that holds it, and what it looks like."""

    field: str
    text: str
    word: str


def suspects(fields: Iterable[tuple[str, str]]) -> list[Suspect]:
    """Return what in a publication's fields (label, text) looks like personal particulars, in their order."""
    return [Suspect(field, match[0], word) for field, text in fields for word, match in _found(text)]


def pieces(text: str) -> list[tuple[str, str]]:
    """Cut a text into what may be shown and what is masked by rule: pairs of text and word, the word empty if shown."""
    cut: list[tuple[str, str]] = []
    at = 0
    hits = [(match, word) for word, match in _found(text) if word in CERTAIN]
    for match, word in sorted(hits, key=lambda hit: hit[0].start()):
        cut += [(text[at : match.start()], ""), (match[0], word)]
        at = match.end()
    return [(piece, word) for piece, word in [*cut, (text[at:], "")] if piece]


def masked(text: str) -> tuple[str, list[str]]:
    """Return a text without what is masked by rule, and what each masked piece was."""
    cut = pieces(text)
    shown = "".join(HIDDEN if word else piece for piece, word in cut)
    return shown, list(dict.fromkeys(word for _, word in cut if word))


def _found(text: str) -> list[tuple[str, re.Match[str]]]:
    """Return what a text holds, the surest kind first; no two overlap."""
    found: list[tuple[str, re.Match[str]]] = []
    for word, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(other.start() < match.end() and match.start() < other.end() for _, other in found):
                continue
            if word == "居民身份证号" and identity_number_fault(match[0].upper()):
                continue
            found.append((word, match))
    return found
