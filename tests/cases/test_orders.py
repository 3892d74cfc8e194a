"""行政处罚法28: who is penalised is also ordered to correct; the order is a document with number, service, deadline."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import orders
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Order
from mingjing.cases.standing import standing_of
from mingjing.demo.handing import by_post
from telling import filed, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

TODAY = dt.date(2026, 7, 2)
DAY = dt.timedelta(days=1)


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    with clock.at(TODAY):
        return filed(bureau)


def issue(story: CaseStory, **told: Any) -> Order:
    wanted: dict[str, Any] = {
        "order_kind": "stop", "facts": "未取得施工许可证施工。", "basis": "《建筑法》第六十四条",
        "demands": "立即停止施工。", "deadline": TODAY + DAY,
    }  # fmt: skip
    return orders.issue_order(user=story.user, case=story.refresh(), party=story.parties[0], **wanted | told)


def waiting(story: CaseStory) -> list[str]:
    return [each.verb.name for each in ahead(standing_of(story.refresh())).tasks]


def test_an_order_is_numbered_served_and_looked_at_when_its_deadline_has_come(story: CaseStory) -> None:
    with clock.at(TODAY):
        order = issue(story)
        assert order.document.number.startswith("云建停字〔2026〕")
        assert issue(story, order_kind="correct").document.number.startswith("云建改字〔2026〕")
        assert waiting(story)[:2] == ["order-service", "order-service"]
        for each in Order.objects.all():
            orders.serve_order(user=story.user, case=story.refresh(), order=each, handed=by_post())
        assert "order-check" not in waiting(story)
    with clock.at(TODAY + 2 * DAY):
        assert "order-check" in waiting(story)
        for each in Order.objects.all():
            orders.check_order(
                user=story.user, case=story.refresh(), order=each, checked_on=clock.today(), done=False,
                finding="仍在施工。",
            )  # fmt: skip
        assert "order-check" not in waiting(story)
    assert [each.done for each in Order.objects.all()] == [False, False]


def test_an_order_lacks_nothing(story: CaseStory) -> None:
    with clock.at(TODAY):
        with refusal("order.deadline"):
            issue(story, deadline=TODAY - DAY)
        for gap in ("facts", "basis", "demands"):
            with refusal("petition.no_reason") as told:
                issue(story, **{gap: " "})
            assert told.value.field == gap
        order = issue(story)
        with refusal("service.no_proof"):
            orders.serve_order(
                user=story.user, case=story.refresh(), order=order, handed=replace(by_post(), proof="")
            )
        with refusal("order.not_served"):
            orders.check_order(
                user=story.user,
                case=story.refresh(),
                order=order,
                checked_on=TODAY,
                done=True,
                finding="停了",
            )
        orders.serve_order(user=story.user, case=story.refresh(), order=order, handed=by_post())
        with refusal("order.served"):
            orders.serve_order(user=story.user, case=story.refresh(), order=order, handed=by_post())


def test_an_order_of_another_case_is_not_served_here(story: CaseStory, bureau: Bureau) -> None:
    with clock.at(TODAY):
        order, other = issue(story), filed(bureau)
        with refusal("party.unknown"):
            orders.serve_order(user=other.user, case=other.refresh(), order=order, handed=by_post())
