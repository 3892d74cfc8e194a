"""What to try when nothing was found: pieces of what was asked for that do stand somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.search import engines
from mingjing.search.query import parse
from mingjing.search.tokens import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.search.scope import Scope

PROBES = 12
"""So many pieces are tried at most."""
SHOWN = 3
SHORTEST = 2


def suggest(query: str, scope: Scope) -> list[str]:
    """Return the longest pieces of a query, at most three, that are found in a scope."""
    found: list[str] = []
    for tried, piece in enumerate(_pieces(query)):
        if tried == PROBES or len(found) == SHOWN:
            break
        if any(piece in each for each in found):
            continue
        phrases = parse(piece)
        if phrases and engines.matching(phrases, scope, want=0, cap=0)[1]:
            found.append(piece)
    return found


def _pieces(query: str) -> Iterator[str]:
    """Yield what is left without one of the words, then each word, then ever shorter ends of a word."""
    words = normal(query).split()
    seen = {" ".join(words)}
    without = [" ".join(words[:at] + words[at + 1 :]) for at in range(len(words))] if len(words) > 1 else []
    for piece in (*without, *words, *_ends(words)):
        if len(piece) >= SHORTEST and piece not in seen:
            seen.add(piece)
            yield piece


def _ends(words: list[str]) -> Iterator[str]:
    """Yield beginnings and ends of the longest word: a character less, then half of it, and so on."""
    word = max(words, key=len, default="")
    length = len(word)
    for kept in (length - 1, length - 2, length * 3 // 4, length // 2, length // 3, SHORTEST + 1, SHORTEST):
        if SHORTEST <= kept < length:
            yield word[:kept]
            yield word[-kept:]
