"""55号令28; §11.6 no. 9, 10: a spoiled number stays, a served document is mended by another one and no further."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction

from mingjing import clock
from mingjing.cases.actions import hearings as acts_on_hearings
from mingjing.cases.actions import mending, notice, orders, recording
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import HearingNotice
from mingjing.cases.papers.contents import contents
from mingjing.cases.queries.recordings import activities_of
from mingjing.cases.rules.mending import slip
from mingjing.cases.standing import standing_of, unfinished
from mingjing.demo import endings, hearings
from mingjing.demo.handing import by_hand, by_post
from mingjing.demo.stories import Plan
from mingjing.documents.models import Document, Voiding
from mingjing.refusal import Refusal
from telling import FIRM, decided, noticed, refusal, reviewed, summoned

if TYPE_CHECKING:
    from mingjing.cases.models import Rectification
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

REASON = "打印时漏印第二页"


def spoil(story: CaseStory, document: Document, reason: str = REASON) -> Voiding:
    return mending.void(user=story.user, case=story.refresh(), document=document, reason=reason)


def test_a_spoiled_number_stays_with_its_reason_and_the_next_one_follows(bureau: Bureau) -> None:
    """§11.6 no. 10."""
    story = reviewed(bureau)
    first = notice.notify(user=story.user, case=story.refresh(), party=story.parties[0])
    with refusal("document.no_reason"):
        spoil(story, first.document, " ")
    spoil(story, first.document)
    with refusal("document.voided"):
        spoil(story, first.document)
    waiting = [task.verb.name for task in ahead(standing_of(story.refresh())).tasks]
    assert waiting == ["notice"]
    story.notified()
    numbers = list(Document.objects.filter(form="GZ01").order_by("number").values_list("number", flat=True))
    assert numbers == ["云建罚告字〔2026〕第001号", "云建罚告字〔2026〕第002号"]
    listed = {item.number: item.remark for each in contents(story.refresh()) for item in each.items}
    assert f"作废（2026-09-15）：{REASON}" in listed[numbers[0]]
    assert "作废" not in listed[numbers[1]]
    story.waived().presented().decided()


def test_a_voided_notice_is_not_served(bureau: Bureau) -> None:
    story = reviewed(bureau)
    made = notice.notify(user=story.user, case=story.refresh(), party=story.parties[0])
    spoil(story, made.document)
    with refusal("document.voided"):
        notice.serve_notice(user=story.user, case=story.refresh(), notice=made, handed=by_post())


def test_a_voided_order_is_not_served(bureau: Bureau) -> None:
    story = reviewed(bureau)
    made = orders.issue_order(
        user=story.user, case=story.refresh(), party=story.parties[0], order_kind="correct", facts="未取得施工许可证",
        basis="《中华人民共和国行政处罚法》第二十八条第一款", demands="停止施工", deadline=clock.today(),
    )  # fmt: skip
    spoil(story, made.document)
    with refusal("document.voided"):
        orders.serve_order(user=story.user, case=story.refresh(), order=made, handed=by_post())


def test_what_was_served_and_what_was_decided_is_not_voided(bureau: Bureau) -> None:
    story = decided(bureau)
    with refusal("document.served"):
        spoil(story, story.parties[0].notices.get().document)
    with refusal("document.not_voidable"):
        spoil(story, story.decisions[0].document)


def test_the_database_keeps_a_voiding(bureau: Bureau) -> None:
    story = reviewed(bureau)
    made = notice.notify(user=story.user, case=story.refresh(), party=story.parties[0])
    spoil(story, made.document)
    table = Voiding._meta.db_table
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET reason = ''"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# ── mending ──


def ask(story: CaseStory, **told: Any) -> Rectification:
    document = told.pop("document", None) or story.decisions[0].document
    return mending.request_rectification(
        user=story.user, case=story.refresh(), document=document,
        **(
            {"rectification_kind": "wrong", "item": "违法事实", "wrong": "地下室顶板", "right": "地下室底板"}
            | {"reason": "笔误"}
            | told
        ),
    )  # fmt: skip


def test_a_slip_is_mended_by_a_document_of_its_own(bureau: Bureau) -> None:
    """55号令28: approved by the responsible person, numbered, served; the decision stays as it was."""
    story = decided(bureau)
    with refusal("rectification.not_served"):
        ask(story)
    before = Document.objects.get(pk=story.decisions[0].document_id).original_id
    story.served()
    row = ask(story)
    with refusal("petition.pending"):
        ask(story)
    with refusal("rectification.undecided"):
        mending.serve_rectification(
            user=story.user, case=story.refresh(), rectification=row, handed=by_post()
        )
    with refusal("role.not_allowed"):
        mending.decide_rectification(
            user=story.user, case=story.refresh(), rectification=row, agreed=True, opinion="同意。"
        )
    mending.decide_rectification(
        user=story.as_("deputy"), case=story.refresh(), rectification=row, agreed=True, opinion="属笔误。"
    )
    assert row.document is not None
    assert row.document.number == "云建正字〔2026〕第001号"
    items = dict(row.document.data)
    assert story.decisions[0].number in items["原文书"]
    assert items["更正的内容"] == "原文“地下室顶板”，更正为“地下室底板”。"
    assert "rectification-service" in [task.verb.name for task in ahead(standing_of(story.refresh())).tasks]
    mending.serve_rectification(user=story.user, case=story.refresh(), rectification=row, handed=by_post())
    assert Document.objects.get(pk=story.decisions[0].document_id).original_id == before
    listed = {item.number: item.remark for each in contents(story.refresh()) for item in each.items}
    assert "见补正（更正）云建正字〔2026〕第001号" in listed[story.decisions[0].number]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"wrong": "没有这句"}, "rectification.not_there"),
        ({"right": "地下室顶板"}, "rectification.same"),
        ({"reason": " "}, "rectification.no_reason"),
        ({"item": "处罚决定", "wrong": "罚款", "right": "警告"}, "rectification.substance"),
        (
            {"item": "履行方式和期限", "wrong": "31,460.00元", "right": "3,146.00元"},
            "rectification.substance",
        ),
        ({"item": "违法事实", "wrong": "242 万元", "right": "24 万元"}, "rectification.substance"),
        ({"item": "当事人", "wrong": FIRM.name, "right": "另一公司"}, "rectification.substance"),
    ],
)
def test_the_outcome_an_amount_or_the_party_is_no_slip_of_the_pen(
    bureau: Bureau, told: dict[str, str], code: str
) -> None:
    """行政处罚法58; 55号令28: another content is another decision, reviewed anew."""
    story = decided(bureau).served()
    with refusal(code):
        ask(story, **told)


def test_the_partys_name_does_not_come_in_by_another_item() -> None:
    with pytest.raises(Refusal) as said:
        slip("违法事实", "该公司", "云岭县另一公司", "笔误", text="该公司开工", identities=["云岭县另一公司"])
    assert said.value.code == "rectification.substance"


def test_an_internal_form_and_an_unserved_notice_are_not_mended(bureau: Bureau) -> None:
    story = noticed(bureau)
    report = Document.objects.get(dossier=story.case.dossier, form="ZJ01")
    with refusal("rectification.internal"):
        ask(story, document=report, item="处理建议", wrong="建议", right="拟")
    served = story.parties[0].notices.get().document
    row = ask(story, document=served)
    refused = mending.decide_rectification(
        user=story.as_("principal"),
        case=story.refresh(),
        rectification=row,
        agreed=False,
        opinion="原文无误。",
    )
    assert refused.document is None
    assert not Document.objects.filter(form="JD07").exists()
    endings.listed(story)


# ── after the end ──


def test_a_slip_found_after_closing_is_still_mended_and_nothing_else_of_the_file_changes(
    bureau: Bureau,
) -> None:
    """55号令28: the document that mends joins the file with its date; the bound papers stay as they were."""
    story = decided(bureau).served().performed().scanned()
    endings.close(story)
    before = story.refresh()
    kept = dict(before.dossier.documents.values_list("pk", "original_id"))
    with refusal("case.ended"):
        spoil(story, story.parties[0].notices.get().document)
    row = ask(story)
    assert before in unfinished(before.agency)
    assert [task.verb.name for task in ahead(standing_of(story.refresh())).tasks] == ["rectification"]
    mending.decide_rectification(
        user=story.as_("deputy"), case=story.refresh(), rectification=row, agreed=True, opinion="属笔误。"
    )
    assert [task.verb.name for task in ahead(standing_of(story.refresh())).tasks] == ["rectification-service"]
    mending.serve_rectification(user=story.user, case=story.refresh(), rectification=row, handed=by_hand())
    assert [task.verb.name for task in ahead(standing_of(story.refresh())).tasks] == ["recording"]
    story.recorded()
    assert ahead(standing_of(story.refresh())).tasks == []
    assert before not in unfinished(before.agency)
    after = story.refresh()
    assert row.document is not None
    left = dict(after.dossier.documents.exclude(pk=row.document.pk).values_list("pk", "original_id"))
    assert left == kept
    assert (after.archive_number, after.ended_on, after.retention) == (
        before.archive_number,
        before.ended_on,
        before.retention,
    )
    listed = {item.number: item for each in contents(after) for item in each.items}
    assert listed[row.document.number].on == clock.today()
    assert row.document.number in listed[story.decisions[0].number].remark


def test_what_was_recorded_before_the_end_takes_no_more_recordings_after_it(bureau: Bureau) -> None:
    story = decided(bureau).served().performed().scanned()
    endings.close(story)
    done = activities_of(story.case.dossier)[0]
    assert not done.missing
    with refusal("case.ended"):
        recording.explain_recording(
            user=story.user, case=story.refresh(), activity=done, ground="equipment", text="补写说明"
        )


# ── the notice of a hearing ──


def test_a_spoiled_hearing_notice_is_voided_and_the_hearing_arranged_anew(bureau: Bureau) -> None:
    """§11.6 no. 10: its number stays, nobody is served with it, the hearing waits for another day."""
    story = noticed(bureau, plans=(Plan(468_000_00),), facts="合同价款 3120 万元，未取得施工许可证即开工。")
    hearings.asked(story)
    hearings.arrange(story)
    told = HearingNotice.objects.get(hearing__case=story.case)
    spoil(story, told.document)
    with refusal("document.voided"):
        acts_on_hearings.serve_hearing_notice(
            user=story.user, case=story.refresh(), told=told, handed=by_post()
        )
    waiting = ahead(standing_of(story.refresh()))
    assert [task.verb.name for task in waiting.tasks] == ["hearing-change"]
    acts_on_hearings.call_off(
        user=story.as_("deputy"), case=story.refresh(), hearing=told.hearing, reason="通知书有误。"
    )
    summoned(story)
    numbers = [row.number for row in story.refresh().dossier.documents.filter(form="TZ02").order_by("number")]
    assert [number[-5:] for number in numbers] == ["第001号", "第002号"]
    listed = {item.number: item.remark for each in contents(story.refresh()) for item in each.items}
    assert f"：{REASON}" in listed[numbers[0]]
    served = HearingNotice.objects.get(document__number=numbers[1])
    with refusal("document.served"):
        spoil(story, served.document)
