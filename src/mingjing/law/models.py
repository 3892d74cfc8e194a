"""Statutes, their versions in time, and the structure (and, once imported, the words) of their articles."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from mingjing.ledger.canonical import canonical
from mingjing.records.models import Attested, Json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


def content_digest(preamble: str, articles: Iterable[Article]) -> str:
    """Return SHA-256 over the canonical JSON of the preamble and of every article, in the order given."""
    rows = [[each.number, each.suffix, each.chapter, each.items, each.text] for each in articles]
    return hashlib.sha256(canonical([preamble, rows])).hexdigest()


class Statute(Attested):
    """法规: what its versions have in common. `key` is the title without 中华人民共和国 and spaces."""

    title = models.CharField("名称", max_length=200)
    key = models.CharField("检索名", max_length=200, unique=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    aliases = models.JSONField("简称", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法规"
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return f"《{self.key}》"


class StatuteVersion(Attested):
    """版本: one text of a statute and the days on which it is in force, both included.

    `effective_from` empty means 施行日期待核: the version counts from its publication. `effective_source`
    says how the date is known. Without `has_text` only the structure of the articles is known (条文未导入).
    """

    statute = models.ForeignKey(Statute, models.PROTECT, related_name="versions", verbose_name="法规")
    published_on = models.DateField("公布日期", null=True, blank=True)
    effective_from = models.DateField("施行日期", null=True, blank=True)
    effective_to = models.DateField("失效日期", null=True, blank=True)
    effective_source = models.CharField("施行日期来源", max_length=20, blank=True)
    note = models.TextField("备注", blank=True)
    has_text = models.BooleanField("已导入条文", default=False)
    preamble = models.TextField("条文以外的正文", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法规版本"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statute", "published_on"], name="statute_version_published"),
        ]

    def __str__(self) -> str:
        if self.published_on is None:
            return f"{self.statute}"
        day = self.published_on
        return f"{self.statute}（{day.year}年{day.month}月{day.day}日公布）"

    @property
    def counts_from(self) -> dt.date | None:
        """Return the first day in force, or the day of publication while that is not established."""
        return self.effective_from or self.published_on

    def snapshot(self) -> dict[str, Json]:
        """Return the columns, with one digest over the preamble and all articles in place of their words."""
        columns = super().snapshot()
        del columns["preamble"]
        return columns | {"content": self.content_digest()}

    def content_digest(self) -> str:
        """Return SHA-256 over the canonical JSON of preamble and articles, in order."""
        return content_digest(self.preamble, self.articles.order_by("number", "suffix"))


class Article(models.Model):
    """条: its place, the number of items in each of its paragraphs, and its words once imported.

    `text` has a line for every paragraph and every item, in order; `items` says which line is which.
    Attested through its version.
    """

    version = models.ForeignKey(StatuteVersion, models.PROTECT, related_name="articles", verbose_name="版本")
    number = models.PositiveIntegerField("条")
    suffix = models.PositiveIntegerField("之", default=0)
    chapter = models.TextField("章节", blank=True)
    items = models.JSONField("各款的项数", default=list)
    text = models.TextField("条文", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "条文"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number", "suffix"], name="article_place")
        ]

    def __str__(self) -> str:
        return f"第{self.number}条" + (f"之{self.suffix}" if self.suffix else "")

    def lines(self, paragraph: int | None = None, item: int | None = None) -> list[str]:
        """Return the words of the article, of one paragraph with its items, or of one item."""
        if not self.text:
            return []
        lines = self.text.split("\n")
        if paragraph is None:
            return lines
        first = sum(count + 1 for count in self.items[: paragraph - 1])
        if item is not None:
            return [lines[first + item]]
        return lines[first : first + 1 + self.items[paragraph - 1]]
