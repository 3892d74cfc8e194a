"""The custody of files after they came in: held, sealed, used, shown, hashed again, disposed of.

A file is named softly: `thing` is the `kind:ref` of the piece of evidence, recording, scan or document it belongs to.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.records.models import Attested, Dossier
from mingjing.registry.models import Agency, Officer
from mingjing.storage.models import Blob


class LegalHold(Attested):
    """保全: nothing of a case, or this one file of it, is disposed of until the hold is lifted."""

    class Ground(models.TextChoices):
        RECONSIDERATION = "reconsider", "行政复议"
        LITIGATION = "litigation", "诉讼"
        SUPERVISION = "supervision", "监察、巡视、审计"
        OTHER = "other", "其他（写明）"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="holds", verbose_name="案卷")
    thing = models.CharField("文件", max_length=100, blank=True)
    ground = models.CharField("事由", max_length=11, choices=Ground.choices)
    reason = models.CharField("理由和文书", max_length=300)
    placed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="保全人")
    placed_on = models.DateField("保全日期")
    lifted_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解除人"
    )
    lifted_on = models.DateField("解除日期", null=True, blank=True)
    lifted_reason = models.CharField("解除理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "保全"
        ordering: ClassVar[list[str]] = ["placed_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_ground_display()} {self.placed_on}"


class SealMark(Attested):
    """封存标记: a file that no party gets to see, and why; courts and supervisors do."""

    class Ground(models.TextChoices):
        REPORTER = "reporter", "会暴露举报人、投诉人身份"
        SECRET = "secret", "第三人的商业秘密"
        PRIVACY = "privacy", "第三人的个人隐私"
        STATE = "state", "国家秘密、工作秘密"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="seal_marks", verbose_name="案卷")
    thing = models.CharField("文件", max_length=100)
    ground = models.CharField("事由", max_length=10, choices=Ground.choices)
    reason = models.CharField("理由", max_length=300)
    placed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="标记人")
    placed_on = models.DateField("标记日期")
    lifted_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解除人"
    )
    lifted_on = models.DateField("解除日期", null=True, blank=True)
    lifted_reason = models.CharField("解除理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "封存标记"
        ordering: ClassVar[list[str]] = ["placed_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_ground_display()} {self.placed_on}"


class AccessGrant(Attested):
    """查阅、调阅: to whom, on what identity and connection, which files, from when to when. A duty, not a favour."""

    class Kind(models.TextChoices):
        PARTY = "party", "当事人或者其代理人"
        CONCERNED = "concerned", "利害关系人"
        AUTHORITY = "authority", "国家机关调阅"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="access_grants", verbose_name="案卷")
    number = models.PositiveIntegerField("第几次")
    reader_kind = models.CharField("查阅人", max_length=10, choices=Kind.choices)
    party = models.CharField("当事人", max_length=32, blank=True)
    reader = models.CharField("查阅人姓名或者机关", max_length=120)
    identity = models.CharField("核对的身份证明", max_length=200)
    connection = models.CharField("与案件的关系、调阅文书", max_length=300)
    things = models.JSONField("文件", default=list)
    copies = models.BooleanField("要求复制", default=False)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")
    granted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="核对人")
    granted_on = models.DateField("核对日期")
    ended_on = models.DateField("提前结束日期", null=True, blank=True)
    ended_reason = models.CharField("提前结束的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "查阅登记"
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="access_number")]

    def __str__(self) -> str:
        return f"第 {self.number} 次查阅"

    @property
    def sealed_out(self) -> bool:
        """Say whether sealed parts stay out: of what anybody gets but a state organ."""
        return self.reader_kind != self.Kind.AUTHORITY


class MarkedCopy(Attested):
    """查阅件: a recording with a reader's words across it, made by a task when its reading was registered.

    `source`: the very bytes it was made from; `failed`: why none could be made.
    """

    grant = models.ForeignKey(AccessGrant, models.PROTECT, related_name="marked", verbose_name="查阅登记")
    thing = models.CharField("文件", max_length=100)
    source = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="原件")
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+", verbose_name="查阅件")
    tool = models.CharField("工具", max_length=200, blank=True)
    made_at = models.DateTimeField("制成时间", null=True)
    failed = models.CharField("没有制成的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "查阅件"
        constraints = [models.UniqueConstraint(fields=["grant", "thing"], name="marked_once")]

    def __str__(self) -> str:
        return f"{self.grant}的查阅件"

    @property
    def waits(self) -> bool:
        """Say whether the task has not come to it yet."""
        return self.blob_id is None and not self.failed


class FileUse(Attested):
    """What was done with a file once: seen, downloaded, shown, handed over; why, and from which address."""

    class Use(models.TextChoices):
        VIEWED = "viewed", "查看"
        DOWNLOADED = "downloaded", "下载"
        SHOWN = "shown", "出示"
        COPIED = "copied", "交付复制件"

    thing = models.CharField("文件", max_length=100)
    use = models.CharField("方式", max_length=10, choices=Use.choices)
    reason = models.CharField("用途", max_length=300, blank=True)
    address = models.CharField("网络地址", max_length=45, blank=True)
    grant = models.ForeignKey(
        AccessGrant, models.PROTECT, null=True, blank=True, related_name="uses", verbose_name="查阅登记"
    )
    watermark = models.BooleanField("加水印", default=False)

    class Meta:
        verbose_name = "文件使用"

    def __str__(self) -> str:
        return self.get_use_display()


class CustodyRule(Attested):
    """保管规则 of an agency: how often everything stored is hashed again and when, how long other recordings stay.

    `hour_from` to `hour_to` is the window of the day; equal hours mean the whole day.
    """

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="custody_rule", verbose_name="机关")
    every_days = models.PositiveSmallIntegerField("多少日内复核一遍", default=90)
    hour_from = models.PositiveSmallIntegerField("每日几点起", default=22)
    hour_to = models.PositiveSmallIntegerField("每日几点止", default=6)
    scene_months = models.PositiveSmallIntegerField("未处罚的现场音像保存多少个月", default=6)

    class Meta:
        verbose_name = "保管规则"

    def __str__(self) -> str:
        return f"{self.every_days} 日一遍"


class HashRun(Attested):
    """一次复核: which contents were hashed again, and which were not as they should be."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="hash_runs", verbose_name="机关")
    number = models.PositiveIntegerField("第几次")
    ran_at = models.DateTimeField("复核时间")
    files = models.JSONField("复核的文件", default=list)
    faults = models.JSONField("不符的文件", default=list)
    size = models.BigIntegerField("字节数", default=0)

    class Meta:
        verbose_name = "复核"
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="hash_run_number")]

    def __str__(self) -> str:
        return f"第 {self.number} 次复核"


class Checked(models.Model):
    """When a content was hashed last: an index over the runs, which say it themselves; `verify` compares."""

    class Fault(models.TextChoices):
        MISSING = "missing", "文件不见了"
        ALTERED = "altered", "文件内容已变"
        ROW = "row", "摘要或者大小登记有误"

    blob = models.OneToOneField(
        Blob, models.PROTECT, primary_key=True, related_name="checked", verbose_name="文件字节"
    )
    run = models.ForeignKey(HashRun, models.PROTECT, related_name="+", verbose_name="复核")
    at = models.DateTimeField("复核时间", db_index=True)
    fault = models.CharField("不符", max_length=7, choices=Fault.choices, blank=True)

    class Meta:
        verbose_name = "复核结果"

    def __str__(self) -> str:
        return f"{self.blob_id} {self.fault}"


class Disposal(Attested):
    """销毁清册: what is to be destroyed, proposed by the archivist, approved by the head, carried out by two."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="disposals", verbose_name="机关")
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="disposal", verbose_name="案卷")
    number = models.PositiveIntegerField("序号")
    appraisal = models.TextField("鉴定意见")
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="提请人")
    proposed_on = models.DateField("提请日期")
    agreed = models.BooleanField("批准", null=True)
    opinion = models.CharField("审批意见", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    decided_on = models.DateField("批准日期", null=True, blank=True)
    done_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="销毁人"
    )
    watched_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="监销人"
    )
    done_on = models.DateField("销毁日期", null=True, blank=True)

    class Meta:
        verbose_name = "销毁清册"
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="disposal_number")]

    def __str__(self) -> str:
        return f"第 {self.number} 号销毁清册"


class DisposalItem(Attested):
    """One file on a disposal list: of which case, on what ground it is due. A content may be that of several files."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="items", verbose_name="销毁清册")
    position = models.PositiveIntegerField("序号")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", verbose_name="案卷")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="文件字节")
    thing = models.CharField("文件", max_length=100)
    name = models.CharField("名称", max_length=300)
    case = models.CharField("案件", max_length=300)
    ground = models.CharField("到期依据", max_length=300)
    due_on = models.DateField("到期日期")

    class Meta:
        verbose_name = "销毁清册的文件"
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "thing"], name="disposal_item_once"),
        ]

    def __str__(self) -> str:
        return self.name
