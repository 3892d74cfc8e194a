"""A5.1: what is public is carried on by feeds, by other sites and by search engines; nobody's person among it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from mingjing.disclosure import surfaces
from mingjing.disclosure.models import Publication
from mingjing.search import index

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def public(publish_decision: Callable[..., Publication]) -> list[Publication]:
    """Publish two about firms, one about a person."""
    named = "云岭县恒泰建筑工程有限公司（示例）"
    return [
        publish_decision(1),
        publish_decision(2, party_name=named, title=f"{named}行政处罚决定"),
        publish_decision(3, party_name="何某某", title="何某某行政处罚决定", natural=True),
    ]


def test_the_same_items_come_as_atom_and_as_json_feed(public: list[Publication]) -> None:
    client = Client()
    for slug in ("all", "decision"):
        atom = client.get(f"/feeds/{slug}.atom")
        entries = ET.fromstring(atom.content).findall(f"{ATOM}entry")  # noqa: S314 - our own
        told = client.get(f"/feeds/{slug}.json").json()
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        links = {entry.find(f"{ATOM}link").attrib["href"] for entry in entries}  # type: ignore[union-attr]
        assert links == {each["url"] for each in told["items"]}
        assert links == {f"http://testserver/decisions/{each.ref}/" for each in public[:2]}
        assert told["feed_url"] == f"http://testserver/feeds/{slug}.json"
    assert client.get("/feeds/decision.atom", headers={"if-none-match": atom["ETag"]}).status_code == 304
    assert client.get("/feeds/unknown.atom").status_code == 404


def test_a_list_s_filters_are_those_of_its_feed(public: list[Publication]) -> None:
    """The page offers the feed of what was asked, and the feed answers that alone."""
    page = Client().get("/decisions/", {"firm": "恒泰"}).content.decode()
    assert "/feeds/decision.json?firm=" in page
    told = Client().get("/feeds/decision.json", {"firm": "恒泰"}).json()
    assert [each["url"].split("/")[-2] for each in told["items"]] == [public[1].ref]
    assert "恒泰" in told["title"]


def test_every_page_says_where_its_feeds_are(public: list[Publication]) -> None:
    del public
    page = Client().get("/").content.decode()
    assert 'type="application/atom+xml"' in page
    assert 'type="application/feed+json"' in page
    told = Client().get("/feeds/", {"q": "恒泰"}).content.decode()
    assert "/feeds/decision.atom?q=%E6%81%92%E6%B3%B0" in told
    assert "&lt;iframe" in told


def test_one_page_alone_may_be_framed(public: list[Publication]) -> None:
    """The embedded list opens to other sites; it takes in no form and no other page opens."""
    embedded = Client().get("/embed/decision/", {"count": "1"})
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded
    assert embedded.content.decode().count("/decisions/") == 1
    assert "<form" not in embedded.content.decode()
    for address in ("/", "/decisions/", f"/decisions/{public[0].ref}/", "/feeds/"):
        answer = Client().get(address)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
    assert Client().get("/feeds/decision.json")["Access-Control-Allow-Origin"] == "*"


def test_search_engines_are_told_of_firms_only(public: list[Publication]) -> None:
    assert "/sitemap.xml" in Client().get("/robots.txt").content.decode()
    assert "/sitemap-decisions.xml" in Client().get("/sitemap.xml").content.decode()
    told = Client().get("/sitemap-decisions.xml").content.decode()
    assert [each.ref in told for each in public] == [True, True, False]
    assert "/decisions/</loc>" in Client().get("/sitemap-pages.xml").content.decode()


def test_a_firm_follows_what_is_public_of_it_and_of_nobody_else(
    publish_decision: Callable[..., Publication],
) -> None:
    """By its credit code, as the search finds it: no person's, nothing withdrawn, in no search engine."""
    code = "91431281765625571G"
    shown = {"fields": [["统一社会信用代码", code]]}
    rows = [
        publish_decision(1, content=shown),
        publish_decision(2, content=shown, natural=True),
        publish_decision(3),
    ]
    for row, text in zip(rows, (code, code, "91230500MA1B3N1N2M"), strict=True):
        index.put(
            "publication", row.ref, title=row.title, text=text, date=row.made_on,
            url=f"/decisions/{row.ref}/", public=True,
        )  # fmt: skip
    client = Client()
    told = client.get(f"/feeds/firms/{code}.json")
    assert [each["url"].split("/")[-2] for each in told.json()["items"]] == [rows[0].ref]
    assert told["X-Robots-Tag"] == "noindex"
    assert rows[0].ref in client.get(f"/feeds/firms/{code}.atom").content.decode().replace("-", "")
    page = client.get("/feeds/firms/", {"code": f" {code.lower()} "})
    assert f"http://testserver/feeds/firms/{code}.atom" in page.content.decode()
    assert f"/decisions/{rows[0].ref}/" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert "校验位不符" in client.get("/feeds/firms/", {"code": f"{code[:-1]}H"}).content.decode()
    assert client.get(f"/feeds/firms/{code[:-1]}H.json").status_code == 404
    assert "Disallow: /feeds/firms/" in client.get("/robots.txt").content.decode()
    surface = next(each for each in surfaces.every() if each.name == "firm")
    assert surface.addresses(rows[0])[:2] == (f"/feeds/firms/{code}.atom", f"/feeds/firms/{code}.json")
    Publication.objects.filter(pk=rows[0].pk).update(state=Publication.State.WITHDRAWN)
    assert client.get(f"/feeds/firms/{code}.json").json()["items"] == []
