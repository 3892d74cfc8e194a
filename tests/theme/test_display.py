"""字号 and 长者模式 are plain links: they set a cookie and lead back, to this site only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from mingjing.theme import context, views
from mingjing.theme.display import Display

if TYPE_CHECKING:
    from django.http import HttpResponse

ABROAD = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
    "evil.example",
    "",
]


def switch(query: str, cookie: str = "") -> HttpResponse:
    request = RequestFactory().get(f"/display?{query}")
    request.COOKIES["display"] = cookie
    return views.display(request)


@pytest.mark.parametrize("address", ABROAD)
def test_the_switch_leads_nowhere_but_to_this_site(address: str) -> None:
    request = RequestFactory().get("/display", {"size": "large", "next": address})
    assert views.display(request)["Location"] == "/"


def test_the_switch_comes_back_to_the_page_with_its_query() -> None:
    request = RequestFactory().get("/display", {"size": "large", "next": "/decisions/?kw=甲&page=2"})
    answer = views.display(request)
    assert (answer.status_code, answer["Location"]) == (303, "/decisions/?kw=%E7%94%B2&page=2")
    assert "no-store" in answer["Cache-Control"]


def test_one_wish_leaves_the_other_as_it_was() -> None:
    assert switch("size=large&next=/", cookie="small-elder").cookies["display"].value == "large-elder"
    assert switch("mode=elder&next=/", cookie="small-standard").cookies["display"].value == "small-elder"
    assert switch("mode=standard&next=/", cookie="small-elder").cookies["display"].value == "small-standard"


def test_unknown_wishes_change_nothing() -> None:
    assert switch('size="><x>&mode=x').cookies["display"].value == "medium-standard"


def test_the_cookie_is_out_of_reach_of_scripts() -> None:
    cookie = switch("size=large").cookies["display"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_form_may_switch_too() -> None:
    answer = views.display(RequestFactory().post("/display", {"mode": "elder", "next": "/lists/"}))
    assert answer["Location"] == "/lists/"
    assert answer.cookies["display"].value == "medium-elder"


def test_other_methods_are_refused() -> None:
    assert views.display(RequestFactory().delete("/display")).status_code == 405


def shown(path: str, cookie: str = "") -> str:
    request = RequestFactory().get(path)
    request.COOKIES["display"] = cookie
    return render_to_string("theme/base_portal.html", context.display(request))


def test_the_page_bears_the_wishes() -> None:
    assert 'data-size="large"' in shown("/", "large-elder")
    assert 'data-mode="elder"' in shown("/", "large-elder")
    assert "data-mode" not in shown("/", "x-y")
    assert 'data-size="medium"' in shown("/", "<x>")


def test_the_links_lead_back_to_this_page() -> None:
    html = shown("/decisions/?kw=a&page=2")
    assert 'href="/display?size=large&amp;next=%2Fdecisions%2F%3Fkw%3Da%26page%3D2"' in html
    assert 'href="/decisions/?kw=a&amp;page=2&amp;print=1"' in html


def test_a_page_that_was_posted_shows_no_switch_that_would_lose_the_input() -> None:
    assert Display.of(RequestFactory().post("/cases/")).here == ""
    posted = context.display(RequestFactory().post("/cases/"))
    assert "view-tools" not in render_to_string("theme/base_portal.html", posted)


def test_the_print_page_leads_back_to_the_screen() -> None:
    display = Display.of(RequestFactory().get("/d/1?a=1&print=1"))
    assert display.paper
    assert display.screen_url == "/d/1?a=1"
    assert Display.of(RequestFactory().get("/d/1?print=1")).screen_url == "/d/1"
    assert 'media="all"' in shown("/d/1?print=1")
    assert 'media="print"' in shown("/d/1")


def test_a_cache_can_tell_the_wishes_apart() -> None:
    assert Display("large", elder=True).key != Display("large").key != Display().key
