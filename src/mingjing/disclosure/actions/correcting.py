"""Correcting what is public: a new version that a second person checks (种子 A1; 政府信息公开条例41; §11.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure import rules
from mingjing.disclosure.actions.publishing import own, propose
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import fields_of, succeeded, withdrawal_of
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.registry.models import User

PARTY = "当事人"
KEPT = (
    "agency", "kind", "about", "title", "number", "party_name", "matter_code", "matter_name", "made_on", "masks", "pdf",
    "basis", "expires_on", "rule", "natural", "impact",
)  # fmt: skip
"""What a new version takes over. Not the limit: a correction is due at once."""


def correct(
    *, user: User, publication: Publication, fields: Mapping[str, str], correction: str, reason: str
) -> Publication:
    """Propose a corrected version: `fields` names the fields to change with their new text.

    `correction` is one of `Publication.Correction`. Where personal data or another's name were shown, the copy as a
    file goes as well: it holds the old words, and only the words of the page are corrected. Of what only the copy
    leaked, no field changes. Files beside it go as well where particulars were shown.
    """
    require(user, "publication.propose")
    own(user, publication)
    _may_be_corrected(publication, correction)
    old = dict(fields_of(publication))
    new = rules.corrected(old, fields, correction, reason, copy=publication.pdf_id is not None)
    made = Publication(
        **{name: getattr(publication, name) for name in KEPT},
        content={**publication.content, "fields": [[label, text] for label, text in new.items()]},
        correction=correction,
        correction_reason=reason.strip(),
    )
    if new.get(PARTY) != old.get(PARTY):
        made.party_name = new[PARTY]
        made.title = made.title.replace(old[PARTY], new[PARTY])
    if correction in rules.SECRET:
        made.pdf = None
    rules.require_old_words_gone(old, new, made.title, correction)
    leaked = correction in rules.SECRET
    beside = () if leaked else publication.files.select_related("blob")
    return propose(publication=made, user=user, beside=beside)


def _may_be_corrected(publication: Publication, correction: str) -> None:
    """Refuse what is not public; what was withdrawn for leaked particulars comes back only without them."""
    withdrawal = withdrawal_of(publication)
    if not rules.correctable(publication, withdrawal, newest=not succeeded(publication)):
        raise Refusal(
            "publication.not_correctable",
            "只能更正现在公开的处罚决定；清单以新版替代旧版。",
            "种子 一（一）",
            "请从“已公开”中打开现行的一版。",
        )
    rules.require_secret_after_leak(publication, correction)
