"""Anyone may ask for a correction; the agency answers with reasons, within its limit (政府信息公开条例41; 244号13)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.disclosure import acts, request_rules
from mingjing.disclosure.actions.publishing import dossier_of
from mingjing.disclosure.models import CorrectionRequest, Publication
from mingjing.law.terms import due
from mingjing.records.actors import Actor
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from mingjing.registry.models import User

Outcome = CorrectionRequest.Outcome
RULE = "correction.answer"
"""No law has a limit for this answer; it is the agency's own promise (reference §1.5)."""
MOST_A_DAY, MOST_ABOUT_ONE = 50, 5
"""Requests that are taken on one day in all, and that may wait about one publication: the log cannot be cut back."""
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def ask_correction(
    *, publication: Publication, field: str, claim: str, name: str = "", contact: str = ""
) -> CorrectionRequest:
    """Take a request about what is public. `name` and `contact` are optional and stay at the desk.

    The record names nobody: the one who asks is known by the request alone.
    """
    request_rules.require_claim(claim)
    waiting = CorrectionRequest.objects.filter(publication__about=publication.about, outcome="")
    today = CorrectionRequest.objects.filter(received_on=clock.today())
    if waiting.count() >= MOST_ABOUT_ONE or today.count() >= MOST_A_DAY:
        raise Refusal(
            "correction.too_many",
            "今天收到的更正申请已经很多，暂时不能再从网上提交。",
            next_step="请改日再试，或者致电本机关。",
        )
    term = due(RULE, clock.today())
    made = CorrectionRequest(
        publication=publication, number=_receipt(), field=field, claim=claim.strip(), name=name.strip(),
        contact=contact.strip(), received_on=clock.today(), answer_by=term.due, safe_on=term.safe,
        provisional=term.provisional,
    )  # fmt: skip
    with deed(
        dossier=dossier_of(publication), act=acts.ASKED, actor=Actor("disclosure.applicant", made.ref)
    ) as work:
        if not Publication.objects.filter(pk=publication.pk, state=Publication.State.PUBLISHED).exists():
            raise Refusal(
                "publication.not_public", "这份公示现在没有公开。", next_step="请从决定列表重新打开。"
            )
        work.add(made)
        work.mention(publication)
    return made


def answer_request(
    *, user: User, request: CorrectionRequest, outcome: str, answer: str, version: int | None = None
) -> CorrectionRequest:
    """Answer a request, once, with reasons. What was corrected or withdrawn must be so before it is said."""
    require(user, "publication.propose")
    if request.publication.agency_id != user.agency_id:
        raise Refusal("publication.unknown", "没有这份申请。", next_step="请从更正申请列表进入。")
    with deed(
        dossier=dossier_of(request.publication), act=acts.ANSWERED, actor=user.actor(), version=version
    ) as work:
        request = CorrectionRequest.objects.select_related("publication__agency").get(pk=request.pk)
        if not request.open:
            raise Refusal("correction.answered", "这份申请已经答复。", next_step="请刷新更正申请列表。")
        request_rules.require_answer(request, outcome, answer, _versions_since(request))
        request.outcome, request.answer = outcome, answer.strip()
        request.answered_on, request.answered_by = clock.today(), user.officer
        work.change(request)
        work.facts["outcome"] = request.get_outcome_display()
    return request


def _versions_since(request: CorrectionRequest) -> list[Publication]:
    """Return the version that was asked about and every later one."""
    about = request.publication
    rows = Publication.objects.filter(kind=about.kind, about=about.about, version__gte=about.version)
    return list(rows.order_by("version"))


def _receipt() -> str:
    """Return a fresh receipt number: it opens the answer, so it cannot be guessed."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"GZ-{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"
