"""What an item of each topic holds, field by field: one table for the interface, the file, the check and the page."""

from __future__ import annotations

from dataclasses import dataclass

from mingjing.cases.rules.ordinary import KINDS as PENALTIES
from mingjing.intake.models import Topic

ID = "[A-Za-z0-9][A-Za-z0-9._~-]{0,79}"
"""How another system's id is written: what fits into an address as it is."""
LARGEST_VERSION = 2_000_000_000
PARTIES = {"01": "自然人", "02": "法人", "03": "其他组织", "04": "个体工商户"}
FOUND = {each: each for each in ("未发现问题", "已责令改正", "待后续处理", "无法联系", "不配合")}
"""§11.5: the words in which the public reads the result of an inspection; never 立案."""
GRANTED = {each: each for each in ("准予许可", "不予许可", "准予变更", "准予延续", "撤销许可", "注销许可")}
LICENCE_KINDS = {"01": "普通", "02": "特许", "03": "认可", "04": "核准", "05": "登记", "06": "其他"}
MANNERS = {each: each for each in ("日常检查", "双随机抽查", "专项检查", "重点检查")}
SOURCES = {"2": "投诉", "3": "举报", "4": "上级交办", "5": "其他机关移送", "7": "12345 热线转办"}
COURSES = {"once": "一次行为，已经终了", "ended": "连续或者继续，已经终了", "ongoing": "仍在继续"}
OFFICES = {
    each: each
    for each in (
        "行政许可", "行政处罚", "行政强制", "行政检查", "行政征收", "行政给付", "行政确认", "行政裁决", "行政奖励",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field: its name in JSON, its Chinese heading in a file, its kind, whether it must be there.

    `kind` is `text`, `day`, `amount` (yuan with two decimals, as text), `choice`, `choices`, `code` (GB 32100) or
    `identity` (GB 11643). `secret` is sealed or never public.
    """

    key: str
    label: str
    kind: str = "text"
    required: bool = True
    longest: int = 200
    choices: tuple[tuple[str, str], ...] = ()
    words: str = ""
    secret: bool = False


def _choice(key: str, label: str, told: dict[str, str], *, required: bool = True, words: str = "") -> Field:
    return Field(key, label, "choice", required, choices=tuple(told.items()), words=words)


_PARTY = (
    _choice("party_kind", "当事人类型", PARTIES),
    Field("party_name", "当事人", words="自然人写姓名；公开时只写姓氏"),
    Field("party_code", "统一社会信用代码", "code", required=False, words="自然人以外必填"),
    Field("representative", "法定代表人", required=False, longest=60),
    Field("identity_number", "身份证号", "identity", required=False, words="自然人；不公开", secret=True),
)
_BY = (
    Field("authority", "执法机关"),
    Field("authority_code", "执法机关统一社会信用代码", "code", required=False),
    Field("matter_code", "事项编码", longest=40, words="本机关现行执法事项清单的编码"),
)
_WHY_CHANGED = Field(
    "change_reason", "更正理由", required=False, longest=300, words="第二版起必填，与更正后的内容一并公开"
)

FIELDS: dict[str, tuple[Field, ...]] = {
    Topic.PENALTY: (
        Field("number", "决定书文号", longest=80),
        Field("title", "案由", longest=120),
        *_PARTY,
        Field("address", "住所", required=False),
        *_BY,
        Field("decided_on", "决定日期", "day"),
        Field(
            "acted_on", "违法行为日期", "day", required=False, words="当事人是自然人的必填：判断当时是否成年"
        ),
        Field("facts", "案件事实", longest=8000),
        Field("violated", "违反的规定", longest=1000, words="《法规名称》第几条，几条用顿号分开"),
        Field("basis", "处罚依据", longest=1000, words="写法同上"),
        Field("discretion", "裁量", required=False, longest=2000),
        Field("penalty_kinds", "处罚种类", "choices", choices=tuple(PENALTIES.items())),
        Field("fine", "罚款（元）", "amount", required=False),
        Field("confiscated", "没收违法所得（元）", "amount", required=False),
        Field("conclusion", "执法结论", longest=2000),
        Field("performance", "履行方式和期限", required=False, longest=1000),
        Field("relief", "救济途径", required=False, longest=1000),
        _WHY_CHANGED,
    ),
    Topic.LICENCE: (
        Field("number", "决定书文号", longest=80),
        Field("document_name", "决定书名称", longest=100),
        *_PARTY,
        *_BY,
        Field("decided_on", "决定日期", "day"),
        _choice("result", "许可结果", GRANTED),
        _choice("licence_kind", "许可类别", LICENCE_KINDS),
        Field("certificate_name", "许可证书名称", required=False, longest=100),
        Field("certificate_number", "许可编号", required=False, longest=100),
        Field("content", "许可内容", longest=4000),
        Field("basis", "许可依据", longest=1000, words="《法规名称》第几条，几条用顿号分开"),
        Field("valid_from", "有效期自", "day", required=False, words="准予的必填"),
        Field("valid_to", "有效期至", "day", required=False, words="准予的必填；长期的写 2099-12-31"),
        Field("note", "备注", required=False, longest=500),
        _WHY_CHANGED,
    ),
    Topic.INSPECTION: (
        Field("number", "检查编号", longest=80),
        *_PARTY,
        *_BY,
        Field("decided_on", "检查日期", "day"),
        _choice("manner", "检查方式", MANNERS),
        Field("content", "检查内容", longest=4000),
        Field("basis", "检查依据", longest=1000, words="《法规名称》第几条，几条用顿号分开"),
        _choice("result", "检查结果", FOUND, words="公开的用语只有这五种"),
        _WHY_CHANGED,
    ),
    Topic.MATTER: (
        Field("code", "编码", required=False, longest=40, words="没有的由系统编"),
        _choice("category", "事项类别", OFFICES),
        Field("name", "事项名称"),
        Field("domain", "领域", longest=40),
        Field("unit", "实施机构", longest=100),
        Field("duty", "职责", longest=2000),
        Field("power", "职权（权限）", longest=2000),
        Field("basis", "实施依据", longest=2000, words="《法规名称》第几条，几条用顿号分开"),
        Field("penalty_basis", "处罚依据", required=False, longest=2000),
        Field("range_text", "幅度、期限", required=False, longest=300),
        Field("power_list_code", "权责清单编码", required=False, longest=40),
    ),
    Topic.LEAD: (
        Field("reference", "来件编号", longest=80, words="工单号"),
        Field("title", "标题"),
        Field("summary", "线索内容", longest=4000, words="不写举报人的姓名、联系方式和住址"),
        Field("place", "地点"),
        _choice("source", "案源", SOURCES),
        Field("found_on", "收到日期", "day"),
        Field("acted_on", "违法行为日期", "day", words="仍在继续的，写收到日期"),
        _choice("course", "行为状态", COURSES),
        Field("reply_by", "答复期限", "day", required=False),
        Field("reporter_name", "举报人", required=False, longest=60, words="收到即密封", secret=True),
        Field(
            "reporter_contact", "举报人联系方式", required=False, longest=60, words="收到即密封", secret=True
        ),
        Field("reporter_address", "举报人住址", required=False, words="收到即密封", secret=True),
    ),
}
MAY_BE_FUTURE = frozenset({"valid_to", "valid_from", "reply_by"})


def fields_of(topic: str) -> tuple[Field, ...]:
    """Return the fields of a topic in their order."""
    return FIELDS[Topic(topic)]


def said(field: Field, value: object) -> str:
    """Return a value as a person reads it: the words of a choice, not its code."""
    told = dict(field.choices)
    if isinstance(value, list):
        return "、".join(told.get(str(each), str(each)) for each in value)
    return told.get(str(value), str(value)) if value else ""
