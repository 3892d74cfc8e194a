"""The portal's public surfaces of a decision: where each would show it (see `disclosure.surfaces`)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from mingjing.disclosure.kinds import PENALTIES
from mingjing.disclosure.surfaces import Surface, register
from mingjing.portal.columns import matter_url
from mingjing.portal.queries import NOTICE
from mingjing.portal.shelves import shelf_of
from mingjing.registry.rules import credit_code_fault

if TYPE_CHECKING:
    from mingjing.disclosure.models import Publication


OURS = "decision"


def _its_own(tail: str) -> Surface:
    names = {
        "/": ("page", "正文页和旧版本"),
        ".pdf": ("pdf", "公示件"),
        ".json": ("data", "正文数据"),
        ".png": ("picture", "分享图片"),
    }
    name, label = names[tail]

    def addresses(publication: Publication) -> tuple[str, ...]:
        lacks_pdf = tail == ".pdf" and publication.pdf_id is None
        lacks_picture = tail == ".png" and publication.kind not in PENALTIES
        if lacks_pdf or lacks_picture:
            return ()
        return (f"{shelf_of(publication).root}{publication.ref}{tail}",)

    return Surface(name, label, addresses, gone=True)


def _files(publication: Publication) -> tuple[str, ...]:
    files = publication.files.select_related("blob")
    return tuple(f"/decisions/{publication.ref}/files/{each.name}" for each in files)


def _list(publication: Publication) -> tuple[str, ...]:
    root = shelf_of(publication).root
    found = urlencode({"firm": publication.party_name})
    return (root, f"{root}?{found}", f"{root}?{urlencode({'q': publication.party_name})}")


def _of_the_list(publication: Publication) -> tuple[str, ...]:
    return tuple(f"/{shelf_of(publication).slug}.{fmt}" for fmt in ("csv", "json", "xlsx"))


def _asked(publication: Publication) -> tuple[str, ...]:
    if publication.kind not in PENALTIES:
        return ()
    return ("/api/publications", f"/api/publications?{urlencode({'firm': publication.party_name})}")


def _item(publication: Publication) -> tuple[str, ...]:
    return (f"/api/publications/{publication.ref}",) if publication.kind in PENALTIES else ()


def _matter(publication: Publication) -> tuple[str, ...]:
    shown = publication.matter_code and publication.kind in PENALTIES
    return (matter_url(publication.matter_code),) if shown else ()


def _number(publication: Publication) -> tuple[str, ...]:
    """Return where a number is verified: only what this agency made, for only that can be vouched for."""
    if publication.kind != OURS:
        return ()
    typed = urlencode({"number": publication.number})
    return (f"/verify/number?{typed}", f"/verify/number.json?{typed}")


def _slugs(publication: Publication) -> tuple[str, ...]:
    own = publication.kind.replace(".", "-")
    return tuple(dict.fromkeys(("all", OURS if publication.kind in PENALTIES else own, own)))


def _feeds(publication: Publication) -> tuple[str, ...]:
    asked = urlencode({"q": publication.party_name})
    slugs = _slugs(publication)
    of_query = tuple(f"/feeds/{slugs[1]}.{fmt}?{asked}" for fmt in ("atom", "json"))
    first = ("/decisions/feed/",) if publication.kind in PENALTIES else ()
    return (*first, *(f"/feeds/{slug}.{fmt}" for slug in slugs for fmt in ("atom", "json")), *of_query)


def _embedded(publication: Publication) -> tuple[str, ...]:
    return tuple(f"/embed/{slug}/" for slug in _slugs(publication))


def _sitemap(publication: Publication) -> tuple[str, ...]:
    return (f"/sitemap-{'decisions' if publication.kind in PENALTIES else 'outcomes'}.xml",)


def _firm_feeds(publication: Publication) -> tuple[str, ...]:
    """Return the feeds of the firm whose code stands in the publication, if one does."""
    told = {name: value for name, value, *_ in publication.content.get("fields", [])}
    code = str(told.get("统一社会信用代码", ""))
    if credit_code_fault(code):
        return ()
    feeds = (f"/feeds/firms/{code}.{fmt}" for fmt in ("atom", "json"))
    return (*feeds, f"/feeds/firms/?{urlencode({'code': code})}")


def _complained(publication: Publication) -> tuple[str, ...]:
    """Return the page on which one complains of a decision; of anything else one does so to the agency."""
    return (f"/complaints/on/{publication.ref}/",) if publication.kind in PENALTIES else ()


def _noticed(publication: Publication, *addresses: str) -> tuple[str, ...]:
    return addresses if publication.kind.startswith(NOTICE) else ()


SURFACES = (
    Surface("notice", "公告页", lambda each: _noticed(each, f"/notices/{each.ref}/"), gone=True),
    Surface("notices", "公告列表", lambda each: _noticed(each, "/notices/")),
    _its_own("/"),
    _its_own(".pdf"),
    _its_own(".json"),
    _its_own(".png"),
    Surface("beside", "附件", _files, gone=True),
    Surface("list", "决定列表", _list),
    Surface("files", "导出文件", _of_the_list),
    Surface("feed", "订阅", _feeds),
    Surface("firm", "单位订阅", _firm_feeds),
    Surface("embed", "嵌入的列表", _embedded),
    Surface("sitemap", "站点地图", _sitemap, named=False),
    Surface("home", "首页", lambda _: ("/",)),
    Surface("matter", "事项页", _matter),
    Surface("api", "接口的列表", _asked),
    Surface("api_item", "接口的正文", _item, gone=True),
    Surface("number", "按文号查验", _number),
    Surface("complaint", "投诉举报页", _complained, gone=True),
    Surface("correction", "更正申请页", lambda publication: (f"/corrections/{publication.ref}/",), gone=True),
)


def register_all() -> None:
    """Register every surface of the portal."""
    for surface in SURFACES:
        register(surface)
