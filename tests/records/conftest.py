"""A data folder of its own for each test, and a case that has gone all the way to its decision."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from authority import stamped
from mingjing import clock, guarding
from mingjing.cases.actions import leads, reporting
from mingjing.cases.sealing import Identity
from mingjing.demo import endings, scanned
from mingjing.demo.stories import CaseStory, Firm
from mingjing.ledger.timestamp import read
from mingjing.records import log
from mingjing.records.models import Cosignature, Timestamp
from outside import WITNESS

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau


collect_ignore = (
    [] if os.environ.get("MINGJING_DATABASE_URL") else ["test_site_role.py", "test_site_role_destroys.py"]
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
def decided(bureau: Bureau, tsa: Path) -> CaseStory:
    """Return a case with its decision made; with a lead by a sealed reporter, a row in every table that only grows."""
    _reported(bureau)
    story = CaseStory(bureau, firms=(FIRM,))
    story.lead().verified().filed().investigated().concluded().drafted().submitted().reviewed()
    endings.spoiled(story)
    story.notified().waived().presented().decided()
    paper = story.case.dossier.documents.filter(form="DC01").get()
    scanned.take_back(user=story.user, case=story.refresh(), document=paper)
    _attested_outside(tsa)
    return story


@pytest.fixture(scope="session")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a timestamp authority."""
    return tmp_path_factory.mktemp("authority")


def _attested_outside(tsa: Path) -> None:
    """Let a witness and an authority have answered about a checkpoint."""
    log.integrate_all()
    checkpoint = log.newest()
    assert checkpoint
    line = WITNESS.cosign(checkpoint.note[: checkpoint.note.index("\n\n") + 1], 1_800_000_000)
    key = WITNESS.verifier
    now = clock.real()
    Cosignature.objects.create(
        checkpoint=checkpoint, name=key.name, key_id=key.id.hex(), line=line, received_at=now
    )
    answer, note = stamped(tsa, checkpoint.note.encode()), checkpoint.note.encode()
    Timestamp.objects.create(
        checkpoint=checkpoint, response=answer, stamped_at=read(answer, note), received_at=now
    )
    path = Path(settings.MINGJING_DATA) / "policy"
    path.write_text(f"witness w1 {WITNESS.vkey}\nquorum w1\n")


def _reported(bureau: Bureau) -> None:
    """Register a lead whose reporter lies sealed, and open the seal once."""
    section = bureau.users["section"]
    case = leads.register_lead(
        user=section, department=bureau.people["section"].department, title="外墙改造未办理施工许可", place="云川镇",
        summary="来信举报外墙改造。", source="3", found_on=clock.today(), acted_on=clock.today(), course="ongoing",
        reporter=Identity(name="举报某甲（示例）", contact="0000-0000000"),
    )  # fmt: skip
    reporting.open_seal(user=section, case=case, reason="电话核实")
