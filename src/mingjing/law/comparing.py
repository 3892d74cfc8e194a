"""Two imported versions of one statute, compared; and who wants to know when a new version comes in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mingjing.law.citations import title_key
from mingjing.law.differing import ArticleChange, Kind, Place, Words, affected, compare
from mingjing.law.models import Statute, StatuteVersion
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.records.actors import Actor


@dataclass(frozen=True)
class LawDifference:
    """An earlier and a later version of one statute."""

    before: StatuteVersion
    after: StatuteVersion

    @cached_property
    def changes(self) -> list[ArticleChange]:
        """Return the articles that are not the same, in order."""
        return compare(_words(self.before), _words(self.after))

    @cached_property
    def affected(self) -> dict[Place, ArticleChange]:
        """Return what became of each article of the earlier version that is not the same."""
        return affected(self.changes)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the keys of all names that the statute is cited by."""
        statute = self.after.statute
        return frozenset(title_key(name) for name in (statute.title, *statute.aliases))

    @property
    def counts(self) -> list[tuple[Kind, int]]:
        """Return how many articles each thing happened to."""
        kinds = [change.kind for change in self.changes]
        return [(kind, kinds.count(kind)) for kind in Kind if kind in kinds]


def _words(version: StatuteVersion) -> list[Words]:
    rows = version.articles.order_by("number", "suffix")
    return [Words((each.number, each.suffix), each.text, tuple(each.items)) for each in rows]


def in_order(statute: Statute) -> list[StatuteVersion]:
    """Return a statute's versions, the earliest first."""
    return sorted(statute.versions.all(), key=lambda each: each.counts_from or dt.date.min)


def is_newest(version: StatuteVersion) -> bool:
    """Say whether no version comes after it: an older text that is imported later changes nothing that is cited."""
    return in_order(version.statute)[-1] == version


def before_it(version: StatuteVersion) -> StatuteVersion | None:
    """Return the version that a version takes the place of, if there is one."""
    versions = in_order(version.statute)
    at = versions.index(version)
    return versions[at - 1] if at else None


def find_statute(title: str) -> Statute:
    """Return the statute of a title or a short name, or refuse."""
    wanted = title_key(title)
    for statute in Statute.objects.all():
        if wanted in {title_key(name) for name in (statute.title, *statute.aliases)}:
            return statute
    raise Refusal("law.unknown", f"没有收录《{title}》。", next_step="请先导入法规文本。")


def difference(title: str, *, earlier: dt.date | None = None, later: dt.date | None = None) -> LawDifference:
    """Compare the two newest versions of a statute, or those published on two days."""
    versions = in_order(find_statute(title))
    after = _published(versions, later) if later else versions[-1]
    older = versions[: versions.index(after)]
    if earlier is None and not older:
        raise Refusal(
            "law.one_version",
            f"{after.statute}只收录了一个版本，没有可以对照的。",
            next_step="请导入另一版本的文本。",
        )
    return LawDifference(_published(versions, earlier) if earlier else older[-1], after)


def _published(versions: list[StatuteVersion], day: dt.date) -> StatuteVersion:
    found = next((each for each in versions if each.published_on == day), None)
    if found is None:
        days = "、".join(str(each.published_on) for each in versions)
        raise Refusal("law.unknown", f"没有收录 {day} 公布的版本。", next_step=f"收录的版本公布于：{days}。")
    return found


type Listener = Callable[[Actor, LawDifference], None]
type WordsListener = Callable[[Actor, Statute], None]

_listeners: list[Listener] = []
_words_listeners: list[WordsListener] = []


def when_changed(listener: Listener) -> None:
    """Register what is to be done, within the import's transaction, when a statute has a new version."""
    if listener not in _listeners:
        _listeners.append(listener)


def when_worded(listener: WordsListener) -> None:
    """Register what is to be done, within the import's transaction, when a known version got its words."""
    if listener not in _words_listeners:
        _words_listeners.append(listener)


def tell_words(actor: Actor, statute: Statute) -> None:
    """Tell everybody who asked for it that the words of a version are known now."""
    for listener in _words_listeners:
        listener(actor, statute)


def tell(actor: Actor, version: StatuteVersion) -> None:
    """Tell everybody who asked for it that a version takes the place of another."""
    before = before_it(version)
    if before is not None:
        found = LawDifference(before, version)
        for listener in _listeners:
            listener(actor, found)
