"""What lies in the file of the six materials of a submission (244号29)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mingjing.review.intake_rules import MATERIALS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mingjing.documents.models import Document

REPORT, HEARD = "ZJ01", ("TZ05", "TZ06")
BESIDES = {
    "LA01": "立案审批表",
    "DC01": "现场检查笔录",
    "DC02": "询问笔录",
    "GZ03": "陈述申辩笔录",
    "GZ04": "复核意见",
}
"""Forms that go along as 其他需要提交的材料, where there are any."""


@dataclass(frozen=True)
class Material:
    """One of the six: what of it lies in the file, and whether it has to be handed in."""

    name: str
    found: str
    wanted: bool

    @property
    def lies(self) -> bool:
        """Say whether there is something of it."""
        return bool(self.found)


def materials(
    core: Mapping[str, Any], *, draft: str, documents: Sequence[Document], evidence: int, party: str
) -> tuple[Material, ...]:
    """244号29: hold the six materials against the file of one party's draft; `draft` names its revision."""
    cited = len({*core["violated"], *core["basis"]})
    heard = _titles(documents, HEARD, party)
    besides = [title for code, title in BESIDES.items() if _titles(documents, (code,), party)]
    found = (
        _titles(documents, (REPORT,), party),
        draft,
        f"代拟稿引用 {cited} 处" if cited else "",
        f"证据 {evidence} 件" if evidence else "",
        heard,
        "、".join(besides),
    )
    wanted = (True, True, True, True, bool(heard), False)
    return tuple(Material(*each) for each in zip(MATERIALS, found, wanted, strict=True))


def left_out(lying: Sequence[Material], handed_in: Collection[str]) -> list[str]:
    """Return what has to be handed in and was not: a hearing held before has its record among the materials."""
    return [each.name for each in lying if each.wanted and each.name not in handed_in]


def _titles(documents: Sequence[Document], codes: tuple[str, ...], party: str) -> str:
    named = [each for each in documents if each.form in codes and each.party in {"", party}]
    return "、".join(dict.fromkeys(f"{each.title}（{each.made_on}）" for each in named))
