"""Reading the law: citations resolved on a day, statutes in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from mingjing import clock
from mingjing.law.citations import Citation, format_citation, format_place, parse_citation, title_key
from mingjing.law.models import Article, Statute, StatuteVersion
from mingjing.law.numerals import to_chinese
from mingjing.law.resolution import LighterHint, Resolution, Status
from mingjing.records import vocabulary
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable, Mapping


def resolve(citation_text: str, on: dt.date) -> Resolution:
    """Resolve one citation on a day: for substance the day of the act, for procedure that of the step.

    Refuses a text that is not exactly one citation (`law.citation_unreadable`) or names no statute.
    """
    return Lawbook().resolve(parse_citation(citation_text), on)


def lighter_hint(
    citation_text: str, *, acted_on: dt.date, today: dt.date | None = None, book: Lawbook | None = None
) -> LighterHint | None:
    """Return a hint if the version of the act's day is not today's, else (or if one is unknown) None.

    `book`: where many citations are asked about, the one book for all.
    """
    citation = parse_citation(citation_text)
    book = book or Lawbook()
    then, now = book.resolve(citation, acted_on), book.resolve(citation, today or clock.today())
    if then.version is None or now.version is None or then.version == now.version:
        return None
    same = then.text == now.text if then.text and now.text else None
    return LighterHint(then.version, now.version, same, _hint_sentence(then.version, now.version, same))


def _hint_sentence(then: StatuteVersion, now: StatuteVersion, same: bool | None) -> str:
    compared = {
        True: "所引条款两个版本文字相同",
        False: "所引条款文字不同，新规定处罚较轻或者不认为违法的，适用新规定",
        None: "条文未全部导入，请对照两个版本；新规定处罚较轻或者不认为违法的，适用新规定",
    }[same]
    return f"行为日适用{then}，现行为{now}：{compared}（行政处罚法 第三十七条）。"


class Lawbook:
    """All statutes and versions in memory, to resolve many citations: a query for each new article."""

    def __init__(self) -> None:
        self._statutes: dict[str, Statute] = {}
        self._versions: dict[uuid.UUID, list[StatuteVersion]] = {}
        self._articles: dict[tuple[uuid.UUID, int, int], Article | None] = {}
        for statute in Statute.objects.all():
            for name in (statute.title, *statute.aliases):
                self._statutes.setdefault(title_key(name), statute)
        for version in StatuteVersion.objects.select_related("statute").defer("preamble"):
            self._versions.setdefault(version.statute_id, []).append(version)

    def gather(self, citations: Iterable[Citation], days: Iterable[dt.date]) -> None:
        """Fetch the articles that citations may name on some days: one query, where `resolve` asks for each."""
        on = list(days)
        places = {
            (version.pk, each.article, each.article_suffix)
            for each in citations
            if each.article is not None and (statute := self._statutes.get(title_key(each.title)))
            for day in on
            if (version := self.version_on(statute, day))
        } - self._articles.keys()
        wanted = Q()
        for version_id, number, suffix in places:
            wanted |= Q(version=version_id, number=number, suffix=suffix)
        if places:
            self._articles |= dict.fromkeys(places)
            for article in Article.objects.filter(wanted).order_by("-id"):
                self._articles[article.version_id, article.number, article.suffix] = article

    def resolve(self, citation: Citation, on: dt.date) -> Resolution:
        """Resolve a parsed citation on a day."""
        if not citation.title:
            raise Refusal(
                code="law.citation_without_title",
                sentence=f"“{format_citation(citation)}”没有写明是哪部法规。",
                next_step="请写成《法规名称》第×条",
                field="citation",
            )
        statute = self._statutes.get(title_key(citation.title))
        if statute is None:
            sentence = f"《{citation.title}》尚未导入，无法核对条款，请人工核对。"
            return Resolution(Status.STATUTE_NOT_IMPORTED, citation, sentence)
        version = self.version_on(statute, on)
        if version is None:
            sentence = self._not_in_force(statute, on)
            unsure = self._before_the_only_one(statute, on)
            if unsure:
                sentence = f"{sentence.removesuffix('。')}；更早的版本是否存在尚未收录，待核。"
            return Resolution(Status.NO_VERSION_IN_FORCE, citation, sentence, statute, unsure=unsure)
        return self._place(citation, statute, version)

    def version_on(self, statute: Statute, on: dt.date) -> StatuteVersion | None:
        """Return the version in force on the day, the newest where dates leave two."""
        in_force = [
            version
            for version in self._versions.get(statute.pk, [])
            if (version.counts_from is None or version.counts_from <= on)
            and (version.effective_to is None or on <= version.effective_to)
        ]
        return max(
            in_force, key=lambda version: (version.counts_from is not None, version.counts_from), default=None
        )

    def _before_the_only_one(self, statute: Statute, on: dt.date) -> bool:
        """Say whether one version is known and the day lies before it: nobody knows what stood then."""
        known = self._versions.get(statute.pk, [])
        return len(known) == 1 and known[0].counts_from is not None and on < known[0].counts_from

    def _not_in_force(self, statute: Statute, on: dt.date) -> str:
        starts = [
            version.counts_from for version in self._versions.get(statute.pk, []) if version.counts_from
        ]
        known = f"；已收录的最早版本自{min(starts).isoformat()}起施行" if starts else ""
        return f"{on.isoformat()}没有已收录的{statute}版本施行{known}。"

    def _place(self, citation: Citation, statute: Statute, version: StatuteVersion) -> Resolution:
        if citation.article is None:
            return Resolution(Status.FOUND, citation, _found(citation, version), statute, version)
        article = self._article(version, citation.article, citation.article_suffix)
        if article is None:
            sentence = (
                f"{version}没有{format_place(Citation('', citation.article, citation.article_suffix))}。"
            )
            return Resolution(Status.ARTICLE_NOT_FOUND, citation, sentence, statute, version)
        paragraph, fault = _paragraph(citation, article)
        status = Status.ARTICLE_NOT_FOUND if fault else Status.FOUND
        sentence = f"{version}{fault}" if fault else _found(citation, version)
        item = None if fault else citation.item
        return Resolution(status, citation, sentence, statute, version, article, paragraph, item)

    def _article(self, version: StatuteVersion, number: int, suffix: int) -> Article | None:
        place = (version.pk, number, suffix)
        if place not in self._articles:
            self._articles[place] = version.articles.filter(number=number, suffix=suffix).first()
        return self._articles[place]


def _found(citation: Citation, version: StatuteVersion) -> str:
    sentence = f"{version}{format_place(citation)}"
    if version.effective_from is None:
        return f"{sentence}，施行日期待核。"
    return f"{sentence}，自{version.effective_from.isoformat()}起施行。"


def _paragraph(citation: Citation, article: Article) -> tuple[int | None, str]:
    """Return the paragraph meant, and what is wrong with it; an item alone means the one that has it."""
    place = format_place(Citation("", article.number, article.suffix))
    counts: list[int] = article.items
    if citation.paragraph is not None:
        if not 1 <= citation.paragraph <= len(counts):
            return None, f"{place}只有{to_chinese(len(counts))}款。"
        if citation.item is not None and not 1 <= citation.item <= counts[citation.paragraph - 1]:
            return (
                citation.paragraph,
                f"{place}第{to_chinese(citation.paragraph)}款没有第{to_chinese(citation.item)}项。",
            )
        return citation.paragraph, ""
    if citation.item is None:
        return None, ""
    having = [number for number, count in enumerate(counts, start=1) if 1 <= citation.item <= count]
    if not having:
        return None, f"{place}没有第{to_chinese(citation.item)}项。"
    return (having[0] if len(having) == 1 else None), ""


def register_words() -> None:
    """Register how statutes and versions are said in a sentence."""
    vocabulary.describe(Statute.subject_kind(), _statute_words)
    vocabulary.describe(StatuteVersion.subject_kind(), _version_words)


def _statute_words(refs: Iterable[str]) -> Mapping[str, str]:
    return {statute.ref: str(statute) for statute in Statute.objects.filter(pk__in=list(refs))}


def _version_words(refs: Iterable[str]) -> Mapping[str, str]:
    rows = StatuteVersion.objects.select_related("statute").defer("preamble").filter(pk__in=list(refs))
    return {version.ref: str(version) for version in rows}
