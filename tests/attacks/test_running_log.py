"""Attacks by the owner of database, files and signing key on a log that runs, with a witness beside it (B1, B4).

What is done is done by raw SQL or on the disk; the guards are taken away first, for an owner can do that.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from threats import threat

from mingjing import guarding
from mingjing.ledger.checkpoint import Checkpoint as Note
from mingjing.ledger.entry import entry, head
from mingjing.ledger.note import VerifierKey
from mingjing.ledger.receipt import Receipt
from mingjing.ledger.tree import Frontier, leaf_hash
from mingjing.records import audit, log, policy, witnesses
from mingjing.records.actions import File, append, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.keys import signing_key
from mingjing.records.models import Checkpoint, Cosignature, Dossier, Leaf, LogHead, Record
from mingjing.records.vocabulary import act
from mingjing.storage import content
from mingjing.storage.store import put
from outside import ours
from reels import frames, reel, without_frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mingjing.storage.models import Blob

pytestmark = pytest.mark.django_db

TRIED = act("attacks.tried", "试办", "{actor}试办。")
CHECKED = frozenset({"记录与日志", "副署与时间戳", "守卫", "承诺与原值", "文件", "记录所指的文件"})


@dataclass
class Running:
    """A log with a witness that has seen it, and two files that its records commit to."""

    dossier: Dossier
    blobs: list[Blob]
    data: Path

    def act(self, times: int = 1) -> None:
        """Act and integrate, as the system does."""
        with transaction.atomic():
            for _ in range(times):
                append(dossier=self.dossier, act=TRIED, actor=SYSTEM)
        log.integrate_all()
        self.dossier.refresh_from_db()

    def path(self, blob: Blob) -> Path:
        """Return where a file lies."""
        return self.data / "blobs" / blob.sha256[:2] / blob.sha256[2:4] / blob.sha256


@pytest.fixture
def running(data: Path) -> Iterator[Running]:
    dossier = open_dossier(kind="attacks", ref="1")
    blobs = [put(f"%PDF-1.7 {number}".encode() * 100, media_type=("application/pdf",)) for number in range(2)]
    files = [
        File("documents.original", f"{number:032x}", each.sha256, each.sm3)
        for number, each in enumerate(blobs)
    ]
    with transaction.atomic():
        append(dossier=dossier, act=TRIED, actor=SYSTEM, subjects=files)
    made = Running(dossier, blobs, data)
    made.act(5)
    made.act(300)
    with ours(data / "outside", "", log.log_head().vkey) as (url, vkey):
        (data / "policy").write_text(f"witness w1 {vkey} {url}\nquorum w1\n")
        assert witnesses.ask_all() == 1
        assert problems() == []
        yield made


def problems(*known: str) -> list[str]:
    """Return what `mingjing verify` names, of what this scene has."""
    return audit.run(without=frozenset(audit.names()) - CHECKED, known=known).problems


def asking() -> list[str]:
    """Return what `mingjing verify --ask-witnesses` names."""
    shown = [witnesses.latest_of(each) for each in policy.configured().witnesses.values()]
    return problems(*shown)


def sql(statement: str, *values: Any) -> None:
    """Run a statement as the database's owner, guards away."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def owner(running: Running) -> Iterator[Running]:
    """Take the guards away, as an owner can, and put them back, as one would who wants to stay unseen."""
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("SET LOCAL session_replication_role = replica")
    guarding.drop()
    yield running
    if connection.vendor == "postgresql":
        sql("SET LOCAL session_replication_role = origin")


@threat("用 SQL 改写一条记录的正文", found="`mingjing verify` 指出是哪一条", when="下一次核验")
def test_an_edited_record_is_named(owner: Running) -> None:
    record = owner.dossier.records.get(seq=4)
    sql(
        "UPDATE records_record SET body = %s WHERE id = %s",
        bytes(record.body).replace(b"nonce", b"nonse"),
        record.pk,
    )
    guarding.create()
    assert any(f"记录 {record.pk}" in line for line in problems())


@threat("用 SQL 删去一条记录和它的叶子", found="`mingjing verify` 指出缺在哪里", when="下一次核验")
def test_a_deleted_record_is_named(owner: Running) -> None:
    record = owner.dossier.records.get(seq=4)
    place = record.leaf.idx
    sql("DELETE FROM records_leaf WHERE record_id = %s", record.pk)
    sql("DELETE FROM records_record WHERE id = %s", record.pk)
    guarding.create()
    found = "\n".join(problems())
    assert f"日志第 {place} 位的叶子已不存在" in found
    assert "的序号由 3 跳到 5" in found


@threat("用 SQL 在中间插入一条伪造的记录", found="`mingjing verify` 指出它接不上前一条", when="下一次核验")
def test_an_inserted_record_is_named(owner: Running) -> None:
    last = owner.dossier.records.order_by("-seq")[0]
    columns = "dossier_id, act, actor, subject, happened_on, recorded_at, head, body"
    sql(
        f"INSERT INTO records_record (seq, {columns}) SELECT seq + 1, {columns} FROM records_record WHERE id = %s",
        last.pk,
    )
    guarding.create()
    forged = Record.objects.order_by("-id")[0]
    assert any(f"记录 {forged.pk}" in line for line in problems())


@threat("用 SQL 对调两条记录在日志里的位置", found="`mingjing verify` 指出两处叶子不符", when="下一次核验")
@pytest.mark.usefixtures("owner")
def test_two_records_exchanged_are_named() -> None:
    one, two = Leaf.objects.filter(idx__in=[10, 11]).order_by("idx")
    sql("DELETE FROM records_leaf WHERE idx = %s", one.idx)
    sql("UPDATE records_leaf SET record_id = %s WHERE idx = %s", one.record_id, two.idx)
    sql(
        "INSERT INTO records_leaf (idx, record_id, hash) VALUES (%s, %s, %s)",
        one.idx,
        two.record_id,
        bytes(one.hash),
    )
    guarding.create()
    found = problems()
    assert any("与日志第 10 位的叶子不符" in line for line in found)
    assert any("与日志第 11 位的叶子不符" in line for line in found)


@threat(
    "用 SQL 截去日志的尾巴，连同检查点，日志头改得相符",
    found="`mingjing verify` 指出满瓦片多出来；见证人持有更长的检查点，后台停止签发",
    when="一秒内（见证人）；下一次核验",
)
def test_a_truncated_log_is_named_by_verify_and_by_the_witness(owner: Running) -> None:
    _cut(6)
    guarding.create()
    assert any("多余的文件" in line for line in problems())
    shutil.rmtree(owner.data / "log")
    assert problems() == []
    assert asking() == ["检查点 306：日志没有那么长（共 1 个检查点如此）"]
    owner.dossier.refresh_from_db()
    owner.act()
    assert witnesses.ask_all() == 0
    with pytest.raises(log.LogContradictedError, match="副署过 306 条"):
        owner.act()


def _cut(size: int) -> None:
    """Take everything beyond a size away, and make the rest fit."""
    sql("DELETE FROM records_cosignature WHERE checkpoint_id > %s", size)
    sql("DELETE FROM records_checkpoint WHERE size > %s", size)
    gone = list(Leaf.objects.filter(idx__gte=size).values_list("record_id", flat=True))
    sql("DELETE FROM records_leaf WHERE idx >= %s", size)
    for record in gone:
        sql("DELETE FROM records_record WHERE id = %s", record)
    last = Record.objects.order_by("-seq")[0]
    sql("UPDATE records_dossier SET seq = %s, head = %s", last.seq, entry(bytes(last.head)).hex())
    _refit()


def _refit() -> None:
    """Sign every checkpoint anew over the leaves as they are, and make the log's head fit."""
    frontier, chain, count = Frontier(), "", 0
    rows = {row.size: row for row in Checkpoint.objects.all()}
    for leaf in Leaf.objects.select_related("record").order_by("idx"):
        hashed = leaf_hash(entry(bytes(leaf.record.head)))
        sql("UPDATE records_leaf SET hash = %s WHERE idx = %s", hashed, leaf.idx)
        frontier.push(hashed)
        row = rows.get(frontier.size)
        if row is None:
            continue
        note = Note(signing_key().name, frontier.size, frontier.root())
        chain, count = log.link(chain, note.size, note.root, row.signed_at), count + 1
        sql(
            "UPDATE records_checkpoint SET root = %s, note = %s, chain = %s WHERE size = %s",
            note.root, note.sign(signing_key()), chain, row.size,
        )  # fmt: skip
    LogHead.objects.update(size=frontier.size, frontier=frontier.to_json(), chain=chain, checkpoints=count)


def _rewrite(running: Running) -> None:
    """Change one record in the middle and make everything after it fit: another history, whole and signed."""
    previous = ""
    for record in running.dossier.records.order_by("seq"):
        body = bytes(record.body)
        if record.seq == 4:
            body = body.replace(b'"nonce":"', b'"nonce":"00', 1)
            body = body[: body.index(b'"nonce":"') + 41] + body[body.index(b'"nonce":"') + 43 :]
        made = head(hashlib.sha256(body).hexdigest(), record.dossier_id.hex, previous, record.seq)
        sql("UPDATE records_record SET body = %s, head = %s WHERE id = %s", body, made, record.pk)
        previous = entry(made).hex()
    sql("UPDATE records_dossier SET head = %s", previous)
    sql("DELETE FROM records_cosignature")
    _refit()
    shutil.rmtree(running.data / "log")


@threat(
    "改写一条记录，重算整棵树，用日志自己的密钥把每个检查点重新签名，删去副署",
    found="见证人拒绝副署，后台停止签发；`mingjing verify --ask-witnesses` 指出。单独的 `mingjing verify` 指不出",
    when="一秒内（有新事项时）；每次启动后台进程时",
)
def test_a_log_rewritten_whole_and_signed_again_is_refused_by_the_witness(owner: Running) -> None:
    _rewrite(owner)
    guarding.create()
    assert problems() == []
    assert asking() == ["检查点 306：树根与记录不符"]
    witnesses.compare_all()
    assert [told.name for told in log.contradictions()] == ["witness:w1"]
    with pytest.raises(log.LogContradictedError):
        owner.act()


@threat(
    "同上，但没有见证人",
    found="只有手里有从前检查点或者回执的人：`mingjing verify --checkpoint`、“核对送达回执”",
    when="他们拿出来时",
)
def test_a_log_rewritten_whole_is_betrayed_by_a_receipt(owner: Running) -> None:
    kept = Checkpoint.objects.order_by("size")[1]
    record = owner.dossier.records.get(seq=4)
    receipt = Receipt(
        signing_key().name, record.leaf.idx, entry(bytes(record.head)), bytes(32), kept.size, bytes(kept.root)
    ).sign(signing_key())
    note = kept.note
    _rewrite(owner)
    guarding.create()
    assert problems(note) == [f"检查点 {kept.size}：树根与记录不符"]
    opened = Receipt.open(receipt, [VerifierKey.parse(log.log_head().vkey)])
    now = Record.objects.get(leaf__idx=opened.index)
    assert entry(bytes(now.head)) != opened.entry


@threat(
    "删去全部副署，装作从来没有过见证人",
    found="无害：见证人那里还有；后台再问一次就补上",
    when="一秒内",
)
@pytest.mark.usefixtures("owner")
def test_cosignatures_taken_away_come_back() -> None:
    sql("DELETE FROM records_cosignature")
    guarding.create()
    assert problems() == []
    assert witnesses.ask_all() == 1
    assert Cosignature.objects.count() == 1


@threat("把一条副署挪到别的检查点旁边", found="`mingjing verify` 指出副署不成立", when="下一次核验")
@pytest.mark.usefixtures("owner")
def test_a_cosignature_of_another_checkpoint_is_named() -> None:
    other = Checkpoint.objects.order_by("size")[0]
    sql("UPDATE records_cosignature SET checkpoint_id = %s", other.size)
    guarding.create()
    assert problems() == [f"检查点 {other.size}：见证人 witness.example.gov.cn/w1 的副署不成立"]


@threat(
    "用昨天的数据库换掉今天的（今天的见证人还在）",
    found="见证人持有更长的检查点，后台停止签发，运行监测告警，`/readyz` 返回 503",
    when="后台进程启动时，签发任何新记录之前",
)
def test_yesterdays_database_under_todays_witness_signs_nothing(running: Running) -> None:
    with transaction.atomic():
        running.act(4)
        assert witnesses.ask_all() == 1
        transaction.set_rollback(True)
    running.dossier.refresh_from_db()
    witnesses.compare_all()
    with pytest.raises(log.LogContradictedError, match="副署过 310 条，数据库只有 306 条"):
        running.act()
    assert "较早的备份" in "\n".join(problems())


@threat(
    "在存储里对调两个文件", found="`mingjing verify`、定期复核指出两个文件都变了", when="下一次核验、复核"
)
def test_two_files_swapped_are_named(running: Running) -> None:
    one, two = (running.path(each) for each in running.blobs)
    kept = one.read_bytes()
    one.chmod(0o600)
    two.chmod(0o600)
    one.write_bytes(two.read_bytes())
    two.write_bytes(kept)
    assert sum("文件内容已变" in line for line in problems()) == 2


@threat(
    "从文件里剪去一个字节",
    found="`mingjing verify`、定期复核指出；下载时也当场发现",
    when="下一次核验、复核、下载",
)
def test_a_byte_cut_is_named(running: Running) -> None:
    path = running.path(running.blobs[0])
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    assert any("文件内容已变" in line for line in problems())


@threat(
    "从录像里剪去一帧，不重新编码，照样能播放",
    found="`mingjing verify`、定期复核指出；下载时也当场发现",
    when="下一次核验、复核、下载",
)
def test_a_frame_cut_out_of_a_film_is_named(running: Running) -> None:
    film = put(reel(2), media_type=(content.MP4,))
    with transaction.atomic():
        seen = File("evidence.recording_file", f"{9:032x}", film.sha256, film.sm3)
        append(dossier=running.dossier, act=TRIED, actor=SYSTEM, subjects=[seen])
    running.act()
    path = running.path(film)
    path.chmod(0o600)
    shorter = without_frame(path.read_bytes(), place=9)
    assert (frames(path.read_bytes()), frames(shorter)) == (10, 9)
    path.write_bytes(shorter)
    assert any("文件内容已变" in line and film.sha256[:8] in line for line in problems())


@threat("删去一个文件", found="`mingjing verify`、定期复核指出不见了", when="下一次核验、复核")
def test_a_file_taken_away_is_named(running: Running) -> None:
    running.path(running.blobs[0]).unlink()
    assert any("文件不见了" in line for line in problems())


@threat(
    "改动一块日志瓦片，让外人读到另一棵树",
    found="任何 C2SP 客户端按检查点验出；`mingjing verify` 指出",
    when="下一次读取、核验",
)
def test_a_spoiled_tile_is_named(running: Running) -> None:
    tile = running.data / "log" / "tile" / "0" / "000"
    data = bytearray(tile.read_bytes())
    data[40] ^= 1
    tile.write_bytes(bytes(data))
    assert any("瓦片 tile/0/000：文件与叶子不符" in line for line in problems())
