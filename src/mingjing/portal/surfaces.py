"""The portal's public surfaces of a decision: where each would show it (see `disclosure.surfaces`)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from mingjing.disclosure.surfaces import Surface, register
from mingjing.portal.columns import matter_url

if TYPE_CHECKING:
    from mingjing.disclosure.models import Publication


def _its_own(tail: str) -> Surface:
    names = {"/": ("page", "正文页和旧版本"), ".pdf": ("pdf", "公示件"), ".json": ("data", "正文数据")}
    name, label = names[tail]
    return Surface(name, label, lambda publication: (f"/decisions/{publication.ref}{tail}",), gone=True)


def _files(publication: Publication) -> tuple[str, ...]:
    files = publication.files.select_related("blob")
    return tuple(f"/decisions/{publication.ref}/files/{each.name}" for each in files)


def _list(publication: Publication) -> tuple[str, ...]:
    found = urlencode({"firm": publication.party_name})
    return ("/decisions/", f"/decisions/?{found}", f"/decisions/?{urlencode({'q': publication.party_name})}")


def _asked(publication: Publication) -> tuple[str, ...]:
    return ("/api/publications", f"/api/publications?{urlencode({'firm': publication.party_name})}")


def _matter(publication: Publication) -> tuple[str, ...]:
    return (matter_url(publication.matter_code),) if publication.matter_code else ()


def _number(publication: Publication) -> tuple[str, ...]:
    typed = urlencode({"number": publication.number})
    return (f"/verify/number?{typed}", f"/verify/number.json?{typed}")


def _feeds(publication: Publication) -> tuple[str, ...]:
    asked = urlencode({"q": publication.party_name})
    of_query = tuple(f"/feeds/decision.{fmt}?{asked}" for fmt in ("atom", "json"))
    every = (
        "/decisions/feed/",
        *(f"/feeds/{slug}.{fmt}" for slug in ("all", "decision") for fmt in ("atom", "json")),
    )
    return (*every, *of_query)


SURFACES = (
    _its_own("/"),
    _its_own(".pdf"),
    _its_own(".json"),
    Surface("beside", "附件", _files, gone=True),
    Surface("list", "决定列表", _list),
    Surface("files", "导出文件", lambda _: tuple(f"/decisions.{fmt}" for fmt in ("csv", "json", "xlsx"))),
    Surface("feed", "订阅", _feeds),
    Surface("embed", "嵌入的列表", lambda _: ("/embed/all/", "/embed/decision/")),
    Surface("sitemap", "站点地图", lambda _: ("/sitemap-decisions.xml",), named=False),
    Surface("home", "首页", lambda _: ("/",)),
    Surface("matter", "事项页", _matter),
    Surface("api", "接口的列表", _asked),
    Surface(
        "api_item", "接口的正文", lambda publication: (f"/api/publications/{publication.ref}",), gone=True
    ),
    Surface("number", "按文号查验", _number),
    Surface(
        "complaint", "投诉举报页", lambda publication: (f"/complaints/on/{publication.ref}/",), gone=True
    ),
    Surface("correction", "更正申请页", lambda publication: (f"/corrections/{publication.ref}/",), gone=True),
)


def register_all() -> None:
    """Register every surface of the portal."""
    for surface in SURFACES:
        register(surface)
