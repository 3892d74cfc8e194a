"""Pure: from text to tokens, from a query to phrases, from a match to what is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.refusal import Refusal
from mingjing.search import query, tokens
from mingjing.search.excerpt import excerpt, marked

CHINESE = st.text("处罚决定书听证当事人建设工程𠮷〇", max_size=40)


def found(text: str, asked: str) -> bool:
    return all(phrase.needle in tokens.stored(text) for phrase in query.parse(asked))


def shown(parts: tuple[tuple[str, bool], ...]) -> str:
    return "".join(f"【{text}】" if mark else text for text, mark in parts)


def test_chinese_is_cut_into_overlapping_pairs_and_every_character_begins_one() -> None:
    assert tokens.stored("处罚决定") == " 处罚 罚决 决定 定 "
    assert tokens.stored("，。").strip() == ""


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("云建罚决字〔2026〕第012号", "云建罚决字[2026]12号"),
        ("云建罚决字【２０２６】１２号", "云建罚决字（2026）第 12 号"),
        ("决 定 书", "决定书"),
        ("决\u3000定\n书", "决定书"),
        ("GB 50016", "gb50016"),
        ("面积１２㎡", "面积12m2"),
        ("e\u0301cole", "école"),
    ],
)
def test_what_reads_the_same_is_the_same(text: str, same: str) -> None:
    assert tokens.stored(text) == tokens.stored(same)


@pytest.mark.parametrize(
    "asked",
    [
        "〔2026〕第012号",
        "[2026]12",
        "［2026］ 12号",
        "2026 12",
        "罚决字〔2026〕",
        "云建罚决字[2026]12号",
        "字",
        "号",
        "云建 2026",
        "行政处罚 云建",
        "2026第12",
    ],
)
def test_a_document_number_is_found_however_it_is_typed(asked: str) -> None:
    assert found("行政处罚决定书 云建罚决字〔2026〕第012号", asked)


@pytest.mark.parametrize("asked", ["[2026]1", "[2026]2", "[2025]12", "202612", "字2026号", "决定书2026"])
def test_another_number_is_not_found(asked: str) -> None:
    assert not found("行政处罚决定书 云建罚决字〔2026〕第012号", asked)


def test_marks_between_words_are_not_jumped_over() -> None:
    assert not found("处罚。决定", "罚决")
    assert found("处罚。决定", "处罚。决定")
    assert found("处罚。决定", "处罚 决定")


@given(CHINESE, st.text("处罚决定书听证当事人建设工程𠮷〇", min_size=1, max_size=5))
def test_a_chinese_query_is_an_exact_substring(text: str, asked: str) -> None:
    assert found(text, asked) == (asked in text)


@given(CHINESE, st.data())
def test_every_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    assert found(text, text[start : start + 90])


@given(st.text(max_size=200))
def test_any_text_gives_tokens_that_stand_where_they_say(text: str) -> None:
    normal = tokens.normal(text)
    ends = 0
    for token in tokens.tokenise(normal):
        assert 0 <= token.start < token.end <= len(normal)
        assert token.end >= ends
        assert token.text.isalnum()
        assert len(token.text) <= tokens.LONGEST
        ends = token.end


@given(st.text(max_size=query.LONGEST))
def test_any_query_is_phrases_of_letters_and_digits_or_a_refusal(asked: str) -> None:
    try:
        phrases = query.parse(asked)
    except Refusal:
        phrases = ()
    assert all(token.isalnum() for phrase in phrases for token in phrase.tokens)


def test_a_query_that_is_too_long_is_refused() -> None:
    for asked in ("罚" * 101, "一 二 三 四 五 六 七 八 九"):
        with pytest.raises(Refusal) as refused:
            query.parse(asked)
        assert refused.value.next_step


def test_a_query_of_marks_only_asks_for_nothing() -> None:
    assert query.parse("  ，。*\"'() ") == ()


def test_matches_are_marked_where_they_stand() -> None:
    text = "对云岭建筑公司处罚款，罚款五万元"
    assert shown(marked(text, query.parse("罚款"))) == "对云岭建筑公司处【罚款】，【罚款】五万元"
    assert shown(marked(text, query.parse("款 罚"))) == "对云岭建筑公司处【罚款】，【罚款】五万元"
    assert shown(marked(text, query.parse("公"))) == "对云岭建筑【公】司处罚款，罚款五万元"
    assert (
        shown(marked("云建罚决字〔2026〕第012号", query.parse("[2026]12"))) == "云建罚决字〔【2026〕第012】号"
    )
    assert shown(marked("ＡＢＣ１２", query.parse("abc"))) == "【ＡＢＣ】１２"


def test_an_excerpt_is_short_and_shows_the_first_match() -> None:
    text = "甲" * 300 + "听证" + "乙" * 300
    parts = excerpt(text, query.parse("听证"))
    assert shown(parts) == "…" + "甲" * 20 + "【听证】" + "乙" * 58 + "…"
    assert shown(excerpt("短文", query.parse("听证"))) == "短文"
    assert shown(excerpt("", query.parse("听证"))) == ""
    assert shown(excerpt("甲" * 200, query.parse("听证"))) == "甲" * 80 + "…"


@given(st.text("处罚决定书 ，12\nab", max_size=300), st.text("处罚决定1a", min_size=1, max_size=4))
def test_an_excerpt_marks_exactly_when_there_is_a_match(text: str, asked: str) -> None:
    phrases = query.parse(asked)
    whole = marked(text, phrases)
    assert any(part.marked for part in whole) == found(text, asked)
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    assert " ".join("".join(part.text for part in whole).split()) == spaced
