"""A published decision that was mended is shown mended: the correction is proposed by itself (55号令28; 种子 A1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.acts import RECTIFIED
from mingjing.cases.models import Decision, Rectification
from mingjing.cases.papers.decision import people_of
from mingjing.cases.rules.mending import mended as mended_text
from mingjing.disclosure import acts as disclosure
from mingjing.disclosure import leaks
from mingjing.disclosure.actions import collect
from mingjing.disclosure.actions.correcting import KEPT
from mingjing.disclosure.models import Publication
from mingjing.disclosure.naming import without_names
from mingjing.disclosure.queries import fields_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingjing.cases.models import Case
    from mingjing.records.models import Record

State = Publication.State
FIELD = "补正（更正）"
PUBLIC_AS = {
    "违法事实": ("案件事实",),
    "处罚依据和裁量": ("违反的规定", "处罚依据", "裁量"),
    "履行方式和期限": ("履行方式和期限",),
    "救济途径": ("救济途径",),
}
"""Item of the decision → the public fields that hold it, in the item's own order; other items are not public."""


def propose_rectified(records: Sequence[Record]) -> None:
    """Consumer: when a decision was mended, or was published after it had been mended, propose the mended version.

    Nothing is proposed beside another version that waits: when that is public, its record brings this here again.
    """
    for record in records:
        if record.act == RECTIFIED.name:
            rows = Rectification.objects.filter(case__dossier=record.dossier_id, agreed=True)
            decisions = Decision.objects.filter(document__in=rows.values("mended"))
        elif record.act == disclosure.PUBLISHED.name:
            about = Publication.objects.filter(kind="decision", about=record.dossier.ref).values("about")
            decisions = Decision.objects.filter(pk__in=[row["about"] for row in about[:1]])
        else:
            continue
        for decision in decisions.select_related("party__case"):
            _propose(decision)


def _propose(decision: Decision) -> None:
    rows = Publication.objects.filter(kind="decision", about=decision.ref)
    public = rows.filter(state=State.PUBLISHED).first()
    if public is None or rows.filter(state__in=[State.PROPOSED, State.COLLECTED]).exists():
        return
    mended = list(
        Rectification.objects.filter(mended=decision.document_id, agreed=True)
        .select_related("document")
        .order_by("decided_on", "id")
    )
    said = dict(fields_of(public))
    fresh = [each for each in mended if each.document and each.document.number not in said.get(FIELD, "")]
    if fresh:
        collect(publication=_mended(public, decision.party.case, mended, fresh))


def _mended(
    public: Publication, case: Case, mended: Sequence[Rectification], fresh: Sequence[Rectification]
) -> Publication:
    """Return the next version: each field as mended, and what was mended by which document."""
    names = people_of(case)
    fields = {label: text for label, text in fields_of(public) if label != FIELD}
    for each in fresh:
        wrong, right = _public(each.wrong, names), _public(each.right, names)
        fields = mended_text(fields, PUBLIC_AS.get(each.item, ()), wrong, right)
    fields[FIELD] = "\n".join(_sentence(each, names) for each in mended)
    numbers = "、".join(each.document.number for each in fresh if each.document)
    return Publication(
        **{name: getattr(public, name) for name in KEPT},
        content={**public.content, "fields": [[label, text] for label, text in fields.items()]},
        correction=Publication.Correction.WRONG,
        correction_reason=f"本机关制作补正（更正）决定书 {numbers}，原决定书的文字错误已经更正，其余内容不变。",
    )


def _sentence(row: Rectification, names: dict[str, str]) -> str:
    number = row.document.number if row.document else ""
    return f"{number}（{row.decided_on}）：原文“{_public(row.wrong, names)}”，更正为“{_public(row.right, names)}”。"


def _public(text: str, names: dict[str, str]) -> str:
    """Return a text as the public reads it: no names, none of what the machine masks (244号10)."""
    return leaks.masked(without_names(text, names))[0]
