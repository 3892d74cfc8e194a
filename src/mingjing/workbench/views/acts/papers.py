"""Papers that come back to a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import papers
from mingjing.documents import scans
from mingjing.evidence.actions import Upload
from mingjing.workbench.casefile import document_url
from mingjing.workbench.forms.papers import ScanForm
from mingjing.workbench.views.acts.base import CaseAct

if TYPE_CHECKING:
    from mingjing.documents.models import Document


class TakeBack(CaseAct):
    """收回签名、盖章的扫描件."""

    verb = "scan"
    submit = "核对并收回"
    form_class = ScanForm
    clause = scans.SIGNING
    remark = "系统只认扫描件上的二维码和您看到的印章、签名；没有扫描件，任何页面都不显示“已盖章”。"
    waiting: tuple[Document, ...] = ()

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

    def act(self, form: Any) -> str:
        """Keep the scan, then show the document with what it still lacks."""
        typed = form.typed
        file, ref = typed.pop("file"), typed.pop("document")
        document = next(each for each in self.waiting if each.ref == ref)
        if typed["sealed"] == "":
            typed["sealed"] = None
        papers.take_back(**self.common(form), document=document, upload=Upload(file.name, file), **typed)
        return document_url(self.case, document)
