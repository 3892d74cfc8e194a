"""行政处罚法61; 55号令35–37; 民事诉讼法87–95: two officers serve, and each method has its own proof."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import confirming, decision
from mingjing.cases.rules.service import PROOFS, proof_by_method
from mingjing.refusal import Refusal
from telling import decided, refusal

if TYPE_CHECKING:
    from mingjing.cases.models import AddressConfirmation
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


def test_what_is_left_behind_says_why_it_was_refused_and_who_saw_it(bureau: Bureau) -> None:
    """民事诉讼法89; 55号令35: a witness, or pictures; in either case the reason of the refusal."""
    story = decided(bureau)
    with refusal("service.no_refusal"):
        serve(story, method="02", proof="居委会王某（示例）到场见证")
    with refusal("service.other_proof"):
        serve(story, method="02", proof="已留置", refused_because="负责人拒绝签收")
    made = serve(
        story,
        method="02",
        proof="留置于办公室",
        refused_because="负责人拒绝签收",
        witness="居委会王某（示例）",
    )
    assert made.witness == "居委会王某（示例）"  # type: ignore[attr-defined]
    items = dict(made.document.data)  # type: ignore[attr-defined]
    assert (items["拒收事由"], items["见证人"]) == ("负责人拒绝签收", "居委会王某（示例）")


def test_pictures_stand_in_for_the_witness(bureau: Bureau) -> None:
    """55号令35: 也可以……采取拍照、录像等方式记录送达过程."""
    assert serve(decided(bureau), method="02", proof="全程录像", refused_because="拒不开门")


def test_it_is_served_electronically_only_with_the_consent_in_the_confirmation(bureau: Bureau) -> None:
    """行政处罚法61第二款; 55号令37."""
    story = decided(bureau)
    told = {"method": "06", "proof": "电子送达确认书；到达截屏"}
    with refusal("service.no_consent"):
        serve(story, **told)
    with refusal("confirmation.no_account"):
        confirm(story, electronic=True)
    confirm(story, electronic=False)
    with refusal("service.no_consent"):
        serve(story, **told)
    made = confirm(story, electronic=True, channel="email", account="a@example.invalid")
    items = dict(made.document.data)
    assert items["电子送达"] == "同意，电子邮件：a@example.invalid"
    assert "五日内书面告知" in items["变更告知"]
    assert serve(story, **told)


def test_a_consent_given_after_the_day_of_service_does_not_count(bureau: Bureau) -> None:
    story = decided(bureau)
    with clock.at(TODAY + dt.timedelta(days=1)):
        confirm(story, electronic=True, channel="fax", account="0000-1")
        with refusal("service.no_consent"):
            serve(story, method="06", proof="电子送达确认书", served_on=TODAY)


def confirm(story: CaseStory, **told: Any) -> AddressConfirmation:
    return confirming.confirm_address(
        user=story.user, case=story.refresh(), party=story.parties[0], confirmed_on=clock.today(), address="云川镇",
        receiver="周一苇（示例）", phone="0000", contact="无", **told,
    )  # fmt: skip
