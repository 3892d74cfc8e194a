"""ADR-016 by clicking: a case reviewed and told on paper is entered, copied, confirmed; each page for whom it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from case_cast import page
from django.core.files.uploadedfile import SimpleUploadedFile
from rules_cast import at_desk, body, who_may_open

from mingjing import clock
from mingjing.cases.models import Case, Notice, PriorReview
from mingjing.demo.people import PASSWORD
from mingjing.demo.samples import photo
from mingjing.review.models import PriorOpinion
from paper_reviews import ENTERED, copied, enter, evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.cases.models import Party
    from mingjing.demo.bureau import Bureau


@pytest.fixture(autouse=True)
def _first_days() -> Iterator[None]:
    """Hold the clock in the bureau's first days."""
    with clock.at(ENTERED):
        yield


def scan(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.jpg", photo(name), content_type="image/jpeg")


def party(case: Case) -> Party:
    return case.parties.get()


DRAFT = {
    "opinion_number": "云建法审字〔2025〕第031号", "opinion_reviewer": "苏文清", "opinion_signer": "方砚秋",
    "opinion_words": "事实清楚，证据充分，同意。", "facts": "未取得施工许可证即开工，工程合同价款 242 万元。",
    "violated": "《中华人民共和国建筑法》第七条第一款", "basis": "《建设工程质量管理条例》第五十七条",
    "discretion_grade": "一般", "discretion_reasons": "首次被查处，主动停工。", "kind_1": "02", "amount_1": "31460",
    "orders": "责令停止施工", "performance": "自收到决定书之日起立即停止施工。", "late_fine": "yes",
}  # fmt: skip
NOTICE = {
    "number": "云建罚告字〔2025〕第039号", "served_on": "2025-12-31", "method": "01", "proof": "当面签收",
    "hearing_offered": "yes",
}  # fmt: skip


def test_it_is_copied_told_and_confirmed_by_clicking(bureau: Bureau) -> None:
    case = enter(bureau).case
    officer, head = at_desk("officer1"), at_desk("legalhead")
    shown = officer.text(page(case))
    assert "上线前已审核" in shown
    assert page(case, "evidence") in shown
    answer = officer.send(
        page(case, "evidence"),
        {
            "evidence_kind": "01",
            "name": "施工合同",
            "proves": "价款",
            "collected_on": "2025-12-02",
            "source": "当事人",
            "obtained": "given",
            "original": "copy",
        },
    )
    assert answer.status_code == 303, body(answer)
    answer = officer.send(page(case, "prior-review", party(case)), DRAFT)
    assert answer.status_code == 303, body(answer)
    shown = officer.text(page(case))
    assert "上线前已审核，待核对" in shown
    files = {"notice_scan": scan("告知书"), "receipt_scan": scan("回证")}
    answer = officer.send(page(case, "prior-notice", party(case)), NOTICE | files)
    assert answer.status_code == 303, body(answer)
    shown = head.text(page(case, "prior-review-check", party(case)))
    for words in (
        "云建法审字〔2025〕第031号（上线前）",
        "苏文清",
        "工程合同价款 242 万元",
        "上线前：法制审核意见书",
    ):
        assert words in shown, words
    for verb in ("prior-review-check", "prior-notice-check"):
        answer = head.send(
            page(case, verb, party(case)), {"agreed": "yes", "answer": "", "password": PASSWORD}
        )
        assert answer.status_code == 303, body(answer)
    assert PriorOpinion.objects.count() == 1
    assert Notice.objects.get().number == "云建罚告字〔2025〕第039号（上线前）"
    shown = officer.text(page(case))
    assert "陈述申辩期至" in shown
    assert "已核对" in shown


def test_each_page_is_for_whom_it_is(bureau: Bureau) -> None:
    waiting = enter(bureau)
    evidence(waiting)
    address = page(waiting.case, "prior-review", waiting.parties[0])
    seen = {
        name: at_desk(name).get(address).status_code
        for name in ("officer1", "officer3", "section", "legalhead")
    }
    assert seen == {"officer1": 200, "officer3": 409, "section": 403, "legalhead": 403}
    assert at_desk("officer1").get(page(waiting.case, "prior-notice", waiting.parties[0])).status_code == 409
    assert (
        at_desk("legalhead").get(page(waiting.case, "prior-review-check", waiting.parties[0])).status_code
        == 409
    )


def test_to_confirm_asks_for_an_answer_and_the_password_and_a_denial_for_its_reason(bureau: Bureau) -> None:
    story = copied(bureau)
    address = page(story.case, "prior-review-check", story.parties[0])
    assert who_may_open(address) == {"legalhead"}
    head = at_desk("legalhead")
    given: dict[str, Any] = {"agreed": "", "answer": "", "password": PASSWORD}
    for changed, words in (
        ({}, "没有选择"),
        ({"agreed": "yes", "password": "x"}, "密码"),
        ({"agreed": "no"}, "写明哪里不符"),
    ):
        answer = head.send(address, given | changed)
        assert answer.status_code == 422
        assert words in body(answer), words
    assert PriorReview.objects.get().agreed is None
