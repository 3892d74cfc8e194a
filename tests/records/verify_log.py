"""Attacks on records, leaves, checkpoints, tiles and dossiers."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import Any

from verify_scene import (
    FILLER,
    FORGED,
    Attack,
    Scene,
    change,
    flipped,
    hex_sha256,
    previous,
    queued,
    renonced,
    take,
)

from mingjing.ledger.checkpoint import Checkpoint as Note
from mingjing.ledger.entry import entry, head
from mingjing.ledger.note import SigningKey
from mingjing.ledger.tree import Frontier, leaf_hash
from mingjing.records.actions import append, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.keys import signing_key
from mingjing.records.log import link
from mingjing.records.models import (
    Checkpoint,
    Cosignature,
    Dossier,
    Leaf,
    LogHead,
    Outsider,
    Pending,
    Record,
    Timestamp,
)

# ── attacks on the record and the log ──


def _rebuild_record(record: Record) -> bytes:
    """Change a body and make its head and its leaf fit: only the roots are left to tell."""
    body = renonced(record)
    parsed = head(hex_sha256(body), record.dossier_id.hex, previous(record), record.seq)
    change(record, body=body, head=parsed)
    change(record.leaf, hash=leaf_hash(entry(parsed)))
    return parsed


def _rebuild_last_record(_: Scene) -> None:
    """The same on the last record of a dossier, whose end is made to fit as well."""
    last = Record.objects.filter(dossier__ref="filler").order_by("-seq")[0]
    change(last.dossier, head=entry(_rebuild_record(last)).hex())


def _swap_leaves(_: Scene) -> None:
    one, two = Leaf.objects.order_by("-idx")[:2]
    first, second = one.record_id, two.record_id
    take(Leaf.objects.filter(pk=one.pk))
    change(two, record_id=first)
    Leaf.objects.create(idx=one.pk, record_id=second, hash=one.hash)


def _cut_the_log(_: Scene) -> None:
    """Take the newest record with all its traces, but for what was signed."""
    last = Leaf.objects.order_by("-idx")[0]
    record = last.record
    assert not record.openings.exists()
    take(Leaf.objects.filter(pk=last.pk))
    change(record.dossier, seq=record.seq - 1, head=previous(record))
    take(Record.objects.filter(pk=record.pk))
    frontier = Frontier()
    for hashed in Leaf.objects.order_by("idx").values_list("hash", flat=True):
        frontier.push(bytes(hashed))
    LogHead.objects.update(size=frontier.size, frontier=frontier.to_json())


def _swap_dossiers(scene: Scene) -> None:
    one, other = scene.story.case.dossier, Dossier.objects.get(ref="filler")
    change(other, kind="away")
    change(one, kind=other.kind, ref=other.ref)


def _spoil_tile(scene: Scene) -> None:
    path = scene.data / "log" / "tile" / "0" / "000"
    path.write_bytes(flipped(path.read_bytes()))


def _hide_record(_: Scene) -> None:
    """A record that the log is never to see: it does not stand in the queue."""
    record = append(dossier=open_dossier(kind="probe", ref="hidden"), act=FORGED, actor=SYSTEM)
    assert not Pending.objects.filter(record=record).exists()


def _second_queueing(scene: Scene) -> None:
    Pending.objects.create(record=scene.record)


def _insert_record(_: Scene) -> None:
    """A record that no act made, with another's head and body."""
    last = Record.objects.filter(dossier__ref="filler").order_by("-seq")[0]
    last.pk, last.seq = None, last.seq + 1
    last.save(force_insert=True)
    queued(last)


def _other_key(_: Scene) -> None:
    LogHead.objects.update(vkey=SigningKey.generate("test.mingjing.example/log").vkey)


def _middle() -> Checkpoint:
    return Checkpoint.objects.order_by("size")[1]


def _add_checkpoint() -> None:
    """One that was never signed at its time, with a true root and a true signature."""
    frontier = Frontier()
    for hashed in Leaf.objects.order_by("idx")[: _middle().size + 1].values_list("hash", flat=True):
        frontier.push(bytes(hashed))
    note = Note("test.mingjing.example/log", frontier.size, frontier.root())
    Checkpoint.objects.create(
        size=note.size,
        root=note.root,
        note=note.sign(signing_key()),
        signed_at=_middle().signed_at,
        chain=link(_middle().chain, note.size, note.root, _middle().signed_at),
    )


def _first(model: type[Cosignature | Timestamp]) -> Any:
    return model._default_manager.order_by("pk")[0]


OUTSIDE = "副署与时间戳"
OUTSIDE_ATTACKS = [
    Attack(OUTSIDE, "副署不成立", lambda _: change(c := _first(Cosignature), line=c.line[:-6] + "AAA=\n")),
    Attack(OUTSIDE, "时间戳不成立", lambda _: change(_first(Timestamp), response=b"raw")),
    Attack(
        OUTSIDE,
        "时间戳的时间与登记的不符",
        lambda _: change(t := _first(Timestamp), stamped_at=t.stamped_at - dt.timedelta(days=1)),
    ),
    Attack(
        OUTSIDE,
        "见证政策看不懂",
        lambda s: (s.data / "policy").write_text("witness\n"),
    ),
    Attack(
        OUTSIDE, "较早的备份", lambda _: Outsider.objects.create(name="witness:w1", conflict="较早的备份")
    ),
]

LOG = "记录与日志"
LOG_ATTACKS = [
    Attack(LOG, "首部与正文或前一条记录不符", lambda s: change(s.record, body=renonced(s.record))),
    Attack(LOG, "首部与正文或前一条记录不符", lambda s: change(s.record, head=flipped(s.record.head))),
    Attack(LOG, "列与正文不符", lambda s: change(s.record, act="case.closed")),
    Attack(LOG, "列与正文不符", lambda s: change(s.record, actor="system:mingjing")),
    Attack(LOG, "列与正文不符", lambda s: change(s.record, subject="cases.case:" + "0" * 32)),
    Attack(LOG, "列与正文不符", lambda s: change(s.record, subject="")),
    Attack(LOG, "列与正文不符", lambda s: change(s.record, happened_on=dt.date(2026, 9, 1))),
    Attack(LOG, "列与正文不符", lambda s: change(s.record, happened_on=None)),
    Attack(
        LOG,
        "列与正文不符",
        lambda s: change(s.record, recorded_at=s.record.recorded_at + dt.timedelta(days=1)),
    ),
    Attack(
        LOG,
        "列与正文不符",
        lambda s: change(s.record, recorded_at=s.record.recorded_at + dt.timedelta(milliseconds=1)),
    ),
    Attack(LOG, "序号由 2 跳到 4", lambda _: take(Record.objects.filter(dossier__ref="filler", seq=3))),
    Attack(LOG, "位的记录已不存在", lambda _: take(Record.objects.filter(dossier__ref="filler", seq=FILLER))),
    Attack(LOG, "位的叶子已不存在", lambda _: take(Leaf.objects.filter(idx=20))),
    Attack(LOG, "与日志第 30 位的叶子不符", lambda _: change(Leaf.objects.get(idx=30), hash=bytes(32))),
    Attack(LOG, "位的叶子不符", _swap_leaves),
    Attack(LOG, "树根与记录不符", _rebuild_last_record),
    Attack(LOG, "日志没有那么长", _cut_the_log),
    Attack(LOG, "首部与正文或前一条记录不符", _insert_record),
    Attack(LOG, "树根与记录不符", lambda _: change(Checkpoint.objects.order_by("size")[1], root=bytes(32))),
    Attack(
        LOG,
        "签名的内容与登记的不符",
        lambda _: change(Checkpoint.objects.order_by("size")[1], root=bytes(32)),
    ),
    Attack(
        LOG,
        "签名不成立",
        lambda _: change(c := Checkpoint.objects.order_by("size")[1], note=c.note[:-9] + "AAAAAAA=\n"),
    ),
    Attack(LOG, "签名不成立", _other_key),
    Attack(LOG, "公钥已不成形", lambda _: LogHead.objects.update(vkey="x")),
    Attack(LOG, "没有这一大小的检查点", lambda _: take(Checkpoint.objects.order_by("-size")[:1])),
    Attack(LOG, "实有 \\d+ 个", lambda _: take(Checkpoint.objects.filter(pk=_middle().pk))),
    Attack(LOG, "此处有检查点被改动、添加或删去", lambda _: take(Checkpoint.objects.filter(pk=_middle().pk))),
    Attack(LOG, "此处有检查点被改动、添加或删去", lambda _: _add_checkpoint()),
    Attack(
        LOG,
        "此处有检查点被改动、添加或删去",
        lambda _: change(c := _middle(), signed_at=c.signed_at - dt.timedelta(microseconds=1)),
    ),
    Attack(LOG, "最后一个检查点与日志头所记的不符", lambda _: LogHead.objects.update(chain="0" * 64)),
    Attack(LOG, "日志头记为", lambda _: LogHead.objects.update(size=10)),
    Attack(LOG, "树的前沿已不成形", lambda _: LogHead.objects.update(frontier="[[")),
    Attack(LOG, "日志头已不存在", lambda _: take(LogHead.objects.all())),
    Attack(LOG, "瓦片 tile/0/000：文件与叶子不符", _spoil_tile),
    Attack(
        LOG,
        "多余的文件",
        lambda s: shutil.copy(s.data / "log" / "tile" / "0" / "000", s.data / "log" / "tile" / "0" / "001"),
    ),
    Attack(LOG, "末条记录与案卷所记不符", lambda s: change(s.story.case.dossier, seq=3)),
    Attack(LOG, "有记录而案卷不存在", lambda _: take(Dossier.objects.filter(ref="filler"))),
    Attack(LOG, "所指的事物与首条记录不符", _swap_dossiers),
    Attack(
        LOG,
        "所指的事物与首条记录不符",
        lambda s: change(s.story.case.dossier, agency="9" * 32),
        also="文号",
    ),
    Attack(LOG, "既不在日志中，也不在待收之列", _hide_record),
    Attack(LOG, "已在日志中，却仍在待收之列", _second_queueing),
]
