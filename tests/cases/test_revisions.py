"""种子 C0; reference §11.4: what is reviewed is one draft for one party, and every change is a new one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import closing, decision, drafting, leads, notice, paying
from mingjing.cases.models import Decision
from mingjing.cases.queries.case import core_of, newest_notice
from mingjing.demo.handing import by_post
from mingjing.demo.same_act import supplemented
from mingjing.review.intake_rules import MATERIALS
from mingjing.review.models import Draft, Opinion
from telling import (
    SOUND,
    TWO,
    decided,
    drafted,
    newest,
    noticed,
    presented,
    put_at,
    refusal,
    stands_at,
    submitted,
)

if TYPE_CHECKING:
    from mingjing.cases.models import Party
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

NOTICED = dt.date(2026, 9, 15)
OVER = dt.date(2026, 9, 23)


def fined(amount: int) -> dict[str, Any]:
    """Return the penalties of a draft: one fine, in 分."""
    return {"penalties": [{"kind": "02", "amount": amount}]}


def redrafted(story: CaseStory, place: int = 0, **changed: Any) -> Draft:
    """Draft anew for one party."""
    return drafting.draft(
        user=story.user, case=story.refresh(), party=story.parties[place], **story.core(place, **changed)
    )


def stated(story: CaseStory, *, brings_new: bool, place: int = 0) -> None:
    """Record a party's defence today."""
    served = newest_notice(story.parties[place])
    assert served is not None
    notice.record_statement(
        user=story.user, case=story.refresh(), notice=served, made_on=clock.today(),
        content="合同价款应扣除甲供材料，附结算单。", brings_new=brings_new,
        reexamination="经复核，结算单属实，予以采纳。",
    )  # fmt: skip


def submit(story: CaseStory, party: Party) -> None:
    drafting.submit(user=story.user, case=story.refresh(), party=party, materials=MATERIALS[:4])


def pass_review(story: CaseStory, place: int = 0) -> None:
    """Submit and review one party's newest draft."""
    party = story.parties[place]
    submit(story, party)
    sheet = drafting.write_opinion(
        user=story.as_("reviewer"), case=story.refresh(), submission=newest(story, place).submission,
        result="同意", text="变更后的事实清楚，证据充分，裁量适当。",
        verdicts=SOUND, reasons=dict.fromkeys(SOUND, "已另行核对，不影响结论。"),
    )  # fmt: skip
    drafting.sign(user=story.as_("legalhead"), case=story.refresh(), sheet=sheet)


def notify(story: CaseStory, place: int = 0) -> None:
    """Make and serve a new notice for one party today."""
    made = notice.notify(user=story.user, case=story.refresh(), party=story.parties[place])
    notice.serve_notice(user=story.user, case=story.refresh(), notice=made, handed=by_post())


def decide(story: CaseStory, place: int = 0) -> Decision:
    """Sign up the chain and decide for one party."""
    party = story.parties[place]
    for username in ("section", "legalhead"):
        leads.endorse(
            user=story.as_(username),
            case=story.refresh(),
            matter="decision",
            about=party.ref,
            opinion="同意。",
        )
    return decision.decide(user=story.as_("deputy"), case=story.refresh(), party=party, opinion="同意。")


# ── one character is a new revision ──


def test_one_changed_character_is_a_new_revision_that_is_reviewed_again(bureau: Bureau) -> None:
    """种子 C0; §11.4 no. 1."""
    story = presented(bureau)
    assert redrafted(story, facts=story.facts.replace("242", "241")).revision == 2
    assert stands_at(story) == "conclusion"
    with refusal("decision.not_reviewed"):
        decision.decide(
            user=story.as_("deputy"), case=put_at(story, "decision").refresh(), party=story.parties[0], opinion="同意。"
        )  # fmt: skip
    put_at(story, "conclusion")
    pass_review(story)
    with refusal("decision.told_otherwise"):
        story.presented()
    story.notified().waived().presented()
    assert decide(story).draft.revision == 2


def test_the_very_same_core_again_is_no_new_revision(bureau: Bureau) -> None:
    """§11.4 no. 1: nothing would be new to review."""
    story = drafted(bureau)
    with refusal("draft.unchanged"):
        redrafted(story)


def test_every_part_of_the_core_makes_a_new_revision(bureau: Bureau) -> None:
    """§11.4 no. 1: facts, provisions, grade and reasons, kinds and amounts, orders, manner of performance."""
    story = drafted(bureau)
    changes: list[dict[str, Any]] = [
        {"facts": story.facts + "经责令后停工。"},
        {"violated": ["《中华人民共和国建筑法》第七条第二款"]},
        {"basis": ["《建设工程质量管理条例》第五十七条", "《中华人民共和国建筑法》第六十四条"]},
        {"discretion_grade": "轻微"},
        {"discretion_reasons": "主动消除危害后果。"},
        fined(30_000_00),
        {"orders": "责令停止施工"},
        {"performance": "自收到本决定书之日起十五日内缴纳。"},
    ]
    for number, changed in enumerate(changes, start=2):
        assert redrafted(story, **changed).revision == number


def test_the_core_holds_what_is_reviewed_and_neither_number_date_nor_procedure(bureau: Bureau) -> None:
    """种子 C0; §11.4 no. 1: party, facts, evidence, provisions, grade, penalties, orders, performance, relief."""
    story = drafted(bureau)
    core = core_of(newest(story))
    assert set(core) == {
        "v", "matter", "party", "facts", "evidence", "violated", "basis", "discretion_grade", "discretion_reasons",
        "penalties", "orders", "performance", "late_fine", "payment", "relief",
    }  # fmt: skip
    assert core["party"]["name"] == story.firms[0].name
    assert len(core["evidence"]) == 3
    assert "云岭县人民政府" in core["relief"]
    assert "云岭县人民法院" in core["relief"]


def test_evidence_that_came_after_the_draft_calls_for_another_draft(bureau: Bureau) -> None:
    """§11.4 no. 1: the evidence list is part of what is reviewed."""
    story = drafted(bureau)
    story.investigated()
    with refusal("review.evidence_added"):
        story.submitted()
    assert redrafted(story).revision == 2
    assert len(core_of(newest(story))["evidence"]) == 6


# ── a returned draft ──


def test_a_returned_draft_goes_back_is_mended_and_passes(bureau: Bureau) -> None:
    """种子 C0, C5; 55号令25: 处理后再次报送."""
    story = submitted(bureau).reviewed(
        result="补充调查", text="工程合同价款没有证据证明，请补充调取。", faulty="evidence"
    )
    assert stands_at(story) == "conclusion"
    with refusal("review.already"):
        submit(story, story.parties[0])
    with refusal("case.wrong_step"):
        notify(story)
    story.drafted(discretion_reasons="补充调取合同，工程合同价款 242 万元。").submitted().reviewed()
    assert stands_at(story) == "notice"
    assert [opinion.result for opinion in Opinion.objects.order_by("record_id")] == ["补充调查", "同意"]
    assert len(story.notified().waived().presented().decided().decisions) == 1


def test_a_returned_draft_cannot_be_notified_wherever_the_case_stands(bureau: Bureau) -> None:
    """种子 C0; 深评查138: reviewed before notice."""
    story = submitted(bureau).reviewed(result="改正", text="适用的条款有误，请改正后再送审。", faulty="law")
    with refusal("notice.not_reviewed"):
        notify(put_at(story, "notice"))


def test_a_mended_draft_is_not_passed_by_signing_the_old_sheet(bureau: Bureau) -> None:
    """种子 C0: an opinion on a revision that is no longer the newest is not signed."""
    story = submitted(bureau)
    party = story.parties[0]
    sheet = drafting.write_opinion(
        user=story.as_("reviewer"), case=story.refresh(), submission=story.submission(party), result="同意",
        text="事实清楚，证据充分，同意。", verdicts=SOUND,
        reasons={},
    )  # fmt: skip
    redrafted(story, orders="责令停止施工")
    with refusal("review.superseded"):
        drafting.sign(user=story.as_("legalhead"), case=story.refresh(), sheet=sheet)


# ── the party is heard ──


def test_new_facts_from_the_party_send_the_case_back_and_the_old_agreement_opens_nothing(
    bureau: Bureau,
) -> None:
    """种子 C0; 行政处罚法45; §11.4 no. 1."""
    story = noticed(bureau)
    stated(story, brings_new=True)
    assert stands_at(story) == "conclusion"
    with clock.at(OVER):
        with refusal("decision.new_facts"):
            put_at(story, "notice").presented()
        with refusal("decision.new_facts"):
            decide(put_at(story, "decision"))
        put_at(story, "conclusion")
        redrafted(story, **fined(20_000_00))
        pass_review(story)
        story.presented()
        assert decide(story).draft.revision == 2
    assert Opinion.objects.count() == 2


def test_the_same_draft_may_not_be_passed_a_second_time_after_new_facts(bureau: Bureau) -> None:
    """§11.4 no. 1: equal hashes do not help."""
    story = noticed(bureau)
    stated(story, brings_new=True)
    with refusal("draft.unchanged"):
        redrafted(story)
    with refusal("review.already"):
        submit(story, story.parties[0])


def test_a_defence_without_anything_new_leaves_the_review_valid(bureau: Bureau) -> None:
    """§11.4 no. 1; 55号令22: re-examined in writing, and the first review stands."""
    story = noticed(bureau)
    stated(story, brings_new=False)
    assert stands_at(story) == "notice"
    with clock.at(OVER):
        story.presented()
        assert decide(story).draft.revision == 1


def test_a_defence_is_re_examined_in_writing(bureau: Bureau) -> None:
    """行政处罚法45; 55号令22."""
    story = noticed(bureau)
    served = newest_notice(story.parties[0])
    with refusal("statement.no_reexamination"):
        notice.record_statement(
            user=story.user, case=story.refresh(), notice=served, made_on=clock.today(), content="不服",
            brings_new=False, reexamination="　",
        )  # fmt: skip


# ── heavier and lighter ──


def test_a_decision_heavier_than_its_notice_is_refused_until_a_new_notice_has_run(bureau: Bureau) -> None:
    """行政处罚法45、62; §11.4 no. 5: reviewed anew is not enough."""
    story = noticed(bureau)
    with clock.at(OVER):
        supplemented(story)
        redrafted(story, facts=story.facts.replace("242", "320"), **fined(40_000_00))
        pass_review(story)
        with refusal("decision.heavier"):
            story.presented()
        notify(story)
        with refusal("decision.too_early"):
            story.presented()
    with clock.at(dt.date(2026, 10, 9)):
        story.presented()
        assert decide(story).draft.revision == 2


def test_a_decision_lighter_than_its_notice_needs_no_new_notice(bureau: Bureau) -> None:
    """行政处罚法45: the defence may lighten, never burden."""
    story = noticed(bureau)
    with clock.at(OVER):
        redrafted(story, **fined(10_000_00))
        pass_review(story)
        story.presented()
        assert core_of(decide(story).draft)["penalties"] == [{"kind": "02", "amount": 10_000_00}]


def test_a_heavier_draft_is_refused_again_at_the_decision_itself(bureau: Bureau) -> None:
    """行政处罚法45: in whatever order it got there."""
    story = presented(bureau)
    supplemented(story)
    redrafted(
        story, facts=story.facts.replace("242", "320"),
        penalties=[{"kind": "02", "amount": 31_460_00}, {"kind": "08"}],
    )  # fmt: skip
    pass_review(story)
    with refusal("decision.heavier"):
        decide(put_at(story, "decision"))


# ── each party its own line ──


def test_two_parties_have_their_own_drafts_notices_decisions_numbers_and_payments(bureau: Bureau) -> None:
    """种子 B2; §11.4 no. 4; 质量条例73."""
    story = decided(bureau, **TWO).served()
    first, second = story.decisions
    assert first.number != second.number
    assert core_of(first.draft)["penalties"] != core_of(second.draft)["penalties"]
    assert {first.draft.party, second.draft.party} == {party.ref for party in story.parties}
    assert [each.notices.count() for each in story.parties] == [1, 1]
    paying.perform(
        user=story.user, case=story.refresh(), decision=first, done_on=clock.today(), amount=468_000_00,
        channel="bank", payment_code="15" * 10, receipt_number="0000000001",
    )  # fmt: skip
    story.scanned()
    with refusal("closing.unperformed") as told:
        closing.request_closing(
            user=story.user, case=story.refresh(), pages=30, defects="无", checked_by=bureau.people["section"]
        )
    assert told.value.details == [f"{second.party.name}：{second.number}"]


def test_two_parties_may_fare_differently_in_review(bureau: Bureau) -> None:
    """种子 C0: one returned sends the case back; the other's agreement stays and is not asked for again."""
    story = submitted(bureau, **TWO)
    for place, result in enumerate(("同意", "补充调查")):
        sheet = drafting.write_opinion(
            user=story.as_("reviewer"), case=story.refresh(), submission=story.submission(story.parties[place]),
            result=result, text="就本当事人的部分审核如上。",
            verdicts=SOUND, reasons={},
        )  # fmt: skip
        drafting.sign(user=story.as_("legalhead"), case=story.refresh(), sheet=sheet)
    assert stands_at(story) == "conclusion"
    redrafted(story, 1, **fined(10_000_00))
    pass_review(story, 1)
    assert stands_at(story) == "notice"
    assert [newest(story, place).revision for place in (0, 1)] == [1, 2]


def test_the_decided_party_is_served_and_pays_while_the_other_one_is_heard_again(bureau: Bureau) -> None:
    """行政处罚法61: seven working days to serve do not wait for somebody else's defence."""
    story = presented(bureau, **TWO)
    first = decide(story)
    stated(story, brings_new=True, place=1)
    assert stands_at(story) == "conclusion"
    decision.serve(
        user=story.user, case=story.refresh(), decision=first, method="01", officers=story.officers,
        served_on=clock.today(),
        place=story.place, receiver="周一苇（示例）", proof="送达回证",
    )  # fmt: skip
    story.recorded()
    paying.perform(
        user=story.user, case=story.refresh(), decision=first, done_on=clock.today(), amount=468_000_00,
        channel="bank", payment_code="15" * 10, receipt_number="0000000001",
    )  # fmt: skip
    redrafted(story, 1, **fined(10_000_00))
    pass_review(story, 1)
    story.presented()
    second = decide(story, 1)
    assert stands_at(story) == "service"
    decision.serve(
        user=story.user, case=story.refresh(), decision=second, method="01", officers=story.officers,
        served_on=clock.today(),
        place=story.place, receiver="宋建平（示例）", proof="送达回证",
    )  # fmt: skip
    assert stands_at(story) == "performance"


def test_a_decided_party_gets_no_new_draft_and_no_second_decision(bureau: Bureau) -> None:
    """行政处罚法29、59: what was issued is corrected by a document of its own, never by a new draft."""
    story = presented(bureau, **TWO)
    decide(story)
    with refusal("draft.decided"):
        redrafted(story, orders="责令停止施工")
    with refusal("decision.exists"):
        decision.decide(
            user=story.as_("principal"), case=story.refresh(), party=story.parties[0], opinion="同意。"
        )
    assert Decision.objects.count() == 1


def test_signatures_on_an_old_draft_do_not_count_for_the_new_one(bureau: Bureau) -> None:
    """§11.6 no. 21: the chain signs a draft; a new draft goes up the chain anew."""
    story = presented(bureau)
    party = story.parties[0]
    for username in ("section", "legalhead"):
        leads.endorse(
            user=story.as_(username),
            case=story.refresh(),
            matter="decision",
            about=party.ref,
            opinion="同意。",
        )
    redrafted(story, **fined(20_000_00))
    pass_review(story)
    story.presented()
    with refusal("approval.rung"):
        decision.decide(user=story.as_("deputy"), case=story.refresh(), party=party, opinion="同意。")
    assert decide(story).draft.revision == 2


@pytest.mark.parametrize("act", ["write", "sign"])
def test_the_draft_of_another_case_is_not_reviewed_from_this_one(bureau: Bureau, act: str) -> None:
    """244号27: else a handler of that case would review it from a case that is not theirs."""
    here, there = submitted(bureau), submitted(bureau)
    told = {"result": "同意", "text": "事实清楚，证据充分。", "verdicts": SOUND, "reasons": {}}
    submission = there.submission(there.parties[0])
    if act == "write":
        with refusal("review.unknown"):
            drafting.write_opinion(
                user=here.as_("reviewer"), case=here.refresh(), submission=submission, **told
            )
        return
    sheet = drafting.write_opinion(
        user=here.as_("reviewer"), case=there.refresh(), submission=submission, **told
    )
    with refusal("review.unknown"):
        drafting.sign(user=here.as_("legalhead"), case=here.refresh(), sheet=sheet)


def test_reviewed_is_what_was_submitted_even_if_the_reviewer_changed_the_sheet(bureau: Bureau) -> None:
    """种子 C2.1: the head signs what they saw."""
    story = submitted(bureau)
    submission = story.submission(story.parties[0])
    told = {"text": "事实清楚，证据充分。", "verdicts": SOUND, "reasons": {}}
    seen = drafting.write_opinion(
        user=story.as_("reviewer"), case=story.refresh(), submission=submission, result="同意", **told
    )
    drafting.write_opinion(
        user=story.as_("reviewer"), case=story.refresh(), submission=submission, result="改正", **told
    )
    with refusal("review.sheet_changed"):
        drafting.sign(user=story.as_("legalhead"), case=story.refresh(), sheet=seen)
