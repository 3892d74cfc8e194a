"""What a decision makes of itself for the public, confirmed by one person before a second one checks (118号二)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing.disclosure import acts, kinds, leaks, masks, rules
from mingjing.disclosure.actions import attaching
from mingjing.disclosure.actions.publishing import dossier_of, next_version, not_withdrawn, own
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import fields_of, suspects_of
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import Deed, deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mingjing.registry.models import User

State, Ground = Publication.State, Publication.Ground
PERMISSION = "publication.propose"


def collect(*, publication: Publication) -> Publication:
    """采集: keep what the rule lets the public read, to be confirmed by a person; nobody has to think of it (A4.1).

    With a `ground` it is kept back at once, and the desk shows why. Refused beside a version that waits, and after
    what was withdrawn for good.
    """
    kept_back = bool(publication.ground)
    act = acts.KEPT_BACK if kept_back else acts.COLLECTED
    with transaction.atomic(), deed(dossier=dossier_of(publication), act=act, actor=SYSTEM) as work:
        publication.version = next_version(publication)
        publication.state = State.WITHHELD if kept_back else State.COLLECTED
        openings = masks.seal(publication)
        work.add(publication)
        masks.keep(openings)
        if kept_back:
            kinds.kind(publication.kind).withheld(work, publication)
    return publication


def forward(
    *,
    user: User,
    publication: Publication,
    hidden: Collection[str] = (),
    confirmed: Collection[str] = (),
    impact: str = "",
    files: Collection[str] = (),
    version: int | None = None,
) -> Publication:
    """传递: confirm what was collected and send it to be checked by a second person.

    `hidden` are pieces of its text that are taken out, of the page and of the copy as a file; `confirmed` are
    suspicions that this person found fit for the public; whatever the machine found is one or the other. Of a natural
    person, `impact` says what the decision's social impact is (行政处罚法48). `files` are the soft names of released
    files that are to be public beside it. What was sent back or kept back is collected afresh.
    """
    require(user, PERMISSION)
    own(user, publication)
    with deed(
        dossier=dossier_of(publication), act=acts.PROPOSED, actor=user.actor(), version=version
    ) as work:
        seen = _as_it_stands(publication)
        made = seen if seen.state == State.COLLECTED else _afresh(seen)
        made.impact = (impact.strip() or made.impact) if made.natural else ""
        rules.require_impact(made, made.impact)
        _hide(work, made, [each for each in dict.fromkeys(hidden) if each.strip()])
        rules.require_confirmed(suspects_of(made), confirmed)
        beside = attaching.chosen(made, files)
        _send(work, seen, made, user)
        attaching.attach(work, made, ((each.source, each.title, each.blob) for each in beside))
    return made


def withhold(
    *, user: User, publication: Publication, ground: str, reason: str, version: int | None = None
) -> Publication:
    """Propose that something is not made public, on a ground of 244号11, with reasons; a second person checks.

    What was sent back is collected afresh; what is already kept back is not kept back a second time.
    """
    require(user, PERMISSION)
    own(user, publication)
    rules.require_ground(ground, reason)
    with deed(
        dossier=dossier_of(publication), act=acts.WITHHOLDING, actor=user.actor(), version=version
    ) as work:
        seen = _as_it_stands(publication)
        if seen.state == State.WITHHELD:
            raise Refusal(
                "publication.not_collected", "这份公示已经决定不公开。", next_step="请刷新公示列表。"
            )
        made = seen if seen.state == State.COLLECTED else _afresh(seen)
        made.ground, made.ground_reason = ground, reason.strip()
        _send(work, seen, made, user)
    return made


def agree_withholding(*, user: User, publication: Publication, version: int | None = None) -> Publication:
    """Check a proposal not to make something public, and so decide: a second person (244号6、11)."""
    require(user, "publication.check")
    own(user, publication)
    with deed(
        dossier=dossier_of(publication), act=acts.WITHHELD, actor=user.actor(), version=version
    ) as work:
        publication = _as_it_stands(publication)
        if publication.state != State.PROPOSED or not publication.ground:
            raise Refusal("publication.not_waiting", "这份公示没有提请不公开。", next_step="请刷新公示列表。")
        rules.require_second_person(publication, user)
        publication.state = State.WITHHELD
        publication.checked_by = user.officer
        work.change(publication)
        kinds.kind(publication.kind).withheld(work, publication)
    return publication


def _as_it_stands(publication: Publication) -> Publication:
    return Publication.objects.select_related("agency", "rule", "pdf").get(pk=publication.pk)


def _versions(publication: Publication) -> int:
    return Publication.objects.filter(kind=publication.kind, about=publication.about).count()


def _afresh(publication: Publication) -> Publication:
    """Return what was sent back or kept back as the decision has it now: a new version."""
    corrected = publication.correction and not kinds.kind(publication.kind).renewed
    if publication.state not in {State.RETURNED, State.WITHHELD} or corrected:
        raise Refusal("publication.not_collected", "这份公示不在待确认状态。", next_step="请刷新公示列表。")
    if _versions(publication) > publication.version:
        raise Refusal("publication.waiting", "这份公示已有更新的一版。", next_step="请打开最新的一版。")
    not_withdrawn(publication)
    made = kinds.kind(publication.kind).afresh(publication)
    if made is None or made.ground:
        raise Refusal(
            "publication.kept_back",
            f"按公示规则不公开：{made.get_ground_display() if made else '没有可以重新采集的内容'}。",
            "244号 第十一条",
            "请看适用的公示规则。",
        )
    made.version = publication.version + 1
    return made


def _send(work: Deed, seen: Publication, made: Publication, user: User) -> None:
    """Send to the check what was seen, or the version that was made of it afresh."""
    made.state = State.PROPOSED
    made.proposed_by = user.officer
    made.remark = ""
    openings = masks.seal(made)
    if made is seen:
        work.change(made)
    else:
        work.add(made)
    masks.keep(openings)


def _hide(work: Deed, publication: Publication, words: Sequence[str]) -> None:
    """Take pieces out of the fields and of the copy as a file; say of each field that something was taken out."""
    if not words:
        return
    fields = fields_of(publication)
    for word in words:
        if not any(word in text for _, text in fields):
            raise Refusal(
                "publication.not_found_in_text",
                f"要隐去的“{word}”在公示内容里找不到。",
                next_step="请照公示快照中的文字填写，一行一处。",
                field="hidden",
            )
        if word in publication.title:
            raise Refusal(
                "publication.in_title",
                f"标题中有“{word}”，不能隐去。",
                next_step="请只写正文中的文字。",
                field="hidden",
            )
    publication.content = {
        **publication.content,
        "fields": [[label, _without(text, words)] for label, text in fields],
    }
    publication.masks = [
        *publication.masks,
        *(
            masks.mask(label, f"{label}中{leaks.BY_HAND}", leaks.RULE, word)
            for label, text in fields
            for word in words
            if word in text
        ),
    ]
    publication.pdf = kinds.kind(publication.kind).copy(work, publication, tuple(words))


def _without(text: str, words: Sequence[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, leaks.HIDDEN)
    return text
