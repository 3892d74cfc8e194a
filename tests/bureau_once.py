"""One bureau a module: made once inside a transaction that is never committed; tests work within savepoints of it.

A folder's conftest takes `bureau` from here where its tests need no other connection and no other transaction.
"""

from __future__ import annotations

import copy
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import override_settings

from mingjing import clock
from mingjing.demo.bureau import Bureau
from remembering import following, in_its_own_world, once, patches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker

__all__ = ["bureau", "founded"]

FOUNDED = dt.date(2026, 1, 5)


@pytest.fixture(scope="module")
def founded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bureau]:
    """Make the bureau for all tests of a module, with a data folder of its own: tiles belong to their database."""
    del django_db_setup
    data = override_settings(MINGJING_DATA=tmp_path_factory.mktemp("data"))
    with django_db_blocker.unblock(), data, clock.at(FOUNDED), transaction.atomic(), following():
        yield once("bureau", Bureau.make)
        transaction.set_rollback(True)


@pytest.fixture
def bureau(founded: Bureau, db: None, request: pytest.FixtureRequest) -> Iterator[Bureau]:
    """Return the module's bureau; whatever a test does to it is undone."""
    del db
    with in_its_own_world(patches(request.node)):
        yield copy.deepcopy(founded)
