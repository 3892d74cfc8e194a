"""Exporting a case's bundle: for whom."""

from __future__ import annotations

from typing import Any

from django import forms

from mingjing.cases.rules.audience import LABELS, Audience

EXPLAINED = {
    Audience.COURT: f"{LABELS[Audience.COURT]}：全部内容，含内部意见",
    Audience.PARTY: "当事人：不含内部讨论、审核、审批，不含其他当事人的材料和封存的文件",
    Audience.PUBLIC: "公众：只含已经公开的决定书公示件",
}


class BundleForm(forms.Form):
    """For whom, and for which party where there are several."""

    audience = forms.ChoiceField(
        label="给谁",
        choices=[(each.value, words) for each, words in EXPLAINED.items()],
        widget=forms.RadioSelect,
    )
    party = forms.ChoiceField(label="哪一名当事人", required=False, help_text="给当事人的才需要选。")

    def __init__(self, *args: Any, parties: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", "请选择"), *((name, name) for name in parties)]  # type: ignore[attr-defined]
        if len(parties) < 2:  # noqa: PLR2004 - one party is no choice
            del self.fields["party"]
