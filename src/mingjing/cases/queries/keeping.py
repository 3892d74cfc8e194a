"""How long files are kept, what holds them, what is due, and what was found wrong with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.cases.actions.closing import retention_of
from mingjing.cases.models import Case, Checked, CustodyRule, LegalHold, Relief
from mingjing.cases.queries.files import CaseFile, copies_of, files_of, files_with, used_otherwise
from mingjing.cases.rules import archiving, retention
from mingjing.cases.rules.retention import Term
from mingjing.evidence.models import Recording
from mingjing.records.models import Destruction
from mingjing.storage.models import Hold

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection, Mapping

    from mingjing.cases.queries.files import Made
    from mingjing.registry.models import Agency


LED_TO_NOTHING = frozenset({Case.Ending.DECLINED, Case.Ending.WITHDRAWN})
"""How a case ends whose recordings are no evidence of a penalty: not filed, withdrawn."""


@dataclass(frozen=True)
class Due:
    """A content whose term is over: every file that has it, the longest of their terms."""

    files: tuple[CaseFile, ...]
    term: Term
    copies: tuple[Made, ...] = ()
    """What was made of it (proxy, thumbnail, sheet): it goes with it."""

    @property
    def content(self) -> str:
        """Return its SHA-256."""
        return self.files[0].blob.sha256


def rule_of(agency: Agency) -> CustodyRule:
    """Return an agency's custody rule, or the default one (not saved) where it has set none."""
    return CustodyRule.objects.filter(agency=agency).first() or CustodyRule(agency=agency)


def term_of(file: CaseFile) -> Term:
    """Return how long one file is kept for its own case's sake."""
    case = file.case
    if _only_of_a_scene(file) and case.ended_on:
        months = rule_of(case.agency).scene_months
        return retention.scene(case.ended_on, months, f"未处罚、未作证据的现场音像，保存 {months} 个月")
    if not case.archive_number:
        return Term(archiving.THIRTY, "案件在办或者尚未归档", None, running=True)
    terms = [retention.archived(kind, _archived_on(case), why) for kind, why in _classes(case)]
    return retention.longest(terms)


def _only_of_a_scene(file: CaseFile) -> bool:
    """Reference §7: an ordinary recording of a case that led to nothing, and that nobody cited as evidence."""
    row = file.row
    return isinstance(row, Recording) and file.case.ending in LED_TO_NOTHING and not row.citations.exists()


def _classes(case: Case) -> list[tuple[str, str]]:
    found = [(retention_of(case), "按规则确定")]
    if case.retention:
        found.append((case.retention, "归档时确定"))
    if Relief.objects.filter(decision__party__case=case).exists():
        found.append((archiving.PERMANENT, "经过行政复议或者诉讼"))
    return found


def _archived_on(case: Case) -> dt.date:
    """Return the day from which the archive's years count: when the case ended, or later when it was archived."""
    return case.ended_on or case.found_on


def longest(files: Collection[CaseFile]) -> Term:
    """Return the longest term of a content's files, whosesoever cases they are in."""
    return retention.longest([term_of(each) for each in files])


def due_in(agency: Agency, today: dt.date) -> list[Due]:
    """Return the contents of an agency's ended cases whose every use is over, unheld, sound and still there."""
    ended = Case.objects.filter(agency=agency).exclude(ending="").select_related("agency", "dossier")
    mine = [file for case in ended if _may_be_over(case, today) for file in files_of(case)]
    contents = {file.blob.sha256 for file in mine if retention.over(term_of(file), today)}
    return [each for each in judged(contents) if retention.over(each.term, today) and not hindrances(each)]


def _may_be_over(case: Case, today: dt.date) -> bool:
    """Leave out, without reading their files, cases that are kept for ever or ended only a moment ago."""
    if case.ending in LED_TO_NOTHING:
        return True
    return (
        bool(case.archive_number)
        and case.retention != archiving.PERMANENT
        and _archived_on(case).year + 10 <= today.year
    )


def judged(contents: Collection[str]) -> list[Due]:
    """Return contents with all their files and the longest of their terms, by name."""
    by_content: dict[str, list[CaseFile]] = defaultdict(list)
    for file in files_with(contents):
        by_content[file.blob.sha256].append(file)
    made = copies_of(by_content)
    found = [
        Due(tuple(files), longest(files), tuple(made.get(content, ())))
        for content, files in by_content.items()
    ]
    return sorted(found, key=lambda each: (each.files[0].case.found_on, each.files[0].name))


def hindrances(due: Due) -> list[str]:
    """Return why a content may not be destroyed, its term apart: held, used elsewhere, not sound, gone already."""
    told = [f"正在保全：{held}" for file in due.files for held in holds_on(file)]
    told += [f"文件复核不符：{fault}" for fault in faults([due.content]).values()]
    if due.content in used_otherwise([due.content]):
        told.append("同一内容另有他用（已公示的文件、照片等）")
    if Destruction.objects.filter(blob_id=due.content).exists():
        told.append("已经销毁")
    if len({file.case.agency_id for file in due.files}) > 1:
        told.append("同一内容也在其他机关的案卷中")
    return told


def holds_on(file: CaseFile) -> list[str]:
    """Return what holds a file: holds placed and not lifted, and a reconsideration or suit that still runs."""
    rows = LegalHold.objects.filter(dossier=file.case.dossier_id, lifted_on=None, thing__in=["", file.thing])
    open_suits = Relief.objects.filter(decision__party__case=file.case, ended_on=None)
    kept = ["存储保全"] if Hold.objects.filter(blob=file.blob).exists() else []
    return [str(each) for each in (*rows, *open_suits)] + kept


def faults(contents: Collection[str]) -> dict[str, str]:
    """Return what was wrong with contents when they were hashed last, in words."""
    rows = Checked.objects.filter(blob__in=list(contents)).exclude(fault="")
    return {each.blob_id: each.get_fault_display() for each in rows}


def wrong_in(agency: Agency) -> list[Checked]:
    """Return the contents of an agency's runs that are not as they should be."""
    return list(
        Checked.objects.filter(run__agency=agency)
        .exclude(fault="")
        .select_related("run", "blob")
        .order_by("at")
    )


def destroyed(contents: Collection[str]) -> Mapping[str, Destruction]:
    """Return which contents were destroyed, with the row that says so."""
    return {each.blob_id: each for each in Destruction.objects.filter(blob__in=list(contents))}


def checked(contents: Collection[str]) -> Mapping[str, Checked]:
    """Return when contents were hashed last and in which run."""
    return {
        each.blob_id: each for each in Checked.objects.filter(blob__in=list(contents)).select_related("run")
    }


def dossiers_of(files: Collection[CaseFile]) -> set[uuid.UUID]:
    """Return the dossiers of the files' cases."""
    return {each.case.dossier_id for each in files}
