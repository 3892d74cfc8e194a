"""Finding by words: every word somewhere in title or text, through the index."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from mingjing.search import engines
from mingjing.search.index import CAP
from mingjing.search.models import Entry
from mingjing.search.query import parse
from mingjing.search.scope import Scope

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingjing.disclosure.models import Publication

SCOPE = Scope(kinds=("publication",))


def publications_with(rows: QuerySet[Publication], words: str) -> QuerySet[Publication]:
    """Narrow publications to those in which every word stands; of more than 1,000, to the newest 1,000."""
    phrases = parse(words)
    if not phrases:
        return rows
    ids, _ = engines.matching(phrases, SCOPE, want=CAP, cap=CAP)
    refs = Entry.objects.filter(pk__in=ids).values_list("ref", flat=True)
    return rows.filter(pk__in=[uuid.UUID(ref) for ref in refs])
