"""Installations are upgraded: what was committed to before a column existed goes on matching its row (ADR-019)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from mingjing.law.models import Statute
from mingjing.records.models import Attested

ATTESTED = [model for model in apps.get_models() if issubclass(model, Attested)]


@pytest.mark.parametrize("model", ATTESTED, ids=lambda model: model._meta.label_lower)
def test_a_column_added_after_the_first_migration_is_declared_and_has_a_default(model):
    first = MigrationLoader(None).project_state((model._meta.app_label, "0001_initial")).models
    state = first.get((model._meta.app_label, model._meta.model_name))
    if state is None:
        return
    added = {field.name for field in model._meta.concrete_fields} - set(state.fields)
    assert added - model.unattested == set(model.later), "declare the column in `later`"
    for name in added:
        field = model._meta.get_field(name)
        assert field.has_default() or field.null or field.empty_strings_allowed, f"{name} needs a default"


def test_a_later_column_is_committed_to_once_it_says_something(monkeypatch):
    monkeypatch.setattr(Statute, "later", frozenset({"document_number"}))
    assert "document_number" not in Statute(title="示例条例").snapshot()
    assert Statute(title="示例条例", document_number="示例令1号").snapshot()["document_number"] == "示例令1号"
