"""Attacks on what records committed to, on stored bytes, from inside, and on the guards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from raw_attacks import on_sqlite
from verify_scene import FORGED, Attack, Scene, a_department, change, flipped, queued, take

from mingjing.cases.models import Decision, Handler, SealedReporter
from mingjing.documents.models import NumberSeries
from mingjing.records import consumers
from mingjing.records.actions import append
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.records.models import Attested, Cursor, Destruction, Leaf, Opening, Record
from mingjing.records.vocabulary import by_name
from mingjing.registry.models import Department, Officer
from mingjing.review.models import Draft, Opinion
from mingjing.search.models import Entry
from mingjing.storage.models import Blob
from paper_reviews import opinion_of_before

# ── attacks on what is committed to ──


def _orphan_opening(scene: Scene) -> None:
    opening = scene.opening
    opening.pk, opening.record_id = None, 10**6
    opening.save(force_insert=True)


def _surplus_opening(scene: Scene) -> None:
    opening = scene.opening
    opening.pk, opening.position = None, 30
    opening.save(force_insert=True)


def _add_department(scene: Scene) -> None:
    Department.objects.create(agency=scene.story.bureau.agency, name="影子股", function="legal")


def _second_decision(_: Scene) -> None:
    """A decision that points to a record of another act than the one that made it."""
    change(Decision.objects.get(), record_id=Record.objects.filter(dossier__ref="filler")[0].pk)


def _more_kinds(scene: Scene) -> None:
    dossier = scene.story.case.dossier
    dossier.refresh_from_db()
    change(dossier, kinds=[*dossier.kinds, "cases.recusal"])


OPENINGS, ROWS, KINDS = "承诺与原值", "数据与记录", "案卷的数据种类"
CONTENT_ATTACKS = [
    Attack(OPENINGS, "的原值与承诺不符", lambda s: change(s.opening, salt=bytes(32))),
    Attack(OPENINGS, "的原值与承诺不符", lambda s: change(s.opening, salt=b"short")),
    Attack(OPENINGS, "的原值与承诺不符", lambda s: change(_older(s), value=_older(s).value + " ")),
    Attack(OPENINGS, "的原值与承诺不符", lambda _: change(_mentioned(), written=True)),
    Attack(OPENINGS, "承诺的原值不存在", lambda s: take(Opening.objects.filter(pk=_older(s).pk))),
    Attack(OPENINGS, "原值没有对应的承诺", _surplus_opening),
    Attack(OPENINGS, "的原值而记录不存在", _orphan_opening),
    Attack(ROWS, "与最后一次记录的内容不符", lambda s: change(a_department(s), name="改名股")),
    Attack(ROWS, "没有任何记录", _add_department),
    Attack(
        KINDS, "所列数据种类与记录所写的不符", lambda s: change(s.story.case.dossier, kinds=["cases.case"])
    ),
    Attack(KINDS, "所列数据种类与记录所写的不符", _more_kinds),
    Attack(
        ROWS,
        "与最后一次记录的内容不符",
        lambda _: change(d := Draft.objects.get(), made_on=d.made_on - dt.timedelta(days=1)),
    ),
    Attack(ROWS, "有记录而数据行不存在", lambda _: take(Handler.objects.all()[:1])),
    Attack(
        ROWS,
        "与最后一次记录的内容不符",
        lambda _: change(Decision.objects.get(), number="云建罚决字〔2026〕999号"),
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
    path.write_bytes(flipped(path.read_bytes()))


def _lose_blob_row(scene: Scene) -> None:
    """The bytes stay, but nothing says any more what they are."""
    take(Blob.objects.filter(pk=scene.file_opening.sha256))


FILES, COMMITTED = "文件", "记录所指的文件"
FILE_ATTACKS = [
    Attack(FILES, "文件内容已变", _spoil_blob),
    Attack(FILES, "文件不见了", lambda s: s.blob_path.unlink()),
    Attack(FILES, "摘要、大小或类型登记有误", lambda _: change(Blob.objects.order_by("pk")[0], size=1)),
    Attack(
        FILES,
        "摘要、大小或类型登记有误",
        lambda _: change(Blob.objects.order_by("pk")[0], media_type="text/html"),
    ),
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
    queued(work.record)


def _opinion() -> Opinion:
    return Opinion.objects.get()


def _own_record(scene: Scene, row: Opinion, **columns: Any) -> None:
    """Let an opinion be changed by the very record it points to, wherever the test needs nothing else to differ."""
    _insider(scene, row, **columns)
    newest = scene.case_records.reverse()[0]
    openings = Opening.objects.filter(kind=row.subject_kind(), ref=row.ref)
    assert openings.filter(record=newest).exists()


def _new_revision(scene: Scene) -> None:
    """A newer draft, once the decision is made: what was decided would no longer be what is drafted."""
    draft = Draft.objects.get()
    draft.pk = Draft().pk
    _insider(scene, draft, new=True, revision=draft.revision + 1)


def _opinion_record_alone(scene: Scene) -> None:
    queued(append(dossier=scene.story.case.dossier, act=by_name("review.agreed"), actor=SYSTEM))


SEARCH, MATTERS = "检索与公示", "检索与权责事项"
LONG_AGO = dt.date(2020, 1, 1)


def _entry(kind: str) -> Entry:
    return Entry.objects.filter(kind=kind).order_by("id")[0]


def _twin(kind: str) -> None:
    """An entry of something that is not public."""
    entry = _entry(kind)
    entry.pk, entry.ref = None, "0" * 32
    entry.save(force_insert=True)


SEARCH_ATTACKS = [
    attack
    for check, kind in ((SEARCH, "publication"), (MATTERS, "matter"))
    for attack in (
        Attack(check, "查不到", lambda _, kind=kind: take(Entry.objects.filter(pk=_entry(kind).pk))),
        Attack(check, "没有公开，却能查到", lambda _, kind=kind: _twin(kind)),
        Attack(check, "的条目与公开的不符", lambda _, kind=kind: change(_entry(kind), title="改名")),
        Attack(check, "的条目与公开的不符", lambda _, kind=kind: change(_entry(kind), url="/elsewhere/")),
        Attack(check, "的条目与公开的不符", lambda _, kind=kind: change(_entry(kind), public=False)),
        Attack(check, "的条目与公开的不符", lambda _, kind=kind: change(_entry(kind), date=LONG_AGO)),
    )
]

CURSORS = "后续办理的进度"
CURSOR_ATTACKS = [
    Attack(CURSORS, "没有这一项后续办理", lambda _: Cursor.objects.create(name="nobody")),
    Attack(CURSORS, "超出日志的", lambda _: _ahead()),
]


def _ahead() -> None:
    """A consumer made to believe that it has read what is yet to come."""
    Cursor.objects.update_or_create(
        name=min(consumers.names()), defaults={"next_idx": Leaf.objects.count() + 1}
    )


OPINIONS, DECISIONS, REVIEWED, NUMBERS = "审核意见与审核人", "决定与审核", "审核记录与意见", "文号"
INSIDE_ATTACKS = [
    Attack(OPINIONS, "是本案承办人", lambda s: _own_record(s, _opinion(), reviewer_id=_handler(s))),
    Attack(OPINIONS, "不属法制机构", lambda s: _own_record(s, _opinion(), reviewer_id=_of(s, "deputy"))),
    Attack(OPINIONS, "不是签署人", lambda s: _own_record(s, _opinion(), signed_by_id=_of(s, "reviewer"))),
    Attack(DECISIONS, "之后另成一稿", _new_revision),
    Attack(REVIEWED, "审核意见已不存在", _opinion_record_alone),
    Attack(
        NUMBERS,
        "不是恰有一件文书",
        lambda _: change(n := NumberSeries.objects.order_by("pk")[0], last=n.last + 1),
    ),
    Attack(NUMBERS, "而编号登记不存在", lambda _: take(NumberSeries.objects.order_by("pk")[:1])),
]


def _handler(scene: Scene) -> object:
    return scene.story.bureau.people["officer1"].pk


def _of(scene: Scene, name: str) -> object:
    person: Officer = scene.story.bureau.people[name]
    return person.pk


def _drop_one(_: Scene) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER records_leaf_no_update" + ("" if on_sqlite() else " ON records_leaf"))


SEALED = "密封的举报人"
SEALED_ATTACKS = [
    Attack(
        SEALED,
        "密封的身份打不开",
        lambda _: change(SealedReporter.objects.get(), sealed=bytes(60)),
        also=ROWS,
    )
]
PAPER = "上线前的审核意见"


def _signed_on_another_day(scene: Scene) -> None:
    """Change the day on which an opinion of before was signed, after a second hand had compared it."""
    row = opinion_of_before(scene.story.bureau)
    for record in Record.objects.filter(leaf=None, pending=None):
        queued(record)
    change(row, signed_on=dt.date(2026, 9, 1))


PAPER_ATTACKS = [Attack(PAPER, "与录入的纸质审核意见不符", _signed_on_another_day, also=ROWS)]
GUARD_ATTACKS = [Attack("守卫", "records_leaf_no_update", _drop_one, guards_back=False)]


def _destroy_unlisted(scene: Scene) -> None:
    """Enter that a file was destroyed, with a record, but without a list, and leave the salts."""
    with deed(dossier=scene.story.case.dossier, act=FORGED, actor=SYSTEM) as work:
        blob = Blob.objects.get(pk=scene.file_opening.sha256)
        work.add(Destruction(blob=blob, listed_in="cases.disposal:x", destroyed_on=dt.date(2026, 9, 15)))
    assert work.record is not None
    queued(work.record)


DESTROYED, CUSTODY = "销毁的文件", "复核与销毁"
DISPOSAL_ATTACKS = [
    Attack(DESTROYED, "承诺的盐仍在", _destroy_unlisted, also=CUSTODY),
    Attack(CUSTODY, "没有列入经批准的清册", _destroy_unlisted, also=DESTROYED),
]
