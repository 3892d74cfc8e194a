"""Drafts for each party, and their way to legal review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mingjing import clock
from mingjing.cases.actions import drafting
from mingjing.cases.queries.case import core_of, newest_drafts
from mingjing.cases.queries.reviewing import lying
from mingjing.catalog.models import BenchmarkRow, ListKind
from mingjing.catalog.queries import in_force, rows_of
from mingjing.workbench.forms.drafting import DraftForm, SubmissionForm, from_core
from mingjing.workbench.views.acts.base import PartyAct

if TYPE_CHECKING:
    from mingjing.review.models import Draft


class MakeDraft(PartyAct):
    """拟定决定代拟稿."""

    verb = "draft"
    title = "决定代拟稿"
    submit = "保存为新一稿"
    template_name = "workbench/draft_form.html"
    steps: ClassVar[tuple[str, ...]] = (*drafting.OPEN_STEPS, "termination")
    form_class = DraftForm
    clause = "行政处罚法 第五十七条、第五十九条；244号 第二十九条"
    remark = "一字之改也另成一稿，须重新送审；提请后不能撤改。"
    newest: Draft | None = None
    grades: tuple[BenchmarkRow, ...] = ()

    def find(self) -> None:
        """Find the draft before this one, and the benchmarks of the matter."""
        self.newest = newest_drafts(self.case.dossier).get(self.party.ref)
        edition, matter = in_force(self.case.agency, ListKind.BENCHMARKS), self.case.matter
        rows = rows_of(edition, clock.today()) if edition and matter else []
        code = matter.code if matter else ""
        self.grades = tuple(row for row in rows if isinstance(row, BenchmarkRow) and row.matter_code == code)

    def initial(self) -> dict[str, Any]:
        """Begin with the draft before."""
        return from_core(core_of(self.newest)) if self.newest else {}

    def form_arguments(self) -> dict[str, Any]:
        """Offer the grades of the benchmarks."""
        return {"grades": self.grades}

    def do(self, form: Any) -> None:
        """Make the next revision."""
        drafting.draft(**self.common(form), party=self.party, **form.core)

    def aside(self) -> dict[str, Any]:
        """Show benchmarks, evidence, and what review said of the draft before."""
        opinion = getattr(self.newest, "opinion", None)
        return {
            "grades": self.grades,
            "evidence": self.case.dossier.evidence.order_by("position"),
            "newest": self.newest,
            "opinion": opinion,
            "matter": self.case.matter,
            "relief": drafting.relief(self.case),
        }


class Submit(PartyAct):
    """提请法制审核."""

    verb = "submission"
    steps = ("conclusion",)
    form_class = SubmissionForm
    clause = "行政处罚法 第五十八条；244号 第二十九条"

    def form_arguments(self) -> dict[str, Any]:
        """Tick the materials against the file."""
        draft = newest_drafts(self.case.dossier).get(self.party.ref)
        return {"materials": lying(self.case, draft) if draft else ()}

    def do(self, form: Any) -> None:
        """Submit the newest draft."""
        drafting.submit(
            **self.common(form),
            party=self.party,
            materials=form.cleaned_data["materials"],
            major_reason=form.cleaned_data["major_reason"],
        )

    def aside(self) -> dict[str, Any]:
        """Show the draft that is submitted."""
        draft = self.line().draft
        return {"draft": draft, "core": core_of(draft) if draft else None}
