"""Putting a publication up elsewhere by hand, and taking it from there (国办发〔2017〕47号; 244号13)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from mingjing import clock
from mingjing.disclosure import acts, kinds, posting_rules, rules
from mingjing.disclosure.actions.publishing import dossier_of, own
from mingjing.disclosure.models import Posting, Publication
from mingjing.disclosure.posting_rules import day_of
from mingjing.disclosure.queries import appeared_on
from mingjing.records.deeds import Deed, deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.storage.content import JPEG, PNG
from mingjing.storage.store import put

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.registry.models import User

PERMISSION = "publication.propose"
SHOT = (JPEG, PNG)
LIMIT = 10 * 1024 * 1024


def post(
    *,
    user: User,
    publication: Publication,
    channel: str,
    place: str,
    posted_at: dt.datetime,
    address: str = "",
    number: str = "",
    shot: bytes | IO[bytes] | None = None,
    late_reason: str = "",
    version: int | None = None,
) -> Posting:
    """Record where a publication was put up, when and under which number; `shot` is a picture of it there.

    Of an agency without a site of its own the first posting is when it became public: the time limit is met on that
    day, and `late_reason` says why where it had passed (国办发〔2017〕47号; 244号12).
    """
    require(user, PERMISSION)
    own(user, publication)
    posting_rules.require_address(channel, address)
    posting_rules.require_moment(publication, posted_at, clock.now())
    with deed(dossier=dossier_of(publication), act=acts.POSTED, actor=user.actor(), version=version) as work:
        if not Publication.objects.filter(pk=publication.pk, state=Publication.State.PUBLISHED).exists():
            raise Refusal(
                "publication.not_public",
                "这份公示现在没有公开，不能转载。",
                "244号 第十三条",
                "已经转载的，请撤除。",
            )
        if publication.agency.posts_elsewhere and appeared_on(publication) is None:
            _appear(work, publication, day_of(posted_at), late_reason)
        kept = put(shot, media_type=SHOT, limit=LIMIT) if shot else None
        made = work.add(
            Posting(
                publication=publication, channel=channel, place=place.strip(), address=address.strip(),
                number=number.strip(), posted_at=posted_at, shot=kept, posted_by=user.officer,
            )
        )  # fmt: skip
        work.mention(publication)
        work.facts["channel"] = made.get_channel_display()
    return made


def _appear(work: Deed, publication: Publication, on: dt.date, late_reason: str) -> None:
    """Let the time limit of publication end with its first posting; a late one says why, once."""
    if not publication.late_reason:
        rules.require_late_reason(publication, late_reason, on)
        if rules.is_late(publication, on):
            publication.late_reason = late_reason.strip()
            work.change(publication)
    kinds.kind(publication.kind).appeared(work, publication, on)


def remove_posting(
    *, user: User, posting: Posting, removed_on: dt.date, version: int | None = None
) -> Posting:
    """Record that it left a place, once (244号13 立即撤下)."""
    require(user, PERMISSION)
    own(user, posting.publication)
    with deed(
        dossier=dossier_of(posting.publication), act=acts.UNPOSTED, actor=user.actor(), version=version
    ) as work:
        posting = Posting.objects.select_related("publication").get(pk=posting.pk)
        if posting.removed_on is not None:
            raise Refusal("posting.removed", "已经登记撤除。", next_step="请刷新转载台账。")
        if removed_on > clock.today() or removed_on < posting.posted_at.astimezone(clock.SHANGHAI).date():
            raise Refusal(
                "posting.removed_when",
                "撤除日期须在发布之后、今天以前。",
                next_step="请核对日期。",
                field="removed_on",
            )
        posting.removed_on, posting.removed_by = removed_on, user.officer
        work.change(posting)
        work.mention(posting.publication)
        work.facts["channel"] = posting.get_channel_display()
    return posting
