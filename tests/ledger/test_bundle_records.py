"""A bundle made dishonestly, by somebody who even holds the log's key or the database, says so."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from mingjing.ledger.bundle import Part, json_line, proof_name, verify_bundle
from mingjing.ledger.canonical import canonical
from mingjing.ledger.digests import digests_of
from mingjing.ledger.entry import head
from mingjing.ledger.note import SigningKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADS, BODIES, OPENINGS = (f"data/records/{name}.jsonl" for name in ("heads", "bodies", "openings"))


@pytest.fixture
def problems(world: Any, tmp_path: Path) -> Callable[[], list[str]]:
    """Return what writes the bundle as the world now is, and tells what is wrong, the folder left out."""

    def write_and_verify() -> list[str]:
        found = verify_bundle(world.write(tmp_path / "case.zip")).problems
        return [problem.partition("/")[2] for problem in found]

    return write_and_verify


def lines(world: Any, name: str) -> list[bytes]:
    [source] = [part.source for part in world.parts() if part.name == name]
    return source.splitlines(keepends=True)


def replace(world: Any, name: str, source: bytes) -> None:
    parts = [Part(part.name, source if part.name == name else part.source) for part in world.parts()]
    world.parts = lambda: parts


def test_a_withheld_body_leaves_the_chain_provable(world: Any, tmp_path: Path) -> None:
    world.withheld_bodies = {1, 4}
    report = verify_bundle(world.write(tmp_path / "case.zip"))
    assert report.problems == []
    assert (report.facts["records"], report.facts["withheld_bodies"], report.facts["files"]) == (4, 2, 2)


def test_a_record_left_out_is_missed(world: Any, problems: Any) -> None:
    rows = lines(world, HEADS)
    replace(world, HEADS, b"".join(rows[:1] + rows[2:]))
    assert problems()[0] == f"{HEADS}：第 2 条记录处是第 3 条：案卷的记录不连续"


def test_records_left_out_at_the_end_are_missed(world: Any, problems: Any) -> None:
    world.openings = world.openings[:-2]
    parts = [
        Part(part.name, b"".join(part.source.splitlines(keepends=True)[:3]))
        if part.name in (HEADS, BODIES)
        else part
        for part in world.parts()
        if part.name != proof_name(4)
    ]
    world.parts = lambda: parts
    assert problems() == [f"{HEADS}：与封存记录所记的条数、末条不符：案卷的记录不全"]


def test_a_chain_that_does_not_link_is_refused(world: Any, problems: Any) -> None:
    world.heads[2] = head("0" * 64, "0f8fad5bd9cb469fa16570867728950e", "1" * 64, 3)
    assert problems()[0] == f"{HEADS}：第 3 条记录没有接在前一条之后"


def test_a_record_of_another_dossier_is_refused(world: Any, problems: Any) -> None:
    world.heads[2] = head("0" * 64, "f" * 32, "1" * 64, 3)
    assert problems()[0] == f"{HEADS}：第 3 条记录属于另一个案卷"


def test_a_body_that_is_not_the_committed_one_is_refused(world: Any, problems: Any) -> None:
    world.bodies[1] = world.bodies[1].replace(b"issued", b"issuex")
    assert problems()[0] == f"{BODIES}：第 2 条记录的内容与记录头所记的散列不符"


def test_a_record_that_the_log_does_not_hold_is_refused(world: Any, problems: Any) -> None:
    world.leaves[world.indexes[1]] = bytes(32)
    assert f"{proof_name(2)}：条目不在检查点所签的日志之内" in problems()


def test_a_proof_for_another_place_is_refused(world: Any, problems: Any) -> None:
    rows = lines(world, HEADS)
    rows[1] = rows[1].replace(b'"index":5', b'"index":6')
    replace(world, HEADS, b"".join(rows))
    assert problems() == [f"{proof_name(2)}：证明的序号 5 与记录所在的 6 不同"]


def test_another_logs_signature_is_refused(world: Any, problems: Any) -> None:
    proofs = {part.name: part.source for part in world.parts() if part.name.startswith("data/proofs/")}
    world.key = SigningKey.from_seed("records.example/log", bytes(range(32)))
    replace(world, proof_name(1), proofs[proof_name(1)])
    assert problems() == [f"{proof_name(1)}：没有已知密钥的签名"]


@pytest.mark.parametrize(
    ("place", "change", "sentence"),
    [
        (0, {"value": '{"number":"2"}'}, "第 1 条记录第 1 项的开示与记录中的承诺不符"),
        (0, {"salt": "00" * 32}, "第 1 条记录第 1 项的开示与记录中的承诺不符"),
        (0, {"salt": "00"}, "散列或盐不是 64 位十六进制数"),
        (0, {"tag": "cases.party"}, "第 1 条记录第 1 项处是另一项的开示"),
        (0, {"position": 1}, "第 1 条记录第 1 项处是另一项的开示"),
        (0, {"more": 1}, "字段不对"),
        (0, {"seq": True}, "应为序号的字段不是非负整数"),
        (0, {"tag": ""}, "第 1 条记录第 1 项处是另一项的开示"),
        (0, {"value": 1}, "应为文字的字段不是文字"),
        (1, {"withheld": False}, "标记应为 true"),
        (5, {"disposed": 1}, "标记应为 true"),
        (4, {"sm3": "00" * 32}, "第 4 条记录第 1 项的开示与记录中的承诺不符"),
    ],
)
def test_an_opening_that_does_not_fit_is_refused(
    world: Any, problems: Any, place: int, change: dict[str, Any], sentence: str
) -> None:
    world.openings[place] |= change
    assert problems()[0] == f"{OPENINGS}：{sentence}"


def test_a_missing_and_a_surplus_opening_are_refused(world: Any, problems: Any) -> None:
    last = world.openings.pop()
    assert problems() == [f"{OPENINGS}：缺第 4 条记录第 2 项的开示"]
    world.openings += [last, last]
    world.heads, world.bodies, world.indexes = world.heads[:4], world.bodies[:4], world.indexes[:4]
    assert problems() == [f"{OPENINGS}：多出没有对应记录的开示"]


def test_another_document_than_the_recorded_one_is_refused(world: Any, problems: Any) -> None:
    name = "data/documents/决定书.pdf"
    world.files[name] = b"%PDF forged"
    assert problems() == [f"{name}：内容与第 2 条记录第 1 项记录的 SHA-256 不符"]


def test_a_document_whose_sm3_alone_differs_is_refused(world: Any, problems: Any) -> None:
    world.act("evidence.added", ("evidence.file", b"once more", ""))
    both = digests_of(b"once more")
    world.openings[-1] |= {"file": "data/evidence/b", "sha256": both.sha256.hex(), "sm3": "00" * 32}
    world.files["data/evidence/b"] = b"once more"
    assert f"{OPENINGS}：第 5 条记录第 1 项的开示与记录中的承诺不符" in problems()


def test_a_file_elsewhere_or_missing_is_refused(world: Any, problems: Any) -> None:
    world.openings[2]["file"] = "data/log.json"
    assert problems()[0] == "data/log.json：第 2 条记录第 1 项所指的文件缺失"


def test_a_file_that_no_record_speaks_of_is_named(world: Any, problems: Any) -> None:
    world.files["data/evidence/b"] = b"unheard of"
    assert problems() == ["data/evidence/b：没有一条记录提到此文件"]


def test_a_proof_of_no_record_is_named(world: Any, problems: Any) -> None:
    world.extra_parts = [Part(proof_name(5), world.proof(0).encode())]
    assert problems() == [f"{proof_name(5)}：没有与此证明对应的记录"]


@pytest.mark.parametrize("label", ["manifest", "info"])
def test_a_seal_over_another_bag_is_refused(world: Any, problems: Any, label: str) -> None:
    world.stated = {label: "0" * 64}
    name = {"manifest": "manifest-sha256.txt", "info": "bag-info.txt"}[label]
    assert problems() == [f"{name}：与封存记录（seal/record.json）所记的散列不符"]


@pytest.mark.parametrize("stated", [{"count": 3}, {"head": "0" * 64}])
def test_a_seal_over_another_chain_is_refused(world: Any, problems: Any, stated: dict[str, Any]) -> None:
    world.stated = stated
    assert problems() == [f"{HEADS}：与封存记录所记的条数、末条不符：案卷的记录不全"]


def test_a_seal_must_be_the_sealing_record(world: Any, problems: Any) -> None:
    world.sealing_act = "case.closed"
    assert problems() == ["seal/record.json：不是封存记录（bundle.made）"]
    world.sealing_act, world.stated = "bundle.made", {"more": 1}
    world.heads, world.bodies, world.indexes = world.heads[:4], world.bodies[:4], world.indexes[:4]
    assert problems() == ["seal/record.json：字段不对"]


def test_a_log_that_is_not_the_keys_is_refused(world: Any, problems: Any) -> None:
    replace(world, "data/log.json", json_line({"origin": "elsewhere.example/log", "vkey": world.key.vkey}))
    assert problems() == ["data/log.json：来源与公钥的名称不同"]


def test_a_key_that_cannot_be_read_leaves_everything_else_checked(world: Any, problems: Any) -> None:
    replace(world, "data/log.json", json_line({"origin": "x", "vkey": "x"}))
    parts = [*world.parts(), Part("data/evidence/b", b"unheard of")]
    world.parts = lambda: parts
    assert problems() == ["data/log.json：公钥文本的长度不对", "data/evidence/b：没有一条记录提到此文件"]


@pytest.mark.parametrize(
    ("name", "row", "sentence"),
    [
        (HEADS, b"{}\n", "字段不对"),
        (HEADS, b'{"head":"{}","index":2,"seq":1}\n', "第 1 行：记录头的字段不对"),
        (HEADS, b'{"head": "x"}\n', "不是规范形式的 JSON（RFC 8785）"),
        (BODIES, b'{"seq":1,"withheld":false}\n', "标记应为 true"),
        (BODIES, b'{"seq":2,"withheld":true}\n', "第 1 行的序号不对"),
        (BODIES, b"", "第 1 行的序号不对"),
    ],
)
def test_a_line_of_another_shape_is_refused(
    world: Any, problems: Any, name: str, row: bytes, sentence: str
) -> None:
    replace(world, name, b"".join([row, *lines(world, name)[1:]]))
    assert f"{name}：{sentence}" in problems()


def test_a_line_too_many_or_too_few_is_refused(world: Any, problems: Any) -> None:
    original = lines(world, BODIES)
    replace(world, BODIES, b"".join(original[:-1]))
    assert problems()[0] == f"{BODIES}：缺第 4 条记录的内容"


def test_bodies_of_more_records_than_heads_are_refused(world: Any, problems: Any) -> None:
    replace(world, BODIES, b"".join([*lines(world, BODIES), json_line({"seq": 5, "withheld": True})]))
    assert problems() == [f"{BODIES}：多于 4 条记录的内容"]


@pytest.mark.parametrize("body", [b"[]", b'{"subjects":1}', b'{"subjects":[1]}', b'{ "subjects":[]}'])
def test_a_committed_body_without_its_subjects_is_refused(tmp_path: Path, world: Any, body: bytes) -> None:
    made = type(world)()
    made.act("case.filed")
    made.bodies[0] = body
    made.heads[0] = head(digests_of(body).sha256.hex(), "0f8fad5bd9cb469fa16570867728950e", "", 1)
    [problem] = verify_bundle(made.write(tmp_path / "bad.zip")).problems
    assert f"/{BODIES}：" in problem


@pytest.mark.parametrize("kind", ["", "当事人", "a\nb"])
def test_a_kind_that_no_commitment_can_have_is_refused(tmp_path: Path, world: Any, kind: str) -> None:
    made = type(world)()
    body = canonical({"subjects": [{"commitment": "0" * 64, "kind": kind, "ref": ""}]})
    made.act("case.filed", ("a", "b", ""))
    made.openings[0]["tag"] = kind
    made.bodies[0] = body
    made.heads[0] = head(digests_of(body).sha256.hex(), "0f8fad5bd9cb469fa16570867728950e", "", 1)
    [problem] = verify_bundle(made.write(tmp_path / "bad.zip")).problems
    assert problem.endswith(f"/{OPENINGS}：第 1 条记录第 1 项的种类不是 ASCII 文字")


def test_an_empty_bundle_is_none(world: Any, tmp_path: Path) -> None:
    for name in (HEADS, BODIES, OPENINGS):
        replace(world, name, b"")
    assert "没有一条记录" in verify_bundle(world.write(tmp_path / "bad.zip")).problems[0]


def test_without_sm3_the_report_says_why(world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = world.write(tmp_path / "case.zip")

    def without() -> None:
        raise RuntimeError("本机的 OpenSSL 不含国密 SM3 算法")

    monkeypatch.setattr("mingjing.ledger.bundle.bag.sm3", without)
    assert verify_bundle(target, sm3=True).problems == ["本机的 OpenSSL 不含国密 SM3 算法"]
    assert verify_bundle(target).ok, "nobody asked for it"


def test_sm3_is_compared_where_it_was_asked_for(
    world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = world.write(tmp_path / "case.zip")
    monkeypatch.setattr("mingjing.ledger.bundle.bag.sm3", hashlib.sha256)
    assert any("记录的 SM3 不符" in problem for problem in verify_bundle(target, sm3=True).problems)
