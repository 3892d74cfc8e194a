"""Fixtures for every room's tests."""

from __future__ import annotations

import datetime as dt
import gc
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from mingjing import clock, guarding
from mingjing.demo.bureau import Bureau
from mingjing.records.models import Record
from mingjing.workbench import desk, waiting
from object_store import object_store, s3_bucket
from quick_press import _quick_press
from remembering import acts_really_run, following, in_its_own_world, once, patches, remember_steps

__all__ = ["_quick_press", "acts_really_run", "object_store", "s3_bucket"]

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
DAY = dt.date(2026, 9, 15)

# Playwright's synchronous interface runs an event loop in the test's own thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of reference data beside the repository, or skip."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{ABSENT} {folder.name}/")
    return folder


@pytest.fixture(autouse=True)
def held_clock() -> Iterator[None]:
    """Hold the clock on one working day, unless a test moves it."""
    with clock.at(DAY):
        yield


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """Take a log's tiles away with its database: the next test's log would not continue them."""
    yield
    shutil.rmtree(Path(settings.MINGJING_DATA) / "log", ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Forget what pages keep: another test's people and files may have the same keys and stand at the same count."""
    desk._kept.clear()
    waiting._kept.clear()


@pytest.fixture
def bureau(db: None, request: pytest.FixtureRequest) -> Iterator[Bureau]:
    """Return a small bureau made by actions: lists published, one account a role."""
    del db
    if not connection.in_atomic_block or Record.objects.exists():
        yield Bureau.make()
        return
    with following(), in_its_own_world(patches(request.node)):
        yield once("bureau", Bureau.make)


def _flush_without_guards() -> None:
    """A flush deletes rows, which the guards refuse: in tests, and only there, they are suspended around it."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(self: Any) -> None:
        guarding.drop()
        flush(self)
        guarding.create()

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]


_flush_without_guards()
remember_steps()


ABSENT = "需要仓库旁的参考数据目录"
_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note a skip that is not for absent reference data: nothing else may skip."""
    if report.skipped and ABSENT not in str(report.longrepr):
        _skipped.append(report.nodeid)


def pytest_collection_finish() -> None:
    """Look for garbage less often: most of what is alive now, and much of what tests make, stays to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when anything skipped that must not."""
    if _skipped and session.exitstatus == 0:
        session.exitstatus = 1
        print("不得跳过：", *_skipped, sep="\n  ")  # noqa: T201


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Use the system's Chromium, as root and without a network of its own."""
    found = next(
        path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))
    )
    flags = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking")
    more = ("disable-component-update", "disable-sync", "disable-dev-shm-usage")
    return {"executable_path": found, "args": [f"--{flag}" for flag in (*flags, *more)]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Browse as people here do."""
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1280, "height": 900}}
