"""`mingjing mirror`: what an outsider keeps of a published log, and what it finds out."""

from __future__ import annotations

import functools
import hashlib
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from mingjing.config import cli
from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import SigningKey
from mingjing.ledger.tiles import WIDTH, encode_entries, entries_path, width_at
from mingjing.ledger.tree import Frontier, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = SigningKey.from_seed("zfgs.example.gov.cn/log", bytes(range(32)))


def publish(place: Path, size: int, *, forged: int = -1) -> None:
    """Publish a log of so many entries, one of them perhaps another than it was."""
    entries = [hashlib.sha256(b"%d" % (-1 if at == forged else at)).digest() for at in range(size)]
    frontier = Frontier()
    for each in entries:
        frontier.push(leaf_hash(each))
    for number in range(-(-size // WIDTH)):
        width = width_at(size, 0, number)
        path = place / entries_path(number, width)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_entries(entries[number * WIDTH : number * WIDTH + width]))
    (place / "checkpoint").write_text(Checkpoint(KEY.name, size, frontier.root()).sign(KEY))


@contextmanager
def served(place: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(place)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def kept(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_mirror_follows_a_log_and_keeps_every_entry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, folder = tmp_path / "log", tmp_path / "mirror"
    with served(place) as address:
        for size in (3, 255, 300, 300, 600):
            publish(place, size)
            assert cli.main(["mirror", address, str(folder), "--key", KEY.vkey]) == 0
            assert f"{size} 条" in capsys.readouterr().out
    assert kept(folder).items() >= {(name, (place / name).read_bytes()) for name in (
        "checkpoint", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"
    )}  # fmt: skip


@pytest.mark.parametrize("forged", [0, 100, 255, 256, 280])
def test_a_log_rewritten_behind_the_mirror_is_found_out_and_the_evidence_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], forged: int
) -> None:
    place, folder = tmp_path / "log", tmp_path / "mirror"
    publish(place, 290)
    arguments = ["mirror", str(place), str(folder), "--key", KEY.vkey]
    assert cli.main(arguments) == 0
    before = kept(folder)
    publish(place, 400, forged=forged)
    assert cli.main(arguments) == 1
    assert "被改写过" in capsys.readouterr().err
    assert kept(folder) == before


def test_a_log_cut_short_or_signed_by_another_or_with_a_piece_missing_is_not_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, folder = tmp_path / "log", tmp_path / "mirror"
    publish(place, 290)
    arguments = ["mirror", str(place), str(folder), "--key", KEY.vkey]
    other = SigningKey.from_seed(KEY.name, bytes(32)).vkey
    assert cli.main([*arguments[:-1], other]) == 1
    assert "不是所给的公钥签的" in capsys.readouterr().err
    assert cli.main(arguments) == 0
    before = kept(folder)
    publish(place, 200)
    assert cli.main(arguments) == 1
    assert "被截短了" in capsys.readouterr().err
    publish(place, 700)
    (place / "tile" / "entries" / "002.p" / "188").unlink()
    assert cli.main(arguments) == 1
    assert "没有这个文件" in capsys.readouterr().err
    assert kept(folder) == before
