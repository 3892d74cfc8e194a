"""查验真伪: the answer to a hash can be recomputed from its bytes; a number says nothing of what is not public."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import override_settings

from mingjing.disclosure.models import Publication
from mingjing.documents.forms_catalogue import OPINION
from mingjing.ledger.entry import entry, file_commitment
from mingjing.ledger.note import VerifierKey
from mingjing.ledger.proof import ProofError, TlogProof
from mingjing.records import log, rekeying
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Checkpoint

from .conftest import PARTY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from mingjing.documents.models import Document

    type Issue = Callable[..., Document]
    type Publish = Callable[..., Publication]

pytestmark = pytest.mark.django_db
ORIGINAL, MASKED = b"%PDF-1.7 the original", b"%PDF-1.7 the masked copy"


def ask(client: Client, file: bytes) -> dict[str, Any]:
    response = client.get(f"/verify/file/{hashlib.sha256(file).hexdigest()}.json")
    told: dict[str, Any] = json.loads(response.content)
    assert response.status_code == (200 if told["found"] else 404)
    return told


def recompute(told: dict[str, Any], file: bytes) -> None:
    """Do what the browser does, with the ledger's own code."""
    opening = told["opening"]
    commitment = file_commitment(
        opening["kind"],
        bytes.fromhex(opening["salt"]),
        hashlib.sha256(file).digest(),
        bytes.fromhex(opening["sm3"]),
    )
    assert json.loads(told["body"])["subjects"][opening["position"]]["commitment"] == commitment.hex()
    assert json.loads(told["head"])["body"] == hashlib.sha256(told["body"].encode()).hexdigest()
    proof = TlogProof.parse(told["proof"])
    proof.verify(entry(told["head"].encode()), VerifierKey.parse(told["vkey"]))


def test_the_served_document_and_the_masked_copy_are_told_apart(client: Client, issued: Issue) -> None:
    document = issued(ORIGINAL, MASKED)
    for file, role in ((ORIGINAL, "served"), (MASKED, "public")):
        told = ask(client, file)
        recompute(told, file)
        assert (told["role"], told["number"], told["title"]) == (role, document.number, "行政处罚决定书")
        assert told["recorded_at"].startswith("2026-09-15T10:00")


def test_a_file_with_one_byte_changed_is_not_recorded_here(client: Client, issued: Issue) -> None:
    issued(ORIGINAL, MASKED)
    assert ask(client, ORIGINAL + b"\n") == {"found": False}
    assert client.get("/verify/file/nothing.json").status_code == 404


def test_a_wrong_answer_of_the_server_does_not_add_up(client: Client, issued: Issue) -> None:
    issued(ORIGINAL, MASKED)
    told = ask(client, ORIGINAL)
    with pytest.raises(ProofError):
        recompute(told | {"head": told["head"].replace('"seq":1', '"seq":2')}, ORIGINAL)
    with pytest.raises(AssertionError):
        recompute(told, MASKED)


def test_before_the_checkpoint_is_published_there_is_no_proof_yet(client: Client, issued: Issue) -> None:
    issued(ORIGINAL)
    with override_settings(MINGJING_PUBLISH_DELAY=60):
        assert ask(client, ORIGINAL)["proof"] == ""


def test_an_answer_names_nobody(client: Client, issued: Issue, publish_decision: Publish) -> None:
    publish_decision()
    told = json.dumps(ask(client, _issue(issued)), ensure_ascii=False)
    assert PARTY not in told


def _issue(issued: Issue) -> bytes:
    issued(ORIGINAL, MASKED)
    return ORIGINAL


def number(client: Client, **query: str) -> str:
    return (
        client.get("/verify/number", query)
        .content.decode()
        .replace('<span class="nb">', "")
        .replace("</span>", "")
    )


def test_a_public_number_is_enough(client: Client, publish_decision: Publish) -> None:
    decision = publish_decision()
    for typed in (decision.number, "云建罚决字[2026]第012号", " 云建罚决字〔2026〕 第012号"):
        page = number(client, number=typed)
        assert "编号与本机关的记录相符" in page
        assert f"/decisions/{decision.ref}/" in page


def test_what_is_not_public_needs_its_code(client: Client, issued: Issue) -> None:
    document = issued(ORIGINAL, form=OPINION)
    assert "本机关无此记录" in number(client, number=document.number)
    code = document.verification_code
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " ")):
        page = number(client, number=document.number, code=typed)
        assert "编号与本机关的记录相符" in page
        assert "法制审核意见书" in page


def test_a_code_with_somebody_elses_number_says_only_that(client: Client, issued: Issue) -> None:
    document = issued(ORIGINAL)
    page = number(client, number="云建罚决字〔2026〕第999号", code=document.verification_code)
    assert "不属于同一份文书" in page
    assert document.number not in page


def test_a_withdrawn_number_is_said_to_be_withdrawn_and_names_nobody(
    client: Client, publish_decision: Publish
) -> None:
    decision = publish_decision(state=Publication.State.WITHDRAWN)
    page = number(client, number=decision.number)
    assert "已经撤下" in page
    assert PARTY not in page


def test_no_answer_says_forged_or_sealed(client: Client, issued: Issue, publish_decision: Publish) -> None:
    issued(ORIGINAL)
    publish_decision()
    said = client.get("/verify/").content.decode() + number(client, number="无") + number(client, number="")
    from mingjing.portal.views import verify

    said += repr(verify.WORDS)
    for word in ("伪造", "假冒", "已盖章", "决定书原件"):
        assert word not in said


def test_the_page_says_what_a_check_cannot_say(client: Client, issued: Issue) -> None:
    issued(ORIGINAL)
    page = client.get("/verify/").content.decode()
    for words in (
        "都来自正被核对的这台服务器",
        "mingjing verify-bundle",
        "/log/key",
        "不说明决定是否合法",
        "文件不上传",
    ):
        assert words in page
    key = client.get("/log/key").content.decode().strip()
    assert key.split("+")[0] in page


def test_after_a_change_of_key_a_proof_comes_with_the_key_that_signed_its_checkpoint(
    client: Client, issued: Issue, monkeypatch: pytest.MonkeyPatch, settings: SettingsWrapper, tmp_path: Path
) -> None:
    """The public checkpoint lags: for a while it is still the old key's."""
    settings.MINGJING_DATA = tmp_path
    issued(ORIGINAL, MASKED)
    old = log.log_head()
    new = rekeying.rotate(actor=SYSTEM)
    with monkeypatch.context() as lagging:
        lagging.setattr(log, "shown", lambda: Checkpoint.objects.filter(size__lte=old.size))
        told = ask(client, ORIGINAL)
        assert told["vkey"] == old.vkey
        recompute(told, ORIGINAL)
    told = ask(client, ORIGINAL)
    assert told["vkey"] == new
    recompute(told, ORIGINAL)
