"""行政处罚法61; 55号令35–37: a notice or an order is served as a decision is, with the same proofs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.actions import hearings as hearings_acts
from mingjing.cases.actions import mending, notice, orders
from mingjing.cases.models import HearingNotice, Notice
from mingjing.cases.queries.recordings import activities_of
from mingjing.demo import endings, hearings
from mingjing.demo.handing import by_hand, by_post
from mingjing.demo.stories import Plan
from mingjing.evidence.models import Activity
from mingjing.law.terms import due
from telling import decided, noticed, refusal, reviewed

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

DAY = dt.timedelta(days=1)
WRONG = [
    ({"method": ""}, "service.method"),
    ({"proof": "送达回证"}, "service.other_proof"),
    ({"method": "02", "proof": "放在门卫处", "refused_because": "拒收"}, "service.other_proof"),
    ({"method": "02", "proof": "拍照三张"}, "service.no_refusal"),
    ({"method": "05", "proof": "本机关网站"}, "service.no_announcement"),
    ({"method": "06", "proof": "电子送达确认书"}, "service.no_consent"),
]


def made(story: CaseStory) -> Notice:
    return notice.notify(user=story.user, case=story.refresh(), party=story.parties[0])


@pytest.mark.parametrize(("told", "code"), WRONG)
def test_a_notice_asks_of_its_method_what_a_decision_asks(
    bureau: Bureau, told: dict[str, str], code: str
) -> None:
    """The gate shut: nothing is registered and no period begins."""
    story = reviewed(bureau)
    row = made(story)
    with refusal(code):
        notice.serve_notice(
            user=story.user, case=story.refresh(), notice=row, handed=replace(by_post(), **told)
        )
    row.refresh_from_db()
    assert (row.served_on, row.ends_on) == (None, None)


def test_an_order_asks_the_same(bureau: Bureau) -> None:
    story = reviewed(bureau)
    row = orders.issue_order(
        user=story.user, case=story.refresh(), party=story.parties[0], order_kind="stop", facts="无证施工",
        basis="《建筑法》第六十四条", demands="停工", deadline=clock.today(),
    )  # fmt: skip
    with refusal("service.no_refusal"):
        orders.serve_order(
            user=story.user, case=story.refresh(), order=row,
            handed=replace(by_post(), method="02", proof="拍照三张"),
        )  # fmt: skip
    left = replace(by_post(), method="02", proof="拍照三张", refused_because="工地负责人拒绝签收")
    orders.serve_order(user=story.user, case=story.refresh(), order=row, handed=left)
    row.refresh_from_db()
    assert (row.method, row.refusal) == ("02", "工地负责人拒绝签收")


def test_a_notice_may_be_announced_and_its_period_runs_from_the_end_of_the_thirty_days(
    bureau: Bureau,
) -> None:
    """民事诉讼法95."""
    story = reviewed(bureau)
    row, began = made(story), clock.today()
    ends = due("sd.public", began).due
    announced = replace(by_post(on=ends), method="05", proof="本机关网站公告", announced_on=began)
    with clock.at(ends):
        with refusal("service.public_term"):
            notice.serve_notice(
                user=story.user, case=story.refresh(), notice=row,
                handed=replace(announced, served_on=ends - DAY),
            )  # fmt: skip
        notice.serve_notice(user=story.user, case=story.refresh(), notice=row, handed=announced)
    assert row.ends_on == due("zj55.statement", ends).due


def test_a_notice_goes_by_mail_box_where_the_party_agreed_to_it(bureau: Bureau) -> None:
    """55号令37."""
    story = reviewed(bureau)
    row = made(story)
    endings.confirmed(story)
    by_mail = replace(by_post(), method="06", proof="电子送达确认书；到达回执")
    notice.serve_notice(user=story.user, case=story.refresh(), notice=row, handed=by_mail)
    assert row.served_on == clock.today()


def test_handing_over_a_rectification_is_recorded_as_every_service_is(bureau: Bureau) -> None:
    """244号9、17: an activity of its own, with its recording and the four things told; by post there is none."""
    story = decided(bureau).served()
    row = mending.request_rectification(
        user=story.user, case=story.refresh(), document=story.decisions[0].document, rectification_kind="wrong",
        item="违法事实", wrong="地下室顶板", right="地下室底板", reason="笔误",
    )  # fmt: skip
    mending.decide_rectification(
        user=story.as_("deputy"), case=story.refresh(), rectification=row, agreed=True, opinion="属笔误。"
    )
    before = activities_of(story.case.dossier)
    mending.serve_rectification(
        user=story.user,
        case=story.refresh(),
        rectification=row,
        handed=replace(by_hand(), told_items=["reason"]),
    )
    (new,) = [each for each in activities_of(story.case.dossier) if each not in before]
    assert (new.activity_kind, new.missing) == (Activity.Kind.SERVED_DIRECT, True)
    assert new.untold == ["执法依据", "权利", "义务"]


def test_handing_over_a_hearing_notice_is_recorded(bureau: Bureau) -> None:
    with clock.at(dt.date(2026, 9, 15)):
        story = noticed(
            bureau, plans=(Plan(468_000_00),), facts="合同价款 3120 万元，未取得施工许可证即开工。"
        )
        hearings.asked(story)
        hearings.arrange(story)
        told = HearingNotice.objects.get(hearing__case=story.case)
        before = activities_of(story.case.dossier)
        hearings_acts.serve_hearing_notice(user=story.user, case=story.refresh(), told=told, handed=by_hand())
        (new,) = [each for each in activities_of(story.case.dossier) if each not in before]
    assert (new.activity_kind, new.party, new.untold) == (
        Activity.Kind.SERVED_DIRECT,
        story.parties[0].ref,
        [],
    )
