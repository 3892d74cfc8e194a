"""归档 of a case that ended without being closed: withdrawn, transferred, not filed (55号令31、40)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.closing import retention_of
from mingjing.cases.actions.common import allow, case_deed, own_officers
from mingjing.cases.actions.papers import unreturned
from mingjing.cases.queries.case import handlers_of
from mingjing.cases.rules import archiving
from mingjing.documents.actions import next_archive_number
from mingjing.refusal import Refusal
from mingjing.registry.permissions import Role
from mingjing.registry.queries import roles_of
from mingjing.workflow.approvals import signer

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.registry.models import Officer, User


def may_archive(user: User, case: Case) -> Officer:
    """Refuse who neither handles the case nor keeps the files; binding a file asks for no certificate."""
    allow(user, "case.archive", case)
    officer = signer(user)
    if Role.ARCHIVIST not in roles_of(user) and officer not in handlers_of(case):
        raise Refusal(
            "case.not_handler",
            "您不是本案承办人，也不是档案员。",
            archiving.FILING,
            "请由承办人或者档案员归档。",
        )
    return officer


def archive(
    *,
    user: User,
    case: Case,
    pages: int,
    defects: str,
    checked_by: Officer,
    retention: str,
    retention_reason: str = "",
    version: int | None = None,
) -> Case:
    """55号令40: a file that no closing binds gets its number and its term as well; the system lists it."""
    officer = may_archive(user, case)
    archiving.file_note(pages=pages, defects=defects)
    own_officers([checked_by], case)
    archiving.another_checks(same=checked_by.pk == officer.pk)
    today = clock.today()
    with case_deed(user=user, case=case, act=acts.ARCHIVED, version=version) as work:
        archiving.ended(ended=bool(case.ending), number=case.archive_number)
        archiving.defects_say(defects, waiting=unreturned(case))
        case.retention = archiving.retention(retention, retention_reason, by_rule=retention_of(case))
        case.retention_reason = retention_reason.strip()
        case.file_pages, case.file_defects = pages, defects.strip()
        case.filed_by, case.file_checked_by = officer, checked_by
        case.archive_number = next_archive_number(agency=case.agency, on=today)
        work.change(case)
        work.facts["number"] = case.archive_number
    return case
