"""A backup killed, spoiled, without its keys, or behind what the public has seen. On SQLite: it depends on none."""

from __future__ import annotations

import fcntl
import shutil
import signal
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

from backup_scene import System, empty_database, only, tamper

from mingjing.ledger.note import COSIGNATURE, SigningKey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from object_store import ObjectStore

WHOLE = "结果：全部相符"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "blobs").rglob("*") if path.is_file())


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
    told = System(fresh.data, empty_database()).run("restore", backup, "--published", mirror)
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


def test_two_backups_at_once_do_not_mix(live: System, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    with (tmp_path / "backup" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "正在备份" in live.run("backup", tmp_path / "backup")


def test_what_a_disposal_destroyed_goes_from_the_backup_with_the_next_run(
    live: System, fresh: System, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    told = live.python(
        f"run('backup', {str(backup)!r}, '--with-keys')\nact()\n"
        "from mingjing.records.deeds import deed\nfrom mingjing.records.models import Destruction\n"
        "from mingjing.storage.models import Blob\nimport datetime\n"
        "blob = Blob.objects.order_by('pk')[0]\n"
        "guarding.drop()  # only an approved list destroys: as if there were one\n"
        "with deed(dossier=open_dossier(kind='probe', ref='list'), act=done, actor=COMMAND) as work:\n"
        "    work.add(Destruction(blob=blob, listed_in='probe:1', destroyed_on=datetime.date(2026, 9, 1)))\n"
        "guarding.create()\nstore.backend().destroy(blob.sha256)\n"
        f"run('backup', {str(backup)!r})\nprint('destroyed', blob.sha256)"
    )
    gone = told.split()[-1]
    assert told.count("=> 0") == 2
    assert gone not in {path.name for path in _files(backup)}
    assert len(_files(backup)) == len(_files(live.data)) == 4
    told = fresh.run("restore", backup)
    assert "=> 0" in told  # what was destroyed is not missing
    assert "文件 4 个" in told


def test_a_backup_of_a_disk_is_restored_into_a_locked_bucket(
    live: System, fresh: System, object_store: ObjectStore, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    live.run("backup", backup, "--with-keys")
    fresh.more = object_store.environment(f"restored-{uuid.uuid4().hex[:12]}")
    told = fresh.python(
        f"run('restore', {str(backup)!r}, '--verify')\nact()\ndo('after', 2, files=2)\nlog.integrate_all()\n"
        "run('verify')\nprint(len(list(store.backend().names())))\n"
    )
    assert (told.count("=> 0"), told.count(WHOLE), told.split()[-1]) == (2, 2, "7"), told
    assert _files(fresh.data) == []
    fresh.more |= {"MINGJING_STORE_LOCK_DAYS": "365"}
    told = fresh.run("backup", tmp_path / "again")
    assert "文件 7 个，这次新存 7 个" in told
    told = fresh.python(
        "act()\nfrom mingjing.config.startup import reasons_not_to_start\nprint(*reasons_not_to_start())"
    )
    assert "默认保留期不足 365 天" in told
