"""What a page may cost: so many queries, so many bytes of HTML. Time is measured by `make bench`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

__all__ = ["Budget", "budget"]


@dataclass
class Budget:
    """Opens pages and keeps the account; pages over their budget are told together, with what they cost."""

    over: list[str] = field(default_factory=list)
    costs: list[str] = field(default_factory=list)

    def page(self, client: Client, address: str, *, queries: int, kilobytes: int) -> str:
        """Open a page twice (the first time fills what a process keeps) and hold the second against its budget."""
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        size = len(answer.content) / 1024
        cost = f"{address}: {len(asked)} of {queries} queries, {size:.1f} of {kilobytes} kB"
        self.costs.append(cost)
        if len(asked) > queries or size > kilobytes:
            self.over.append("\n  ".join([cost, *(each["sql"][:140] for each in asked.captured_queries)]))
        return answer.content.decode()


@pytest.fixture
def budget() -> Iterator[Budget]:
    """Return the account; at the test's end nothing may be over."""
    account = Budget()
    yield account
    print(*account.costs, sep="\n")  # noqa: T201 - shown when asked for, or when something is over
    assert account.over == [], "\n".join(account.over)
