from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """检索条目: one thing that can be found, told softly by `kind` + `ref`.

    `tokens` is what the database's own text index (see `guards`) is made of; only `index.put` writes it.
    """

    kind = models.CharField("类别", max_length=40)
    ref = models.CharField("标识", max_length=64)
    agency = models.CharField("执法主体", max_length=32, blank=True)
    url = models.CharField("地址", max_length=300)
    date = models.DateField("日期")
    public = models.BooleanField("公开", default=False)
    # The long columns stand last: SQLite reads a row from its front, and a search reads dates of many rows.
    title = models.TextField("标题")
    text = models.TextField("正文", blank=True)
    tokens = models.TextField("词元", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "检索条目"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "ref"], name="search_entry_kind_ref")
        ]
        indexes: ClassVar = [models.Index(fields=["-date", "-id"], name="search_entry_newest")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"
