"""Documents as they were made: number, typed data, bytes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.records.models import Attested, Dossier
from mingjing.registry.models import Agency, Officer
from mingjing.storage.models import Blob


class Document(Attested):
    """文书. Rendered once inside its act; its bytes are kept and never rendered again.

    `party` softly names the party it concerns; empty for the whole case.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents", verbose_name="案卷")
    form = models.CharField("文书代码", max_length=10)
    title = models.CharField("名称", max_length=120)
    number = models.CharField("文号", max_length=80, blank=True)
    party = models.CharField("当事人", max_length=32, blank=True)
    made_on = models.DateField("制作日期")
    data = models.JSONField("内容", default=list)
    original = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="原件")
    masked = models.ForeignKey(
        Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="遮盖件"
    )
    verification_code = models.CharField("验真码", max_length=20, blank=True)

    class Meta:
        verbose_name = "文书"
        indexes = [
            models.Index(fields=["dossier", "made_on"], name="document_dossier"),
            models.Index(fields=["verification_code"], name="document_code"),
            models.Index(fields=["number"], name="document_number"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


class Voiding(Attested):
    """作废: a document that was made and never served counts for nothing; its number stays used (§11.6 no. 10)."""

    document = models.OneToOneField(
        Document, models.PROTECT, related_name="voiding", verbose_name="作废的文书"
    )
    reason = models.CharField("作废理由", max_length=300)
    voided_on = models.DateField("作废日期")
    voided_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="作废人")

    class Meta:
        verbose_name = "文书作废"

    def __str__(self) -> str:
        return f"{self.document_id} 作废 {self.voided_on}"


class Scan(Attested):
    """签名盖章后的扫描件（照片）: pages of a document that came back on paper, and what a person saw on them.

    A later scan of the same page counts instead of the one before. `pages` are those read from the codes or typed;
    `of` is how many the document has. `sealed` and `signing` are answers of the person who looked, never guesses.
    """

    class Signing(models.TextChoices):
        SIGNED = "signed", "各签名处已签"
        REFUSED = "refused", "有人拒签，已注明"
        ELSEWHERE = "elsewhere", "本次的页上没有签名处"

    document = models.ForeignKey(Document, models.PROTECT, related_name="scans", verbose_name="文书")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="扫描件")
    filename = models.CharField("文件名", max_length=200)
    pages = models.JSONField("页", default=list)
    of = models.PositiveIntegerField("总页数")
    typed = models.BooleanField("二维码无法识别，手工填写核验码", default=False)
    sealed = models.BooleanField("页上有本机关印章", null=True, blank=True)
    signing = models.CharField("签名", max_length=10, choices=Signing.choices, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    scanned_at = models.DateTimeField("收回时间")

    class Meta:
        verbose_name = "签名盖章的扫描件"
        ordering: ClassVar[list[str]] = ["scanned_at"]

    def __str__(self) -> str:
        return self.filename


class NumberSeries(models.Model):
    """A counter of document numbers: one a year for each agency and 文号字, locked while it counts."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    word = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "word", "year"], name="number_series")]

    def __str__(self) -> str:
        return f"{self.word}{self.year}"


class Phrase(Attested):
    """说理用语、告知用语: the agency's own words for a place, in force from a day until reworded or ended."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="phrases", verbose_name="机关")
    place = models.CharField("用在", max_length=30)
    title = models.CharField("名称", max_length=40)
    clause = models.CharField("依据", max_length=120)
    text = models.TextField("用语")
    first_on = models.DateField("启用日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="代替"
    )

    class Meta:
        verbose_name = "用语"
        indexes = [models.Index(fields=["agency", "place"], name="phrase_place")]

    def __str__(self) -> str:
        return self.title
