"""What a natural person is called in public: the surname and 某某, never the name (reference §11.5).

As the courts do it (最高人民法院关于在互联网公布裁判文书的规定9): a name with a middle dot, as many minorities and
foreigners have it, and a name in letters keep their first character.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from mingjing.law.counting import months_later
from mingjing.registry.rules import identity_number_fault

if TYPE_CHECKING:
    from collections.abc import Sequence

COMPOUND = frozenset({
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟",
    "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离",
    "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷",
    "公良", "漆雕", "乐正", "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭",
    "南门", "羊舌", "微生", "梁丘", "左丘", "西门", "第五", "纳兰", "完颜", "耶律", "即墨",
})  # fmt: skip
REST = "某某"
DOTS = re.compile("[·•．・‧]")
REMARK = re.compile("（[^）]*）$")
SHORT = 2
MAJORITY = 18
"""Years: 民法典 第十七条."""


def hidden_name(name: str) -> str:
    """Return how a person's name is shown: 何小雨 → 何某某, 欧阳一明 → 欧阳某某, 阿依古丽·买买提 → 阿某某."""
    plain = bare(name)
    if not plain:
        return REST
    if not DOTS.search(plain) and len(plain) > SHORT and plain[:SHORT] in COMPOUND:
        return plain[:SHORT] + REST
    return plain[0] + REST


def bare(name: str) -> str:
    """Return a name without the remark in brackets behind it."""
    return REMARK.sub("", name.strip()).strip()


def hidden_names(names: Sequence[str]) -> dict[str, str]:
    """Return how each of several people is shown beside the others: those who would be called alike get a figure."""
    shown: dict[str, str] = {}
    plain = list(dict.fromkeys(bare(name) for name in names if bare(name)))
    alike = [hidden_name(name) for name in plain]
    for place, (name, hidden) in enumerate(zip(plain, alike, strict=True)):
        number = alike[:place].count(hidden) + 1
        shown[name] = f"{hidden}{number}" if alike.count(hidden) > 1 else hidden
    return shown


def without_names(text: str, shown: dict[str, str]) -> str:
    """Return a text in which nobody's name stands, the longest names first (one may be part of another)."""
    for name in sorted(shown, key=len, reverse=True):
        text = text.replace(name, shown[name])
    return text


def was_minor(identity_number: str, on: dt.date) -> bool | None:
    """Say whether the holder of an identity number (GB 11643) was under eighteen on a day; None where it does not say.

    A year of life is full on the day after the birthday.
    """
    if identity_number_fault(identity_number):
        return None
    digits = identity_number[6:14]
    try:
        born = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return on <= months_later(born, MAJORITY * 12)
