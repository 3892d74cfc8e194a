"""A procedure as the public reads it: drawn for a screen and for a phone, and told in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from mingjing import clock
from mingjing.documents.forms_catalogue import FORMS
from mingjing.evidence.models import Activity
from mingjing.evidence.recordings import duties_on
from mingjing.evidence.step_records import recorded
from mingjing.law.terms import rules
from mingjing.procedures import draw
from mingjing.theme.cells import Column
from mingjing.workflow.running import procedure_of

if TYPE_CHECKING:
    from mingjing.procedures import Procedure, Step
    from mingjing.registry.models import Agency
    from mingjing.theme.cells import Row
    from mingjing.workflow.models import ProcedureVersion

ROLES = {
    "officer": "承办人",
    "section": "承办机构负责人",
    "legal": "法制机构",
    "deputy": "本机关负责人",
    "principal": "主要负责人",
}
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


def chart_of(version: ProcedureVersion, agency: Agency) -> Chart:
    """Return the published flowchart of a procedure version: drawn once a process, its recordings as listed today."""
    procedure = procedure_of(version)
    wide, tall = _drawings(procedure)
    duties = duties_on(agency, Activity.Kind.values, clock.today())
    told = [(step, *recorded(step, duties)) for step in procedure.steps]
    return Chart(
        name=procedure.name,
        version=version.version,
        wide=wide,
        tall=tall,
        steps=tuple(_sentence(step, grade) for step, grade, _ in told),
        rows=tuple(_row(step, grade, carrier) for step, grade, carrier in told),
    )


@lru_cache(maxsize=32)
def _drawings(procedure: Procedure) -> tuple[SafeString, SafeString]:
    return svg(procedure, wide=True), svg(procedure, wide=False)


def svg(procedure: Procedure, *, wide: bool) -> SafeString:
    """Return the drawing with its captions; `procedures` escapes whatever comes from the file."""
    captions = {step.id: _caption(step) for step in procedure.steps if _caption(step)}
    drawn = draw(procedure, captions=captions, layout="wide" if wide else "tall")
    return mark_safe(drawn)  # noqa: S308


def _caption(step: Step) -> str:
    """Return the short second line of a box: the first time limit, else who acts."""
    limit = rules().get(step.limit)
    if limit is not None and limit.is_time_limit:
        return limit.span
    return ROLES[step.role]


def _row(step: Step, grade: str, carrier: str) -> Row:
    """种子 B1, A2.3: what a step leaves behind, how it is recorded and on what, who does it, how long it may take."""
    return {
        "step": step.name,
        "actor": ROLES[step.role],
        "documents": "、".join(_titles(step.documents)),
        "occasional": "、".join(_titles(step.occasional)),
        "grade": grade,
        "carrier": carrier,
        "limit": "；".join(_limits(step)),
        "clause": step.clause,
    }


def _titles(codes: tuple[str, ...]) -> list[str]:
    return [TITLES[code] for code in codes if code in TITLES]


def _limits(step: Step) -> list[str]:
    return [
        f"{limit.name} {limit.span}"
        for key in step.limits
        if (limit := rules().get(key)) and limit.is_time_limit
    ]


def _sentence(step: Step, grade: str) -> str:
    parts = [f"{step.name}：由{ROLES[step.role]}办理", *_limits(step)]
    if documents := _titles(step.documents):
        parts.append(f"须有{'、'.join(documents)}")
    parts.append(grade)
    clause = f"（{step.clause}）" if step.clause else ""
    return f"{'；'.join(parts)}{clause}。"
