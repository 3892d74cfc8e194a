"""个人信息保护影响评估: filed, confirmed by a second person, kept for three years (个人信息保护法55、56)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.disclosure import assessment_rules
from mingjing.disclosure.actions import confirm_assessment, file_assessment, rules_dossier
from mingjing.disclosure.models import DisclosureRule, ImpactAssessment
from mingjing.refusal import Refusal
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.workbench.acting import ActForm, ActView
from mingjing.workbench.forms_rules import AssessmentForm
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.views.publications import CHECK

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.records.models import Dossier
    from mingjing.workbench.sessions import StaffRequest

READ, RULES = "assessment.read", "publication.rules"
COLUMNS = (
    Column("category", "执法类别"),
    Column("conclusion", "结论"),
    Column("filed", "评估", fit=True),
    Column("confirmed", "确认", fit=True),
    Column("keep", "保存至", fit=True),
    Column("action", "操作", fit=True),
)


@require_safe
@open_to(READ)
def index(request: StaffRequest) -> HttpResponse:
    """List every assessment, with who filed and confirmed it and until when it is kept."""
    rows = ImpactAssessment.objects.filter(agency=request.user.agency).select_related(
        "filed_by", "confirmed_by"
    )
    context = {
        "columns": COLUMNS,
        "rows": [_row(request, each) for each in rows.order_by("-filed_on", "category")],
        "may_file": can(request, RULES),
        "path": [("待办", reverse("desk")), ("个人信息保护影响评估", "")],
    }
    return render(request, "workbench/assessments.html", context)


def _row(request: StaffRequest, row: ImpactAssessment) -> Row:
    open_ = row.confirmed_on is None and can(request, CHECK) and row.filed_by_id != request.user.officer_id
    return {
        "category": row.category,
        "conclusion": row.conclusion,
        "filed": f"{row.filed_on} {row.filed_by or ''}",
        "confirmed": f"{row.confirmed_on} {row.confirmed_by or ''}"
        if row.confirmed_on
        else Mark("soon", "待确认"),
        "keep": row.keep_until or "—",
        "action": Link("确认", reverse("desk-assessment-confirm", args=[row.ref]), "primary")
        if open_
        else "",
    }


class OnAssessment(ActView):
    """What both acts share: the dossier of the rules, and the way back."""

    clause = assessment_rules.CLAUSE

    def dossier(self) -> Dossier:
        """Return the dossier of the rules."""
        return rules_dossier(self.request.user.agency)

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        back = reverse("desk-assessments")
        return {
            "heading": self.title,
            "back_url": back,
            "path": [("个人信息保护影响评估", back), (self.title, "")],
        }


class File(OnAssessment):
    """登记评估."""

    permission = RULES
    form_class = AssessmentForm
    title = "登记个人信息保护影响评估"
    submit = "提交确认"
    done = "已登记，由公示审核员确认。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the categories for which there are rules."""
        rules = DisclosureRule.objects.filter(agency=self.request.user.agency)
        return {"categories": sorted(set(rules.values_list("category", flat=True)))}

    def act(self, form: AssessmentForm) -> str:
        """File it."""
        file_assessment(user=self.request.user, version=form.cleaned_data["version"], **form.typed)
        return reverse("desk-assessments")


class Confirm(OnAssessment):
    """确认评估."""

    permission = CHECK
    form_class = ActForm
    title = "确认个人信息保护影响评估"
    submit = "确认"
    done = "已确认，保存三年。"
    row: ImpactAssessment

    def load(self, **address: str) -> None:
        """Find it in the person's own agency."""
        rows = ImpactAssessment.objects.filter(
            agency=self.request.user.agency, pk=uuid.UUID(hex=address["ref"])
        )
        found = rows.first()
        if found is None:
            raise Refusal("assessment.unknown", "本机关没有这份评估。", next_step="请从评估列表进入。")
        self.row = found

    def act(self, form: ActForm) -> str:
        """Confirm it."""
        confirm_assessment(user=self.request.user, assessment=self.row, version=form.cleaned_data["version"])
        return reverse("desk-assessments")

    def context(self) -> dict[str, Any]:
        """Show what it says."""
        points = [(label, getattr(self.row, name)) for name, label in assessment_rules.POINTS.items()]
        return super().context() | {"paper": [("执法类别", self.row.category), *points]}
