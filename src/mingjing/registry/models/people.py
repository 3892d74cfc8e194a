"""Who there is: agencies, their departments and people, what the people may do, and their accounts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models

from mingjing.records.actors import Actor
from mingjing.records.models import Attested, Dossier
from mingjing.registry.permissions import Role

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.records.models import Json


class Agency(Attested):
    """执法主体. A tree; a delegated organisation acts in its parent's name (行政处罚法20、21)."""

    class Kind(models.TextChoices):
        STATUTORY = "statutory", "法定行政机关"
        AUTHORISED = "authorised", "法律法规授权组织"
        DELEGATED = "delegated", "受委托组织"

    class NumberStyle(models.TextChoices):
        ORDINAL = "ordinal", "第…号，编虚位：〔2026〕第001号"
        PLAIN = "plain", "GB/T 9704，不编虚位、不加“第”：〔2026〕1号"

    class Level(models.TextChoices):
        """公开层级, as catalogues of what is public name it (reference §3.1)."""

        REGION = "region", "自治区级"
        CITY = "city", "盟市级"
        COUNTY = "county", "县级"
        TOWN = "town", "乡镇级"

    name = models.CharField("名称", max_length=100, unique=True)
    sign = models.CharField("机关代字", max_length=20)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    agency_kind = models.CharField("性质", max_length=12, choices=Kind.choices, default=Kind.STATUTORY)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="上级或委托机关")
    level = models.CharField("层级", max_length=8, choices=Level.choices, default=Level.COUNTY)
    area = models.CharField("执法区域", max_length=60)
    government = models.CharField("本级人民政府", max_length=100)
    court = models.CharField("管辖法院", max_length=100)
    address = models.CharField("地址", max_length=200)
    phone = models.CharField("咨询电话", max_length=40)
    complaint_phone = models.CharField("监督投诉电话", max_length=40)
    hours = models.CharField("办公时间", max_length=100)
    collecting_bank = models.CharField("代收机构", max_length=200)
    collecting_address = models.CharField("代收机构地址", max_length=200, blank=True, default="")
    number_style = models.CharField(
        "文号格式", max_length=8, choices=NumberStyle.choices, default=NumberStyle.ORDINAL
    )
    number_width = models.PositiveSmallIntegerField("序号位数", default=3)
    hearing_sum_person = models.PositiveIntegerField("听证数额：自然人（元）", default=5_000)
    hearing_sum_other = models.PositiveIntegerField("听证数额：单位（元）", default=50_000)
    hearing_sums_confirmed = models.BooleanField("听证数额已经本机关确认", default=False)
    duties = models.TextField("职责", blank=True, default="")
    powers = models.TextField("执法权限", blank=True, default="")
    postal_address = models.CharField("通信地址", max_length=200, blank=True, default="")
    monitoring = models.TextField("电子技术监控设备设置地点", blank=True, default="")
    approval_chains = models.JSONField(
        "审批链", default=dict, help_text="事项→逐级签署的角色；最后一级依法定批准人"
    )

    posts_elsewhere = models.BooleanField("没有自己的公示网站", default=False)
    """What counts as public is then its first posting elsewhere (国办发〔2017〕47号; reference §11.5)."""

    later = frozenset({"posts_elsewhere"})

    class Meta:
        verbose_name = "执法主体"

    def __str__(self) -> str:
        return self.name

    @property
    def missing(self) -> list[str]:
        """Return the labels of what the public and the documents need and nobody has yet filled in."""
        needed = ("address", "phone", "complaint_phone", "hours", "collecting_bank", "collecting_address")
        return [str(self._meta.get_field(name).verbose_name) for name in needed if not getattr(self, name)]  # type: ignore[union-attr]


class Delegation(Attested):
    """委托 (行政处罚法20): which matters, with what powers, from when to when, by which letter."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="delegations", verbose_name="受委托组织")
    letter_number = models.CharField("委托书文号", max_length=80)
    matters = models.JSONField("委托事项编码", default=list)
    powers = models.CharField("委托权限", max_length=300)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")

    class Meta:
        verbose_name = "委托"

    def __str__(self) -> str:
        return self.letter_number


class Department(Attested):
    """内设机构. `function` decides who reviews: only the legal department does (C2.1)."""

    class Function(models.TextChoices):
        ENFORCEMENT = "enforcement", "执法承办"
        LEGAL = "legal", "法制"
        LEADERSHIP = "leadership", "领导班子"
        OFFICE = "office", "综合"
        SUPERVISION = "supervision", "执法监督"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="departments", verbose_name="机关")
    name = models.CharField("名称", max_length=60)
    function = models.CharField("职能", max_length=12, choices=Function.choices)

    class Meta:
        verbose_name = "内设机构"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="department_name")]

    def __str__(self) -> str:
        return self.name


class Officer(Attested):
    """工作人员. An enforcement officer is one who holds a certificate."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="officers", verbose_name="内设机构"
    )
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=40)
    photo_sha256 = models.CharField("照片", max_length=64, blank=True)
    legal_qualification = models.CharField("法律职业资格证号", max_length=40, blank=True)
    left_on = models.DateField("离岗日期", null=True, blank=True)

    class Meta:
        verbose_name = "工作人员"
        ordering: ClassVar[list[str]] = ["department__name", "name"]

    def __str__(self) -> str:
        return self.name

    def actor(self) -> Actor:
        """Return this person as the one who acts."""
        return Actor("registry.officer", self.ref)


class Certificate(Attested):
    """执法证件. Several a person; valid for categories (领域), areas and a span of days, after an examination."""

    class Status(models.TextChoices):
        VALID = "valid", "有效"
        SUSPENDED = "suspended", "暂扣"
        REVOKED = "revoked", "注销"

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="certificates", verbose_name="持证人")
    number = models.CharField("证件编号", max_length=40, unique=True)
    categories = models.JSONField("执法类别", default=list)
    areas = models.JSONField("执法区域", default=list)
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.VALID)
    exam_passed_on = models.DateField("资格考试合格日期", null=True, blank=True)

    class Meta:
        verbose_name = "执法证件"

    def __str__(self) -> str:
        return self.number


class UserManager(BaseUserManager["User"]):
    """Accounts are found by user name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the account of that name."""
        return self.get(username=username)


class User(Attested, AbstractBaseUser):
    """账号. 等保二级: lock-out after failures, one session a person; duties of the three administrators apart."""

    unattested: ClassVar[frozenset[str]] = frozenset(
        {"password", "last_login", "failures", "locked_until", "session_key", "seen_at"}
    )

    username = models.CharField("账号", max_length=40, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="users", verbose_name="机关")
    officer = models.OneToOneField(Officer, models.PROTECT, null=True, blank=True, verbose_name="人员")
    is_active = models.BooleanField("启用", default=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    session_key = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.officer.name if self.officer else self.username

    def snapshot(self) -> dict[str, Json]:
        """Return the attested columns, with a SHA-256 in place of the hashed password: a record keeps no hash."""
        return super().snapshot() | {"password_sha256": hashlib.sha256(self.password.encode()).hexdigest()}

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether a password is the account's. A hash gone out of use stays: only a log-in records a new one."""
        return check_password(raw_password, self.password)

    def actor(self) -> Actor:
        """Return the one who acts with this account: the person, or the account where no person stands behind."""
        return self.officer.actor() if self.officer else Actor("registry.user", self.ref)


class RoleGrant(Attested):
    """A role given to an account for a span of days."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="账号")
    role = models.CharField("角色", max_length=12, choices=[(role.value, role.label) for role in Role])
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "角色授予"
        indexes = [models.Index(fields=["user", "role"], name="grant_user_role")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Substitution(Attested):
    """代签、主持工作的授权登记 (§11.2): who stands in for whom, in which role, by what paper, from when to when."""

    absent = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="被代者")
    substitute = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name="代签人")
    role = models.CharField("角色", max_length=12, choices=[(role.value, role.label) for role in Role])
    authority = models.CharField("授权文件", max_length=200)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")

    class Meta:
        verbose_name = "代签授权"

    def __str__(self) -> str:
        return self.authority


def agency_dossier(agency: Agency) -> Dossier:
    """Return the dossier on which an agency's people and settings are recorded."""
    return Dossier.objects.get_or_create(kind="agency", ref=agency.ref, defaults={"agency": agency.ref})[0]


def valid_on(start: dt.date, end: dt.date | None, day: dt.date) -> bool:
    """Say whether a span, both ends included, holds a day."""
    return start <= day and (end is None or day <= end)
