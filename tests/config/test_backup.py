"""`mingjing backup` and `mingjing restore`: the same system again, and the same log going on."""

from __future__ import annotations

import fcntl
import shutil
import signal
import sqlite3
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import psycopg
from backup_scene import ADDRESS, System, empty_database, fresh, live, made, only, stop, tamper, writing

from mingjing.config.backup import form
from mingjing.ledger.note import COSIGNATURE, SigningKey

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["fresh", "live", "made", "writing"]

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


def test_without_its_keys_the_log_goes_on_under_a_new_one_and_both_are_named(
    live: System, fresh: System, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    live.run("backup", backup)
    assert not (backup / "keys").exists()
    told = fresh.python(
        f"run('restore', {str(backup)!r}, '--verify')\nact()\nfor key in keys_of_log(): print('key', key.vkey)"
    )
    assert (told.count("=> 0"), told.count(WHOLE)) == (1, 1), told
    old, new = (line.split()[1] for line in told.splitlines() if line.startswith("key"))
    assert f"原公钥：{old}" in told
    assert f"新公钥：{new}" in told
    assert old != new
    assert f'"vkey": "{old}"' in only(backup, "*.backup").read_text()


def test_with_its_keys_put_beside_it_the_log_keeps_its_own(
    live: System, fresh: System, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    live.run("backup", backup)
    shutil.copytree(live.data / "keys", fresh.data / "keys")
    told = fresh.run("restore", backup, "--verify")
    assert WHOLE in told
    assert "新公钥" not in told


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


def test_a_record_taken_away_does_not_pass_for_one_lost_in_a_restore(
    live: System, fresh: System, tmp_path: Path
) -> None:
    backup, mirror = tmp_path / "backup", tmp_path / "mirror"
    live.python(
        f"run('backup', {str(backup)!r}, '--with-keys')\nact()\ndo('today', 2)\npublish({str(mirror)!r})"
    )
    told = fresh.python(
        f"run('restore', {str(backup)!r}, '--published', {str(mirror)!r})\nact()\nguarding.drop()\n"
        "victim = Record.objects.filter(dossier__ref='before').latest('seq')\n"
        "LostEntry.objects.create(idx=victim.leaf.idx, entry=entry(bytes(victim.head)))\n"
        "Leaf.objects.filter(pk=victim.leaf.pk).update(record=None)\n"
        "guarding.create()\nprint(f'{victim.leaf.idx=}')\nrun('verify')\n"
    )
    idx = told.partition("victim.leaf.idx=")[2].split()[0]
    assert f"不符：日志第 {idx} 位的记录已不存在" in told
    assert told.endswith("=> 1\n")


def test_a_published_log_that_is_another_history_is_not_taken(
    live: System, fresh: System, tmp_path: Path
) -> None:
    """Who holds the key signed one history for the public and kept another: neither is passed off as the other."""
    backup, mirror, fork = tmp_path / "backup", tmp_path / "mirror", tmp_path / "fork"
    live.python(
        f"run('backup', {str(backup)!r}, '--with-keys')\nact()\ndo('today', 2)\npublish({str(mirror)!r})\n"
        "from mingjing.ledger.checkpoint import Checkpoint as Note\n"
        "from mingjing.records.keys import signing_key\n"
        f"folder = Path({str(fork)!r})\nfolder.mkdir()\n"
        "note = Note(signing_key().name, 20, bytes(32)).sign(signing_key())\n"
        "(folder / 'checkpoint').write_text(note)\n"
    )
    told = fresh.run("restore", backup, "--published", fork)  # shorter than the backup, with another root
    assert "不是备份里那一份的延续" in told
    shutil.rmtree(fresh.data)
    tamper(only(mirror, "tile/entries/001.p/*"), at=-1)
    again = System(fresh.data, empty_database())
    told = again.run("restore", backup, "--published", mirror)
    assert "不是备份里那一份的延续" in told
    assert not (fresh.data / "profile").exists()


def test_a_backup_behind_what_a_witness_has_seen_does_not_sign_on(
    live: System, fresh: System, tmp_path: Path
) -> None:
    backup, mirror = tmp_path / "backup", tmp_path / "mirror"
    live.python(
        f"run('backup', {str(backup)!r}, '--with-keys')\nact()\ndo('today', 5)\npublish({str(mirror)!r})"
    )
    with witness(mirror / "checkpoint") as policy:
        fresh.data.mkdir()
        (fresh.data / "policy").write_text(policy)
        told = fresh.run("restore", backup)
        assert "见证人 w1 见过" in told
        assert "--published" in told
        assert "没有数据" in fresh.run("verify")
        shutil.rmtree(fresh.data)
        fresh.data.mkdir()
        (fresh.data / "policy").write_text(policy)
        told = System(fresh.data, empty_database()).run("restore", backup, "--published", mirror)
        assert "=> 0" in told
        assert "见证人 w1：见过" in told


@contextmanager
def witness(note: Path) -> Iterator[str]:
    """Let somebody show a checkpoint as a witness does; yield the policy that names it."""

    class Witness(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(note.read_bytes())

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Witness)
    thread = Thread(target=server.serve_forever)
    thread.start()
    key = SigningKey.generate("witness.example/w1", COSIGNATURE).vkey
    try:
        yield f"witness w1 {key} http://127.0.0.1:{server.server_port}\nquorum w1\n"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


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


def test_a_file_altered_or_lost_is_named_by_backup_and_restore(
    live: System, fresh: System, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    live.run("backup", backup, "--with-keys")
    altered, gone, *_ = _files(backup)
    tamper(altered)
    gone.unlink()
    told = fresh.run("restore", backup, "--verify")
    assert f"备份里的文件已被改动：{altered.name}" in told
    assert f"备份里的文件不见了：{gone.name}" in told
    assert told.count("不符：文件不见了") == 2  # and the audit misses both
    assert told.endswith("=> 1\n")
    altered, gone, *_ = _files(live.data)
    tamper(altered)
    gone.unlink()
    told = live.run("backup", tmp_path / "another")
    assert f"文件内容已变，没有备份：{altered.name}" in told
    assert f"文件不见了：{gone.name}" in told
    assert told.endswith("=> 1\n")


def test_a_backup_killed_at_any_moment_leaves_the_runs_before_it_and_the_next_one_whole(
    live: System, fresh: System, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    live.python(f"run('backup', {str(backup)!r}, '--with-keys')\nact()\ndo('more', 20, files=20)")
    before = only(backup, "*.backup").name
    for place in ("carry", "_tiles", "_plain_files"):
        told = live.start(
            "act()\nimport os, signal\nfrom mingjing.config.backup import making\n"
            f"making.{place} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\nrun('backup', {str(backup)!r})"
        )
        told.communicate()
        assert told.returncode == -signal.SIGKILL
        assert [path.name for path in backup.glob("*.backup")] == [before]
    live.run("backup", backup)
    assert {path.name for path in (backup / "database").iterdir()} == {
        path.stem for path in backup.glob("*.backup")
    }
    assert WHOLE in fresh.run("restore", backup, "--verify")


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


def test_two_backups_at_once_do_not_mix(live: System, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    with (tmp_path / "backup" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "正在备份" in live.run("backup", tmp_path / "backup")
