"""What comes too late is refused and not forgotten: the page says why and still holds what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rules_cast import at_desk, body

from mingjing.demo.people import PASSWORD
from mingjing.disclosure.actions import adopt_rule, answer_request, ask_correction, draft_rule, return_rule
from mingjing.disclosure.models import CorrectionRequest, DisclosureRule, Publication
from mingjing.disclosure.queries import rule_for
from mingjing.records import consumers, log
from telling import decided

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

REASON = "经核对营业执照，登记的住所与公示的一致，不予更正。可以持新的营业执照再次申请。"
COLUMNS = (
    "scope", "fields", "carriers", "limit_key", "period", "months", "posts", "basis", "procedure", "supervision",
    "safeguards", "assessment",
)  # fmt: skip
SAID = "经核对行政处罚决定书，公示与决定书一致，不予更正。"


@pytest.fixture
def request_page(bureau: Bureau) -> tuple[CorrectionRequest, str]:
    decided(bureau).served()
    log.integrate_all()
    while consumers.run_all():
        pass
    public = bureau.release(Publication.objects.get(kind="decision"))
    asked = ask_correction(
        publication=public, field="住所", claim="住所写错了，应当是青禾路 6 号，见营业执照。"
    )
    return asked, f"/workbench/publications/corrections/{asked.ref}/"


def test_an_answer_after_another_persons_answer_is_refused_with_what_was_typed(
    bureau: Bureau, request_page: tuple[CorrectionRequest, str]
) -> None:
    asked, address = request_page
    desk = at_desk("publisher")
    seen = desk.hidden(address)
    answer_request(user=bureau.users["publisher"], request=asked, outcome="refused", answer=REASON)
    late = desk.client.post(address, {**seen, "outcome": "refused", "answer": SAID})
    assert late.status_code == 409
    assert SAID in body(late)
    assert REASON in body(late)
    again = {**seen, "version": version_in(late), "outcome": "refused", "answer": SAID}
    refused = desk.client.post(address, again)
    assert refused.status_code == 422
    assert "这份申请已经答复。" in body(refused)
    assert SAID in body(refused)
    assert CorrectionRequest.objects.get().answer == REASON
    assert "<form" not in desk.text(address).partition("<main")[2]


def version_in(answer: Any) -> str:
    return body(answer).partition('name="version" value="')[2].partition('"')[0]


@pytest.mark.usefixtures("bureau")
def test_who_may_not_answer_is_told_so_and_not_shown_a_page(
    request_page: tuple[CorrectionRequest, str],
) -> None:
    _, address = request_page
    assert at_desk("checker").client.post(address, {"once": "x"}).status_code == 403


@pytest.mark.parametrize("outcome", ["adopted", "returned"])
def test_a_rule_that_was_dealt_with_meanwhile_is_not_silently_left(bureau: Bureau, outcome: str) -> None:
    rule = rule_for(bureau.agency, "行政处罚", natural=False)
    assert rule is not None
    told = {name: getattr(rule, name) for name in COLUMNS}
    made = draft_rule(
        user=bureau.users["publisher"], category=rule.category, party_kind=rule.party_kind, told=told
    )
    address, desk = f"/workbench/publications/rules/{made.ref}/", at_desk("checker")
    seen = desk.hidden(address)
    if outcome == "adopted":
        adopt_rule(user=bureau.users["checker"], rule=made)
    else:
        return_rule(user=bureau.users["checker"], rule=made, reason="期限写错")
    state = DisclosureRule.objects.get(pk=made.pk).state
    late = desk.client.post(address, {**seen, "password": PASSWORD})
    assert late.status_code == 409
    assert "您打开这一页之后" in body(late)
    again = {"version": version_in(late), "once": "another"}
    refused = desk.client.post(address, {**again, "password": PASSWORD})
    assert refused.status_code == 422
    assert "这份规则不在待核对状态。" in body(refused)
    back = desk.client.post(f"{address}return/", {**again, "once": "third", "reason": "第二项保留期限写错"})
    assert back.status_code == 422
    assert "第二项保留期限写错" in body(back)
    assert DisclosureRule.objects.get(pk=made.pk).state == state
    assert 'method="post"' not in desk.text(address).partition("<main")[2]
    assert at_desk("supervisor").client.post(address, {"once": "x"}).status_code == 403
