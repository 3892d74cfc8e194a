"""The signed paper comes back: a scan or photo, told by the codes of its pages which document it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import allow, case_deed
from mingjing.cases.queries.case import handlers_of
from mingjing.documents import scans
from mingjing.documents.actions import stored
from mingjing.documents.forms_catalogue import form_of
from mingjing.documents.models import Document, Scan
from mingjing.documents.paper import pages_of, pictures
from mingjing.refusal import Refusal
from mingjing.storage import content
from mingjing.storage.store import put, read
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.documents.paper import Picture
    from mingjing.evidence.actions import Upload
    from mingjing.registry.models import User

ACCEPTED = frozenset({content.PDF, content.PNG, content.JPEG})
LIMIT = 30 * 1024 * 1024


def take_back(
    *,
    user: User,
    case: Case,
    document: Document,
    upload: Upload,
    sealed: bool | None = None,
    signing: str = "",
    note: str = "",
    typed_code: str = "",
    typed_pages: str = "",
    version: int | None = None,
) -> Scan:
    """§11.1 F2; 行政处罚法59; 55号令16、17、35: keep the scan of a signed or sealed document, by its pages' codes.

    `sealed` and `signing` say what the person sees on these pages. `typed_code` and `typed_pages` (`1-3、5`) stand in
    where no code can be read; that they were typed is recorded.
    """
    may_take_back(user, case)
    _of_case(case, document)
    accepted = content.accept(upload.stream, upload.name, ACCEPTED, limit=LIMIT)
    data = upload.stream.read()
    found = pictures(data, accepted.media_type)
    of = pages_of(read(document.original))
    pages, typed = _pages(document, found, typed_code=typed_code, typed_pages=typed_pages, of=of)
    _seen(document, sealed=sealed, signing=signing, note=note)
    with case_deed(user=user, case=case, act=acts.PAPER_RETURNED, version=version) as work:
        blob = put(data, media_type=ACCEPTED)
        if blob.pk in {document.original_id, document.masked_id}:
            raise Refusal(
                "scan.electronic", "这是系统制作的电子文本，不是签名、盖章后的扫描件。", scans.SIGNING,
                "请打印、签名盖章后扫描或者拍照上传。", "file",
            )  # fmt: skip
        work.mention(document)
        scan = work.add(
            Scan(
                document=document, blob=blob, filename=upload.name[-200:], pages=pages, of=of, typed=typed,
                sealed=sealed, signing=signing, note=note.strip(), scanned_at=clock.now(),
            )
        )  # fmt: skip
        work.mention(stored("documents.scan", scan.ref, blob))
        work.facts["pages"] = scans.said(pages)
        work.facts["how"] = "，二维码无法识别，手工填写核验码" if typed else ""
    return scan


def may_take_back(user: User, case: Case) -> None:
    """Refuse who does not handle the case; keeping a paper asks for no certificate that is valid today."""
    allow(user, "case.scan", case)
    if signer(user) not in handlers_of(case):
        raise Refusal("case.not_handler", "您不是本案承办人。", next_step="请由本案承办人上传。")


def _of_case(case: Case, document: Document) -> None:
    if document.dossier_id != case.dossier_id:
        raise Refusal("document.unknown", "本案没有这份文书。", next_step="请从案件页进入。")
    if not scans.returns(document):
        raise Refusal(
            "scan.not_signed", f"{scans.called(document)}不在纸上签名、盖章，没有扫描件要收回。",
            next_step="请从案件页选择待收回的文书。",
        )  # fmt: skip


def _pages(
    document: Document, found: list[Picture], *, typed_code: str, typed_pages: str, of: int
) -> tuple[list[int], bool]:
    """Return the pages of the document that came back, and whether they had to be typed."""
    pages = scans.of_this(document, [code for each in found for code in each.codes])
    typed = bool(typed_code.strip()) and not all(each.codes for each in found)
    if typed:
        scans.of_typed(document, typed_code)
        pages = sorted({*pages, *scans.pages_typed(typed_pages)})
    unread = [place for place, each in enumerate(found, 1) if not each.codes]
    if not pages:
        raise Refusal(
            "scan.no_code", f"扫描件上没有读到本文书的二维码（{scans.said(unread)}）。", scans.SIGNING,
            "请重新扫描，使页脚的二维码清晰完整；确实无法识别的，填写页脚的核验码和页码。", "typed_code",
        )  # fmt: skip
    if len(pages) > len({*pages} & {*range(1, of + 1)}):
        raise Refusal(
            "scan.pages",
            f"{scans.called(document)}只有 {of} 页。",
            next_step="请核对页码。",
            field="typed_pages",
        )
    return pages, typed


def _seen(document: Document, *, sealed: bool | None, signing: str, note: str) -> None:
    """Refuse a scan of which nobody says whether seal and signatures are on it; who refused to sign is noted."""
    form = form_of(document.form)
    if form.sealed and sealed is None:
        raise Refusal(
            "scan.seal_unsaid",
            "请写明这些页上有没有本机关印章。",
            scans.SIGNING,
            "看过扫描件后选择。",
            "sealed",
        )
    if form.signers and signing not in Scan.Signing.values:
        raise Refusal(
            "scan.signing_unsaid", "请写明各签名处是否已签。", scans.SIGNING, "看过扫描件后选择。", "signing"
        )
    if signing == Scan.Signing.REFUSED and not note.strip():
        raise Refusal(
            "scan.no_note", "有人拒签的，请写明情况。", scans.SIGNING,
            "写明谁拒签、拒签的理由、在场的见证人或者录像。", "note",
        )  # fmt: skip


def all_returned(case: Case) -> None:
    """§11.1 F2; 55号令40: refuse to close a case whose signed papers have not come back."""
    if waiting := unreturned(case):
        raise Refusal(
            "closing.papers", f"还有 {len(waiting)} 份文书的签名、盖章件没有收回。", scans.SIGNING,
            "请在文书页上传签名、盖章后的扫描件或者照片。", details=waiting,
        )  # fmt: skip


def unreturned(case: Case) -> list[str]:
    """Return which signed papers of a case have not come back, and what each lacks."""
    rows = case.dossier.documents.select_related("voiding").prefetch_related("scans").order_by("made_on")
    return [f"{scans.called(row)}：{'；'.join(lacks)}" for row in rows if (lacks := scans.lacking(row))]
