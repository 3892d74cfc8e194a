"""What a person asked for, as phrases of tokens: only letters and digits ever reach the database."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mingjing.refusal import Refusal
from mingjing.search.tokens import Token, normal, tokenise

LONGEST = 100
# 建筑法第六十四条: texts write 《建筑法》第六十四条, so law and article are words of their own.
_ARTICLE = re.compile(r"(?<=[\w》])(?=第[零〇一二三四五六七八九十百千]+条)")
WORDS = 8

# A bracket belongs to the number around it: `〔2026〕 12号` is one word.
_AROUND_BRACKETS = re.compile(r"\s*([\[\]［］〔〕【】﹝﹞()（）])\s*")


@dataclass(frozen=True)
class Phrase:
    """Tokens that must follow each other; where `open`, the last one is the beginning of a token."""

    tokens: tuple[str, ...]
    open: bool

    @property
    def needle(self) -> str:
        """Return the substring of `tokens.stored` that says the same."""
        return " ".join(["", *self.tokens]) + ("" if self.open else " ")


def parse(raw: str) -> tuple[Phrase, ...]:
    """Return one phrase a word, all of which must be found; none where nothing can be looked for.

    Raises Refusal: `search.too_long`.
    """
    text = normal(raw).strip()
    words = _ARTICLE.sub(" ", _AROUND_BRACKETS.sub(r"\1", text)).split()
    if len(text) > LONGEST or len(words) > WORDS:
        raise Refusal(
            "search.too_long",
            f"检索词过长：最多 {LONGEST} 个字、{WORDS} 个词。",
            next_step="请只保留名称、文号或关键的几个词。",
            field="q",
        )
    phrases = (_phrase(list(tokenise(word))) for word in words)
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase.tokens))


def _phrase(found: list[Token]) -> Phrase:
    texts = tuple(token.text for token in found)
    if not found or not _is_lone(found[-1].text):
        return Phrase(texts, open=False)
    # The last character of a Chinese run stands alone in a text that ends there; a query may end anywhere.
    within_run = len(found) > 1 and found[-2].end == found[-1].end
    return Phrase(texts[:-1], open=False) if within_run else Phrase(texts, open=True)


def _is_lone(token: str) -> bool:
    return len(token) == 1 and not token.isascii()
