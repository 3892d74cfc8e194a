"""The house as the documents tell it is the house that stands."""

from __future__ import annotations

import re
import statistics
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "mingjing"
LONGEST = 400
ROOM = re.compile(r"(?:^|\s{2,})(\w+)(?:/|\.py)(?=\s)")
HOST = re.compile(r"://|--(?:extra-)?index|--find-links|[\w-]\.(?:com|org|net|io|cn|dev)\b")


def _sources() -> list[Path]:
    return [
        path
        for path in sorted(HOUSE.rglob("*"))
        if path.suffix in {".py", ".html", ".css", ".js", ".typ"}
        and not {"migrations", "vendor"} & set(path.parts)
    ]


def _layers() -> list[set[str]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    house = next(each for each in contracts if each["id"] == "house")
    return [set(line.split(" | ")) for line in house["layers"]]


def _told() -> list[set[str]]:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = text.split("```")[1].strip().splitlines()
    assert block[0] == "src/mingjing/"
    lines = [set(ROOM.findall(line)) for line in block[1:]]
    # The last layer is told in two lines.
    return [*lines[:-2], lines[-2] | lines[-1]]


def test_the_house_block_is_the_import_contract() -> None:
    assert _told() == _layers()


def test_every_room_of_the_contract_stands() -> None:
    rooms = {path.name.removesuffix(".py") for path in HOUSE.iterdir()} - {"__init__", "__pycache__"}
    assert rooms == set().union(*_layers())


def test_rooms_to_come_are_not_there_yet() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("Rooms of the design that are to come")[2].partition("What goes upward")[0]
    rooms = re.findall(r"^\| `(\w+)`", table, re.MULTILINE)
    assert rooms
    assert not [room for room in rooms if (HOUSE / room).exists()]


def test_no_source_file_is_longer_than_a_person_reads() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _sources()}
    code = [length for path, length in lengths.items() if path.suffix == ".py" and length > 1]
    print(f"{len(code)} Python files, median {statistics.median(code):.0f} lines, longest {max(code)}")  # noqa: T201
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > LONGEST} == {}


def test_nothing_is_left_to_do_in_a_comment() -> None:
    mark = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
    files = [*_sources(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "docs").rglob("*.md")]
    assert [
        str(path.relative_to(ROOT)) for path in files if mark.search(path.read_text(encoding="utf-8"))
    ] == []


def test_lock_files_name_no_registry() -> None:
    locks = [*ROOT.glob("*.lock"), *HOUSE.rglob("*.lock.json")]
    assert len(locks) > 2
    for path in locks:
        assert HOST.search(path.read_text(encoding="utf-8")) is None, path.name
