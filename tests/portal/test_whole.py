"""A case handled by actions from its lead on is found, read and verified by a stranger, masks and all."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from mingjing.demo.stories import CaseStory, Firm
from mingjing.disclosure.models import Publication
from mingjing.records import consumers, log
from mingjing.storage.store import read

from .test_verify import ask, recompute

if TYPE_CHECKING:
    from django.test import Client

    from mingjing.demo.bureau import Bureau

pytestmark = pytest.mark.django_db
PHONE = "0000-7654321"
FIRM = Firm(
    "云岭县新桥机械有限公司（示例）", "91159999MA0FH005XN", representative="方圆（示例）", phone=PHONE
)


def follow() -> None:
    log.integrate_all()
    while consumers.run_all():
        pass


@pytest.fixture
def published(bureau: Bureau) -> Publication:
    story = CaseStory(bureau, firms=(FIRM,))
    story.lead().verified().filed().investigated().concluded().drafted().submitted()
    story.reviewed().notified().waived().presented().decided().served()
    follow()
    publication = bureau.release(Publication.objects.get(kind="decision"))
    follow()
    return publication


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace('<span class="nb">', "").replace("</span>", "")


def streamed(client: Client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)  # type: ignore[arg-type]


def test_a_decision_is_found_read_and_verified(client: Client, published: Publication) -> None:
    address = f"/decisions/{published.ref}/"
    for found in (
        "/",
        "/decisions/",
        "/decisions/?q=新桥机械",
        "/search?q=新桥机械",
        "/lists/matters/CF-JZ-001/",
    ):
        assert address in text(client, found)
    page = text(client, address)
    for words in (
        "可独立验真",
        "公示件的摘要写在作出决定的记录里",
        "记录收在日志第",
        FIRM.credit_code,
        "方圆（示例）",
    ):
        assert words in page
    assert "不成立" not in page
    public = streamed(client, f"/decisions/{published.ref}.pdf")
    told = ask(client, public)
    recompute(told, public)
    assert (told["role"], told["published"]) == ("public", address)


def test_the_served_original_is_verified_by_who_has_it_and_shown_to_nobody(
    client: Client, published: Publication
) -> None:
    from mingjing.cases.models import Decision

    document = Decision.objects.get(number=published.number).document
    original = read(document.original)
    told = ask(client, original)
    recompute(told, original)
    assert told["role"] == "served"
    digest = hashlib.sha256(original).hexdigest()
    assert digest not in text(client, f"/decisions/{published.ref}/").replace(" ", "")
    assert digest not in json.dumps(json.loads(client.get(f"/decisions/{published.ref}.json").content))


def test_what_is_masked_is_in_no_page_file_index_or_copy(client: Client, published: Publication) -> None:
    said = [text(client, address) for address in (
        f"/decisions/{published.ref}/", f"/decisions/{published.ref}.json", "/decisions/", "/", "/search?q=新桥机械",
        "/decisions/feed/")]  # fmt: skip
    said += [streamed(client, f"/decisions.{fmt}").decode() for fmt in ("csv", "json")]
    said.append(text_of(streamed(client, f"/decisions/{published.ref}.pdf")))
    assert not any(PHONE in each for each in said)
    assert f"/decisions/{published.ref}/" not in text(client, f"/search?q={PHONE}")


def text_of(pdf: bytes) -> str:
    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_every_list_of_the_bureau_is_published_with_its_files(client: Client, bureau: Bureau) -> None:
    del bureau
    follow()
    for kind in ("matters", "officers", "recordings", "review", "benchmarks", "inspections"):
        assert "现行" in text(client, f"/lists/{kind}/")
        for fmt in ("csv", "json", "xlsx"):
            assert streamed(client, f"/lists/{kind}.{fmt}")
