"""What looks like personal particulars in a text about to be public (244号10; reference §11.6 no. 27).

What cannot be anything else (a number that checks, an account, a mobile phone) is masked in free text by rule; the
rest is a suspicion, never a verdict: the person who checks confirms each one or sends the proposal back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.registry.rules import identity_number_fault

if TYPE_CHECKING:
    from collections.abc import Iterable

_POSTS = "负责人|实际控制人|经办人|项目经理|举报人|投诉人|证人|工人|职工|员工|司机|业主|住户|邻居"
_SURNAMES = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]|欧阳|司马|上官|诸葛|皇甫"
)
_PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_AFTER = "[，。、；：（(“”》）)]|$|称|陈述|承认|说|签|在场|的|住|电话|身份证"
_PATTERNS = (
    ("居民身份证号", re.compile(r"(?<![0-9A-Z])\d{17}[0-9Xx](?![0-9A-Z])")),
    ("手机号码", re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    ("固定电话", re.compile(r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)")),
    ("银行账号", re.compile(r"(?<![0-9A-Z])(?:62|4|5)\d{14,18}(?![0-9A-Z])")),
    (
        "权属证书编号",
        re.compile(
            r"[\u4e00-\u9fff]?[（(〔]\d{4}[）)〕][\u4e00-\u9fff]{1,12}(?:不动产权|房权证|国用|土地使用权)第?\s*\d{2,12}号?"
            r"|(?:房权证|房产证|国用)[\u4e00-\u9fff]{0,4}(?:[（(〔]\d{4}[）)〕])?字?第\s*\d{2,12}号?"
        ),
    ),
    ("车牌号码", re.compile(rf"[{_PLATES}][A-Z][·•]?[A-Z0-9]{{5,6}}(?![A-Z0-9])")),
    ("电子邮箱", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    ("家庭住址", re.compile(r"\d+\s*(?:号楼|栋|幢|单元)\s*\d*\s*(?:单元)?\s*\d+\s*(?:室|户)")),
    (
        "他人姓名",
        re.compile(rf"(?:{_POSTS})(?P<piece>(?:{_SURNAMES})(?!某)[\u4e00-\u9fff]{{1,2}}?)(?={_AFTER})"),
    ),
)

_NAMED = re.compile(
    rf"(?:^|[、，；：]|{_POSTS})(?P<name>(?:{_SURNAMES})(?!某)[\u4e00-\u9fff]{{1,2}})(?=（|[、，；。\s]|$)"
)

CERTAIN = frozenset({"居民身份证号", "手机号码", "银行账号", "电子邮箱", "权属证书编号", "车牌号码"})
"""Masked wherever they stand in free text; addresses and office telephones may be a building site's or a firm's."""
HIDDEN = "〔已隐去〕"
BY_HAND = "经人工确认的内容"
RULE = "244号 第十条"
_RULES = {
    "居民身份证号": f"{RULE}（身份证号）",
    "手机号码": f"{RULE}（通讯方式）",
    "电子邮箱": f"{RULE}（通讯方式）",
    "银行账号": f"{RULE}（银行账号）",
    "权属证书编号": f"{RULE}（动产、不动产权属证书编号）",
    "车牌号码": f"{RULE}（动产权属）；个人信息保护法 第二十八条",
    "姓名": "个人信息保护法 第三十四条；最高人民法院裁判文书公开规定（自然人姓名）",
}
"""Word of a mask → the rule by which it is masked, as the check page and the public read it."""


@dataclass(frozen=True)
class Suspect:
    """A piece of text, the field that holds it, and what it looks like."""

    field: str
    text: str
    word: str


def suspects(fields: Iterable[tuple[str, str]]) -> list[Suspect]:
    """Return what in a publication's fields (label, text) looks like personal particulars, in their order."""
    return [Suspect(field, hit.text, hit.word) for field, text in fields for hit in _found(text)]


def pieces(text: str, words: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Cut a text into what may be shown and what is masked: pairs of text and word, the word empty if shown.

    Masked is what is so by rule, and `words`, which a person named.
    """
    cut: list[tuple[str, str]] = []
    at = 0
    hits = _named(text, words)
    hits += [
        hit for hit in _found(text) if hit.word in CERTAIN and not any(hit.meets(other) for other in hits)
    ]
    for hit in sorted(hits, key=lambda hit: hit.start):
        cut += [(text[at : hit.start], ""), (hit.text, hit.word)]
        at = hit.end
    return [(piece, word) for piece, word in [*cut, (text[at:], "")] if piece]


def rule_of(word: str) -> str:
    """Return the rule by which a kind of particular is masked."""
    return _RULES.get(word, RULE)


def hidden_in(text: str) -> list[tuple[str, str]]:
    """Return what of a text is masked by rule: pairs of word and value, each value once."""
    return list(dict.fromkeys((word, piece) for piece, word in pieces(text) if word))


def names_in(text: str) -> list[str]:
    """Return the people's names with which a text begins, or that follow a post: `项目经理高远，……`."""
    return [match["name"] for match in _NAMED.finditer(text)]


def masked(text: str) -> tuple[str, list[str]]:
    """Return a text without what is masked by rule, and what each masked piece was."""
    cut = pieces(text)
    shown = "".join(HIDDEN if word else piece for piece, word in cut)
    return shown, list(dict.fromkeys(word for _, word in cut if word))


@dataclass(frozen=True)
class _Hit:
    word: str
    start: int
    end: int
    text: str

    def meets(self, other: _Hit) -> bool:
        return other.start < self.end and self.start < other.end


def _named(text: str, words: Iterable[str]) -> list[_Hit]:
    """Return where words stand that a person named, the longest first; no two overlap."""
    found: list[_Hit] = []
    for word in sorted(words, key=len, reverse=True):
        for match in re.finditer(re.escape(word), text):
            hit = _Hit(BY_HAND, match.start(), match.end(), word)
            if not any(hit.meets(other) for other in found):
                found.append(hit)
    return found


def _found(text: str) -> list[_Hit]:
    """Return what a text holds, the surest kind first; no two overlap."""
    found: list[_Hit] = []
    for word, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("piece" if "piece" in pattern.groupindex else 0)
            hit = _Hit(word, start, end, text[start:end])
            if any(hit.meets(other) for other in found):
                continue
            if word == "居民身份证号" and identity_number_fault(match[0].upper()):
                continue
            found.append(hit)
    return found
