"""Installations are upgraded: what was committed to before a column existed goes on matching its row (ADR-019)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.migrations import AddField, CreateModel
from django.db.migrations.loader import MigrationLoader

from mingjing.law.models import Statute
from mingjing.records.models import Attested

if TYPE_CHECKING:
    import pytest


def test_a_column_added_after_the_first_migration_is_declared() -> None:
    loader = MigrationLoader(None)
    for model in apps.get_models():
        if not issubclass(model, Attested):
            continue
        first = _columns_at_first(loader, model)
        if first:
            now = {field.name for field in model._meta.concrete_fields} - model.unattested
            assert now - first == model.later, f"{model._meta.label}: declare added columns in `later`"


def _columns_at_first(loader: MigrationLoader, model: type[Attested]) -> set[str]:
    """Return the columns that a room's first migration gave a kind; none for a kind that came later."""
    name = str(model._meta.model_name)
    columns: set[str] = set()
    for operation in loader.disk_migrations[model._meta.app_label, "0001_initial"].operations:
        if isinstance(operation, CreateModel) and operation.name_lower == name:
            columns |= {column for column, _ in operation.fields}
        elif isinstance(operation, AddField) and operation.model_name_lower == name:
            columns.add(operation.name)
    return columns


def test_a_later_column_is_committed_to_once_it_says_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Statute, "later", frozenset({"document_number"}))
    assert "document_number" not in Statute(title="示例条例").snapshot()
    assert Statute(title="示例条例", document_number="示例令1号").snapshot()["document_number"] == "示例令1号"
