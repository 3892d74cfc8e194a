"""How one turns against an act of an agency (行政复议法20、24; 行政诉讼法46): to whom, and within what time."""

from __future__ import annotations

from mingjing.law.terms import rule

APPLYING, SUING = "fy.60", "ss.6m"


def ways(*, government: str, court: str) -> list[tuple[str, str]]:
    """Return each way with its words."""
    return [
        ("行政复议", f"知道行政行为之日起 {rule(APPLYING).span}内，向{government}申请"),
        ("行政诉讼", f"知道行政行为之日起 {rule(SUING).span}内，向{court}起诉"),
    ]
