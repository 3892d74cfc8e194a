"""What a statutory form is: its layout, its mandatory elements (必备要素), its service, its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Layout(StrEnum):
    """How a form looks on paper."""

    FORM = "form"
    """审批表、登记表、报告: a table of labelled cells."""
    RECORD = "record"
    """笔录: facts, then what was seen or said; signed page by page."""
    LETTER = "letter"
    """告知书、通知书、决定书: a letter of the agency to a party."""


FILE_CLASSES = {
    1: "案源材料、立案审批表",
    2: "调查终结报告、意见告知书、决定书等文书及送达回证",
    3: "证据材料",
    4: "当事人陈述申辩材料",
    5: "听证笔录等听证材料",
    6: "复核意见、法制审核意见、集体讨论记录",
    7: "执行情况记录、财物处理单据",
    8: "其他有关材料",
}
"""55号令40: the eight classes of a file, in their order."""


@dataclass(frozen=True)
class Form:
    """文书: its code, its title, the 文号字 it is numbered with (empty: not numbered).

    `elements` are the names of the items without which it is not made; `basis` is the clause that asks for them.
    `signers` sign the paper; `confirmation` is what the person writes by hand after having read a record. `internal`:
    how the agency came to its view (approvals, review, discussion), which a party who reads the file is not shown.
    """

    code: str
    title: str
    word: str = ""
    layout: Layout = Layout.FORM
    elements: tuple[str, ...] = ()
    basis: str = ""
    served: bool = False
    file_class: int = 8
    signers: tuple[str, ...] = ()
    confirmation: str = ""
    internal: bool = False

    @property
    def sealed(self) -> bool:
        """Say whether the paper bears the agency's seal: what is served speaks for the agency (行政处罚法59)."""
        return self.served

    @property
    def returns(self) -> bool:
        """Say whether the paper is signed or sealed and comes back as a scan."""
        return self.sealed or bool(self.signers)
