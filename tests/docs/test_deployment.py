"""docs/部署.md tells every setting that the code reads, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from mingjing.records import audit

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "部署.md"
NAME = re.compile(r"\bMINGJING_[A-Z_]+\b")
SECRET = re.compile(r'\bsecret\("(\w+)"')


def _read() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "src" / "mingjing").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(NAME.findall(text)) - {"MINGJING_NAME"}
        found |= {f"MINGJING_{name.upper()}" for name in SECRET.findall(text)}
    return found


def test_every_setting_has_its_row_and_none_beside() -> None:
    rows = re.findall(r"^\| `(MINGJING_[A-Z_]+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert set(rows) == _read()


def test_the_guide_tells_every_check_of_verify() -> None:
    section = GUIDE.read_text(encoding="utf-8").partition("## 八、")[2].partition("## 九、")[0]
    assert [name for name in audit.names() if name not in section] == []
