"""行政处罚法25–27; 移送规定5–12: handed over with its list, answered, and ended or taken back; no fine in its place."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.actions import decision, disagreement, leads, transferring
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Transfer
from mingjing.cases.rules.transfers import sent_late
from mingjing.cases.standing import standing_of
from mingjing.demo.stories import CaseStory
from mingjing.documents.models import Document
from mingjing.records.queries import timeline
from mingjing.workbench.casefile import defects
from mingjing.workflow.models import Clock, Passage
from telling import decided, filed, newest, presented, refusal, stands_at, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

AGENCY, POLICE = Transfer.Target.AGENCY, Transfer.Target.POLICE
MATERIALS = "案件调查报告，1 份，12 页\n涉案物品清单，1 份，1 页\n检验报告（示例 2026-031），1 份，6 页"
MONDAY = dt.date(2026, 8, 3)
DAY = dt.timedelta(days=1)


def ask(
    story: CaseStory,
    target: str = POLICE,
    *,
    materials: str = MATERIALS,
    officers: int = 2,
    receiver: str = "",
) -> None:
    transferring.request_transfer(
        user=story.user, case=story.refresh(), target=target,
        receiver=receiver or ("云岭县公安局（示例）" if target == POLICE else "云岭县自然资源局（示例）"),
        materials=materials, reason="涉嫌重大责任事故罪。" if target == POLICE else "处罚权在该局。",
        **({"officers": story.officers[:officers]} if target == POLICE else {}),
    )  # fmt: skip


def answer(story: CaseStory, target: str = POLICE, *, agreed: bool = True, by: str = "principal") -> None:
    transferring.decide_transfer(
        user=story.as_(by), case=story.refresh(), target=target, agreed=agreed, opinion="事实和依据已核对。"
    )


def send(story: CaseStory, at: dt.time | None = None, *, proof: str = "送达回执，值班民警签收") -> Transfer:
    return transferring.send(
        user=story.user,
        case=story.refresh(),
        sent_on=clock.today(),
        proof=proof,
        sent_at=at,
    )


def decline(story: CaseStory) -> None:
    leads.decline(user=story.as_("deputy"), case=story.refresh(), reason="不属于本机关管辖。")


def told(story: CaseStory, *, accepted: bool, on: dt.date | None = None) -> Transfer:
    return transferring.register_answer(
        user=story.user, case=story.refresh(), accepted=accepted, answered_on=on or clock.today(),
        paper="立案决定书（示例公〔2026〕18号）" if accepted else "不予立案通知书（示例公〔2026〕9号）",
    )  # fmt: skip


def limit(story: CaseStory, rule: str) -> Clock:
    return Clock.objects.get(dossier=story.case.dossier, rule=rule)


def wanted(story: CaseStory) -> list[str]:
    return [task.verb.name for task in ahead(standing_of(story.refresh())).tasks]


@pytest.fixture
def sent(bureau: Bureau) -> CaseStory:
    """A case handed to the police on a Monday."""
    with clock.at(MONDAY):
        story = filed(bureau).investigated()
        ask(story)
        answer(story)
        send(story)
    return story


def test_a_crime_goes_to_the_police_within_three_days_and_twenty_four_hours(bureau: Bureau) -> None:
    """移送规定5、6: proposed by two, decided by the head, sent with its list; each limit of the table is kept."""
    with clock.at(MONDAY):
        story = filed(bureau).investigated()
        ask(story)
        asked = limit(story, "ys.3")
        assert asked.due_on == MONDAY + 3 * DAY
        assert stands_at(story) == "investigation"
    with clock.at(MONDAY + DAY):
        answer(story)
        assert limit(story, "ys.3").met_on == MONDAY + DAY
        assert stands_at(story) == "termination"
        assert limit(story, "ys.24").due_on == MONDAY + 2 * DAY
        row = story.refresh().transfers.get()
        assert row.send_by == clock.now() + DAY
        assert "transfer" in wanted(story)
    with clock.at(MONDAY + 2 * DAY):
        row = send(story)
        assert limit(story, "ys.24").met_on == MONDAY + 2 * DAY
    assert row.document is not None
    assert (row.document.form, row.document.title) == ("JD08", "涉嫌犯罪案件移送书")
    assert "3．检验报告" in dict(row.document.data)["材料清单"]


def test_accepted_the_materials_are_handed_over_in_three_days_and_the_case_ends(sent: CaseStory) -> None:
    """移送规定12."""
    with clock.at(MONDAY + 2 * DAY):
        assert wanted(sent) == ["transfer-answer"]
        with refusal("transfer.not_accepted"):
            _hand_over(sent)
        with refusal("transfer.sent"):
            send(sent)
        with refusal("transfer.no_objection"):
            _object(sent)
        told(sent, accepted=True)
        with refusal("transfer.answered"):
            told(sent, accepted=True)
        with refusal("transfer.no_objection"):
            _object(sent)
        assert limit(sent, "ys.hand").due_on == MONDAY + 5 * DAY
        assert wanted(sent) == ["hand-over"]
    with clock.at(MONDAY + 3 * DAY):
        _hand_over(sent)
    case = sent.refresh()
    assert (case.ending, stands_at(sent)) == ("crime", "")
    assert not Clock.objects.filter(dossier=case.dossier, met_on=None, ended_on=None).exists()
    assert limit(sent, "xzcf.decision_90").ended_why == "已移送公安机关"


def _hand_over(story: CaseStory) -> None:
    transferring.hand_over(
        user=story.user, case=story.refresh(), handed_on=clock.today(), proof="交接清单，办案民警二人签收"
    )


def test_declined_the_police_are_asked_again_or_the_case_goes_on_here(sent: CaseStory) -> None:
    """移送规定9、10: three days to object; declined for good, the case is investigated and decided here."""
    with clock.at(MONDAY + 2 * DAY):
        told(sent, accepted=False)
        assert set(wanted(sent)) == {"transfer-objection", "take-back"}
        assert limit(sent, "ys.recon").due_on == MONDAY + 5 * DAY
        with refusal("petition.no_reason"):
            _object(sent, reason=" ")
        _object(sent)
        with refusal("transfer.no_objection"):
            _object(sent)
        assert limit(sent, "ys.recon").met_on == MONDAY + 2 * DAY
        assert wanted(sent) == ["transfer-answer"]
        with refusal("transfer.not_declined"):
            _take_back(sent)
    with clock.at(MONDAY + 4 * DAY):
        row = told(sent, accepted=False)
        assert (row.answered_on, row.objection_answered_on) == (MONDAY + 2 * DAY, MONDAY + 4 * DAY)
        assert wanted(sent) == ["take-back"]
        _take_back(sent)
        assert stands_at(sent) == "investigation"
        assert limit(sent, "xzcf.decision_90").ended_on is None
        sent.concluded().drafted()
    steps = Passage.objects.filter(dossier=sent.case.dossier).order_by("turn").values_list("step", flat=True)
    assert list(steps)[2:5] == ["investigation", "termination", "investigation"]


def _object(story: CaseStory, reason: str = "死亡一人已达追诉标准，检验报告证明施工未按方案支护。") -> None:
    transferring.object_to(user=story.user, case=story.refresh(), objected_on=clock.today(), reason=reason)


def _take_back(story: CaseStory) -> None:
    transferring.take_back(
        user=story.user, case=story.refresh(), reason="公安机关维持不予立案，由本机关处罚。"
    )


def test_the_answer_to_an_objection_is_not_dated_before_it(sent: CaseStory) -> None:
    with clock.at(MONDAY + 2 * DAY):
        told(sent, accepted=False)
    with clock.at(MONDAY + 4 * DAY):
        _object(sent)
        with refusal("date.order"):
            told(sent, accepted=False, on=MONDAY + 3 * DAY)
        told(sent, accepted=False, on=MONDAY + 4 * DAY)
    assert sent.case.transfers.get().objection_answered_on == MONDAY + 4 * DAY


def test_after_three_days_there_is_no_objection(sent: CaseStory) -> None:
    with clock.at(MONDAY + 2 * DAY):
        told(sent, accepted=False)
    with clock.at(MONDAY + 7 * DAY):
        with refusal("transfer.objection_late") as said:
            _object(sent)
        assert "人民检察院" in said.value.next_step
        _take_back(sent)
    assert limit(sent, "ys.recon").ended_why.startswith("不再提请复议")


def test_it_goes_to_somebody_and_its_papers_are_named(bureau: Bureau) -> None:
    """移送规定6: to whom; and the receipt that shows it was sent."""
    story = filed(bureau).investigated()
    with refusal("transfer.no_receiver"):
        ask(story, receiver=" ")
    ask(story)
    answer(story)
    with refusal("transfer.no_proof"):
        send(story, proof=" ")
    assert send(story).proof


def test_two_propose_it_and_only_the_head_decides(bureau: Bureau) -> None:
    """移送规定5; reference §11.2: 正职负责人 or who leads in the head's place."""
    story = filed(bureau)
    with refusal("transfer.investigators"):
        ask(story, officers=1)
    with refusal("transfer.no_materials"):
        ask(story, materials=" \n ")
    ask(story)
    with refusal("approval.not_yours"):
        answer(story, by="deputy")
    with refusal("role.not_allowed"):
        answer(story, by="officer1")
    with refusal("petition.pending"):
        ask(story)
    answer(story, agreed=False)
    assert stands_at(story) == "investigation"
    assert not Transfer.objects.exists()
    with refusal("transfer.none"):
        send(story)


def test_a_suspended_case_stands_no_longer_still_once_it_is_to_be_handed_over(bureau: Bureau) -> None:
    """55号令30; 移送规定5: the twenty-four hours know no suspension; the days left out stay left out."""
    with clock.at(MONDAY):
        story = filed(bureau).suspended()
        ask(story)
    with clock.at(MONDAY + DAY):
        answer(story)
        send(story)
    assert story.refresh().suspensions.get().ended_on == MONDAY + DAY
    assert limit(story, "xzcf.decision_90").left_out == [(MONDAY, MONDAY)]


def test_no_fine_in_place_of_a_transfer(bureau: Bureau) -> None:
    """移送规定11: while the head has not decided on the transfer, no penalty is decided."""
    story = presented(bureau)
    ask(story)
    with refusal("decision.crime_waits") as said:
        story.decided()
    assert "不得以行政处罚代替移送" in said.value.sentence
    answer(story, agreed=False)
    made = decision.decide(
        user=story.as_("deputy"), case=story.refresh(), party=story.parties[0], opinion="同意处罚。"
    )
    assert made.number


def test_who_was_decided_on_already_is_not_handed_over(bureau: Bureau) -> None:
    with refusal("case.decided"):
        ask(decided(bureau), AGENCY)


def test_a_lead_of_another_s_is_not_filed_but_handed_over(bureau: Bureau) -> None:
    """行政处罚法25; 55号令15: the lead ends with the letter, the way of 不予立案."""
    story = CaseStory(bureau).lead()
    ask(story, AGENCY)
    assert "transfer-approval" in wanted(story)
    with refusal("transfer.waits"):
        story.verified()
    with refusal("transfer.waits"):
        decline(story)
    answer(story, AGENCY, by="deputy")
    assert "lead-transfer" in wanted(story)
    with refusal("transfer.exists"):
        story.verified()
    with refusal("transfer.exists"):
        decline(story)
    row = send(story)
    case = story.refresh()
    assert (case.ending, case.number, stands_at(story)) == ("transfer", "", "")
    assert row.document is not None
    assert row.document.form == "JD09"
    steps = Passage.objects.filter(dossier=case.dossier).order_by("turn").values_list("step", flat=True)
    assert list(steps) == ["lead", "filing"]
    assert limit(story, "zj55.verify").met_on is not None


def test_a_lead_that_is_not_handed_over_may_be_declined(bureau: Bureau) -> None:
    """55号令15."""
    story = CaseStory(bureau).lead()
    ask(story, AGENCY)
    answer(story, AGENCY, agreed=False, by="deputy")
    decline(story)
    assert story.refresh().ending == "declined"


def test_whoever_sent_the_lead_is_answered_all_the_same(bureau: Bureau) -> None:
    """§11.6 no. 23: the reply to the hotline outlives the lead that was handed over, nobody being known yet."""
    story, today = CaseStory(bureau), clock.today()
    story.case = leads.register_lead(
        user=story.user, department=bureau.people["officer1"].department, title="沿街违建", summary="热线转来。",
        place="北大街", source="7", reference="GD20260812001", found_on=today, acted_on=today,
    )  # fmt: skip
    ask(story, AGENCY)
    answer(story, AGENCY, by="deputy")
    send(story)
    assert story.refresh().ending == "transfer"
    reply = limit(story, "source.reply")
    assert (reply.met_on, reply.ended_on) == (None, None)


def test_a_filed_case_ends_when_the_competent_agency_accepts_it(bureau: Bureau) -> None:
    story = filed(bureau)
    ask(story, AGENCY)
    answer(story, AGENCY, by="deputy")
    with refusal("transfer.order"):
        told(story, accepted=True)
    send(story)
    told(story, accepted=True)
    case = story.refresh()
    assert (case.ending, stands_at(story)) == ("transfer", "")
    assert limit(story, "xzcf.decision_90").ended_on == clock.today()


@pytest.mark.parametrize(
    ("result", "verb", "target"),
    [("移送", "transfer-request", AGENCY), ("涉嫌犯罪移送", "crime-request", POLICE)],
)
def test_review_s_opinion_leads_there(bureau: Bureau, result: str, verb: str, target: str) -> None:
    """55号令25(四); reference §11.6 no. 6; refused by the head, the case goes back to be investigated."""
    story = submitted(bureau).reviewed(
        result=result, text="经审核，本案应予移送，请承办机构办理。", faulty="power"
    )
    assert stands_at(story) == "termination"
    assert wanted(story) == [verb]
    ask(story, target)
    answer(story, target, agreed=False)
    assert stands_at(story) == "investigation"


def test_where_the_reviewers_yield_the_case_is_drafted_anew(bureau: Bureau) -> None:
    """244号32: a disagreement on the transfer settled for the handlers leads back to a draft and a new review."""
    story = submitted(bureau).reviewed(result="移送", text="经审核，本案应移送规划部门。", faulty="power")
    opinion = newest(story).opinion
    with refusal("case.wrong_step"):
        story.drafted()
    disagreement.object_to(
        user=story.user, case=story.refresh(), opinion=opinion, reasons="处罚权在本机关，清单第 1 项列明。"
    )
    disagreement.talk(
        user=story.as_("legalhead"), case=story.refresh(), opinion=opinion, talks="核对清单，确属本机关。",
        outcome="yielded",
    )  # fmt: skip
    assert wanted(story) == ["draft"]
    story.drafted()
    assert stands_at(story) == "conclusion"


def test_the_record_names_the_kind_of_receiver_and_nothing_typed(sent: CaseStory) -> None:
    said = [line.sentence for line in timeline(sent.case.dossier)]
    assert any("将案件移送公安机关，" in sentence for sentence in said)
    assert not any("云岭县公安局" in sentence for sentence in said)
    form = Document.objects.get(dossier=sent.case.dossier, form="JD09-1")
    assert dict(form.data)["受移送机关"] == "云岭县公安局（示例）"


APPROVED = dt.datetime(2026, 8, 4, 10, 30, tzinfo=clock.SHANGHAI)


@pytest.mark.parametrize(
    ("hour", "late"),
    [
        (dt.time(10, 30), ""),
        (dt.time(10, 31), "应当在 2026-08-05 10:30 前移送公安机关，2026-08-05 10:31 才移送"),
        (None, ""),
    ],
)
def test_the_twenty_four_hours_are_judged_by_the_hour_where_it_is_known(
    bureau: Bureau, hour: dt.time | None, late: str
) -> None:
    """deadlines.csv ys.24: what came late is recorded as it was and shown; by the day alone it would pass."""
    with clock.at(MONDAY):
        story = filed(bureau).investigated()
        ask(story)
    with clock.at(APPROVED):
        answer(story)
    with clock.at(APPROVED + dt.timedelta(hours=30)):
        row = send(story, hour)
        assert sent_late(row) == late
        assert [each["words"] for each in defects(standing_of(story.refresh()))] == ([late] if late else [])


def test_a_day_too_late_is_late_without_its_hour_and_no_hour_lies_ahead(bureau: Bureau) -> None:
    with clock.at(MONDAY):
        story = filed(bureau).investigated()
        ask(story)
    with clock.at(APPROVED):
        answer(story)
        with refusal("date.future"):
            send(story, dt.time(10, 31))
    with clock.at(APPROVED + 2 * DAY):
        assert "2026-08-06 才移送" in sent_late(send(story))
