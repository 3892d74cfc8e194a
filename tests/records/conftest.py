"""A data folder of its own for each test, and a case that has gone all the way to its decision."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mingjing import guarding
from mingjing.demo.stories import CaseStory, Firm

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.demo.bureau import Bureau


collect_ignore = (
    [] if os.environ.get("MINGJING_DATABASE_URL") else ["test_site_role.py"]
)  # SQLite has no roles


@pytest.fixture(autouse=True)
def data(settings: object, tmp_path: Path) -> Path:
    """A log's tiles and key belong to its database: no test may find those of another."""
    settings.MINGJING_DATA = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def unguarded(db: None) -> None:
    """Stand where the database's owner stands, who can take guards away; the rollback brings them back."""
    del db
    guarding.drop()


FIRM = Firm("云岭县新桥机械有限公司（示例）", "91159999MA0FH005XN", representative="方圆（示例）")


@pytest.fixture
def decided(bureau: Bureau) -> CaseStory:
    """Return a case with its decision made: a row in nearly every table that only grows."""
    story = CaseStory(bureau, firms=(FIRM,))
    story.lead().verified().filed().investigated().concluded().drafted().submitted()
    return story.reviewed().notified().waived().presented().decided()
