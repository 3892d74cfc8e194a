"""A process killed by force while it makes a bundle or cosigns leaves nothing half done (B3)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from threats import threat

from mingjing.ledger import tree
from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import SigningKey
from mingjing.ledger.witness import Request
from mingjing.records.outgoing import OutsideError, send

pytestmark = pytest.mark.once
PROGRAM = Path(__file__).with_name("bundle_kills.py")


def bundling(kills: int, seed: int, folder: Path) -> dict[str, int]:
    """Run the program; return its report."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "mingjing.config.settings.test",
        "MINGJING_DATABASE_URL": "",
        "MINGJING_DATA": str(folder),
    }
    done = subprocess.run(
        [sys.executable, PROGRAM, str(kills), str(seed)],
        env=environment, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert isinstance(report, dict)
    return report


@threat(
    "导出案卷包时强杀（种子化的十次，`make attack` 一百次）",
    found="无害：原来的包还是整的，新的包要么是整的、要么没有；日志照常",
    when="再次导出时",
)
def test_ten_kills_leave_a_whole_bundle_or_none(tmp_path: Path) -> None:
    assert bundling(10, 20260915, tmp_path)["deaths"] == 10


@pytest.mark.attack
def test_a_hundred_kills_leave_a_whole_bundle_or_none(tmp_path: Path) -> None:
    report = bundling(100, 7, tmp_path)
    assert report["deaths"] == 100
    assert report["whole"] > 0


LOG = SigningKey.from_seed("records.example.gov.cn/cases", bytes(range(32)))
LEAVES = [tree.leaf_hash(b"%d" % number) for number in range(64)]


def _ask(url: str, old: int, size: int, leaves: list[bytes]) -> int:
    note = Checkpoint(LOG.name, size, tree.root(leaves[:size])).sign(LOG)
    proof = tree.consistency_proof(old, size, tree.LeafHashes(leaves[:size]))
    return send("POST", f"{url}/add-checkpoint", Request(old, tuple(proof), note).body()).status


@threat(
    "强杀见证人，趁它重启送一份分叉的检查点",
    found="无害：它先写下再回答，重启后照样拒绝",
    when="当场",
)
def test_a_killed_witness_remembers_what_it_answered(tmp_path: Path) -> None:
    fork = [*LEAVES[:10], *(tree.leaf_hash(b"fork %d" % number) for number in range(54))]
    held = 0
    for size in (12, 20, 33):
        witness, url = _started(tmp_path)
        assert _ask(url, held, size, LEAVES) == 200
        witness.send_signal(signal.SIGKILL)
        witness.wait(10)
        assert witness.stdout
        witness.stdout.close()
        held = size
    witness, url = _started(tmp_path)
    try:
        assert _ask(url, held, 40, fork) == 422
        assert _ask(url, 0, 12, LEAVES) == 409
        assert _ask(url, held, 40, LEAVES) == 200
    finally:
        witness.kill()
        witness.wait(10)
        assert witness.stdout
        witness.stdout.close()


def _started(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """Start `mingjing witness` as its own process; return it and its address."""
    command = [
        sys.executable, "-m", "mingjing.config.cli", "witness", str(folder / "w"), "--name", "w.example/one",
        "--log", LOG.vkey, "--port", "0",
    ]  # fmt: skip
    witness = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert witness.stdout
    witness.stdout.readline()
    url = witness.stdout.readline().strip().partition("：")[2]
    for _ in range(50):
        try:
            send("GET", f"{url}/vkey")
        except OutsideError:
            time.sleep(0.1)
        else:
            break
    return witness, url
