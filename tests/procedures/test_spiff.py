"""SpiffWorkflow, an independent BPMN engine, must walk the same file in the same way."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from mingjing.procedures import Procedure, advance, library, parse

if TYPE_CHECKING:
    from collections.abc import Callable

PATHS = 300
LONGEST = 40
TWO_CONDITIONS = """
    start
    step a
    gate g g-c
    step b
    step c
    step d
    end
    flow start a
    flow a g
    flow g d second
    flow g b first
    flow g c
    flow b c
    flow c d
    flow d end
"""


def ours(procedure: Procedure, answers: Callable[[], dict[str, bool]]) -> list[str]:
    step: str | None = procedure.first().id
    walked: list[str] = []
    while step and len(walked) < LONGEST:
        walked.append(step)
        step = advance(procedure, step, answers().__getitem__)
    return walked


def spiffs(parser: BpmnParser, process: str, answers: Callable[[], dict[str, bool]]) -> list[str]:
    workflow = BpmnWorkflow(parser.get_spec(process))
    workflow.do_engine_steps()
    walked: list[str] = []
    while len(walked) < LONGEST:
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        if task is None:
            break
        walked.append(task.task_spec.name)
        task.data.update(answers())
        task.run()
        workflow.do_engine_steps()
    return walked


def answering(procedure: Procedure, seed: int) -> Callable[[], dict[str, bool]]:
    """Answer all predicates anew at every step, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable path
    return lambda: {name: dice.random() < 0.5 for name in sorted(procedure.predicates)}


@pytest.mark.parametrize("source", ["ordinary-penalty", "two-conditions"])
def test_spiff_walks_random_paths_as_we_do(write: Callable[[str], bytes], source: str) -> None:
    data = library.load(source) if source == "ordinary-penalty" else write(TWO_CONDITIONS)
    procedure = parse(data)
    parser = BpmnParser()
    parser.add_bpmn_str(data)
    traces = set()
    for seed in range(PATHS):
        walked = ours(procedure, answering(procedure, seed))
        assert walked == spiffs(parser, procedure.id, answering(procedure, seed))
        traces.add(tuple(walked))
    assert len(traces) >= 3
