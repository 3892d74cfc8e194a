"""Taking a publication down: at once, everywhere, and the reason within three working days (行政处罚法48; 244号13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.disclosure import acts, kinds, rules, surfaces
from mingjing.disclosure.actions.publishing import dossier_of, own
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.law.terms import due
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import Deed, deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from mingjing.records.actors import Actor
    from mingjing.registry.models import User

State = Publication.State
PERMISSION = "publication.withdraw"
RULE = "xzcf.revoke_publish"


def withdraw(
    *, user: User, publication: Publication, situation: str, note: str = "", version: int | None = None
) -> Withdrawal:
    """Take a publication with all its versions off every public surface, inside this act (244号13 立即撤下).

    `situation` is one of `Withdrawal.Situation`; `note` says for the file how the agency came to know and is never
    shown outside. A proposal that waits about the same thing goes back.
    """
    require(user, PERMISSION)
    _may_be_withdrawn(user, publication)
    rules.require_situation(situation)
    with deed(
        dossier=dossier_of(publication), act=acts.WITHDRAWN, actor=user.actor(), version=version
    ) as work:
        withdrawal = _leave_every_surface(work, publication, situation, note=note, user=user)
        work.facts["situation"] = withdrawal.get_situation_display()
    return withdrawal


def take_back(*, actor: Actor, publication: Publication, situation: str, note: str = "") -> None:
    """Follow a system that takes back what it sent: off every public surface at once; what still waited goes back.

    Nothing is done to what was never public and waits no more.
    """
    rules.require_situation(situation)
    versions = Publication.objects.filter(kind=publication.kind, about=publication.about)
    if versions.filter(state=State.PUBLISHED).exists():
        with deed(dossier=dossier_of(publication), act=acts.WITHDRAWN, actor=actor) as work:
            withdrawal = _leave_every_surface(work, publication, situation, note=note, user=None)
            work.facts["situation"] = withdrawal.get_situation_display()
        return
    set_aside(actor=actor, publication=publication, reason="来源系统已撤回。")


def set_aside(*, actor: Actor, publication: Publication, reason: str) -> None:
    """Send back what still waits about the same thing, because the system that sent it sent something else since."""
    waits = Publication.objects.select_related("agency").filter(
        kind=publication.kind, about=publication.about, state__in=[State.COLLECTED, State.PROPOSED]
    )
    for each in waits:
        with deed(dossier=dossier_of(each), act=acts.RETURNED, actor=actor) as work:
            each.state, each.remark = State.RETURNED, reason
            work.change(each)


def take_down_expired(publication: Publication) -> Withdrawal:
    """Take down what has been public for as long as its rule says; the system does it, and no reason is owed.

    A newer version with a later day may have taken its place since it was found: the one that is public counts.
    """
    with deed(dossier=dossier_of(publication), act=acts.EXPIRED, actor=SYSTEM) as work:
        current = Publication.objects.filter(
            kind=publication.kind, about=publication.about, state=State.PUBLISHED
        ).first()
        if current and not rules.is_over(current, clock.today()):
            raise Refusal("publication.not_over", "公示期未满。", next_step="请刷新公示列表。")
        return _leave_every_surface(work, publication, Withdrawal.Situation.EXPIRED, note="", user=None)


def end(*, publication: Publication, why: str) -> None:
    """End a notice whose occasion is gone, by itself: public, it is taken down and says why; waiting, it goes back."""
    rows = Publication.objects.filter(kind=publication.kind, about=publication.about)
    public = rows.filter(state=State.PUBLISHED).exists()
    waiting = list(rows.filter(state__in=[State.PROPOSED, State.COLLECTED]))
    if not public and not waiting:
        return
    with deed(dossier=dossier_of(publication), act=acts.ENDED, actor=SYSTEM) as work:
        if public:
            gone = _leave_every_surface(work, publication, Withdrawal.Situation.EXPIRED, note="", user=None)
            gone.reason, gone.explained_on = why, clock.today()
            work.change(gone)
        for each in [] if public else waiting:
            _take_down(work, each)
            each.remark = why
            work.change(each)
            work.mention(each)


def _leave_every_surface(
    work: Deed, publication: Publication, situation: str, *, note: str, user: User | None
) -> Withdrawal:
    versions = list(
        Publication.objects.select_related("agency")
        .filter(kind=publication.kind, about=publication.about)
        .order_by("-version")
    )
    current = next((each for each in versions if each.state == State.PUBLISHED), None)
    if current is None:
        raise Refusal(
            "publication.not_public", "这份公示现在没有公开，不需要撤下。", next_step="请刷新公示列表。"
        )
    withdrawal = _withdrawal(user, current, situation, note)
    work.mention(current)
    work.add(withdrawal)
    for each in versions:
        _take_down(work, each)
    return withdrawal


def _may_be_withdrawn(user: User, publication: Publication) -> None:
    own(user, publication)
    if not kinds.kind(publication.kind).withdrawable:
        raise Refusal(
            "publication.not_withdrawable",
            "清单不撤下：以新版替代旧版。",
            "种子 一（二）1",
            "请编制新版，核对后公开。",
        )


def _withdrawal(user: User | None, publication: Publication, situation: str, note: str) -> Withdrawal:
    today = clock.today()
    made = Withdrawal(
        publication=publication,
        situation=situation,
        note=note.strip(),
        withdrawn_on=today,
        withdrawn_by=user.officer if user else None,
    )
    if situation != Withdrawal.Situation.EXPIRED:
        term = due(RULE, today)
        made.explain_by, made.safe_on, made.provisional = term.due, term.safe, term.provisional
    return made


def _take_down(work: Deed, publication: Publication) -> None:
    """Change a version's state and take it from every surface that keeps something of it."""
    if publication.state in {State.PUBLISHED, State.REPLACED}:
        publication.state = State.WITHDRAWN
        work.change(publication)
    elif publication.state in {State.PROPOSED, State.COLLECTED}:
        publication.state = State.RETURNED
        publication.remark = "公示已经撤下。"
        work.change(publication)
    surfaces.remove(publication)


def explain_withdrawal(
    *, user: User, withdrawal: Withdrawal, reason: str, version: int | None = None
) -> Withdrawal:
    """Publish why something was withdrawn (行政处罚法48第二款): once, in words that name nobody."""
    require(user, PERMISSION)
    publication = withdrawal.publication
    own(user, publication)
    with deed(
        dossier=dossier_of(publication), act=acts.EXPLAINED, actor=user.actor(), version=version
    ) as work:
        withdrawal = Withdrawal.objects.select_related("publication").get(pk=withdrawal.pk)
        if withdrawal.explained_on is not None:
            raise Refusal(
                "publication.explained", "撤下的理由已经公布。", next_step="请在撤下后的公开页面上查看。"
            )
        rules.require_naming_nobody(reason, publication)
        withdrawal.reason = reason.strip()
        withdrawal.explained_on = clock.today()
        withdrawal.explained_by = user.officer
        work.mention(publication)
        work.change(withdrawal)
    return withdrawal
