"""Decisions: found, read, downloaded; withdrawn ones answer 410 without a name; a list costs few queries."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from mingjing.disclosure.models import Publication
from mingjing.search import index

from .conftest import PARTY, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from mingjing.registry.models import Agency

    type Publish = Callable[..., Publication]

pytestmark = pytest.mark.django_db
BUDGET = 10


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace('<span class="nb">', "").replace("</span>", "")


def test_a_decision_is_read_with_index_masks_versions_and_downloads(
    client: Client, publish_decision: Publish
) -> None:
    decision = publish_decision()
    page = text(client, f"/decisions/{decision.ref}/")
    for words in ("索引号", "2026-09-08（作出后第 5 个工作日）", "为什么有遮盖", "联系电话", "第 1 版", "案件事实",
                  "下载公示件", decision.number, PARTY):  # fmt: skip
        assert words in page
    assert "<p>以上事实有证据证明。</p>" in page


def test_only_what_was_published_is_public(client: Client, publish_decision: Publish) -> None:
    waiting = publish_decision(state=Publication.State.PROPOSED, published_at=None)
    returned = publish_decision(13, state=Publication.State.RETURNED, published_at=None)
    for each in (waiting, returned):
        assert client.get(f"/decisions/{each.ref}/").status_code == 404
        assert client.get(f"/decisions/{each.ref}.pdf").status_code == 404
    assert PARTY not in text(client, "/decisions/") + text(client, "/")


@pytest.mark.parametrize("tail", ["/", ".pdf", ".json"])
def test_a_withdrawn_decision_is_gone_and_names_nobody(
    client: Client, publish_decision: Publish, tail: str
) -> None:
    decision = publish_decision(state=Publication.State.WITHDRAWN)
    response = client.get(f"/decisions/{decision.ref}{tail}")
    assert response.status_code == 410
    page = response.content.decode()
    assert "已撤下" in page
    for secret in (PARTY, "青禾", decision.number, "012", decision.matter_name):
        assert secret not in page
    for address in ("/", "/decisions/", "/decisions/feed/", "/search?q=青禾"):
        assert "青禾置业" not in text(client, address)


def test_a_replaced_version_leads_to_the_current_one(client: Client, publish_decision: Publish) -> None:
    old = publish_decision(state=Publication.State.REPLACED)
    new = publish_decision(version=2)
    response = client.get(f"/decisions/{old.ref}/")
    assert (response.status_code, response["Location"]) == (302, f"/decisions/{new.ref}/")
    assert "第 1 版" in text(client, f"/decisions/{new.ref}/")


def test_a_withdrawal_takes_older_versions_with_it(client: Client, publish_decision: Publish) -> None:
    old = publish_decision(state=Publication.State.REPLACED)
    publish_decision(version=2, state=Publication.State.WITHDRAWN)
    assert client.get(f"/decisions/{old.ref}/").status_code == 410


def test_the_masked_copy_is_served_by_name_and_not_twice(client: Client, publish_decision: Publish) -> None:
    decision = publish_decision()
    response = client.get(f"/decisions/{decision.ref}.pdf")
    assert b"".join(response.streaming_content) == b"%PDF-1.7 12"  # type: ignore[arg-type]
    assert response["ETag"] == f'"{decision.pdf_id}"'
    assert "filename*=utf-8''" in response["Content-Disposition"]
    again = client.get(f"/decisions/{decision.ref}.pdf", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["012", "013"]),
        ("firm=青禾", ["012"]),
        ("number=013", ["013"]),
        ("matter=CF-JZ-003", ["012"]),
        ("matter=燃气", ["013"]),
        ("from=2026-09-02", ["013"]),
        ("to=2026-09-01", ["012"]),
        ("q=安全检查", ["013"]),
        ("q=查无此词", []),
        ("sort=number&firm=云岭", ["012", "013"]),
    ],
)
def test_filters_narrow_page_and_files_alike(
    client: Client, publish_decision: Publish, query: str, found: list[str]
) -> None:
    publish_decision()
    other = publish_decision(13, party_name="云岭县润泽燃气有限公司（示例）", matter_code="CF-RQ-001",
                             matter_name="未按规定开展燃气安全检查", made_on=dt.date(2026, 9, 2))  # fmt: skip
    index.put("publication", other.ref, title=other.title, text=other.matter_name, date=other.made_on,
              url=f"/decisions/{other.ref}/", public=True)  # fmt: skip
    page = text(client, f"/decisions/?{query}")
    assert [number for number in ("012", "013") if f"第{number}号" in page] == found
    rows = json.loads(b"".join(client.get(f"/decisions.json?{query}").streaming_content))  # type: ignore[arg-type]
    assert sorted(row["number"][-4:-1] for row in rows) == found


def test_files_name_the_public_page(client: Client, publish_decision: Publish) -> None:
    decision = publish_decision()
    lines = b"".join(client.get("/decisions.csv").streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    [row] = csv.DictReader(io.StringIO(lines))
    assert row["网址"] == f"http://testserver/decisions/{decision.ref}/"
    assert b"".join(client.get("/decisions.xlsx").streaming_content)[:2] == b"PK"  # type: ignore[arg-type]


def test_the_feed_lists_the_newest(client: Client, publish_decision: Publish) -> None:
    decision = publish_decision()
    feed = client.get("/decisions/feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert f"/decisions/{decision.ref}/" in feed.content.decode()


def test_masked_text_is_on_no_page_and_in_no_file(client: Client, publish_decision: Publish) -> None:
    decision = publish_decision(masks=[{"label": "联系电话", "rule": "244号 第十条", "value": PHONE}])
    said = "".join(text(client, address) for address in (
        f"/decisions/{decision.ref}/", f"/decisions/{decision.ref}.json", "/decisions/", "/",
        "/decisions/feed/"))  # fmt: skip
    for fmt in ("csv", "json"):
        said += b"".join(client.get(f"/decisions.{fmt}").streaming_content).decode()  # type: ignore[arg-type]
    assert PHONE not in said


@pytest.mark.parametrize("query", ["", "?q=施工", "?firm=云岭&sort=published", "?page=3"])
def test_a_list_page_costs_few_queries_whatever_its_length(
    client: Client, agency: Agency, publish_decision: Publish, query: str
) -> None:
    del agency
    counts = []
    for number in (1, 90):
        for each in range(number, number + number):
            made = publish_decision(each)
            index.put(
                "publication",
                made.ref,
                title=made.title,
                text="施工",
                date=made.made_on,
                url="/",
                public=True,
            )
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/decisions/{query}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[1] <= BUDGET


def test_a_shared_link_shows_a_picture_and_never_a_persons(client: Client, publish_decision: Publish) -> None:
    """A5.1: of what stands at the head of the page; asked again it is not sent again; gone when withdrawn."""
    firm, person = publish_decision(1), publish_decision(2, natural=True, title="何某某行政处罚决定")
    address = f"/decisions/{firm.ref}.png"
    assert f'property="og:image" content="http://testserver{address}"' in text(
        client, f"/decisions/{firm.ref}/"
    )
    answer = client.get(address)
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size, image.info) == ("PNG", (1200, 630), {})
        # letters stand on the ground: the picture is not empty
        assert len(image.getcolors() or ()) > 3
    assert len(answer.content) < 60_000
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert "og:" not in text(client, f"/decisions/{person.ref}/")
    assert client.get(f"/decisions/{person.ref}.png").status_code == 404
    Publication.objects.filter(pk=firm.pk).update(state=Publication.State.WITHDRAWN)
    assert client.get(address).status_code == 410
