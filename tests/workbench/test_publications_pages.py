"""Checking publications at the desk: a second person, the named secrecy check, the password; or back with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules_cast import Desk, at_desk, body, has_role, outsider, who_may_open

from covering import covered, pictured, release
from mingjing import clock
from mingjing.catalog.actions import begin_edition, send_to_check
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import in_force
from mingjing.demo.people import PASSWORD
from mingjing.disclosure.leaks import suspects
from mingjing.disclosure.models import Publication
from mingjing.records import consumers
from mingjing.records.log import integrate_all
from mingjing.registry.permissions import Role
from mingjing.storage.store import read
from telling import decided

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

LIST = "/workbench/publications/"
YES = {"secrecy_checked": "on", "password": PASSWORD}


def page_of(publication: Publication) -> str:
    return f"{LIST}{publication.ref}/"


def proposed(bureau: Bureau) -> Publication:
    """Let the publisher propose the next edition of the matter list."""
    user = bureau.users["publisher"]
    return send_to_check(user=user, edition=begin_edition(user=user, list_kind=ListKind.MATTERS))


def decision_waits(bureau: Bureau) -> tuple[CaseStory, Publication]:
    story = decided(bureau)
    integrate_all()
    while consumers.run_all():
        pass
    return story, bureau.confirm(Publication.objects.get(kind="decision"))


def check(desk: Desk, publication: Publication, **typed: str) -> int:
    page = page_of(publication)
    answer = desk.send(page, typed, page=page)
    return int(answer.status_code)


def test_publisher_and_checker_read_only_the_checker_acts(bureau: Bureau) -> None:
    publication = proposed(bureau)
    assert who_may_open(LIST) == {"publisher", "checker", "supervisor"}
    assert who_may_open(page_of(publication)) == {"publisher", "checker", "supervisor"}
    assert who_may_open(f"{page_of(publication)}return/") == {"checker"}
    publisher = at_desk("publisher")
    assert "通过并公开" not in publisher.text(page_of(publication))
    assert publisher.client.post(page_of(publication), {**YES, "once": "x"}).status_code == 403


def test_the_list_says_how_much_time_is_left(bureau: Bureau) -> None:
    publication = proposed(bureau)
    page = at_desk("checker").text(LIST)
    for said in (publication.title, "剩 20 个工作日", publication.due_on.isoformat(), "林若溪（示例）"):
        assert said in page


def test_a_list_is_checked_by_what_it_changes_and_published_once(bureau: Bureau) -> None:
    publication = proposed(bureau)
    desk, page = at_desk("checker"), page_of(publication)
    shown = desk.text(page)
    assert "没有改动" in shown
    assert " checked" not in shown
    assert "审查人 苏明月（示例）" in shown
    seen = desk.hidden(page, page)
    answers = [desk.client.post(page, {**seen, **YES}) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    edition = in_force(bureau.agency, ListKind.MATTERS)
    assert edition is not None
    assert edition.number == 2
    publication.refresh_from_db()
    assert publication.checked_by == bureau.people["checker"]
    assert "已公开" in desk.text(page)
    assert publication.title in desk.text(f"{LIST}?tab=public")


def test_no_secrecy_check_or_a_wrong_password_and_nothing_is_public(bureau: Bureau) -> None:
    publication = proposed(bureau)
    desk = at_desk("checker")
    page = page_of(publication)
    unticked = desk.send(page, {"password": PASSWORD}, page=page)
    assert unticked.status_code == 422
    assert "尚未作出保密审查。" in body(unticked)
    assert check(desk, publication, secrecy_checked="on", password="guess") == 422
    publication.refresh_from_db()
    assert publication.state == Publication.State.PROPOSED


def test_who_proposed_does_not_check(bureau: Bureau) -> None:
    publication = proposed(bureau)
    seen = at_desk("checker").hidden(page_of(publication), page_of(publication))
    both = has_role(bureau, "publisher", Role.CHECKER)
    assert "提交人与审核人不得为同一人" in both.text(page_of(publication))
    answer = both.client.post(page_of(publication), {**seen, **YES})
    assert answer.status_code == 422
    publication.refresh_from_db()
    assert publication.state == Publication.State.PROPOSED


def test_it_goes_back_with_reasons_and_not_without(bureau: Bureau) -> None:
    publication = proposed(bureau)
    desk, page = at_desk("checker"), page_of(publication)
    assert desk.send(f"{page}return/", {"reason": " "}, page=page).status_code == 422
    answer = desk.send(f"{page}return/", {"reason": "第3行依据写错"}, page=page)
    assert answer.status_code == 303
    assert "第3行依据写错" in at_desk("publisher").text(page)
    assert publication.title in desk.text(f"{LIST}?tab=returned")


def test_a_decision_shows_its_snapshot_and_that_service_is_awaited(bureau: Bureau) -> None:
    story, publication = decision_waits(bureau)
    desk = at_desk("checker")
    page = desk.text(page_of(publication))
    for said in (
        story.firms[0].name,
        story.facts,
        publication.number,
        "系统",
        "现在还不能公开",
        "决定书尚未登记送达",
    ):
        assert said in page
    assert check(desk, publication, **YES) == 422
    story.served()
    assert "现在还不能公开" not in desk.text(page_of(publication))
    assert check(desk, publication, **YES) == 303
    assert desk.get(f"/decisions/{publication.ref}/").status_code == 200


def test_the_masked_copy_can_be_seen_before_it_is_public(bureau: Bureau) -> None:
    _, publication = decision_waits(bureau)
    answer = at_desk("checker").get(f"{page_of(publication)}pdf/")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_the_last_day_turns_the_row_red(bureau: Bureau) -> None:
    _, publication = decision_waits(bureau)
    with clock.at(clock.today().replace(month=10, day=12)):
        page = at_desk("checker").text(LIST)
    assert "已逾期" in page
    assert publication.title in page


def test_two_checkers_at_once_the_slower_sees_what_happened(bureau: Bureau) -> None:
    publication = proposed(bureau)
    page = page_of(publication)
    slow = at_desk("checker")
    seen = slow.hidden(page, page)
    quick = has_role(bureau, "supervisor", Role.CHECKER)
    assert check(quick, publication, **YES) == 303
    answer = slow.client.post(page, {**seen, **YES})
    assert answer.status_code == 409
    assert "秦明远（示例）审核并公开" in body(answer)
    assert "已有人对同一案卷办理了事项" in body(answer)


def test_another_agencys_checker_finds_nothing_here(bureau: Bureau) -> None:
    publication = proposed(bureau)
    desk = at_desk(outsider(Role.CHECKER))
    assert desk.get(page_of(publication)).status_code == 404
    assert desk.get(f"{page_of(publication)}pdf/").status_code == 404
    assert publication.title not in desk.text(LIST)


def test_what_looks_like_personal_particulars_is_pointed_out() -> None:
    told = [
        ("案件事实", "业主联系电话 0000-7654321，手机 13800000000，身份证 11010519491231002X。"),
        ("统一社会信用代码", "91159999MA0AC000XX"),
        ("执法结论", "罚款 520,000.00 元，2026-08-24 决定。"),
    ]
    assert [(each.field, each.word) for each in suspects(told)] == [
        ("案件事实", "居民身份证号"),
        ("案件事实", "手机号码"),
        ("案件事实", "固定电话"),
    ]


def test_a_covered_copy_is_looked_at_chosen_checked_and_public(bureau: Bureau) -> None:
    """种子 B4: one that was not released is neither shown nor offered."""
    story = pictured(bureau)
    made = covered(story, released=False)
    integrate_all()
    while consumers.run_all():
        pass
    publication = Publication.objects.get(kind="decision")
    page, source = page_of(publication), f"{made.subject_kind()}:{made.ref}"
    file, beside = f"{page}offered/1/", f"{page}files/1/"
    publisher, checker = at_desk("publisher"), at_desk("checker")
    assert file not in publisher.text(page)
    assert publisher.get(file).status_code == 404
    release(story, made)
    assert file in publisher.text(page)
    assert b"".join(publisher.get(file).streaming_content) == read(made.blob)
    assert checker.get(file).status_code == 403
    assert check(publisher, publication, beside=source) == 303
    assert beside in checker.text(page)
    assert b"".join(checker.get(beside).streaming_content) == read(made.blob)
    assert check(checker, publication, **YES) == 303
    assert publication.files.get().source == source
