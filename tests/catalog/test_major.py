"""种子 C3; 244号26: the catalogue decides by category, matter, kind of party, kinds of penalty, sums, hearing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mingjing.cases.rules.ordinary import KINDS
from mingjing.catalog.cells import PENALTY_KINDS, penalty_kinds, yes, yuan
from mingjing.catalog.major import Proposed, Threshold, meets

FINED = Proposed("行政处罚", "CF-1", natural=False, kinds=frozenset({"罚款"}), fine=50_000_00)
PERSON = replace(FINED, natural=True, fine=5_000_00)
LARGE = Threshold("行政处罚", frozenset({"CF-1"}), person_fine=5_000, org_fine=50_000)
ALL = Threshold("行政处罚")


@pytest.mark.parametrize(
    ("row", "proposed", "met"),
    [
        (ALL, FINED, True),
        (ALL, replace(FINED, category="行政许可"), False),
        (LARGE, FINED, True),
        (LARGE, replace(FINED, fine=49_999_99), False),
        (LARGE, replace(FINED, matter_code="CF-2"), False),
        (LARGE, PERSON, True),
        (LARGE, replace(PERSON, fine=4_999_99), False),
        (replace(LARGE, person_fine=None), replace(PERSON, fine=9_000_000_00), False),
        (replace(LARGE, penalty_kinds=frozenset({"责令停产停业"})), replace(FINED, fine=0), False),
        (
            replace(LARGE, penalty_kinds=frozenset({"责令停产停业"})),
            replace(FINED, fine=0, kinds=frozenset({"责令停产停业"})),
            True,
        ),
        (Threshold("行政处罚", hearing_held=True), FINED, False),
        (Threshold("行政处罚", hearing_held=True), replace(FINED, hearing=True), True),
    ],
)
def test_a_row_takes_what_reaches_any_of_its_thresholds(
    row: Threshold, proposed: Proposed, met: bool
) -> None:
    assert meets(row, proposed) is met


def test_the_kinds_a_catalogue_may_name_are_those_of_the_decisions() -> None:
    assert set(PENALTY_KINDS) == set(KINDS.values())


def test_a_threshold_is_read_from_its_cell_or_refused() -> None:
    assert [yuan(cell) for cell in ("", None, "50000", "5万", "五万元", 50_000, "50,000")] == [
        None, None, *[50_000] * 5,
    ]  # fmt: skip
    assert penalty_kinds("责令停产停业、罚款") == ["责令停产停业", "罚款"]
    assert [yes(cell) for cell in ("是", "否", "", True)] == [True, False, False, True]
    for read, cell in ((yuan, "较大数额"), (yuan, "0.5"), (penalty_kinds, "停产"), (yes, "可能")):
        with pytest.raises(ValueError, match="应写"):
            read(cell)
