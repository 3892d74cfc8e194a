"""One person proposes, another checks and thereby publishes (种子 A1; 244号6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.disclosure import acts, kinds, rules
from mingjing.disclosure.actions import attaching
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.disclosure.queries import suspects_of
from mingjing.law.counting import months_later
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import Deed, deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.search import index

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from mingjing.disclosure.models import PublicFile
    from mingjing.records.models import Dossier
    from mingjing.registry.models import User

State = Publication.State


def dossier_of(publication: Publication) -> Dossier:
    """Return the dossier of a publication's whole life: all versions of what it is about."""
    return open_dossier(kind="publication", ref=publication.about, agency=publication.agency.ref)


def own(user: User, publication: Publication) -> None:
    """Refuse a publication of another agency."""
    if publication.agency_id != user.agency_id:
        raise Refusal("publication.unknown", "没有这份公示。", next_step="请从本机关的公示列表进入。")


def propose(*, publication: Publication, user: User, beside: Iterable[PublicFile] = ()) -> Publication:
    """Send a publication to be checked by a second person; `beside` are files of the version before that stay."""
    require(user, "publication.propose")
    own(user, publication)
    publication.proposed_by = user.officer
    with (
        transaction.atomic(),
        deed(dossier=dossier_of(publication), act=acts.PROPOSED, actor=user.actor()) as work,
    ):
        publication.version = next_version(publication)
        work.add(publication)
        attaching.attach(work, publication, ((each.source, each.title, each.blob) for each in beside))
    return publication


def next_version(publication: Publication) -> int:
    """Return the number of one more version; refuse it beside one that waits, or after what was withdrawn for good."""
    earlier = Publication.objects.filter(kind=publication.kind, about=publication.about)
    if earlier.filter(state__in=[State.PROPOSED, State.COLLECTED]).exists():
        raise Refusal(
            "publication.waiting", "同一事项已有一份公示等待审核。", next_step="请先审核或退回那一份。"
        )
    not_withdrawn(publication)
    return earlier.count() + 1


def not_withdrawn(publication: Publication) -> None:
    """Refuse to bring back what was withdrawn, but for what was only shown wrongly (行政处罚法48; 244号13)."""
    withdrawal = (
        Withdrawal.objects.filter(publication__kind=publication.kind, publication__about=publication.about)
        .exclude(situation=Withdrawal.Situation.LEAKED)
        .first()
    )
    if withdrawal is not None:
        raise Refusal(
            "publication.taken_down",
            f"这份公示已经撤下（{withdrawal.get_situation_display()}），不能再次公开。",
            "行政处罚法 第四十八条第二款；244号 第十三条",
            "有新的决定的，以新的决定公开。",
        )


def publish(
    *,
    user: User,
    publication: Publication,
    secrecy_checked: bool,
    confirmed: Collection[str] = (),
    late_reason: str = "",
    version: int | None = None,
) -> Publication:
    """Check a proposal and publish it: a second person, after the named secrecy check (保密法; §11.5).

    `confirmed` are the texts that the machine took for personal particulars and the person found fit for the public.
    `late_reason` says why it comes after its last day (244号12); the supervisor reads it.
    """
    require(user, kinds.kind(publication.kind).permission)
    own(user, publication)
    with deed(
        dossier=dossier_of(publication), act=acts.PUBLISHED, actor=user.actor(), version=version
    ) as work:
        publication = Publication.objects.select_related("agency", "rule").get(pk=publication.pk)
        _check(publication, user, secrecy_checked=secrecy_checked)
        found = suspects_of(publication)
        rules.require_confirmed(found, confirmed)
        rules.require_late_reason(publication, late_reason, clock.today())
        publication.late_reason = late_reason.strip() if rules.is_late(publication, clock.today()) else ""
        publication.confirmed = [[each.field, each.word] for each in found]
        _replace_earlier(work, publication)
        publication.state = State.PUBLISHED
        publication.checked_by = user.officer
        publication.secrecy_checked = True
        publication.published_at = clock.now()
        if publication.rule and publication.rule.months and publication.expires_on is None:
            publication.expires_on = months_later(publication.made_on, publication.rule.months)
        work.change(publication)
        kinds.kind(publication.kind).published(work, publication)
        if not publication.agency.posts_elsewhere:
            kinds.kind(publication.kind).appeared(work, publication, clock.today())
        _index(publication)
    return publication


def _check(publication: Publication, user: User, *, secrecy_checked: bool) -> None:
    if publication.state != State.PROPOSED:
        raise Refusal("publication.not_waiting", "这份公示不在待审核状态。", next_step="请刷新公示列表。")
    if publication.ground:
        raise Refusal(
            "publication.to_be_withheld",
            "这一份提请的是不公开。",
            "244号 第十一条",
            "请核对不公开的情形，同意或者退回。",
        )
    rules.require_second_person(publication, user)
    if not secrecy_checked:
        raise Refusal(
            "publication.secrecy",
            "尚未作出保密审查。",
            "政府信息公开条例 第十七条；保守国家秘密法",
            "请核对后勾选“已作保密审查”。",
            "secrecy_checked",
        )
    kinds.kind(publication.kind).before(publication)


def _replace_earlier(work: Deed, publication: Publication) -> None:
    for earlier in Publication.objects.filter(
        kind=publication.kind, about=publication.about, state=State.PUBLISHED
    ).select_related("agency"):
        earlier.state = State.REPLACED
        work.change(earlier)
        index.remove("publication", earlier.ref)


def _index(publication: Publication) -> None:
    """Let what is public be found by its words; not what is about a natural person (reference §11.5)."""
    if publication.natural:
        return
    index.put(
        "publication",
        publication.ref,
        title=publication.title,
        text=kinds.kind(publication.kind).searchable(publication),
        date=publication.made_on,
        agency=publication.agency.ref,
        url=kinds.kind(publication.kind).address(publication),
        public=True,
    )


def send_back(
    *, user: User, publication: Publication, reason: str, version: int | None = None
) -> Publication:
    """Return a proposal with reasons."""
    require(user, kinds.kind(publication.kind).permission)
    own(user, publication)
    if not reason.strip():
        raise Refusal(
            "publication.no_reason", "退回须写明理由。", field="reason", next_step="请写明要改什么。"
        )
    with deed(
        dossier=dossier_of(publication), act=acts.RETURNED, actor=user.actor(), version=version
    ) as work:
        publication = Publication.objects.select_related("agency").get(pk=publication.pk)
        if publication.state != State.PROPOSED:
            raise Refusal("publication.not_waiting", "这份公示不在待审核状态。", next_step="请刷新公示列表。")
        publication.state = State.RETURNED
        publication.checked_by = user.officer
        publication.remark = reason
        work.change(publication)
    return publication


def published_on(publication: Publication) -> dt.date | None:
    """Return the local date of publication."""
    return publication.published_at.astimezone(clock.SHANGHAI).date() if publication.published_at else None
