"""Statutes (法规库): versions in time, whether their words are here, importing a text, establishing a date."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.catalog.models import LawRevision
from mingjing.law import management
from mingjing.law.actions import statute_dossier
from mingjing.law.comparing import LawDifference, before_it, in_order
from mingjing.law.differing import Kind
from mingjing.law.models import Statute, StatuteVersion
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.theme.lists import Filter, ListPage, ListSpec, Source
from mingjing.workbench.acting import ActView, timeline_item
from mingjing.workbench.diffing import pieces
from mingjing.workbench.forms_laws import DateForm, ImportForm
from mingjing.workbench.reading import can, open_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.law.differing import ArticleChange
    from mingjing.records.models import Dossier
    from mingjing.workbench.sessions import StaffRequest

IMPORT = management.MANAGE
READERS = ("law.import", "case.read", "list.read", "audit.read")
PER_PAGE = 50


def _titled(rows: Source, text: str) -> Source:
    return rows.filter(title__icontains=text)


SPEC = ListSpec(
    columns=(
        Column("title", "法规"),
        Column("versions", "版本", number=True),
        Column("in_force", "现行版公布", fit=True),
        Column("from", "施行", fit=True),
        Column("articles", "条数", number=True),
        Column("text", "条文", fit=True),
        Column("action", "操作", fit=True),
    ),
    filters=(Filter("q", "名称", _titled, wide=True),),
    per_page=PER_PAGE,
)


@require_safe
@open_to(*READERS)
def laws(request: StaffRequest) -> HttpResponse:
    """List the statutes: the version in force today, and whether its words have been imported."""
    versions = (
        StatuteVersion.objects.defer("preamble").annotate(count=Count("articles")).order_by("-published_on")
    )
    statutes = Statute.objects.prefetch_related(Prefetch("versions", queryset=versions)).order_by("key")
    page = ListPage(request.GET, SPEC, statutes, row=_row)
    context = {
        "page": page,
        "editable": can(request, IMPORT),
        "without_text": Statute.objects.exclude(versions__has_text=True).count(),
        "path": [("待办", "/workbench/"), ("法规库", "")],
    }
    return render(request, "workbench/laws.html", context)


def _current(versions: list[Any]) -> Any:
    """Return the version in force today, else the newest."""
    today = clock.today()
    held = [
        each
        for each in versions
        if (each.counts_from is None or each.counts_from <= today)
        and (each.effective_to is None or each.effective_to >= today)
    ]
    return (held or versions or [None])[0]


def _row(statute: Statute) -> Row:
    versions = list(statute.versions.all())
    current = _current(versions)
    return {
        "title": str(statute),
        "versions": len(versions),
        "in_force": current.published_on if current else None,
        "from": _effective(current) if current else None,
        "articles": current.count if current else None,
        "text": _text_mark(current) if current else None,
        "action": Link("打开", reverse("desk-law", args=[statute.ref]), "quiet"),
    }


def _effective(version: StatuteVersion) -> object:
    return version.effective_from or Mark("soon", "施行日期待核")


def _text_mark(version: StatuteVersion) -> Mark:
    return Mark("ok", "已导入") if version.has_text else Mark("off", "条文未导入")


def find_statute(ref: str) -> Statute:
    """Return a statute, or refuse. Statutes belong to everybody."""
    found = Statute.objects.filter(pk=uuid.UUID(hex=ref)).first()
    if found is None:
        raise Refusal("law.unknown", "没有收录这部法规。", next_step="请从法规库进入。")
    return found


@require_safe
@open_to(*READERS)
def statute(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a statute: its versions, and the articles of one of them."""
    found = find_statute(ref)
    versions = list(found.versions.annotate(count=Count("articles")).order_by("-published_on"))
    wanted = request.GET.get("version", "")
    shown = next((each for each in versions if each.ref == wanted), None) or _current(versions)
    context = {
        "statute": found,
        "versions": [
            {
                "row": each,
                "text": _text_mark(each),
                "from": _effective(each),
                "current": each is shown,
                "open": each.effective_from is None,
            }
            for each in versions
        ],
        "shown": shown,
        "articles": shown.articles.order_by("number", "suffix") if shown else [],
        "editable": can(request, IMPORT),
        "timeline": [timeline_item(line) for line in timeline(statute_dossier(found), limit=10)],
        "path": [("法规库", reverse("desk-laws")), (found.key, "")],
    }
    return render(request, "workbench/laws_statute.html", context)


TONES = {
    Kind.ADDED: "ok",
    Kind.REPEALED: "stop",
    Kind.CHANGED: "soon",
    Kind.MOVED: "now",
    Kind.UNKNOWN: "off",
}


@require_safe
@open_to(*READERS)
def difference(request: StaffRequest, ref: str) -> HttpResponse:
    """Compare a version (`?version=`, else the newest) with the one before it, article by article."""
    found = find_statute(ref)
    versions = in_order(found)
    wanted = request.GET.get("version", "")
    after = next((each for each in versions if each.ref == wanted), versions[-1])
    before = before_it(after)
    context: dict[str, Any] = {
        "statute": found,
        "before": before,
        "after": after,
        "path": [
            ("法规库", reverse("desk-laws")),
            (found.key, reverse("desk-law", args=[found.ref])),
            ("版本对照", ""),
        ],
    }
    if before:
        told = LawDifference(before, after)
        context |= {"counts": told.counts, "changes": [_change(each) for each in told.changes]}
    return render(request, "workbench/laws_diff.html", context)


def _change(each: ArticleChange) -> dict[str, Any]:
    old, new = (side.text if side else "" for side in (each.before, each.after))
    return {
        "heading": each.heading,
        "kind": each.kind.label,
        "tone": TONES[each.kind],
        "pieces": pieces(old, new),
    }


class Import(ActView):
    """Import a text."""

    permission = IMPORT
    form_class = ImportForm
    title = "导入法规"
    submit = "导入"
    done = "已导入。"
    remark = "同一文本再次导入，不会改变什么；新版本使旧版本在其施行前一日失效，并对引用被修改条款的内容提出修订任务。"

    def act(self, form: ImportForm) -> str:
        """Import."""
        upload = form.cleaned_data["file"]
        imported = management.import_statute(user=self.request.user, name=upload.name, content=upload.read())
        if asked := LawRevision.objects.filter(
            agency=self.request.user.agency, version=imported.version
        ).count():
            self.done = f"已导入。引用被修改条款的有 {asked} 项，修订任务已提出。"
        if not imported.changed:
            self.done = "文本与已有的相同，没有改变。"
        return reverse("desk-law", args=[imported.version.statute.ref])

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        return {
            "heading": self.title,
            "back_url": reverse("desk-laws"),
            "path": [("法规库", reverse("desk-laws")), (self.title, "")],
        }


class Establish(ActView):
    """Establish from when a version is in force (施行日期待核)."""

    permission = IMPORT
    form_class = DateForm
    title = "核定施行日期"
    submit = "核定"
    done = "已核定施行日期。"
    version: StatuteVersion

    def load(self, **address: str) -> None:
        """Find the version."""
        found = (
            StatuteVersion.objects.select_related("statute").filter(pk=uuid.UUID(hex=address["ref"])).first()
        )
        if found is None:
            raise Refusal("law.unknown", "没有收录这一版本。", next_step="请从法规库进入。")
        self.version = found

    def dossier(self) -> Dossier:
        """Return the statute's dossier."""
        return statute_dossier(self.version.statute)

    def act(self, form: DateForm) -> str:
        """Establish."""
        management.set_effective_date(
            user=self.request.user,
            version=self.version,
            effective_from=form.cleaned_data["effective_from"],
        )
        return reverse("desk-law", args=[self.version.statute.ref])

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        back = reverse("desk-law", args=[self.version.statute.ref])
        return {
            "heading": f"{self.title}：{self.version}",
            "back_url": back,
            "path": [("法规库", reverse("desk-laws")), (str(self.version.statute), back), (self.title, "")],
        }
