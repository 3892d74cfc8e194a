"""呈请、批准、恢复：从案件页点得到，办完看得见."""

from __future__ import annotations

from typing import TYPE_CHECKING

from case_cast import case_at, page
from rules_cast import at_desk

from mingjing.demo.people import PASSWORD

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

AGREED = {"agreed": "yes", "opinion": "同意。", "password": PASSWORD}


def test_a_case_is_suspended_and_taken_up_again_by_clicking(bureau: Bureau) -> None:
    case = case_at(bureau, "investigation").case
    officer, deputy = at_desk("officer1"), at_desk("deputy")
    assert page(case, "suspension-request") in officer.text(page(case))
    answer = officer.send(page(case, "suspension-request"), {"situation": "3", "reason": "道路中断"})
    assert answer["Location"] == page(case)
    assert page(case, "suspension-request") not in officer.text(page(case))
    assert page(case, "suspension") in deputy.text("/workbench/")
    assert "道路中断" in deputy.text(page(case, "suspension"))
    deputy.send(page(case, "suspension"), AGREED)

    shown = officer.text(page(case))
    assert "中止调查" in shown
    assert "停止计算，剩" in shown
    assert f'href="{page(case, "evidence")}"' not in shown
    assert officer.get(page(case, "evidence")).status_code == 409
    assert "中止调查" in officer.text("/workbench/cases/")

    officer.send(page(case, "resumption"), {"reason": "道路恢复"})
    assert f'href="{page(case, "evidence")}"' in officer.text(page(case))


def test_a_limit_is_extended_twice_by_clicking(bureau: Bureau) -> None:
    story = case_at(bureau, "investigation")
    case, officer, deputy = story.case, at_desk("officer1"), at_desk("deputy")
    assert page(case, "extension-request") in officer.text(page(case))
    officer.send(page(case, "extension-request"), {"reason": "涉及三家单位"})
    deputy.send(page(case, "extension"), AGREED)
    assert "已延长 30 日" in officer.text(page(case))

    officer.send(page(case, "extension-request"), {"reason": "特别复杂", "days": "40"})
    assert page(case, "second-extension") in deputy.text("/workbench/")
    people = [str(bureau.people[name].pk) for name in ("principal", "deputy")]
    answer = deputy.send(
        page(case, "second-extension"), {**AGREED, "participants": people, "minutes": "各人意见：同意。"}
    )
    assert answer.status_code == 303
    shown = officer.text(page(case))
    assert "已延长 70 日" in shown
    assert page(case, "extension-request") not in shown


def test_an_order_and_a_preservation_are_made_by_clicking(bureau: Bureau) -> None:
    story = case_at(bureau, "investigation")
    case, party, officer, deputy = story.case, story.parties[0], at_desk("officer1"), at_desk("deputy")
    assert page(case, "order", party) in officer.text(page(case))
    typed = {"order_kind": "stop", "facts": "无证施工", "basis": "《建筑法》第六十四条", "demands": "停工"}
    officer.send(page(case, "order", party), {**typed, "deadline": "2026-12-31"})
    assert "尚未登记送达" in officer.text(page(case))
    day = story.refresh().dossier.documents.get(form="DC10").made_on
    served = officer.send(
        page(case, "order-service", party),
        {"served_on": str(day), "method": "04", "proof": "挂号邮件 XA10012345"},
    )
    assert served.status_code == 303

    officer.send(page(case, "preservation-request"), {"things": "台账", "reason": "可能灭失"})
    deputy.send(page(case, "preservation-approval"), AGREED)
    assert page(case, "preservation") in officer.text("/workbench/")
    officer.send(
        page(case, "preservation"),
        {"party": str(party.pk), "things": "台账，1 本，账簿，证据室", "signed": "双方签名"},
    )
    ended = officer.send(page(case, "preservation-end"), {"disposition": "1", "note": "已复制"})
    assert ended.status_code == 303
    assert "停字" in officer.text(page(case))


def test_an_order_made_anew_after_the_first_was_voided_can_be_served(bureau: Bureau) -> None:
    """§11.6 no. 10: what was voided is served no more; its page is about the order that counts."""
    story = case_at(bureau, "investigation")
    case, party, officer = story.case, story.parties[0], at_desk("officer1")
    typed = {"order_kind": "stop", "facts": "无证施工", "basis": "《建筑法》第六十四条", "demands": "停工"}
    officer.send(page(case, "order", party), {**typed, "deadline": "2026-12-31"})
    spoiled = party.orders.get()
    officer.send(page(case, "void"), {"document": str(spoiled.document_id), "reason": "漏印第二页"})
    assert officer.get(page(case, "order-service", party)).status_code == 409

    officer.send(page(case, "order", party), {**typed, "deadline": "2026-12-31"})
    anew = party.orders.exclude(pk=spoiled.pk).get()
    assert anew.document.number in officer.text(page(case, "order-service", party))
    served = officer.send(
        page(case, "order-service", party),
        {"served_on": str(anew.document.made_on), "method": "04", "proof": "挂号邮件 XA10012345"},
    )
    assert served.status_code == 303
    for each in (spoiled, anew):
        each.refresh_from_db()
    assert (spoiled.served_on, anew.served_on) == (None, anew.document.made_on)


def test_a_handler_is_recused_and_replaced_by_clicking(bureau: Bureau) -> None:
    case = case_at(bureau, "investigation").case
    officer, principal = at_desk("officer1"), at_desk("principal")
    assert page(case, "recusal-request") in officer.text(page(case))
    second, third = (str(bureau.people[name].pk) for name in ("officer2", "officer3"))
    officer.send(page(case, "recusal-request"), {"officer": second, "by_party": "yes", "reason": "近亲属"})
    answer = principal.send(page(case, "recusal"), {**AGREED, "replacement": third})
    assert answer.status_code == 303
    assert at_desk("officer2").get(page(case, "evidence")).status_code == 409
    assert at_desk("officer3").get(page(case, "evidence")).status_code == 200
