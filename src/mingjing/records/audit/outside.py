"""What outsiders attested: cosignatures and timestamps of checkpoints; and whether the log's keys follow on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mingjing.ledger.note import NoteError, VerifierKey, open_note, signature_lines
from mingjing.ledger.policy import PolicyError
from mingjing.ledger.sm2 import Sm2Error
from mingjing.ledger.timestamp import TimestampError, read
from mingjing.records import log, policy, sm2_line, stamping
from mingjing.records.acts import KEY_CHANGES
from mingjing.records.keys import LOG_KIND, LOG_REF, keys_of_log
from mingjing.records.models import Cosignature, Record, Timestamp
from mingjing.records.rekeying import endorses

if TYPE_CHECKING:
    from mingjing.ledger.sm2 import Sm2Public
    from mingjing.records.audit import Findings

CHUNK = 500


def check_outside(findings: Findings) -> None:
    """Check every line of a witness that is known and every timestamp; say what nobody outside has attested."""
    _check_cosignatures(findings)
    _check_timestamps(findings)
    _check_keys(findings)
    for each in log.contradictions():
        findings.problem(f"{each.name}：{each.conflict}")


def _check_cosignatures(findings: Findings) -> None:
    try:
        named = policy.named().witnesses.values()
    except PolicyError as error:
        findings.problem(f"见证政策看不懂：{error}")
        return
    keys = [each.key for each in named]
    known = {(key.name, key.id.hex()) for key in keys}
    own = sm2_line.public()
    count, strangers = 0, set()
    rows = Cosignature.objects.select_related("checkpoint").order_by("pk")
    for row in rows.iterator(CHUNK):
        count += 1
        if own and (row.name, row.key_id) == (own.name, own.id.hex()):
            _check_sm2(findings, row, own)
            continue
        if (row.name, row.key_id) not in known:
            strangers.add(row.name)
            continue
        text = row.checkpoint.note.partition("\n\n")[0]
        try:
            open_note(f"{text}\n\n{row.line}", keys)
        except NoteError:
            findings.problem(f"检查点 {row.checkpoint_id}：见证人 {row.name} 的副署不成立")
    for name in sorted(strangers):
        findings.note(f"见证人 {name} 不在现行的见证政策里，它的副署没有核对")
    findings.count("副署", count)


def _check_sm2(findings: Findings, row: Cosignature, own: Sm2Public) -> None:
    """Check the log's own second line; a machine without SM2 says that it did not."""
    text = row.checkpoint.note.partition("\n\n")[0] + "\n"
    try:
        blob = signature_lines(f"{text}\n{row.line}")[0][2]
        if not own.verify(text, blob[len(own.id) :]):
            findings.problem(f"检查点 {row.checkpoint_id}：SM2 签名不成立")
    except NoteError:
        findings.problem(f"检查点 {row.checkpoint_id}：SM2 签名不成立")
    except Sm2Error as error:
        findings.note(f"检查点 {row.checkpoint_id}：SM2 签名没有核对（{error}）")


def _check_timestamps(findings: Findings) -> None:
    authorities = stamping.trusted()
    count = 0
    for row in Timestamp.objects.select_related("checkpoint").order_by("pk").iterator(CHUNK):
        count += 1
        try:
            attested = read(bytes(row.response), row.checkpoint.note.encode(), authorities=authorities)
        except TimestampError as error:
            findings.problem(f"检查点 {row.checkpoint_id}：时间戳不成立（{error}）")
            continue
        if attested != row.stamped_at:
            findings.problem(f"检查点 {row.checkpoint_id}：时间戳的时间与登记的不符")
    if count and not authorities:
        findings.note("没有配置时间戳机构的证书（MINGJING_TSA_CA），只核对了时间戳的内容")
    findings.count("时间戳", count)


def _check_keys(findings: Findings) -> None:
    """Every change of the key names the key before, and that key endorsed the next unless it was lost."""
    changes = Record.objects.filter(
        dossier__kind=LOG_KIND, dossier__ref=LOG_REF, act__in=[each.name for each in KEY_CHANGES]
    ).order_by("seq")
    following = [each.vkey for each in keys_of_log()][1:]
    for new, record in zip(following, changes, strict=True):
        facts = json.loads(bytes(record.body))["facts"]
        if facts["new"] != new:
            findings.problem(f"记录 {record.pk}：所记的新密钥不是日志其后所用的密钥")
        line = facts.get("endorsement")
        if line and not endorses(VerifierKey.parse(facts["old"]), facts["new"], line):
            findings.problem(f"记录 {record.pk}：原密钥对新密钥的背书不成立")
        if not line:
            findings.note(f"自第 {facts['size']} 条之后的日志密钥没有原密钥的背书（{record.act}）")
