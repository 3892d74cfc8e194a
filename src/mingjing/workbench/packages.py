"""A publication ready for somebody else's system: a zip with page, title, attachments; texts and codes to copy (A5.1).

Only what the public reads is in it. The page has no style and no script of its own: the county's editor gives both.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string

from mingjing.disclosure import kinds
from mingjing.disclosure.queries import fields_of
from mingjing.storage.content import RECORDINGS
from mingjing.storage.store import MissingBytesError, open_range
from mingjing.theme import qr

if TYPE_CHECKING:
    from mingjing.disclosure.models import Publication, PublicFile
    from mingjing.storage.models import Blob

WEIBO_MOST = 140
"""Characters that a post shows unfolded."""
MOMENT = (1980, 1, 1, 0, 0, 0)
"""The same publication gives the same bytes."""


@dataclass(frozen=True)
class Share:
    """What a clerk copies: title and text, and the address with which it ends."""

    label: str
    text: str


def address_of(publication: Publication, base: str) -> str:
    """Return the public address: on the live portal where it is set, else on the site that was asked."""
    return f"{settings.MINGJING_PUBLIC_URL or base}{kinds.kind(publication.kind).address(publication)}"


def shares(publication: Publication, base: str) -> list[Share]:
    """Return the texts for WeChat and Weibo; a person's decision is not spread beyond its page (reference §11.5)."""
    if publication.natural:
        return []
    link = address_of(publication, base)
    agency = publication.agency.name
    number = f"（{publication.number}）" if publication.number else ""
    room = WEIBO_MOST - len(f"【】{number} 全文：") - len(link) // 2
    title = publication.title if len(publication.title) <= room else f"{publication.title[: room - 1]}…"
    wechat = [
        publication.title,
        f"文号：{publication.number}" if publication.number else "",
        f"发布机构：{agency}",
    ]
    return [
        Share("微信公众号", "\n".join([*(line for line in wechat if line), f"全文（可验真）：{link}"])),
        Share("微博", f"【{title}】{number} 全文：{link}"),
    ]


def package(publication: Publication, base: str) -> bytes:
    """Return the zip: title, page, copy, texts, code."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:

        def add(name: str, content: bytes | str) -> None:
            file.writestr(zipfile.ZipInfo(name, MOMENT), content)

        link = address_of(publication, base)
        add("标题.txt", publication.title)
        context = {"publication": publication, "pairs": fields_of(publication), "link": link}
        add("正文.html", render_to_string("workbench/package.html", context))
        for share in shares(publication, base):
            add(f"{share.label}.txt", share.text)
        add("二维码.png", qr.picture(link))
        for name, blob in _attachments(publication):
            try:
                add(f"附件/{name}", b"".join(open_range(blob)))
            except MissingBytesError:
                add(f"附件/{name}暂时取不到.txt", "请稍后再下载转载包。")
        if films := [each for each in _beside(publication) if each.blob.media_type in RECORDINGS]:
            page = link.rstrip("/")
            add(
                "附件/录音录像的网址.txt",
                "\n".join(f"{each.title}：{page}/files/{each.name}" for each in films),
            )
    return out.getvalue()


def _beside(publication: Publication) -> list[PublicFile]:
    return list(publication.files.select_related("blob"))


def _attachments(publication: Publication) -> list[tuple[str, Blob]]:
    """Return the copy and the pictures and papers beside it; films and sounds stay where they are, and are named."""
    own = (
        [(f"{publication.number or publication.ref}（公示件）.pdf", publication.pdf)]
        if publication.pdf
        else []
    )
    beside = [each for each in _beside(publication) if each.blob.media_type not in RECORDINGS]
    return [*own, *((f"{each.title}.{each.ending}", each.blob) for each in beside)]
