"""244号28; 55号令25; §11.6 no. 6: a first reviewer's qualification, and what each result leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.review.models import WorkSheet
from mingjing.review.rules import LEADS_TO, check_first_time
from telling import newest, refusal, stands_at, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau


def test_who_reviews_for_the_first_time_holds_the_legal_qualification(bureau: Bureau) -> None:
    story = submitted(bureau)
    registry.change_officer(actor=SYSTEM, officer=bureau.people["reviewer"], legal_qualification="")
    with refusal("review.no_qualification"):
        story.reviewed()
    registry.change_officer(actor=SYSTEM, officer=bureau.people["reviewer"], legal_qualification="A2018")
    story.reviewed()
    registry.change_officer(actor=SYSTEM, officer=bureau.people["reviewer"], legal_qualification="")
    submitted(bureau).reviewed()  # no longer the first time


def test_the_rule_asks_only_the_first_time() -> None:
    check_first_time(qualification="", reviewed_before=True)
    check_first_time(qualification="A2018", reviewed_before=False)
    with refusal("review.no_qualification"):
        check_first_time(qualification=" ", reviewed_before=False)


@pytest.mark.parametrize(("result", "word"), [("移送", "有管辖权的机关"), ("涉嫌犯罪移送", "公安机关")])
def test_the_two_kinds_of_transfer_say_to_whom_and_open_nothing(
    bureau: Bureau, result: str, word: str
) -> None:
    story = submitted(bureau).reviewed(
        result=result, text="经审核，本案应予移送，请承办机构办理。", faulty="power"
    )
    opinion = story.case.dossier.documents.get(form="FS03")
    assert word in dict(opinion.data)["处理"]
    assert newest(story).opinion.result == result
    assert stands_at(story) == "termination"


def test_every_result_leads_somewhere() -> None:
    assert set(LEADS_TO) == set(WorkSheet.Result.values)
