"""`/verify/` reads a receipt: by what was typed from paper, and by what the browser computes from the pasted text."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from PIL import Image
from playwright.sync_api import expect

from mingjing.ledger.checkpoint import open_checkpoint
from mingjing.ledger.entry import entry
from mingjing.ledger.note import COSIGNATURE, SigningKey, VerifierKey, decode_base64
from mingjing.ledger.receipt import Receipt
from mingjing.ledger.tree import leaf_hash, verify_consistency, verify_inclusion
from mingjing.records import log
from mingjing.records.actions import append, open_dossier
from mingjing.records.actors import SYSTEM
from mingjing.records.keys import signing_key
from mingjing.records.models import Cosignature, Record
from mingjing.records.vocabulary import Act

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

SERVED = Act("test.served", "送达", "{actor}送达。")
FILE = bytes(range(32))


def grow(times: int) -> None:
    dossier = open_dossier(kind="test", ref="served")
    with transaction.atomic():
        for _ in range(times):
            append(dossier=dossier, act=SERVED, actor=SYSTEM)
    log.integrate_all()


def receipt(index: int = 4, **other: bytes) -> Receipt:
    """Return the receipt of a record under the log as it is now."""
    newest = log.newest()
    assert newest
    head = Record.objects.get(leaf__idx=index).head
    own = {"entry": entry(bytes(head)), "root": bytes(newest.root), "file": FILE} | other
    return Receipt(origin=signing_key().name, index=index, size=newest.size, **own)


@pytest.fixture(autouse=True)
def own_folder(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.MINGJING_DATA = tmp_path


# ── typed by hand, and what the script is given ──


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("index", "digest", "said"),
    [
        ("4", "{}", "日志这一位的记录就是回执上的那一条"),
        ("４", " {} ", "日志这一位的记录就是回执上的那一条"),
        ("3", "{}", "日志这一位的记录不是回执上的那一条"),
        ("4", "0000000000000000", "日志这一位的记录不是回执上的那一条"),
        ("4", "{:.15}", "不能核对"),
        ("99", "{}", "不能核对"),
        ("x", "{}", "不能核对"),
        ("", "", "不能核对"),
    ],
)
def test_what_is_typed_from_paper_is_answered(client: Client, index: str, digest: str, said: str) -> None:
    grow(9)
    known = receipt().entry.hex()
    spaced = " ".join(known[at : at + 8].upper() for at in range(0, 64, 8))
    typed = digest.format(known if ":" in digest else spaced)
    page = client.get("/verify/receipt", {"index": index, "hash": typed}).content.decode()
    assert said in page


@pytest.mark.django_db
def test_the_proofs_lead_from_the_receipt_to_the_newest_checkpoint(client: Client) -> None:
    grow(9)
    old = receipt()
    grow(300)
    told = client.get(f"/verify/receipt/{old.index}-{old.size}.json").json()
    path, consistency = ([decode_base64(each) for each in told[name]] for name in ("path", "consistency"))
    newest = open_checkpoint(told["checkpoint"], VerifierKey.parse(told["keys"][-1]["vkey"]))
    assert told["covered"]
    assert verify_inclusion(old.index, old.size, leaf_hash(old.entry), path, old.root)
    assert verify_consistency(old.size, newest.size, old.root, newest.root, consistency)


@pytest.mark.django_db
def test_what_is_not_public_yet_is_not_told(client: Client, settings: SettingsWrapper) -> None:
    grow(9)
    settings.MINGJING_PUBLISH_DELAY = 60
    told = client.get("/verify/receipt/4-9.json").json()
    assert not told["covered"]
    assert "path" not in told
    assert "不能核对" in client.get("/verify/receipt", {"index": "4", "hash": "0" * 64}).content.decode()


# ── in the browser ──


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_browser_checks_a_receipt_by_itself(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    grow(9)
    served = receipt()
    note = served.sign(signing_key())
    grow(30)
    _cosigned(tmp_path)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{live_server.url}/verify/")

    def check(text: str) -> str:
        page.get_by_label("回执二维码里的文字").fill(text)
        page.get_by_role("button", name="核对回执").click()
        expect(page.locator("[data-receipt-result] section")).to_be_focused()
        said = page.locator("[data-receipt-result]").inner_text()
        page.evaluate("document.querySelector('[data-receipt-result]').replaceChildren()")
        return said

    said = check(note)
    assert said.startswith("回执成立")
    assert "不能再说没有送达" in said
    assert "收在日志第 5 条" in said
    assert "日志现在有 39 条，仍是回执的检查点的延续" in said
    assert "见证人副署：w1，合乎见证政策的要求" in said
    for policy, words in (
        ("group g 2 w1 w2\nquorum g", "w1，不够见证政策要求的数"),
        ("group g any w1 w2\nquorum g", "w1，合乎见证政策的要求"),
        ("quorum w2", "w1，不够见证政策要求的数"),
    ):
        _policy(tmp_path, policy)
        assert words in check(note)
    assert check(note.replace("\n", "\r\n  ").strip()).startswith("回执成立")
    assert "回执没有本机关日志密钥的签名" in check(receipt(5).text() + "\n" + note.split("\n\n")[1])
    thief = SigningKey.generate(signing_key().name)
    assert "回执没有本机关日志密钥的签名" in check(served.sign(thief))
    denied = receipt(4, entry=bytes(32)).sign(signing_key())
    assert "日志里没有回执上的这条记录" in check(denied)
    rewritten = Receipt(served.origin, 0, served.entry, FILE, 1, leaf_hash(served.entry)).sign(signing_key())
    assert "日志被改写过" in check(rewritten)
    assert "不是完整的回执" in check("mingjing receipt v1")
    assert troubles == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_slips_square_is_read_from_a_picture_where_the_browser_can(
    page: Page, live_server: LiveServer
) -> None:
    """The browser's own reader is played here: this one has none. What it finds is checked like what is typed."""
    grow(9)
    note = receipt().sign(signing_key())
    page.add_init_script(
        """window.BarcodeDetector = class {
          static async getSupportedFormats() { return ["qr_code"]; }
          async detect(picture) { return picture.width === 2 ? [{ rawValue: NOTE }] : []; }
        };""".replace("NOTE", json.dumps(note))
    )
    page.goto(f"{live_server.url}/verify/")
    for width, said in ((2, "回执成立"), (3, "没有完成核对")):
        drawn = io.BytesIO()
        Image.new("RGB", (width, width)).save(drawn, "PNG")
        chosen = {"name": "回执.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
        page.get_by_label("或者选择回执二维码的照片").set_input_files(files=[chosen])  # type: ignore[list-item]
        expect(page.locator("[data-receipt-result] h2")).to_contain_text(said)


def _cosigned(data: Path) -> None:
    newest = log.newest()
    assert newest
    key = SigningKey.from_seed("w1.example/witness", bytes(32), COSIGNATURE)
    line = key.cosign(newest.note[: newest.note.index("\n\n") + 1], 1_800_000_000)
    ident = key.verifier.id.hex()
    Cosignature.objects.create(
        checkpoint=newest, name=key.name, key_id=ident, line=line, received_at=newest.signed_at
    )
    _policy(data, "quorum w1")


def _policy(data: Path, quorum: str) -> None:
    """Write a policy of two witnesses, of whom the first has cosigned."""
    one, two = (
        SigningKey.from_seed(f"w{each}.example/witness", bytes([each - 1] * 32), COSIGNATURE)
        for each in (1, 2)
    )
    witnesses = f"witness w1 {one.verifier.vkey}\nwitness w2 {two.verifier.vkey}"
    (data / "policy").write_text(f"{witnesses}\n{quorum}\n")
