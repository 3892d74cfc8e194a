"""A value has one spelling, and nothing else is read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.ledger.canonical import DEEPEST, canonical, parse

TEXT = st.text(st.characters(codec="utf-8"))
KEY = st.text(st.characters(max_codepoint=0x7F))
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_padded() -> None:
    value = {"b": [1, True, None], "a": "罚款\u2028", "B": {}, "": ()}
    assert canonical(value) == '{"":[],"B":{},"a":"罚款\u2028","b":[1,true,null]}'.encode()


def test_text_is_escaped_as_rfc_8785_says() -> None:
    assert canonical('\u20ac$\x0f\nA\'B"\\\\"/\x7f') == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'.encode()
    assert canonical("\b\f\t\r\x00\x1f") == b'"\\b\\f\\t\\r\\u0000\\u001f"'


@given(VALUE)
def test_what_is_written_is_read_back(value: Any) -> None:
    data = canonical(value)
    assert parse(data) == value
    assert canonical(parse(data)) == data


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"items": [0, {"area": 1.5}]}, r"\$\.items\[1\]\.area"),
        ([2**53 + 1], r"\$\[0\]"),
        ([-(2**53) - 1], r"\$\[0\]"),
        ({"面积": 1}, r"\$：键"),
        ({1: 1}, r"\$：键"),
        ({"a": b""}, r"\$\.a"),
        ({"a": "\ud800"}, r"\$\.a"),
        ({"\x7f": {1, 2}}, r"\$\.\x7f"),
        (float("nan"), r"\$"),
    ],
)
def test_what_has_several_spellings_is_refused_by_its_path(value: Any, path: str) -> None:
    with pytest.raises(ValueError, match=path):
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b"1e3",
        b"-0",
        b"NaN",
        b"9007199254740993",
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'"\\u0041"',
        b'"\\/"',
        b"1\n",
        b"\xef\xbb\xbf1",
        b'"\xff"',
        b'"\\ud800"',
        b"",
        b"{",
        b"[" * 100_000,
        b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2),
        b"9" * 5000,
    ],
)
def test_other_spellings_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(data)


@given(st.binary(max_size=40) | VALUE.map(lambda value: json.dumps(value).encode()))
def test_reading_accepts_only_what_writing_gives(data: bytes) -> None:
    try:
        value = parse(data)
    except ValueError:
        return
    assert canonical(value) == data
