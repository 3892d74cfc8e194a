"""What changed between two texts of a statute, article by article: pure, on places and words.

A statute that was revised is often numbered anew. An article is therefore first looked for by its words, then by
what it resembles most; only what resembles nothing was added or repealed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from mingjing.law.citations import Citation, format_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

type Place = tuple[int, int]

LIKE = 0.4
"""From this share of common pairs of characters two articles are taken for one that was changed."""
SAME_PLACE = 0.15
"""What speaks for the article of the same number, where several resemble it."""


class Kind(models.TextChoices):
    """What happened to an article."""

    ADDED = "added", "新增"
    REPEALED = "repealed", "删去"
    CHANGED = "changed", "修改"
    MOVED = "moved", "条号变动"
    UNKNOWN = "unknown", "条文未导入，须人工对照"


@dataclass(frozen=True)
class Words:
    """An article as it is compared. `text` is empty where only its structure is known."""

    place: Place
    text: str
    items: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return its number as a document writes it."""
        return format_place(Citation("", *self.place))


@dataclass(frozen=True)
class ArticleChange:
    """One article that is not the same in both texts; `before` empty where it was added, `after` where repealed."""

    kind: Kind
    before: Words | None
    after: Words | None

    @property
    def heading(self) -> str:
        """Return which article it is: 第七条, or 第七条 → 第八条 where its number changed."""
        was, now = self.before, self.after
        if was and now and was.place != now.place:
            return f"{was} → {now}"
        return str(was or now)

    @property
    def order(self) -> tuple[Place, Place]:
        """Return where it stands in a list of changes: by its new number, what was repealed by its old one."""
        last = self.after or self.before
        first = self.before or self.after
        return (last.place if last else (0, 0), first.place if first else (0, 0))


def compare(before: Sequence[Words], after: Sequence[Words]) -> list[ArticleChange]:
    """Return the articles that differ, in order; without words on both sides only their structure is compared."""
    if not (_worded(before) and _worded(after)):
        return _by_structure(before, after)
    now = {each.place: each for each in after}
    old = [each for each in before if not _same(each, now.get(each.place))]
    kept = {each.place for each in before} - {each.place for each in old}
    new = [each for each in after if each.place not in kept]
    changes = [*_moved(old, new), *_changed(old, new)]
    changes += [ArticleChange(Kind.REPEALED, each, None) for each in old]
    changes += [ArticleChange(Kind.ADDED, None, each) for each in new]
    return sorted(changes, key=lambda change: change.order)


def affected(changes: Iterable[ArticleChange]) -> dict[Place, ArticleChange]:
    """Return the places of the earlier text at which the later one says something else, or may."""
    return {change.before.place: change for change in changes if change.before}


def _worded(articles: Sequence[Words]) -> bool:
    return all(each.text for each in articles)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _same(was: Words, now: Words | None) -> bool:
    return now is not None and _plain(was.text) == _plain(now.text)


def _by_structure(before: Sequence[Words], after: Sequence[Words]) -> list[ArticleChange]:
    was, now = ({each.place: each for each in articles} for articles in (before, after))
    changes = [ArticleChange(Kind.REPEALED, was[place], None) for place in was.keys() - now.keys()]
    changes += [ArticleChange(Kind.ADDED, None, now[place]) for place in now.keys() - was.keys()]
    for place in was.keys() & now.keys():
        kind = Kind.UNKNOWN if was[place].items == now[place].items else Kind.CHANGED
        changes.append(ArticleChange(kind, was[place], now[place]))
    return sorted(changes, key=lambda change: change.order)


def _moved(old: list[Words], new: list[Words]) -> list[ArticleChange]:
    """Take out what stands in both with the same words under another number."""
    found = []
    for was in list(old):
        now = next((each for each in new if _same(was, each)), None)
        if now is not None:
            old.remove(was)
            new.remove(now)
            found.append(ArticleChange(Kind.MOVED, was, now))
    return found


def _changed(old: list[Words], new: list[Words]) -> list[ArticleChange]:
    """Take out what resembles each other, the most alike first."""
    olds, news = [(each, _pairs(each)) for each in old], [(each, _pairs(each)) for each in new]
    likes = sorted(
        (
            (-_alike(mine, theirs) - SAME_PLACE * (was.place == now.place), was.place, now.place)
            for was, mine in olds
            for now, theirs in news
            if _alike(mine, theirs) >= LIKE
        )
    )
    was_at, now_at = {each.place: each for each in old}, {each.place: each for each in new}
    found = []
    for _, was_place, now_place in likes:
        if was_place in was_at and now_place in now_at:
            was, now = was_at.pop(was_place), now_at.pop(now_place)
            old.remove(was)
            new.remove(now)
            found.append(ArticleChange(Kind.CHANGED, was, now))
    return found


def _pairs(words: Words) -> Counter[str]:
    text = _plain(words.text)
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of pairs of neighbouring characters that two texts have in common (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
