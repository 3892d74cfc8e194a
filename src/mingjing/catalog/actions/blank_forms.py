"""办事表格: the blank forms that service guides name; which version of each a guide is published with."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.catalog import acts
from mingjing.catalog.actions.drafts import list_dossier
from mingjing.catalog.blank_forms import newest_forms
from mingjing.catalog.guides import materials_of
from mingjing.catalog.models import BlankForm, GuideRow, ListKind
from mingjing.catalog.reading import MOST_FAULTS
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require
from mingjing.storage.content import DOCX, PDF, XLSX, accept
from mingjing.storage.store import put

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingjing.catalog.models import ListRow
    from mingjing.registry.models import Agency, User

FORMATS = (DOCX, XLSX, PDF)


def add_blank_form(
    *, user: User, name: str, data: bytes, filename: str, version: int | None = None
) -> BlankForm:
    """Keep a blank form under a name; of a name that is there, as its next version.

    The public downloads the version that was there when the guides in force were sent to check, so that nobody puts
    another file in its place unchecked. Raises Refusal: `form.no_name`, and those of `storage.content.accept`.
    """
    require(user, "list.edit")
    name = name.strip()
    if not name or "/" in name or "|" in name:
        raise Refusal("form.no_name", "表格须有名称，名称里不能有“/”“|”。", field="name")
    kind = accept(io.BytesIO(data), filename, FORMATS)
    blob = put(data, media_type=(kind.media_type,))
    dossier = list_dossier(user.agency, ListKind.GUIDES)
    with deed(dossier=dossier, act=acts.FORM_ADDED, actor=user.actor(), version=version) as work:
        before = newest_forms(user.agency).get(name)
        form = work.add(
            BlankForm(
                agency=user.agency,
                name=name,
                version=before.version + 1 if before else 1,
                extension=filename.rpartition(".")[2].lower(),
                blob=blob,
                added_on=clock.today(),
                added_by=user.officer,
            )
        )
        work.facts |= {"version": form.version}
    return form


def forms_of_rows(agency: Agency, rows: Iterable[ListRow]) -> dict[str, str]:
    """Return name → reference of the forms that guides name; refused while one of them is not there (行政许可法30)."""
    there = newest_forms(agency)
    named: dict[str, str] = {}
    faults: list[str] = []
    for row in (each for each in rows if isinstance(each, GuideRow)):
        for material in materials_of(row.materials):
            if material.form in there:
                named[material.form] = there[material.form].ref
            elif material.form:
                faults.append(
                    f"第{row.position}项（{row.code}）“{material.name}”的表格“{material.form}”还没有上传。"
                )
    if faults:
        raise Refusal(
            "guide.form_missing",
            f"有 {len(faults)} 份表格还没有上传，不能提交审核。",
            "种子 一（二）3；行政许可法 第三十条",
            "请在服务指南页上传办事表格，名称与材料里写的一致。",
            details=faults[:MOST_FAULTS],
        )
    return named
