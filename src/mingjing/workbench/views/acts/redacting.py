"""Having a redacted copy made, and releasing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.cases.actions.common import allow
from mingjing.cases.actions.recording import who_was_there
from mingjing.cases.actions.redacting import answer_redaction, redact
from mingjing.evidence.redaction_rules import REDACTING
from mingjing.workbench.forms.redacting import AnswerForm, RedactionForm
from mingjing.workbench.redactions import address_of, file_of, page_of
from mingjing.workbench.views.acts.base import CaseAct
from mingjing.workbench.views.playing import is_open
from mingjing.workbench.views.redactions import known, redaction_of

if TYPE_CHECKING:
    from mingjing.evidence.copying import Shown
    from mingjing.evidence.models import Redaction


class OnFile(CaseAct):
    """An act on one file of a case."""

    after_the_end = True
    row: Shown

    def load(self, **address: str) -> None:
        """Find the file as well."""
        self.wanted = address
        super().load(**address)

    def find(self) -> None:
        """Find it."""
        self.row = file_of(self.case, self.wanted["kind"], self.wanted["file"])

    def context(self) -> dict[str, Any]:
        """Say which file."""
        found = super().context()
        page = page_of(self.case, self.row)
        found["path"] = [*found["path"][:-1], (str(self.row), page), (self.title, "")]
        return found | {"heading": f"{self.title}：{self.row}", "back_url": page}


class Redact(OnFile):
    """制作遮盖件."""

    verb = "redaction"
    template_name = "workbench/redacting.html"
    submit = "制作"
    form_class = RedactionForm
    clause = REDACTING
    remark = "另存一份，元数据一并去掉；原件不动。制成后由另一名人员预览核对，才能公开。"
    done = "已经交办，制成后在这里预览。"

    def person_may(self) -> None:
        """Let whoever handled the case do it, after its end too."""
        allow(self.request.user, self.permission, self.case, ended=True)
        who_was_there(self.request.user, self.case)

    def initial(self) -> dict[str, Any]:
        """Carry the opening along."""
        return {"opening": self.request.GET.get("opening", "")}

    def do(self, form: Any) -> None:
        """Ask for it."""
        self.made = redact(
            user=self.request.user, case=self.case, row=self.row, regions=form.cleaned_data["regions"],
            reason=form.cleaned_data["reason"],
        )  # fmt: skip

    def leads_to(self) -> str:
        """Go to the copy."""
        return reverse("redaction", args=[*address_of(self.case, self.row), self.made.ref])

    def context(self) -> dict[str, Any]:
        """Show the opened file to draw on."""
        opening = str(self.form["opening"].value() or "")
        media_type = self.row.blob.media_type if self.row.blob else ""
        shown = is_open(self.request, self.row, opening)
        return super().context() | {
            "shape": media_type.partition("/")[0],
            "source_url": reverse("redaction-source", args=[*address_of(self.case, self.row), opening])
            if shown
            else "",
        }


class Answer(OnFile):
    """核对遮盖件: the preview was looked at."""

    verb = "redaction-check"
    submit = "提交核对"
    form_class = AnswerForm
    clause = REDACTING
    remark = "核对的是制成的遮盖件本身，不是原件。"
    redaction: Redaction

    def find(self) -> None:
        """Find the copy as well."""
        super().find()
        self.redaction = redaction_of(self.row, self.wanted["redaction"])

    def do(self, form: Any) -> None:
        """Release it or send it back."""
        answer_redaction(
            user=self.request.user, case=self.case, row=self.row, redaction=self.redaction,
            released=form.cleaned_data["released"], words=form.cleaned_data["words"],
        )  # fmt: skip

    def leads_to(self) -> str:
        """Go back to the copy."""
        return reverse("redaction", args=[*address_of(self.case, self.row), self.redaction.ref])

    def aside(self) -> dict[str, Any]:
        """Say what is judged."""
        return {"paper": known(self.redaction)}
