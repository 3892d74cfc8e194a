"""The flowchart is the procedure itself, drawn; its lines never run through words or through steps."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring

from mingjing.procedures import Layout, Procedure, ProcedureError, draw, parse
from mingjing.procedures.sketch import NAME_SIZE, SMALL_SIZE, Sketch, breadth
from mingjing.procedures.tall import tall
from mingjing.procedures.wide import wide

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

type Rectangle = tuple[float, float, float, float]

LAYOUTS: dict[str, Callable[[Procedure, dict[str, str]], Sketch]] = {"wide": wide, "tall": tall}  # type: ignore[dict-item]
CAPTIONS = {
    "lead": "15 个工作日",
    "investigation": "07-03 至 08-24",
    "notice": "5 个工作日",
    "decision": "不迟于 09-20",
}
BEFORE_REVIEW = ["lead", "filing", "investigation", "conclusion"]


def groups(svg: str) -> dict[str, Element]:
    """Return the nodes' groups by the first phrase of their title."""
    found = {}
    for group in fromstring(svg).iter("g"):
        title = group.findtext("title") or ""
        found[re.split("[：，]", title)[0]] = group
    return found


def rectangle_of_word(text: str, x: float, y: float, size: float) -> Rectangle:
    half = breadth(text, size) / 2
    return x - half, y - size * 0.85, x + half, y + size * 0.15


def cuts(start: tuple[float, float], end: tuple[float, float], box: Rectangle) -> bool:
    """Tell whether an upright or level piece runs through the inside of a rectangle."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return left < box[2] and right > box[0] and top < box[3] and bottom > box[1]


def faults(sketch: Sketch) -> list[str]:
    boxes = {
        box.node.id: (
            box.x - box.width / 2 + 1,
            box.y - box.height / 2 + 1,
            box.x + box.width / 2 - 1,
            box.y + box.height / 2 - 1,
        )
        for box in sketch.boxes
    }
    words = [(word.text, rectangle_of_word(word.text, word.x, word.y, SMALL_SIZE)) for word in sketch.words]
    found = []
    for line in sketch.lines:
        for piece in pairwise(line.points):
            found += [f"{line.flow.id} runs through {text}" for text, place in words if cuts(*piece, place)]
            found += [
                f"{line.flow.id} runs through {name}" for name, place in boxes.items() if cuts(*piece, place)
            ]
    for number, (text, place) in enumerate(words):
        corners = (place[0], place[1]), (place[2], place[3])
        found += [f"{text} lies on {name}" for name, box in boxes.items() if cuts(*corners, box)]
        found += [f"{text} lies on {other}" for other, box in words[:number] if cuts(*corners, box)]
        if place[0] < 0 or place[1] < 0 or place[2] > sketch.width or place[3] > sketch.height:
            found.append(f"{text} lies outside")
    for line in sketch.lines:
        if not all(0 < x < sketch.width and 0 < y < sketch.height for x, y in line.points):
            found.append(f"{line.flow.id} lies outside")
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("captions", [{}, CAPTIONS])
def test_no_line_of_the_penalty_chart_runs_through_a_word(
    penalty: Procedure, layout: str, captions: dict[str, str]
) -> None:
    sketch = LAYOUTS[layout](penalty, captions)
    assert faults(sketch) == []
    assert sketch.width <= {"wide": 1020, "tall": 292}[layout]
    for box in sketch.boxes:
        if box.node.kind == "userTask":
            assert all(breadth(line, NAME_SIZE) < box.width for line in box.lines)


def test_at_most_seven_nodes_stand_in_a_row_and_rows_turn(penalty: Procedure) -> None:
    rows: dict[float, list[float]] = {}
    for box in wide(penalty, {}).boxes:
        rows.setdefault(box.y, []).append(box.x)
    *full, last = rows.values()
    assert [len(row) for row in full] == [7, 7, 7]
    assert len(last) < 7
    for number, row in enumerate(rows.values()):
        assert row == sorted(row, reverse=number % 2 == 1)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_returns_and_leaps_over_many_rows_stay_clear_of_steps(
    write: Callable[[str], bytes], layout: str
) -> None:
    dice = random.Random(7)  # noqa: S311 - a repeatable choice
    for count in (3, 8, 15, 22):
        steps = [f"s{number}" for number in range(count)]
        body = ["start", "flow start s0"]
        for number, step in enumerate(steps):
            following = steps[number + 1] if number + 1 < count else "end"
            body.append(f"step {step}")
            if number % 4 == 2:
                body += [f"gate g{number} g{number}-{following}", f"flow {step} g{number}"]
                other = dice.choice([other for other in steps if other != following])
                body += [f"flow g{number} {following}", f"flow g{number} {other} turned"]
            else:
                body.append(f"flow {step} {following}")
        sketch = LAYOUTS[layout](parse(write("\n".join([*body, "end"]))), {})
        boxes_cut = [fault for fault in faults(sketch) if re.search(r"through s\d+$|outside", fault)]
        assert boxes_cut == []


def test_the_published_chart_shows_every_step_and_no_progress(penalty: Procedure) -> None:
    svg = draw(penalty)
    assert set(groups(svg)) >= {step.name for step in penalty.steps}
    assert "is-" not in svg
    assert fromstring(svg).get("aria-label", "").startswith("行政处罚普通程序流程图：线索核查、立案")


def test_a_case_sees_what_is_done_where_it_stands_and_what_is_shut(penalty: Procedure) -> None:
    found = groups(draw(penalty, done=BEFORE_REVIEW, now="review", captions={"review": "08-25 提交"}))
    assert found["立案"].get("class") == "is-done"
    assert found["法制审核"].get("class") == "is-now"
    assert found["法制审核"].findtext("title") == "法制审核：当前步骤，08-25 提交"
    assert found["法制审核"].find("rect[@class='ring']") is not None
    assert found["作出决定"].get("class") == "is-shut"
    assert found["草案全部通过？"].get("class") == "is-shut"


def test_a_case_sent_back_stands_at_its_draft_again(penalty: Procedure) -> None:
    found = groups(draw(penalty, done=[*BEFORE_REVIEW, "review"], now="conclusion"))
    assert found["调查终结、拟稿"].get("class") == "is-now"
    assert found["事先告知与陈述申辩"].get("class") == "is-shut"


def test_a_case_handed_over_shows_the_one_way_it_took_out(penalty: Procedure) -> None:
    found = groups(draw(penalty, done=["lead", "filing", "investigation"], now="termination"))
    assert found["批准立案？"].get("class") == "is-done"
    assert found["撤案、移送"].get("class") == "is-now"
    for untouched in ("草案全部通过？", "有拟处罚的当事人？", "继续办理？"):
        assert found[untouched].get("class") == "is-shut"


@pytest.mark.parametrize(
    ("done", "end"),
    [(["lead", "filing"], "不予立案"), (["lead", "filing", "investigation", "termination"], "终止")],
)
def test_a_case_that_ended_early_shows_its_end(penalty: Procedure, done: list[str], end: str) -> None:
    found = groups(draw(penalty, done=done))
    assert [found[name].get("class") for name in (end, "结案")] == ["is-done", "is-shut"]
    assert sum(found[name].get("class") == "is-done" for name in ("不予立案", "终止")) == 1


def test_a_closed_case_without_discussion_shows_the_way_it_took(penalty: Procedure) -> None:
    done = [step.id for step in penalty.steps if step.id != "discussion"]
    found = groups(draw(penalty, done=done))
    assert (found["集体讨论"].findtext("title"), found["集体讨论"].get("class")) == (
        "集体讨论：未经过",
        "is-shut",
    )
    assert found["情节复杂或重大？"].get("class") == "is-done"


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_the_markup_holds_classes_only_and_escapes_what_it_is_given(
    penalty: Procedure, layout: Layout
) -> None:
    hostile = '<script>"&'
    svg = draw(penalty, done=["lead"], now="filing", captions={"lead": hostile}, layout=layout)
    root = fromstring(svg)
    assert (root.get("role"), root.get("class")) == ("img", "flow")
    assert "<script" not in svg
    assert {name for element in root.iter() for name in element.attrib} <= {
        *("class", "width", "height", "viewBox", "role", "aria-label", "d", "x", "y", "rx", "points"),
    }
    assert hostile in "".join(root.itertext())


def test_an_id_that_the_procedure_does_not_have_is_refused(penalty: Procedure) -> None:
    with pytest.raises(ProcedureError):
        draw(penalty, now="nowhere")
    with pytest.raises(ProcedureError):
        draw(penalty, captions={"nowhere": "x"})


def test_an_end_that_a_gateway_leads_to_is_drawn(write: Callable[[str], bytes]) -> None:
    body = "start\nstep a\ngate g g-b\nstep b\nend\n"
    body += "flow start a\nflow a g\nflow g b\nflow g end dropped\nflow b end"
    assert "结束" in groups(draw(parse(write(body))))
