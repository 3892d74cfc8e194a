"""The vector files, read once, and small bundles as the records room would make them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from mingjing.ledger import tree
from mingjing.ledger.bundle import Part, json_line, proof_name, write_bundle
from mingjing.ledger.canonical import canonical
from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.digests import digests_of
from mingjing.ledger.entry import entry, file_commitment, head, value_commitment
from mingjing.ledger.note import SigningKey
from mingjing.ledger.proof import TlogProof

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DOSSIER = "0f8fad5bd9cb469fa16570867728950e"
FOLDER = "云建罚2026-1"


@pytest.fixture(scope="session")
def rfc6962(shared: Path) -> dict[str, Any]:
    """Return the vectors of the tree and its proofs."""
    return json.loads((shared / "data" / "rfc6962_vectors.json").read_text())


@pytest.fixture(scope="session")
def tlog(shared: Path) -> dict[str, Any]:
    """Return the vectors of notes, checkpoints, tiles."""
    return json.loads((shared / "data" / "tlog_vectors.json").read_text())


@dataclass
class World:
    """A log, a dossier in it, and everything a bundle of it holds; tests spoil it before `write`."""

    key: SigningKey = field(default_factory=lambda: SigningKey.from_seed("records.example/log", bytes(32)))
    leaves: list[bytes] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    indexes: list[int] = field(default_factory=list)
    openings: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    withheld_bodies: set[int] = field(default_factory=set)
    extra_parts: list[Part] = field(default_factory=list)
    sealing_act: str = "bundle.made"
    stated: dict[str, Any] = field(default_factory=dict)
    info: tuple[tuple[str, str], ...] = (("External-Identifier", "云建罚〔2026〕1号"),)

    def act(self, name: str, *subjects: tuple[str, str | bytes, str], **more: Any) -> None:
        """Append a record; a subject is (kind, value or bytes of a file, member or how it is withheld)."""
        seq, rows = len(self.heads) + 1, []
        for position, (kind, content, where) in enumerate(subjects):
            salt = hashlib.sha256(f"{seq}.{position}".encode()).digest()
            opening: dict[str, Any] = {"position": position, "salt": salt.hex(), "seq": seq, "tag": kind}
            if isinstance(content, bytes):
                both = digests_of(content)
                commitment = file_commitment(kind, salt, *both)
                opening |= {"sha256": both.sha256.hex(), "sm3": both.sm3.hex()}
            else:
                commitment = value_commitment(kind, salt, content.encode())
                opening |= {"value": content}
            if where in ("withheld", "disposed"):
                opening = {"position": position, "seq": seq, "tag": kind, where: True}
            elif where and isinstance(content, bytes):
                opening["file"] = where
                self.files[where] = content
            rows.append({"kind": kind, "ref": f"{seq:032x}", "commitment": commitment.hex()})
            self.openings.append(opening)
        self._append(
            {"act": name, "at": f"2026-11-24T18:30:0{seq}.000+08:00", "nonce": "00" * 16, "subjects": rows}
            | more
        )

    def _append(self, body: dict[str, Any]) -> None:
        data = canonical(body)
        prev = entry(self.heads[-1]).hex() if self.heads else ""
        self.bodies.append(data)
        self.heads.append(head(hashlib.sha256(data).hexdigest(), DOSSIER, prev, len(self.heads) + 1))
        self.others(2)
        self.indexes.append(len(self.leaves))
        self.leaves.append(tree.leaf_hash(entry(self.heads[-1])))

    def others(self, count: int) -> None:
        """Let other dossiers' records come in between."""
        self.leaves += [tree.leaf_hash(b"%d" % (len(self.leaves) + number)) for number in range(count)]

    def proof(self, index: int) -> str:
        """Return the proof of a leaf under the log as it is now."""
        size, hashes = len(self.leaves), tree.LeafHashes(self.leaves)
        note = Checkpoint(self.key.name, size, tree.root(self.leaves)).sign(self.key)
        return TlogProof(index, tuple(tree.inclusion_proof(index, size, hashes)), note).format()

    def parts(self) -> list[Part]:
        """Return the payload."""
        count = len(self.heads)
        numbered = list(enumerate(zip(self.heads, self.bodies, self.indexes, strict=True), 1))
        heads = [{"head": each.decode(), "index": index, "seq": seq} for seq, (each, _, index) in numbered]
        bodies = [
            {"seq": seq, "withheld": True}
            if seq in self.withheld_bodies
            else {"body": body.decode(), "seq": seq}
            for seq, (_, body, _) in numbered
        ]
        openings = [each for each in self.openings if each["seq"] not in self.withheld_bodies]
        return [
            Part("data/records/heads.jsonl", b"".join(map(json_line, heads))),
            Part("data/records/bodies.jsonl", b"".join(map(json_line, bodies))),
            Part("data/records/openings.jsonl", b"".join(map(json_line, openings))),
            *(Part(name, content) for name, content in self.files.items()),
            *(
                Part(proof_name(seq), self.proof(index).encode())
                for seq, index in zip(range(1, count + 1), self.indexes, strict=True)
            ),
            Part("data/log.json", json_line({"origin": self.key.name, "vkey": self.key.vkey})),
            *self.extra_parts,
        ]

    def write(self, target: Path) -> Path:
        """Write the bundle, the sealing record appended on the way."""

        def seal(manifest: str, info: str) -> tuple[dict[str, Any], str]:
            stated = {"count": len(self.heads), "head": entry(self.heads[-1]).hex(), "info": info}
            self.act(self.sealing_act, bundle=stated | {"manifest": manifest} | self.stated)
            index = self.indexes[-1]
            record = {"body": self.bodies[-1].decode(), "head": self.heads[-1].decode(), "index": index}
            return record, self.proof(index)

        write_bundle(target, folder=FOLDER, parts=self.parts(), info=self.info, seal=seal)
        return target


@pytest.fixture
def world() -> World:
    """Return a dossier of four records with two documents, a piece of evidence, and all kinds of opening."""
    made = World()
    made.act("case.filed", ("cases.case", '{"number":"1"}', ""), ("cases.party", "张三", "withheld"))
    made.act("document.issued", ("documents.file", b"%PDF decision", "data/documents/决定书.pdf"))
    made.act("evidence.added", ("evidence.file", bytes(range(256)) * 3, "data/evidence/a/photo.jpg"))
    made.act("evidence.viewed", ("evidence.file", b"elsewhere", ""), ("cases.note", "旧", "disposed"))
    return made


def repack(source: Path, target: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Write a bundle's members into another zip by the standard library, changed on the way."""
    with zipfile.ZipFile(source) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    change(members)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target


@pytest.fixture(name="repack")
def repack_fixture() -> Callable[[Path, Path, Callable[[dict[str, bytes]], object]], Path]:
    """Return `repack`."""
    return repack
