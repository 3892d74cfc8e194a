"""What changed between two texts, as pieces that a template marks with `del` and `ins`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

LONGEST = 4000
"""Longer texts are shown whole, before and after: comparing takes time that grows with the square."""
WORD = re.compile(
    r"[A-Za-z0-9.,〔〕\-]+|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]{2,}|《[^》]*》|.", re.DOTALL
)

type Kind = Literal["same", "del", "ins"]


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: Kind
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Return the pieces that turn one text into the other; figures and titles of laws are never cut in two."""
    if before == after:
        return [Piece("same", before)] if before else []
    if not before or not after or len(before) + len(after) > LONGEST:
        whole = [Piece("del", before), Piece("ins", after)]
        return [piece for piece in whole if piece.text]
    old, new = WORD.findall(before), WORD.findall(after)
    found: list[Piece] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(Piece("del", "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Piece("ins", "".join(new[new_from:new_to])))
    return found


@dataclass(frozen=True)
class Change:
    """One field that changed."""

    label: str
    pieces: list[Piece]
