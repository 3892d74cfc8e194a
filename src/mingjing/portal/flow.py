"""A procedure as the public reads it: drawn for a screen and for a phone, and told in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from mingjing.documents.forms_catalogue import FORMS
from mingjing.law.terms import rules
from mingjing.procedures import draw
from mingjing.theme.cells import Column
from mingjing.workflow.running import procedure_of

if TYPE_CHECKING:
    from mingjing.law.terms import TermRule
    from mingjing.procedures import Procedure, Step
    from mingjing.theme.cells import Row
    from mingjing.workflow.models import ProcedureVersion

ROLES = {
    "officer": "承办人",
    "section": "承办机构负责人",
    "legal": "法制机构",
    "deputy": "本机关负责人",
    "principal": "主要负责人",
}
RECORDINGS = {"photo": "拍照", "av": "录音录像", "av_full": "全过程录音录像"}
GRADES = {
    "none": "文字记录",
    "photo": "应当拍照",
    "av": "应当音像记录",
    "av_full": "全过程音像记录",
}
CARRIERS = {"photo": "执法文书、照片", "av": "执法文书、录音录像", "av_full": "执法文书、录音录像"}
STEPS = (
    Column("step", "环节"),
    Column("actor", "办理人"),
    Column("documents", "应有文书"),
    Column("occasional", "视情使用的文书", short="视情文书"),
    Column("grade", "记录等级"),
    Column("carrier", "记录载体"),
    Column("limit", "时限"),
    Column("clause", "依据"),
)
TITLES = {code: form.title for code, form in FORMS.items()}


@dataclass(frozen=True)
class Chart:
    """A procedure's two drawings (safe SVG) and its text twin."""

    name: str
    version: int
    wide: SafeString
    tall: SafeString
    steps: tuple[str, ...]
    rows: tuple[Row, ...]


def chart_of(version: ProcedureVersion) -> Chart:
    """Return the published flowchart of a procedure version; drawn once a process."""
    return _chart(procedure_of(version), version.version)


@lru_cache(maxsize=32)
def _chart(procedure: Procedure, version: int) -> Chart:
    return Chart(
        name=procedure.name,
        version=version,
        wide=svg(procedure, wide=True),
        tall=svg(procedure, wide=False),
        steps=tuple(_sentence(step) for step in procedure.steps),
        rows=tuple(_row(step) for step in procedure.steps),
    )


def svg(procedure: Procedure, *, wide: bool) -> SafeString:
    """Return the drawing with its captions; `procedures` escapes whatever comes from the file."""
    captions = {step.id: _caption(step) for step in procedure.steps if _caption(step)}
    drawn = draw(procedure, captions=captions, layout="wide" if wide else "tall")
    return mark_safe(drawn)  # noqa: S308


def _caption(step: Step) -> str:
    """Return the short second line of a box: the first time limit, else who acts."""
    limit = rules().get(step.limit)
    if limit is not None and limit.is_time_limit:
        return _span(limit)
    return ROLES[step.role]


def _span(limit: TermRule) -> str:
    unit = limit.unit if limit.unit != "工作日" else "个工作日"
    return f"{limit.value} {unit}"


def _row(step: Step) -> Row:
    """种子 B1, A2.3: what a step leaves behind, how it is recorded and on what, who does it, how long it may take."""
    return {
        "step": step.name,
        "actor": ROLES[step.role],
        "documents": "、".join(_titles(step.documents)),
        "occasional": "、".join(_titles(step.occasional)),
        "grade": GRADES[step.recording],
        "carrier": CARRIERS.get(step.recording, "执法文书"),
        "limit": "；".join(_limits(step)),
        "clause": step.clause,
    }


def _titles(codes: tuple[str, ...]) -> list[str]:
    return [TITLES[code] for code in codes if code in TITLES]


def _limits(step: Step) -> list[str]:
    return [
        f"{limit.name} {_span(limit)}"
        for key in step.limits
        if (limit := rules().get(key)) and limit.is_time_limit
    ]


def _sentence(step: Step) -> str:
    parts = [f"{step.name}：由{ROLES[step.role]}办理", *_limits(step)]
    if documents := _titles(step.documents):
        parts.append(f"须有{'、'.join(documents)}")
    if step.recording in RECORDINGS:
        parts.append(f"须{RECORDINGS[step.recording]}")
    clause = f"（{step.clause}）" if step.clause else ""
    return f"{'；'.join(parts)}{clause}。"
