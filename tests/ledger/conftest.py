"""The vector files, read once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def rfc6962(shared: Path) -> dict[str, Any]:
    """Return the vectors of the tree and its proofs."""
    return json.loads((shared / "data" / "rfc6962_vectors.json").read_text())


@pytest.fixture(scope="session")
def tlog(shared: Path) -> dict[str, Any]:
    """Return the vectors of notes, checkpoints, tiles."""
    return json.loads((shared / "data" / "tlog_vectors.json").read_text())
