"""§11.6 no. 10: whatever an act makes anew can be voided before it was served; what was of before, never."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import hearings, mending, paying, testing
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Deferral, HearingDenial, PriorDecision, ResultNotice
from mingjing.cases.queries.case import newest_notice
from mingjing.cases.queries.serving import served_days
from mingjing.cases.standing import standing_of
from mingjing.demo.handing import by_post
from mingjing.records import audit, log
from mingjing.workflow.models import Clock
from paper_decisions import SERVED, begins_today, decided, enter
from telling import TWO, filed, noticed, refusal
from telling import decided as decided_here

__all__ = ["begins_today"]

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory
    from mingjing.documents.models import Document

REASON = "打印时漏印第二页"
OVER = dt.date(2026, 9, 23)


def spoil(story: CaseStory, document: Document) -> None:
    mending.void(user=story.user, case=story.refresh(), document=document, reason=REASON)


def waits_for(case: Case) -> list[str]:
    return [task.verb.name for task in ahead(standing_of(case)).tasks]


def sound() -> None:
    log.integrate_all()
    assert audit.run().problems == []


def test_a_spoiled_notice_of_a_result_is_made_anew_for_that_party_alone(bureau: Bureau) -> None:
    story = filed(bureau, **TWO).investigated()
    row = testing.entrust(
        user=story.user, case=story.refresh(), testing_kind="test", matter="混凝土抗压强度", institution="检测中心",
        qualification="15-001", entrusted_on=clock.today(),
    )  # fmt: skip

    def tell(result: str) -> None:
        testing.tell(
            user=story.user, case=story.refresh(), testing=row, reported_on=clock.today(),
            report_number="YL-1", result=result,
        )  # fmt: skip

    tell("未达到 C30。")
    first, second = ResultNotice.objects.order_by("party__position")
    spoil(story, first.document)
    with refusal("document.voided"):
        testing.serve_result(user=story.user, case=story.refresh(), notice=first, handed=by_post())
    assert waits_for(story.refresh()).count("results") == 1
    with refusal("testing.untold"):
        story.concluded()
    with clock.at(clock.today() + dt.timedelta(days=1)), refusal("testing.report_date"):
        tell("未达到设计等级 C30。")
    tell("未达到设计等级 C30。")
    again = ResultNotice.objects.filter(party=first.party).exclude(pk=first.pk).get()
    assert ResultNotice.objects.count() == 3
    assert again.document.number != first.document.number
    with refusal("testing.reported"):
        tell("再来一次。")
    for each in (second, again):
        testing.serve_result(user=story.user, case=story.refresh(), notice=each, handed=by_post())
    with refusal("document.served"):
        spoil(story, again.document)
    story.concluded()
    sound()


def test_a_spoiled_denial_of_a_hearing_is_made_anew(bureau: Bureau) -> None:
    story = noticed(bureau)

    def deny() -> HearingDenial:
        served = newest_notice(story.parties[0])
        assert served is not None
        return hearings.deny(
            user=story.as_("deputy"),
            case=story.refresh(),
            notice=served,
            asked_on=clock.today(),
            proof="口头",
        )

    with clock.at(OVER):
        first = deny()
        spoil(story, first.document)
        assert deny().document.number != first.document.number
    sound()


def test_a_spoiled_decision_on_deferral_is_decided_anew_and_payment_is_due_as_before(bureau: Bureau) -> None:
    with clock.at(OVER):
        story = decided_here(bureau).served()
        (made,) = story.decisions
        amount = sum(each.get("amount", 0) for each in story.core(0)["penalties"])
        row = paying.request_deferral(
            user=story.user, case=story.refresh(), decision=made, applied_on=clock.today(), reason="工程款未结",
            plan=[(dt.date(2026, 12, 10), amount)],
        )  # fmt: skip

        def decide() -> Deferral:
            return paying.decide_deferral(
                user=story.as_("deputy"), case=story.refresh(), deferral=Deferral.objects.get(pk=row.pk), agreed=True,
                opinion="困难属实。",
            )  # fmt: skip

        limit = Clock.objects.get(dossier=story.case.dossier, rule="xzcf.pay_15")
        own = limit.due_on
        first = decide().document
        assert first is not None
        limit.refresh_from_db()
        assert limit.due_on == dt.date(2026, 12, 10)
        spoil(story, first)
        limit.refresh_from_db()
        row.refresh_from_db()
        assert (limit.due_on, row.agreed, row.document) == (own, None, None)
        assert "deferral" in waits_for(story.refresh())
        second = decide().document
        assert second is not None
        assert second.number != first.number
    sound()


def test_a_paper_of_before_is_not_voided(bureau: Bureau) -> None:
    case = enter(bureau, "service", decided())
    with refusal("document.of_before"):
        mending.void(
            user=bureau.users["officer1"],
            case=case,
            document=PriorDecision.objects.get().document,
            reason=REASON,
        )


# ── a decision made on paper is mended like any other that was served (55号令28) ──


def test_a_slip_in_a_decision_served_on_paper_is_mended_here(bureau: Bureau) -> None:
    case = enter(bureau, "performance", decided(served=True))
    paper = PriorDecision.objects.get().document
    assert served_days(case) == {paper.pk: SERVED}

    def ask(**changed: str) -> None:
        told = {"item": "违法事实", "wrong": "地下室顶板", "right": "地下室底板"} | changed
        mending.request_rectification(
            user=bureau.users["officer1"],
            case=case,
            document=paper,
            rectification_kind="wrong",
            reason="笔误",
            **told,
        )

    for changed in ({"item": "处罚决定"}, {"right": "罚款 20000 元"}):
        with refusal("rectification.substance"):
            ask(**changed)
    with refusal("rectification.not_there"):
        ask(item="材料")
    ask()
    made = mending.decide_rectification(
        user=bureau.users["deputy"],
        case=case,
        rectification=case.rectifications.get(),
        agreed=True,
        opinion="同意。",
    )
    assert made.document is not None
    said = dict(made.document.data)["原文书"]
    assert said == "2026年9月3日制作的行政处罚决定书（云建罚决字〔2026〕第005号（上线前））"
    sound()


def test_not_served_it_is_not_mended(bureau: Bureau) -> None:
    case = enter(bureau, "service", decided())
    with refusal("rectification.not_served"):
        mending.request_rectification(
            user=bureau.users["officer1"], case=case, document=PriorDecision.objects.get().document,
            rectification_kind="wrong", item="违法事实", wrong="甲", right="乙", reason="笔误",
        )  # fmt: skip
