"""What of a case's records somebody may read, by who asks (244号24; reference §11.4 no. 12), on plain values.

Courts and superiors get everything. A party gets the case without what is sealed from it: internal discussion (review,
approvals, the leaders' discussion, internal forms), who reported, other parties' papers, evidence that holds a third
party's secret. The public gets what was made public. The rest is shown to exist by its hash.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from mingjing.documents.forms_catalogue import FORMS

if TYPE_CHECKING:
    from collections.abc import Collection


class Audience(StrEnum):
    """For whom a bundle is made."""

    COURT = "court"
    PARTY = "party"
    PUBLIC = "public"


LABELS = {Audience.COURT: "法院、上级机关", Audience.PARTY: "当事人", Audience.PUBLIC: "公众"}

INTERNAL_ROOMS = ("review.", "workflow.approval")
INTERNAL_KINDS = frozenset(
    {
        "cases.discussion",
        "cases.petition",
        "cases.report",
        "cases.reply",
        "cases.takeover",
        "cases.actjudgement",
        "cases.sealmark",
        "cases.legalhold",
        "cases.accessgrant",
    }
)
INTERNAL_ACTS = frozenset(
    {
        "case.endorsed", "case.discussed", "case.petitioned", "case.reporter_consented", "case.reporter_told",
        "case.replied", "case.act_judged", "case.decision_refused",
    }
)  # fmt: skip


def is_internal(form: str) -> bool:
    """Say whether documents of a form are how the agency came to its view; one that the catalogue does not know is."""
    known = FORMS.get(form)
    return known is None or known.internal


def shows_to_party(act: str) -> bool:
    """Say whether the body of a record of this act is shown: its facts tell what was found or how it was voted."""
    return act not in INTERNAL_ACTS and not act.startswith("review.")


def opens_to_party(kind: str, ref: str, sealed: Collection[str]) -> bool:
    """Say whether a value or file is opened; `sealed`: references of others' papers, internal papers, secrets."""
    return not kind.startswith(INTERNAL_ROOMS) and kind not in INTERNAL_KINDS and ref not in sealed
