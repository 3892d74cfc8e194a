"""55号令18、29: tests, inspections and appraisals: their days are not counted, their results are told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import testing
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import ResultNotice
from mingjing.cases.queries.case import decision_limit
from mingjing.cases.standing import standing_of
from mingjing.demo.handing import by_post
from telling import TWO, filed, refusal

if TYPE_CHECKING:
    from mingjing.cases.models import Testing
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

DAY = dt.timedelta(days=1)


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    return filed(bureau, **TWO).investigated()


def entrusted(story: CaseStory, **changed: Any) -> Testing:
    told = {
        "testing_kind": "test", "matter": "地下室顶板混凝土抗压强度，依据 GB/T 50344",
        "institution": "云岭县工程质量检测中心（示例）", "qualification": "检测机构资质证书 15-001（示例）",
        "entrusted_on": clock.today(),
    } | changed  # fmt: skip
    return testing.entrust(user=story.user, case=story.refresh(), **told)


def told(story: CaseStory, row: Testing, **changed: Any) -> Testing:
    said = {
        "reported_on": clock.today(), "report_number": "YL-2026-088", "result": "所检部位强度未达到设计等级 C30。",
    } | changed  # fmt: skip
    return testing.tell(user=story.user, case=story.refresh(), testing=row, **said)


def served(story: CaseStory) -> None:
    for each in ResultNotice.objects.filter(testing__case=story.case):
        testing.serve_result(
            user=story.user,
            case=story.refresh(),
            notice=each,
            handed=by_post(),
        )


def test_the_days_of_a_test_are_not_counted(story: CaseStory) -> None:
    """55号令29: from the day it is entrusted to the day before its report."""
    before = decision_limit(story.refresh())
    assert before is not None
    row = entrusted(story)
    stopped = decision_limit(story.refresh())
    assert stopped is not None
    assert stopped.stopped_since == clock.today()
    with clock.at(dt.datetime.combine(clock.today() + 21 * DAY, dt.time(9), clock.SHANGHAI)):
        told(story, row)
    after = decision_limit(story.refresh())
    assert after is not None
    assert after.stopped_since is None
    assert after.left_out == [(row.entrusted_on, row.entrusted_on + 20 * DAY)]
    assert after.due_on >= before.due_on + 21 * DAY


def test_each_party_is_told_of_the_result_by_a_numbered_notice(story: CaseStory) -> None:
    """55号令18."""
    told(story, entrusted(story))
    rows = ResultNotice.objects.filter(testing__case=story.case).select_related("document", "party")
    assert {each.party for each in rows} == set(story.parties)
    for each in rows:
        items = dict(each.document.data)
        assert each.document.number
        assert items["当事人"] == each.party.name
        assert "C30" in items["结果"]
        assert "申请重新检测" in items["权利"]


def test_an_investigation_does_not_end_before_the_parties_were_told(story: CaseStory) -> None:
    """The gate shut while the report is awaited, shut until each party was told, and open."""
    row = entrusted(story)
    with refusal("testing.untold"):
        story.concluded()
    assert "待报告" in " ".join(gate.sentence for gate in ahead(standing_of(story.case)).gates)
    told(story, row)
    with refusal("testing.untold") as untold:
        story.concluded()
    assert len(untold.value.details) == len(story.parties)
    served(story)
    story.concluded()


def test_a_report_is_registered_once_and_not_from_before_it_was_asked_for(story: CaseStory) -> None:
    row = entrusted(story)
    with refusal("testing.report_date"):
        told(story, row, reported_on=row.entrusted_on - DAY)
    told(story, row)
    with refusal("testing.reported"):
        told(story, row)


@pytest.mark.parametrize("field", ["matter", "institution", "qualification"])
def test_who_tests_what_and_by_which_qualification_is_written_down(story: CaseStory, field: str) -> None:
    with refusal("testing.incomplete"):
        entrusted(story, **{field: " "})


def test_a_test_of_another_case_is_none_of_this_one(bureau: Bureau, story: CaseStory) -> None:
    row = entrusted(filed(bureau).investigated())
    with refusal("testing.unknown"):
        told(story, row)
