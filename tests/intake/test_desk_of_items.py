"""At the desk: systems and keys by the administrator, files and matters by the publisher, beside the original."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

from django.test import Client

from arriving import LICENCE
from mingjing.demo.people import PASSWORD
from mingjing.disclosure.models import Publication
from mingjing.intake.models import Delivery, Item, SourceSystem, SystemKey
from mingjing.intake.systems import key_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from arriving import Outside
    from mingjing.demo.bureau import Bureau


def at_the_desk(bureau: Bureau, username: str) -> Client:
    client = Client()
    client.post("/login/", {"username": bureau.users[username].username, "password": PASSWORD})
    return client


def send(client: Client, address: str, **typed: object) -> HttpResponse:
    """Fill the form of a page in and send it."""
    page = client.get(address)
    assert page.status_code == 200, address
    hidden = dict(re.findall(r'name="(version|once)" value="([^"]*)"', page.content.decode()))
    return client.post(address, hidden | typed)


def test_the_administrator_registers_a_system_and_sees_its_key_once(bureau: Bureau) -> None:
    """种子 A4.2: a permission of its own; the key is on one page, once."""
    desk = at_the_desk(bureau, "system")
    answer = send(
        desk,
        "/workbench/sources/new/",
        name="省监管平台（示例）",
        operator="省厅（示例）",
        topics=["licence"],
    )
    system = SourceSystem.objects.get()
    address = f"/workbench/sources/{system.ref}/"
    assert answer["Location"] == address
    shown = send(
        desk, f"{address}key/", label="前置机", topics=["licence"], expires_on="2027-01-01", password=PASSWORD
    ).content.decode()
    (text,) = re.findall(r"mj_[0-9a-f]{32}_[\w-]{43}", shown)
    assert key_of(text) == SystemKey.objects.get()
    assert text not in desk.get(address).content.decode()
    wrong = send(desk, f"{address}key/", label="x", topics=["licence"], expires_on="2027-01-01", password="y")
    assert wrong.status_code == 422
    assert send(desk, f"{address}change/", topics=["lead"]).status_code == 422
    send(desk, f"/workbench/sources/keys/{SystemKey.objects.get().ref}/revoke/")
    assert key_of(text) is None
    assert "停用" in desk.get("/workbench/sources/").content.decode() + desk.get(address).content.decode()
    assert desk.get("/workbench/items/").status_code == 403
    assert at_the_desk(bureau, "publisher").get(address).status_code == 403


def test_the_publisher_brings_a_file_takes_matters_and_compares_with_the_original(
    bureau: Bureau, outside: Outside
) -> None:
    """118号二: confirmed beside what came in; 种子 A2.1: matters go through the list's own check."""
    desk = at_the_desk(bureau, "publisher")
    lines = [{"id": "F1", **LICENCE}, {"id": "F2", **LICENCE, "decided_on": "x"}]
    upload = io.BytesIO("\n".join(json.dumps(each) for each in lines).encode())
    upload.name = "许可.jsonl"
    answer = send(
        desk, "/workbench/items/bring/", system=str(outside.system.pk), topic="licence", file=upload
    )
    page = desk.get(answer["Location"]).content.decode()
    assert "收下 1，此前已收 0，未收 1" in page
    assert "决定日期" in page
    assert Delivery.objects.get().taken == 1
    outside.put("matter", "M1")
    answer = send(desk, "/workbench/items/matters/")
    assert answer["Location"].startswith("/workbench/lists/matters/")
    item = Item.objects.get(topic="licence")
    listed = desk.get("/workbench/items/?topic=licence").content.decode()
    assert item.title in listed
    assert "待确认" in desk.get(f"/workbench/items/{item.ref}/").content.decode()
    assert b"party_name" in desk.get(f"/workbench/items/{item.ref}/1/").content
    publication = Publication.objects.get(kind="intake.licence")
    check = desk.get(f"/workbench/publications/{publication.ref}/").content.decode()
    assert "来件原文" in check
    assert LICENCE["certificate_number"] in check
    sent = send(desk, f"/workbench/publications/{publication.ref}/")
    assert sent.status_code == 303
    publication.refresh_from_db()
    assert publication.state == Publication.State.PROPOSED
    assert (
        "通过并公开"
        in at_the_desk(bureau, "checker").get(f"/workbench/publications/{publication.ref}/").content.decode()
    )
