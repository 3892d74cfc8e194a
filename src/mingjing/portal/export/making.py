"""One run of the export: the items, the months, the pages around them, what the script searches, the static files.

Publications are read as they come and never held all at once; what an item's files were made of is its mark, so that a
change to one item makes anew its own files, its month, its matter and the front page, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

from mingjing import clock
from mingjing.disclosure.kinds import PENALTIES
from mingjing.disclosure.models import Publication
from mingjing.portal.context import site_words
from mingjing.portal.export.items import Items
from mingjing.portal.export.links import ITEMS, ONLINE_PAGE, SEARCH_PAGE, Rewriting, Target, file_of, route_of
from mingjing.portal.export.rendering import HOST, FileRequest, ask, body
from mingjing.portal.export.state import Book, mark_of
from mingjing.portal.feeds import slugs
from mingjing.portal.queries import portal_agency
from mingjing.records.models import Record
from mingjing.registry.models import Agency

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from django.http import HttpResponseBase

    from mingjing.portal.export.state import Counted

SEEDS = ("/", "/lists/", "/rules/", "/flowcharts/")
QUIET = ("account", "bound", "case", "custody", "device", "disposal", "evidence", "inbound", "publication", "recording",
         "reporter")  # fmt: skip
"""Dossiers whose records change no page but a decision's own; a record of any other kind has all pages looked at."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'"
)
"""As the live site's, as far as a page can say it of itself (`frame-ancestors` it cannot)."""
CHARSET = '<meta charset="utf-8">'
OWN_LINK = re.compile(rf'http://{re.escape(HOST)}(/[^"<\s]*)')
SHARED = ("theme/", "portal/")
WRITTEN_APART = ITEMS | {"decisions", "feed", "feed-of", "search"}
"""Routes whose files are not written by following links."""


@dataclass(frozen=True)
class Made:
    """What a run did."""

    written: int
    removed: int
    files: int
    items: int


@dataclass
class Site:
    """The site in the making: where it will stand (`at`), where the live one is (`online`), if anywhere."""

    book: Book
    at: str = ""
    online: str = ""
    frame: str = ""
    waiting: list[Target] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Work out what every page is made of besides its own content."""
        self.rewriting = Rewriting(self.online, self._found)
        rows = list(Agency.objects.order_by("pk").values())
        self.words = site_words()
        self.assets = _assets()
        hashes = sorted((name, hashlib.sha256(content).hexdigest()) for name, content in self.assets.items())
        parts = (version("mingjing"), self.at, self.online, rows, hashes)
        self.frame = mark_of(parts)

    def _found(self, target: Target) -> None:
        if target.route not in WRITTEN_APART:
            self.waiting.append(target)

    def request(self, address: str, versions: Sequence[Publication] = ()) -> FileRequest:
        """Return a request whose answer becomes a file."""
        return FileRequest(address, at=self.at, online=self.online, words=self.words, versions=versions)

    def page(self, html: str, *, here: str, file: str, owner: str) -> None:
        """Write a page with its links relative, under the same policy as the live site."""
        html = html.replace(
            CHARSET, f'{CHARSET}\n    <meta http-equiv="Content-Security-Policy" content="{POLICY}">', 1
        )
        self.book.put(file, self.rewriting.page(html, here=here, file=file).encode(), owner)

    def _in_feed(self, match: re.Match[str]) -> str:
        """Return a feed's link: full where it is known where the files will stand, else from the feeds' own folder."""
        return f"{self.at or '..'}/{file_of(match.group(1))}"

    def template(self, name: str, context: dict[str, object], *, here: str, file: str, owner: str) -> None:
        """Write a page that only the exported site has."""
        html = render_to_string(name, context, request=self.request(here))
        self.page(html, here=here, file=file, owner=owner)

    def answer(self, address: str, file: str, owner: str, versions: Sequence[Publication] = ()) -> bool:
        """Write what the live site answers at an address; False where it answers nothing for everybody."""
        response = ask(self.request(address, versions))
        if response is None or response.status_code != 200:  # noqa: PLR2004
            return False
        self.write(response, address, file, owner)
        return True

    def write(self, response: HttpResponseBase, address: str, file: str, owner: str) -> None:
        """Write an answer as a page, a feed or a plain file."""
        content = body(response)
        if response.get("Content-Type", "").startswith("text/html"):
            self.page(content.decode(), here=address.partition("?")[0], file=file, owner=owner)
            return
        if file.startswith("feeds/"):
            content = OWN_LINK.sub(self._in_feed, content.decode()).encode()
        self.book.put(file, content, owner)


def export(folder: Path, *, at: str = "", online: str = "") -> Made:
    """Write the public site into a folder, or bring it up to date there."""
    book = Book(folder)
    try:
        site = Site(book, at=at.rstrip("/"), online=online.rstrip("/"))
        items = Items(site)
        count = items.write()
        _pages(site, items.matters)
        _own_pages(site)
        _feeds(site)
        _static(site)
        book.clear()
        counted: Counted = book.close()
    except BaseException:
        book.abandon()
        raise
    return Made(counted.written, counted.removed, counted.files, count)


# ── the pages around the items ──


def _pages(site: Site, matters: dict[str, str]) -> None:
    """Write every page that is reached from the front page: all again where anything they show may have changed."""
    world, newest = _world(site)
    quiet = site.book.said("world") == world and not _loud_since(int(site.book.said("record") or 0))
    if quiet:
        site.book.keep_all("page:")
        changed = [name for name in site.book.names("matter:") if not _stands(site, name, world, matters)]
        start = ["/", *(name.removeprefix("matter:") for name in changed)]
    else:
        start = list(SEEDS)
    _follow(site, start, world, matters, again=not quiet)
    site.book.say("world", world)
    site.book.say("record", str(newest))


def _world(site: Site) -> tuple[str, int]:
    lists = list(
        Publication.objects.exclude(kind__in=PENALTIES)
        .filter(state=Publication.State.PUBLISHED)
        .order_by("pk")
        .values_list("pk", "published_at")
    )
    newest = Record.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return mark_of((site.frame, clock.today(), lists)), newest


def _loud_since(record: int) -> bool:
    return Record.objects.filter(pk__gt=record).exclude(dossier__kind__in=QUIET).exists()


def _stands(site: Site, owner: str, world: str, matters: dict[str, str]) -> bool:
    return site.book.unchanged(owner, _mark_of_page(owner, world, matters))


def _mark_of_page(owner: str, world: str, matters: dict[str, str]) -> str:
    code = owner.rstrip("/").rpartition("/")[2]
    return mark_of((world, matters.get(code, ""))) if owner.startswith("matter:") else world


def _follow(site: Site, start: list[str], world: str, matters: dict[str, str], *, again: bool) -> None:
    """Write these pages and whatever they lead to that was not yet met in this run."""
    waiting = [Target(file_of(each), route=route_of(each), follow=each) for each in start]
    known = {target.file for target in waiting}
    while waiting or site.waiting:
        for target in site.waiting:
            if target.file not in known:
                known.add(target.file)
                waiting.append(target)
        site.waiting.clear()
        if not waiting:
            return
        target = waiting.pop()
        owner = _owner(target)
        if not again and target.follow not in start and site.book.met(owner):
            continue
        if not site.answer(target.follow, target.file, owner):
            site.template(
                "portal/export_elsewhere.html",
                {"heading": "此页须在线查看", "address": f"{site.online}{target.follow}" if site.online else ""},
                here=target.follow.partition("?")[0], file=target.file, owner=owner,
            )  # fmt: skip
        site.book.made(owner, _mark_of_page(owner, world, matters))


def _owner(target: Target) -> str:
    return f"{'matter' if target.route == 'matter' else 'page'}:{target.follow}"


# ── pages that only the exported site has ──


def _own_pages(site: Site) -> None:
    agency = portal_agency()
    for file, name, heading in (
        (ONLINE_PAGE, "portal/export_online.html", "须在线办理的事项"),
        (SEARCH_PAGE, "portal/export_search.html", "搜索"),
    ):
        owner = f"own:{file}"
        if site.book.unchanged(owner, site.frame):
            continue
        context: dict[str, object] = {
            "heading": heading, "agency": agency, "online": site.online, "script": static("portal/export-search.js"),
            "path": [("首页", "/"), (heading, "")],
        }  # fmt: skip
        site.template(name, context, here=f"/{file.partition('/')[0]}/", file=file, owner=owner)
        site.book.made(owner, site.frame)


def _feeds(site: Site) -> None:
    for slug, _ in slugs():
        for fmt in ("atom", "json"):
            owner = f"feed:{slug}.{fmt}"
            site.answer(f"/feeds/{slug}.{fmt}", f"feeds/{slug}.{fmt}", owner)
            site.book.made(owner, "")


# ── static files ──


def _assets() -> dict[str, bytes]:
    """Return the files that public pages use: the collected ones, else those of the rooms. They are few and small."""
    found: dict[str, bytes] = {}
    root = settings.STATIC_ROOT
    for top in SHARED:
        folder = root / top if root else None
        if folder and folder.is_dir():
            files = {path.relative_to(root).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        else:
            files = _of_the_rooms(top)
        found |= {
            name: path.read_bytes() for name, path in files.items() if not name.endswith((".gz", ".br"))
        }
    return found


def _of_the_rooms(top: str) -> dict[str, Path]:
    from pathlib import Path  # noqa: PLC0415

    return {
        name: Path(storage.path(name))
        for finder in finders.get_finders()
        for name, storage in finder.list([])
        if name.startswith(top)
    }


def _static(site: Site) -> None:
    if site.book.unchanged("static", site.frame):
        return
    for name, content in site.assets.items():
        site.book.put(f"static/{name}", content, "static")
    site.book.made("static", site.frame)
