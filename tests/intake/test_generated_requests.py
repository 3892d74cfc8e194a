"""Requests that nobody would think of, made from our own OpenAPI documents: no answer that they do not promise."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from arriving import Outside

pytestmark = pytest.mark.once
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 2
LIKE_OTHERS = ("/api/inbound/licence/", "/api/inbound/inspection/", "/api/inbound/matter/")
"""Other fields before the same code as of penalties and leads, whose fields are of every kind: they cost seconds."""


@pytest.fixture
def application() -> Iterator[Any]:
    """Serve within the test's own transaction: a request does not close its connection."""
    signals = (request_started, request_finished)
    for each in signals:
        each.disconnect(close_old_connections)
    yield get_wsgi_application()
    for each in signals:
        each.connect(close_old_connections)


@pytest.mark.parametrize("document", ["/api/openapi.json", "/api/inbound/openapi.json"])
def test_no_request_gets_an_answer_that_the_document_does_not_promise(
    outside: Outside, application: Any, document: str
) -> None:
    """种子 A4.2: examples of every operation, right ones and wrong ones, the same at every run."""
    schema = schemathesis.openapi.from_wsgi(document, application)
    asked = 0

    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        case.call_and_validate(headers={"Authorization": f"Bearer {outside.text}"}, checks=CHECKS)

    quiet = settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    for operation in schema.get_all_operations():
        if operation.ok().path.startswith(LIKE_OTHERS):
            continue
        for mode in schemathesis.GenerationMode:
            strategy = operation.ok().as_strategy(generation_mode=mode)
            with suppress(Unsatisfiable):  # where nothing is asked for, nothing can be asked for wrongly
                quiet(given(strategy)(ask))()
    assert asked >= 4 * EXAMPLES
