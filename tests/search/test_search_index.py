"""The same answers on either database, and the same as looking with one's own eyes."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing.search import guards, index, postgres, query, suggestions, tokens
from mingjing.search.models import Entry
from mingjing.search.scope import Scope

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 9, 15)
ALPHABET = "处罚决定书听证当事人建设工程施工许可𠮷〇"


def put(ref: str, text: str, **other: object) -> None:
    facts: dict[str, object] = {"title": "", "date": DAY, "url": f"/decisions/{ref}/", "public": True}
    index.put("decision", ref, text=text, **(facts | other))  # type: ignore[arg-type]


def refs(asked: str, **narrow: object) -> list[str]:
    return [hit.ref for hit in index.find(asked, **narrow).hits]  # type: ignore[arg-type]


def test_a_random_corpus_answers_like_str_find() -> None:
    draw = random.Random(11)  # noqa: S311 - reproducible, no secret
    texts = {str(n): "".join(draw.choices(ALPHABET, k=draw.randint(1, 60))) for n in range(200)}
    for ref, text in texts.items():
        put(ref, text)
    for _ in range(300):
        asked = "".join(draw.choices(ALPHABET, k=draw.randint(1, 4)))
        page = index.find(asked, limit=1_000)
        assert {hit.ref for hit in page.hits} == {ref for ref, text in texts.items() if asked in text}, asked
        assert (page.total, page.more) == (len(page.hits), False)


def test_many_matches_come_in_the_same_order_as_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few are read whole and sorted; of many, PostgreSQL looks at the newest, then asks by months."""
    draw = random.Random(13)  # noqa: S311
    for number in range(100):
        text = "".join(draw.choices("处罚决定12 ", k=20))
        put(str(number), text, date=DAY - dt.timedelta(days=40 * draw.randint(0, 30)))
    asked = ["处罚", "处", "定12", "1 罚决", "处罚 决定", "决定处"]
    days = {"since": DAY - dt.timedelta(days=400), "until": DAY - dt.timedelta(days=80)}
    usual = [[refs(each, limit=100, **narrow) for narrow in ({}, days)] for each in asked]
    monkeypatch.setattr(index, "CAP", 4)
    monkeypatch.setattr(index, "RANKED", 3)
    for walked in (3, 1_000):
        monkeypatch.setattr(postgres, "WALKED", walked)
        some = [[refs(each, limit=100, **narrow) for narrow in ({}, days)] for each in asked]
        assert some == [[found[:4] for found in both] for both in usual]
    assert all(len(found) > 4 for both in usual[:2] for found in both)


def test_a_mixed_corpus_answers_like_its_tokens() -> None:
    draw = random.Random(12)  # noqa: S311
    alphabet = "处罚〔〕[]2026第01号 AbＧ，。\n'\"*:&|!\\"
    texts = {str(n): "".join(draw.choices(alphabet, k=draw.randint(1, 50))) for n in range(150)}
    for ref, text in texts.items():
        put(ref, text)
    for _ in range(300):
        asked = "".join(draw.choices(alphabet, k=draw.randint(1, 7)))
        phrases = query.parse(asked)
        wanted = {
            ref
            for ref, text in texts.items()
            if phrases and all(phrase.needle in tokens.stored(f"|{text}") for phrase in phrases)
        }
        assert set(refs(asked, limit=1_000)) == wanted, asked


def test_a_long_text_is_found_at_its_end() -> None:
    put("1", "处罚" * 20_000 + "听证会")
    put("2", "听证" + "处罚" * 300 + "罚决")
    assert refs("罚听证会") == ["1"]
    assert refs("处罚罚决") == ["2"]


def test_a_text_with_a_nul_is_kept_without_it() -> None:
    put("1", "罚\x00款")
    assert refs("罚款") == ["1"]


def test_no_word_reaches_across_title_and_text() -> None:
    put("1", "决定书", title="处罚")
    assert refs("罚决") == []
    assert refs("处罚 决定") == ["1"]


@pytest.mark.parametrize(
    "asked",
    [
        '"',
        '罚款" OR tokens:*',
        "罚款) OR (1=1",
        "NEAR(罚款 听证)",
        "'; DROP TABLE search_entry; --",
        "罚款*",
        "-罚款",
        "罚款:*",
        "罚款 & !听证",
        "tokens : 罚款",
        "%s",
        "%",
        "\\",
        "^罚款",
        "罚款\x00",
    ],
)
def test_nothing_in_a_query_is_a_command(asked: str) -> None:
    put("1", "罚款五万元")
    put("2", "听证")
    assert set(refs(asked)) <= {"1"}
    assert Entry.objects.count() == 2


def test_newest_come_first() -> None:
    for number in range(5):
        put(str(number), "罚款", date=DAY + dt.timedelta(days=(number * 3) % 5))
    assert refs("罚款") == ["3", "1", "4", "2", "0"]
    assert refs("罚款", limit=2, offset=2) == ["4", "2"]


@pytest.mark.parametrize("walked", [3, 100], ids=["by months", "walked"])
def test_beyond_a_thousand_the_count_stops_and_the_newest_are_shown(
    monkeypatch: pytest.MonkeyPatch, walked: int
) -> None:
    monkeypatch.setattr(index, "CAP", 10)
    monkeypatch.setattr(postgres, "WALKED", walked)
    for number in range(30):
        put(str(number), "罚款", date=DAY + dt.timedelta(days=number))
    page = index.find("罚款", limit=4, offset=8)
    assert (page.total, page.more) == (10, True)
    assert [hit.ref for hit in page.hits] == ["21", "20"]
    assert index.find("罚款", offset=10).hits == ()


def test_days_narrow_the_first_and_the_last_included() -> None:
    for number in range(5):
        put(str(number), "罚款", date=DAY + dt.timedelta(days=number))
    first, last = DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=3)
    assert refs("罚款", since=first, until=last) == ["3", "2", "1"]
    assert refs("罚款", since=last) == ["4", "3"]
    assert refs("罚款", until=first) == ["1", "0"]


def test_the_part_of_the_site_narrows() -> None:
    put("1", "罚款")
    put("2", "罚款", url="/lists/matters/")
    assert refs("罚款", places=["lists"]) == ["2"]
    assert refs("罚款", places=["lists", "decisions"]) == ["2", "1"]
    assert refs("罚款", places=["-"]) == []


def test_a_title_that_says_it_comes_first() -> None:
    put("1", "云岭建筑公司", title="云岭建筑公司案")
    put("2", "承包人为云岭建筑公司", title="另一公司案", date=DAY + dt.timedelta(days=9))
    assert refs("云岭建筑公司") == ["1", "2"]


def test_law_and_article_are_found_however_the_text_quotes_them() -> None:
    put("1", "依照《中华人民共和国建筑法》第六十四条，责令停工")
    put("2", "依照建筑法第六十四条责令停工")
    put("3", "依照《中华人民共和国建筑法》第六十五条")
    for asked in ("建筑法第六十四条", "《建筑法》第六十四条", "《中华人民共和国建筑法》第六十四条"):
        assert set(refs(asked)) >= {"1"}, asked
        assert "3" not in refs(asked)
    assert refs("建筑法第六十四条") == ["2", "1"]


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("云岭建筑集团", ["云岭建筑"]),
        ("罚款 貔貅", ["罚款"]),
        ("貔貅", []),
        ("未取得施工许可证擅自经营", ["未取得施工许可证擅自"]),
    ],
)
def test_where_nothing_is_found_pieces_that_are_found_are_offered(asked: str, offered: list[str]) -> None:
    put("1", "云岭建筑公司未取得施工许可证擅自施工，罚款")
    assert refs(asked) == []
    found = suggestions.suggest(asked, Scope())
    assert found[: len(offered)] == offered
    assert bool(found) == bool(offered)
    assert all(refs(each) for each in found)


def test_kind_and_agency_narrow_and_what_is_not_public_stays_hidden() -> None:
    put("1", "罚款", agency="yunling-zjj")
    put("2", "罚款", agency="other")
    put("3", "罚款", public=False)
    index.put("matter", "4", title="罚款", text="", date=DAY, url="/matters/4/", public=True)
    assert refs("罚款") == ["4", "2", "1"]
    assert refs("罚款", kinds=["matter"]) == ["4"]
    assert refs("罚款", kinds=["matter", "decision"], agency="other") == ["2"]
    assert refs("罚款", hidden=True) == ["4", "3", "2", "1"]


def test_what_is_put_again_is_found_by_its_new_words_only() -> None:
    put("1", "罚款五万元")
    put("1", "警告")
    assert (refs("罚款"), refs("警告"), Entry.objects.count()) == ([], ["1"], 1)


def test_what_is_removed_is_not_found() -> None:
    put("1", "罚款")
    index.remove("decision", "1")
    index.remove("decision", "1")
    assert refs("罚款") == []
    put("2", "听证")
    assert (refs("罚款"), refs("听证")) == ([], ["2"])


def test_the_index_follows_changes_made_past_the_interface() -> None:
    for number in range(3):
        put(str(number), "罚款")
    Entry.objects.filter(ref="0").delete()
    Entry.objects.filter(ref="1").update(tokens=tokens.stored("听证"))
    assert (refs("罚款"), refs("听证", hidden=True)) == (["2"], ["1"])


def test_a_hit_says_where_it_leads_and_what_matched() -> None:
    put("7", "依法处罚款五万元", title="行政处罚决定书")
    hit = index.find("罚款").hits[0]
    assert (hit.kind, hit.ref, hit.url, hit.date) == ("decision", "7", "/decisions/7/", DAY)
    assert [part.text for part in hit.excerpt if part.marked] == ["罚款"]
    assert hit.title == (("行政处罚决定书", False),)


def test_finding_takes_three_statements_at_most() -> None:
    for number in range(30):
        put(str(number), "罚款")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        index.find("罚款")
    assert len(asked) <= 3


def test_an_index_that_was_dropped_is_made_again_and_filled() -> None:
    put("1", "罚款")
    guards.drop(connection, whole=True)
    assert guards.missing(connection)
    put("2", "罚款")
    guards.create(connection)
    assert guards.missing(connection) == []
    assert refs("罚款") == ["2", "1"]


def test_entries_written_while_the_triggers_were_away_are_found_afterwards() -> None:
    guards.drop(connection)
    put("1", "罚款")
    guards.create(connection)
    assert refs("罚款") == ["1"]
