"""Keeping statutes: outlines as shipped, texts as imported, dates as established by a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from mingjing.law import acts
from mingjing.law.comparing import is_newest, tell, tell_words
from mingjing.law.contents import VersionContent, from_file, shipped_outlines
from mingjing.law.models import Article, Statute, StatuteVersion, content_digest
from mingjing.law.statute_files import read_statute_file
from mingjing.records.actions import lock, open_dossier
from mingjing.records.deeds import Deed, deed
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.records.actors import Actor
    from mingjing.records.models import Dossier
    from mingjing.records.vocabulary import Act


BY_A_PERSON = "person"


@dataclass(frozen=True)
class Imported:
    """The version that a text belongs to, whether the import changed anything, and whether the version is new."""

    version: StatuteVersion
    changed: bool
    new: bool = False


def statute_dossier(statute: Statute) -> Dossier:
    """Return the dossier on which everything about a statute is recorded."""
    return open_dossier(kind="law", ref=statute.ref)


def import_statute(*, actor: Actor, name: str, content: bytes) -> Imported:
    """Import a statute's text from a file's name and bytes; the same text a second time changes nothing.

    A version that was known in outline gets its words; a new version ends the one before it, and whoever cites
    what it changed is told (种子 A2.0). Refuses a file that cannot be read as a statute, whole.
    """
    found = from_file(read_statute_file(name, content))
    with transaction.atomic():
        kept = _keep(actor=actor, act=acts.STATUTE_IMPORTED, content=found)
        if kept.new and is_newest(kept.version):
            tell(actor, kept.version)
        elif kept.changed and not kept.new:
            tell_words(actor, kept.version.statute)
    return kept


def load_outlines(*, actor: Actor, contents: Sequence[VersionContent] | None = None) -> int:
    """Load the shipped outlines (or those given) that are not there yet; return how many were new."""
    wanted = shipped_outlines() if contents is None else contents
    kept = [_keep(actor=actor, act=acts.OUTLINE_LOADED, content=content) for content in wanted]
    return sum(each.changed for each in kept)


def set_effective_date(*, actor: Actor, version: StatuteVersion, effective_from: dt.date) -> StatuteVersion:
    """Establish from when a version is in force, where its text does not say so (施行日期待核)."""
    if version.published_on and effective_from < version.published_on:
        raise Refusal(
            code="law.effective_before_publication",
            sentence="施行日期不能早于公布日期。",
            clause="立法法",
            next_step="核对公布该法规的令或者决定",
            field="effective_from",
        )
    with deed(dossier=statute_dossier(version.statute), act=acts.VERSION_DATED, actor=actor) as work:
        version.refresh_from_db()
        version.effective_from = effective_from
        version.effective_source = BY_A_PERSON
        version.note = ""
        work.change(version)
        work.facts["effective_from"] = effective_from.isoformat()
        _close_older(work, version)
    return version


@transaction.atomic
def _keep(*, actor: Actor, act: Act, content: VersionContent) -> Imported:
    known = Statute.objects.filter(key=content.key).first()
    statute = known or _new_statute(content)
    dossier = lock(statute_dossier(statute))
    version = known and _known_version(known, content)
    if version and not _brings_news(version, content):
        return Imported(version, changed=False)
    with deed(dossier=dossier, act=act, actor=actor) as work:
        kept = version or StatuteVersion(statute=statute, published_on=content.published_on)
        _fill(kept, content)
        work.mention(kept)
        if known is None:
            work.add(statute)
        if version is None:
            work.add(kept)
        else:
            work.change(kept)
        _write_articles(kept, content)
        work.facts["articles"] = len(content.articles)
        _close_older(work, kept)
    return Imported(kept, changed=True, new=known is not None and version is None)


def _known_version(statute: Statute, content: VersionContent) -> StatuteVersion | None:
    """Return the version published on the same day; or, where that is unknown, in force from it."""
    same = statute.versions.filter(published_on=content.published_on)
    if content.published_on is None:
        same = same.filter(effective_from=content.effective_from)
    return same.first()


def _new_statute(content: VersionContent) -> Statute:
    return Statute(
        title=content.title,
        key=content.key,
        document_number=content.document_number,
        aliases=content.aliases,
    )


def _brings_news(version: StatuteVersion, content: VersionContent) -> bool:
    """Say whether the content is more than is there: an outline never replaces anything."""
    if not content.has_text:
        return False
    new = content_digest(content.preamble, _articles(version, content))
    return not version.has_text or version.content_digest() != new


def _fill(version: StatuteVersion, content: VersionContent) -> None:
    """Take over what the content says; a date that a person established stays."""
    if version.effective_source != BY_A_PERSON:
        version.effective_from = content.effective_from
        version.effective_source = content.effective_source
        version.note = content.note
    version.has_text = content.has_text
    version.preamble = content.preamble


def _write_articles(version: StatuteVersion, content: VersionContent) -> None:
    """Bring the articles to the content, keeping the rows of those that stay."""
    known = {(each.number, each.suffix): each for each in version.articles.all()}
    wanted = {(each.number, each.suffix): each for each in _articles(version, content)}
    Article.objects.filter(pk__in=[each.pk for place, each in known.items() if place not in wanted]).delete()
    kept = []
    for place, article in known.items():
        if place in wanted:
            new = wanted.pop(place)
            article.chapter, article.items, article.text = new.chapter, new.items, new.text
            kept.append(article)
    Article.objects.bulk_update(kept, ["chapter", "items", "text"], batch_size=100)
    Article.objects.bulk_create(wanted.values(), batch_size=500)


def _articles(version: StatuteVersion, content: VersionContent) -> list[Article]:
    return [
        Article(
            version=version,
            number=each.number,
            suffix=each.suffix,
            chapter=each.chapter,
            items=each.items,
            text=each.text,
        )
        for each in content.articles
    ]


def _close_older(work: Deed, touched: StatuteVersion) -> None:
    """End every version on the day before the next one comes into force; the newest stays open.

    The touched version is worked on as it stands in the deed, so that the record holds its last state.
    """
    others = touched.statute.versions.exclude(pk=touched.pk)
    versions = sorted([touched, *others], key=lambda each: each.counts_from or dt.date.min)
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        end = (
            following.effective_from - dt.timedelta(days=1)
            if following and following.effective_from
            else None
        )
        if version.effective_to != end:
            version.effective_to = end
            work.change(version)
