"""55号令31(三): a case is withdrawn before any decision, by the head, with reasons; no limit is lost with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingjing.cases.actions import extension, transferring, withdrawal
from mingjing.cases.clocks import runs, show
from mingjing.cases.gates.steps import ahead
from mingjing.cases.queries.case import state_of
from mingjing.cases.standing import standing_of
from mingjing.documents.models import Document
from mingjing.procedures import draw
from mingjing.records.queries import timeline
from mingjing.workflow.models import Clock, Passage
from telling import TWO, decided, drafted, filed, noticed, presented, refusal, stands_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

REASON = "立案所列建设单位在开工前已将项目整体转让，土地和施工合同均已变更，另案处理受让单位。"


def ask(story: CaseStory, situation: str = "wrong_party") -> None:
    withdrawal.request_withdrawal(user=story.user, case=story.refresh(), situation=situation, reason=REASON)


def grant(story: CaseStory, *, agreed: bool = True, opinion: str = "情况属实，同意撤案。") -> None:
    withdrawal.decide_withdrawal(
        user=story.as_("deputy"), case=story.refresh(), agreed=agreed, opinion=opinion
    )


def test_a_case_is_withdrawn_by_the_head_and_ends_by_the_way_of_its_procedure(bureau: Bureau) -> None:
    story = filed(bureau).investigated()
    ask(story)
    wanted = [task.verb.name for task in ahead(standing_of(story.refresh())).tasks]
    assert "withdrawal" in wanted
    grant(story)
    case = story.refresh()
    assert (case.ending, stands_at(story)) == ("withdrawn", "")
    assert "当事人错误" in case.ending_reason
    steps = list(Passage.objects.filter(dossier=case.dossier).order_by("turn").values_list("step", flat=True))
    assert steps == ["lead", "filing", "investigation", "termination"]
    paper = Document.objects.get(dossier=case.dossier, form="JA01-1")
    assert dict(paper.data)["撤案情形"].startswith("立案所列当事人错误")
    said = [line.sentence for line in timeline(case.dossier)]
    assert any("批准撤案：立案所列当事人错误" in sentence for sentence in said)
    assert state_of(case) == "withdrawn"


def test_the_limits_that_run_end_with_the_case_and_say_so(bureau: Bureau) -> None:
    """No clock is lost: neither met nor running, with the day and the reason."""
    story = noticed(bureau)
    ask(story, "no_fact")
    grant(story)
    left = Clock.objects.filter(dossier=story.case.dossier, met_on=None)
    assert {row.rule for row in left} >= {"xzcf.decision_90", "zj55.statement"}
    for row in left:
        today = story.refresh().ended_on
        assert today is not None
        assert (row.ended_on, row.ended_why) == (today, "已撤案")
        assert not runs(row, today)
        shown = show(row, today)
        assert (shown.left, shown.late) == ("不再计算", False)
        assert "已撤案" in shown.due


@pytest.mark.parametrize("told", [drafted, presented])
def test_it_may_be_withdrawn_at_any_step_before_a_decision(
    bureau: Bureau, told: Callable[[Bureau], CaseStory]
) -> None:
    story = told(bureau)
    ask(story)
    grant(story)
    assert story.refresh().ending == "withdrawn"


def test_after_a_decision_for_one_party_nothing_is_withdrawn(bureau: Bureau) -> None:
    with refusal("case.decided") as told:
        ask(decided(bureau))
    assert told.value.details


def test_what_was_preserved_is_dealt_with_first(bureau: Bureau) -> None:
    """56; 55号令19."""
    story = filed(bureau).investigated().preserved()
    ask(story)
    with refusal("case.measures_open"):
        grant(story)
    assert story.refresh().ending == ""
    story.returned()
    grant(story)
    assert story.refresh().ending == "withdrawn"


def test_other_requests_are_answered_first(bureau: Bureau) -> None:
    story = filed(bureau)
    extension.request_extension(user=story.user, case=story.refresh(), reason="案情复杂，需逐一核对。")
    ask(story)
    with refusal("case.petitions_open"):
        grant(story)


def test_reasons_are_written_by_who_asks_and_by_who_grants(bureau: Bureau) -> None:
    story = filed(bureau)
    with refusal("withdrawal.situation"):
        ask(story, "because")
    ask(story)
    with refusal("petition.no_reason"):
        grant(story, opinion=" ")
    with refusal("role.not_allowed"):
        withdrawal.decide_withdrawal(user=story.user, case=story.refresh(), agreed=True, opinion="同意。")
    grant(story, agreed=False, opinion="受让手续尚未核实，继续调查。")
    assert (story.refresh().ending, stands_at(story)) == ("", "investigation")


def test_no_withdrawal_in_place_of_a_transfer_of_a_crime(bureau: Bureau) -> None:
    """移送规定11."""
    story = filed(bureau)
    transferring.request_transfer(
        user=story.user, case=story.refresh(), target="police", receiver="云岭县公安局（示例）",
        materials="调查报告，1 份", reason="涉嫌重大责任事故罪。", officers=story.officers,
    )  # fmt: skip
    with refusal("decision.crime_waits"):
        ask(story)


def test_a_suspended_case_is_taken_up_before_it_is_withdrawn(bureau: Bureau) -> None:
    story = filed(bureau).suspended()
    ask(story)
    with refusal("case.suspended"):
        grant(story)


def test_the_drawing_shows_the_way_out(bureau: Bureau) -> None:
    story = filed(bureau, **TWO)
    ask(story)
    grant(story)
    standing = standing_of(story.refresh())
    svg = draw(standing.procedure, done=["lead", "filing", "investigation", "termination"])
    assert "撤案、移送：已完成" in svg
