"""What the documents room tells lower rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.catalog import citing_sources
from mingjing.catalog.citing_sources import Cited, Source, legal_department
from mingjing.documents.forms_catalogue import FORMS
from mingjing.documents.models import Document, Phrase, Scan, Voiding
from mingjing.documents.phrases import PLACES, in_force
from mingjing.records import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mingjing.law.comparing import LawDifference
    from mingjing.registry.models import Agency


def register() -> None:
    """Guard documents and register how one is said in a sentence."""
    from mingjing.documents import acts, guards  # noqa: F401, PLC0415 - both are registered by loading them

    vocabulary.describe(Document.subject_kind(), vocabulary.Named(Document, "title"))
    vocabulary.describe(Voiding.subject_kind(), vocabulary.Named(Voiding, "voided_on"))
    vocabulary.describe(Scan.subject_kind(), vocabulary.Named(Scan, "filename"))
    vocabulary.describe(Phrase.subject_kind(), vocabulary.Named(Phrase, "title"))
    citing_sources.register(Source("phrase", "用语", _read_phrases, dossier="agency"))
    citing_sources.register(Source("form", "文书格式", _read_forms))


def _read_forms(agency: Agency, found: LawDifference, refs: Collection[str]) -> Iterable[Cited]:
    """Return the forms of documents: each says the clause that asks for its elements."""
    del found, refs
    legal = legal_department(agency)
    return [Cited(form.code, f"文书：{form.title}", legal, (form.basis,)) for form in FORMS.values()]


def _read_phrases(agency: Agency, found: LawDifference, refs: Collection[str]) -> Iterable[Cited]:
    """Return the phrases in force: each says the clause that it rests on."""
    del found, refs
    legal = legal_department(agency)
    return [
        Cited(each.ref, f"用语：{each.title}（{PLACES[each.place]}）", legal, (each.clause, each.text))
        for each in in_force(agency)
    ]
