"""The disclosure rules that an agency begins with: penalties, as the law and 244号 have them (§11.5, §11.6)."""

from __future__ import annotations

from typing import Any

POSTS = [
    ["采集", "承办人"],
    ["传递", "承办机构负责人"],
    ["审核", "公示审核员"],
    ["发布", "公示审核员"],
    ["更新", "公示员"],
    ["撤下", "公示审核员"],
]
CARRIERS = ["本机关行政执法公示门户", "县人民政府门户网站", "办公场所公示栏"]
PERIOD = "待确认；期满由公示审核员撤下，与信用公示期分别设定"
PENALTY_FIELDS = [
    "当事人", "统一社会信用代码", "法定代表人", "住所", "执法类别", "案件事实", "违反的规定", "处罚依据", "裁量",
    "执法结论", "履行方式和期限", "救济途径", "执法机关", "决定日期",
]  # fmt: skip
STANDARD: tuple[dict[str, Any], ...] = (
    {
        "category": "行政处罚",
        "party_kind": "firm",
        "scope": "普通程序作出的全部行政处罚决定",
        "fields": PENALTY_FIELDS,
        "carriers": CARRIERS,
        "limit_key": "nm.publish7",
        "period": PERIOD,
        "posts": POSTS,
        "basis": "行政处罚法 第四十八条；244号 第十条、第十二条；住房和城乡建设行政处罚程序规定 第十条",
    },
    {
        "category": "行政处罚",
        "party_kind": "person",
        "scope": "不公开：对自然人的行政处罚决定，在规则就“有一定社会影响”作出规定之前一律不公开",
        "fields": [],
        "carriers": [],
        "limit_key": "nm.publish7",
        "period": "不公开",
        "posts": POSTS,
        "basis": "行政处罚法 第四十八条；个人信息保护法 第三十四条；政府信息公开条例 第十五条",
    },
)
