"""开放数据: every set whole, as files whose hashes stand in the log, with what its fields mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from mingjing.exchange import datasets
from mingjing.exchange.dumping import place_of, standing
from mingjing.exchange.formats import LABELS, TYPES, chunks
from mingjing.portal.caching import by_epoch
from mingjing.records.models import Opening

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from mingjing.exchange.datasets import Dataset
    from mingjing.exchange.models import Dump

PATH = [("首页", "/"), ("开放数据", "/data/")]


@require_safe
@by_epoch
def index(request: HttpRequest) -> HttpResponse:
    """Show every set with its dump of the night."""
    context = {
        "heading": "开放数据",
        "path": PATH,
        "sets": [(each, standing(each)) for each in datasets.every()],
        "formats": LABELS,
    }
    return render(request, "portal/data.html", context)


@require_safe
@by_epoch
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show what the fields of a set mean, and the hashes of its files."""
    dataset = _named(name)
    dump = standing(dataset)
    context = {
        "heading": f"数据字典：{dataset.label}",
        "path": [*PATH, (dataset.label, "")],
        "dataset": dataset,
        "dump": dump,
        "formats": LABELS,
        "files": _files(dump) if dump else [],
        "dictionary": dataset.dictionary(),
    }
    return render(request, "portal/dataset.html", context)


@require_safe
def file(request: HttpRequest, name: str, fmt: str) -> HttpResponseBase:
    """Return a set: the dump of the night, else, where none stands, the set as it is now."""
    dataset = _named(name)
    if fmt not in TYPES:
        raise Http404("没有这种格式。")
    dump = standing(dataset)
    response: HttpResponseBase
    if dump:
        etag = f'"{getattr(dump, f"{fmt}_sha256")}"'
        if not_modified := get_conditional_response(request, etag=etag):
            return not_modified
        response = FileResponse(place_of(dump, fmt).open("rb"), content_type=TYPES[fmt])
        response["ETag"] = etag
    else:
        whole = chunks(dataset.dictionary(), dataset.rows(), fmt)
        response = StreamingHttpResponse(whole, content_type=TYPES[fmt])
    filename = f"{dataset.label}.{fmt}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename) or ""
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _named(name: str) -> Dataset:
    found = next((each for each in datasets.every() if each.name == name), None)
    if found is None:
        raise Http404("没有这个数据集。")
    return found


def _files(dump: Dump) -> list[tuple[str, object]]:
    """Return the index block of a dump: sizes, hashes, and which record of the log commits to them."""
    found = (
        Opening.objects.select_related("record__leaf").filter(kind=dump.subject_kind(), ref=dump.ref).first()
    )
    leaf = getattr(found.record, "leaf", None) if found else None
    return [
        ("条数", dump.rows),
        ("生成时间", dump.made_at),
        *((f"{label} 的 SHA-256", getattr(dump, f"{fmt}_sha256")) for fmt, label in LABELS.items()),
        ("日志", f"第 {leaf.idx} 条" if leaf else "等待收录"),
    ]
