"""What a bundle looks like: a BagIt 1.0 bag in a zip, everything below one folder.

bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt
data/records/heads.jsonl     {"head","index","seq"} for every record of the dossier, from 1 on
data/records/bodies.jsonl    {"body","seq"}, or {"seq","withheld":true} for whom it is not due
data/records/openings.jsonl  in the order of (seq, position), one for each subject of each body shown:
                             {"position","salt","seq","tag"} with "value", or with "sha256", "sm3" and
                             perhaps "file"; or {"position","seq","tag"} with "withheld":true, or with
                             "disposed":true
data/documents/…, data/evidence/…    every one named as the "file" of an opening
data/proofs/000001.tlog-proof …      one for each record
data/log.json                {"origin","vkey"}
data/policy.txt              the log's keys, its witnesses and how many of them must have signed (C2SP policy)
data/timestamps/checkpoint   the note of the proofs' checkpoint as the log signed it, and
data/timestamps/answer.tsr   what a timestamp authority (RFC 3161) says of it, raw; both or neither
data/index.html              the records and files for people to read; it proves nothing by itself
seal/record.json             {"body","head","index"}: the dossier's next record, of the act `bundle.made`; in
                             its body "bundle" states the SHA-256 of the manifest and of bag-info, the number
                             of records before it and the entry of the last of these
seal/proof.tlog-proof        its proof

Every JSON text is canonical (RFC 8785), so that no byte of it can differ unseen.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from mingjing.ledger.canonical import JSON, canonical

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BAGIT = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
HEADS = "data/records/heads.jsonl"
BODIES = "data/records/bodies.jsonl"
OPENINGS = "data/records/openings.jsonl"
LOG = "data/log.json"
INDEX = "data/index.html"
POLICY = "data/policy.txt"
STAMPED = "data/timestamps/checkpoint"
STAMP = "data/timestamps/answer.tsr"
ATTESTED = (POLICY, STAMPED, STAMP)
DOCUMENTS = "data/documents/"
EVIDENCE = "data/evidence/"
PROOFS = "data/proofs/"
SEAL_RECORD = "seal/record.json"
SEAL_PROOF = "seal/proof.tlog-proof"

PAYLOAD = "data/"
FILES = (DOCUMENTS, EVIDENCE)
REQUIRED = (BAGIT, INFO, MANIFEST, TAG_MANIFEST, HEADS, BODIES, OPENINGS, LOG, SEAL_RECORD, SEAL_PROOF)
SEALING_ACT = "bundle.made"

BAGIT_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
OXUM = "Payload-Oxum"

MOST_MEMBERS = 100_000
LONGEST_NAME = 1024
LONGEST_LINE = 16 << 20
LARGEST_TAG_FILE = 64 << 20

_LABEL = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:%*?"<>|]')


class Fault(ValueError):  # noqa: N818 - a finding about a bundle, not an error of the program
    """Something wrong in a bundle: which member (empty: the zip itself), and what, as a sentence."""

    def __init__(self, member: str, sentence: str) -> None:
        super().__init__(f"{member}：{sentence}" if member else sentence)
        self.member = member
        self.sentence = sentence


def proof_name(seq: int) -> str:
    """Return the member that holds the proof of record `seq`."""
    return f"{PROOFS}{seq:06d}.tlog-proof"


def json_line(value: object) -> bytes:
    """Return a line of a .jsonl member, or the whole of a .json member."""
    return canonical(value) + b"\n"


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return the manifest of members and their hex SHA-256, sorted by name."""
    names = sorted(digests, key=str.encode)
    return "".join(f"{digests[name]}  {name}\n" for name in names).encode()


def info_text(pairs: Sequence[tuple[str, str]], octets: int, streams: int) -> bytes:
    """Return bag-info.txt: the given labels and values, then the payload's size and number of members."""
    for label, value in pairs:
        if not _LABEL.fullmatch(label) or not value.isprintable() or label == OXUM:
            raise ValueError(f"bag-info.txt 不能写入 {label!r}: {value!r}")
    rows = [*pairs, (OXUM, f"{octets}.{streams}")]
    return "".join(f"{label}: {value}\n" for label, value in rows).encode()


def name_fault(name: str) -> str:
    """Return what is wrong with a member's name, or nothing."""
    if len(name) > LONGEST_NAME:
        return "文件名过长"
    if name.startswith("/"):
        return "文件名是绝对路径"
    if ".." in name.split("/"):
        return "文件名越出本包"
    if any(part in ("", ".") for part in name.split("/")):
        return "文件名含空的路径段，或是一个文件夹"
    if _FORBIDDEN.search(name) or unicodedata.normalize("NFC", name) != name:
        return "文件名含不允许的字符"
    return ""


def fields(member: str, value: JSON, *shapes: frozenset[str]) -> dict[str, JSON]:
    """Return a JSON object whose keys are exactly one of the shapes; raise Fault for any other value."""
    if not isinstance(value, dict) or frozenset(value) not in shapes:
        raise Fault(member, "字段不对")
    return value


def text(member: str, value: JSON) -> str:
    """Return a JSON string; raise Fault for any other value."""
    if not isinstance(value, str):
        raise Fault(member, "应为文字的字段不是文字")
    return value


def number(member: str, value: JSON) -> int:
    """Return a JSON integer that is not negative; raise Fault for any other value."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Fault(member, "应为序号的字段不是非负整数")
    return value
