"""The columns of each list: what a file may call them, what must be there, and how a cell is read.

The first name is ours and heads the exports; the others are what real lists use (reference.md §3).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from mingjing.catalog import cells, guides
from mingjing.catalog.models import InspectionRow, ListKind, MatterRow, RecordingRow, attributes

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models

    from mingjing.catalog.cells import Cell


@dataclass(frozen=True)
class Column:
    """One column.

    `required`: a file without it is refused, and a row with an empty cell cannot be sent to check. `expected`: an
    empty cell marks the row. `choices`: only these labels are understood. `part_of`: the cell only completes another
    column (the article of a basis). `spans`: the cell holds two others, from and to. `registry`: the cell goes to the
    registry and is not in the list (officers). `hint`: how the cell is written.
    """

    key: str
    label: str
    also: tuple[str, ...] = ()
    required: bool = False
    expected: bool = False
    read: Callable[[Cell], object] = cells.text
    choices: type[models.TextChoices] | None = None
    part_of: str = ""
    spans: tuple[str, str] | None = None
    registry: bool = False
    hint: str = ""

    @property
    def in_row(self) -> bool:
        """Say whether the column is an attribute of the list's rows."""
        return not (self.part_of or self.spans or self.registry)


CODE = "编码"
IGNORED = frozenset({"序号", "待补全"})
"""Headings that our own exports and everybody's tables carry and that say nothing of a row."""

_CODE = Column("code", CODE, ("事项编码", "事项编号", "职权编号", "编号"))
_FROM = Column("valid_from", "生效日期", read=cells.date)
_TO = Column("valid_to", "失效日期", read=cells.date_or_open)

_MATTERS = (
    _CODE,
    Column("category", "事项类别", ("事项类型", "执法类别", "职权类型"), required=True),
    Column("name", "事项名称", ("执法事项", "职权名称", "项目名称"), required=True),
    Column("domain", "领域", ("执法领域", "职权领域"), required=True),
    Column(
        "unit",
        "实施机构",
        ("单位", "实施主体", "执法主体", "实施机构(股室)", "承办机构", "承办股室"),
        expected=True,
    ),
    Column("duty", "职责", ("责任事项",), expected=True),
    Column("power", "职权（权限）", ("职权", "权限"), expected=True),
    Column("basis", "实施依据", ("依据", "执法依据", "法律依据", "设定依据"), required=True),
    Column("basis_article", "条", ("条款", "条款项"), part_of="basis"),
    Column("penalty_basis", "处罚依据"),
    Column("range_text", "幅度、期限", ("幅度/期限", "幅度期限")),
    Column("power_list_code", "权责清单编码"),
    Column("power_owner", "处罚权归属", choices=MatterRow.Power),
    Column("delegated_to", "受委托组织"),
    Column("delegation_letter", "委托书"),
    Column("coercion", "强制权", choices=MatterRow.Coercion),
    Column("procedure", "适用程序", ("程序", "程序(一般/简易)")),
    _FROM,
    _TO,
)

_OFFICERS = (
    Column("unit", "单位", ("所在单位", "执法单位", "执法主体"), required=True),
    Column("name", "姓名", required=True),
    Column("post", "职务", ("职位",), required=True),
    Column("certificate_number", "证件编号", ("执法证号", "执法证件编号", "证号", "证件号"), required=True),
    Column("category", "执法类别", ("执法类型", "执法领域"), required=True, read=cells.words),
    Column("area", "执法区域", ("执法地域", "执法范围"), required=True, read=cells.words),
    Column("certificate_from", "证件有效期起", ("有效期起", "发证日期"), required=True, read=cells.date),
    Column(
        "certificate_to",
        "证件有效期止",
        ("有效期止", "证件有效截至日期", "有效期至"),
        required=True,
        read=cells.date,
    ),
    Column(
        "certificate_span",
        "证件有效期",
        ("有效期",),
        read=cells.span,
        spans=("certificate_from", "certificate_to"),
    ),
    Column(
        "exam_passed_on",
        "考试合格日期",
        ("资格考试合格日期",),
        required=True,
        read=cells.past_date,
        registry=True,
    ),
    Column("department", "内设机构", ("科室", "所在科室", "部门"), required=True, registry=True),
)

_RECORDINGS = (
    _CODE,
    Column("category", "执法类别", ("事项类别",), required=True),
    Column("stage", "执法环节", required=True),
    Column("matter", "执法事项", required=True),
    Column("content", "记录事项", expected=True),
    Column("place", "记录场合", ("记录场所",), expected=True),
    Column("time_limit", "时限要求", ("执法时限要求",), expected=True),
    Column("department", "执法部门", expected=True),
    Column("recorder", "记录人", expected=True),
    Column("starts", "开始记录时间", expected=True),
    Column("process", "记录过程", expected=True),
    Column("ends", "结束记录时间", expected=True),
    Column("record_class", "执法记录类别", ("记录类别",), expected=True),
    Column("grade", "记录等级", ("记录强度",), choices=RecordingRow.Grade),
    _FROM,
    _TO,
)

_REVIEW = (
    _CODE,
    Column("category", "执法类别", ("执法项目类别", "行政执法项目大类"), required=True),
    Column("item", "具体执法决定事项", ("具体执法决定项目", "具体项目"), required=True),
    Column("threshold", "重大标准", expected=True),
    Column("materials", "提交材料", ("应提交审核资料", "送审材料"), expected=True),
    Column("focus", "审核重点", expected=True),
    Column("source", "来源机关"),
    Column("matters", "适用事项编码", read=cells.words),
    Column("person_fine", "公民罚款起点（元）", ("公民罚款起点", "个人罚款起点"), read=cells.yuan),
    Column("org_fine", "单位罚款起点（元）", ("单位罚款起点", "法人罚款起点"), read=cells.yuan),
    Column("penalty_kinds", "重大处罚种类", ("处罚种类",), read=cells.penalty_kinds),
    Column("hearing_held", "经听证", ("经听证作出",), read=cells.yes),
    _FROM,
    _TO,
)

_BENCHMARKS = (
    Column("code", CODE, ("基准编码", "基准编号")),
    Column("matter_code", "事项编码", ("职权编号",), required=True),
    Column("matter_name", "事项", ("事项名称", "违法行为"), required=True),
    Column("grade", "裁量阶次", ("阶次", "裁量档次", "违法程度"), required=True),
    Column("condition", "适用条件", ("适用情形", "表现形式"), required=True),
    Column("penalty", "处罚标准", ("裁量标准", "裁量幅度"), required=True),
    Column("basis", "依据", ("处罚依据", "法律依据"), expected=True),
    _FROM,
    _TO,
)

_INSPECTIONS = (
    Column("code", CODE, ("抽查事项编码", "抽查事项编号", "编号")),
    Column("name", "抽查事项名称", ("抽查事项", "检查事项", "检查事项名称", "事项名称"), required=True),
    Column("domain", "抽查类别", ("抽查领域", "领域", "检查类别"), expected=True),
    Column("weight", "事项类别", ("检查事项类别",), choices=InspectionRow.Weight, expected=True),
    Column("matter_code", "事项编码", ("行政检查事项编码", "权责清单编码"), expected=True),
    Column("basis", "抽查依据", ("检查依据", "实施依据", "依据", "法律依据"), expected=True),
    Column(
        "unit",
        "抽查主体",
        ("抽查主体/责任科室", "责任科室", "检查主体", "实施主体", "承办机构"),
        expected=True,
    ),
    Column("target", "抽查对象", ("检查对象", "抽查对象类别"), expected=True),
    Column("target_count", "对象基数", ("对象基数/预估数", "预估对象数", "预估数")),
    Column("content", "抽查内容", ("检查内容", "抽查内容及要求"), expected=True),
    Column("ratio", "抽查比例", ("检查比例", "抽查比例及频次"), expected=True),
    Column("method", "抽查方式", ("检查方式",), expected=True),
    Column(
        "frequency",
        "抽查频次",
        ("抽查频次/周期/时间", "检查频次", "抽查周期", "抽查时间", "检查时间"),
        expected=True,
    ),
    Column(
        "annual_cap",
        "年度频次上限（次/户）",
        ("年度频次上限", "频次上限", "年度检查频次上限"),
        read=cells.times,
        expected=True,
    ),
    Column("risk", "风险等级", ("预估风险等级", "风险级别")),
    _FROM,
    _TO,
)

_GUIDES = (
    Column("code", CODE, ("指南编码", "指南编号")),
    Column("name", "事项名称", ("指南名称", "服务事项"), required=True),
    Column("category", "事项类别", ("事项类型",), expected=True),
    Column("matter_code", "事项编码", ("职权编号",), expected=True),
    Column("basis", "依据", ("设定依据", "办理依据", "实施依据", "法律依据"), required=True),
    Column("accepting_body", "受理机构", ("受理单位", "受理部门"), required=True),
    Column("approving_body", "审批机构", ("决定机构", "审批部门", "实施机关"), required=True),
    Column("conditions", "许可条件", ("受理条件", "办理条件", "审批条件"), required=True, hint="一行一条。"),
    Column("preferences", "优惠政策", required=True, hint="没有的写“无”。"),
    Column(
        "materials", "申请材料", ("办理材料",), required=True, hint=f"一行一份：{guides.MATERIAL_PARTS}。"
    ),
    Column("steps", "办理流程", ("办理程序",), required=True, hint=f"一行一个环节：{guides.STEP_PARTS}。"),
    Column("time_limit", "办理时限", ("法定时限", "法定办结时限"), required=True),
    Column("promised_limit", "承诺时限", ("承诺办结时限",), expected=True),
    Column("fee", "收费", ("是否收费", "收费标准", "收费情况"), required=True, hint="不收费的写“不收费”。"),
    Column("outcome", "办理结果", ("结果名称", "审批结果"), expected=True),
    Column("supervision", "监督方式", ("监督投诉", "投诉渠道", "监督投诉渠道"), required=True),
    Column("accountability", "责任追究", ("追责情形",), required=True),
    Column("relief", "救济渠道", ("救济途径",), required=True),
    Column("hours", "办公时间", ("办理时间",), required=True),
    Column("address", "办公地址", ("办公地点", "办理地点", "地址"), required=True),
    Column("phone", "办公电话", ("咨询电话", "联系电话", "电话"), required=True),
    _FROM,
    _TO,
)

STAFF, ACCOUNTS = "staff", "accounts"
"""Tables of people that are no lists: who is registered (系统管理员), who has an account (安全管理员)."""

_NAME = Column("name", "姓名", ("人员姓名", "执法人员姓名", "持证人"), required=True)
_DEPARTMENT = Column(
    "department",
    "内设机构",
    ("科室", "所在科室", "股室", "所在股室", "部门", "所在部门", "所属部门"),
    required=True,
)

_STAFF = (
    _NAME,
    _DEPARTMENT,
    Column("post", "职务", ("职位", "岗位职务", "职务职级"), required=True),
    Column("legal_qualification", "法律职业资格证号", ("法律职业资格", "法律职业资格证书编号")),
    Column(
        "certificate_number", "证件编号", ("执法证号", "执法证件编号", "执法证编号", "行政执法证号", "证号")
    ),
    Column("category", "执法类别", ("执法类型", "执法领域"), read=cells.words),
    Column("area", "执法区域", ("执法地域", "执法范围"), read=cells.words),
    Column("certificate_from", "证件有效期起", ("有效期起", "发证日期"), read=cells.date),
    Column(
        "certificate_to",
        "证件有效期止",
        ("有效期止", "有效期至", "证件有效截至日期", "到期日期"),
        read=cells.date,
    ),
    Column(
        "certificate_span",
        "证件有效期",
        ("有效期", "有效期限"),
        read=cells.span,
        spans=("certificate_from", "certificate_to"),
    ),
    Column("exam_passed_on", "考试合格日期", ("资格考试合格日期", "考试通过日期"), read=cells.past_date),
)

_ACCOUNTS = (
    _NAME,
    replace(_DEPARTMENT, required=False),
    Column("username", "账号", ("账号名", "用户名", "登录名", "帐号"), required=True),
    Column("roles", "岗位", ("角色", "系统角色", "系统岗位"), required=True, read=cells.words),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    ListKind.MATTERS: _MATTERS,
    ListKind.OFFICERS: _OFFICERS,
    ListKind.RECORDINGS: _RECORDINGS,
    ListKind.REVIEW: _REVIEW,
    ListKind.BENCHMARKS: _BENCHMARKS,
    ListKind.INSPECTIONS: _INSPECTIONS,
    ListKind.GUIDES: _GUIDES,
    STAFF: _STAFF,
    ACCOUNTS: _ACCOUNTS,
}
_PEOPLE_LENGTHS = {"department": 60, "name": 40, "post": 40, "username": 40} | dict.fromkeys(
    ("legal_qualification", "certificate_number"), 40
)


def columns_of(list_kind: str) -> tuple[Column, ...]:
    """Return the columns that rows of a list have, in the order of tables and exports."""
    return tuple(column for column in COLUMNS[list_kind] if column.in_row)


def labels_of(list_kind: str) -> dict[str, str]:
    """Return attribute → heading of a list's rows."""
    return {column.key: column.label for column in columns_of(list_kind)}


@cache
def longest(list_kind: str, key: str) -> int | None:
    """Return how many characters an attribute holds; None where there is no end."""
    if list_kind in {STAFF, ACCOUNTS}:
        return _PEOPLE_LENGTHS.get(key)
    length: int | None = getattr(attributes(list_kind).get(key), "max_length", None)
    return length


def plain_heading(heading: str) -> str:
    """Return what spellings of one heading share: no spaces, no stars, one kind of brackets."""
    plain = re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", heading))
    return re.sub(r"\((必填|选填|必选)\)$", "", plain)


def find(list_kind: str, heading: str) -> Column | None:
    """Return the column that a file's heading means."""
    return _by_heading(list_kind).get(plain_heading(heading))


def _by_heading(list_kind: str) -> dict[str, Column]:
    return {
        plain_heading(name): column for column in COLUMNS[list_kind] for name in (column.label, *column.also)
    }
