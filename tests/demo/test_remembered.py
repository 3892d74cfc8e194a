"""Steps that were told before are written again: the same rows and files as the acts left, in the same state only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core import serializers
from django.db import transaction

from bureau_once import bureau, founded
from mingjing.cases.models import Case, Party
from mingjing.demo.stories import CaseStory
from mingjing.documents.models import Document
from mingjing.records.models import Dossier, Opening, Record
from mingjing.storage import store
from mingjing.workflow.models import Clock, Position

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

__all__ = ["bureau", "founded"]

KINDS: tuple[Any, ...] = (Case, Party, Document, Dossier, Opening, Record, Clock, Position)


def rows() -> list[str]:
    """Return every row of some tables, with its key."""
    return [serializers.serialize("json", kind.objects.order_by("pk")) for kind in KINDS]


def told(bureau: Bureau, *, spoil: bool = False) -> tuple[CaseStory, list[str]]:
    """Tell a case in a transaction that is taken back; return it with the rows it left; `spoil` its last file."""
    with transaction.atomic():
        story = CaseStory(bureau).lead().verified().filed()
        found = rows()
        for each in Document.objects.all():
            assert store.read(each.original)
        if spoil:
            _file(story).unlink()
        transaction.set_rollback(True)
    return story, found


def _file(story: CaseStory) -> Path:
    name = story.case.dossier.documents.latest("pk").original_id
    return Path(settings.MINGJING_DATA) / "blobs" / name[:2] / name[2:4] / name


def test_the_same_rows_and_files_come_back(bureau: Bureau) -> None:
    first, found = told(bureau, spoil=True)
    again, same = told(bureau)
    assert same == found
    assert again.case.pk == first.case.pk
    assert again.case is not first.case


def test_whatever_else_was_written_makes_the_state_its_own(bureau: Bureau) -> None:
    first, _ = told(bureau)
    bureau.people["officer1"].save()
    other, _ = told(bureau)
    assert other.case.pk != first.case.pk


def test_a_story_told_otherwise_is_told_anew(bureau: Bureau) -> None:
    first, _ = told(bureau)
    other = CaseStory(bureau, place="别处").lead()
    assert other.case.place == "别处"
    assert other.case.pk != first.case.pk


def test_a_test_that_patches_has_its_acts_run(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    told(bureau)

    def fail(**_: object) -> None:
        raise RuntimeError("run")

    monkeypatch.setattr("mingjing.cases.actions.leads.register_lead", fail)
    with pytest.raises(RuntimeError, match="run"):
        CaseStory(bureau).lead()
