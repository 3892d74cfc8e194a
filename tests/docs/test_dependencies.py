"""docs/dependencies.md names what pyproject.toml asks for, and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _asked() -> dict[str, set[str]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    lists = {"To run": project["project"]["dependencies"], "To develop": project["dependency-groups"]["dev"]}
    return {heading: {re.split(r"[^\w-]", each)[0] for each in wanted} for heading, wanted in lists.items()}


def _told() -> dict[str, set[str]]:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    sections = (part.partition("\n") for part in text.split("\n## ")[1:])
    return {heading: _first_cells(body) for heading, _, body in sections}


def _first_cells(section: str) -> set[str]:
    rows = [line.split("|") for line in section.splitlines() if line.startswith("| `")]
    assert all(len(row) == 6 and all(cell.strip() for cell in row[1:5]) for row in rows)
    return {name for row in rows for name in re.findall(r"`([\w-]+)`", re.sub(r"\(.*?\)", "", row[1]))}


def test_every_dependency_is_told_and_none_beside() -> None:
    assert _told() == _asked()
