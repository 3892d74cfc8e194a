"""The disclosure rules for licences and inspections with which an agency begins to take them in (§11.5, 244号10–12)."""

from __future__ import annotations

from typing import Any

from mingjing.disclosure.standard_rules import (
    CARRIERS,
    INSPECTION_FIELDS,
    LICENCE_FIELDS,
    POSTS,
    PROCEDURE,
    SAFEGUARDS,
    SUPERVISION,
)

SHARED: dict[str, Any] = {
    "carriers": CARRIERS,
    "procedure": PROCEDURE,
    "supervision": SUPERVISION,
    "safeguards": SAFEGUARDS,
    "posts": POSTS,
}
NOBODY: dict[str, Any] = SHARED | {"party_kind": "person", "fields": [], "period": "不公开"}
BROUGHT_IN: tuple[dict[str, Any], ...] = (
    SHARED
    | {
        "category": "行政许可",
        "party_kind": "firm",
        "scope": "对法人、其他组织、个体工商户的全部行政许可结果",
        "fields": LICENCE_FIELDS,
        "limit_key": "nm.publish7",
        "period": "许可有效期内，期满或者撤销、注销后停止公示（待确认）",
        "basis": "行政许可法 第四十条；244号 第十条、第十二条",
    },
    NOBODY
    | {
        "category": "行政许可",
        "scope": "对自然人的行政许可结果不公开；需要公开的，先作个人信息保护影响评估，再改本规则",
        "limit_key": "nm.publish7",
        "basis": "个人信息保护法 第三十四条；政府信息公开条例 第十五条",
    },
    SHARED
    | {
        "category": "行政检查",
        "party_kind": "firm",
        "scope": "对法人、其他组织、个体工商户的全部行政检查结果，用语只有五种，不写是否立案",
        "fields": INSPECTION_FIELDS,
        "limit_key": "nm.publish20",
        "period": "自检查之日起一年，期满自动停止公示（待确认）",
        "months": 12,
        "basis": "244号 第十条、第十二条；政府信息公开条例 第二十条",
    },
    NOBODY
    | {
        "category": "行政检查",
        "scope": "对自然人的行政检查结果不公开",
        "limit_key": "nm.publish20",
        "basis": "个人信息保护法 第三十四条；政府信息公开条例 第十五条",
    },
)
