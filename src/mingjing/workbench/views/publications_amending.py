"""Correcting a publication, taking it down, telling the public why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.disclosure import surfaces
from mingjing.disclosure.actions import correct, explain_withdrawal, withdraw
from mingjing.disclosure.queries import fields_of, withdrawal_of
from mingjing.refusal import Refusal
from mingjing.workbench.forms_publications import CorrectForm, ExplainForm, WithdrawForm
from mingjing.workbench.views.publications_acting import OnPublication

if TYPE_CHECKING:
    from mingjing.disclosure.models import Withdrawal


class Withdraw(OnPublication):
    """Take it down everywhere."""

    permission = "publication.withdraw"
    form_class = WithdrawForm
    title = "撤下公示"
    submit = "立即撤下"
    clause = "行政处罚法 第四十八条第二款；244号 第十三条"
    done = "已从全部公开面撤下。请在三个工作日内公布理由。"
    seal = True

    def act(self, form: WithdrawForm) -> str:
        """Withdraw."""
        withdraw(user=self.request.user, publication=self.publication, **form.typed,
                 version=form.cleaned_data["version"])  # fmt: skip
        return self.back()

    def context(self) -> dict[str, Any]:
        """Name every surface that it leaves."""
        return super().context() | {
            "checks_heading": "撤下后不再出现在",
            "checks": [surface.label for surface in surfaces.every()],
        }


class Explain(OnPublication):
    """Tell why."""

    permission = "publication.withdraw"
    form_class = ExplainForm
    title = "公布撤下理由"
    submit = "公布理由"
    clause = "行政处罚法 第四十八条第二款"
    done = "理由已在原网址公布。"
    withdrawal: Withdrawal

    def load(self, **address: str) -> None:
        """Find the withdrawal."""
        super().load(**address)
        found = withdrawal_of(self.publication)
        if found is None:
            raise Refusal(
                "publication.unknown", "这份公示没有撤下。", next_step="请从公示列表的“已撤下”进入。"
            )
        self.withdrawal = found

    def act(self, form: ExplainForm) -> str:
        """Explain."""
        explain_withdrawal(
            user=self.request.user,
            withdrawal=self.withdrawal,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return self.back()


class Correct(OnPublication):
    """Propose a corrected version."""

    permission = "publication.propose"
    form_class = CorrectForm
    title = "更正公示"
    submit = "提交更正"
    clause = "种子 一（一）；244号 第十条"
    done = "更正已提交，由公示审核员核对后公开。"

    def form_arguments(self) -> dict[str, Any]:
        """Give the form the fields as they stand."""
        return {"texts": fields_of(self.publication)}

    def act(self, form: CorrectForm) -> str:
        """Propose it."""
        made = correct(
            user=self.request.user,
            publication=self.publication,
            fields=form.corrected(),
            correction=form.cleaned_data["correction"],
            reason=form.cleaned_data["reason"],
        )
        return reverse("desk-publication", args=[made.ref])
