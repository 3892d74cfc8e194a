"""Commands on the wrong folder, and by whom a command acts."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mingjing.cases.bundling import bundle
from mingjing.catalog.cli import import_file
from mingjing.config import cli
from mingjing.demo.bureau import DATA
from mingjing.records.actors import COMMAND
from mingjing.records.models import Record
from mingjing.records.queries import lines
from mingjing.refusal import Refusal
from mingjing.registry import management
from mingjing.registry.permissions import Role
from mingjing.registry.queries import only_account
from telling import submitted

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.demo.bureau import Bureau

READING = (
    ["verify"], ["cases"], ["bundle", "1", "-o", "b.zip"], ["worker"], ["serve", "--port", "0"],
    ["lists", "import", "matters", "m.csv"], ["laws", "check", "《建筑法》第六十四条", "--on", "2026-09-15"],
)  # fmt: skip


@pytest.mark.parametrize("command", READING, ids=lambda each: each[0])
def test_a_folder_without_data_is_refused_and_left_alone(command: list[str], tmp_path: Path) -> None:
    """A mistyped MINGJING_DATA must not become a second bureau, nor pass for a verified one."""
    place = tmp_path / "mistyped"
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "mingjing.config.cli", *command],
        env=environment | {"MINGJING_DATA": str(place)}, capture_output=True, text=True, check=False,
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "没有数据" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_list_is_imported_by_the_only_publisher(bureau: Bureau) -> None:
    publisher = bureau.users["publisher"]
    assert only_account(Role.PUBLISHER) == publisher
    import_file("matters", str(DATA / "matters.csv"), None)
    record = Record.objects.filter(act__startswith="list.").latest("pk")
    assert record.actor == str(publisher.actor())


def test_where_there_are_two_publishers_the_account_must_be_named(bureau: Bureau) -> None:
    security = bureau.users["security"]
    other = management.create_account(user=security, username="second", password="x" * 12)
    management.grant_role(
        user=security,
        account=other,
        role=Role.PUBLISHER,
        valid_from=bureau.users["publisher"].grants.first().valid_from,
    )
    with pytest.raises(Refusal) as refused:
        import_file("matters", str(DATA / "matters.csv"), None)
    assert refused.value.code == "account.not_one"
    assert "--user" in refused.value.next_step


def test_a_bundle_by_command_says_so(bureau: Bureau, tmp_path: Path, settings: object) -> None:
    settings.MINGJING_DATA = tmp_path / "data"  # type: ignore[attr-defined]
    story = submitted(bureau)
    bundle(actor=COMMAND, case=story.case, target=tmp_path / "case.zip")
    record = Record.objects.filter(act="bundle.made").latest("pk")
    assert b'"via":"command"' in bytes(record.body)
    assert lines([record])[0].sentence.startswith("系统管理命令导出了卷宗包")


@pytest.mark.parametrize(("name", "code"), [("officer1", 0), ("publisher", 1), ("nobody", 1)])
def test_a_bundle_by_an_account_needs_its_right(  # noqa: PLR0917 - fixtures
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object, name: str, code: int
) -> None:
    """岗位权限表: case.bundle."""
    settings.MINGJING_DATA = tmp_path / "data"  # type: ignore[attr-defined]
    monkeypatch.setattr(cli, "_django", lambda: None)
    case = submitted(bureau).case
    user = bureau.users.get(name)
    arguments = [
        "bundle",
        str(case.pk),
        "-o",
        str(tmp_path / "case.zip"),
        "--user",
        user.username if user else name,
    ]
    assert cli.main(arguments) == code
    if user and code == 0:
        assert Record.objects.filter(act="bundle.made", actor=str(user.actor())).exists()
    assert (tmp_path / "case.zip").exists() == (code == 0)
