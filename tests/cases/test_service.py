"""行政处罚法61; 55号令35–37; 民事诉讼法87–95: two officers serve, and each method has its own proof."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import decision
from mingjing.cases.service_rules import PROOFS, payment, proof_by_method
from mingjing.refusal import Refusal
from telling import decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

TODAY = dt.date(2026, 9, 15)
GOOD = {
    "01": "送达回证，当面签收",
    "02": "居委会王某（示例）到场见证",
    "03": "受托机关寄回送达回证",
    "04": "挂号回执 XA123456789",
    "05": "县政府网站公告",
    "06": "电子送达确认书，已签字",
}


def serve(story: CaseStory, **told: Any) -> object:
    told = {
        "method": "01",
        "served_on": clock.today(),
        "proof": "送达回证",
        "officers": story.officers,
    } | told
    return decision.serve(
        user=story.user, case=story.refresh(), decision=story.decisions[0], place="地", receiver="某", **told
    )


@pytest.mark.parametrize("method", list(PROOFS))
def test_each_method_has_a_proof_of_its_own(method: str) -> None:
    """§11.6 no. 8."""
    proof_by_method(method, GOOD[method])
    with pytest.raises(Refusal) as none:
        proof_by_method(method, "　")
    assert none.value.code == "service.no_proof"


@pytest.mark.parametrize("method", ["02", "04", "06"])
def test_the_proof_of_another_method_proves_nothing(method: str) -> None:
    """55号令35: left with a witness or a recording; posted with a number; electronically with a confirmation."""
    with pytest.raises(Refusal) as other:
        proof_by_method(method, "已送达")
    assert other.value.code == "service.other_proof"


def test_one_officer_does_not_serve(bureau: Bureau) -> None:
    """行政处罚法42; reference §6.2 S10."""
    story = decided(bureau)
    for officers in ([], story.officers[:1], story.officers[:1] * 2):
        with refusal("service.officers"):
            serve(story, officers=officers)
    made = serve(story)
    assert "陆明川" in dict(made.document.data)["送达人"]  # type: ignore[attr-defined]


def test_by_announcement_it_is_served_when_thirty_days_have_passed(bureau: Bureau) -> None:
    """民事诉讼法95."""
    story = decided(bureau)
    with refusal("service.no_announcement"):
        serve(story, method="05")
    with refusal("service.public_term") as said:
        serve(story, method="05", announced_on=TODAY)
    assert "2026-10-15" in said.value.next_step
    with clock.at(dt.date(2026, 10, 16)):
        with refusal("date.order"):
            serve(
                story, method="05", announced_on=TODAY - dt.timedelta(days=1), served_on=dt.date(2026, 10, 14)
            )
        served = serve(story, method="05", announced_on=TODAY, served_on=dt.date(2026, 10, 15))
    assert served.announced_on == TODAY  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"amount": -1}, "payment.negative"),
        ({"amount": 11}, "payment.too_much"),
        ({"amount": 5, "before": 6}, "payment.too_much"),
        ({"amount": 10, "receipt_number": " "}, "payment.no_receipt"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(told: dict[str, Any], code: str) -> None:
    """行政处罚法67、70."""
    with pytest.raises(Refusal) as said:
        payment(**({"amount": 10, "before": 0, "due": 10, "receipt_number": "1"} | told))
    assert said.value.code == code


def test_a_payment_with_its_receipt_and_an_order_without_money_pass() -> None:
    """行政处罚法67、70."""
    payment(amount=10, before=0, due=10, receipt_number="1")
    payment(amount=0, before=0, due=0, receipt_number="")
