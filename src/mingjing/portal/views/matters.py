"""A matter's page: basis with its articles, who and how, the flowchart, relief, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.catalog.models import BenchmarkRow, ListKind, MatterRow, ReviewRow
from mingjing.catalog.queries import in_force, publications_of, rows_of
from mingjing.catalog.revisions import flagged
from mingjing.law.citations import format_citation, read_citations
from mingjing.law.queries import Lawbook
from mingjing.law.resolution import Status
from mingjing.portal import flow
from mingjing.portal.caching import by_epoch
from mingjing.portal.queries import decisions_of_matter, guides_of, inspections_of, portal_agency
from mingjing.refusal import Refusal
from mingjing.theme.cells import Link
from mingjing.workflow.actions import current

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from mingjing.catalog.models import Edition
    from mingjing.law.resolution import Resolution
    from mingjing.registry.models import Agency

LATEST = 8
PENALTY, INSPECTION = "行政处罚", "行政检查"
ORDINARY = "ordinary-penalty"


@dataclass(frozen=True)
class Basis:
    """A citation as it stands in the row, and its words today: `text` empty where they were not imported."""

    citation: str
    version: str
    lines: tuple[str, ...]
    remark: str


@require_safe
@by_epoch
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show a matter of the list in force."""
    agency = portal_agency()
    edition = in_force(agency, ListKind.MATTERS) if agency else None
    row = rows_of(edition, clock.today()).filter(code=code).first() if edition else None
    if agency is None or edition is None or not isinstance(row, MatterRow):
        raise Http404("现行事项清单中没有这一事项。")
    procedure = (
        current(agency, row.procedure or ORDINARY) if row.category == PENALTY or row.procedure else None
    )
    decided = list(decisions_of_matter(code)[: LATEST + 1])
    context = {
        "heading": row.name,
        "path": [
            ("首页", "/"),
            ("事前公开", "/lists/"),
            ("行政执法事项清单", "/lists/matters/"),
            ("事项", ""),
        ],
        "row": row,
        "revising": row.code in flagged(agency, ListKind.MATTERS),
        "edition": edition,
        "published_at": publications_of(agency, ListKind.MATTERS)
        .filter(content__edition=str(edition.pk))
        .values_list("published_at", flat=True)
        .first(),
        "facts": _facts(row, agency, _review_rows(agency, row), _benchmarks(agency, row)),
        "basis": basis_of(row),
        "chart": flow.chart_of(procedure, agency) if procedure else None,
        "procedure": procedure,
        "penalty": row.category == PENALTY,
        "guides": [] if row.category == PENALTY else guides_of(agency, code),
        "agency": agency,
        "decided": decided[:LATEST],
        "more": f"/decisions/?{urlencode({'matter': row.code})}" if len(decided) > LATEST else "",
    }
    return render(request, "portal/matter.html", context)


def _facts(
    row: MatterRow, agency: Agency, review: list[ReviewRow], benchmarks: list[BenchmarkRow]
) -> list[tuple[str, object]]:
    """Return what §11.6 no. 16 asks of a matter, without empty lines."""
    unit = f"{agency.name}，{agency.get_agency_kind_display()}"
    reviewed = [
        f"列入审核目录：{each.item}{f'（{each.threshold}）' if each.threshold else ''}" for each in review
    ]
    drawn = inspections_of(agency, row.code) if row.category == INSPECTION else 0
    graded = Link(f"{len(benchmarks)} 档", f"/lists/benchmarks/?{urlencode({'q': row.code})}")
    told: list[tuple[str, object]] = [
        ("事项类别", f"{row.category}（{row.domain}）" if row.domain else row.category),
        ("实施主体", unit),
        ("承办机构", row.unit),
        ("职责", row.duty),
        ("职权（权限）", row.power),
        ("幅度、期限", row.range_text),
        ("处罚权归属", row.get_power_owner_display() if row.category == PENALTY else ""),
        ("强制权", row.get_coercion_display()),
        ("受委托组织", row.delegated_to),
        ("委托书", row.delegation_letter),
        ("权责清单编码", row.power_list_code),
        ("裁量基准", graded if benchmarks else ""),
        (
            "随机抽查",
            Link(f"{drawn} 项", f"/lists/inspections/?{urlencode({'q': row.code})}") if drawn else "",
        ),
        ("法制审核", reviewed or ("不在审核目录内" if row.category == PENALTY else "")),
        *((str(label), value) for label, value in row.others),
    ]
    return [(label, value) for label, value in told if value]


def _review_rows(agency: Agency, row: MatterRow) -> list[ReviewRow]:
    edition = in_force(agency, ListKind.REVIEW)
    rows = [each for each in _rows(edition) if isinstance(each, ReviewRow) and each.category == row.category]
    return [each for each in rows if not each.matters or row.code in each.matters]


def _benchmarks(agency: Agency, row: MatterRow) -> list[BenchmarkRow]:
    edition = in_force(agency, ListKind.BENCHMARKS)
    return [
        each for each in _rows(edition) if isinstance(each, BenchmarkRow) and each.matter_code == row.code
    ]


def _rows(edition: Edition | None) -> list[object]:
    return list(rows_of(edition, clock.today())) if edition else []


def basis_of(row: MatterRow) -> list[tuple[str, list[Basis]]]:
    """Return the row's bases under their headings, each citation with the words in force today."""
    book = Lawbook()
    headed = [("实施依据", row.basis), ("处罚依据", row.penalty_basis)]
    return [(heading, bases(text, book)) for heading, text in headed if text]


def bases(text: str, book: Lawbook) -> list[Basis]:
    """Read citations where they can be read; what cannot be understood is shown as it stands, never dropped."""
    reading = read_citations(text)
    found = []
    for citation in reading.citations:
        try:
            found.append(_basis(book.resolve(citation, clock.today())))
        except Refusal as refusal:
            found.append(Basis(format_citation(citation), "", (), refusal.sentence))
    return found + [Basis(rest, "", (), "") for rest in reading.rest]


def _basis(found: Resolution) -> Basis:
    words = tuple(found.text.split("\n")) if found.text else ()
    remark = ""
    if found.status is not Status.FOUND:
        remark = found.sentence
    elif not words:
        remark = "条文未导入"
    day = found.version.effective_from if found.version else None
    version = f"{day.isoformat()} 起施行" if day else ""
    return Basis(format_citation(found.citation), version, words, remark)
