"""What docs/操作手册.md and docs/上线指南.md print in bold stands on a screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("name", "fewest"), [("操作手册", 40), ("上线指南", 15)])
def test_every_label_of_the_manual_is_on_a_screen(name: str, fewest: int) -> None:
    manual = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "src" / "mingjing").rglob("*")
        if path.suffix in {".py", ".html"}
    )
    labels = re.findall(r"\*\*(.+?)\*\*", manual)
    assert len(labels) > fewest
    assert sorted({label for label in labels if label not in shown}) == []
