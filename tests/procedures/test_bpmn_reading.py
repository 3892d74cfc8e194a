"""A file becomes a procedure only if every case on it can reach an end, and nothing in it can compute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingjing.procedures import ProcedureError, check, parse

if TYPE_CHECKING:
    from collections.abc import Callable

STRAIGHT = """
    start
    step a
    step b
    end
    flow start a
    flow a b
    flow b end
"""
CHOICE = """
    start
    step a
    gate g g-b
    step b
    end
    flow start a
    flow a g
    flow g a sent_back
    flow g b
    flow b end
"""
FAULTS = {
    "an unknown kind of element": (STRAIGHT + '<scriptTask id="x" name="x"/>', "x"),
    "a parallel gateway": (STRAIGHT + '<parallelGateway id="x" name="x"/>', "x"),
    "a task with a loop inside": (
        STRAIGHT.replace("step b", '<userTask id="b" name="b"><standardLoopCharacteristics/></userTask>'),
        "b",
    ),
    "an event that waits for a timer": (
        STRAIGHT.replace("end\n", '<endEvent id="end"><timerEventDefinition/></endEvent>\n', 1),
        "end",
    ),
    "a step without a role": (STRAIGHT.replace("step b", '<userTask id="b" name="b"/>'), "b"),
    "a step without a name": (STRAIGHT.replace("step b", '<userTask id="b"/>'), "b"),
    "a step from which no way leads on": (STRAIGHT.replace("flow b end", ""), "b"),
    "a step with two ways on": (STRAIGHT + "flow a end", "a"),
    "a step that cannot be reached": (STRAIGHT + "step c\nflow c end", "c"),
    "a step that never ends": (STRAIGHT.replace("flow b end", "flow b a"), "start"),
    "a flow to nowhere": (STRAIGHT + "flow a nowhere", "a-nowhere"),
    "an id used twice": (STRAIGHT + "step a", "a"),
    "two starts": (STRAIGHT + '<startEvent id="again"/>', "again"),
    "a way back to the start": (CHOICE.replace("flow g a sent_back", "flow g start sent_back"), "g-start"),
    "a condition that does not leave a gateway": (STRAIGHT.replace("flow a b", "flow a b passed"), "a-b"),
    "a gateway without a default": (CHOICE.replace("gate g g-b", "gate g nothing"), "g"),
    "a default under a condition": (CHOICE.replace("flow g b", "flow g b passed"), "g-b"),
    "a branch without a condition": (CHOICE.replace("sent_back", ""), "g-a"),
    "a gateway that chooses nothing": (CHOICE.replace("flow g a sent_back", ""), "g"),
    "gateways that turn in a circle": (
        CHOICE.replace("flow g a sent_back", "flow g h sent_back") + "gate h h-g\nflow h g\nflow h b passed",
        "g",
    ),
}


def test_a_straight_procedure_is_read_in_the_order_of_the_file(write: Callable[[str], bytes]) -> None:
    procedure = parse(write(STRAIGHT))
    assert (procedure.id, procedure.name, procedure.version) == ("p", "示例", 1)
    assert [step.id for step in procedure.steps] == ["a", "b"]
    assert procedure.first().id == "a"
    assert procedure.step("b").name == "b"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_procedure_is_refused_naming_the_element(write: Callable[[str], bytes], fault: str) -> None:
    body, element = FAULTS[fault]
    with pytest.raises(ProcedureError) as refused:
        parse(write(body))
    assert refused.value.element == element
    assert element in refused.value.sentence


@pytest.mark.parametrize("condition", ["a > 1", "__import__('os').system('x')", "passed or x", "True)", ""])
def test_a_condition_is_a_name_and_never_an_expression(write: Callable[[str], bytes], condition: str) -> None:
    body = write(CHOICE).replace(b"sent_back", condition.encode())
    with pytest.raises(ProcedureError, match="不能是表达式"):
        parse(body)


def test_a_predicate_that_nobody_registered_is_refused(write: Callable[[str], bytes]) -> None:
    procedure = parse(write(CHOICE))
    check(procedure, {"sent_back", "something_else"})
    with pytest.raises(ProcedureError, match="sent_back") as refused:
        check(procedure, set())
    assert refused.value.element == "g-a"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<definitions/>",
        b"not xml",
        b"\xff\xfe\x00",
        b'<!DOCTYPE d [<!ENTITY a "aaaa">]><definitions>&a;</definitions>',
        b"<a>" + b" " * 600_000 + b"</a>",
    ],
)
def test_what_is_no_bpmn_file_is_refused_before_anything_is_built(data: bytes) -> None:
    with pytest.raises(ProcedureError):
        parse(data)


def test_a_second_process_or_a_stranger_in_the_file_is_refused(write: Callable[[str], bytes]) -> None:
    data = write(STRAIGHT)
    for addition in (b'<process id="q" name="q"/>', b'<message id="m"/>', b'<x xmlns="urn:x"/>'):
        with pytest.raises(ProcedureError):
            parse(data.replace(b"</definitions>", addition + b"</definitions>"))


def test_a_procedure_states_a_version_a_name_and_known_words(write: Callable[[str], bytes]) -> None:
    data = write(STRAIGHT)
    for right, wrong in {
        b'mj:version="1"': b'mj:version="1.0"',
        'name="示例"'.encode(): b'name=""',
        b'mj:role="officer"': b'mj:role="king"',
        b'mj:state="open"': b'mj:state="Open sesame"',
        b'id="p"': b'id="1 p"',
    }.items():
        with pytest.raises(ProcedureError):
            parse(data.replace(right, wrong))
    with pytest.raises(ProcedureError, match="记录等级"):
        parse(data.replace(b'mj:role="officer"', b'mj:role="officer" mj:recording="film"'))


def test_an_unknown_step_is_named_in_the_refusal(write: Callable[[str], bytes]) -> None:
    with pytest.raises(ProcedureError, match="没有步骤“z”"):
        parse(write(STRAIGHT)).step("z")
