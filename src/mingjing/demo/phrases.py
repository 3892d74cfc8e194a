"""The demo's phrase book: the standard sentences, one of them fitted to the bureau."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.documents.phrases import in_force
from mingjing.documents.phrasing import adopt_standard, reword_phrase

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau


def keep_phrases(bureau: Bureau) -> None:
    """Let the head of the legal department take the sentences over and say where a party is heard."""
    user = bureau.users["legalhead"]
    adopt_standard(user=user)
    heard = in_force(bureau.agency).get(place="GZ01")
    reword_phrase(
        user=user,
        phrase=heard,
        title=heard.title,
        clause=heard.clause,
        text=f"{heard.text}当面提出的，请到政务服务中心二楼大厅 4 号窗口（示例）。",
    )
