"""Service guides as the public reads them: whole, with the forms of the edition in force, findable, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from mingjing.catalog.actions import add_blank_form, begin_edition, edit_row, send_to_check
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import in_force, rows_of
from mingjing.demo.guides import FORMS, publish_guides

if TYPE_CHECKING:
    from django.test import Client

    from mingjing.demo.bureau import Bureau

pytestmark = pytest.mark.django_db
PAGE = "/guides/ZN-JZ-001/"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace('<span class="nb">', "").replace("</span>", "")


def test_a_guide_is_read_whole_found_and_its_forms_downloaded(client: Client, bureau: Bureau) -> None:
    assert "尚未公布服务指南" in text(client, "/guides/")
    assert client.get(PAGE).status_code == 404
    publish_guides(bureau)
    edition = in_force(bureau.agency, ListKind.GUIDES)
    assert edition
    assert not [row.marks for row in rows_of(edition) if row.marks]
    for found in ("/guides/", "/lists/guides/", "/search?q=施工许可", "/lists/matters/XK-JZ-001/"):
        assert PAGE in text(client, found)
    assert "/guides/" in text(client, "/")
    page = text(client, PAGE)
    for words in (
        *("第七条", "自收到申请之日起7日", "5个工作日", "不收费", "已经确定建筑施工企业", "30 万元以下"),
        *(
            "建筑市场监管股",
            "分管负责人",
            "一次告知",
            "办事大厅 3 号窗口",
            "0000-1234567",
            "行政复议",
            "第七十二条",
        ),
        *("本页网址二维码", "XK-JZ-001", "复印件，核对原件", "print=1"),
    ):
        assert words in page
    for name in ("建筑工程施工许可证申请表", "建设资金落实承诺书"):
        assert f"/guides/forms/{quote(name)}.docx" in page
        assert client.get(f"/guides/forms/{name}").status_code == 200
        download = client.get(f"/guides/forms/{name}.docx")
        assert b"".join(download.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
        assert "attachment" in download["Content-Disposition"]
    add_blank_form(user=bureau.users["publisher"], name="未审表", data=b"%PDF-1.4 x", filename="x.pdf")
    assert client.get("/guides/forms/未审表").status_code == 404
    assert set(FORMS) == {each for each in FORMS if client.get(f"/guides/forms/{each}").status_code == 200}


def test_a_guide_of_an_edition_before_is_read_and_says_that_it_is_past(
    client: Client, bureau: Bureau
) -> None:
    publish_guides(bureau)
    user = bureau.users["publisher"]
    edition = begin_edition(user=user, list_kind=ListKind.GUIDES)
    edit_row(user=user, row=rows_of(edition).get(code="ZN-JZ-001"), promised_limit="3个工作日")
    bureau.release(send_to_check(user=user, edition=edition))
    assert "3个工作日" in text(client, PAGE)
    before = f"{PAGE}?edition=1"
    assert before in text(client, "/lists/guides/?edition=1")
    past = text(client, before)
    assert "这不是现行指南" in past
    assert "5个工作日" in past
    assert "建筑工程施工许可证申请表" in past
    assert "/guides/forms/" not in past
    assert client.get(f"{PAGE}?edition=3").status_code == 404


def test_a_matter_leads_to_the_items_that_are_drawn_under_it(client: Client, bureau: Bureau) -> None:
    del bureau
    page = text(client, "/lists/matters/JC-ZA-002/")
    assert "4 项" in page
    assert "/lists/inspections/?q=JC-ZA-002" in page
    assert "CC-AQ-001" in text(client, "/lists/inspections/?q=JC-ZA-002")
    assert "随机抽查" not in text(client, "/lists/matters/CF-JZ-001/").partition("<main")[2]
