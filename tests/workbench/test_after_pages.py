"""At the desk: deferral, late fine, refusal, address, spoiled and mended documents, closing, each by whoever may."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from case_cast import case_at, page
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rules_cast import Desk, at_desk, body

from mingjing import clock
from mingjing.cases.actions import orders
from mingjing.cases.actions.file_list import list_file
from mingjing.cases.models import Deferral, Rectification
from mingjing.demo import endings
from mingjing.demo.handing import by_post
from mingjing.demo.people import PASSWORD
from mingjing.documents.models import Voiding
from telling import stands_at

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

TODAY = dt.date(2026, 9, 15)


def test_a_deferral_goes_from_application_to_service_and_keeps_what_was_typed(bureau: Bureau) -> None:
    """行政处罚法66第二款."""
    story = case_at(bureau, "performance")
    party, officer = story.parties[0], at_desk("officer1")
    address = page(story.case, "deferral-request", party)
    typed = {"applied_on": str(TODAY), "reason": "工程款未结", "plan": "2026-10-30，10000\n十一月付清"}
    refused = officer.send(address, typed)
    assert refused.status_code == 422
    assert "第 2 行看不懂" in body(refused)
    assert "工程款未结" in body(refused)
    assert officer.send(address, typed | {"plan": "2026-10-30，10000"}).status_code == 422
    plan = {"plan": "2026-10-30，10,000\n2026-11-30 21460.00 元"}
    assert officer.send(address, typed | plan).status_code == 303
    assert "待负责人决定" in officer.text(page(story.case))
    leader = at_desk("deputy")
    decided = leader.send(
        page(story.case, "deferral", party), {"agreed": "yes", "opinion": "困难属实。", "password": PASSWORD}
    )
    assert decided.status_code == 303
    served = officer.send(
        page(story.case, "deferral-service", party),
        {"served_on": str(TODAY), "method": "04", "proof": "挂号邮件 XA10012345"},
    )
    assert served.status_code == 303
    assert Deferral.objects.get().served_on == TODAY
    shown = officer.text(page(story.case))
    assert "云建缓字〔2026〕第001号" in shown
    assert "2026-10-30" in shown


def test_a_payment_wants_its_code_and_the_page_shows_the_late_fine(bureau: Bureau) -> None:
    """行政处罚法67、70、72."""
    story = case_at(bureau, "performance")
    address = page(story.case, "performance", story.parties[0])
    with clock.at(dt.date(2026, 10, 20)):
        officer = at_desk("officer1")
        assert "加处罚款至今天" in officer.text(page(story.case))
        paid = {
            "done_on": "2026-10-20",
            "amount": "31460",
            "channel": "electronic",
            "receipt_number": "0000000001",
        }
        refused = officer.send(address, paid)
        assert refused.status_code == 422
        assert 'href="#id_payment_code"' in body(refused)
        assert officer.send(address, paid | {"payment_code": "15" * 10}).status_code == 303
        assert "电子支付系统缴 31,460.00 元" in officer.text(page(story.case))


def test_the_leader_may_not_agree_with_a_decision(bureau: Bureau) -> None:
    """行政处罚法57."""
    story = case_at(bureau, "decision")
    for name in ("section", "legalhead"):
        at_desk(name).send(
            page(story.case, "endorse-decision", story.parties[0]), {"agreed": "yes", "opinion": "同意。"}
        )
    address = page(story.case, "decision", story.parties[0])
    typed = {"opinion": "裁量理由不足，另行裁量。", "password": PASSWORD}
    assert at_desk("deputy").send(address, typed).status_code == 422
    assert at_desk("deputy").send(address, typed | {"agreed": "no"}).status_code == 303
    assert stands_at(story) == "conclusion"
    assert "裁量理由不足" in at_desk("officer1").text(page(story.case))


def test_an_address_is_confirmed_and_the_notice_is_spoiled_and_made_anew(bureau: Bureau) -> None:
    """55号令37; §11.6 no. 10."""
    story = case_at(bureau, "review")
    story.reviewed()
    party, officer = story.parties[0], at_desk("officer1")
    confirmed = officer.send(
        page(story.case, "address-confirmation", party),
        {
            "confirmed_on": str(TODAY), "address": "云川镇", "receiver": "周一苇", "phone": "0", "electronic": "yes",
            "channel": "email", "account": "a@example.invalid", "contact": "无",
        },
    )  # fmt: skip
    assert confirmed.status_code == 303
    assert "同意电子送达：a@example.invalid" in officer.text(page(story.case))
    officer.send(page(story.case, "notice", party), {})
    document = party.notices.get().document
    assert "作废未送达的文书" in officer.text(page(story.case))
    voided = officer.send(page(story.case, "void"), {"document": str(document.pk), "reason": "漏印第二页"})
    assert voided.status_code == 303
    assert Voiding.objects.get().document_id == document.pk
    shown = officer.text(page(story.case))
    assert "作废：漏印第二页" in shown
    assert "制作告知书" in shown


def cost(desk: Desk, address: str) -> int:
    desk.text(address)  # what a process keeps is filled
    with CaptureQueriesContext(connection) as asked:
        desk.text(address)
    return len(asked)


def test_the_pages_that_offer_documents_cost_the_same_for_five_and_for_fifteen(bureau: Bureau) -> None:
    story = case_at(bureau, "notice")
    officer, party = at_desk("officer1"), story.parties[0]
    pages = [page(story.case, name) for name in ("void", "rectification-request", "")]
    costs = []
    for count in (5, 10):
        for number in range(count):
            made = orders.issue_order(
                user=story.user, case=story.refresh(), party=party, order_kind="stop", facts="无证施工",
                basis="《建筑法》第六十四条", demands="停工", deadline=TODAY + dt.timedelta(days=30),
            )  # fmt: skip
            if number % 2:
                orders.serve_order(user=story.user, case=story.refresh(), order=made, handed=by_post())
        costs.append([cost(officer, each) for each in pages])
    few, many = costs
    assert all(later <= earlier for earlier, later in zip(few, many, strict=True)), costs


@pytest.mark.parametrize("stage", ["performance", "closed"])
def test_a_slip_is_mended_at_the_desk(bureau: Bureau, stage: str) -> None:
    """55号令28: also on a file that was closed."""
    story = case_at(bureau, stage)
    officer, address = at_desk("officer1"), page(story.case, "rectification-request")
    document = story.decisions[0].document
    typed = {
        "document": str(document.pk), "rectification_kind": "wrong", "item": "处罚决定",
        "wrong": "责令", "right": "要求", "reason": "笔误",
    }  # fmt: skip
    refused = officer.send(address, typed)
    assert refused.status_code == 422
    assert "不能用补正（更正）改变" in body(refused)
    good = typed | {"item": "违法事实", "wrong": "地下室顶板", "right": "地下室底板"}
    assert "呈请补正（更正）" in officer.text(page(story.case))
    assert officer.send(address, good).status_code == 303
    assert "审批" in at_desk("principal").text(page(story.case))
    answer = {"agreed": "yes", "opinion": "属笔误。", "password": PASSWORD}
    assert at_desk("principal").send(page(story.case, "rectification"), answer).status_code == 303
    sent = officer.send(
        page(story.case, "rectification-service"),
        {"served_on": str(TODAY), "method": "04", "proof": "挂号邮件 XA10012345"},
    )
    assert sent.status_code == 303
    assert Rectification.objects.get().served_on == TODAY
    assert "见补正（更正）云建正字〔2026〕第001号" in officer.text(page(story.case))


def test_the_file_is_closed_with_its_note_number_and_term(bureau: Bureau) -> None:
    """55号令31、40."""
    story = case_at(bureau, "paid")
    officer = at_desk("officer1")
    note = {"pages": "86", "defects": "无", "checked_by": str(bureau.people["section"].pk)}
    assert officer.send(page(story.case, "closing-request"), note | {"defects": ""}).status_code == 422
    assert officer.send(page(story.case, "closing-request"), note).status_code == 303
    at_desk("section").send(page(story.case, "endorse-closing"), {"agreed": "yes", "opinion": "建议结案。"})
    leader = at_desk("deputy")
    typed = {"opinion": "同意结案。", "retention": "thirty", "retention_reason": "", "password": PASSWORD}
    refused = leader.send(page(story.case, "closing"), typed)
    assert refused.status_code == 422
    assert "须写明理由" in body(refused)
    assert leader.send(page(story.case, "closing"), typed | {"retention": "permanent"}).status_code == 303
    list_file(story.refresh())
    shown = officer.text(page(story.case))
    for word in ("20260001", "永久", "86 页", "卷内备考表"):
        assert word in shown
    assert officer.client.get(f"{page(story.case)}contents/pdf/").content.startswith(b"%PDF")


def test_a_suit_begun_after_closing_is_entered_at_the_desk(bureau: Bureau) -> None:
    """行政处罚法73."""
    story = case_at(bureau, "performance").performed().scanned()
    endings.close(story)
    party, officer = story.parties[0], at_desk("officer1")
    for verb, typed, then in (
        (
            "relief",
            {"relief_kind": "litigation", "began_on": str(TODAY), "reference": "县法院〔2026〕9号"},
            "relief-end",
        ),
        ("relief-end", {"ended_on": str(TODAY), "outcome": "驳回诉讼请求"}, "relief"),
    ):
        assert page(story.case, verb, party) in officer.text(page(story.case))
        answer = officer.send(page(story.case, verb, party), typed)
        assert answer.status_code == 303, body(answer)
        assert page(story.case, then, party) in officer.text(page(story.case))
