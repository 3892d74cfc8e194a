"""What a case asks of its parties costs the same number of queries however many they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing.cases.queries.case import undecided
from mingjing.cases.queries.hearings import any_undrafted
from telling import FIRM, OTHER_FIRM, filed

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.cases.models import Case
    from mingjing.demo.bureau import Bureau


def cost(question: Callable[[Case], object], case: Case) -> int:
    with CaptureQueriesContext(connection) as asked:
        question(case)
    return len(asked)


def test_who_is_undecided_and_who_was_heard_is_asked_of_all_parties_at_once(bureau: Bureau) -> None:
    one, two = filed(bureau).refresh(), filed(bureau, firms=(OTHER_FIRM, FIRM)).refresh()
    assert [party.name for party in undecided(two)] == [OTHER_FIRM.name, FIRM.name]
    assert any_undrafted(two) is False
    for question in (undecided, any_undrafted):
        assert cost(question, two) == cost(question, one)
