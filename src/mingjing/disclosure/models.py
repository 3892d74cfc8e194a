"""Publications: everything public is one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.records.models import Attested
from mingjing.registry.models import Agency, Officer
from mingjing.storage import content
from mingjing.storage.models import Blob


class Publication(Attested):
    """公示. A kind, an immutable content, a version and its clocks; what it is about is softly named.

    One person proposes, another checks and thereby publishes (A1). `content` holds what the public may read and
    nothing else: masked values are not in it.
    """

    class State(models.TextChoices):
        COLLECTED = "collected", "待确认"
        WITHHELD = "withheld", "不公开"
        PROPOSED = "proposed", "待审核"
        RETURNED = "returned", "已退回"
        PUBLISHED = "published", "已公开"
        REPLACED = "replaced", "已被新版替代"
        WITHDRAWN = "withdrawn", "已撤下"

    class Correction(models.TextChoices):
        WRONG = "wrong", "内容有误"
        LEAKED = "leaked", "误公开个人信息"
        OTHER_NAME = "other_name", "当事人名称误写为另一主体"

    class Ground(models.TextChoices):
        """Why something is not made public: 244号 第十一条, and what the agency's own rule says of persons."""

        MINOR = "minor", "当事人是未成年人"
        SECRET = "secret", "涉及国家秘密、商业秘密或者个人隐私"
        SECURITY = "security", "公开后可能危及国家安全、公共安全、经济安全或者社会稳定"
        INVESTIGATION = "inquiry", "可能影响对相关案件的调查处理"
        CRIME = "crime", "涉嫌犯罪已移送，或者公安机关正在调查处理"
        OTHER = "other", "法律、法规、规章规定不予公开的其他情形"
        NO_IMPACT = "no_impact", "对自然人的决定，不具有一定社会影响"
        RULE = "rule", "本机关公示规则规定不公开"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="发布机构")
    kind = models.CharField("种类", max_length=40)
    about = models.CharField("关于", max_length=64)
    version = models.PositiveIntegerField("版本", default=1)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    title = models.CharField("标题", max_length=200)
    number = models.CharField("文号", max_length=80, blank=True)
    party_name = models.CharField("当事人", max_length=200, blank=True)
    matter_code = models.CharField("事项编码", max_length=40, blank=True)
    matter_name = models.CharField("事项", max_length=200, blank=True)
    made_on = models.DateField("成文日期")
    content = models.JSONField("公开内容", default=dict)
    masks = models.JSONField("遮盖", default=list)
    pdf = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField("公开依据", max_length=300)
    earliest_on = models.DateField("最早公开日", null=True, blank=True)
    safe_on = models.DateField("安全日", null=True, blank=True)
    due_on = models.DateField("最迟公开日", null=True, blank=True)
    provisional = models.BooleanField("暂算", default=False)
    expires_on = models.DateField("公示截止", null=True, blank=True)
    proposed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name="提交人"
    )
    checked_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name="审核人"
    )
    secrecy_checked = models.BooleanField("保密审查", default=False)
    published_at = models.DateTimeField("公开时间", null=True)
    remark = models.TextField("说明", blank=True)
    confirmed = models.JSONField("确认可以公开的疑似个人信息", default=list)
    rule = models.ForeignKey(
        "DisclosureRule", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所依公示规则"
    )
    natural = models.BooleanField("当事人是自然人", default=False)
    impact = models.TextField("具有一定社会影响的理由", blank=True)
    ground = models.CharField("不公开的情形", max_length=10, choices=Ground.choices, blank=True)
    ground_reason = models.TextField("不公开的理由", blank=True)
    late_reason = models.TextField("逾期公开的原因", blank=True)
    correction = models.CharField("更正情形", max_length=10, choices=Correction.choices, blank=True)
    correction_reason = models.TextField("更正理由", blank=True)

    class Meta:
        verbose_name = "公示"
        constraints = [
            models.UniqueConstraint(fields=["kind", "about", "version"], name="publication_version"),
        ]
        indexes = [
            models.Index(fields=["kind", "state", "-made_on", "id"], name="publication_list"),
            models.Index(fields=["agency", "state", "due_on"], name="publication_due"),
            models.Index(fields=["kind", "state", "-published_at"], name="publication_newest_of_kind"),
            models.Index(fields=["state", "-published_at"], name="publication_newest"),
            models.Index(fields=["number"], name="publication_number"),
        ]

    def __str__(self) -> str:
        return self.title


class PublicFile(Attested):
    """公示附件: a file that is public beside a publication, chosen by who confirmed it, checked with it.

    `source` names softly what it came from (`kind:ref`); only what a person looked at and released is offered.
    """

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="files", verbose_name="所属公示"
    )
    position = models.PositiveIntegerField("序号")
    title = models.CharField("名称", max_length=120)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="文件")
    source = models.CharField("来源", max_length=100)

    class Meta:
        verbose_name = "公示附件"
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "position"], name="public_file_position")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ending(self) -> str:
        """Return the ending of its file's name."""
        return content.ending(self.blob.media_type)

    @property
    def name(self) -> str:
        """Return what its file is called beside the publication's page: `1.jpg`."""
        return f"{self.position}.{self.ending}"


class MaskOpening(models.Model):
    """What a mask hides: the value and the salt of the commitment that is published in its place.

    Apart from everything published, and no attested row: it can be destroyed, and the commitment then says nothing.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="openings", verbose_name="公示")
    commitment = models.CharField("承诺", max_length=64, unique=True)
    label = models.CharField("隐去的是什么", max_length=100)
    salt = models.BinaryField("随机数")
    value = models.TextField("隐去的文字")

    class Meta:
        verbose_name = "遮盖的原文"

    def __str__(self) -> str:
        return self.label


class Withdrawal(Attested):
    """撤下 of a publication with all its versions, and the reason that follows within three working days.

    `note` is for the file; `reason` is read by the public on the page that answers 410 (行政处罚法48; 244号13).
    """

    class Situation(models.TextChoices):
        CHANGED = "changed", "决定被变更"
        REVOKED = "revoked", "决定被撤销"
        UNLAWFUL = "unlawful", "决定被确认违法"
        VOID = "void", "决定被确认无效"
        REMADE = "remade", "被责令重新作出决定"
        POLICE = "police", "案件移送公安机关"
        LEAKED = "leaked", "误公开个人信息"
        EXPIRED = "expired", "公示期满"

    publication = models.OneToOneField(
        Publication, models.PROTECT, related_name="withdrawal", verbose_name="公示"
    )
    situation = models.CharField("情形", max_length=10, choices=Situation.choices)
    note = models.CharField("根据（不公开）", max_length=500, blank=True)
    withdrawn_on = models.DateField("撤下日期")
    withdrawn_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name="撤下人"
    )
    explain_by = models.DateField("最迟说明日", null=True, blank=True)
    safe_on = models.DateField("安全日", null=True, blank=True)
    provisional = models.BooleanField("暂算", default=False)
    reason = models.TextField("公布的理由", blank=True)
    explained_on = models.DateField("公布理由日期", null=True, blank=True)
    explained_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name="公布人"
    )

    class Meta:
        verbose_name = "撤下"

    def __str__(self) -> str:
        return f"{self.get_situation_display()} {self.withdrawn_on}"


class DisclosureRule(Attested):
    """公示规则 for a category of acts and a kind of party (118号二; 244号6; §11.5, §11.6 no. 13): data, not code.

    `fields` are the labels that the public reads, in order; none means that nothing of this kind is made public.
    `posts` are pairs of duty and post. `months` is the portal's own period, apart from that of credit (§11.6 no. 14);
    None where none is set. One person drafts, another checks; the newest version in force is the one that counts.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "待核对"
        RETURNED = "returned", "已退回"
        IN_FORCE = "in_force", "施行"

    class Party(models.TextChoices):
        FIRM = "firm", "法人、其他组织、个体工商户"
        PERSON = "person", "自然人"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    category = models.CharField("执法类别", max_length=20)
    party_kind = models.CharField("当事人", max_length=10, choices=Party.choices)
    version = models.PositiveIntegerField("版本", default=1)
    scope = models.CharField("公开范围", max_length=300)
    fields = models.JSONField("公开内容", default=list)
    carriers = models.JSONField("公开载体", default=list)
    limit_key = models.CharField("公开时限", max_length=40)
    period = models.CharField("公示期限", max_length=200)
    posts = models.JSONField("责任岗位", default=list)
    basis = models.CharField("依据", max_length=300)
    months = models.PositiveSmallIntegerField("公示期（月）", null=True, blank=True)
    procedure = models.CharField("程序", max_length=300, blank=True)
    supervision = models.CharField("监督方式", max_length=300, blank=True)
    safeguards = models.CharField("保障", max_length=300, blank=True)
    assessment = models.TextField("个人信息保护影响评估", blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.IN_FORCE)
    adopted_on = models.DateField("施行日期", null=True, blank=True)
    drafted_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起草人"
    )
    checked_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核对人"
    )
    remark = models.CharField("退回理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "公示规则"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "category", "party_kind", "version"], name="disclosure_rule_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}（{self.get_party_kind_display()}）"


class ImpactAssessment(Attested):
    """个人信息保护影响评估 of a category (个人信息保护法55、56): three points, a conclusion, kept three years."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    category = models.CharField("执法类别", max_length=20)
    purpose = models.TextField("处理目的、处理方式是否合法、正当、必要")
    impact = models.TextField("对个人权益的影响及安全风险")
    measures = models.TextField("保护措施是否合法、有效并与风险程度相适应")
    conclusion = models.TextField("结论")
    filed_on = models.DateField("评估日期")
    filed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="评估人")
    confirmed_on = models.DateField("确认日期", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    keep_until = models.DateField("保存至", null=True, blank=True)

    class Meta:
        verbose_name = "个人信息保护影响评估"

    def __str__(self) -> str:
        return f"{self.category} {self.filed_on}"


class CorrectionRequest(Attested):
    """更正申请 by anyone (政府信息公开条例41; 244号13): what they typed and who they are stays at the desk.

    `number` is the receipt: who holds it reads the answer. A request is answered once, with reasons.
    """

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", "已更正"
        WITHDRAWN = "withdrawn", "已撤下"
        REFUSED = "refused", "不予更正"

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="correction_requests", verbose_name="公示"
    )
    number = models.CharField("回执号", max_length=20, unique=True)
    field = models.CharField("有误的一项", max_length=40, blank=True)
    claim = models.TextField("认为有误的内容和理由")
    name = models.CharField("申请人", max_length=60, blank=True)
    contact = models.CharField("联系方式", max_length=60, blank=True)
    received_on = models.DateField("收到日期")
    answer_by = models.DateField("最迟答复日")
    safe_on = models.DateField("安全日")
    provisional = models.BooleanField("暂算", default=False)
    outcome = models.CharField("处理结果", max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )

    class Meta:
        verbose_name = "更正申请"
        indexes = [models.Index(fields=["received_on"], name="correction_request_day")]

    def __str__(self) -> str:
        return self.number

    @property
    def open(self) -> bool:
        """Say whether it still waits for its answer."""
        return not self.outcome


class Posting(Attested):
    """转载: a publication put up elsewhere by hand, where a bureau has no site of its own (国办发〔2017〕47号).

    `address` is what the public opens, `number` what the other place calls it, `shot` how it looked there. What is
    withdrawn must leave every place: `removed_on` says that it did (244号13).
    """

    class Channel(models.TextChoices):
        PLATFORM = "platform", "县政府集约化平台"
        WECHAT = "wechat", "微信公众号"
        WEIBO = "weibo", "微博"
        BOARD = "board", "公示栏"
        WINDOW = "window", "办事窗口"
        OTHER = "other", "其他"

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="postings", verbose_name="公示")
    channel = models.CharField("载体", max_length=10, choices=Channel.choices)
    place = models.CharField("位置", max_length=100)
    address = models.CharField("网址", max_length=500, blank=True)
    number = models.CharField("编号", max_length=80, blank=True)
    posted_at = models.DateTimeField("张贴、发布时间")
    shot = models.ForeignKey(
        Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="截图、照片"
    )
    posted_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    removed_on = models.DateField("撤除日期", null=True, blank=True)
    removed_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤除登记人"
    )

    class Meta:
        verbose_name = "转载"
        indexes = [models.Index(fields=["removed_on", "-posted_at"], name="posting_open")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}·{self.place}"
