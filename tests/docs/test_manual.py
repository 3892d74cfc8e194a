"""What docs/操作手册.md prints in bold stands on a screen."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_label_of_the_manual_is_on_a_screen() -> None:
    manual = (ROOT / "docs" / "操作手册.md").read_text(encoding="utf-8")
    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "src" / "mingjing").rglob("*")
        if path.suffix in {".py", ".html"}
    )
    labels = re.findall(r"\*\*(.+?)\*\*", manual)
    assert len(labels) > 40
    assert sorted({label for label in labels if label not in shown}) == []
