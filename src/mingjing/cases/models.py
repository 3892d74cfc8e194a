"""Cases, their parties, and each party's own line: notice, defence, decision, service, payment."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.catalog.models import MatterRow
from mingjing.documents.models import Document
from mingjing.records.models import Attested, Dossier, Record
from mingjing.registry.models import Agency, Department, Officer
from mingjing.review.models import Draft


class Case(Attested):
    """案件, from its lead on. Its state is where its dossier stands in the procedure, never a column of its own."""

    class Source(models.TextChoices):
        INSPECTION = "1", "现场检查"
        COMPLAINT = "2", "投诉"
        REPORT = "3", "举报"
        SUPERIOR = "4", "上级交办"
        TRANSFER = "5", "其他机关移送"
        MEDIA = "6", "媒体反映"
        OTHER = "9", "其他"

    class Ending(models.TextChoices):
        DECLINED = "declined", "不予立案"
        CLOSED = "closed", "已结案"

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="case", verbose_name="案卷")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases", verbose_name="机关")
    department = models.ForeignKey(Department, models.PROTECT, related_name="cases", verbose_name="承办机构")
    number = models.CharField("立案号", max_length=80, blank=True)
    title = models.CharField("案由", max_length=200)
    summary = models.TextField("案情摘要")
    place = models.CharField("发生地点", max_length=200)
    source = models.CharField("案源", max_length=1, choices=Source.choices)
    matter = models.ForeignKey(
        MatterRow, models.PROTECT, null=True, related_name="+", verbose_name="执法事项"
    )
    unlisted_reason = models.TextField("未列清单仍立案的理由", blank=True)
    found_on = models.DateField("发现日期")
    acted_on = models.DateField("违法行为发生（终了）日期")
    complex = models.BooleanField("情节复杂或重大", default=False)
    filed_on = models.DateField("立案日期", null=True, blank=True)
    ending = models.CharField("终结", max_length=10, choices=Ending.choices, blank=True)
    ended_on = models.DateField("终结日期", null=True, blank=True)
    ending_reason = models.TextField("终结理由", blank=True)
    archive_number = models.CharField("归档号", max_length=20, blank=True)

    class Meta:
        verbose_name = "案件"

    def __str__(self) -> str:
        return self.title


class Handler(Attested):
    """承办人. Two at least, each qualified on the day they act (行政处罚法42)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="handlers", verbose_name="案件")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="承办人")
    assigned_on = models.DateField("指派日期")
    released_on = models.DateField("解除日期", null=True, blank=True)

    class Meta:
        verbose_name = "承办人"

    def __str__(self) -> str:
        return str(self.officer_id)


class Party(Attested):
    """当事人."""

    class Kind(models.TextChoices):
        LEGAL = "02", "法人"
        OTHER = "03", "其他组织"
        TRADER = "04", "个体工商户"
        NATURAL = "01", "自然人"

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties", verbose_name="案件")
    position = models.PositiveIntegerField("序号")
    party_kind = models.CharField("类型", max_length=2, choices=Kind.choices)
    name = models.CharField("姓名或名称", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    identity_number = models.CharField("身份证号", max_length=18, blank=True)
    representative = models.CharField("法定代表人（负责人）", max_length=60, blank=True)
    address = models.CharField("住所（住址）", max_length=200)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    capacity = models.CharField("在本案中的身份", max_length=100, blank=True)

    class Meta:
        verbose_name = "当事人"
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="party_position")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_natural(self) -> bool:
        """Say whether this is a natural person."""
        return self.party_kind == self.Kind.NATURAL


class Notice(Attested):
    """行政处罚意见告知 (行政处罚法44、62; 55号令22), and how its five working days ended."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="notices", verbose_name="当事人")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="+", verbose_name="依据的代拟稿")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="告知书")
    served_on = models.DateField("送达日期", null=True, blank=True)
    proof = models.CharField("送达证明", max_length=200, blank=True)
    ends_on = models.DateField("陈述申辩期届满", null=True, blank=True)
    waived_on = models.DateField("书面放弃日期", null=True, blank=True)
    waiver_proof = models.CharField("放弃的书面证明", max_length=200, blank=True)

    class Meta:
        verbose_name = "事先告知"

    def __str__(self) -> str:
        return f"告知 {self.served_on or '未送达'}"


class Statement(Attested):
    """陈述、申辩, and its written re-examination (55号令22). New matter in it calls for a new draft (45, §11.4)."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="statements", verbose_name="告知")
    made_on = models.DateField("提出日期")
    content = models.TextField("陈述、申辩内容")
    brings_new = models.BooleanField("提出新的事实、理由或证据")
    reexamination = models.TextField("复核意见")

    class Meta:
        verbose_name = "陈述申辩"

    def __str__(self) -> str:
        return f"陈述申辩 {self.made_on}"


class Discussion(Attested):
    """负责人集体讨论 (行政处罚法57第二款): who was there, what each said, what came of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="discussions", verbose_name="案件")
    held_on = models.DateField("讨论日期")
    participants = models.JSONField("参加的负责人", default=list)
    minutes = models.TextField("讨论记录")
    conclusion = models.TextField("结论")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="讨论笔录")

    class Meta:
        verbose_name = "集体讨论"

    def __str__(self) -> str:
        return f"集体讨论 {self.held_on}"


class Decision(Attested):
    """行政处罚决定: one reviewed draft made a decision. Copies nothing of the draft; the database holds the gate."""

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="decision", verbose_name="代拟稿")
    record = models.OneToOneField(Record, models.PROTECT, related_name="+", verbose_name="记录")
    party = models.ForeignKey(Party, models.PROTECT, related_name="decisions", verbose_name="当事人")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="决定书")
    number = models.CharField("文号", max_length=80)
    decided_on = models.DateField("决定日期")
    decided_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="决定人")

    class Meta:
        verbose_name = "行政处罚决定"

    def __str__(self) -> str:
        return self.number


class Service(Attested):
    """送达 of a decision, with its proof (行政处罚法61; 55号令35–37)."""

    class Method(models.TextChoices):
        DIRECT = "01", "直接送达"
        LEFT = "02", "留置送达"
        ENTRUSTED = "03", "委托送达"
        POST = "04", "邮寄送达"
        PUBLIC = "05", "公告送达"
        ELECTRONIC = "06", "电子送达"

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="service", verbose_name="决定")
    method = models.CharField("方式", max_length=2, choices=Method.choices)
    served_on = models.DateField("送达日期")
    place = models.CharField("送达地点", max_length=200)
    receiver = models.CharField("签收人", max_length=60)
    proof = models.CharField("送达证明", max_length=300)
    pay_by = models.DateField("缴款期限", null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="送达回证")

    class Meta:
        verbose_name = "送达"

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.served_on}"


class Performance(Attested):
    """履行: a payment to the named bank, or an order carried out. Amounts in 分."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="performances", verbose_name="决定")
    amount = models.BigIntegerField("金额（分）", default=0)
    done_on = models.DateField("日期")
    payment_code = models.CharField("非税缴款码", max_length=40, blank=True)
    receipt_number = models.CharField("财政票据号", max_length=40, blank=True)
    note = models.CharField("履行情况", max_length=300, blank=True)

    class Meta:
        verbose_name = "履行"

    def __str__(self) -> str:
        return f"{self.amount} {self.done_on}"
