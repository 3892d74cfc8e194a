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


def test_the_guide_shows_the_front_that_is_measured() -> None:
    """`benchmarks/front.py` runs nginx by this very file."""
    text = GUIDE.read_text(encoding="utf-8")
    front = (ROOT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert f"```nginx\n{front}```\n" in text
    lines = [line.partition("#")[0].strip() for line in front.splitlines()]
    assert "proxy_cache_use_stale off;" in lines
    assert not [
        line for line in lines if line.startswith(("proxy_cache_valid", "proxy_cache_background_update"))
    ]
