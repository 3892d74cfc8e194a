"""双公示 at the desk: a month's penalties in the credit platform's fields, their faults, and the files to hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from mingjing import clock
from mingjing.exchange.credit import of_month
from mingjing.exchange.credit_files import TYPES
from mingjing.exchange.crediting import PERMISSION, credit_dossier, export_credit
from mingjing.exchange.models import CreditExport
from mingjing.records.queries import timeline
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.workbench.acting import timeline_item
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.views.publications import READ

if TYPE_CHECKING:
    from mingjing.exchange.credit import CreditRow, Gone
    from mingjing.exchange.credit_licences import LicenceRow
    from mingjing.workbench.sessions import StaffRequest

COLUMNS = (
    Column("number", "文号", fit=True),
    Column("title", "标题"),
    Column("kinds", "处罚类别"),
    Column("fine", "罚款（万元）", number=True),
    Column("tier", "失信等级", fit=True),
    Column("until", "信用公示截止", fit=True, short="公示截止"),
)
FAULTS = (
    Column("number", "文号", fit=True),
    Column("field", "字段", fit=True),
    Column("label", "中文名"),
    Column("fault", "问题"),
)
LICENCES = (
    Column("number", "文号", fit=True),
    Column("title", "标题"),
    Column("kind", "许可类别", fit=True),
    Column("until", "有效期至", fit=True),
    Column("state", "当前状态", fit=True),
)
GONE = (
    Column("number", "文号", fit=True),
    Column("day", "撤下日期", fit=True),
    Column("situation", "情形"),
    Column("reason", "公布的理由"),
)
GONE_SINCE = (
    Column("number", "文号", fit=True),
    Column("day", "公开日期", fit=True),
    Column("situation", "现在的状态"),
)


@require_safe
@open_to(READ)
def page(request: StaffRequest) -> HttpResponse:
    """Show a month: what may go out, what has faults, what was taken down, who took it out before."""
    asked = request.GET.get("month") or clock.today().isoformat()[:7]
    month = of_month(request.user.agency, asked)
    context: dict[str, Any] = {
        "month": month.month,
        "columns": COLUMNS,
        "rows": [_row(each) for each in month.rows],
        "fault_columns": FAULTS,
        "faults": [row for each in month.all_faulty for row in _faults(each)],
        "faulty": len(month.all_faulty),
        "gone_columns": GONE,
        "licence_columns": LICENCES,
        "licences": [_licence(each) for each in month.licences],
        "withdrawn": [_gone(each) for each in month.withdrawn],
        "since_columns": GONE_SINCE,
        "gone": [_gone(each) for each in month.gone],
        "formats": CreditExport.Format.choices if can(request, PERMISSION) else [],
        "timeline": [timeline_item(line) for line in timeline(credit_dossier(request.user.agency), limit=10)],
        "path": [("公示", reverse("desk-publications")), ("双公示", "")],
    }
    return render(request, "workbench/credit.html", context)


@require_POST
@open_to(PERMISSION)
def file(request: StaffRequest) -> HttpResponse:
    """Hand a month out as a file; the record says who took what."""
    fmt = request.POST.get("format", "")
    made, data = export_credit(user=request.user, month=request.POST.get("month", ""), fmt=fmt)
    ending = "zip" if fmt == "csv" else fmt
    answer = HttpResponse(data, content_type=TYPES[fmt])
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"双公示-行政处罚-{made.month}.{ending}"
    )
    return answer


def _row(row: CreditRow) -> Row:
    return {
        "number": Link(row.number, reverse("desk-publication", args=[row.ref])),
        "title": row.title,
        "kinds": row.values["cf_cflb"],
        "fine": row.values["cf_nr_fk"] or "—",
        "tier": Mark("off", row.tier),
        "until": row.values["cf_gsjzq"],
    }


def _faults(row: CreditRow | LicenceRow) -> list[Row]:
    link = Link(row.number, reverse("desk-publication", args=[row.ref]))
    return [
        {"number": link, "field": each.field, "label": each.label, "fault": each.sentence}
        for each in row.faults
    ]


def _licence(row: LicenceRow) -> Row:
    return {
        "number": Link(row.number, reverse("desk-publication", args=[row.ref])),
        "title": row.title,
        "kind": row.values["xk_xklb"],
        "until": row.values["xk_yxqzi"],
        "state": Mark("ok" if row.values["xk_zt"] == "有效" else "off", row.values["xk_zt"]),
    }


def _gone(gone: Gone) -> Row:
    return {
        "number": gone.number,
        "day": gone.day,
        "situation": gone.situation,
        "reason": gone.reason or "尚未公布",
    }
