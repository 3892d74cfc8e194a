"""Installations are upgraded: what was committed to before a column existed goes on matching its row (ADR-019)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from mingjing.law.models import Statute
from mingjing.records.models import Attested

if TYPE_CHECKING:
    import pytest


def test_a_column_added_after_the_first_migration_is_declared() -> None:
    attested = [model for model in apps.get_models() if issubclass(model, Attested)]
    rooms = {model._meta.app_label for model in attested}
    state = MigrationLoader(None).project_state([(room, "0001_initial") for room in sorted(rooms)])
    for model in attested:
        first = state.models.get((model._meta.app_label, str(model._meta.model_name)))
        if first is None:
            continue
        now = {field.name for field in model._meta.concrete_fields} - model.unattested
        assert now - set(first.fields) == model.later, (
            f"{model._meta.label}: declare added columns in `later`"
        )


def test_a_later_column_is_committed_to_once_it_says_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Statute, "later", frozenset({"document_number"}))
    assert "document_number" not in Statute(title="示例条例").snapshot()
    assert Statute(title="示例条例", document_number="示例令1号").snapshot()["document_number"] == "示例令1号"
