"""种子 A4.1; 244号10; 个人信息保护法45: what is masked can be proved by the party later, and by nobody read before."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from rules_cast import at_desk

from mingjing.disclosure.actions import dossier_of, give_openings, publish
from mingjing.disclosure.leaks import HIDDEN, masked, names_in
from mingjing.disclosure.masks import openings_of
from mingjing.disclosure.models import MaskOpening, Publication
from mingjing.records import consumers, log
from telling import decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

PHONE, OTHER = "13912345678", "13912345679"
TITLE = "蒙（2020）云岭县不动产权第0001234号"
FACTS = f"当事人未取得施工许可证即开工，以{TITLE}抵押，电话 {PHONE}、{OTHER}。"


def public(bureau: Bureau) -> Publication:
    decided(bureau, facts=FACTS).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    waiting = bureau.confirm(Publication.objects.get(kind="decision"))
    return publish(user=bureau.users["checker"], publication=waiting, secrecy_checked=True)


def verdict(made: Publication, text: str, salt: str) -> str:
    typed = {"number": made.number, "text": text, "salt": salt}
    return Client().post("/verify/mask", typed).content.decode()


def test_each_masked_value_is_a_salted_commitment_that_the_party_can_open(bureau: Bureau) -> None:
    """One commitment a value; value and salt stand nowhere public, and come by hand after a check of identity."""
    made = public(bureau)
    labels = [mask["label"] for mask in made.masks if mask["field"] == "案件事实"]
    assert labels == ["案件事实中的权属证书编号", "案件事实中的手机号码", "案件事实中的手机号码"]
    assert "权属证书" in next(mask["rule"] for mask in made.masks if "权属" in mask["label"])
    said = json.dumps([made.content, made.masks], ensure_ascii=False)
    told = Client().get(f"/decisions/{made.ref}.json").json()
    page = Client().get(f"/decisions/{made.ref}/").content.decode()
    for row in MaskOpening.objects.all():
        for shown in (said, json.dumps(told, ensure_ascii=False), page):
            assert row.value not in shown
            assert bytes(row.salt).hex() not in shown
    assert all(mask["commitment"] for mask in told["masks"])

    for username, identified, code in (
        ("checker", True, "role.not_allowed"),
        ("publisher", False, "opening.not_identified"),
    ):
        with refusal(code):
            give_openings(user=bureau.users[username], publication=made, identified=identified)
    desk, own = at_desk("publisher"), f"/workbench/publications/{made.ref}/"
    assert desk.get(f"{own}openings/").status_code >= 400
    assert "出具遮盖凭证" in desk.text(own)
    assert desk.send(f"{own}opening/", {"identified": "on"}).status_code == 303
    paper = desk.text(f"{own}openings/")
    record = dossier_of(made).records.order_by("-seq")[0]
    assert record.act == "publication.opening_given"
    assert PHONE not in bytes(record.body).decode()

    opened = next(row for row in openings_of(made) if row.value == PHONE)
    salt = bytes(opened.salt).hex()
    assert PHONE in paper
    assert salt in paper
    stands = next(mask["commitment"] for mask in told["masks"] if mask["commitment"] == opened.commitment)
    assert hashlib.sha256(b"disclosure.mask\n" + bytes(opened.salt) + PHONE.encode()).hexdigest() == stands
    assert "案件事实中的手机号码：公示中隐去的就是这段文字" in verdict(made, PHONE, salt)
    for text, other in ((OTHER, salt), (PHONE, "00" * 32), (PHONE, "x")):
        assert "不相符" in verdict(made, text, other)

    MaskOpening.objects.all().delete()
    with refusal("opening.none"):
        give_openings(user=bureau.users["publisher"], publication=made, identified=True)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (TITLE, "权属证书编号"),
        ("云房权证字第00123号", "权属证书编号"),
        ("蒙A12345", "车牌号码"),
        ("蒙A·D12345", "车牌号码"),
        ("zhang@example.com", "电子邮箱"),
    ],
)
def test_what_cannot_be_anything_else_is_masked_wherever_it_stands(text: str, word: str) -> None:
    """244号10: numbers of titles to movable and immovable property."""
    shown, words = masked(f"经查，{text}。")
    assert words == [word]
    assert HIDDEN in shown


def test_a_firm_s_own_numbers_and_the_law_s_stay() -> None:
    """§11.6 no. 27."""
    for text in (
        "统一社会信用代码 91159999MA0AC000XX",
        "云建罚决字〔2026〕第012号",
        "住建部令第55号",
        "GB50300-2013",
    ):
        assert masked(text) == (text, [])


def test_names_are_found_where_records_put_them() -> None:
    """Reference §11.5: third persons' names are hidden; what is no name is left."""
    assert names_in("项目经理高远帆（示例）") == ["高远帆"]
    assert names_in("周一苇（示例）、李四") == ["周一苇", "李四"]
    assert names_in("云岭县青禾置业有限公司（示例）") == []
    assert names_in("现场负责人梁某（示例）") == []
