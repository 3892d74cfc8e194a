"""244号10; reference §11.6 no. 27: what is masked by rule is nowhere; what is suspected a person answers for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from django.test import Client

from mingjing.cases.models import Decision
from mingjing.demo.people import PASSWORD
from mingjing.disclosure.actions import correct, publish
from mingjing.disclosure.leaks import HIDDEN, masked, pieces
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import fields_of
from mingjing.records import consumers, log
from mingjing.storage.store import read
from telling import decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.storage.models import Blob

pytestmark = pytest.mark.typeset

IDENTITY, PHONE, ACCOUNT = "150999198506150023", "13912345678", "6222021234567890123"
FACTS = f"当事人未取得施工许可证即开工。现场负责人梁某（身份证号 {IDENTITY}，电话 {PHONE}）收取定金至账号 {ACCOUNT}。"
HOME = "3栋2单元501室"


def words_of(blob: Blob) -> str:
    document = pypdfium2.PdfDocument(read(blob))
    said = "".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s", "", said)


def proposal(bureau: Bureau, facts: str) -> Publication:
    decided(bureau, facts=facts).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    return bureau.confirm(Publication.objects.get(kind="decision"))


def test_numbers_in_free_text_are_in_neither_page_nor_file(bureau: Bureau) -> None:
    """The original keeps them; the copy for the public and the content hold none."""
    made = publish(user=bureau.users["checker"], publication=proposal(bureau, FACTS), secrecy_checked=True)
    document = Decision.objects.get().document
    kept = json.dumps(made.content, ensure_ascii=False)
    assert document.masked is not None
    copy, original = words_of(document.masked), words_of(document.original)
    for secret in (IDENTITY, PHONE, ACCOUNT):
        assert secret in original
        assert secret not in kept
        assert secret not in copy
    assert kept.count(HIDDEN) == 3
    assert [mask["label"] for mask in made.masks] == [
        "案件事实中的居民身份证号", "案件事实中的手机号码", "案件事实中的银行账号",
    ]  # fmt: skip
    page = Client().get(f"/decisions/{made.ref}/").content.decode()
    assert "案件事实中的手机号码" in page


def test_what_the_machine_only_suspects_must_be_confirmed(bureau: Bureau) -> None:
    """A mask overlooked by the clerk but found by the machine: refused, nothing lost."""
    waiting = proposal(bureau, f"当事人未取得施工许可证即开工，梁某住{HOME}。")
    checker = bureau.users["checker"]
    with refusal("publication.leak"):
        publish(user=checker, publication=waiting, secrecy_checked=True)
    with refusal("publication.leak"):
        publish(user=checker, publication=waiting, secrecy_checked=True, confirmed=["别处"])
    assert Publication.objects.get(pk=waiting.pk).state == Publication.State.PROPOSED
    made = publish(user=checker, publication=waiting, secrecy_checked=True, confirmed=[HOME])
    assert made.confirmed == [["案件事实", "家庭住址"]]


def test_a_correction_that_brings_a_phone_is_refused(bureau: Bureau) -> None:
    """What a clerk types later is looked at as well."""
    checker = bureau.users["checker"]
    public = publish(user=checker, publication=proposal(bureau, FACTS), secrecy_checked=True)
    facts = dict(fields_of(public))["案件事实"]
    again = correct(
        user=bureau.users["publisher"], publication=public, fields={"案件事实": f"{facts}电话 {PHONE}。"},
        correction="wrong", reason="补充事实的表述。",
    )  # fmt: skip
    with refusal("publication.leak"):
        publish(user=checker, publication=again, secrecy_checked=True)


def test_the_checker_ticks_each_one_at_the_desk(bureau: Bureau) -> None:
    """Nothing is ticked beforehand."""
    waiting = proposal(bureau, f"当事人未取得施工许可证即开工，梁某住{HOME}。")
    client, address = Client(), f"/workbench/publications/{waiting.ref}/"
    client.post("/login/", {"username": "checker", "password": PASSWORD})
    shown = client.get(address).content.decode()
    assert "可以公开" in shown
    assert " checked" not in shown
    for confirmed, status in (([], 422), ([HOME], 303)):
        form = client.get(address).content.decode()
        form = form[form.index(f'action="{address}"') :]
        typed = dict(reversed(re.findall(r'name="(version|once)" value="([^"]*)"', form)))
        sent = {**typed, "secrecy_checked": "on", "password": PASSWORD, "confirmed": confirmed}
        assert client.post(address, sent).status_code == status


@pytest.mark.parametrize(
    ("text", "shown", "words"),
    [
        (f"电话{PHONE}。", f"电话{HIDDEN}。", ["手机号码"]),
        (f"{IDENTITY}", HIDDEN, ["居民身份证号"]),
        (
            "合同价款 28600000 元，编号 150999198506150024",
            "合同价款 28600000 元，编号 150999198506150024",
            [],
        ),
        ("统一社会信用代码 91159999MA0AC000XX", "统一社会信用代码 91159999MA0AC000XX", []),
        ("", "", []),
    ],
)
def test_only_what_is_certain_is_masked_by_itself(text: str, shown: str, words: list[str]) -> None:
    """§11.6 no. 27: a firm's own numbers and sums stay."""
    assert masked(text) == (shown, words)
    assert "".join(piece for piece, _ in pieces(text)) == text
