"""Papers that come back: signed and sealed, or from Word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingjing.documents import scans
from mingjing.documents.models import Document, Scan
from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import line, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Sequence


class ScanForm(ActForm):
    """收回签名、盖章的扫描件."""

    document = forms.ChoiceField(label="文书")
    file = forms.FileField(
        label="扫描件或者照片",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text="PDF、JPEG 或者 PNG，不超过 30 MB。页脚的二维码要清晰完整，系统按它核对；可以分几次上传。",
    )
    sealed = yes_or_no(
        "这些页上有本机关印章", "有", "没有", hint="送达当事人的文书必答：看着扫描件回答。", required=False
    )
    signing = forms.ChoiceField(
        label="签名", choices=Scan.Signing.choices, widget=forms.RadioSelect, required=False,
        help_text="笔录、回证等有签名处的文书必答。",
    )  # fmt: skip
    note = line("说明", 300, required=False, hint="有人拒签的，写明谁拒签、理由、见证人或者录像。")
    typed_code = line(
        "二维码无法识别时：页脚的核验码", 20, required=False, hint="填写即表示二维码无法识别，记入经过。"
    )
    typed_pages = line("二维码无法识别时：页码", 60, required=False, hint="如：1-3、5。")

    def __init__(self, *args: Any, documents: Sequence[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = [("", "请选择"), *(_choice(each) for each in documents)]  # type: ignore[attr-defined]


def _choice(document: Document) -> tuple[str, str]:
    lacks = scans.lacking(document)
    state = "；".join(lacks) if lacks else "已收回"
    return document.ref, f"{document.title} {document.number or document.made_on}（{state}）"


class WordForm(ActForm):
    """读回 Word 稿."""

    file = forms.FileField(
        label="修改后的 Word 稿",
        max_length=200,
        help_text="在下载的文件上修改后保存的 .docx，不超过 2 MB。读回后成为新的一稿，须重新送审。",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
