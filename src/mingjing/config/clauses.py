"""The clause table: which code and which test serve which clause of the seed, read from their own docstrings."""

from __future__ import annotations

import ast
import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
SOURCE = HERE.parent
TESTS = SOURCE.parent.parent / "tests"
MENTION = re.compile(r"(?<![A-Za-z0-9.])([ABC][1-5](?:\.[0-4])?|C0)(?![0-9A-Za-z.])")


@dataclass(frozen=True)
class Row:
    """A clause: its id, its title, the places of code and the tests that name it."""

    clause: str
    title: str
    code: list[str]
    tests: list[str]


def table() -> list[Row]:
    """Return a row for every clause of the seed; a clause that nothing serves yet has empty lists."""
    with (HERE / "data" / "clauses.csv").open(encoding="utf-8", newline="") as file:
        clauses = list(csv.DictReader(file))
    code, tests = _mentions(SOURCE), _mentions(TESTS)
    return [
        Row(each["id"], each["title"], code.get(each["id"], []), tests.get(each["id"], []))
        for each in clauses
    ]


def as_markdown(rows: list[Row]) -> str:
    """Return the table as `docs/clauses.md` keeps it."""
    lines = [
        "# 条款、代码、测试对照表",
        "",
        "由 `mingjing clauses` 从代码和测试的文档字符串生成；空格表示尚无对应。",
        "",
        "| 条款 | 内容 | 代码 | 测试 |",
        "|---|---|---|---|",
    ]
    lines += [f"| {row.clause} | {row.title} | {_cell(row.code)} | {_cell(row.tests)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(places: list[str]) -> str:
    return "<br>".join(f"`{place}`" for place in places)


def _mentions(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for name, text in _docstrings(path):
            place = f"{path.relative_to(folder.parent).as_posix()}" + (f":{name}" if name else "")
            for clause in dict.fromkeys(MENTION.findall(text)):
                found.setdefault(clause, []).append(place)
    return found


def _docstrings(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (name, docstring) of a module and of everything in it that has one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (
            text := ast.get_docstring(node)
        ):
            yield getattr(node, "name", ""), text
