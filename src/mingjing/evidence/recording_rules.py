"""Which activity needs which recording, and when one comes too late: on plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.law.terms import due
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

RECORDING = "244号 第十七条"
EXPLAINING = "244号 第十九条"
UPLOADING = "244号 第二十条"
TELLING = "244号 第九条"
LIMIT = "nm.av24"

TEXT, PHOTO, AV, FULL = "text", "photo", "av", "full"
GRADES = {TEXT: "文字记录", PHOTO: "拍照", AV: "音像记录", FULL: "全程音像记录"}
_STRENGTH = (TEXT, PHOTO, AV, FULL)
PICTURES, SPOKEN, ANY, MOVING = (
    ("photo", "video"),
    ("audio", "video"),
    ("photo", "audio", "video"),
    ("video",),
)
CARRIERS = {"photo": "照片", "audio": "录音", "video": "录像"}

MATRIX: dict[str, tuple[str, tuple[str, ...]]] = {
    "inspection": (AV, ANY),
    "inquiry": (AV, SPOKEN),
    "taking": (AV, ANY),
    "sampling": (AV, PICTURES),
    "preservation": (AV, PICTURES),
    "disposal": (TEXT, PICTURES),
    "statement": (AV, SPOKEN),
    "hearing": (AV, SPOKEN),
    "served-direct": (AV, ANY),
    "served-left": (AV, PICTURES),
    "served-public": (AV, PICTURES),
}
"""Reference §6.9: kind of activity → grade where the published list is silent, and the carriers that show it."""

BY_LAW = frozenset({"taking", "sampling", "preservation", "hearing", "served-left", "served-public"})
"""244号17; 55号令17、19: what must be recorded whatever a list says; a list may ask for more, never for less."""

WORDS: dict[str, tuple[str, ...]] = {
    "inspection": ("现场检查", "执法检查", "勘验", "随机抽查", "调取查阅资料", "检查取证"),
    "inquiry": ("询问", "证人证言"),
    "taking": ("调查取证", "取证"),
    "sampling": ("抽样",),
    "preservation": ("先行登记保存",),
    "disposal": ("登记物品处理", "保存物品处理"),
    "statement": ("陈述申辩", "陈述、申辩"),
    "hearing": ("听证",),
    "served-direct": ("直接", "文书送达", "送达文书"),
    "served-left": ("留置", "文书送达", "送达文书"),
    "served-public": ("公告", "文书送达", "送达文书"),
}
"""Kind of activity → how the rows of published lists call it."""
NOT_TAKING = ("抽样", "保存", "检查")
INSPECTING = "行政检查"

THINGS = {"reason": "执法事由", "basis": "执法依据", "rights": "权利", "duties": "义务"}
"""244号9; reference §11.6 no. 20: the four things that are told."""
TELLS = frozenset(
    {"inspection", "inquiry", "taking", "sampling", "preservation", "served-direct", "served-left"}
)
"""Inspection, taking evidence, compulsion, service: what happens face to face with somebody to be told."""

FOCUS = {
    "1": "现场执法环境，出示证件、告知权利义务的情况",
    "2": "当事人、证人等现场人员的体貌特征和言行举止",
    "3": "调查、检查、取证的情况",
    "4": "重要物品以及其他证据",
    "5": "对有关人员、财物采取措施的情况",
    "6": "现场制作、送达文书的情况",
    "7": "其他应当记录的内容",
}
"""244号18: the seven points of a recording."""


@dataclass(frozen=True)
class Listed:
    """A row of the published list as it counts here."""

    code: str
    category: str
    stage: str
    matter: str
    grade: str


@dataclass(frozen=True)
class Duty:
    """What an activity needs: grade, the carriers of which one at least shows it, where this is written."""

    grade: str
    carriers: tuple[str, ...]
    source: str

    @property
    def needed(self) -> bool:
        """Say whether text alone is not enough."""
        return self.grade != TEXT


def duty(kind: str, listed: Iterable[Listed] | None, *, category: str, edition: str = "") -> Duty:
    """B3.1; 244号17: the strictest row of the list in force that names the activity, else the default matrix.

    `listed`: the rows in force that day (None: no list); `category`: the enforcement category of the case.
    """
    grade, carriers = MATRIX[kind]
    rows = [row for row in listed or () if _names(row, kind, category)]
    if not rows:
        return Duty(grade, carriers, "默认记录强度，清单未列")
    asked = max(rows, key=lambda row: (_STRENGTH.index(_grade(row)), row.category == category))
    found = _grade(asked)
    if kind in BY_LAW:
        found = max(found, grade, key=_STRENGTH.index)
    return Duty(found, MOVING if found == FULL else carriers, f"{edition} {asked.code}".strip())


def at_site(asked: Duty, site: str) -> Duty:
    """种子 二（三）、B3.0: what is recorded at all is recorded throughout where the place is listed as such a site."""
    if not site or not asked.needed or asked.grade == FULL:
        return asked
    return Duty(FULL, MOVING, f"全程音像记录的场所：{site}；{asked.source}")


def _grade(row: Listed) -> str:
    return {"optional": TEXT, "required": AV, "full": FULL}[row.grade]


def _names(row: Listed, kind: str, category: str) -> bool:
    """Say whether a row is about such an activity: by what it calls the matter, else by what it calls the stage."""
    taken = {category, INSPECTING} if kind == "inspection" else {category}
    if row.category and row.category not in taken:
        return False
    said = row.matter or row.stage
    if kind == "taking" and any(word in said for word in NOT_TAKING):
        return False
    return any(word in said for word in WORDS[kind])


def carrier_of(media_type: str) -> str:
    """Return `photo`, `audio` or `video`, told from the content's type."""
    return {"image": "photo", "audio": "audio", "video": "video"}[media_type.partition("/")[0]]


def fits(carriers: Collection[str], recorded: Collection[str]) -> bool:
    """Say whether one of the recordings is of a kind that shows the activity."""
    return bool(set(carriers) & set(recorded))


def spoken(carriers: Iterable[str]) -> str:
    """Return `照片、录音或者录像`."""
    *before, last = [CARRIERS[each] for each in carriers]
    return f"{'、'.join(before)}或者{last}" if before else last


def upload_by(ended_at: dt.datetime) -> dt.datetime:
    """244号20: within twenty-four hours of the recording's end."""
    found = due(LIMIT, ended_at).due
    if not isinstance(found, dt.datetime):
        raise TypeError(found)
    return found


def is_late(ended_at: dt.datetime, uploaded_at: dt.datetime) -> bool:
    """244号20: say whether an upload came after its twenty-four hours. It is taken in all the same."""
    return uploaded_at > upload_by(ended_at)


def within(
    started_at: dt.datetime, ended_at: dt.datetime, *, since: dt.date, until: dt.date, now: dt.datetime
) -> None:
    """B3.2: a recording lies on the days of its activity and is over; `since`, `until`: those days, both included."""
    if ended_at > now:
        raise Refusal(
            "recording.future", "录制结束时间晚于现在。", UPLOADING, "请改为实际的结束时间。", "ended_at"
        )
    if ended_at < started_at:
        raise Refusal(
            "recording.backwards", "录制结束时间早于开始时间。", UPLOADING, "请核对起止时间。", "ended_at"
        )
    if not since <= started_at.date() <= until:
        days = str(until) if since == until else f"{since} 至 {until}"
        raise Refusal(
            "recording.other_day",
            f"录制时间不在这次活动的日期（{days}）。",
            RECORDING,
            "请核对录制时间；是另一次活动的，到那次活动下面上传。",
            "started_at",
        )


def explained(ground: str, text: str, grounds: Mapping[str, str]) -> str:
    """244号19: an explanation has one of the objective causes and says what happened; return it trimmed."""
    if ground not in grounds:
        raise Refusal(
            "explanation.ground",
            "请选择无法记录的客观原因。",
            EXPLAINING,
            "没有客观原因的，应当补传音像记录。",
            "ground",
        )
    if not text.strip():
        raise Refusal(
            "explanation.empty",
            "请写明情况。",
            EXPLAINING,
            "写明何时、因何无法记录，何时向谁报告，现场如何处置。",
            "text",
        )
    return text.strip()


def untold(told: Collection[str] | None) -> list[str]:
    """244号9: return what of the four was not told; None: nothing had to be."""
    return [] if told is None else [label for key, label in THINGS.items() if key not in told]
