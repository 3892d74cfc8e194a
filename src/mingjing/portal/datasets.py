"""The portal's open data: what is public of decisions about firms, and the lists in force."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import in_force, publications_of
from mingjing.disclosure.kinds import PENALTIES
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import fields_of
from mingjing.exchange.datasets import Dataset, Meaning, register
from mingjing.portal import columns, decision_page
from mingjing.portal.queries import open_decisions, portal_agency, public_rows
from mingjing.theme.cells import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.db.models import QuerySet

    from mingjing.catalog.models import ListRow
    from mingjing.exchange.models import Dump
    from mingjing.theme.cells import Row

State = Publication.State
DECISION = (
    Meaning(Column("id", "编号"), "文本", "公示的编号，也是网址 /decisions/编号/ 的一段；新版另有编号"),
    Meaning(Column("number", "文号"), "文本", "决定书文号"),
    Meaning(Column("title", "标题"), "文本", ""),
    Meaning(Column("party", "当事人"), "文本", "法人、其他组织、个体工商户的名称；当事人是自然人的决定不在数据集内"),
    Meaning(Column("matter_code", "事项编码"), "文本", "行政执法事项清单的编码，与 matters 的“编码”相同"),
    Meaning(Column("matter", "事项"), "文本", "事项名称"),
    Meaning(Column("made_on", "决定日期"), "日期", "YYYY-MM-DD"),
    Meaning(Column("published_on", "公开日期"), "日期", "这一版公开的日期"),
    Meaning(Column("expires_on", "公示截止"), "日期", "到期自动停止公示；没有设定的为空"),
    Meaning(Column("version", "版本"), "整数", "更正后重新公开的，版本加一"),
    Meaning(Column("agency", "发布机构"), "文本", ""),
    Meaning(Column("basis", "公开依据"), "文本", ""),
    Meaning(Column("content", "公开内容"), "对象", "各项的名称和文字，项目由公示规则决定；CSV 里是 JSON 文本"),
    Meaning(Column("path", "网址"), "文本", "本站的路径"),
)  # fmt: skip
KEYS = tuple(each.column.key for each in DECISION)


def register_all() -> None:
    """Register every set."""
    register(
        Dataset(
            "decisions", "行政处罚决定", "现在公开的全部行政处罚决定（当事人是自然人的除外）。",
            lambda: DECISION, decisions, _decisions_changed,
        )
    )  # fmt: skip
    for kind in ListKind:
        register(
            Dataset(
                kind.value, str(kind.label), f"{kind.label}的现行版本。",
                partial(_headings, kind), partial(_list, kind), partial(_list_changed, kind),
            )
        )  # fmt: skip


def decision_row(publication: Publication, keys: Collection[str] = KEYS) -> Row:
    """Return what is public of a decision, for programs; `content` is read only where it is asked for."""
    content = {"content": dict(fields_of(publication))} if "content" in keys else {}
    told = {
        "id": publication.ref,
        "number": publication.number,
        "title": publication.title,
        "party": publication.party_name,
        "matter_code": publication.matter_code,
        "matter": publication.matter_name,
        "made_on": publication.made_on,
        "published_on": decision_page.published_on(publication),
        "expires_on": publication.expires_on,
        "version": publication.version,
        "agency": publication.agency.name,
        "basis": publication.basis,
        "path": f"/decisions/{publication.ref}/",
        **content,
    }
    return {key: told[key] for key in KEYS if key in keys}


def decisions() -> Iterator[Row]:
    """Yield every decision that is open data, oldest first."""
    rows = open_decisions().defer(None).defer("masks", "remark").select_related("agency")
    return (decision_row(each) for each in rows.order_by("made_on", "id").iterator(chunk_size=500))


def _decisions_changed(dump: Dump) -> bool:
    """Say whether a version was replaced since: what was corrected may be what had to go (§11.5)."""
    return Publication.objects.filter(
        kind__in=PENALTIES, state=State.PUBLISHED, published_at__gte=dump.made_at, version__gt=1
    ).exists()


def current_rows(kind: str) -> QuerySet[ListRow] | None:
    """Return the rows of a list in force as the public sees them today; None where it was not yet published."""
    agency = portal_agency()
    edition = in_force(agency, kind) if agency else None
    return public_rows(edition, clock.today()) if edition else None


def list_table(kind: str) -> tuple[list[Column], list[Row]]:
    """Return the columns and rows of a list in force; nothing of one that was not yet published."""
    rows = current_rows(kind)
    if rows is None:
        return [], []
    told, found = columns.as_file(rows, kind)
    return told, list(found)


def _headings(kind: str) -> list[Meaning]:
    return [Meaning(column, "文本", "") for column in list_table(kind)[0]]


def _list(kind: str) -> list[Row]:
    return list_table(kind)[1]


def _list_changed(kind: str, dump: Dump) -> bool:
    """Say whether the list changed since: another edition, or somebody who left (244号8)."""
    agency, rows = portal_agency(), current_rows(kind)
    if agency is None or rows is None:
        return dump.rows > 0
    newer = publications_of(agency, kind).filter(state=State.PUBLISHED, published_at__gte=dump.made_at)
    return newer.exists() or rows.count() != dump.rows
