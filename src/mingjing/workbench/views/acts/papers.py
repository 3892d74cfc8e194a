"""Papers that come back to a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.cases.actions import drafting, papers
from mingjing.cases.actions import word_drafts as outgoing
from mingjing.cases.papers import word_drafts
from mingjing.cases.queries.case import core_of, newest_drafts
from mingjing.documents import scans
from mingjing.evidence.actions import Upload
from mingjing.refusal import Refusal
from mingjing.theme.cells import Link
from mingjing.workbench.addresses import document_url
from mingjing.workbench.forms.papers import ScanForm, WordForm
from mingjing.workbench.views.acts.base import CaseAct, PartyAct

if TYPE_CHECKING:
    from mingjing.documents.models import Document
    from mingjing.review.models import Draft


class TakeBack(CaseAct):
    """收回签名、盖章的扫描件."""

    verb = "scan"
    submit = "核对并收回"
    form_class = ScanForm
    clause = scans.SIGNING
    remark = "系统只认扫描件上的二维码和您看到的印章、签名；没有扫描件，任何页面都不显示“已盖章”。"
    waiting: tuple[Document, ...] = ()
    document: Document

    def person_may(self) -> None:
        """Refuse who may not keep papers of this case."""
        papers.may_take_back(self.request.user, self.case)

    def find(self) -> None:
        """Find the documents that come back on paper; what still lacks something first."""
        rows = self.case.dossier.documents.select_related("voiding", "original", "dossier")
        returning = [row for row in rows.prefetch_related("scans").order_by("made_on") if scans.returns(row)]
        self.waiting = tuple(sorted(returning, key=lambda row: not scans.lacking(row)))

    def form_arguments(self) -> dict[str, Any]:
        """Offer them."""
        return {"documents": self.waiting}

    def initial(self) -> dict[str, Any]:
        """Begin with the document from whose page the person comes."""
        return {"document": self.request.GET.get("document", "")}

    def do(self, form: Any) -> None:
        """Keep the scan."""
        typed = form.typed
        file, ref = typed.pop("file"), typed.pop("document")
        self.document = next(each for each in self.waiting if each.ref == ref)
        papers.take_back(**self.common(form), document=self.document, upload=Upload(file.name, file), **typed)

    def leads_to(self) -> str:
        """Show the document with what it still lacks."""
        return document_url(self.case, self.document)


class BringBackWord(PartyAct):
    """读回 Word 稿."""

    verb = "word-draft"
    submit = "读回，成为新一稿"
    steps = drafting.OPEN_STEPS
    form_class = WordForm
    clause = word_drafts.CLAUSE
    remark = "只读回可以修改的各段文字；受保护的内容被改动的，整份退回并指明是哪一项。"
    newest: Draft | None = None

    def find(self) -> None:
        """Find the draft that was taken out."""
        self.newest = newest_drafts(self.case.dossier).get(self.party.ref)
        if self.newest is None:
            raise Refusal("word.no_draft", "还没有代拟稿，没有可以读回的。", next_step="请先在系统内拟稿。")

    def do(self, form: Any) -> None:
        """Make the next revision of it."""
        file = form.cleaned_data["file"]
        outgoing.bring_back(**self.common(form), party=self.party, upload=Upload(file.name, file))

    def aside(self) -> dict[str, Any]:
        """Show the draft that it is to replace, and where to take it out."""
        assert self.newest is not None  # noqa: S101 - found above
        address = reverse("case-draft-word", args=[self.case.ref, self.newest.ref])
        return {
            "draft": self.newest,
            "core": core_of(self.newest),
            "paper": [("现在的一稿", str(self.newest)), ("取出", Link("下载 Word 稿", address))],
        }
