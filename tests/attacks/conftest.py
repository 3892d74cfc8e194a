"""A data folder of its own for each attack: tiles, keys and bytes belong to their database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def data(settings: object, tmp_path: Path) -> Path:
    """Return the folder."""
    settings.MINGJING_DATA = tmp_path  # type: ignore[attr-defined]
    return tmp_path
