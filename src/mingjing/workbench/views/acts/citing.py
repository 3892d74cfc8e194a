"""Citing a span of a recording as evidence, from the player or from its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.cases.actions.citing import cite_recording
from mingjing.evidence.citing_rules import CITING, said
from mingjing.workbench.addresses import act_url
from mingjing.workbench.forms.citing import CitationForm
from mingjing.workbench.views.acts.base import CaseAct
from mingjing.workbench.views.playing import is_open, player_url, recording_of

if TYPE_CHECKING:
    from mingjing.evidence.models import Recording


class CiteRecording(CaseAct):
    """引用音像记录."""

    verb = "citation"
    submit = "引用为证据"
    form_class = CitationForm
    clause = CITING
    remark = "只记时间点，原件不剪辑、不复制。"
    done = "已引用为证据。"
    recording: Recording

    def load(self, **address: str) -> None:
        """Find the recording as well."""
        self.wanted = address["recording"]
        super().load(**address)

    def find(self) -> None:
        """Find it."""
        self.recording = recording_of(self.case, self.wanted)

    def do(self, form: Any) -> None:
        """Cite it."""
        self.opening = form.cleaned_data["opening"]
        typed = {name: form.cleaned_data[name] for name in ("starts", "ends", "shows")}
        cite_recording(**self.common(form), recording=self.recording, **typed)

    def leads_to(self) -> str:
        """Go back to the player, where it is still open, else to the recording."""
        if is_open(self.request, self.recording, self.opening):
            return player_url(self.case.ref, self.recording, self.opening)
        return reverse("case-recording", args=[self.case.ref, self.recording.ref])

    def context(self) -> dict[str, Any]:
        """Say which recording."""
        found = super().context()
        page = reverse("case-recording", args=[self.case.ref, self.recording.ref])
        found["path"] = [
            *found["path"][:-1],
            ("音像记录", act_url(self.case, "recording")),
            (str(self.recording), page),
            (self.title, ""),
        ]
        return found | {"heading": f"{self.title}：{self.recording}", "back_url": page}

    def aside(self) -> dict[str, Any]:
        """Show the recording."""
        row = self.recording
        length = said(row.length_ms) if row.length_ms else "文件没有写明"
        return {"paper": [("活动", str(row.activity)), ("文件", row.filename), ("时长", length)]}
