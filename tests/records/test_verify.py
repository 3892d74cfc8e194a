"""What `mingjing verify` is for: each attack is named by one check, and passes when that check is taken out.

The attacker stands where the database's owner stands: guards are taken away, data changed, guards put back.
"""

from __future__ import annotations

import re
import shutil
import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from verify_contents import (
    CONTENT_ATTACKS,
    CURSOR_ATTACKS,
    DISPOSAL_ATTACKS,
    FILE_ATTACKS,
    GUARD_ATTACKS,
    INSIDE_ATTACKS,
    PAPER_ATTACKS,
    SEALED_ATTACKS,
    SEARCH_ATTACKS,
)
from verify_log import LOG_ATTACKS, OUTSIDE_ATTACKS
from verify_scene import (
    FILLER,
    FORGED,
    Attack,
    Scene,
    a_department,
    as_owner,
    change,
    hex_sha256,
    previous,
    renonced,
    take,
    undone,
)

from mingjing import guarding
from mingjing.ledger.checkpoint import Checkpoint as Note
from mingjing.ledger.entry import entry, head
from mingjing.ledger.note import SigningKey
from mingjing.ledger.tree import Frontier, leaf_hash
from mingjing.records import audit, log
from mingjing.records.actions import append, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed
from mingjing.records.keys import signing_key
from mingjing.records.models import (
    Checkpoint,
    Cosignature,
    Dossier,
    Leaf,
    LogHead,
    Opening,
    Record,
    Timestamp,
)
from mingjing.registry.models import Department

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.demo.stories import CaseStory


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


ATTACKS = [
    *LOG_ATTACKS,
    *OUTSIDE_ATTACKS,
    *CONTENT_ATTACKS,
    *SEALED_ATTACKS,
    *PAPER_ATTACKS,
    *FILE_ATTACKS,
    *DISPOSAL_ATTACKS,
    *INSIDE_ATTACKS,
    *CURSOR_ATTACKS,
    *SEARCH_ATTACKS,
    *GUARD_ATTACKS,
]


@pytest.mark.once
def test_each_attack_is_named_and_passes_without_its_check(scene: Scene) -> None:
    """One line of the table after the other, each undone before the next: named by its check, not by the others."""
    faults = []
    for attack in ATTACKS:
        with undone(scene.data), transaction.atomic():
            commit_attack(scene, attack)
            named = audit.run(without=frozenset(audit.names()) - {attack.check}).problems
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
    """What an owner of database, files and signing key can do: another history, whole, signed, attested by none."""
    take(Cosignature.objects.all())
    take(Timestamp.objects.all())
    record = scene.record
    later = list(scene.case_records.filter(seq__gte=record.seq))
    change(record, body=renonced(record))
    for each in later:
        each.refresh_from_db()
        change(each, head=head(hex_sha256(bytes(each.body)), each.dossier_id.hex, previous(each), each.seq))
    each.refresh_from_db()
    change(scene.story.case.dossier, head=entry(bytes(each.head)).hex())
    frontier, notes = Frontier(), {row.size: row for row in Checkpoint.objects.all()}
    for leaf in Leaf.objects.select_related("record").order_by("idx"):
        hashed = leaf_hash(entry(bytes(leaf.record.head)))
        change(leaf, hash=hashed)
        frontier.push(hashed)
        if frontier.size in notes:
            note = Note("test.mingjing.example/log", frontier.size, frontier.root())
            change(notes[note.size], root=note.root, note=note.sign(signing_key()))
    chain = ""
    for row in Checkpoint.objects.order_by("size"):
        chain = log.link(chain, row.size, bytes(row.root), row.signed_at)
        change(row, chain=chain)
    LogHead.objects.update(frontier=frontier.to_json(), chain=chain)
    shutil.rmtree(scene.data / "log")


def test_a_log_rewritten_whole_is_found_out_by_an_older_checkpoint_only(scene: Scene) -> None:
    """The log's own owner can make everything fit again. That is what witnesses, receipts and dated stamps are for:

    whoever kept one checkpoint from before finds out, and nobody else.
    """
    kept = Checkpoint.objects.order_by("size")[1].note
    assert audit.run(known=(kept,)).problems == []
    with as_owner():
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
    seen = a_department(scene)
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


def commit_attack(scene: Scene, attack: Attack) -> None:
    if not attack.guards_back:
        attack.do(scene)
        return
    with as_owner():
        guarding.drop()
        attack.do(scene)
    guarding.create()
