"""The shipped procedure, and a way to write small ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mingjing.procedures import NAMESPACE, Procedure, library, parse

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    f'xmlns:mj="{NAMESPACE}" id="d" targetNamespace="t">'
    '<process id="p" name="示例" mj:version="1" isExecutable="true">'
)
FOOT = "</process></definitions>"

type Writer = Callable[[str], bytes]


def written(body: str) -> bytes:
    """Expand `step a`, `gate g default`, `flow a b predicate?`, `start`, `end` lines to a BPMN file."""
    parts = []
    for line in filter(None, (line.strip() for line in body.splitlines())):
        match line.split():
            case ["start"]:
                parts.append('<startEvent id="start"/>')
            case ["end"]:
                parts.append('<endEvent id="end"/>')
            case ["step", name]:
                parts.append(f'<userTask id="{name}" name="{name}" mj:role="officer" mj:state="open"/>')
            case ["gate", name, default]:
                parts.append(f'<exclusiveGateway id="{name}" name="{name}？" default="{default}"/>')
            case ["flow", source, target, *rest]:
                condition = f"<conditionExpression>{rest[0]}</conditionExpression>" if rest else ""
                ends = f'sourceRef="{source}" targetRef="{target}"'
                parts.append(f'<sequenceFlow id="{source}-{target}" {ends}>{condition}</sequenceFlow>')
            case _:
                parts.append(line)
    return (HEAD + "".join(parts) + FOOT).encode()


@pytest.fixture
def write() -> Writer:
    return written


@pytest.fixture
def penalty() -> Procedure:
    return parse(library.load("ordinary-penalty"))
