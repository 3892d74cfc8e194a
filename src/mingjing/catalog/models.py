"""The lists: numbered editions of typed rows. A row belongs to one edition and is never changed once that is public."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from mingjing.catalog.mapping_models import HeadingMap, UploadedTable  # noqa: F401 - tables of this room too
from mingjing.law.models import StatuteVersion
from mingjing.records.models import Attested
from mingjing.registry.models import Agency, Officer
from mingjing.storage.models import Blob


class ListKind(models.TextChoices):
    """The lists there are; the value is the address and the command's word."""

    MATTERS = "matters", "行政执法事项清单"
    OFFICERS = "officers", "行政执法人员清单"
    RECORDINGS = "recordings", "行政执法音像记录事项清单"
    REVIEW = "review", "重大执法决定法制审核目录清单"
    BENCHMARKS = "benchmarks", "行政处罚裁量基准"
    INSPECTIONS = "inspections", "随机抽查事项清单"
    GUIDES = "guides", "服务指南"


class Edition(Attested):
    """A list's edition. It is in force because its publication is: no status is copied here."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="editions", verbose_name="机关")
    list_kind = models.CharField("清单", max_length=12, choices=ListKind.choices)
    number = models.PositiveIntegerField("版次")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="以何版为底本")
    made_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="编制人")
    note = models.CharField("修订说明", max_length=300, blank=True)
    discarded = models.BooleanField("已废弃", default=False)

    class Meta:
        verbose_name = "清单版次"
        constraints = [
            # A draft that was given up leaves its number to the next one.
            models.UniqueConstraint(
                fields=["agency", "list_kind", "number"],
                condition=models.Q(discarded=False),
                name="edition_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_list_kind_display()}（第{self.number}版）"


class ListRow(Attested):
    """What rows of every list share.

    `marks` say what a person must still complete (never dropped, never guessed). `others` keeps what a file said
    beyond the list's columns, as pairs of heading and text. A row taken out of a draft stays, as `removed`.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="%(class)ss", verbose_name="版次")
    position = models.PositiveIntegerField("序号")
    code = models.CharField("编码", max_length=40)
    valid_from = models.DateField("生效日期", null=True, blank=True)
    valid_to = models.DateField("失效日期", null=True, blank=True)
    marks = models.JSONField("待补全", default=list, blank=True)
    others = models.JSONField("其他栏目", default=list, blank=True)
    removed = models.BooleanField("已删去", default=False)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"], condition=models.Q(removed=False), name="%(class)s_code"
            )
        ]

    def __str__(self) -> str:
        return self.code


class MatterRow(ListRow):
    """行政执法事项 (种子 A2.1; reference §11.6 no. 16)."""

    class Power(models.TextChoices):
        OWN = "own", "本机关"
        COMPREHENSIVE = "comprehensive", "综合行政执法局"
        CONCENTRATED = "concentrated", "相对集中行使"

    class Coercion(models.TextChoices):
        NONE = "none", "无强制权"
        OWN = "own", "本机关有强制权"
        GOVERNMENT = "government", "由本级政府责成"

    category = models.CharField("事项类别", max_length=20)
    name = models.CharField("事项名称", max_length=200)
    domain = models.CharField("领域", max_length=40)
    unit = models.CharField("实施机构", max_length=100, blank=True)
    duty = models.TextField("职责", blank=True)
    power = models.TextField("职权（权限）", blank=True)
    basis = models.TextField("实施依据", blank=True)
    penalty_basis = models.TextField("处罚依据", blank=True)
    range_text = models.CharField("幅度、期限", max_length=300, blank=True)
    power_list_code = models.CharField("权责清单编码", max_length=40, blank=True)
    power_owner = models.CharField("处罚权归属", max_length=14, choices=Power.choices, default=Power.OWN)
    delegated_to = models.CharField("受委托组织", max_length=100, blank=True)
    delegation_letter = models.CharField("委托书", max_length=100, blank=True)
    coercion = models.CharField("强制权", max_length=10, choices=Coercion.choices, default=Coercion.NONE)
    procedure = models.CharField("适用程序", max_length=60, blank=True)

    class Meta(ListRow.Meta):
        verbose_name = "执法事项"

    def __str__(self) -> str:
        return self.name


class OfficerRow(ListRow):
    """行政执法人员 (种子 A2.4 and 244号8; reference §11.6 no. 17: nothing beyond these fields)."""

    unit = models.CharField("单位", max_length=100)
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=40)
    certificate_number = models.CharField("证件编号", max_length=40)
    category = models.CharField("执法类别", max_length=200)
    area = models.CharField("执法区域", max_length=200)
    certificate_from = models.DateField("证件有效期起")
    certificate_to = models.DateField("证件有效期止")
    photo_sha256 = models.CharField("照片", max_length=64, blank=True)

    class Meta(ListRow.Meta):
        verbose_name = "执法人员"

    def __str__(self) -> str:
        return self.name


class RecordingRow(ListRow):
    """音像记录事项 (种子 B3.1)."""

    class Grade(models.TextChoices):
        OPTIONAL = "optional", "可以记录"
        REQUIRED = "required", "应当记录"
        FULL = "full", "全过程记录"

    category = models.CharField("执法类别", max_length=40, blank=True)
    stage = models.CharField("执法环节", max_length=60)
    matter = models.CharField("执法事项", max_length=200, blank=True)
    content = models.CharField("记录事项", max_length=300, blank=True)
    place = models.CharField("记录场合", max_length=200, blank=True)
    time_limit = models.CharField("时限要求", max_length=100, blank=True)
    department = models.CharField("执法部门", max_length=100, blank=True)
    recorder = models.CharField("记录人", max_length=100, blank=True)
    starts = models.CharField("开始记录时间", max_length=200, blank=True)
    process = models.CharField("记录过程", max_length=300, blank=True)
    ends = models.CharField("结束记录时间", max_length=200, blank=True)
    record_class = models.CharField("执法记录类别", max_length=40, blank=True)
    grade = models.CharField("记录等级", max_length=10, choices=Grade.choices, default=Grade.REQUIRED)

    class Meta(ListRow.Meta):
        verbose_name = "音像记录事项"

    def __str__(self) -> str:
        return f"{self.stage} {self.matter}"


class ReviewRow(ListRow):
    """重大执法决定 (种子 C3; 244号26). `matters` empty: the row covers every matter of its category.

    `person_fine`, `org_fine`: fines in 元 from which a decision is major; `penalty_kinds`: kinds that make it so
    whatever the sum; `hearing_held`: so does a hearing. A row that states none of these takes every decision.
    """

    category = models.CharField("执法类别", max_length=40)
    item = models.CharField("具体执法决定事项", max_length=300)
    threshold = models.CharField("重大标准", max_length=300, blank=True)
    materials = models.CharField("提交材料", max_length=300, blank=True)
    focus = models.CharField("审核重点", max_length=300, blank=True)
    source = models.CharField("来源机关", max_length=100, blank=True)
    matters = models.JSONField("适用事项编码", default=list, blank=True)
    person_fine = models.PositiveBigIntegerField("公民罚款起点（元）", null=True, blank=True)
    org_fine = models.PositiveBigIntegerField("单位罚款起点（元）", null=True, blank=True)
    penalty_kinds = models.JSONField("重大处罚种类", default=list, blank=True)
    hearing_held = models.BooleanField("经听证", default=False)

    class Meta(ListRow.Meta):
        verbose_name = "审核目录事项"

    def __str__(self) -> str:
        return self.item


class BenchmarkRow(ListRow):
    """裁量基准 (行政处罚法34): one grade of one matter, plain text for now."""

    matter_code = models.CharField("事项编码", max_length=40)
    matter_name = models.CharField("事项", max_length=200)
    grade = models.CharField("裁量阶次", max_length=40)
    condition = models.TextField("适用条件")
    penalty = models.TextField("处罚标准")
    basis = models.CharField("依据", max_length=300, blank=True)

    class Meta(ListRow.Meta):
        verbose_name = "裁量基准"

    def __str__(self) -> str:
        return f"{self.matter_name} {self.grade}"


class InspectionRow(ListRow):
    """随机抽查事项 (种子 A2.2; 国办发〔2015〕58号 二（一）): what is inspected by drawing lots, and how often at most.

    `annual_cap`: how many times a year one firm may be inspected on it (国办发〔2024〕54号). `matter_code` names the
    行政检查 of the matter list that gives the power (reference §11.6 no. 4).
    """

    class Weight(models.TextChoices):
        KEY = "key", "重点检查事项"
        GENERAL = "general", "一般检查事项"

    name = models.CharField("抽查事项名称", max_length=200)
    domain = models.CharField("抽查类别", max_length=60, blank=True)
    weight = models.CharField("事项类别", max_length=8, choices=Weight.choices, blank=True)
    matter_code = models.CharField("事项编码", max_length=40, blank=True)
    basis = models.TextField("抽查依据", blank=True)
    unit = models.CharField("抽查主体", max_length=200, blank=True)
    target = models.TextField("抽查对象", blank=True)
    target_count = models.CharField("对象基数", max_length=100, blank=True)
    content = models.TextField("抽查内容", blank=True)
    ratio = models.CharField("抽查比例", max_length=200, blank=True)
    method = models.CharField("抽查方式", max_length=200, blank=True)
    frequency = models.CharField("抽查频次", max_length=200, blank=True)
    annual_cap = models.PositiveSmallIntegerField("年度频次上限（次/户）", null=True, blank=True)
    risk = models.CharField("风险等级", max_length=20, blank=True)

    class Meta(ListRow.Meta):
        verbose_name = "随机抽查事项"

    def __str__(self) -> str:
        return self.name


class GuideRow(ListRow):
    """服务指南 (种子 A2.3; 行政许可法30): how a matter is applied for; materials and steps a line each (`guides`)."""

    name = models.CharField("事项名称", max_length=200)
    category = models.CharField("事项类别", max_length=20, blank=True)
    matter_code = models.CharField("事项编码", max_length=40, blank=True)
    basis = models.TextField("依据", blank=True)
    accepting_body = models.CharField("受理机构", max_length=200, blank=True)
    approving_body = models.CharField("审批机构", max_length=200, blank=True)
    conditions = models.TextField("许可条件", blank=True)
    preferences = models.TextField("优惠政策", blank=True)
    materials = models.TextField("申请材料", blank=True)
    steps = models.TextField("办理流程", blank=True)
    time_limit = models.CharField("办理时限", max_length=200, blank=True)
    promised_limit = models.CharField("承诺时限", max_length=200, blank=True)
    fee = models.CharField("收费", max_length=300, blank=True)
    outcome = models.CharField("办理结果", max_length=200, blank=True)
    supervision = models.TextField("监督方式", blank=True)
    accountability = models.TextField("责任追究", blank=True)
    relief = models.TextField("救济渠道", blank=True)
    hours = models.CharField("办公时间", max_length=200, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    phone = models.CharField("办公电话", max_length=100, blank=True)

    class Meta(ListRow.Meta):
        verbose_name = "服务指南"

    def __str__(self) -> str:
        return self.name


class BlankForm(Attested):
    """办事表格: the blank form that a guide names, to download and fill in. A new file of the name is a new version."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    name = models.CharField("表格名称", max_length=100)
    version = models.PositiveIntegerField("版本", default=1)
    extension = models.CharField("文件类型", max_length=8)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="文件")
    added_on = models.DateField("上传日期")
    added_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = "办事表格"
        constraints = [
            models.UniqueConstraint(fields=["agency", "name", "version"], name="blank_form_version")
        ]

    @property
    def filename(self) -> str:
        """Return the name under which it is saved."""
        return f"{self.name}.{self.extension}"

    def __str__(self) -> str:
        return self.name


ROWS: dict[str, type[ListRow]] = {
    ListKind.MATTERS: MatterRow,
    ListKind.OFFICERS: OfficerRow,
    ListKind.RECORDINGS: RecordingRow,
    ListKind.REVIEW: ReviewRow,
    ListKind.BENCHMARKS: BenchmarkRow,
    ListKind.INSPECTIONS: InspectionRow,
    ListKind.GUIDES: GuideRow,
}


def rows_of_kind(list_kind: str) -> models.QuerySet[ListRow]:
    """Return all rows of all editions of a kind of list."""
    return ROWS[list_kind]._default_manager.all()  # noqa: SLF001 - the manager's public-in-practice name


def attributes(list_kind: str) -> dict[str, models.Field[Any, Any]]:
    """Return the attributes of a kind's rows with their fields, without the key."""
    return {field.name: field for field in ROWS[list_kind]._meta.concrete_fields if field.name != "id"}  # noqa: SLF001


class RevisionTask(Attested):
    """A revision of a list that something called for: a matter filed without being listed (reference §11.4 no. 3)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    list_kind = models.CharField("清单", max_length=12, choices=ListKind.choices)
    reason = models.TextField("缘由")
    asked_on = models.DateField("提出日期")
    due_on = models.DateField("应完成日期")
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = "清单修订任务"

    def __str__(self) -> str:
        return self.reason[:40]


class LawRevision(Attested):
    """依据修改引起的修订 (种子 A2.0): one thing that cites an article which a new version of the law changed.

    `source` and `subject` name it as `citing_sources` does; `changes` are pairs of an article and what happened to it.
    """

    class Outcome(models.TextChoices):
        REVISED = "revised", "已修订，不再引用"
        STAYS = "stays", "说明理由，不需修订"
        SAME = "same", "导入条文后对照，所引条款没有修改"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    version = models.ForeignKey(StatuteVersion, models.PROTECT, related_name="+", verbose_name="新版法规")
    source = models.CharField("类别", max_length=12)
    subject = models.CharField("编号", max_length=60)
    title = models.CharField("名称", max_length=300)
    unit = models.CharField("责任机构", max_length=100)
    remark = models.CharField("提示", max_length=300, blank=True)
    changes = models.JSONField("涉及条款", default=list)
    asked_on = models.DateField("提出日期")
    due_on = models.DateField("应完成日期")
    safe_on = models.DateField("安全日")
    provisional = models.BooleanField("暂算", default=False)
    done_on = models.DateField("办结日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=8, choices=Outcome.choices, blank=True)
    reason = models.TextField("不需修订的理由", blank=True)
    settled_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name="说明人"
    )

    class Meta:
        verbose_name = "依据修订任务"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "version", "source", "subject"], name="law_revision_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Retention(Attested):
    """保留事项 (种子 A2.0): a matter that nothing was done under for five years is kept, because."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    code = models.CharField("编码", max_length=40)
    name = models.CharField("事项", max_length=200)
    reason = models.TextField("保留的理由")
    kept_on = models.DateField("说明日期")
    kept_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="说明人")

    class Meta:
        verbose_name = "保留事项"

    def __str__(self) -> str:
        return self.name
