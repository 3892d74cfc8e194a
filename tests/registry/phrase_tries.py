"""Keeping the phrase book, tried in every role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.documents import phrasing
from mingjing.documents.models import Phrase

if TYPE_CHECKING:
    from test_role_table import World

WORDS = {"title": "常用", "clause": "行政处罚法 第五条", "text": "另一种写法"}


def _phrase(world: World) -> Phrase:
    phrase = Phrase(
        agency=world.bureau.agency,
        place="draft.facts",
        first_on=clock.today(),
        **WORDS | {"text": "原来的写法"},
    )
    phrase.save(force_insert=True)
    return phrase


PHRASE_TRIES: dict[str, Any] = {
    "phrase.keep": {
        phrasing.add_phrase: lambda _, user: phrasing.add_phrase(user=user, place="draft.facts", **WORDS),
        phrasing.reword_phrase: lambda world, user: phrasing.reword_phrase(
            user=user, phrase=_phrase(world), **WORDS
        ),
        phrasing.end_phrase: lambda world, user: phrasing.end_phrase(user=user, phrase=_phrase(world)),
        phrasing.adopt_standard: lambda _, user: phrasing.adopt_standard(user=user),
    },
}
