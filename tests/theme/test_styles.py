"""The sheets load nothing from anywhere, and are served under hashed names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

from mingjing import theme

STATIC = Path(theme.__file__).parent / "static"
OURS = sorted((STATIC / "theme").glob("*.css"))


@pytest.mark.parametrize("sheet", OURS, ids=lambda path: path.name)
def test_our_sheets_name_no_other_file_and_balance(sheet: Path) -> None:
    source = sheet.read_text(encoding="utf-8")
    assert "url(" not in source
    assert "@import" not in source
    assert source.count("{") == source.count("}")


def test_every_class_in_the_templates_has_a_rule() -> None:
    rules = "".join(
        path.read_text(encoding="utf-8") for path in (*OURS, STATIC / "theme/vendor/bootstrap.min.css")
    )
    known = set(re.findall(r"\.([a-z][\w-]*)", rules))
    meaningless = {"portal"}
    for template in (STATIC.parent / "templates" / "theme").glob("*.html"):
        source = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"))
        for given in re.findall(r'class="([^"]*)"', source):
            words = re.sub(r"is-\{\{.*?\}\}|\{\{.*?\}\}|\{%.*?%\}", " ", given).split()
            assert set(words) <= known | meaningless, f"{template.name}: {set(words) - known}"


def test_every_file_gets_a_hashed_name(tmp_path: Path) -> None:
    storage = ManifestStaticFilesStorage(location=str(tmp_path))
    source = FileSystemStorage(location=str(STATIC))
    paths: dict[str, Any] = {}
    for file in STATIC.rglob("*"):
        if file.is_file():
            name = str(file.relative_to(STATIC))
            with source.open(name) as content:
                storage.save(name, content)
            paths[name] = (source, name)
    processed = {name: hashed for name, hashed, _ in storage.post_process(paths)}
    assert set(processed) >= set(paths)
    assert all(re.search(r"\.[0-9a-f]{12}\.", hashed) for hashed in processed.values() if hashed)


def test_the_vendored_sheet_comes_with_its_licence() -> None:
    assert "MIT" in (STATIC / "theme/vendor/bootstrap.LICENSE").read_text(encoding="utf-8")
