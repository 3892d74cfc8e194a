"""What every test tells first is told once a run: the rows it wrote are remembered and written again.

Founding the bureau and the steps of a `CaseStory` take a second of acts before a test of a late step begins. The first
test that needs a step runs its acts; each later one that stands in exactly the same state (same rows, same clock, same
story) gets the statements that those acts sent to the database, and the files that they kept. State is followed
statement by statement: whatever else a test writes, or has patched, makes its state its own, and the acts run.
"""

from __future__ import annotations

import itertools
import pickle
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection

from mingjing import clock
from mingjing.demo.stories import CaseStory
from mingjing.storage.models import Blob
from mingjing.storage.store import LocalDisk, backend
from mingjing.typeset import press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEPS = (
    "lead", "verified", "filed", "investigated", "recorded", "explained", "suspended", "resumed", "ordered",
    "preserved", "returned", "extended", "concluded", "drafted", "submitted", "reviewed", "notified", "waived",
    "presented", "discussed", "endorsed", "decided", "served", "performed", "scanned", "closed",
)  # fmt: skip
WRITING = ("INSERT", "UPDATE", "DELETE")
READING = ("SELECT", "(SELEC", "RELEAS", "PRAGMA", "EXPLAI")
PATCHING = frozenset(
    {"monkeypatch", "settings", "caplog", "django_capture_on_commit_callbacks", "acts_really_run"}
)
"""Fixtures by which a test changes what acts do, or looks at what they do beside their rows."""

BLOBS = f'INTO "{Blob._meta.db_table}"'
HASH = re.compile("[0-9a-f]{64}")

type Statement = tuple[str, Any, bool]

_numbers = itertools.count(1)
_remembered: dict[object, Remembered] = {}
_following: list[Following] = []
"""The one that follows the connection now, if any."""


@dataclass
class Remembered:
    """What was told: statements, files by their path in the data folder, where the counters of keys stood before."""

    statements: list[Statement]
    files: dict[str, bytes]
    counters: list[tuple[str, int | None]]
    made: bytes
    state: int = field(default_factory=lambda: next(_numbers))
    text: str = ""


@dataclass
class Following:
    """Follows one connection inside its outermost transaction: which state it stands in, what is being written."""

    state: int = 0
    own_world: bool = False
    """Whether the test that runs patches something: then nothing is remembered."""
    aligned: bool = False
    """Whether counters of keys stand as they stood when the state was first told."""
    told: list[Statement] | None = None
    _savepoints: list[tuple[str, int, int]] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Look at a statement on its way."""
        kind = sql.lstrip()[:6].upper()
        if kind in WRITING:
            if many:
                params = list(params)
            self.state = next(_numbers)
            if self.told is not None:
                self.told.append((sql, params, many))
        elif kind == "SAVEPO":
            self._savepoints.append((sql.rsplit(maxsplit=1)[-1], self.state, len(self.told or ())))
        elif kind == "ROLLBA":
            self._back_to(sql.rsplit(maxsplit=1)[-1])
        elif kind not in READING:
            self.state = next(_numbers)
            self.told = None
        return execute(sql, params, many, context)

    def _back_to(self, name: str) -> None:
        while self._savepoints:
            found, self.state, length = self._savepoints.pop()
            if self.told is not None and len(self.told) > length:
                if connection.vendor == "sqlite":
                    del self.told[length:]
                else:  # its counters are not taken back with the rows: what is written next would get other keys
                    self.told = None
            if found == name:
                break
        self.aligned = False


@contextmanager
def following() -> Iterator[Following]:
    """Follow the connection while the block runs: a transaction that is never committed has just begun."""
    one = Following()
    _following.append(one)
    try:
        with connection.execute_wrapper(one):
            yield one
    finally:
        _following.remove(one)


@contextmanager
def in_its_own_world(own: bool) -> Iterator[None]:
    """Remember nothing of a test that patches."""
    _following[-1].own_world = own
    yield
    _following[-1].own_world = False


def patches(node: pytest.Item) -> bool:
    """Say whether a test, or a fixture of its own, patches what acts do."""
    info = node._fixtureinfo  # type: ignore[attr-defined]
    asked = set(info.argnames)
    for name, found in info.name2fixturedefs.items():
        if not name.startswith("_") and name != "data":
            asked.update(found[-1].argnames)
    return bool(asked & PATCHING)


def once[Made](name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` makes: by its acts the first time, from memory in the same state."""
    one = _following[-1]
    key = (name, one.state, clock.now(), press._rendered.__name__)
    found = _remembered.get(key)
    if found is None:
        return _remember(one, key, make)
    _write_again(one, found)
    made: Made = pickle.loads(found.made)  # noqa: S301 - made in this process
    return made


def _remember[Made](one: Following, key: object, make: Callable[[], Made]) -> Made:
    """Let it be made, and remember what that wrote, unless it did what cannot be done again by writing."""
    files, counters = _files(), _counters()
    one.told = told = []
    try:
        made = make()
        whole = one.told is told
    finally:
        one.told = None
    found = _files()
    new = (found.keys() - files.keys()) | _stored(told)
    if whole and files.items() <= found.items() and not any(path.startswith("log/") for path in new):
        root = Path(settings.MINGJING_DATA)
        kept = {path: (root / path).read_bytes() for path in new}
        _remembered[key] = Remembered(told, kept, counters, pickle.dumps(made))
        one.state = _remembered[key].state
    return made


def _write_again(one: Following, found: Remembered) -> None:
    root = Path(settings.MINGJING_DATA)
    for path, data in found.files.items():
        target = root / path
        if not target.exists() or target.read_bytes() != data:
            target.unlink(missing_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            target.chmod(0o440)
    if (
        not one.aligned or connection.vendor != "sqlite"
    ):  # what was taken back left a gap in PostgreSQL's counters
        _align(found.counters)
    if connection.vendor == "sqlite":
        _on_sqlite(found)
    elif found.statements:
        _on_postgresql(found)
    one.state, one.aligned = found.state, True


def _on_sqlite(found: Remembered) -> None:
    with connection.cursor() as cursor:
        raw, asked = connection.connection, cursor.cursor.convert_query
        for sql, params, many in found.statements:
            query = sql if params is None else asked(sql, param_names=None)
            if many:
                raw.executemany(query, params)
            else:
                raw.execute(query, params or ())


def _on_postgresql(found: Remembered) -> None:
    with connection.cursor() as cursor:
        if not found.text:
            found.text = ";\n".join(
                cursor.cursor.mogrify(sql, each)
                for sql, params, many in found.statements
                for each in (params if many else [params])
            )
        connection.connection.execute(found.text)


def _counters() -> list[tuple[str, int | None]]:
    """Return where the counters of keys stand: a rollback does not set them back everywhere."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
        else:
            cursor.execute(
                "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"
            )
        return cursor.fetchall()


def _align(counters: list[tuple[str, int | None]]) -> None:
    if connection.vendor == "sqlite":
        raw = connection.connection
        raw.execute("DELETE FROM sqlite_sequence")
        raw.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", counters)
        return
    calls = ", ".join(
        f"setval('{name}', {value or 1}, {'false' if value is None else 'true'})" for name, value in counters
    )
    connection.connection.execute(f"SELECT {calls}")


def _files() -> dict[str, int]:
    """Return the files of the data folder with their sizes."""
    root = Path(settings.MINGJING_DATA)
    return {
        str(place.relative_to(root)): place.stat().st_size
        for folder, _, names in root.walk()
        for place in (folder / name for name in names)
    }


def _stored(told: list[Statement]) -> set[str]:
    """Return the files of the contents that statements speak of: one may have lain there before its row."""
    root = Path(settings.MINGJING_DATA)
    said = (value for sql, params, many in told if BLOBS in sql and not many for value in params)
    names = {value for value in said if isinstance(value, str) and HASH.fullmatch(value)}
    paths = {f"blobs/{name[:2]}/{name[2:4]}/{name}" for name in names}
    return {path for path in paths if (root / path).exists()}


def _key(one: Following, story: CaseStory, name: str, args: Any, kwargs: Any) -> object:
    """Return all that a step depends on, or None where that cannot be said."""
    told = [getattr(story, each.name) for each in fields(story) if each.init and each.name != "bureau"]
    case = getattr(story, "case", None)
    cast = [(who, row.pk) for rows in (story.bureau.users, story.bureau.people) for who, row in rows.items()]
    said = repr((args, sorted(kwargs.items()), told, case and case.pk, cast))
    if " at 0x" in said or not isinstance(backend(), LocalDisk):
        return None
    return (name, said, one.state, clock.now(), press._rendered.__name__)


def _step(name: str) -> Callable[..., Any]:
    tell = getattr(CaseStory, name)

    @wraps(tell)
    def step(story: CaseStory, *args: Any, **kwargs: Any) -> CaseStory:
        one = _following[-1] if _following else None
        key = (
            None
            if one is None or one.own_world or one.told is not None
            else _key(one, story, name, args, kwargs)
        )
        if one is None or key is None:
            return tell(story, *args, **kwargs)
        found = _remembered.get(key)
        if found is None:
            _remember(one, key, lambda: tell(story, *args, **kwargs).case)
        else:
            _write_again(one, found)
            _adopt(story, pickle.loads(found.made))  # noqa: S301 - made in this process
        return story

    return step


def _adopt(story: CaseStory, case: Any) -> None:
    """Let a story's case be as the step left it; whoever holds the row holds it still."""
    if hasattr(story, "case"):
        story.case.__dict__.update(case.__dict__)
    else:
        story.case = case


@pytest.fixture
def acts_really_run() -> None:
    """Ask for this where a test changes what acts do in a way that is not seen: nothing is remembered for it."""


def remember_steps() -> None:
    """Let the steps of stories be remembered, from now on in this process; a test that patches has its own world."""
    for name in STEPS:
        setattr(CaseStory, name, _step(name))
    patch = pytest.MonkeyPatch.setattr

    def patched(*args: Any, **kwargs: Any) -> None:
        for one in _following:
            one.own_world = True
        patch(*args, **kwargs)

    pytest.MonkeyPatch.setattr = patched  # type: ignore[method-assign]
