"""The text of a statute, read into title, dated events, articles, paragraphs and items.

The format is that of plain law texts: `# title`, lines of dated events, `<!-- INFO END -->`, chapters as
headings or lines of their own, `第X条 …` with blank lines between paragraphs, `（一）…` for items. A `.docx`
holds the same lines. An article glued to the one before it (`…涂改。 第八条　…`) is known by its number.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from mingjing.law.numerals import NUMBER, to_chinese, to_int
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

type EventKind = Literal["made", "published", "revised", "amended", "in_force"]

_KINDS: dict[str, EventKind] = {
    "通过": "made",
    "公布": "published",
    "发布": "published",
    "修订": "revised",
    "修正": "amended",
    "施行": "in_force",
}


@dataclass(frozen=True)
class Event:
    """One dated line of the head: 通过, 公布, 修订, 修正."""

    on: dt.date
    kind: EventKind
    text: str


@dataclass
class Paragraph:
    """款: its own words, and the words of its items (项) in order."""

    text: str
    items: list[str] = field(default_factory=list)


@dataclass
class ParsedArticle:
    """条, with its chapter headings (编、章、节) as one line."""

    number: int
    suffix: int
    chapter: str
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the words, a line for each paragraph and item."""
        return "\n".join(line for each in self.paragraphs for line in (each.text, *each.items))

    @property
    def items(self) -> list[int]:
        """Return the number of items of each paragraph; its length is the number of paragraphs."""
        return [len(each.items) for each in self.paragraphs]


@dataclass(frozen=True)
class ParsedStatute:
    """A statute's text. `document_number` is what stands before a circular's title (国办发〔2018〕118号).

    `head_effective` and `signed_on` are what head and signature say; `notes` are for a person to check.
    """

    title: str
    document_number: str
    events: list[Event]
    head_effective: dt.date | None
    signed_on: dt.date | None
    articles: list[ParsedArticle]
    preamble: str
    notes: list[str]

    @property
    def last_article(self) -> str:
        """Return the words of the last article, where statutes say from when they are in force."""
        return self.articles[-1].text if self.articles else ""


LONGEST_TITLE = 200
DATE = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_DATE = re.compile(DATE)
_HEAD_EFFECTIVE = re.compile(rf"(?:自\s*)?{DATE}\s*起?(?:施行|实施)")
_DOCUMENT_NUMBER = re.compile(r"^[一-鿿]{2,8}〔\d{4}〕\d{1,6}号\s*")
_HEADING = re.compile(rf"^第{NUMBER}([编章节])\s")
_ARTICLE = re.compile(rf"第({NUMBER})条(?:之({NUMBER}))?(\s+|$|(?=[^第规的、和至或款]))")
_GLUED = re.compile(rf"(?<=[。；）”])\s?(?=第({NUMBER})条\s)")
_ITEM = re.compile(rf"^[（(]{NUMBER}[）)]")
_SENTENCE_END = re.compile(r"[。；：！？”）…]$")


def parse_statute(text: str) -> ParsedStatute:
    """Return the parsed text, or refuse what has no title."""
    lines = [_tidy(line) for line in text.splitlines()]
    lines = [line for line in lines if line]
    if not lines or _ARTICLE.match(lines[0]) or len(lines[0]) > LONGEST_TITLE:
        raise Refusal(
            code="law.text_without_title",
            sentence="文件的第一行应是法规的标题，没有找到。",
            next_step="在第一行写上“# 标题”后重新导入",
        )
    title, number = _title(lines[0])
    head, body = _split_head(lines[1:])
    builder = _Builder()
    for line in body:
        builder.take(line)
    builder.finish()
    return ParsedStatute(
        title=title,
        document_number=number,
        events=_events(head),
        head_effective=_head_effective(head),
        signed_on=_signed_on(builder),
        articles=builder.articles,
        preamble="\n".join(builder.preamble),
        notes=builder.notes,
    )


def _tidy(line: str) -> str:
    """Return the line without invisible characters and with one kind of space."""
    visible = "".join(char for char in line if unicodedata.category(char) != "Cf")
    return re.sub(r"\s+", " ", visible).strip()


def _title(line: str) -> tuple[str, str]:
    plain = line.lstrip("# ").strip()
    match = _DOCUMENT_NUMBER.match(plain)
    number = match[0].strip() if match else ""
    return re.sub(r"\s", "", plain[len(number) :]), number


_INFO_END = "<!-- INFO END -->"


def _split_head(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the dated lines and the rest; without the marker, the head goes on as long as the dates."""
    if _INFO_END in lines:
        end = lines.index(_INFO_END)
        return lines[:end], lines[end + 1 :]
    for index, line in enumerate(lines):
        if not (_DATE.search(line) and any(word in line for word in _KINDS)) or _ARTICLE.match(line):
            return lines[:index], lines[index:]
    return lines, []


def _events(head: list[str]) -> list[Event]:
    joined: list[str] = []
    for line in head:
        if joined and not _DATE.search(line):
            joined[-1] += line
        else:
            joined.append(line.lstrip("（("))
    events = (_event(line) for line in joined)
    return [event for event in events if event is not None and event.kind != "in_force"]


def _event(line: str) -> Event | None:
    found = _DATE.search(line)
    day = found and _date(found)
    if found is None or day is None:
        return None
    words = _HEAD_EFFECTIVE.sub("施行", re.sub(r"《[^》]*》", "", line[found.start() :]))
    named = [(words.find(word), kind) for word, kind in _KINDS.items() if word in words]
    if not named:
        return None
    return Event(day, min(named)[1], line.rstrip("）)"))


def _head_effective(head: list[str]) -> dt.date | None:
    found = [_date(match) for line in head for match in _HEAD_EFFECTIVE.finditer(line)]
    return max((day for day in found if day), default=None)


def _date(match: re.Match[str]) -> dt.date | None:
    """Return the date, or None for one that no calendar has."""
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def effective_clause(article: str) -> dt.date | Literal["publication"] | None:
    """Return what a last article says: a date, `publication` (自公布之日起施行), or nothing."""
    match = re.search(rf"自{DATE}起(?:施行|实施)", article)
    if match:
        return _date(match)
    return "publication" if re.search(r"自(?:公布|发布|印发)之日起(?:施行|实施)", article) else None


def _signed_on(builder: _Builder) -> dt.date | None:
    """Return the date that stands alone at the end of a circular."""
    lines = builder.preamble[-1:] if not builder.articles else builder.dropped[-1:]
    for line in lines:
        match = _DATE.fullmatch(line)
        if match:
            return _date(match)
    return None


class _Builder:
    """Takes body lines in order and puts each where it belongs."""

    def __init__(self) -> None:
        self.articles: list[ParsedArticle] = []
        self.preamble: list[str] = []
        self.dropped: list[str] = []
        self.notes: list[str] = []
        self._headings: dict[str, str] = {}

    def take(self, line: str) -> None:
        if self._take_heading(line):
            return
        article = _ARTICLE.match(line)
        if article and self._follows(article):
            self._open(article)
            line = line[article.end() :]
        for part in self._unglued(line):
            self._take_words(part)

    def finish(self) -> None:
        """Leave out a signature after the last article: lines that end no sentence."""
        paragraphs = self.articles[-1].paragraphs if self.articles else []
        while (
            len(paragraphs) > 1 and not paragraphs[-1].items and not _SENTENCE_END.search(paragraphs[-1].text)
        ):
            self.dropped.insert(0, paragraphs.pop().text)

    def _take_heading(self, line: str) -> bool:
        marked = line.startswith("#")
        plain = line.lstrip("# ")
        match = _HEADING.match(plain + " ")
        if not match and not marked:
            return False
        level = match[1] if match else "章"
        outer = "编章节"[: "编章节".index(level)]
        self._headings = {key: value for key, value in self._headings.items() if key in outer}
        self._headings[level] = self._heading_text(plain)
        return True

    @staticmethod
    def _heading_text(plain: str) -> str:
        label, _, words = plain.partition(" ")
        return f"{label} {words.replace(' ', '')}".strip()

    def _follows(self, match: re.Match[str]) -> bool:
        """Say whether the numbers go on: none repeats, and one without a space is exactly the next."""
        found = self._place(match)
        if not match[3]:
            return found == self._next()
        return not self.articles or found > self._last()

    @staticmethod
    def _place(match: re.Match[str]) -> tuple[int, int]:
        return to_int(match[1]), to_int(match[2]) if match[2] else 0

    def _last(self) -> tuple[int, int]:
        return (self.articles[-1].number, self.articles[-1].suffix) if self.articles else (0, 0)

    def _next(self) -> tuple[int, int]:
        return self._last()[0] + 1, 0

    def _open(self, match: re.Match[str]) -> None:
        number, suffix = self._place(match)
        missing = range(self._last()[0] + 1, number)
        if missing:
            self.notes.append("缺" + "、".join(f"第{to_chinese(each)}条" for each in missing))
        self.articles.append(ParsedArticle(number, suffix, "/".join(self._headings.values())))

    def _unglued(self, line: str) -> Iterable[str]:
        """Yield the line cut before each glued article that carries the next number."""
        while True:
            cut = next(
                (match for match in _GLUED.finditer(line) if to_int(match[1]) == self._next()[0]), None
            )
            if cut is None:
                yield line
                return
            yield line[: cut.start()]
            article = _ARTICLE.match(line, cut.end())
            if article is None:
                raise AssertionError(line)
            self._open(article)
            line = line[article.end() :]

    def _take_words(self, line: str) -> None:
        if not line:
            return
        if not self.articles:
            self.preamble.append(line)
            return
        paragraphs = self.articles[-1].paragraphs
        if _ITEM.match(line) and paragraphs:
            paragraphs[-1].items.append(line)
        else:
            paragraphs.append(Paragraph(line))
