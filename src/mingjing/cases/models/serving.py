"""What every document has that is served on a party: when, by which method, proved how."""

from __future__ import annotations

from django.db import models

from mingjing.records.models import Attested


class Method(models.TextChoices):
    """The methods of service (行政处罚法61; 民事诉讼法87–95)."""

    DIRECT = "01", "直接送达"
    LEFT = "02", "留置送达"
    ENTRUSTED = "03", "委托送达"
    POST = "04", "邮寄送达"
    PUBLIC = "05", "公告送达"
    ELECTRONIC = "06", "电子送达"


class ServedPaper(Attested):
    """A document for a party, and its service with the proof its method asks for (55号令35–37)."""

    served_on = models.DateField("送达日期", null=True, blank=True)
    method = models.CharField("送达方式", max_length=2, choices=Method.choices, blank=True, default="")
    proof = models.CharField("送达证明", max_length=300, blank=True, default="")
    announced_on = models.DateField("公告日期", null=True, blank=True)
    refusal = models.CharField("拒收事由", max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def served_words(self) -> str:
        """Say when and by which method it was served: `2026-09-15 直接送达`."""
        return f"{self.served_on} {self.get_method_display()}" if self.served_on else "未登记送达"
