"""来件: what came in, from whom, what it became here; files brought in; matters taken into a draft."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.disclosure.models import Publication
from mingjing.intake.delivering import bring
from mingjing.intake.fields import fields_of, said
from mingjing.intake.matters import take_matters, waiting
from mingjing.intake.models import Delivery, Item, Topic
from mingjing.intake.publishing import version_of
from mingjing.intake.receiving import item_dossier, publications
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.storage.store import read
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.workbench import limits
from mingjing.workbench.acting import ActView, timeline_item
from mingjing.workbench.answers import stored_file
from mingjing.workbench.forms_sources import BringForm, TakeForm
from mingjing.workbench.reading import can, open_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from mingjing.workbench.sessions import StaffRequest

READ, UPLOAD = "source.read", "source.upload"
MOST = 200
COLUMNS = (
    Column("title", "来件"),
    Column("topic", "种类", fit=True),
    Column("system", "来源系统"),
    Column("id", "对方编号"),
    Column("version", "版本", number=True),
    Column("received", "收到", fit=True),
    Column("state", "办理", fit=True),
)
VERSIONS = (
    Column("version", "版本", number=True),
    Column("received", "收到"),
    Column("way", "途径"),
    Column("original", "原始字节", fit=True),
)
DELIVERIES = (
    Column("file", "文件"),
    Column("system", "来源系统"),
    Column("topic", "种类", fit=True),
    Column("rows", "行数", number=True),
    Column("taken", "收下", number=True),
    Column("known", "此前已收", number=True),
    Column("faults", "未收", number=True),
    Column("when", "导入", fit=True),
)
FAULTS = (Column("row", "行", number=True), Column("field", "字段", fit=True), Column("fault", "问题"))


@require_safe
@open_to(READ)
def items(request: StaffRequest) -> HttpResponse:
    """List what came in, the newest first."""
    agency, topic = request.user.agency, request.GET.get("topic", "")
    rows = Item.objects.select_related("system").filter(system__agency=agency)
    chosen = rows.filter(topic=topic) if topic in Topic.values else rows
    found = list(chosen.order_by("-received_at", "id")[:MOST])
    base = reverse("items")
    deliveries = Delivery.objects.select_related("system").filter(system__agency=agency)[:10]
    context = {
        "tabs": [
            {
                "label": label,
                "url": f"{base}?topic={each}" if each else base,
                "count": rows.filter(topic=each).count() if each else rows.count(),
                "current": each == (topic if topic in Topic.values else ""),
            }
            for each, label in (("", "全部"), *Topic.choices)
        ],
        "columns": COLUMNS,
        "rows": _rows(found),
        "delivery_columns": DELIVERIES,
        "deliveries": [_delivery(each) for each in deliveries],
        "uploads": can(request, UPLOAD),
        "matters": waiting(agency).count() if can(request, UPLOAD) else 0,
        "path": [("公示", reverse("desk-publications")), ("来件", "")],
    }
    return render(request, "workbench/items.html", context)


def _rows(found: Sequence[Item]) -> list[Row]:
    """Return the rows with what each became: one query for all publications."""
    newest: dict[str, Publication] = {}
    refs = [each.ref for each in found]
    published = Publication.objects.filter(about__in=refs, kind__startswith="intake.")
    for each in published.defer("content", "masks").order_by("version"):
        newest[each.about] = each
    return [_row(each, newest.get(each.ref)) for each in found]


def _row(item: Item, publication: Publication | None) -> Row:
    return {
        "title": Link(item.title, reverse("item", args=[item.ref])),
        "topic": item.get_topic_display(),
        "system": item.system.name,
        "id": item.external_id,
        "version": item.version,
        "received": limits.local_date(item.received_at),
        "state": state_of(item, publication),
    }


def state_of(item: Item, publication: Publication | None) -> Mark:
    """Return in a word what became of it."""
    if item.state == Item.State.WITHDRAWN:
        return Mark("off", "对方已撤回")
    if publication is not None:
        tone = limits.TONES[Publication.State(publication.state)]
        return Mark(tone, publication.get_state_display())
    if item.topic == Topic.LEAD:
        return Mark("ok", "已登记核查")
    if item.state == Item.State.TAKEN:
        return Mark("ok", "已采入草案")
    return Mark("now", "等待采入" if item.topic == Topic.MATTER else "没有公示规则")


def _delivery(delivery: Delivery) -> Row:
    return {
        "file": Link(delivery.file_name, reverse("delivery", args=[delivery.ref])),
        "system": delivery.system.name,
        "topic": delivery.get_topic_display(),
        "rows": delivery.rows,
        "taken": delivery.taken,
        "known": delivery.known,
        "faults": len(delivery.faults),
        "when": limits.local_date(delivery.brought_at),
    }


def _find(request: StaffRequest, ref: str) -> Item:
    rows = Item.objects.select_related("system__agency")
    found = rows.filter(system__agency=request.user.agency, pk=uuid.UUID(hex=ref)).first()
    if found is None:
        raise Refusal("item.unknown", "本机关没有这一件。", next_step="请从来件页进入。")
    return found


@require_safe
@open_to(READ)
def item(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one: its fields as they came, its versions, what it became."""
    found = _find(request, ref)
    content = version_of(found).content
    newest = publications(found).first()
    context = {
        "item": found,
        "state": state_of(found, newest),
        "publication": newest,
        "pairs": [
            (each.label, text)
            for each in fields_of(found.topic)
            if (text := said(each, content.get(each.key, "")))
        ],
        "columns": VERSIONS,
        "rows": [
            {
                "version": each.version,
                "received": limits.local_date(each.received_at),
                "way": f"接口（{each.key.label}）" if each.key else f"文件（{each.uploaded_by or '系统'}）",
                "original": Link("查看", reverse("item-original", args=[found.ref, each.version]))
                if each.original_id
                else "密封，不留存",
            }
            for each in found.versions.select_related("key", "uploaded_by")
        ],
        "timeline": [
            timeline_item(line) for line in timeline(item_dossier(found.system, found.pk), limit=10)
        ],
        "path": [("来件", reverse("items")), (found.title, "")],
    }
    return render(request, "workbench/item.html", context)


@require_safe
@open_to(READ)
def original(request: StaffRequest, ref: str, number: int) -> HttpResponse:
    """Show the bytes of a version as they came."""
    found = _find(request, ref).versions.select_related("original").filter(version=number).first()
    if found is None or found.original is None:
        raise Refusal("item.not_found", "没有留存原始字节。", next_step="请看来件的各项内容。")
    return stored_file(
        read(found.original), media_type="text/plain; charset=utf-8", filename=f"来件-{ref[:8]}-{number}.json",
        attachment=False,
    )  # fmt: skip


@require_safe
@open_to(READ)
def delivery(request: StaffRequest, ref: str) -> HttpResponse:
    """Show what became of a file, row by row where something was wrong."""
    rows = Delivery.objects.select_related("system", "brought_by").filter(system__agency=request.user.agency)
    found = rows.filter(pk=uuid.UUID(hex=ref)).first()
    if found is None:
        raise Refusal("source.unknown", "本机关没有导入过这个文件。", next_step="请从来件页进入。")
    names = {each.key: each.label for each in fields_of(found.topic)} | {
        "external_id": "对方编号",
        "version": "版本",
    }
    context = {
        "delivery": found,
        "columns": FAULTS,
        "rows": [
            {"row": number, "field": names.get(field, field) or "—", "fault": "；".join(sentences)}
            for number, field, sentences in found.faults
        ],
        "path": [("来件", reverse("items")), (found.file_name, "")],
    }
    return render(request, "workbench/delivery.html", context)


class Bring(ActView):
    """Bring a file of items in."""

    permission = UPLOAD
    form_class = BringForm
    title = "从文件导入"
    submit = "导入"
    clause = "种子 A4.2"
    done = "已导入，结果逐行列在下面。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the agency's own systems."""
        return {"agency": self.request.user.agency}

    def act(self, form: BringForm) -> str:
        """Bring it in."""
        upload = form.cleaned_data["file"]
        made = bring(
            user=self.request.user, system=form.cleaned_data["system"], topic=form.cleaned_data["topic"],
            data=upload.read(), file_name=upload.name,
        )  # fmt: skip
        return reverse("delivery", args=[made.ref])

    def context(self) -> dict[str, Any]:
        """Say what is taken."""
        return {
            "heading": self.title,
            "back_url": reverse("items"),
            "checks_heading": "怎样收",
            "checks": [
                "与接口走同一道检查：有误的行逐项列出，其余照收。",
                "同一件按来源系统和对方编号认，重复导入不会重复收。",
            ],
            "path": [("来件", reverse("items")), (self.title, "")],
        }


class TakeMatters(ActView):
    """Put the matters that wait into the draft of the next edition."""

    permission = UPLOAD
    form_class = TakeForm
    title = "采入事项清单草案"
    submit = "采入草案"
    clause = "种子 一（二）1"
    done = "已采入草案，请核对后送审。"

    def load(self, **address: str) -> None:
        """Whoever takes them in edits the list."""
        del address
        require(self.request.user, "list.edit")

    def act(self, form: TakeForm) -> str:
        """Take them in."""
        del form
        edition = take_matters(user=self.request.user)
        return reverse("desk-list-edition", args=[edition.list_kind, edition.ref])

    def context(self) -> dict[str, Any]:
        """Say which."""
        rows = waiting(self.request.user.agency)
        return {
            "heading": self.title,
            "back_url": reverse("items"),
            "facts_heading": "等待采入",
            "facts": [(each.external_id, each.title) for each in rows[:20]],
            "path": [("来件", reverse("items")), (self.title, "")],
        }
