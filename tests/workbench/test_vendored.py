"""The browser's bundle for large files is the one that its lock names, and the scripts load nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import mingjing.workbench

STATIC = Path(mingjing.workbench.__file__).parent / "static" / "workbench"
LOCK = json.loads((STATIC / "vendor" / "vendor.lock.json").read_text())


def test_the_bundle_is_the_one_that_the_lock_names() -> None:
    code = (STATIC / "vendor" / LOCK["file"]).read_bytes()
    assert hashlib.sha256(code).hexdigest() == LOCK["sha256"]
    assert [path.name for path in (STATIC / "vendor").glob("*.js")] == [LOCK["file"]]


def test_the_scripts_import_the_bundle_only_and_evaluate_nothing() -> None:
    """A policy without unsafe-inline: neither text that becomes code nor style in attributes of the markup."""
    scripts = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("*.js")}
    imports = {name for text in scripts.values() for name in re.findall(r'from "([^"]+)"', text)}
    assert imports == {f"./vendor/{LOCK['file']}"}
    for text in scripts.values():
        assert not re.search(r"innerHTML|eval\(|new Function|document\.write", text)
