"""README names every command there is, and every command explains itself."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mingjing.config import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _commands(parser: argparse.ArgumentParser, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every command, with its verb where it has any."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                deeper = list(_commands(below, (*before, name)))
                yield from deeper or [(*before, name)]


COMMANDS = sorted(_commands(cli._parser()))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_readme_names_the_command(command: tuple[str, ...]) -> None:
    table = README.partition("## 命令")[2].partition("\n## ")[0]
    assert re.search(rf"`{' '.join(command)}(?:`| )", table)


def test_readme_names_no_command_that_is_not_there() -> None:
    table = README.partition("## 命令")[2].partition("\n## ")[0]
    told = {
        span.split()[0]
        for row in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
        for span in re.findall(r"`([a-z][^`]+)`", row)
    }
    assert told == {command[0] for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_command_explains_itself(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([*command, "--help"])
    assert left.value.code == 0
    assert "usage: mingjing" in capsys.readouterr().out


def test_every_target_that_readme_names_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"\bmake ([a-z-]+)", README) if f"\n{name}:" not in makefile] == []


def test_every_document_links_to_what_is_there() -> None:
    """A picture or a generated page that is missing is found here."""
    pages = {
        page: page.read_text(encoding="utf-8")
        for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    }
    targets = [(page, target) for page, text in pages.items() for target in LINK.findall(text)]
    assert [
        f"{page.relative_to(ROOT)} → {target}"
        for page, target in targets
        if not (page.parent / target).exists()
    ] == []
