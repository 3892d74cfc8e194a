"""What `mingjing verify` is for: each attack is named by one check, and passes when that check is taken out.

The attacker stands where the database's owner stands: guards are taken away, data changed, guards put back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from raw_attacks import on_sqlite

from mingjing import guarding
from mingjing.cases.models import Decision, Handler
from mingjing.documents.models import NumberSeries
from mingjing.ledger.checkpoint import Checkpoint as Note
from mingjing.ledger.entry import entry, head
from mingjing.ledger.note import SigningKey
from mingjing.ledger.tree import Frontier, leaf_hash
from mingjing.records import audit, log
from mingjing.records.actions import append, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.records.keys import signing_key
from mingjing.records.models import Attested, Checkpoint, Dossier, Leaf, LogHead, Opening, Pending, Record
from mingjing.records.vocabulary import act, by_name
from mingjing.registry.models import Department, Officer
from mingjing.review.models import Draft, Opinion
from mingjing.storage.models import Blob

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.db.models import QuerySet

    from mingjing.demo.stories import CaseStory

FORGED = act("probe.forged", "试攻", "{actor}试攻了{s0}。")
FILLER = 200
"""Records on a dossier of their own, so that the log has a full tile and several checkpoints."""

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A bureau with a decided case, its log, and the folder of its data."""

    story: CaseStory
    data: Path

    @property
    def case_records(self) -> QuerySet[Record]:
        return self.story.case.dossier.records.order_by("seq")

    @property
    def record(self) -> Record:
        """A record of the case, in the middle of the log, that happened on a day and was about something."""
        return self.case_records.filter(happened_on__isnull=False).exclude(subject="")[3]

    @property
    def opening(self) -> Opening:
        return self.record.openings.order_by("position")[0]

    @property
    def file_opening(self) -> Opening:
        return Opening.objects.exclude(sha256="").order_by("id")[0]

    @property
    def blob_path(self) -> Path:
        name = Blob.objects.order_by("pk")[0].pk
        return self.data / "blobs" / name[:2] / name[2:4] / name


@pytest.fixture
def scene(decided: CaseStory, data: Path) -> Scene:
    dossier = open_dossier(kind="probe", ref="filler")
    log.integrate_all()
    for turn in range(FILLER):
        with transaction.atomic():
            append(dossier=dossier, act=FORGED, actor=SYSTEM, facts={"turn": turn})
        if turn % 50 == 0:
            log.integrate_all()
    log.integrate_all()
    assert (data / "log" / "tile" / "0" / "000").exists()
    assert audit.run().problems == []
    return Scene(decided, data)


@dataclass(frozen=True)
class Attack:
    """What is done, which check names it, and in which words."""

    check: str
    words: str
    do: Callable[[Scene], object]
    guards_back: bool = True
    also: str = ""
    """Another check that names it too."""

    def __str__(self) -> str:
        return f"{self.check}: {self.words}"


# ── attacks on the record and the log ──


def _set(row: Any, **columns: Any) -> None:
    """UPDATE past every save(): as raw SQL does."""
    assert type(row)._base_manager.filter(pk=row.pk).update(**columns) == 1


def _delete(rows: QuerySet[Any]) -> None:
    assert rows._raw_delete("default")


def _flipped(data: Any) -> bytes:
    changed = bytearray(bytes(data))
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


def _renonced(record: Record) -> bytes:
    """A body that commits to the same things and is another."""
    return re.sub(rb'"nonce":"[0-9a-f]{8}', b'"nonce":"00000000', bytes(record.body))


def _rebuild_record(record: Record) -> bytes:
    """Change a body and make its head and its leaf fit: only the roots are left to tell."""
    body = _renonced(record)
    parsed = head(_sha256(body), record.dossier_id.hex, _previous(record), record.seq)
    _set(record, body=body, head=parsed)
    _set(record.leaf, hash=leaf_hash(entry(parsed)))
    return parsed


def _rebuild_last_record(_: Scene) -> None:
    """The same on the last record of a dossier, whose end is made to fit as well."""
    last = Record.objects.filter(dossier__ref="filler").order_by("-seq")[0]
    _set(last.dossier, head=entry(_rebuild_record(last)).hex())


def _previous(record: Record) -> str:
    before = Record.objects.filter(dossier=record.dossier_id, seq=record.seq - 1).first()
    return entry(bytes(before.head)).hex() if before else ""


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _swap_leaves(_: Scene) -> None:
    one, two = Leaf.objects.order_by("-idx")[:2]
    first, second = one.record_id, two.record_id
    _delete(Leaf.objects.filter(pk=one.pk))
    _set(two, record_id=first)
    Leaf.objects.create(idx=one.pk, record_id=second, hash=one.hash)


def _cut_the_log(_: Scene) -> None:
    """Take the newest record with all its traces, but for what was signed."""
    last = Leaf.objects.order_by("-idx")[0]
    record = last.record
    assert not record.openings.exists()
    _delete(Leaf.objects.filter(pk=last.pk))
    _set(record.dossier, seq=record.seq - 1, head=_previous(record))
    _delete(Record.objects.filter(pk=record.pk))
    frontier = Frontier()
    for hashed in Leaf.objects.order_by("idx").values_list("hash", flat=True):
        frontier.push(bytes(hashed))
    LogHead.objects.update(size=frontier.size, frontier=frontier.to_json())


def _swap_dossiers(scene: Scene) -> None:
    one, other = scene.story.case.dossier, Dossier.objects.get(ref="filler")
    _set(other, kind="away")
    _set(one, kind=other.kind, ref=other.ref)


def _spoil_tile(scene: Scene) -> None:
    path = scene.data / "log" / "tile" / "0" / "000"
    path.write_bytes(_flipped(path.read_bytes()))


def _queued(record: Record) -> Record:
    """Queue a record for the log: the trigger that does it is away with the other guards."""
    Pending.objects.get_or_create(record=record)
    return record


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
    _queued(last)


def _other_key(_: Scene) -> None:
    LogHead.objects.update(vkey=SigningKey.generate("test.mingjing.example/log").vkey)


LOG = "记录与日志"
LOG_ATTACKS = [
    Attack(LOG, "首部与正文或前一条记录不符", lambda s: _set(s.record, body=_renonced(s.record))),
    Attack(LOG, "首部与正文或前一条记录不符", lambda s: _set(s.record, head=_flipped(s.record.head))),
    Attack(LOG, "列与正文不符", lambda s: _set(s.record, act="case.closed")),
    Attack(LOG, "列与正文不符", lambda s: _set(s.record, actor="system:mingjing")),
    Attack(LOG, "列与正文不符", lambda s: _set(s.record, subject="cases.case:" + "0" * 32)),
    Attack(LOG, "列与正文不符", lambda s: _set(s.record, subject="")),
    Attack(LOG, "列与正文不符", lambda s: _set(s.record, happened_on=dt.date(2026, 9, 1))),
    Attack(LOG, "列与正文不符", lambda s: _set(s.record, happened_on=None)),
    Attack(
        LOG, "列与正文不符", lambda s: _set(s.record, recorded_at=s.record.recorded_at + dt.timedelta(days=1))
    ),
    Attack(
        LOG,
        "列与正文不符",
        lambda s: _set(s.record, recorded_at=s.record.recorded_at + dt.timedelta(milliseconds=1)),
    ),
    Attack(LOG, "序号由 2 跳到 4", lambda _: _delete(Record.objects.filter(dossier__ref="filler", seq=3))),
    Attack(
        LOG, "位的记录已不存在", lambda _: _delete(Record.objects.filter(dossier__ref="filler", seq=FILLER))
    ),
    Attack(LOG, "位的叶子已不存在", lambda _: _delete(Leaf.objects.filter(idx=20))),
    Attack(LOG, "与日志第 30 位的叶子不符", lambda _: _set(Leaf.objects.get(idx=30), hash=bytes(32))),
    Attack(LOG, "位的叶子不符", _swap_leaves),
    Attack(LOG, "树根与记录不符", _rebuild_last_record),
    Attack(LOG, "日志没有那么长", _cut_the_log),
    Attack(LOG, "首部与正文或前一条记录不符", _insert_record),
    Attack(LOG, "树根与记录不符", lambda _: _set(Checkpoint.objects.order_by("size")[1], root=bytes(32))),
    Attack(
        LOG,
        "签名的内容与登记的不符",
        lambda _: _set(Checkpoint.objects.order_by("size")[1], root=bytes(32)),
    ),
    Attack(
        LOG,
        "签名不成立",
        lambda _: _set(c := Checkpoint.objects.order_by("size")[1], note=c.note[:-9] + "AAAAAAA=\n"),
    ),
    Attack(LOG, "签名不成立", _other_key),
    Attack(LOG, "公钥已不成形", lambda _: LogHead.objects.update(vkey="x")),
    Attack(LOG, "没有这一大小的检查点", lambda _: _delete(Checkpoint.objects.order_by("-size")[:1])),
    Attack(LOG, "日志头记为", lambda _: LogHead.objects.update(size=10)),
    Attack(LOG, "树的前沿已不成形", lambda _: LogHead.objects.update(frontier="[[")),
    Attack(LOG, "日志头已不存在", lambda _: _delete(LogHead.objects.all())),
    Attack(LOG, "瓦片 tile/0/000：文件与叶子不符", _spoil_tile),
    Attack(
        LOG,
        "多余的文件",
        lambda s: shutil.copy(s.data / "log" / "tile" / "0" / "000", s.data / "log" / "tile" / "0" / "001"),
    ),
    Attack(LOG, "末条记录与案卷所记不符", lambda s: _set(s.story.case.dossier, seq=3)),
    Attack(LOG, "有记录而案卷不存在", lambda _: _delete(Dossier.objects.filter(ref="filler"))),
    Attack(LOG, "所指的事物与首条记录不符", _swap_dossiers),
    Attack(LOG, "所指的事物与首条记录不符", lambda s: _set(s.story.case.dossier, agency="9" * 32)),
    Attack(LOG, "既不在日志中，也不在待收之列", _hide_record),
    Attack(LOG, "已在日志中，却仍在待收之列", _second_queueing),
]

# ── attacks on what is committed to ──


def _orphan_opening(scene: Scene) -> None:
    opening = scene.opening
    opening.pk, opening.record_id = None, 10**6
    opening.save(force_insert=True)


def _surplus_opening(scene: Scene) -> None:
    opening = scene.opening
    opening.pk, opening.position = None, 30
    opening.save(force_insert=True)


def _a_department(scene: Scene) -> Department:
    return scene.story.bureau.departments["legal"]


def _add_department(scene: Scene) -> None:
    Department.objects.create(agency=scene.story.bureau.agency, name="影子股", function="legal")


def _second_decision(_: Scene) -> None:
    """A decision that points to a record of another act than the one that made it."""
    _set(Decision.objects.get(), record_id=Record.objects.filter(dossier__ref="filler")[0].pk)


OPENINGS, ROWS = "承诺与原值", "数据与记录"
CONTENT_ATTACKS = [
    Attack(OPENINGS, "的原值与承诺不符", lambda s: _set(s.opening, salt=bytes(32))),
    Attack(OPENINGS, "的原值与承诺不符", lambda s: _set(s.opening, salt=b"short")),
    Attack(OPENINGS, "的原值与承诺不符", lambda s: _set(_older(s), value=_older(s).value + " ")),
    Attack(OPENINGS, "的原值与承诺不符", lambda _: _set(_mentioned(), written=True)),
    Attack(OPENINGS, "承诺的原值不存在", lambda s: _delete(Opening.objects.filter(pk=_older(s).pk))),
    Attack(OPENINGS, "原值没有对应的承诺", _surplus_opening),
    Attack(OPENINGS, "的原值而记录不存在", _orphan_opening),
    Attack(ROWS, "与最后一次记录的内容不符", lambda s: _set(_a_department(s), name="改名股")),
    Attack(ROWS, "没有任何记录", _add_department),
    Attack(ROWS, "有记录而数据行不存在", lambda _: _delete(Handler.objects.all()[:1])),
    Attack(
        ROWS,
        "与最后一次记录的内容不符",
        lambda _: _set(Decision.objects.get(), number="云建罚决字〔2026〕999号"),
    ),
    Attack(ROWS, "所指的记录不是写入它的记录", _second_decision, also="决定与审核"),
]


def _older(scene: Scene) -> Opening:
    """An opening that is not the newest about its row: no row shows that it has changed."""
    dossier = scene.story.case.dossier
    newer = Opening.objects.filter(kind="cases.case", record__dossier=dossier, written=True).order_by("id")
    return newer[0]


def _mentioned() -> Opening:
    """An opening of a row that its act only mentioned, with the row's present value."""
    for each in Opening.objects.filter(written=False, sha256="").order_by("-id"):
        newest = Opening.objects.filter(kind=each.kind, ref=each.ref, written=True).order_by("-id")[0]
        if newest.value == each.value:
            return each
    raise AssertionError("no such opening")


# ── attacks on stored bytes ──


def _spoil_blob(scene: Scene) -> None:
    path = scene.blob_path
    path.chmod(0o600)
    path.write_bytes(_flipped(path.read_bytes()))


def _lose_blob_row(scene: Scene) -> None:
    """The bytes stay, but nothing says any more what they are."""
    _delete(Blob.objects.filter(pk=scene.file_opening.sha256))


FILES, COMMITTED = "文件", "记录所指的文件"
FILE_ATTACKS = [
    Attack(FILES, "文件内容已变", _spoil_blob),
    Attack(FILES, "文件不见了", lambda s: s.blob_path.unlink()),
    Attack(FILES, "文件的摘要登记有误", lambda _: _set(Blob.objects.order_by("pk")[0], size=1)),
    Attack(FILES, "不认识的文件", lambda s: (s.data / "blobs" / "stray").write_bytes(b"x")),
    Attack(COMMITTED, "记录所承诺的文件没有保存", _lose_blob_row),
]

# ── attacks from inside: the records say what was done, but it ought never to have been done ──


def _insider[Row: Attested](scene: Scene, row: Row, *, new: bool = False, **columns: Any) -> None:
    """Change a row as an action without its checks would: with a record, so that the log has nothing to say."""
    for name, value in columns.items():
        setattr(row, name, value)
    with deed(dossier=scene.story.case.dossier, act=FORGED, actor=SYSTEM) as work:
        work.mention(row)
        work._written.append(row)
        row.save(force_insert=new, force_update=not new)
    assert work.record is not None
    _queued(work.record)


def _opinion() -> Opinion:
    return Opinion.objects.get()


def _own_record(scene: Scene, row: Opinion, **columns: Any) -> None:
    """Let an opinion be changed by the very record it points to, wherever the test needs nothing else to differ."""
    _insider(scene, row, **columns)
    newest = scene.case_records.reverse()[0]
    openings = Opening.objects.filter(kind=row.subject_kind(), ref=row.ref)
    assert openings.filter(record=newest).exists()


def _new_revision(scene: Scene) -> None:
    """A newer draft, once the decision is made: the decision no longer is the newest that was reviewed."""
    draft = Draft.objects.get()
    draft.pk = Draft().pk
    _insider(scene, draft, new=True, revision=draft.revision + 1)


def _opinion_record_alone(scene: Scene) -> None:
    _queued(append(dossier=scene.story.case.dossier, act=by_name("review.agreed"), actor=SYSTEM))


OPINIONS, DECISIONS, REVIEWED, NUMBERS = "审核意见与审核人", "决定与审核", "审核记录与意见", "文号"
INSIDE_ATTACKS = [
    Attack(OPINIONS, "是本案承办人", lambda s: _own_record(s, _opinion(), reviewer_id=_handler(s))),
    Attack(OPINIONS, "不属法制机构", lambda s: _own_record(s, _opinion(), reviewer_id=_of(s, "deputy"))),
    Attack(OPINIONS, "不是签署人", lambda s: _own_record(s, _opinion(), signed_by_id=_of(s, "reviewer"))),
    Attack(DECISIONS, "所依的不是最新一稿", _new_revision),
    Attack(REVIEWED, "审核意见已不存在", _opinion_record_alone),
    Attack(
        NUMBERS,
        "不是恰有一件文书",
        lambda _: _set(n := NumberSeries.objects.order_by("pk")[0], last=n.last + 1),
    ),
]


def _handler(scene: Scene) -> object:
    return scene.story.bureau.people["officer1"].pk


def _of(scene: Scene, name: str) -> object:
    person: Officer = scene.story.bureau.people[name]
    return person.pk


def _drop_one(_: Scene) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER records_leaf_no_update" + ("" if on_sqlite() else " ON records_leaf"))


GUARD_ATTACKS = [Attack("守卫", "records_leaf_no_update", _drop_one, guards_back=False)]

ATTACKS = [*LOG_ATTACKS, *CONTENT_ATTACKS, *FILE_ATTACKS, *INSIDE_ATTACKS, *GUARD_ATTACKS]


def test_each_attack_is_named_and_passes_without_its_check(scene: Scene) -> None:
    """One line of the table after the other, each undone before the next."""
    faults = []
    for attack in ATTACKS:
        with _undone(scene.data), transaction.atomic():
            _commit_attack(scene, attack)
            named = audit.run().problems
            if not any(re.search(attack.words, line) for line in named):
                faults.append(f"{attack}: not named, but {named}")
            left = audit.run(without=frozenset({attack.check, attack.also})).problems
            if left:
                faults.append(f"{attack}: also named by others: {left}")
            transaction.set_rollback(True)
    assert audit.run().problems == []
    assert not faults, "\n".join(faults)


def test_every_check_has_its_attack() -> None:
    assert {attack.check for attack in ATTACKS} == set(audit.names())


# ── what only somebody outside can find out, and what is no discrepancy ──


def _rewrite_everything(scene: Scene) -> None:
    """What an owner of database, files and signing key can do: another history, whole and signed."""
    record = scene.record
    later = list(scene.case_records.filter(seq__gte=record.seq))
    _set(record, body=_renonced(record))
    for each in later:
        each.refresh_from_db()
        _set(each, head=head(_sha256(bytes(each.body)), each.dossier_id.hex, _previous(each), each.seq))
    each.refresh_from_db()
    _set(scene.story.case.dossier, head=entry(bytes(each.head)).hex())
    frontier, notes = Frontier(), {row.size: row for row in Checkpoint.objects.all()}
    for leaf in Leaf.objects.select_related("record").order_by("idx"):
        hashed = leaf_hash(entry(bytes(leaf.record.head)))
        _set(leaf, hash=hashed)
        frontier.push(hashed)
        if frontier.size in notes:
            note = Note("test.mingjing.example/log", frontier.size, frontier.root())
            _set(notes[note.size], root=note.root, note=note.sign(signing_key()))
    LogHead.objects.update(frontier=frontier.to_json())
    shutil.rmtree(scene.data / "log")


def test_a_log_rewritten_whole_is_found_out_by_an_older_checkpoint_only(scene: Scene) -> None:
    """The log's own owner can make everything fit again. That is what witnesses, receipts and dated stamps are for:

    whoever kept one checkpoint from before finds out, and nobody else.
    """
    kept = Checkpoint.objects.order_by("size")[1].note
    assert audit.run(known=(kept,)).problems == []
    with _as_owner():
        guarding.drop()
        _rewrite_everything(scene)
    guarding.create()
    assert audit.run().problems == []
    size = kept.splitlines()[1]
    assert audit.run(known=(kept,)).problems == [f"检查点 {size}：树根与记录不符"]


def test_a_kept_checkpoint_of_another_log_is_refused(scene: Scene) -> None:
    del scene
    other = Note("other.example/log", 1, bytes(32)).sign(SigningKey.generate("other.example/log"))
    assert [line.partition("（")[0] for line in audit.run(known=(other,)).problems] == [
        "所给的检查点：签名不成立"
    ]


def test_a_kept_checkpoint_longer_than_the_log_is_named(scene: Scene) -> None:
    del scene
    longer = Note("test.mingjing.example/log", 10**6, bytes(32)).sign(signing_key())
    assert audit.run(known=(longer,)).problems == ["检查点 1000000：日志没有那么长（共 1 个检查点如此）"]


def test_what_waits_or_was_broken_off_is_a_note(scene: Scene) -> None:
    append(dossier=open_dossier(kind="probe", ref="waiting"), act=FORGED, actor=SYSTEM)
    (scene.data / "log" / "tile" / "0" / "000").unlink()
    (scene.data / "log" / "incoming" / "tmpabc").write_bytes(b"half a ti")
    findings = audit.run()
    assert findings.problems == []
    assert findings.notes[:3] == [
        "日志瓦片 tile/0/000 尚无文件（由数据库提供）",
        "日志文件夹中有未写完的文件：incoming/tmpabc（写入中断留下的，不影响记录）",
        "1 条记录尚待收入日志",
    ]


def test_who_only_mentions_a_row_may_have_seen_it_before_it_changed(scene: Scene) -> None:
    """Two acts at once: one reads a department, another renames it, then the first mentions it as it was."""
    seen = _a_department(scene)
    current = Department.objects.get(pk=seen.pk)
    current.name = "法规审核股"
    with deed(dossier=scene.story.case.dossier, act=FORGED, actor=SYSTEM) as work:
        work.change(current)
    with deed(dossier=open_dossier(kind="probe", ref="other"), act=FORGED, actor=SYSTEM) as work:
        work.mention(seen)
    assert audit.run().problems == []


def test_the_audit_says_what_it_covered(scene: Scene) -> None:
    del scene
    covered = audit.run().covered
    assert covered["记录"] == covered["日志叶子"] == Record.objects.count() > FILLER
    assert covered["检查点"] == Checkpoint.objects.count() > 4
    assert covered["日志瓦片"] == 1
    assert covered["承诺"] == Opening.objects.count()
    assert covered["案卷"] == Dossier.objects.count()
    assert covered["文件承诺"] == Opening.objects.exclude(sha256="").count() > 0
    assert covered["数据行"] > 200


@pytest.mark.django_db(transaction=True)
def test_the_audit_sees_one_moment_while_others_act(decided: CaseStory) -> None:
    del decided
    log.integrate_all()
    stop = threading.Event()

    def go_on(number: int) -> None:
        dossier = open_dossier(kind="probe", ref=f"busy-{number}")
        try:
            while not stop.is_set():
                for _ in range(7):
                    with transaction.atomic():
                        append(dossier=dossier, act=FORGED, actor=SYSTEM)
                log.integrate()
        finally:
            connection.close()

    threads = [threading.Thread(target=go_on, args=(number,)) for number in range(2)]
    for each in threads:
        each.start()
    sizes, problems = set(), []
    try:
        for _ in range(12):
            findings = audit.run()
            problems += findings.problems
            sizes.add(findings.covered["记录"])
    finally:
        stop.set()
        for each in threads:
            each.join()
    assert problems == []
    assert len(sizes) > 3


def _commit_attack(scene: Scene, attack: Attack) -> None:
    if not attack.guards_back:
        attack.do(scene)
        return
    with _as_owner():
        guarding.drop()
        attack.do(scene)
    guarding.create()


def _as_owner() -> Any:
    return _replica() if not on_sqlite() else transaction.atomic()


class _replica:  # noqa: N801 - reads as a mode
    """PostgreSQL without its own foreign keys, as its owner can have it."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = origin")


class _undone:  # noqa: N801 - reads as a mode
    """The folder of data as it was, once the block is left."""

    def __init__(self, data: Path) -> None:
        self._data, self._copy = data, data.with_name(data.name + "-copy")

    def __enter__(self) -> None:
        shutil.copytree(self._data, self._copy)

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._data)
        self._copy.rename(self._data)
