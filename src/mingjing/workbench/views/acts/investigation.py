"""Investigating: records of inspections and inquiries, evidence, the concluding report."""

from __future__ import annotations

from typing import Any, ClassVar

from mingjing.cases.actions import investigation
from mingjing.cases.queries.case import ever_handled
from mingjing.cases.queries.taken import copying
from mingjing.cases.rules.taken import REVIEWED
from mingjing.workbench.forms.hearing import PlainForm
from mingjing.workbench.forms.investigation import ConclusionForm, EvidenceForm, RecordForm
from mingjing.workbench.forms.leads import these
from mingjing.workbench.views.acts.base import CaseAct
from mingjing.workflow import running


class Inspect(CaseAct):
    """现场检查笔录."""

    verb = "inspection"
    kind = "inspection"
    title = "现场检查（勘验）笔录"
    submit = "保存为正式记录"
    steps = investigation.STEPS
    form_class = RecordForm
    clause = "行政处罚法 第五十五条；住房和城乡建设行政处罚程序规定 第十六条"
    remark = "正式记录保存后不能修改，只能补正并留痕。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer everyone who handles the case or did so when it happened."""
        return {"officers": these(ever_handled(self.case))}

    def initial(self) -> dict[str, Any]:
        """Begin with where it happened."""
        return {"place": self.case.place}

    def do(self, form: Any) -> None:
        """Record it."""
        investigation.record_inspection(**self.common(form), kind=self.kind, **form.typed)

    def aside(self) -> dict[str, Any]:
        """Say what the record must contain."""
        return {
            "checks_heading": "这份笔录必须写清",
            "checks": [
                "日期与地点",
                "在场的执法人员：不足两名、证件过期也照实保存，记为瑕疵",
                "出示证件的经过：如实填写，未出示也能保存",
                "着装和佩戴标识：没有做到也能保存，记为瑕疵",
                "告知的事由、依据、权利、义务",
                "看到的、问到的事实",
                "当事人的意见",
            ],
        }


class Inquire(Inspect):
    """询问笔录."""

    verb = "inquiry"
    kind = "inquiry"
    title = "询问笔录"


class AddEvidence(CaseAct):
    """添加证据."""

    verb = "evidence"
    submit = "登记证据"
    steps = (*investigation.STEPS, REVIEWED)
    form_class = EvidenceForm
    clause = "行政处罚法 第四十六条"
    remark = "文件按原样保存，登记后不能替换。"

    def find(self) -> None:
        """Refuse at the notice, but for a case that came here reviewed and is still being copied (ADR-016)."""
        if not copying(self.case):
            running.require_step(self.case.dossier, *investigation.STEPS)

    def form_arguments(self) -> dict[str, Any]:
        """Offer whoever else handles the case or did."""
        others = [each for each in ever_handled(self.case) if each != self.request.user.officer]
        return {"officers": these(others), "case": self.case}

    def initial(self) -> dict[str, Any]:
        """Begin with where it happened: what is taken on a visit to that place needs no recording of its own."""
        return {"taken_at": self.case.place}

    def do(self, form: Any) -> None:
        """Add it, with its file where there is one."""
        given = form.cleaned_data
        investigation.add_evidence(
            **self.common(form),
            **{name: given[name] for name in ("evidence_kind", "name", "proves", "collected_on", "source")},
            upload=form.sent,
            taken=form.taken,
        )

    def aside(self) -> dict[str, Any]:
        """Say what is asked of evidence."""
        return {
            "checks_heading": "证据须",
            "checks": ["查证属实，取得程序合法", "复制件与原件核对并注明", "写明证明的是哪一项事实"],
        }


class SetComplex(CaseAct):
    """认定情节复杂或重大."""

    verb = "complexity"
    submit = "认定"
    form_class = PlainForm
    clause = "行政处罚法 第五十七条第二款"
    remark = "认定以后须由负责人集体讨论，不能改回。"
    seal = True

    def do(self, form: Any) -> None:
        """Set it."""
        investigation.set_complex(**self.common(form))


class Conclude(CaseAct):
    """提交调查终结报告."""

    verb = "conclusion"
    title = "案件调查终结报告"
    submit = "提交"
    steps: ClassVar[tuple[str, ...]] = ("investigation",)
    form_class = ConclusionForm
    clause = "住房和城乡建设行政处罚程序规定 第二十条"
    remark = "提交以后为每名当事人拟定决定代拟稿。"

    def do(self, form: Any) -> None:
        """End the investigation."""
        investigation.conclude(
            **self.common(form), report=form.report, complex_case=form.cleaned_data["complex_case"]
        )

    def aside(self) -> dict[str, Any]:
        """Show the evidence there is."""
        rows = self.case.dossier.evidence.order_by("position")
        return {
            "checks_heading": "已登记的证据",
            "checks": [f"{row.position}．{row.name}：{row.proves}" for row in rows] or ["还没有"],
        }
