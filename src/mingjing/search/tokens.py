"""From text to tokens: overlapping bigrams of Chinese, whole words of letters and of digits.

Every Chinese character begins exactly one token (the last of a run stands alone), so a phrase of bigrams is
an exact substring, and one character is a prefix. Folded away are width and case (NFKC), brackets and all
other marks, spaces between Chinese characters (`决 定 书`), leading zeros (`012`) and 第 before a number
(`〔2026〕第12号`).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 64  # characters; a longer word is no word, and PostgreSQL sets a limit to lexemes

_CHINESE, _DIGIT, _LETTER, _SPACE, _MARK = range(5)


class Token(NamedTuple):
    """A token and where it stands in the text: [start, end)."""

    text: str
    start: int
    end: int


class _Char(NamedTuple):
    text: str
    at: int


def normal(text: str) -> str:
    """Return the form of a text that `tokenise` takes: composed characters."""
    return unicodedata.normalize("NFC", text)


def tokenise(text: str) -> Iterator[Token]:
    """Yield the tokens of a text in `normal` form, in order."""
    run: list[_Char] = []
    running = _MARK
    for at, raw in enumerate(text):
        for folded, kind in _fold(raw):
            if kind != running and not (kind == _SPACE and running == _CHINESE):
                yield from _flush(run, running, kind)
                run, running = [], kind
            if kind < _SPACE:
                run.append(_Char(folded, at))
    yield from _flush(run, running, _MARK)


def stored(text: str) -> str:
    """Return all tokens as one string, each between spaces: a phrase is found in it as a substring."""
    return " ".join(["", *(token.text for token in tokenise(normal(text))), ""])


@lru_cache(maxsize=1 << 16)
def _fold(raw: str) -> tuple[tuple[str, int], ...]:
    return tuple((char, _kind(char)) for char in unicodedata.normalize("NFKC", raw).casefold())


def _kind(char: str) -> int:
    if char.isascii():
        return (
            _DIGIT if char.isdigit() else _LETTER if char.isalpha() else _SPACE if char.isspace() else _MARK
        )
    return _CHINESE if char.isalnum() else _SPACE if char.isspace() else _MARK


def _flush(run: list[_Char], kind: int, following: int) -> Iterator[Token]:
    if not run or kind >= _SPACE:
        return
    if kind != _CHINESE:
        word = "".join(char.text for char in run)
        word = (word.lstrip("0") or "0") if kind == _DIGIT else word
        yield Token(word[:LONGEST], run[0].at, run[-1].at + 1)
        return
    if following == _DIGIT and run[-1].text == "第":
        run = run[:-1]
    for number, char in enumerate(run):
        pair = run[number : number + 2]
        yield Token("".join(each.text for each in pair), char.at, pair[-1].at + 1)
