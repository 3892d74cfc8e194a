"""The decisions one by one, month by month, and what the script searches of them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from itertools import batched, groupby
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.models import Decision
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import withdrawal_of
from mingjing.portal.decision_page import published_on
from mingjing.portal.export.links import file_of
from mingjing.portal.export.rendering import ask, body
from mingjing.portal.export.state import mark_of
from mingjing.portal.queries import decisions, versions_about
from mingjing.portal.views.decisions import COLUMNS, IN_FILE
from mingjing.records import log
from mingjing.storage.store import MissingBytesError, open_range
from mingjing.theme.cells import Link
from mingjing.theme.exports import export as as_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mingjing.portal.export.making import Site
    from mingjing.theme.cells import Row

CHUNK = 500
OF_A_READING = 50
"""Items whose contents are held at once."""
PART = 200
"""Rows of a month's page: its newest ones stand on the month's own address, the older ones on parts beside it."""
OF_A_MATTER = 9
NEWEST = 20
GONE = 410


class Items:
    """The decisions in one pass, newest first; `matters` are marks of what each matter's page shows of them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.matters: dict[str, str] = {}
        self._tops: dict[str, list[str]] = {}
        self._months: list[tuple[dt.date, int]] = []
        self._newest: list[Publication] = []
        checkpoint = log.newest(published=True)
        self._signed_at = checkpoint.signed_at if checkpoint else None

    def write(self) -> int:
        """Write what is new or changed; return how many decisions are public."""
        count = 0
        for month, rows in groupby(self._each(), key=lambda each: each.made_on.replace(day=1)):
            found = list(rows)
            count += len(found)
            self._month(month, found)
            self._months.append((month, len(found)))
        self.matters = {code: "|".join(refs) for code, refs in self._tops.items()}
        self._front()
        self._withdrawn()
        return count

    def _each(self) -> Iterator[Publication]:
        rows = (
            decisions()
            .select_related("agency", "pdf")
            .prefetch_related("files__blob")
            .order_by("-made_on", "-id")
        )
        for chunk in batched(rows.iterator(chunk_size=CHUNK), CHUNK):
            served = self._served(chunk)
            changed = [each for each in chunk if not self._stands(each, served=each.about in served)]
            for few in batched(changed, OF_A_READING):
                self._make(few, served)
            for publication in chunk:
                self._note(publication)
                yield publication

    def _served(self, chunk: tuple[Publication, ...]) -> set[str]:
        abouts = [uuid.UUID(each.about) for each in chunk]
        rows = Decision.objects.filter(pk__in=abouts, service__isnull=False).values_list("pk", flat=True)
        return {pk.hex for pk in rows}

    def _note(self, publication: Publication) -> None:
        if len(self._newest) < NEWEST:
            self._newest.append(publication)
        if code := publication.matter_code:
            tops = self._tops.setdefault(code, [])
            if len(tops) < OF_A_MATTER:
                tops.append(publication.ref)

    # ── an item ──

    def _mark(self, publication: Publication, *, served: bool) -> str:
        at = publication.published_at
        signed = bool(self._signed_at and at and at < self._signed_at)
        return f"{self.site.frame}-{served:d}{signed:d}-{publication.expires_on}"

    def _stands(self, publication: Publication, *, served: bool) -> bool:
        return self.site.book.unchanged(f"item:{publication.ref}", self._mark(publication, served=served))

    def _make(self, few: Sequence[Publication], served: set[str]) -> None:
        """Write some items, their versions read at once."""
        versions: dict[str, list[Publication]] = {}
        for each in versions_about([each.about for each in few]):
            versions.setdefault(each.about, []).append(each)
        for each in few:
            self._item(each, versions.get(each.about, []), self._mark(each, served=each.about in served))

    def _item(self, publication: Publication, versions: list[Publication], mark: str) -> None:
        owner, book = f"item:{publication.ref}", self.site.book
        here = f"/decisions/{publication.ref}/"
        if not self.site.answer(here, file_of(here), owner, versions):
            return
        if not publication.natural:
            self.site.answer(f"{here[:-1]}.json", f"{here[1:-1]}.json", owner, versions)
        files = [(f"{here[1:]}files/{each.name}", each.blob) for each in publication.files.all()]
        for path, blob in [(f"{here[1:-1]}.pdf", publication.pdf), *files]:
            if blob is None:
                continue
            try:
                chunks = open_range(blob)
            except MissingBytesError:
                continue
            book.put_stream(path, blob.sha256, chunks, owner)
        book.made(owner, mark)

    def _withdrawn(self) -> None:
        """Leave the live site's word and reason at the address of what was withdrawn since; no name stays (244号13)."""
        for owner in [*self.site.book.lost("item:"), *self.site.book.lost("gone:")]:
            ref = owner.partition(":")[2]
            found = Publication.objects.filter(pk=uuid.UUID(ref)).first()
            if found is None:
                continue
            here, kept = f"/decisions/{ref}/", f"gone:{ref}"
            withdrawal = withdrawal_of(found)
            mark = f"{self.site.frame}-{found.state}-{withdrawal.explained_on if withdrawal else ''}"
            if self.site.book.unchanged(kept, mark):
                continue
            response = ask(self.site.request(here))
            if response is not None and response.status_code == GONE:
                self.site.write(response, here, file_of(here), kept)
            elif response is not None and response.has_header("Location"):
                self._moved(response["Location"], here, kept)
            else:
                continue
            self.site.book.made(kept, mark)

    def _moved(self, to: str, here: str, owner: str) -> None:
        context: dict[str, object] = {
            "heading": "已有新的版本",
            "address": to,
            "path": [("首页", "/"), ("新的版本", "")],
        }
        self.site.template(
            "portal/export_elsewhere.html", context, here=here, file=file_of(here), owner=owner
        )

    # ── a month ──

    def _month(self, month: dt.date, found: list[Publication]) -> None:
        name = f"{month:%Y-%m}"
        owner, mark = f"month:{name}", mark_of((self.site.frame, [each.ref for each in found]))
        if self.site.book.unchanged(owner, mark):
            return
        parts = list(batched(reversed(found), PART))
        for number, part in enumerate(parts, start=1):
            last = number == len(parts)
            here = f"/decisions/{name}/" if last else f"/decisions/{name}/part-{number}/"
            context: dict[str, object] = {
                "heading": f"行政处罚决定：{month.year} 年 {month.month} 月",
                "path": [("首页", "/"), ("事后公开", "/decisions/"), (name, "")],
                "columns": COLUMNS,
                "rows": [self._row(each) for each in reversed(part)],
                "count": len(found),
                "parts": [
                    (at, f"/decisions/{name}/" if at == len(parts) else f"/decisions/{name}/part-{at}/", at == number)
                    for at in range(len(parts), 0, -1)
                ] if len(parts) > 1 else [],
                "files": [(label, f"/decisions/{name}/decisions.{fmt}") for label, fmt in FILES],
            }  # fmt: skip
            self.site.template(
                "portal/export_month.html", context, here=here, file=file_of(here), owner=owner
            )
        self._data(name, found, owner)
        self.site.book.made(owner, mark)

    def _data(self, name: str, found: list[Publication], owner: str) -> None:
        """Write the month's open data and its part of what is searched; natural persons are in neither (§11.5)."""
        firms = [each for each in found if not each.natural]
        base = self.site.at or self.site.online
        rows: list[Row] = [
            {
                **self._row(each), "title": each.title, "matter_code": each.matter_code, "agency": each.agency.name,
                "url": f"{base}/decisions/{each.ref}/",
            }
            for each in firms
        ]  # fmt: skip
        for _, fmt in FILES:
            data = body(as_file(fmt, IN_FILE, rows, "行政处罚决定"))
            self.site.book.put(f"decisions/{name}/decisions.{fmt}", data, owner)
        told = [[each.title, each.number, each.party_name, str(each.made_on), file_of(f"/decisions/{each.ref}/")]
                for each in firms]  # fmt: skip
        content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        self.site.book.put(f"search/{name}.json", content, owner)

    def _row(self, publication: Publication) -> Row:
        return {
            "number": Link(publication.number, f"/decisions/{publication.ref}/"),
            "party": publication.party_name,
            "matter": publication.matter_name,
            "made_on": publication.made_on,
            "published_on": published_on(publication),
        }

    def _front(self) -> None:
        """Write the list's first page: the newest, and every month since the first, those without a decision too."""
        months = list(self._every_month())
        mark = mark_of((self.site.frame, months, [each.ref for each in self._newest]))
        if self.site.book.unchanged("front", mark):
            return
        context: dict[str, object] = {
            "heading": "行政处罚决定", "path": [("首页", "/"), ("事后公开", "")], "columns": COLUMNS,
            "rows": [self._row(each) for each in self._newest], "months": months,
        }  # fmt: skip
        self.site.template(
            "portal/export_decisions.html",
            context,
            here="/decisions/",
            file="decisions/index.html",
            owner="front",
        )
        index = json.dumps([f"{month:%Y-%m}.json" for month, _ in self._months]).encode()
        self.site.book.put("search/index.json", index, "front")
        self.site.book.made("front", mark)

    def _every_month(self) -> Iterator[tuple[str, str, int]]:
        counted = dict(self._months)
        this = clock.today().replace(day=1)
        month, first = max([this, *counted]), min([this, *counted])
        while month >= first:
            address = f"/decisions/{month:%Y-%m}/" if month in counted else ""
            yield f"{month.year} 年 {month.month} 月", address, counted.get(month, 0)
            month = (month - dt.timedelta(days=1)).replace(day=1)


FILES = (("CSV", "csv"), ("JSON", "json"))
