"""`verify_bundle`: what a stranger can know of a bundle without network, database or trust."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.ledger.bundle import attested, form
from mingjing.ledger.bundle.archive import Archive
from mingjing.ledger.bundle.attested import Trust
from mingjing.ledger.bundle.bag import Bag, check_bag
from mingjing.ledger.bundle.form import Fault
from mingjing.ledger.bundle.records import Chain, Log, check_records, parse_body, surplus
from mingjing.ledger.entry import entry, parse_head
from mingjing.ledger.note import NoteError, VerifierKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.ledger.policy import Policy

_LOG = frozenset({"origin", "vkey"})
_RECORD = frozenset({"body", "head", "index"})
_STATED = frozenset({"count", "head", "info", "manifest"})


@dataclass
class Report:
    """What was found. `problems` are sentences that begin with a member's name in the zip; none means intact.

    `facts`, as far as they could be read: folder, dossier, records, withheld_bodies, values, files, withheld,
    disposed, documents, evidence, bytes, sm3 (whether it was computed), made_at, origin, size, root (hex), vkey,
    fingerprint, key_compared; of who attested the checkpoint: witnesses, quorum, policy_compared, stamped_at,
    stamp_compared.
    """

    problems: list[str] = field(default_factory=list)
    facts: dict[str, str | int | bool] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the bundle is complete and unchanged."""
        return not self.problems

    def lines(self) -> list[str]:
        """Return the report as sentences, for a terminal."""
        if not self.ok:
            return ["核验不通过：", *self.problems, *self._key_lines()]
        facts = self.facts
        return [
            f"核验通过：案卷 {facts['dossier']} 自第 1 条至第 {facts['records']} 条记录完整、未改动。",
            f"封存时间：{facts['made_at']}。",
            f"文书 {facts['documents']} 件、证据 {facts['evidence']} 件，共 {facts['bytes']} 字节。",
            f"每件文书、证据均与记录中的 SHA-256{'、SM3 一致' if facts['sm3'] else ' 一致（没有计算 SM3）'}。",
            f"开示内容 {facts['values']} 项、文件 {facts['files']} 项；未提供内容 {facts['withheld']} 项。",
            f"未提供的记录 {facts['withheld_bodies']} 条；已销毁内容 {facts['disposed']} 项。",
            f"全部记录均在日志 {facts['origin']} 的已签名检查点之内。",
            f"检查点：大小 {facts['size']}，根散列 {facts['root']}。",
            *attested.lines(facts),
            *self._key_lines(),
        ]

    def _key_lines(self) -> list[str]:
        if "fingerprint" not in self.facts:
            return []
        compared = "已与给定的公钥核对一致" if self.facts["key_compared"] else "未核对（not compared）"
        return [f"日志公钥指纹（SHA-256）：{self.facts['fingerprint']}，{compared}。"]


def verify_bundle(
    path: str | Path,
    *,
    vkey: str | None = None,
    policy: Policy | None = None,
    authorities: bytes = b"",
    sm3: bool = False,
) -> Report:
    """Check a bundle and report; nothing in it can make this raise.

    `vkey` is the log's public key from a source that the verifier trusts; without it the bundle's own key is
    used and the report says that it was not compared. `policy` says whose cosignatures are demanded, `authorities`
    (PEM) whose timestamps are believed; without them what the bundle brings is read and said to be not compared. `sm3`:
    compute SM3 of every file too, at several times the cost; SHA-256 alone already binds each file to its record.
    """
    report = Report(facts={"sm3": sm3})
    try:
        with Path(path).open("rb") as file:
            _Check(report, vkey, Trust(policy, authorities)).run(Bag(Archive(file), with_sm3=sm3))
    except Fault as fault:
        report.problems.append(str(fault))
    except OSError as error:
        report.problems.append(f"不能读取 {path}：{error.strerror}")
    except RuntimeError as error:
        report.problems.append(str(error))
    return report


class _Check:
    def __init__(self, report: Report, vkey: str | None, trust: Trust) -> None:
        self._report = report
        self._trust = trust
        self._vkey = vkey
        self._folder = ""

    def run(self, bag: Bag) -> None:
        """Run every check whose ground has not fallen away, so that each fault is named."""
        self._folder = bag.folder
        self._report.facts["folder"] = bag.folder
        for name in bag.strangers:
            self._report.problems.append(f"{name}：不在案卷包的文件夹 {bag.folder}/ 之内")
        with self._naming():
            for fault in itertools.chain(bag.hash_all(), check_bag(bag)):
                self._name(fault)
        self._count(bag)
        log, chain = None, None
        with self._naming():
            log = self._read_log(bag)
        with self._naming():
            chain = check_records(bag, log)
        if log is not None and log.note:
            faults: list[Fault] = []
            self._report.facts |= attested.facts_of(bag, log.note, self._trust, faults)
            for fault in faults:
                self._name(fault)
        if chain is None:
            return
        self._report.facts |= {
            "dossier": chain.dossier,
            "records": chain.count,
            "withheld_bodies": chain.withheld_bodies,
            "values": chain.values,
            "files": chain.files,
            "withheld": chain.withheld,
            "disposed": chain.disposed,
        }
        for fault in surplus(bag, chain):
            self._name(fault)
        with self._naming():
            self._check_seal(bag, chain, log)

    def _count(self, bag: Bag) -> None:
        payload = {name: member.size for name, member in bag.members.items() if name.startswith(form.PAYLOAD)}
        self._report.facts |= {
            "documents": sum(name.startswith(form.DOCUMENTS) for name in payload),
            "evidence": sum(name.startswith(form.EVIDENCE) for name in payload),
            "bytes": sum(size for name, size in payload.items() if name.startswith(form.FILES)),
        }

    def _read_log(self, bag: Bag) -> Log:
        """Return the log by the key in the bundle, compared with the one that was given."""
        found = form.fields(form.LOG, bag.json(form.LOG), _LOG)
        stated = form.text(form.LOG, found["vkey"])
        try:
            key = VerifierKey.parse(stated)
        except NoteError as error:
            raise Fault(form.LOG, str(error)) from error
        trusted = self._trust.policy.logs if self._trust.policy else ()
        self._report.facts |= {
            "origin": key.name,
            "vkey": stated,
            "fingerprint": key.fingerprint,
            "key_compared": self._vkey == stated or key in trusted,
        }
        if found["origin"] != key.name:
            self._name(Fault(form.LOG, "来源与公钥的名称不同"))
        if self._trust.policy is not None and key not in self._trust.policy.logs:
            self._name(Fault(form.LOG, "其中的公钥不在所给的政策里"))
        if self._vkey is not None and self._vkey != stated:
            self._name(Fault(form.LOG, "其中的公钥与给定的日志公钥不同"))
        return Log(key)

    def _check_seal(self, bag: Bag, chain: Chain, log: Log | None) -> None:
        """Check that the record after the last one states this very bag: manifest, info, chain."""
        found = form.fields(form.SEAL_RECORD, bag.json(form.SEAL_RECORD), _RECORD)
        data = form.text(form.SEAL_RECORD, found["head"]).encode()
        try:
            head = parse_head(data)
        except ValueError as error:
            raise Fault(form.SEAL_RECORD, str(error)) from error
        body = parse_body(form.SEAL_RECORD, form.text(form.SEAL_RECORD, found["body"]), head)
        if body.get("act") != form.SEALING_ACT:
            raise Fault(form.SEAL_RECORD, f"不是封存记录（{form.SEALING_ACT}）")
        stated = form.fields(form.SEAL_RECORD, body.get("bundle"), _STATED)
        if (stated["count"], stated["head"]) != (chain.count, chain.last):
            raise Fault(form.HEADS, "与封存记录所记的条数、末条不符：案卷的记录不全")
        for name, label in ((form.MANIFEST, "manifest"), (form.INFO, "info")):
            if name in bag.members and stated[label] != bag.members[name].sha256:
                self._name(Fault(name, f"与封存记录（{form.SEAL_RECORD}）所记的散列不符"))
        chain.follow(head, form.SEAL_RECORD)
        self._report.facts["made_at"] = str(body.get("at", ""))
        if log is not None:
            index = form.number(form.SEAL_RECORD, found["index"])
            checkpoint = log.prove(bag, form.SEAL_PROOF, entry(data), index)
            self._report.facts |= {"size": checkpoint.size, "root": checkpoint.root.hex()}

    @contextmanager
    def _naming(self) -> Iterator[None]:
        """Turn a fault into a problem, and go on."""
        try:
            yield
        except Fault as fault:
            self._name(fault)

    def _name(self, fault: Fault) -> None:
        member = fault.member.removeprefix(f"{self._folder}/")
        problem = f"{self._folder}/{member}：{fault.sentence}"
        if problem not in self._report.problems:
            self._report.problems.append(problem)
