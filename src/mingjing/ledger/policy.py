"""Whom a verifier trusts: the log's keys, its witnesses, and how many of them must have signed (C2SP policy text).

    log <vkey> [url]
    witness <name> <vkey> [url]
    group <name> all|any|<k> <names…>
    quorum <name>|none

The same text tells the log whom to ask (a witness with an address) and a verifier what to demand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Self

from mingjing.ledger.checkpoint import Checkpoint
from mingjing.ledger.note import (
    COSIGNATURE,
    ED25519,
    ID_SIZE,
    TIME_SIZE,
    NoteError,
    VerifierKey,
    open_note,
    signature_lines,
)

NONE = "none"
_NAME = re.compile(r"[^\s#]+")
_URL = re.compile(r"https?://[^\s]+")


class PolicyError(ValueError):
    """A policy that cannot be read: which line, and why."""


@dataclass(frozen=True)
class WitnessKey:
    """A witness by the policy's name for it: its cosigning key, and where it answers (perhaps nowhere)."""

    name: str
    key: VerifierKey
    url: str = ""


@dataclass(frozen=True)
class Verdict:
    """A checkpoint under a policy: which log key signed, who cosigned and when, and whether these are enough."""

    checkpoint: Checkpoint
    log_key: VerifierKey
    cosigned: dict[str, int]
    enough: bool


@dataclass(frozen=True)
class Policy:
    """Trusted log keys, witnesses, groups of names with their thresholds, and the name that must be satisfied."""

    logs: tuple[VerifierKey, ...] = ()
    witnesses: dict[str, WitnessKey] = field(default_factory=dict)
    groups: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    quorum: str = NONE

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the policy of a text; raise PolicyError where a line cannot be read."""
        reader = _Reader()
        for number, line in enumerate(text.split("\n"), 1):
            words = line.split("#")[0].split()
            if not words:
                continue
            try:
                reader.take(words)
            except ValueError as error:
                raise PolicyError(f"第 {number} 行：{error}") from error
        return cls(tuple(reader.logs), reader.witnesses, reader.groups, reader.quorum or NONE)

    def format(self) -> str:
        """Return the policy as text, without addresses: what a verifier needs."""
        lines = [f"log {key.vkey}" for key in self.logs]
        lines += [f"witness {name} {each.key.vkey}" for name, each in self.witnesses.items()]
        lines += [
            f"group {name} {count} {' '.join(members)}" for name, (count, members) in self.groups.items()
        ]
        return "\n".join([*lines, f"quorum {self.quorum}"]) + "\n"

    def satisfied(self, names: frozenset[str]) -> bool:
        """Tell whether these witnesses are the quorum."""
        return self.quorum == NONE or self._holds(self.quorum, names)

    def judge(self, note: str) -> Verdict:
        """Return what a checkpoint note is worth; raise NoteError where no log key signed it or a known line fails."""
        keys = {each.key: name for name, each in self.witnesses.items()}
        opened = open_note(note, [*self.logs, *keys])
        checkpoint = Checkpoint.parse(opened.text)
        signers = [key for key in opened.verified if key in self.logs and key.name == checkpoint.origin]
        if not signers:
            raise NoteError("检查点没有所信任的日志密钥的签名")
        cosigned = {}
        for _, name, blob in signature_lines(note):
            for key, known in keys.items():
                if (key.name, key.id) == (name, blob[:ID_SIZE]):
                    cosigned[known] = int.from_bytes(blob[ID_SIZE : ID_SIZE + TIME_SIZE])
        return Verdict(checkpoint, signers[0], cosigned, self.satisfied(frozenset(cosigned)))

    def _holds(self, name: str, names: frozenset[str]) -> bool:
        if name in self.witnesses:
            return name in names
        threshold, members = self.groups[name]
        return sum(self._holds(each, names) for each in members) >= threshold


class _Reader:
    """Takes the lines in their order: a group names what was named before it."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, WitnessKey] = {}
        self.groups: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.quorum = ""

    def take(self, words: list[str]) -> None:
        match words:
            case ["log", vkey, *url] if len(url) <= 1:
                _url(url)
                self.logs.append(_key(vkey, ED25519))
            case ["witness", name, vkey, *url] if len(url) <= 1:
                self.witnesses[self._new(name)] = WitnessKey(name, _key(vkey, COSIGNATURE), _url(url))
            case ["group", name, threshold, *members] if members:
                self._known(members)
                self.groups[self._new(name)] = (_threshold(threshold, len(members)), tuple(members))
            case ["quorum", name] if not self.quorum:
                if name != NONE:
                    self._known([name])
                self.quorum = name
            case _:
                raise PolicyError("看不懂")

    def _new(self, name: str) -> str:
        if name == NONE or name in self.witnesses or name in self.groups or not _NAME.fullmatch(name):
            raise PolicyError(f"名称 {name} 不能用或者重复")
        return name

    def _known(self, names: list[str]) -> None:
        for name in names:
            if name not in self.witnesses and name not in self.groups:
                raise PolicyError(f"没有名为 {name} 的见证人或组")
        if len(set(names)) != len(names):
            raise PolicyError("组里有重复的名称")


def _key(vkey: str, kind: int) -> VerifierKey:
    key = VerifierKey.parse(vkey)
    if key.kind != kind:
        raise PolicyError("密钥的种类不对：日志用签名密钥，见证人用副署密钥")
    return key


def _url(given: list[str]) -> str:
    if given and not _URL.fullmatch(given[0]):
        raise PolicyError("地址须以 http:// 或 https:// 开头")
    return given[0].rstrip("/") if given else ""


def _threshold(text: str, members: int) -> int:
    threshold = {"all": members, "any": 1}.get(text) or (
        int(text) if text.isascii() and text.isdigit() else 0
    )
    if not 1 <= threshold <= members:
        raise PolicyError(f"门槛 {text} 不对")
    return threshold
