"""What runs in the browser is what was vendored, and the page's policy lets nothing else run."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mingjing.portal

if TYPE_CHECKING:
    from django.test import Client

STATIC = Path(mingjing.portal.__file__).parent / "static" / "portal"
LOCK = json.loads((STATIC / "vendor" / "vendor.lock.json").read_text())


def test_the_bundle_is_the_one_that_the_lock_names() -> None:
    code = (STATIC / "vendor" / LOCK["file"]).read_bytes()
    assert hashlib.sha256(code).hexdigest() == LOCK["sha256"]
    assert [path.name for path in (STATIC / "vendor").glob("*.js")] == [LOCK["file"]]


def test_the_scripts_import_the_bundle_and_each_other_only() -> None:
    imports = {
        name
        for path in STATIC.glob("*.js")
        for name in re.findall(r'from "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    own = {
        "./verify-core.js",
        "./verify-badge.js",
        "./receipt-core.js",
        "./bundle-core.js",
        "./bundle-zip.js",
    }
    assert imports == {f"./vendor/{LOCK['file']}", *own}


def test_the_scripts_never_send_a_file() -> None:
    sent = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
    assert "method:" not in sent
    assert "XMLHttpRequest" not in sent
    assert "FormData" not in sent


def test_the_scripts_never_say_forged_or_sealed() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
    for word in ("伪造", "假冒", "已盖章", "决定书原件"):
        assert word not in said


@pytest.mark.django_db
def test_the_policy_allows_own_scripts_and_nothing_inline(client: Client) -> None:
    response = client.get("/verify/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\son\w+=", page) == []
