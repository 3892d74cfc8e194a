"""The disclosure rules that an agency begins with: penalties, as the law and 244号 have them (§11.5, §11.6)."""

from __future__ import annotations

from typing import Any

POSTS = [
    ["采集", "公示员（系统依规则提出）"],
    ["传递", "公示员"],
    ["审核", "公示审核员"],
    ["发布", "公示审核员"],
    ["更新", "公示员"],
    ["撤下", "公示审核员"],
]
PORTAL = "本机关行政执法公示门户"
CARRIERS = [PORTAL, "县人民政府门户网站", "办公场所公示栏"]
FIRM_PERIOD = "自决定之日起一年，期满自动停止公示；与信用公示期分别设定（待确认）"
PERSON_PERIOD = "自决定之日起三个月，期满自动停止公示；与信用公示期分别设定（待确认）"
PROCEDURE = "系统依规则采集，公示员核对遮盖后提交，公示审核员作保密审查后公开；更正、撤下留痕"
SUPERVISION = "执法监督员查阅逾期公开、不公开的决定和更正申请；任何人可以在决定页申请更正，或者拨打监督电话"
SAFEGUARDS = "公开的每一版、撤下和理由写入可核对的记录；采集和审核由两人办理"
ASSESSMENT = (
    "示例：只公开有一定社会影响的决定，姓名只写姓氏，住址、证件号、联系方式不公开，不供检索；报告存三年。"
)
PERSON_FIELDS = [
    "当事人", "执法类别", "案件事实", "违反的规定", "处罚依据", "裁量", "执法结论", "执法机关", "决定日期",
]  # fmt: skip
PENALTY_FIELDS = [
    "当事人", "统一社会信用代码", "法定代表人", "住所", "执法类别", "案件事实", "违反的规定", "处罚依据", "裁量",
    "执法结论", "履行方式和期限", "救济途径", "执法机关", "决定日期",
]  # fmt: skip
LICENCE_FIELDS = [
    "当事人", "统一社会信用代码", "法定代表人", "执法类别", "决定书名称", "许可内容", "许可依据", "许可证书", "有效期",
    "执法结论", "执法机关", "决定日期",
]  # fmt: skip
INSPECTION_FIELDS = [
    "当事人", "统一社会信用代码", "执法类别", "检查内容", "检查依据", "执法结论", "执法机关", "检查日期",
]  # fmt: skip
FIELDS = {"行政处罚": PENALTY_FIELDS, "行政许可": LICENCE_FIELDS, "行政检查": INSPECTION_FIELDS}
"""Category → what a rule may let the public read of it."""
STANDARD: tuple[dict[str, Any], ...] = (
    {
        "category": "行政处罚",
        "party_kind": "firm",
        "scope": "普通程序作出的全部行政处罚决定",
        "fields": PENALTY_FIELDS,
        "carriers": CARRIERS,
        "limit_key": "nm.publish7",
        "period": FIRM_PERIOD,
        "months": 12,
        "procedure": PROCEDURE,
        "supervision": SUPERVISION,
        "safeguards": SAFEGUARDS,
        "posts": POSTS,
        "basis": "行政处罚法 第四十八条；244号 第十条、第十二条；住房和城乡建设行政处罚程序规定 第十条",
    },
    {
        "category": "行政处罚",
        "party_kind": "person",
        "scope": "对自然人的行政处罚决定，具有一定社会影响的；姓名只写姓氏，未成年人一律不公开",
        "fields": PERSON_FIELDS,
        "carriers": CARRIERS[:1],
        "limit_key": "nm.publish7",
        "period": PERSON_PERIOD,
        "months": 3,
        "procedure": PROCEDURE,
        "supervision": SUPERVISION,
        "safeguards": SAFEGUARDS,
        "assessment": ASSESSMENT,
        "posts": [*POSTS[:2], ["社会影响认定", "公示员提出，公示审核员核对"], *POSTS[2:]],
        "basis": "行政处罚法 第四十八条；个人信息保护法 第三十四条；政府信息公开条例 第十五条",
    },
)
