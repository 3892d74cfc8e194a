"""What a citation leads to on a given day."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingjing.law.citations import Citation
    from mingjing.law.models import Article, Statute, StatuteVersion


class Status(enum.StrEnum):
    """The four answers. Only the last two refuse: what nobody imported cannot be called wrong."""

    FOUND = "found"
    STATUTE_NOT_IMPORTED = "statute_not_imported"
    ARTICLE_NOT_FOUND = "article_not_found"
    NO_VERSION_IN_FORCE = "no_version_in_force"

    @property
    def refuses(self) -> bool:
        """Say whether an act that cites so must be refused."""
        return self in {Status.ARTICLE_NOT_FOUND, Status.NO_VERSION_IN_FORCE}


@dataclass(frozen=True)
class Resolution:
    """A citation, and as much of statute, version and place as exists on that day.

    `sentence` is for a person. `unsure`: the day lies before the one version that is known, and an older one may
    just not have been imported. `paragraph` is filled in where an item was cited alone and only one fits.
    """

    status: Status
    citation: Citation
    sentence: str
    statute: Statute | None = None
    version: StatuteVersion | None = None
    article: Article | None = None
    paragraph: int | None = None
    item: int | None = None
    unsure: bool = False

    @property
    def refuses(self) -> bool:
        """Say whether a draft that cites so is refused; what is only 待核 is left to review (行政处罚法37、58)."""
        return self.status.refuses and not self.unsure

    @property
    def text(self) -> str:
        """Return the words cited, a line for each paragraph or item; empty where 条文未导入."""
        return "\n".join(self.article.lines(self.paragraph, self.item)) if self.article else ""


@dataclass(frozen=True)
class LighterHint:
    """Two versions stand between act and today: the lighter one applies (行政处罚法37, 从旧兼从轻).

    `same_words` says whether the cited place reads the same in both; None where a text is not imported.
    """

    then: StatuteVersion
    now: StatuteVersion
    same_words: bool | None
    sentence: str
