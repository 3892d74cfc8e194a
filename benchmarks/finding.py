"""Search, lists and pages over 1,000,000 publications, against 10,000: whole pages, as a visitor gets them, not cached.

Both databases are filled in bulk, without acts (`publications`). Words are drawn from the texts themselves, so that
those which stand in every text and those which stand in one are asked for as often as they are written.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from measuring import prepare, section, verdict

NAME = prepare()

import publications  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from mingjing.disclosure.models import Publication  # noqa: E402
from mingjing.search.models import Entry  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW, MANY = 10_000, int(os.environ.get("BENCH_PUBLICATIONS", "1000000"))
WORDS, ROUNDS = 120, 12
SEARCH_MS = {"SQLite": 50, "PostgreSQL": 120}[NAME]
PAGE_MS, RATIO = 30, 1.5
RUN = re.compile(r"[\u4e00-\u9fff]{8,}")
MISS = ("鹮鹮貔貅有限公司", "施工貔貅许可证")


@dataclass
class Asked:
    """One kind of page with its addresses over a database, and what each took, in milliseconds."""

    addresses: Sequence[str]
    expected: str = ""
    taken: list[float] = field(default_factory=list)

    def ask(self, client: Client) -> None:
        """Open every page once."""
        for address in self.addresses:
            start = time.perf_counter()
            response = client.get(address)
            self.taken.append((time.perf_counter() - start) * 1000)
            assert response.status_code == 200, address
            assert self.expected in response.content.decode(), address

    @property
    def median(self) -> float:
        """Return the middle."""
        return statistics.median(self.taken)

    @property
    def p95(self) -> float:
        """Return what one in twenty is above."""
        return statistics.quantiles(self.taken, n=20)[-1]


def search(word: str, **more: str) -> str:
    """Return the address of a search."""
    return f"/search?{urlencode({'q': word, **more})}"


def drawn(draw: random.Random, length: int) -> list[str]:
    """Return the addresses of words of a length, taken from texts anywhere in the database."""
    most = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    words: dict[str, None] = {}
    while len(words) < WORDS:
        text = (
            Entry.objects.filter(pk__gte=draw.randint(1, most))
            .order_by("pk")
            .values_list("text", flat=True)[0]
        )
        run = draw.choice(RUN.findall(text))
        at = draw.randint(0, len(run) - length)
        words[run[at : at + length]] = None
    return [search(word) for word in words]


def asked_of_this_database() -> dict[str, Asked]:
    """Return the pages, with words and numbers of the database that stands open."""
    draw = random.Random(65)  # noqa: S311 - reproducible, no secret
    some = [
        Publication.objects.filter(number__gte=f"示建罚决字〔{draw.randint(2013, 2025)}〕").order_by(
            "number"
        )[0]
        for _ in range(20)
    ]
    codes = [dict(each.content["fields"])["统一社会信用代码"] for each in some]
    days = [each.made_on.isoformat() for each in some]
    return {
        "search, words of two characters": Asked(drawn(draw, 2), "<mark>"),
        "search, words of four characters": Asked(drawn(draw, 4), "<mark>"),
        f"search, a word in {publications.RARE[1]} texts": Asked([search(publications.RARE[0])] * 4, "<mark>"),
        "search, a document number": Asked([search(each.number) for each in some], "<mark>"),
        "search, a credit code": Asked([search(code) for code in codes], "<mark>"),
        "search, an article": Asked([search("建筑法第六十四条"), search("物业管理条例第六十条")], "<mark>"),
        "search, one kind between two days": Asked(
            [search("施工", kind="decisions", **{"from": day, "to": day}) for day in days]
        ),
        "search, nothing found, with suggestions": Asked([search(word) for word in MISS] * 4, "没有找到"),
        "list, the newest 20": Asked(["/decisions/"] * 4, "示建罚决字"),
        "list, rows 801 to 820": Asked(["/decisions/?page=41"] * 4, "示建罚决字"),
        "list, by firm and day": Asked([f"/decisions/?q={each.party_name[:4]}&from={each.made_on}" for each in some]),
        "detail": Asked([f"/decisions/{each.ref}/" for each in some], "示建罚决字"),
    }  # fmt: skip


def switch(name: object) -> None:
    """Go over to another database of the same server or folder."""
    connection.close()
    connection.settings_dict["NAME"] = name


def two_databases() -> tuple[object, object, str]:
    """Fill a database with few and one with many, each unless it is; return their names and what the larger took.

    Run by itself over a folder or database that stays, it fills only once.
    """
    many = connection.settings_dict["NAME"]
    few = f"{many}_few"
    if NAME != "SQLite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [few])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {few}")
    taken = {} if Publication.objects.exists() else publications.fill(MANY)
    switch(few)
    call_command("migrate", verbosity=0)
    if not Publication.objects.exists():
        publications.fill(FEW)
    return few, many, ", ".join(f"{part} {seconds:.0f} s" for part, seconds in taken.items())


def measured(names: tuple[object, object]) -> dict[str, tuple[Asked, Asked]]:
    """Ask both databases in turns, so that a busy machine troubles both alike."""
    client = Client()
    asked: dict[object, dict[str, Asked]] = {}
    for name in names:
        switch(name)
        asked[name] = asked_of_this_database()
        client.get("/decisions/"), client.get(search("施工"))  # what a process loads once
    for turn in range(ROUNDS):
        for name in names:
            switch(name)
            for page in asked[name].values():
                # Words are asked for once: asked again, they would be in the memory of the database.
                if turn == 0 or len(page.addresses) < WORDS:
                    page.ask(client)
    few, many = names
    return {page: (asked[few][page], asked[many][page]) for page in asked[few]}


def main() -> None:
    setup_test_environment(debug=False)
    few, many, filled = two_databases()
    found = measured((few, many))
    rows = [
        [page, *(f"{value:.1f}" for each in both for value in (each.median, each.p95)),
         f"{both[1].median / both[0].median:.2f}"]
        for page, both in found.items()
    ]  # fmt: skip
    of = {page: both[1] for page, both in found.items()}
    searches = max(each.p95 for page, each in of.items() if page.startswith("search, words"))
    pages = max(
        each.p95 for page, each in of.items() if page.startswith(("list, the", "list, rows", "detail"))
    )
    ratios = [
        both[1].median / both[0].median
        for page, both in found.items()
        if page.startswith(("list, the", "list, rows", "search, a word"))
    ]
    section(
        f"Finding among {MANY:,} publications, {NAME}",
        ["page", f"ms over {FEW:,}, median", "p95", f"ms over {MANY:,}, median", "p95", "ratio"],
        rows,
        verdict(f"words of two and four characters under {SEARCH_MS} ms at p95", met=searches < SEARCH_MS),
        verdict(f"list and detail under {PAGE_MS} ms at p95", met=pages < PAGE_MS),
        verdict(f"list page and rare word within {RATIO} times of {FEW:,}", met=max(ratios) <= RATIO),
        f"Whole pages rendered, none from a cache; {WORDS} words of each length, each asked for once. The tables were "
        f"filled in bulk, without acts ({filled or 'before'}).",
    )


if __name__ == "__main__":
    main()
