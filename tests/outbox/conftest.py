"""The bureau is made once a module; receivers are ours, on loopback; the pushes' clock is moved by the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from foreign import Foreign
from pushing import Time

from bureau_once import bureau, founded
from mingjing import clock
from mingjing.outbox import posting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

__all__ = ["bureau", "founded"]


@pytest.fixture(autouse=True)
def loopback(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    """This test's operator allows this machine, and is less patient."""
    settings.MINGJING_PUSH_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr(posting, "STEP", 0.15)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    moved = Time()
    monkeypatch.setattr(clock, "real", lambda: moved.now)
    return moved


@pytest.fixture
def foreign() -> Iterator[Foreign]:
    with Foreign("regional") as system:
        yield system
    assert not system.wrong, "out of order, or not what its hash says"
