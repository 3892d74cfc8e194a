"""What changed between two texts, told so that figures, sums in capitals and titles of laws stay whole."""

from __future__ import annotations

import pytest

from mingjing.workbench.diffing import LONGEST, pieces


def told(before: str, after: str) -> str:
    signs = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in pieces(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("价款 2860 万元", "价款 2790 万元", "价款 [-2860-][+2790+] 万元"),
        (
            "叁万壹仟元整（31,000.00元）",
            "叁万元整（30,000.00元）",
            "[-叁万壹仟元整-][+叁万元整+]（[-31,000.00-][+30,000.00+]元）",
        ),
        ("依据《建筑法》第七条", "依据《消防法》第七条", "依据[-《建筑法》-][+《消防法》+]第七条"),
        ("", "责令改正", "[+责令改正+]"),
        ("责令改正", "", "[-责令改正-]"),
        ("一样", "一样", "一样"),
    ],
)
def test_a_change_is_told_in_whole_words(before: str, after: str, shown: str) -> None:
    assert told(before, after) == shown


def test_long_texts_are_shown_before_and_after() -> None:
    before, after = "甲" * LONGEST, "乙" * LONGEST
    assert [piece.kind for piece in pieces(before, after)] == ["del", "ins"]
