"""The ten points of legal review (244号 第三十条; 118号十三; 种子 C4 with 滥用职权 apart)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One point: its key, its title as the law words it, and what the reviewer looks at."""

    key: str
    title: str
    hint: str


POINTS = (
    Point("agency", "执法主体是否合法", "本机关或者委托、授权范围内的组织"),
    Point("officers", "执法人员是否具备执法资格", "每次办理当日证件有效，类别、区域相符"),
    Point("facts", "主要事实是否清楚", "当事人、时间、地点、经过、后果"),
    Point("evidence", "证据是否合法充分", "每项事实都有证据证明，取证程序合法"),
    Point("law", "适用法律、法规、规章是否准确", "条款项具体，行为日有效"),
    Point("discretion", "裁量基准适用是否适当", "档次、理由与幅度相符"),
    Point("procedure", "程序是否合法", "步骤、顺序、期限、告知"),
    Point("documents", "执法文书是否规范、齐备", "文书完整，名称、数额、日期一致"),
    Point("power", "是否超越权限，是否涉嫌犯罪须移送", "事项、层级、地域；移送标准"),
    Point("abuse", "有无滥用职权及其他应当审核的内容", "目的正当，同案同罚"),
)
