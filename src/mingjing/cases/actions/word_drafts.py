"""The draft goes out as Word and comes back as the next revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.actions import drafting
from mingjing.cases.actions.common import acting_handler, party_of
from mingjing.cases.papers.word_drafts import typed_back
from mingjing.cases.queries.case import newest_drafts
from mingjing.documents.word import LIMIT
from mingjing.storage import content

if TYPE_CHECKING:
    from mingjing.cases.models import Case, Party
    from mingjing.evidence.actions import Upload
    from mingjing.registry.models import User
    from mingjing.review.models import Draft


def bring_back(*, user: User, case: Case, party: Party, upload: Upload, version: int | None = None) -> Draft:
    """§11.4 no. 1: read the free texts of a draft's Word file into a new revision, which is reviewed again."""
    acting_handler(user, case, "case.draft")
    party_of(case, party)
    content.accept(upload.stream, upload.name, {content.DOCX}, limit=LIMIT)
    newest = newest_drafts(case.dossier).get(party.ref)
    typed = typed_back(case, party, newest, upload.stream.read())
    return drafting.draft(user=user, case=case, party=party, version=version, in_word=True, **typed)
