"""A case's bundle, for whom it is made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from mingjing.cases.models import Decision, Party, SealMark
from mingjing.cases.rules import audience as rules
from mingjing.cases.rules.audience import Audience
from mingjing.disclosure.models import Publication
from mingjing.documents.models import Scan
from mingjing.evidence.models import Recording
from mingjing.records.bundling import EVERYTHING, Due, Made
from mingjing.records.bundling import bundle as bundle_dossier
from mingjing.records.models import Opening
from mingjing.refusal import Refusal
from mingjing.storage.models import Blob

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from mingjing.cases.models import Case
    from mingjing.records.actors import Actor
    from mingjing.records.models import Record


def bundle(*, actor: Actor, case: Case, target: Path, due: Due = EVERYTHING, most: int | None = None) -> Made:
    """Write the bundle of a case: every record from the first act on, and of what they are about whatever is due.

    Refuses a case whose files are more than `most` bytes together.
    """
    if most is not None and _size(case) > most:
        raise Refusal(
            "bundle.too_large",
            f"本案的文件超过 {most >> 20} MB，不宜在网页上导出。",
            next_step="请系统管理员在服务器上用 mingjing bundle 导出。",
        )
    names = {str(each.original_id): f"{each.title}{each.number}" for each in case.dossier.documents.all()}
    names |= {
        str(each.masked_id): f"{each.title}{each.number}公示件"
        for each in case.dossier.documents.exclude(masked=None)
    }
    names |= {str(each.blob_id): each.name for each in case.dossier.evidence.exclude(blob=None)}
    names |= {
        str(each.blob_id): f"{each.activity}{each}"
        for each in Recording.objects.filter(activity__dossier=case.dossier_id).select_related("activity")
    }
    names |= {
        str(each.blob_id): f"{each.document.title}扫描件{'、'.join(map(str, each.pages))}"
        for each in Scan.objects.filter(document__dossier=case.dossier).select_related("document")
    }
    folder = f"case-{case.ref[:12]}"
    return bundle_dossier(
        actor=actor, dossier=case.dossier, target=target, folder=folder, names=names, due=due
    )


def _size(case: Case) -> int:
    files = Opening.objects.filter(record__dossier=case.dossier_id).exclude(sha256="").values("sha256")
    return Blob.objects.filter(pk__in=files).aggregate(bytes=Sum("size"))["bytes"] or 0


@dataclass(frozen=True)
class _ToParty:
    """The case without what is sealed from one of its parties."""

    audience: str
    sealed: Collection[str]

    def body(self, record: Record) -> bool:
        """Say whether the act is none of internal discussion."""
        return rules.shows_to_party(record.act)

    def opening(self, opening: Opening) -> bool:
        """Say whether a value or file is not sealed."""
        return rules.opens_to_party(opening.kind, opening.ref, self.sealed)


@dataclass(frozen=True)
class _ToPublic:
    """What was made public, and nothing else: files by their SHA-256, and the records that commit to them."""

    audience: str
    files: Collection[str]
    records: Collection[int]

    def body(self, record: Record) -> bool:
        """Say whether the record commits to a public file."""
        return record.pk in self.records

    def opening(self, opening: Opening) -> bool:
        """Say whether it is a public file."""
        return opening.sha256 in self.files


def due_to(case: Case, audience: Audience, *, party: str = "") -> Due:
    """Return what an audience may read of a case; `party`: the name of the party who asks, where there are several."""
    label = rules.LABELS[audience]
    if audience == Audience.PARTY:
        asking = _asking(case, party)
        return _ToParty(f"{label}{asking.position}", sealed_from(case, asking))
    return EVERYTHING if audience == Audience.COURT else _public(case, label)


def sealed_from(case: Case, party: Party) -> frozenset[str]:
    """Return what of a case is sealed from a party: others' rows and papers, internal papers, marked files."""
    refs = {each.ref for each in case.parties.all() if each.pk != party.pk}
    marks = SealMark.objects.filter(dossier=case.dossier_id, lifted_on=None)
    refs |= {each.thing.rpartition(":")[2] for each in marks}
    openings = Opening.objects.filter(record__dossier=case.dossier_id).order_by("record__seq", "position")
    values = [(each.ref, json.loads(each.value)) for each in openings if each.value]
    refs = _with_what_points_there(values, refs)
    internal = {each.ref for each in case.dossier.documents.all() if rules.is_internal(each.form)}
    internal |= {
        each.ref
        for each in Scan.objects.filter(document__dossier=case.dossier_id)
        if each.document.ref in internal
    }
    return frozenset(refs | internal)


def _with_what_points_there(values: Iterable[tuple[str, dict[str, object]]], refs: set[str]) -> set[str]:
    """Add every row that names one of these by reference, and what names that, until nothing more is found."""
    found, rows = set(refs), list(values)
    while True:
        more = {ref for ref, value in rows if ref not in found and not found.isdisjoint(_texts(value))}
        if not more:
            return found
        found |= more


def _texts(value: dict[str, object]) -> set[str]:
    return {each for each in value.values() if isinstance(each, str)}


def _asking(case: Case, name: str) -> Party:
    parties = list(case.parties.all())
    chosen = [each for each in parties if each.name == name] if name else parties
    if len(chosen) != 1:
        raise Refusal(
            "bundle.which_party", "请写明给哪一名当事人。", "内蒙古自治区人民政府令第244号 第二十四条",
            "用 --party 写当事人的全名。", details=[each.name for each in parties],
        )  # fmt: skip
    return chosen[0]


def _public(case: Case, label: str) -> _ToPublic:
    """Open the decisions' copies that are public; refuse where none is."""
    decisions = Decision.objects.filter(party__case=case)
    public = Publication.objects.filter(
        kind="decision", state=Publication.State.PUBLISHED, about__in=[each.ref for each in decisions]
    )
    if not public:
        raise Refusal("bundle.not_public", "本案没有公开的决定。", next_step="公示以后再导出给公众的卷宗包。")
    files = frozenset(str(each.pdf_id) for each in public if each.pdf_id)
    openings = Opening.objects.filter(record__dossier=case.dossier_id, sha256__in=files)
    return _ToPublic(label, files, frozenset(openings.values_list("record_id", flat=True)))
