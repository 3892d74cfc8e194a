"""55号令31、40; reference §5.4: closing in fifteen working days, the archive number, how long the file is kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import closing, leads
from mingjing.cases.actions.file_list import list_file
from mingjing.cases.queries.case import as_json
from mingjing.cases.rules.archiving import PERMANENT, THIRTY, retention, retention_by_rule
from mingjing.demo import endings
from mingjing.documents.models import Document
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Record
from mingjing.refusal import Refusal
from mingjing.workflow.models import Clock
from telling import OTHER_FIRM, decided, refusal

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

DONE = dt.date(2026, 9, 14)


def ask(story: CaseStory, **told: Any) -> None:
    closing.request_closing(
        user=story.user, case=story.refresh(),
        **({"pages": 86, "defects": "无", "checked_by": story.bureau.people["section"]} | told),
    )  # fmt: skip


def asked(bureau: Bureau, **told: Any) -> CaseStory:
    """Tell a case up to the leader's approval of its closing."""
    story = decided(bureau, **told).served().performed().scanned()
    ask(story)
    leads.endorse(user=story.as_("section"), case=story.refresh(), matter="closing", opinion="建议结案。")
    return story


def approve(story: CaseStory, **told: Any) -> Any:
    return closing.approve_closing(
        user=story.as_("deputy"),
        case=story.refresh(),
        opinion="同意结案。",
        **({"retention": PERMANENT} | told),
    )


def test_the_fifteen_working_days_begin_when_all_is_carried_out(bureau: Bureau) -> None:
    """deadlines.csv zj55.close: 2026-09-14→2026-10-10, over the holiday and its working Saturday."""
    with clock.at(DONE):
        story = decided(bureau).served().performed()
    row = Clock.objects.get(dossier=story.case.dossier, rule="zj55.close")
    assert (row.started_on, row.due_on, row.met_on) == (DONE, dt.date(2026, 10, 10), None)
    with clock.at(dt.date(2026, 9, 21)):
        story.closed()
    row.refresh_from_db()
    assert row.met_on == dt.date(2026, 9, 21)


def made_of(case: Case) -> dict[str, dict[str, str]]:
    return {row.form: dict(row.data) for row in Document.objects.filter(dossier=case.dossier)}


def test_the_file_gets_its_number_in_the_act_that_closes_it(bureau: Bureau) -> None:
    """55号令40; document_forms.csv JA01."""
    story = asked(bureau)
    case = approve(story)
    assert (case.archive_number, case.get_retention_display()) == ("20260001", "永久")
    assert as_json(story.refresh())["state"] == "archived"
    made = made_of(case)
    assert made["JA01"]["承办机构负责人意见"].startswith("建议结案。")
    assert "缴款 31,460.00 元" in made["JA01"]["执行情况"]
    assert not {"GD01-1", "GD01-2"} & made.keys(), "nobody waits for these"


def test_the_system_draws_up_once_what_goes_into_the_file_with_it(bureau: Bureau) -> None:
    """55号令40; document_forms.csv GD01."""
    story = asked(bureau)
    list_file(story.refresh())
    assert "GD01-1" not in made_of(story.case), "not before the file is archived"
    case = approve(story)
    for _ in range(2):
        list_file(story.refresh())
    record = Record.objects.get(dossier=case.dossier, act="case.file_listed")
    assert record.actor == str(SYSTEM)
    assert case.dossier.documents.filter(form__startswith="GD01").count() == 2
    made = made_of(case)
    note = made["GD01-2"]
    assert (note["卷内页数"], note["缺损和需要说明的情况"]) == ("86 页", "无")
    assert note["立卷人"] == story.officers[0].name
    assert note["检查人"] == bureau.people["section"].name
    listed = made["GD01-1"]["目录"]
    for title in ("行政处罚决定书", "送达回证", "结案审批表", "建设工程施工合同"):
        assert title in listed


def test_archive_numbers_have_no_gap(bureau: Bureau) -> None:
    """Reference §5.4: 年4+流水4; an approval that fails gives its number back."""
    first, second = asked(bureau), asked(bureau, firms=(OTHER_FIRM,))
    with refusal("archive.retention_reason"):
        approve(first, retention=THIRTY)
    assert [approve(each).archive_number for each in (first, second)] == ["20260001", "20260002"]


def test_the_rule_chooses_the_term_and_another_is_chosen_with_a_reason_only(bureau: Bureau) -> None:
    assert retention_by_rule(major=True, heard=False, complex_case=False) == PERMANENT
    assert retention_by_rule(major=False, heard=True, complex_case=False) == PERMANENT
    assert retention_by_rule(major=False, heard=False, complex_case=True) == PERMANENT
    assert retention_by_rule(major=False, heard=False, complex_case=False) == THIRTY
    with pytest.raises(Refusal):
        retention("", "", by_rule=THIRTY)
    case = approve(asked(bureau), retention=THIRTY, retention_reason="案情简单，未造成后果。")
    assert (case.retention, case.retention_reason) == (THIRTY, "案情简单，未造成后果。")


def test_whoever_files_does_not_check_and_the_note_is_complete(bureau: Bureau) -> None:
    story = decided(bureau).served().performed().scanned()
    for told, code in (
        ({"pages": 0}, "archive.pages"),
        ({"defects": " "}, "archive.defects"),
        ({"checked_by": story.officers[0]}, "archive.same_person"),
    ):
        with refusal(code):
            ask(story, **told)
    ask(story, defects="第 12 页边角破损，已修补。")
    assert story.refresh().file_defects.startswith("第 12 页")


def test_nothing_is_closed_before_it_is_carried_out(bureau: Bureau) -> None:
    story = decided(bureau).served().scanned()
    with refusal("closing.unperformed"):
        endings.close(story)
