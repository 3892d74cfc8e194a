"""docs/clauses.md is what `mingjing clauses` prints."""

from __future__ import annotations

from pathlib import Path

from mingjing.config.clauses import as_markdown, table

ROOT = Path(__file__).resolve().parents[2]


def test_the_clause_table_is_the_generated_one() -> None:
    kept = (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8")
    assert kept == as_markdown(table()), "run: .venv/bin/mingjing clauses > docs/clauses.md"
