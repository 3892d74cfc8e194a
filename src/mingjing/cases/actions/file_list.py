"""卷内目录、卷内备考表 of an archived file: drawn up by the system once the file is archived (55号令40)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.papers.contents import contents, table
from mingjing.documents import forms_after
from mingjing.documents.actions import issue
from mingjing.records.actions import lock
from mingjing.records.actors import SYSTEM
from mingjing.records.deeds import deed

if TYPE_CHECKING:
    from mingjing.cases.models import Case


def list_file(case: Case) -> None:
    """55号令40: list an archived file and note its state, unless that was done; nobody waits for these two pages."""
    with transaction.atomic():
        # Locked before looking: two runs at once make one list.
        dossier = lock(case.dossier)
        if not case.archive_number or dossier.documents.filter(form=forms_after.CONTENTS.code).exists():
            return
        listed = contents(case)
        data = {
            "案由": case.title,
            **({"立案号": case.number} if case.number else {}),
            "归档号": case.archive_number,
        }
        count = f"{sum(len(each.items) for each in listed)} 件"
        filed, checked = case.filed_by, case.file_checked_by
        note = {
            "保管期限": case.get_retention_display(),
            "保管期限的理由": case.retention_reason or "按规则确定",
            "卷内页数": f"{case.file_pages} 页",
            "件数": count,
            "缺损和需要说明的情况": case.file_defects,
            "立卷人": filed.name if filed else "",
            "检查人": checked.name if checked else "",
        }
        today = clock.today()
        with deed(dossier=dossier, act=acts.FILE_LISTED, actor=SYSTEM) as work:
            work.mention(case)
            for form, items in (
                (forms_after.CONTENTS, {"件数": count, "目录": table(listed)}),
                (forms_after.FILE_NOTE, note),
            ):
                issue(work, form=form, agency=case.agency, made_on=today, data={**data, **items})
