"""A verifier's policy: whose signatures count, and how many are enough."""

from __future__ import annotations

from typing import Any

import pytest

from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import COSIGNATURE, NoteError, SigningKey
from mingjing.ledger.policy import Policy, PolicyError

LOG = SigningKey.from_seed("records.example.gov.cn/cases", bytes(range(32)))
CHECKPOINT = Checkpoint(LOG.name, 7, bytes(32))
W = {name: SigningKey.from_seed(f"{name}.example/w", name.encode() * 32, COSIGNATURE) for name in "abc"}
LINES = f"log {LOG.vkey}\n" + "".join(
    f"witness {name} {key.vkey} http://127.0.0.1/{name}\n" for name, key in W.items()
)


def signed(*names: str, time: int = 1_800_000_000) -> str:
    return CHECKPOINT.sign(LOG) + "".join(W[name].cosign(CHECKPOINT.text(), time) for name in names)


@pytest.mark.parametrize(
    ("rule", "enough", "short"),
    [
        ("quorum none", ("",), ()),
        ("quorum a", ("a", "ab"), ("", "bc")),
        ("group g any a b\nquorum g", ("a", "b"), ("", "c")),
        ("group g all a b\nquorum g", ("ab", "abc"), ("a", "bc")),
        ("group g 2 a b c\nquorum g", ("ab", "bc"), ("a", "c")),
        ("group g 2 a b\ngroup h any g c\nquorum h", ("c", "ab"), ("a",)),
    ],
)
def test_the_quorum_is_counted(rule: str, enough: tuple[str, ...], short: tuple[str, ...]) -> None:
    policy = Policy.parse(LINES + "# 备注\n\n" + rule + "\n")
    for names in enough:
        verdict = policy.judge(signed(*names))
        assert verdict.enough, names
        assert verdict.cosigned == dict.fromkeys(names, 1_800_000_000)
        assert verdict.log_key == LOG.verifier
    for names in short:
        assert not policy.judge(signed(*names)).enough, names


def test_one_witness_twice_is_one_witness() -> None:
    policy = Policy.parse(LINES + "group g 2 a b c\nquorum g\n")
    again = W["a"].cosign(CHECKPOINT.text(), 1_800_000_001)
    assert not policy.judge(signed("a") + again).enough


def test_cosignatures_without_the_logs_own_signature_are_worth_nothing() -> None:
    only = f"{CHECKPOINT.text()}\n" + W["a"].cosign(CHECKPOINT.text(), 1)
    with pytest.raises(NoteError, match="日志密钥"):
        Policy.parse(LINES).judge(only)


def test_a_witness_that_signed_something_else_spoils_the_note() -> None:
    forged = CHECKPOINT.sign(LOG) + W["a"].cosign("another\n", 1)
    with pytest.raises(NoteError, match="签名无效"):
        Policy.parse(LINES).judge(forged)


def test_after_a_rotation_either_key_signs() -> None:
    new = SigningKey.from_seed(LOG.name, bytes(32))
    policy = Policy.parse(f"{LINES}log {new.vkey}\n")
    assert policy.judge(CHECKPOINT.sign(new)).log_key == new.verifier
    assert policy.judge(CHECKPOINT.sign(LOG)).log_key == LOG.verifier


@pytest.mark.parametrize(
    "line",
    [
        "log",
        "log x",
        "what a",
        f"witness a {LOG.vkey}",
        f"log {W['a'].vkey}",
        f"witness none {W['a'].vkey}",
        f"witness a {W['a'].vkey} ftp://x",
        "group g all a",
        "quorum a",
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(PolicyError, match="第 2 行"):
        Policy.parse(f"# 一\n{line}\n")


@pytest.mark.parametrize(
    "rule", ["group g 0 a", "group g 3 a b", "group g 2 a a", "group a any b", "quorum g"]
)
def test_a_group_that_cannot_be_counted_is_refused(rule: str) -> None:
    with pytest.raises(PolicyError):
        Policy.parse(f"{LINES}{rule}\n")


def test_the_vectors_checkpoints_are_cosigned(tlog: dict[str, Any]) -> None:
    policy = Policy.parse(f"log {tlog['log_vkey']}\nwitness w1 {tlog['witness_vkey']}\nquorum w1\n")
    for vector in tlog["logs"]:
        verdict = policy.judge(vector["checkpoint"])
        assert (verdict.enough, verdict.cosigned, verdict.checkpoint.size) == (
            True,
            {"w1": 1767000000},
            vector["size"],
        )
