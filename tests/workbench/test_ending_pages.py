"""不予处罚、撤案、移送：从案件页点得到，办完看得见."""

from __future__ import annotations

from typing import TYPE_CHECKING

from case_cast import case_at, page
from rules_cast import at_desk, body

from mingjing import clock
from mingjing.demo.people import PASSWORD

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

AGREED = {"agreed": "yes", "opinion": "同意。", "password": PASSWORD}
SPARED = {
    "facts": "开工前未取得施工许可证，次日取得。",
    "violated": "《中华人民共和国建筑法》第七条第一款",
    "ground": "slight",
    "shown": "检查当日停工，次日取得许可证，未造成后果，有许可证和复查笔录证明。",
    "education": "讲解先办证后开工的规定。",
}


def test_no_penalty_is_proposed_and_taught_by_clicking(bureau: Bureau) -> None:
    story = case_at(bureau, "conclusion")
    case, party, officer = story.case, story.parties[0], at_desk("officer1")
    address = page(case, "no-penalty-draft", party)
    assert f'href="{address}"' in officer.text(page(case))
    assert "初次违法且危害后果轻微并及时改正" in officer.text(address)
    wanting = officer.send(address, {**SPARED, "education": " "})
    assert wanting.status_code == 422
    assert "未写明对当事人教育什么" in wanting.content.decode()
    assert officer.send(address, SPARED).status_code == 303
    assert "拟不予行政处罚" in officer.text(page(case))
    story.submitted()
    reviewer = at_desk("reviewer")
    assert "不予行政处罚决定书（代拟稿）" in reviewer.text(
        f"/workbench/review/{story.submission(party).ref}/"
    )
    story.reviewed()
    assert "无须事先告知" in officer.text(page(case))
    story.decided().served()
    taught = page(case, "education", party)
    assert f'href="{taught}"' in officer.text(page(case))
    people = [str(bureau.people[name].pk) for name in ("officer1", "officer2")]
    answer = officer.send(
        taught,
        {
            "held_on": str(clock.today()), "place": "本局", "person": "法定代表人", "officers": people,
            "content": "讲解规定。", "response": "今后先办证。",
        },
    )  # fmt: skip
    assert answer.status_code == 303
    shown = officer.text(page(case))
    assert "已进行教育" in shown
    assert f'href="{page(case, "performance", party)}"' not in shown


def test_a_case_is_withdrawn_by_clicking(bureau: Bureau) -> None:
    case = case_at(bureau, "investigation").case
    officer, deputy = at_desk("officer1"), at_desk("deputy")
    assert page(case, "withdrawal-request") in officer.text(page(case))
    officer.send(page(case, "withdrawal-request"), {"situation": "no_fact", "reason": "许可证系检查前核发。"})
    assert page(case, "withdrawal") in deputy.text("/workbench/")
    assert "违法事实不能成立" in deputy.text(page(case, "withdrawal"))
    assert deputy.send(page(case, "withdrawal"), AGREED).status_code == 303
    shown = officer.text(page(case))
    assert "已撤案" in shown
    assert "不再计算" in shown


def test_a_withdrawn_case_is_archived_by_clicking(bureau: Bureau) -> None:
    """55号令40: its handler finds it at the desk, with the papers that never came back."""
    case = case_at(bureau, "investigation").case
    officer = at_desk("officer1")
    officer.send(page(case, "withdrawal-request"), {"situation": "no_fact", "reason": "许可证系检查前核发。"})
    at_desk("deputy").send(page(case, "withdrawal"), AGREED)
    assert page(case, "archive") in officer.text("/workbench/")
    assert page(case, "archive") not in at_desk("officer3").text("/workbench/")
    assert "案卷尚未归档" in officer.text(page(case))
    assert "尚未收回的文书" in officer.text(page(case, "archive"))
    typed = {
        "pages": "21", "defects": "无", "checked_by": str(bureau.people["section"].pk), "retention": "thirty",
    }  # fmt: skip
    refused = officer.send(page(case, "archive"), typed)
    assert refused.status_code == 422
    assert "签名、盖章件没有收回" in body(refused)
    typed |= {"defects": "笔录签名件未收回。"}
    assert officer.send(page(case, "archive"), typed).status_code == 303
    shown = officer.text(page(case))
    assert "20260001" in shown
    assert "笔录签名件未收回。" in shown
    assert page(case, "archive") not in officer.text("/workbench/")


def test_a_crime_goes_to_the_police_by_clicking(bureau: Bureau) -> None:
    case = case_at(bureau, "investigation").case
    officer, principal = at_desk("officer1"), at_desk("principal")
    people = [str(bureau.people[name].pk) for name in ("officer1", "officer2")]
    typed = {
        "receiver": "云岭县公安局（示例）",
        "reason": "涉嫌重大责任事故罪。",
        "materials": "调查报告，1 份",
    }
    alone = officer.send(page(case, "crime-request"), {**typed, "officers": people[:1]})
    assert alone.status_code == 422
    assert officer.send(page(case, "crime-request"), {**typed, "officers": people}).status_code == 303
    assert page(case, "crime-approval") in principal.text("/workbench/")
    assert principal.send(page(case, "crime-approval"), AGREED).status_code == 303
    assert "前送达" in officer.text(page(case))
    today = str(clock.today())
    officer.send(page(case, "transfer"), {"sent_on": today, "proof": "值班民警签收"})
    answered = {"accepted": "no", "answered_on": today, "paper": "不予立案通知书"}
    officer.send(page(case, "transfer-answer"), answered)
    assert page(case, "take-back") in officer.text(page(case))
    officer.send(page(case, "transfer-objection"), {"objected_on": today, "reason": "已达追诉标准。"})
    officer.send(page(case, "transfer-answer"), {**answered, "accepted": "yes", "paper": "立案决定书"})
    officer.send(page(case, "hand-over"), {"handed_on": today, "proof": "民警二人签收"})
    shown = officer.text(page(case))
    assert "已移送公安机关" in shown
    assert "移字" in shown


def test_a_lead_is_handed_to_the_competent_agency_by_clicking(bureau: Bureau) -> None:
    case = case_at(bureau, "lead").case
    officer, deputy = at_desk("officer1"), at_desk("deputy")
    typed = {
        "receiver": "云岭县自然资源局（示例）",
        "reason": "处罚权在该局。",
        "materials": "线索登记表，1 份",
    }
    assert officer.send(page(case, "lead-transfer-request"), typed).status_code == 303
    deputy.send(page(case, "transfer-approval"), AGREED)
    sent = {"sent_on": str(clock.today()), "proof": "挂号信 XA000001"}
    assert officer.send(page(case, "lead-transfer"), sent).status_code == 303
    assert "已移送有管辖权的机关" in officer.text(page(case))
