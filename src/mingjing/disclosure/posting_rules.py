"""What must hold of something put up elsewhere: it is public, the place can be found, the time is not to come."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mingjing import clock
from mingjing.disclosure.models import Posting
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.disclosure.models import Publication

Channel = Posting.Channel
OPENED = frozenset({Channel.PLATFORM, Channel.WECHAT, Channel.WEIBO})
"""Channels at which the public opens an address."""


def require_address(channel: str, address: str) -> None:
    """A4.1: whoever asks can open it: what stands on the web is recorded with its address."""
    parts = urlsplit(address.strip())
    if channel in OPENED and not address.strip():
        raise Refusal(
            "posting.no_address",
            "网上的转载须写明网址。",
            next_step="请打开发布后的页面，复制地址栏。",
            field="address",
        )
    if address.strip() and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise Refusal(
            "posting.address",
            "网址须以 http:// 或者 https:// 开头。",
            next_step="请从地址栏复制。",
            field="address",
        )


def day_of(moment: dt.datetime) -> dt.date:
    """Return the day on which something happened here."""
    return moment.astimezone(clock.SHANGHAI).date()


def require_moment(publication: Publication, posted_at: dt.datetime, now: dt.datetime) -> None:
    """种子 一（一）: nothing is put up before it was checked; nothing is recorded that has not happened."""
    if posted_at > now:
        raise Refusal(
            "posting.future", "发布时间还没有到。", next_step="请填写实际发布的时间。", field="posted_at"
        )
    public = publication.published_at
    if public is None or day_of(posted_at) < day_of(public):
        raise Refusal(
            "posting.before", "发布时间早于审核公开的日期。", "种子 一（一）", "请核对时间；先于审核发布的，立即撤除。",
            "posted_at",
        )  # fmt: skip
