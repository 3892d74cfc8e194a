"""The blank forms of service guides at the desk: uploaded by who keeps the lists, seen by who checks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from rules_cast import at_desk, body, outsider, who_may_open

from mingjing.catalog.actions import begin_edition, import_list, send_to_check
from mingjing.catalog.blank_forms import newest_forms
from mingjing.catalog.models import ListKind
from mingjing.demo.bureau import DATA
from mingjing.demo.guides import FORMS
from mingjing.registry.permissions import Role

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

GUIDES = "/workbench/lists/guides/"
UPLOAD = f"{GUIDES}forms/new/"


def paper(name: str = "表.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 blank form", "application/pdf")


def test_a_form_is_uploaded_checked_with_the_guides_and_replaced_by_nobody_unseen(bureau: Bureau) -> None:
    assert who_may_open(UPLOAD) == {"publisher"}
    desk = at_desk("publisher")
    assert UPLOAD in desk.text(GUIDES)
    assert UPLOAD not in at_desk("checker").text(GUIDES)
    refused = desk.send(UPLOAD, {"name": "申请表", "file": paper("表.exe")})
    assert refused.status_code == 422
    assert "这里不收这种文件。" in body(refused)
    for name in FORMS:
        assert desk.send(UPLOAD, {"name": name, "file": paper()}).status_code == 303
    edition = import_list(
        user=bureau.users["publisher"],
        list_kind=ListKind.GUIDES,
        data=(DATA / "guides.csv").read_bytes(),
        filename="guides.csv",
    )
    publication = send_to_check(user=bureau.users["publisher"], edition=edition)
    checked = at_desk("checker").text(f"/workbench/publications/{publication.ref}/")
    assert set(newest_forms(bureau.agency)) == set(FORMS)
    for form in newest_forms(bureau.agency).values():
        assert f"{GUIDES}forms/{form.ref}/" in checked
    file = f"{GUIDES}forms/{form.ref}/"
    assert file in desk.text(GUIDES)
    assert at_desk("checker").get(file).status_code == 200
    assert at_desk(outsider(Role.PUBLISHER)).get(file).status_code == 404
    assert "所附表格" in checked


def test_a_new_guide_begins_with_what_the_agency_says_of_itself(bureau: Bureau) -> None:
    edition = begin_edition(user=bureau.users["publisher"], list_kind=ListKind.GUIDES)
    page = at_desk("publisher").text(f"{GUIDES}{edition.ref}/add/")
    for told in (
        bureau.agency.phone,
        bureau.agency.address,
        bureau.agency.court,
        bureau.agency.complaint_phone,
    ):
        assert told in page
