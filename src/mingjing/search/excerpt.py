"""Showing where a hit was hit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mingjing.search.tokens import normal, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mingjing.search.query import Phrase

WIDTH = 80
BEFORE = 20
_BLANK = re.compile(r"\s+")


class Part(NamedTuple):
    """A piece of text, plain; `marked` where it is what was looked for."""

    text: str
    marked: bool


def marked(text: str, phrases: Sequence[Phrase]) -> tuple[Part, ...]:
    """Return the whole text in parts, every match marked."""
    text = normal(text)
    parts, done = [], 0
    for start, end in _merged(_spans(text, phrases)):
        parts += [Part(text[done:start], marked=False), Part(text[start:end], marked=True)]
        done = end
    parts.append(Part(text[done:], marked=False))
    return tuple(Part(_BLANK.sub(" ", part.text), part.marked) for part in parts if part.text)


def excerpt(text: str, phrases: Sequence[Phrase], *, width: int = WIDTH) -> tuple[Part, ...]:
    """Return about `width` characters around the first match (else the beginning), matches marked."""
    text = normal(text)
    first = next(_spans(text, phrases), (0, 0))
    start = max(0, min(first[0] - BEFORE, len(text) - width))
    end = max(start + width, first[1])
    parts = marked(text[start:end], phrases)
    before = (Part("…", marked=False),) if start > 0 else ()
    after = (Part("…", marked=False),) if end < len(text) else ()
    return (*before, *parts, *after)


def _spans(text: str, phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield every match as [start, end), in the order of their ends."""
    longest = max((len(phrase.tokens) for phrase in phrases), default=0)
    seen: list[tuple[str, int, int]] = []
    for token in tokenise(text):
        seen.append(token)
        del seen[:-longest]
        for phrase in phrases:
            tail = seen[-len(phrase.tokens) :]
            if len(tail) < len(phrase.tokens):
                continue
            *whole, last = (each[0] for each in tail)
            if tuple(whole) != phrase.tokens[:-1]:
                continue
            if last == phrase.tokens[-1]:
                yield tail[0][1], token.end
            elif phrase.open and last.startswith(phrase.tokens[-1]):
                yield tail[0][1], token.start + 1


def _merged(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
