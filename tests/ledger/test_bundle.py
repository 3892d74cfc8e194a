"""A bundle says when any byte of it was changed, and which member."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from mingjing.ledger.bundle import Part, json_line, verify_bundle, write_bundle
from mingjing.ledger.bundle.form import manifest
from mingjing.ledger.note import SigningKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    type Members = dict[str, bytes]
    type Repack = Callable[[Path, Path, Callable[[Members], object]], Path]

FOLDER = "云建罚2026-1"


def flipped(content: bytes, place: int, mask: int = 1) -> bytes:
    return content[:place] + bytes([content[place] ^ mask]) + content[place + 1 :]


def places(content: bytes) -> set[int]:
    return {0, len(content) // 3, len(content) // 2, len(content) - 2, len(content) - 1} & set(
        range(len(content))
    )


@pytest.fixture
def bundle(world: Any, tmp_path: Path) -> Path:
    return world.write(tmp_path / "case.zip")


def member_names(bundle: Path) -> list[str]:
    with zipfile.ZipFile(bundle) as archive:
        return archive.namelist()


def test_an_untouched_bundle_is_accepted_and_says_what_it_covers(bundle: Path, world: Any) -> None:
    report = verify_bundle(bundle, vkey=world.key.vkey, sm3=True)
    assert report.problems == []
    assert report.ok
    assert report.facts == {
        "folder": FOLDER,
        "dossier": "0f8fad5bd9cb469fa16570867728950e",
        "records": 4,
        "withheld_bodies": 0,
        "values": 1,
        "files": 3,
        "withheld": 1,
        "disposed": 1,
        "documents": 1,
        "evidence": 1,
        "bytes": 781,
        "sm3": True,
        "made_at": "2026-11-24T18:30:05.000+08:00",
        "origin": "records.example/log",
        "size": 15,
        "root": report.facts["root"],
        "vkey": world.key.vkey,
        "fingerprint": hashlib.sha256(world.key.vkey.encode()).hexdigest(),
        "key_compared": True,
    }
    assert "核验通过" in report.lines()[0]
    assert "核对一致" in report.lines()[-1]


def test_without_a_key_the_fingerprint_is_shown_as_not_compared(bundle: Path, world: Any) -> None:
    report = verify_bundle(bundle)
    assert report.ok
    assert f"{world.key.verifier.fingerprint}，未核对（not compared）" in report.lines()[-1]


def test_another_key_is_refused(bundle: Path) -> None:
    other = SigningKey.from_seed("records.example/log", bytes(range(32)))
    report = verify_bundle(bundle, vkey=other.vkey)
    assert report.problems == [f"{FOLDER}/data/log.json：其中的公钥与给定的日志公钥不同"]
    assert report.lines()[0].startswith("核验不通过")


def test_the_same_parts_give_the_same_bytes(world: Any, tmp_path: Path, bundle: Path) -> None:
    again = type(world)()
    for act in (
        ("case.filed", ("cases.case", '{"number":"1"}', ""), ("cases.party", "张三", "withheld")),
        ("document.issued", ("documents.file", b"%PDF decision", "data/documents/决定书.pdf")),
        ("evidence.added", ("evidence.file", bytes(range(256)) * 3, "data/evidence/a/photo.jpg")),
        ("evidence.viewed", ("evidence.file", b"elsewhere", ""), ("cases.note", "旧", "disposed")),
    ):
        again.act(*act)
    assert again.write(tmp_path / "again.zip").read_bytes() == bundle.read_bytes()


def test_every_flipped_byte_of_every_member_is_named(bundle: Path, tmp_path: Path, repack: Repack) -> None:
    names = member_names(bundle)
    assert verify_bundle(repack(bundle, tmp_path / "same.zip", lambda _: None)).ok
    for name in names:
        with zipfile.ZipFile(bundle) as archive:
            content = archive.read(name)
        for place in places(content):
            for mask in (1, 0x80):
                spoilt = {name: flipped(content, place, mask)}
                report = verify_bundle(
                    repack(bundle, tmp_path / "bad.zip", lambda members, s=spoilt: members.update(s))
                )
                assert any(problem.startswith(f"{name}：") for problem in report.problems), (
                    name,
                    place,
                    report,
                )


def test_every_missing_emptied_shortened_or_lengthened_member_is_named(
    bundle: Path, tmp_path: Path, repack: Repack
) -> None:
    changes: list[Callable[[Members, str], object]] = [
        lambda members, name: members.pop(name),
        lambda members, name: members.update({name: b""}),
        lambda members, name: members.update({name: members[name][:-1]}),
        lambda members, name: members.update({name: members[name] + b"\n"}),
    ]
    for name in member_names(bundle):
        for change in changes:
            target = tmp_path / "bad.zip"
            report = verify_bundle(repack(bundle, target, lambda members, n=name, c=change: c(members, n)))
            assert any(problem.startswith(f"{name}：") for problem in report.problems), (name, report)


@pytest.mark.parametrize(
    "name",
    [
        "data/evidence/extra.jpg",
        "data/documents/extra.pdf",
        "data/proofs/000005.tlog-proof",
        "data/proofs/x",
        "data/records/more.jsonl",
        "data/extra",
        "extra.txt",
        "seal/extra",
        "tagmanifest-sha512.txt",
    ],
)
def test_an_added_member_is_named_even_when_the_manifests_are_made_anew(
    bundle: Path, tmp_path: Path, repack: Repack, name: str
) -> None:
    def add(members: Members) -> None:
        members[f"{FOLDER}/{name}"] = b"more\n"

    for change in (add, lambda members: (add(members), renew_manifests(members))):
        report = verify_bundle(repack(bundle, tmp_path / "bad.zip", change))
        assert any(problem.startswith(f"{FOLDER}/{name}：") for problem in report.problems), report


def renew_manifests(members: Members) -> None:
    """Do what a forger would: make both manifests fit the members."""
    prefix = f"{FOLDER}/"
    payload = {n: c for n, c in members.items() if n.startswith(f"{prefix}data/")}
    octets = sum(map(len, payload.values()))
    info = members[f"{prefix}bag-info.txt"].split(b"Payload-Oxum: ")[0]
    members[f"{prefix}bag-info.txt"] = info + f"Payload-Oxum: {octets}.{len(payload)}\n".encode()
    members[f"{prefix}manifest-sha256.txt"] = manifest(
        {n.removeprefix(prefix): hashlib.sha256(c).hexdigest() for n, c in payload.items()}
    )
    tags = {
        n.removeprefix(prefix): hashlib.sha256(c).hexdigest()
        for n, c in members.items()
        if n not in payload and not n.endswith("tagmanifest-sha256.txt")
    }
    members[f"{prefix}tagmanifest-sha256.txt"] = manifest(tags)


def test_no_flipped_byte_is_covered_up_by_new_manifests(bundle: Path, tmp_path: Path, repack: Repack) -> None:
    for name in member_names(bundle):
        if name.endswith("manifest-sha256.txt"):
            continue
        with zipfile.ZipFile(bundle) as archive:
            content = archive.read(name)
        for place in places(content):

            def forge(
                members: Members, name: str = name, content: bytes = content, place: int = place
            ) -> None:
                members[name] = flipped(content, place)
                renew_manifests(members)

            report = verify_bundle(repack(bundle, tmp_path / "bad.zip", forge))
            if name.endswith("bag-info.txt") and place >= len(content) - 3:
                continue  # the forger has put its last line right again
            assert not report.ok, (name, place)


def test_a_removed_member_is_not_covered_up_by_new_manifests(
    bundle: Path, tmp_path: Path, repack: Repack
) -> None:
    for name in member_names(bundle):
        if name.endswith(("manifest-sha256.txt", "bag-info.txt")):
            continue

        def forge(members: Members, name: str = name) -> None:
            del members[name]
            renew_manifests(members)

        report = verify_bundle(repack(bundle, tmp_path / "bad.zip", forge))
        assert any(problem.startswith(f"{name}：") for problem in report.problems), (name, report)


def test_swapped_members_are_both_named(bundle: Path, tmp_path: Path, repack: Repack) -> None:
    pairs = [
        ("data/documents/决定书.pdf", "data/evidence/a/photo.jpg"),
        ("data/proofs/000001.tlog-proof", "data/proofs/000002.tlog-proof"),
        ("data/records/heads.jsonl", "data/records/bodies.jsonl"),
        ("seal/proof.tlog-proof", "data/proofs/000004.tlog-proof"),
        ("bagit.txt", "bag-info.txt"),
    ]
    for one, other in pairs:
        first, second = f"{FOLDER}/{one}", f"{FOLDER}/{other}"

        def swap(members: Members, first: str = first, second: str = second) -> None:
            members[first], members[second] = members[second], members[first]

        report = verify_bundle(repack(bundle, tmp_path / "bad.zip", swap))
        for name in (first, second):
            assert any(problem.startswith(f"{name}：") for problem in report.problems), (name, report)


def test_a_flipped_byte_of_any_header_is_seen(bundle: Path, tmp_path: Path) -> None:
    data, target = bundle.read_bytes(), tmp_path / "bad.zip"
    with zipfile.ZipFile(bundle) as archive:
        starts = [
            (info.header_offset + 30 + len(info.filename.encode()), info) for info in archive.infolist()
        ]
    contents = {place for start, info in starts for place in range(start, start + info.file_size)}
    for place in set(range(len(data))) - contents:
        target.write_bytes(flipped(data, place, 1 << place % 8))
        assert not verify_bundle(target).ok, place


def test_a_cut_or_lengthened_zip_is_refused(bundle: Path, tmp_path: Path) -> None:
    data, target = bundle.read_bytes(), tmp_path / "bad.zip"
    for spoilt in (
        b"",
        data[:-1],
        data[: len(data) // 2],
        data + b"\n",
        b"\n" + data,
        b"PK\x05\x06" + bytes(18),
    ):
        target.write_bytes(spoilt)
        assert not verify_bundle(target).ok
    assert "不能读取" in verify_bundle(tmp_path / "none.zip").problems[0]
    assert "不能读取" in verify_bundle(tmp_path).problems[0]


def test_a_deflated_member_is_named(bundle: Path, tmp_path: Path) -> None:
    target = tmp_path / "bad.zip"
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            packed = zipfile.ZIP_DEFLATED if info.filename.endswith("heads.jsonl") else zipfile.ZIP_STORED
            new.writestr(info.filename, old.read(info), packed)
    [problem] = verify_bundle(target).problems
    assert problem.startswith(f"{FOLDER}/data/records/heads.jsonl：在 zip 中经过压缩")


@pytest.mark.parametrize("name", ["data/log.json", "data/LOG.json"])
def test_a_doubled_member_is_named(bundle: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "bad.zip"
    target.write_bytes(bundle.read_bytes())
    with zipfile.ZipFile(target, "a") as archive:
        if name == "data/log.json":
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr(f"{FOLDER}/{name}", b"{}\n")
        else:
            archive.writestr(f"{FOLDER}/{name}", b"{}\n")
    assert f"{FOLDER}/{name}：在 zip 中重复出现" in verify_bundle(target).problems


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("/etc/passwd", "绝对路径"),
        (f"{FOLDER}/../x", "越出"),
        (f"{FOLDER}/data/./x", "路径段"),
        (f"{FOLDER}/data/evidence/", "文件夹"),
        (f"{FOLDER}/data\\x", "不允许的字符"),
        (f"{FOLDER}/C:x", "不允许的字符"),
        (f"{FOLDER}/e\u0301", "不允许的字符"),
        ("x" * 1025, "过长"),
        ("elsewhere/x", "不在案卷包的文件夹"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(
    bundle: Path, tmp_path: Path, repack: Repack, name: str, word: str
) -> None:
    report = verify_bundle(repack(bundle, tmp_path / "bad.zip", lambda members: members.update({name: b""})))
    assert any(problem.startswith(f"{name}：") and word in problem for problem in report.problems), report


def test_too_many_members_are_refused(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingjing.ledger.bundle.archive.MOST_MEMBERS", 3)
    assert "过多" in verify_bundle(bundle).problems[0]


def test_an_endless_line_and_a_huge_tag_file_are_refused(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mingjing.ledger.bundle.archive.LONGEST_LINE", 3)
    monkeypatch.setattr("mingjing.ledger.digests.CHUNK", 64)
    monkeypatch.setattr("mingjing.ledger.bundle.archive.CHUNK", 64)
    assert f"{FOLDER}/data/records/heads.jsonl：行过长" in verify_bundle(bundle).problems


def test_sizes_beyond_32_bits_are_read(world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 700)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    large = world.write(tmp_path / "large.zip")
    assert b"PK\x06\x06" in large.read_bytes()
    assert verify_bundle(large).problems == []
    data = large.read_bytes()
    for place in range(data.index(b"PK\x01\x02"), len(data)):
        (tmp_path / "bad.zip").write_bytes(flipped(data, place, 1 << place % 8))
        assert not verify_bundle(tmp_path / "bad.zip").ok, place


def test_a_source_may_be_bytes_a_file_or_a_stream(world: Any, tmp_path: Path) -> None:
    (tmp_path / "决定书.pdf").write_bytes(b"%PDF decision")
    sources: dict[str, Any] = {
        "data/documents/决定书.pdf": tmp_path / "决定书.pdf",
        "data/evidence/a/photo.jpg": lambda: io.BytesIO(bytes(range(256)) * 3),
    }
    parts = world.parts()
    world.parts = lambda: [Part(part.name, sources.get(part.name, part.source)) for part in parts]
    assert verify_bundle(world.write(tmp_path / "case.zip")).problems == []


def test_a_bundle_that_fails_on_the_way_leaves_nothing(world: Any, tmp_path: Path) -> None:
    target = tmp_path / "case.zip"

    def refuse(_manifest: str, _info: str) -> Any:
        raise RuntimeError("封存被拒绝")

    with pytest.raises(RuntimeError, match="封存被拒绝"):
        write_bundle(target, folder=FOLDER, parts=world.parts(), info=(), seal=refuse)
    for name in ("seal/x", "data/../x", "data/a\n", "data/log.json"):
        with pytest.raises(ValueError, match=r"."):
            write_bundle(target, folder=FOLDER, parts=[*world.parts(), Part(name, b"")], info=(), seal=refuse)
    for pair in (("Payload-Oxum", "1.1"), ("名称", "x"), ("Label", "a\nb")):
        with pytest.raises(ValueError, match="bag-info"):
            write_bundle(target, folder=FOLDER, parts=world.parts(), info=[pair], seal=refuse)
    assert list(tmp_path.iterdir()) == []


def test_a_line_of_json_is_canonical() -> None:
    assert json_line({"seq": 1, "head": "x"}) == b'{"head":"x","seq":1}\n'
