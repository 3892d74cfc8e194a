"""`mingjing backup` and `mingjing restore`: the same system again, and the same log going on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
from backup_scene import ADDRESS, System, only, stop, tamper

from mingjing.config.backup import form

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

WHOLE = "结果：全部相符"


RECORDS = "records_record.copy" if ADDRESS else "mingjing.sqlite3"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "blobs").rglob("*") if path.is_file())


def _bodies(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in _files(folder)}


def test_what_was_backed_up_while_people_worked_verifies_and_goes_on(
    live: System, fresh: System, writing: subprocess.Popen[str], tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    told = live.run("backup", backup, "--with-keys")
    assert "含密钥" in told
    assert "=> 0" in told
    first = _bodies(backup)
    told = live.run("backup", backup)
    stop(writing)
    second = _bodies(backup)
    assert first.items() < second.items()  # what was there is not copied again, and is the very same file
    assert f"这次新存 {len(second) - len(first)} 个" in told
    before = live.python("act()\nprint(*leaves())").split()
    told = fresh.python(
        f"run('restore', {str(backup)!r}, '--verify')\nact()\nprint('leaves', *leaves())\n"
        "do('after', 3, files=3)\nlog.integrate_all()\nrun('verify')\nprint('leaves', *leaves())\n"
    )
    assert (told.count("=> 0"), told.count(WHOLE)) == (2, 2), told
    restored, later = (line.split()[1:] for line in told.splitlines() if line.startswith("leaves"))
    assert restored[:-1] == before[: len(restored) - 1]  # the last one says that it was restored
    assert later[: len(restored)] == restored
    assert not set(_bodies(fresh.data).values()) & set(second.values())  # no byte shared with the backup


def test_yesterdays_backup_takes_up_todays_published_log_and_says_what_is_lost(
    live: System, fresh: System, tmp_path: Path
) -> None:
    """Of what came after the backup, the records that already waited in it are there; the others are lost by name."""
    backup, mirror, again = tmp_path / "backup", tmp_path / "mirror", tmp_path / "again"
    told = live.python(
        f"act()\ndo('waiting', 4)\nrun('backup', {str(backup)!r}, '--with-keys')\n"
        "log.integrate_all()\ndo('today', 7, files=2)\n"
        f"publish({str(mirror)!r})\nprint('leaves', *leaves())"
    )
    published = told.splitlines()[-1].split()[1:]
    told = fresh.python(
        f"run('restore', {str(backup)!r}, '--verify', '--published', {str(mirror)!r})\nact()\n"
        f"print('leaves', *leaves())\nold = Checkpoint.objects.get(size={len(published)})\n"
        f"do('after', 300)\npublish({str(again)!r})\nrun('verify')\nnew = log.newest()\n"
        "proof = consistency_proof(old.size, new.size, TileHashes(log.read_tile, new.size))\n"
        "print('consistent', verify_consistency(old.size, new.size, bytes(old.root), bytes(new.root), proof))\n"
    )
    assert (told.count("=> 0"), told.count(WHOLE)) == (2, 2), told
    assert "共 11 条：4 条备份里有，7 条遗失" in told
    assert told.count("有 7 条记录在恢复备份时遗失") == 2
    (leaves,) = (line.split()[1:] for line in told.splitlines() if line.startswith("leaves"))
    assert leaves[: len(published)] == published
    assert "consistent True" in told
    kept = b"".join(path.read_bytes() for path in sorted((mirror / "tile").rglob("*")) if path.is_file())
    served = b"".join(path.read_bytes() for path in sorted((again / "tile").rglob("*")) if path.is_file())
    assert served.startswith(kept)  # also of those lost, entry tiles are served as they were


def test_a_database_altered_in_the_backup_is_refused_before_anything_is_restored(
    live: System, fresh: System, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    live.run("backup", backup, "--with-keys")
    tamper(only(backup, f"database/*/{RECORDS}"))
    assert f"{RECORDS}：与清单所记的摘要不符" in fresh.run("restore", backup)
    assert not fresh.data.exists()


def test_a_backup_altered_with_its_manifest_is_found_out(live: System, fresh: System, tmp_path: Path) -> None:
    """Who changes the database and the manifest to fit lacks the log's key: the signature fails, the audit names it."""
    backup = tmp_path / "backup"
    live.run("backup", backup, "--with-keys")
    copied, manifest = only(backup, f"database/*/{RECORDS}"), only(backup, "*.backup")
    before = form.measured(copied)
    if ADDRESS:
        copied.write_bytes(copied.read_bytes().replace(b"probe.done", b"probe.gone", 1))
    else:
        with closing(sqlite3.connect(copied, isolation_level=None)) as client:
            client.execute("DROP TRIGGER records_record_no_update")
            client.execute("UPDATE records_record SET act = 'probe.gone' WHERE id = 60")
    after = form.measured(copied)
    text = manifest.read_text(encoding="utf-8").replace(
        f'["{before[0]}", {before[1]}]', f'["{after[0]}", {after[1]}]'
    )
    manifest.write_text(text, encoding="utf-8")
    told = fresh.run("restore", backup, "--verify")
    assert "备份清单的签名不成立" in told
    assert "（probe.gone）：列与正文不符" in told
    assert told.endswith("=> 1\n")


def test_only_an_empty_place_is_restored_into_and_only_by_the_same_kind_of_database(
    live: System, fresh: System, tmp_path: Path
) -> None:
    backup = str(tmp_path / "backup")
    told = live.python(
        f"run('backup', {str(live.data / 'backup')!r})\n"
        f"run('backup', {backup!r})\nrun('restore', {backup!r})\n"
    )
    assert "不能放在数据目录里面" in told
    assert f"{live.data} 不是空的" in told
    assert "没有这一次备份" in fresh.run("restore", backup, "--moment", "20200101T000000Z")
    other = System(fresh.data, "" if ADDRESS else "postgresql://nobody@127.0.0.1:1/none")
    assert "不能跨数据库恢复" in other.run("restore", backup)
    assert not fresh.data.exists()
    if ADDRESS:
        with psycopg.connect(fresh.address, autocommit=True) as client:
            client.execute("CREATE TABLE something (id int)")
        assert "所指的数据库不是空的" in fresh.run("restore", backup)
