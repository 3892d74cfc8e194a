"""公告送达."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import text

if TYPE_CHECKING:
    from collections.abc import Sequence


class AnnounceForm(ActForm):
    """Which document, and why no other way serves."""

    paper = forms.ChoiceField(label="送达的文书", widget=forms.RadioSelect)
    why = text(
        "原因和经过",
        rows=4,
        most=500,
        hint="写明怎样确认下落不明，或者试过哪些方式仍无法送达；会公开，不写住址、电话、证件号码。",
    )

    def __init__(self, *args: Any, papers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = papers  # type: ignore[attr-defined]
