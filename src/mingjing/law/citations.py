"""Citations as people write them: 《建筑法》第六十四条, 第五十七条第一款第（一）项, 物业管理条例第57、58条.

What cannot be understood is never dropped and never guessed: it is handed back as `rest`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mingjing.law.numerals import NUMBER, to_chinese, to_int
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator


LONGEST_RANGE = 500


@dataclass(frozen=True, order=True)
class Citation:
    """A statute by its title as written, and a place in it; `article` None cites the statute as a whole.

    An item may stand without a paragraph: 第十五条第（一）项 of an article with a single paragraph.
    """

    title: str
    article: int | None = None
    article_suffix: int = 0
    paragraph: int | None = None
    item: int | None = None


@dataclass(frozen=True)
class Reading:
    """What was understood of a text, in order, and the pieces of it that were not."""

    citations: list[Citation]
    rest: list[str]


def title_key(title: str) -> str:
    """Return what spellings of one title share: no 中华人民共和国, book marks, spaces, 修订 notes."""
    plain = re.sub(r"[\s《》〈〉<>]", "", unicodedata.normalize("NFKC", title))
    plain = re.sub(r"\([^()]*(修订|修正|修改|施行|公布)[^()]*\)$", "", plain)
    return plain.removeprefix("中华人民共和国") or plain


def format_citation(citation: Citation) -> str:
    """Return the citation as a document writes it: 《建筑法》第六十四条第一款第（一）项."""
    text = f"《{citation.title}》" if citation.title else ""
    return text + format_place(citation)


def format_place(citation: Citation) -> str:
    """Return article, paragraph and item without the title; empty for a whole statute."""
    if citation.article is None:
        return ""
    text = f"第{to_chinese(citation.article)}条"
    if citation.article_suffix:
        text += f"之{to_chinese(citation.article_suffix)}"
    if citation.paragraph is not None:
        text += f"第{to_chinese(citation.paragraph)}款"
    if citation.item is not None:
        text += f"第（{to_chinese(citation.item)}）项"
    return text


def parse_citation(text: str) -> Citation:
    """Return the one citation that the text is, or refuse: several, none, or words that are no citation."""
    reading = read_citations(text)
    if len(reading.citations) != 1 or reading.rest:
        raise Refusal(
            code="law.citation_unreadable",
            sentence=f"“{text}”不是一条可以识别的法律依据。",
            next_step="请写成《法规名称》第×条第×款第（×）项，一次一条",
            field="citation",
        )
    return reading.citations[0]


def read_citations(text: str) -> Reading:
    """Return all citations in the text, in order, and what else stands in it."""
    reader = _Reader()
    for kind, match in _tokens(unicodedata.normalize("NFKC", text)):
        reader.take(kind, match)
    reader.close_title()
    return Reading(reader.citations, reader.rest)


_LIST = r"\s*(?:[、,和及与]|以及)\s*第?"
_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<title>《[^《》]+》|[〈<][^《》〈〉<>]+[〉>])(?:\s*\((?![^)]*条)[^)]*\))?",
            rf"(?P<article>第?\s*{NUMBER}(?:(?:{_LIST}|\s*[-~至到]\s*第?){NUMBER})*\s*条(?:\s*之\s*{NUMBER})?)",
            rf"(?P<paragraph>第?\s*{NUMBER}(?:{_LIST}{NUMBER})*\s*款)",
            rf"(?P<item>第?\s*\(?{NUMBER}\)?(?:{_LIST}\(?{NUMBER}\)?)*\s*项)",
            r"(?P<range>[至到~—-])(?=\s*第)",
            r"(?P<noise>的?规定|之规定|等|以?及|[、,;。:\s和与或])",
        )
    )
)
_BARE_END = re.compile(rf"第\s*{NUMBER}\s*(?:[、,至到~-]|条)|{NUMBER}\s*条|[、,;。\n《》〈〉<>]")
_LEAD = re.compile(r"^(?:(?:和|与|及|以及|或|依据|根据|按照|依照|违反了?|参照|见|关于)+)")
_NAME = re.compile(
    r"(?:法|条例|规定|办法|细则|规则|解释|决定|意见|通知|标准|规范|准则|规程|号令?)(?:\([^()]*\))?$"
)
_MARKS = "《》〈〉<> \n\t"
_SELF = re.compile(r"^(?:本|该|同)(?:法|条例|规定|办法|细则|规则)$")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, text); a piece that is no token is a `bare` title or `rest`."""
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match and match.lastgroup:
            yield match.lastgroup, match[match.lastgroup]
            position = match.end()
            continue
        following = _BARE_END.search(text, position + 1)
        end = following.start() if following else len(text)
        yield "bare", text[position:end]
        position = end


def _between(first: int, last: int) -> range:
    """Return the articles inside a range, unless it is longer than any statute."""
    return range(first + 1, last) if last - first <= LONGEST_RANGE else range(0)


@dataclass
class _Reader:
    """Keeps the title and the citation that the next token may refine."""

    citations: list[Citation] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    title: str = ""
    title_is_open: bool = False
    refinable: bool = False
    ranging: bool = False

    def take(self, kind: str, text: str) -> None:
        match kind:
            case "title":
                self.open_title(text[1:-1])
            case "bare":
                self.take_bare(text)
            case "article":
                self.take_article(text)
            case "paragraph" | "item":
                self.take_part(kind, text)
            case "range":
                self.ranging = self.refinable
                self.refinable = False
            case _:
                self.refinable = False

    def open_title(self, title: str) -> None:
        self.close_title()
        self.title = title.replace("(", "（").replace(")", "）").strip()
        self.title_is_open = True
        self.refinable = False

    def close_title(self) -> None:
        """A title that no article followed cites the whole statute."""
        if self.title_is_open:
            self.citations.append(Citation(self.title))
        self.title_is_open = False

    def take_bare(self, text: str) -> None:
        name = _LEAD.sub("", text.strip(_MARKS))
        if _SELF.match(name):
            self.close_title()
            self.title = ""
        elif _NAME.search(name):
            self.open_title(name)
        elif name:
            self.close_title()
            self.title = ""
            self.rest.append(text.strip())
        self.refinable = False

    def take_article(self, text: str) -> None:
        head, _, tail = text.partition("条")
        suffix = to_int(re.sub(r"[\s之]", "", tail)) if tail else 0
        articles = self._expanded(head)
        if self.ranging and self.citations and (last := self.citations[-1].article) is not None:
            articles = [*_between(last, articles[0]), *articles]
        self.citations.extend(Citation(self.title, number) for number in articles)
        if suffix:
            self.citations[-1] = replace(self.citations[-1], article_suffix=suffix)
        self.title_is_open, self.refinable, self.ranging = False, True, False

    @staticmethod
    def _expanded(head: str) -> list[int]:
        """Return the numbers of `第54、55`, `第54-58`, `第五十四至五十八`."""
        numbers: list[int] = []
        for match in re.finditer(rf"([-~至到])?\s*第?\s*({NUMBER})", head):
            number = to_int(match[2])
            if match[1] and numbers:
                numbers.extend(_between(numbers[-1], number))
            numbers.append(number)
        return numbers

    def take_part(self, kind: str, text: str) -> None:
        """A paragraph or an item refines the citation before it, or, after a comma, adds another."""
        numbers = [to_int(found) for found in re.findall(NUMBER, text)]
        if not self.citations or self.citations[-1].article is None or self.title_is_open:
            self.rest.append(text)
            return
        base = self.citations[-1]
        open_part = base.item is None and (kind == "item" or base.paragraph is None)
        if self.refinable and open_part:
            self.citations.pop()
        for number in numbers:
            if kind == "item":
                self.citations.append(replace(base, item=number))
            else:
                self.citations.append(replace(base, paragraph=number, item=None))
        self.refinable = True
