"""Redacted copies of a case's recordings and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.actions.common import allow
from mingjing.cases.actions.recording import who_was_there
from mingjing.evidence import redacting
from mingjing.evidence.copying import name_of
from mingjing.evidence.models import Recording
from mingjing.refusal import Refusal
from mingjing.workflow import approvals

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.evidence.copying import Shown
    from mingjing.evidence.models import Redaction
    from mingjing.registry.models import User


def redact(*, user: User, case: Case, row: Shown, regions: str, reason: str) -> Redaction:
    """种子 B4: have a redacted copy made, by whoever handled the case; after its end too, for then it is published."""
    allow(user, "evidence.redact", case, ended=True)
    officer = who_was_there(user, case)
    _of_this(case, row)
    return redacting.ask(actor=user.actor(), row=row, regions=regions, reason=reason, by=officer)


def answer_redaction(
    *, user: User, case: Case, row: Shown, redaction: Redaction, released: bool, words: str
) -> Redaction:
    """种子 B4: release a redacted copy, or send it back."""
    allow(user, "evidence.release", case, ended=True)
    _of_this(case, row)
    if redaction.of != name_of(row):
        raise Refusal("redaction.unknown", "没有这份遮盖件。", next_step="请从文件的页面进入。")
    return redacting.answer(
        actor=user.actor(), row=redaction, released=released, words=words, by=approvals.signer(user)
    )


def _of_this(case: Case, row: Shown) -> None:
    dossier = row.activity.dossier_id if isinstance(row, Recording) else row.dossier_id
    if dossier != case.dossier_id:
        raise Refusal("evidence.unknown", "本案没有这个文件。", next_step="请从案件页进入。")
