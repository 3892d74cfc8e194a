"""The anonymous list page of 20 rows: behind nginx with its cache, the application alone, a file, and Datasette.

One run on loopback, each for some seconds in turns, by `wrk`. The front is `docs/deploy/nginx.conf` as it stands, but
for its port and certificate. Needs nginx and wrk on the path, and Datasette from the development packages.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import prepare, section, verdict

NAME = prepare()

import publications  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from mingjing.config.serving import WORKERS  # noqa: E402
from mingjing.disclosure.models import Publication  # noqa: E402
from mingjing.portal.queries import decisions  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COUNT = 10_000
SECONDS, ROUNDS = 4, 3
CLIENTS = 16
ADDRESS = "/decisions/"
ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "docs" / "deploy" / "nginx.conf"
# Another query each time: nothing of it is in any cache.
NEW_EACH_TIME = """
local many = 0
function setup(thread) many = many + 1; thread:set("mine", many) end
local turn = 0
function request() turn = turn + 1; return wrk.format("GET", "{path}?n=" .. mine .. "-" .. turn) end
"""


def needed(command: str, why: str) -> str:
    """Return where a program is; end with a clear sentence where it is not."""
    found = shutil.which(command) or shutil.which(command, path="/usr/sbin:/usr/local/sbin")
    beside = Path(sys.executable).with_name(command)
    if not found and not beside.exists():
        raise SystemExit(f"{command} is not on the path: {why}")
    return found or str(beside)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
    return port


@contextmanager
def running(command: list[str], address: str, environment: Mapping[str, str] | None = None) -> Iterator[None]:
    """Hold a server for as long as the block runs, from its first answer on."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} ended by itself")
            try:
                fetched(address)
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def fetched(address: str) -> tuple[bytes, Mapping[str, str]]:
    """Return body and headers."""
    request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
        return response.read(), response.headers


def front(folder: Path, port: int, application: int, page: bytes) -> list[str]:
    """Write the guide's configuration for this machine, with a file of the same bytes beside; return the command."""
    (folder / "files").mkdir()
    (folder / "files" / "page.html").write_bytes(page)
    text = EXAMPLE.read_text(encoding="utf-8")
    for before, after in {
        "listen 443 ssl;": f"listen 127.0.0.1:{port};\n    location /file/ {{ alias {folder}/files/; }}",
        "server_name zfgs.example.gov.cn;": "server_name 127.0.0.1;",
        "127.0.0.1:8000": f"127.0.0.1:{application}",
        "/var/cache/nginx/mingjing": f"{folder}/cache",
        "/var/lib/mingjing/static/": f"{settings.STATIC_ROOT}/",
    }.items():
        assert before in text, before
        text = text.replace(before, after, 1)
    text = re.sub(r"^ *ssl_.*\n|^server \{ listen 80;.*\n", "", text, flags=re.MULTILINE)
    temporary = "".join(
        f"  {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{\n  types {{ text/html html; }}\n{temporary}{text}\n}}\n"
    )
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    return [
        needed("nginx", "install it (Debian: nginx)."),
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
    ]


def rows_for_datasette(folder: Path) -> Path:
    """Write the list's rows into a database of their own, with the index that the list has."""
    place = folder / "rows.db"
    with sqlite3.connect(place) as rows:
        rows.execute(
            "CREATE TABLE decisions"
            " (id TEXT PRIMARY KEY, number TEXT, party TEXT, matter TEXT, made_on TEXT, published TEXT)"
        )
        rows.execute("CREATE INDEX newest ON decisions (made_on DESC)")
        rows.executemany(
            "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    each.ref,
                    each.number,
                    each.party_name,
                    each.matter_name,
                    str(each.made_on),
                    str(each.published_at),
                )
                for each in decisions().iterator()
            ],
        )
    rows.close()
    return place


def rate(address: str, *options: str) -> float:
    """Return the requests a second; every answer must be one that was asked for."""
    command = [
        needed("wrk", "install it (Debian: wrk)."), "-t2", f"-c{CLIENTS}", f"-d{SECONDS}s", "--timeout", "20s",
        *options, address,
    ]  # fmt: skip
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "Non-2xx" not in told, told
    assert "Socket errors" not in told, told
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert found, told
    return float(found[1])


def application(port: int) -> tuple[list[str], dict[str, str]]:
    """Return the command that `mingjing serve` starts for the web, and its environment: production."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "mingjing.config.wsgi:application",
    ]  # fmt: skip
    return command, os.environ | {"DJANGO_SETTINGS_MODULE": "mingjing.config.settings.production"}


def measured(folder: Path) -> tuple[dict[str, list[float]], int]:
    """Measure everything in turns; return the rates by name, and how many bytes the page has."""
    ports = {name: free_port() for name in ("application", "front", "datasette")}
    base = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    new = {name: folder / f"{name}.lua" for name in ("application", "datasette")}
    table = "/rows/decisions"
    new["application"].write_text(NEW_EACH_TIME.replace("{path}", ADDRESS))
    new["datasette"].write_text(
        NEW_EACH_TIME.replace("{path}", table).replace("?n=", "?_sort_desc=made_on&_size=20&_n=")
    )
    https = ("-H", "X-Forwarded-Proto: https")
    command, environment = application(ports["application"])
    subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"], env=environment, check=True
    )
    with ExitStack() as stack:
        stack.enter_context(running(command, base["application"] + ADDRESS, environment))
        page, headers = fetched(base["application"] + ADDRESS)
        assert page.count("示建罚决字".encode()) >= 20
        stack.enter_context(
            running(front(folder, ports["front"], ports["application"], page), base["front"] + ADDRESS)
        )
        assert fetched(base["front"] + "/file/page.html")[0] == page
        datasette = [
            needed("datasette", "it is a development dependency (make dev)."), "serve", str(rows_for_datasette(folder)),
            "--port", str(ports["datasette"]),
        ]  # fmt: skip
        stack.enter_context(running(datasette, base["datasette"] + table))
        works = {
            "nginx, a file of the same bytes": (base["front"] + "/file/page.html",),
            "nginx with its cache, the application behind": (base["front"] + ADDRESS,),
            "application, 304": (
                base["application"] + ADDRESS,
                *https,
                "-H",
                f"If-None-Match: {headers['ETag']}",
            ),
            "application, kept": (base["application"] + ADDRESS, *https),
            "application, made each time": (
                base["application"] + ADDRESS,
                *https,
                "-s",
                str(new["application"]),
            ),
            "Datasette, the same rows": (base["datasette"] + table, "-s", str(new["datasette"])),
        }
        found: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(ROUNDS):
            for name, work in works.items():
                found[name].append(rate(*work))
    return found, len(page)


def main() -> None:
    for command in ("nginx", "wrk", "datasette"):
        needed(command, "this benchmark compares with it.")
    folder = Path(settings.MINGJING_DATA) / "front"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    folder.parent.chmod(0o711)  # nginx's workers are somebody else, and must pass through
    if not Publication.objects.exists():
        publications.fill(COUNT)
    connection.close()
    found, size = measured(folder)
    of = {name: statistics.median(rates) for name, rates in found.items()}
    file, cache, unchanged, kept, made, peer = of.values()
    section(
        f"The list page of 20 rows under load, {NAME}",
        ["", f"requests a second, median of {ROUNDS}", "to the page made each time"],
        [[name, f"{each:,.0f}", f"{each / made:.1f}"] for name, each in of.items()],
        verdict("behind nginx at least 90 % of nginx with a file", met=cache >= 0.9 * file),
        verdict(
            "alone, kept or answering 304, at least 4 times its rate without",
            met=min(unchanged, kept) >= 4 * made,
        ),
        verdict("made each time, at least twice Datasette", met=made >= 2 * peer),
        f"{COUNT:,} publications filled in bulk, without acts; a page of {size / 1024:.0f} kB, not compressed; "
        f"{CLIENTS} connections, {SECONDS} seconds each in turns; everything on the same two processors. Behind nginx "
        "the page is shown for a second and then asked for again, so that what is withdrawn is gone.",
    )


if __name__ == "__main__":
    main()
