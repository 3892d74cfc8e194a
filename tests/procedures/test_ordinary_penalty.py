"""行政处罚普通程序: the steps of 行政处罚法第五章第三节, and the ways back that the law demands."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from mingjing.procedures import Procedure, ProcedureError, advance, check, library, parse

if TYPE_CHECKING:
    from pathlib import Path

PREDICATES = {
    "filing_declined",
    "termination_granted",
    "drafts_passed",
    "review_transfers",
    "nobody_penalized",
    "hearing_asked",
    "draft_superseded",
    "needs_discussion",
    "case_goes_on",
}
BEFORE_REVIEW = ["lead", "filing", "investigation", "conclusion"]


def trace(procedure: Procedure, answers: dict[str, list[bool]]) -> list[str]:
    """Walk to the end; each predicate answers from its list, and False when the list is used up."""

    def holds(predicate: str) -> bool:
        return answers[predicate].pop(0) if answers.get(predicate) else False

    step: str | None = procedure.first().id
    walked = []
    while step:
        walked.append(step)
        step = advance(procedure, step, holds)
    return walked


def test_a_plain_case_goes_without_collective_discussion(penalty: Procedure) -> None:
    assert trace(penalty, {"drafts_passed": [True]}) == [
        "lead",
        "filing",
        "investigation",
        "conclusion",
        "review",
        "notice",
        "decision",
        "service",
        "performance",
        "closing",
    ]


def test_a_complex_or_major_case_is_discussed_collectively(penalty: Procedure) -> None:
    walked = trace(penalty, {"drafts_passed": [True], "needs_discussion": [True]})
    assert walked[-6:] == ["notice", "discussion", "decision", "service", "performance", "closing"]


def test_a_draft_that_did_not_pass_review_goes_back_to_its_drafter(penalty: Procedure) -> None:
    walked = trace(penalty, {"drafts_passed": [False, True]})
    assert walked[3:8] == ["conclusion", "review", "conclusion", "review", "notice"]


def test_new_facts_after_the_notice_lead_back_to_review(penalty: Procedure) -> None:
    walked = trace(penalty, {"drafts_passed": [True, True], "draft_superseded": [True, False]})
    assert walked[5:9] == ["notice", "conclusion", "review", "notice"]


def test_a_lead_that_is_not_filed_ends_there(penalty: Procedure) -> None:
    assert trace(penalty, {"filing_declined": [True]}) == ["lead", "filing"]


@pytest.mark.parametrize("before", [3, 4])
def test_a_case_withdrawn_or_handed_over_ends_without_a_decision(penalty: Procedure, before: int) -> None:
    walked = trace(penalty, {"termination_granted": [False, True][4 - before :]})
    assert walked == [*BEFORE_REVIEW[:before], "termination"]


def test_review_that_finds_another_competent_leads_to_the_transfer(penalty: Procedure) -> None:
    walked = trace(penalty, {"review_transfers": [True]})
    assert walked == [*BEFORE_REVIEW, "review", "termination"]


def test_a_case_that_comes_back_is_investigated_here(penalty: Procedure) -> None:
    walked = trace(penalty, {"termination_granted": [True], "case_goes_on": [True], "drafts_passed": [True]})
    assert walked[2:6] == ["investigation", "termination", "investigation", "conclusion"]
    assert walked[-1] == "closing"


def test_nobody_is_notified_of_a_penalty_where_none_is_planned(penalty: Procedure) -> None:
    walked = trace(penalty, {"drafts_passed": [True], "nobody_penalized": [True], "needs_discussion": [True]})
    assert walked[4:] == ["review", "discussion", "decision", "service", "performance", "closing"]


def test_a_hearing_is_followed_by_a_new_draft_and_a_new_review(penalty: Procedure) -> None:
    walked = trace(penalty, {"drafts_passed": [True, True], "hearing_asked": [True]})
    assert walked[5:9] == ["notice", "hearing", "conclusion", "review"]


def test_no_way_leads_to_a_decision_round_the_review(penalty: Procedure) -> None:
    assert not {"notice", "discussion", "decision"} & _reachable_without(penalty, "review")
    assert "decision" not in _reachable_without(penalty, "notice", shut="penalized-no")


def _reachable_without(procedure: Procedure, step: str, *, shut: str = "") -> set[str]:
    front, found = [procedure.first().id], set[str]()
    while front:
        here = front.pop()
        if here not in found and here != step:
            found.add(here)
            front += [flow.target for flow in procedure.leaving[here] if flow.id != shut]
    return found


def test_each_step_says_what_the_case_is_called_meanwhile(penalty: Procedure) -> None:
    assert {step.id: step.state for step in penalty.steps} == {
        "lead": "lead",
        "filing": "lead",
        "investigation": "investigating",
        "conclusion": "investigating",
        "review": "reviewing",
        "notice": "noticed",
        "hearing": "noticed",
        "discussion": "noticed",
        "decision": "noticed",
        "service": "decided",
        "performance": "served",
        "closing": "performing",
        "termination": "terminating",
    }


def test_every_step_names_its_clause_and_the_predicates_are_those_we_register(penalty: Procedure) -> None:
    assert all(step.clause for step in penalty.steps)
    assert penalty.predicates == PREDICATES
    check(penalty, PREDICATES)


def test_documents_and_time_limits_are_those_of_the_tables(penalty: Procedure, shared: Path) -> None:
    with (shared / "data/document_forms.csv").open(encoding="utf-8-sig") as table:
        codes = {row["文书代码(建议)"] for row in csv.DictReader(table)}
    with (shared / "data/deadlines.csv").open(encoding="utf-8-sig") as table:
        keys = {row["key"] for row in csv.DictReader(table)}
    for step in penalty.steps:
        assert set(step.documents) | set(step.occasional) <= codes
        assert set(step.limits) <= keys
        assert step.limit == (step.limits[0] if step.limits else "")


def test_the_library_gives_the_newest_version_and_says_what_it_has_not() -> None:
    assert library.load("ordinary-penalty") == library.load("ordinary-penalty", 1)
    for missing in (("ordinary-penalty", 99), ("no-such-procedure", None)):
        with pytest.raises(ProcedureError):
            library.load(*missing)


def test_every_shipped_procedure_can_be_read_again() -> None:
    shipped = [file for file in files(library).iterdir() if file.name.endswith(".bpmn")]
    assert shipped
    for file in shipped:
        procedure = parse(file.read_bytes())
        assert library.load(procedure.id, procedure.version) == file.read_bytes()
