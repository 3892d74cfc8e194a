"""A draft: one at a time for each list, changed by those who keep it, row by row or whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from catalog_office import matter, matters_csv
from django.db import connection

from mingjing.catalog.actions import (
    add_row,
    begin_edition,
    discard_draft,
    edit_row,
    import_list,
    list_dossier,
    remove_row,
    send_to_check,
)
from mingjing.catalog.models import Edition, MatterRow
from mingjing.catalog.queries import Stage, editions_of, history, rows_of, stage_of, unfinished
from mingjing.disclosure.actions import publish, send_back
from mingjing.records import audit, log
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from catalog_office import Office

    from mingjing.registry.models import User

TWO = matters_csv(matter("CF-001", "甲事项"), matter("CF-002", "乙事项"))


def draft(office: Office, data: bytes = TWO) -> Edition:
    return import_list(user=office.publisher, list_kind="matters", data=data, filename="清单.csv")


def first_row(edition: Edition) -> MatterRow:
    row = rows_of(edition).first()
    assert isinstance(row, MatterRow)
    return row


def test_a_second_import_replaces_the_draft_and_keeps_its_number(office: Office) -> None:
    first = draft(office)
    second = draft(office, matters_csv(matter("CF-009", "丙事项")))
    first.refresh_from_db()
    assert (first.discarded, first.number, second.number) == (True, 1, 1)
    assert rows_of(first).count() == 2
    assert unfinished(office.agency, "matters") == (second, Stage.DRAFT)


def test_a_new_edition_begins_as_a_copy_of_the_one_in_force(office: Office) -> None:
    office.release(draft(office))
    copy = begin_edition(user=office.publisher, list_kind="matters", note="法律修改")
    assert copy.number == 2
    assert [(row.code, str(row)) for row in rows_of(copy)] == [("CF-001", "甲事项"), ("CF-002", "乙事项")]
    with pytest.raises(Refusal) as refusal:
        begin_edition(user=office.publisher, list_kind="matters")
    assert refusal.value.code == "list.draft_exists"


def test_a_discarded_draft_leaves_its_number(office: Office) -> None:
    discard_draft(user=office.publisher, edition=draft(office))
    assert unfinished(office.agency, "matters") is None
    assert begin_edition(user=office.publisher, list_kind="matters").number == 1
    assert [each.stage for each in editions_of(office.agency, "matters")] == [Stage.DRAFT]


def test_rows_are_changed_added_and_taken_out_each_with_its_record(office: Office) -> None:
    edition = draft(office)
    edit_row(user=office.publisher, row=first_row(edition), name="改过的事项")
    added = add_row(user=office.publisher, edition=edition, category="行政检查", name="检查", domain="质安")
    assert (added.code, added.position) == ("JC-001", 3)
    assert added.marks == ["未填写：实施机构、职责、职权（权限）、实施依据。"]
    remove_row(user=office.publisher, row=rows_of(edition)[1])
    assert [str(row) for row in rows_of(edition)] == ["改过的事项", "检查"]
    assert [line.sentence for line in history(office.agency, "matters")] == [
        "公示员甲从草案中删去了清单事项“乙事项”。",
        "公示员甲增加了清单事项“检查”。",
        "公示员甲修改了清单事项“改过的事项”。",
        "公示员甲导入行政执法事项清单（第1版）：2 行，其中 0 行待补全。",
    ]


def test_verify_finds_every_row_as_it_was_recorded_and_names_one_spoilt_past_the_actions(
    office: Office,
) -> None:
    draft(office, matters_csv(matter("CF-009", "丙事项")))
    edition = draft(office)
    edit_row(user=office.publisher, row=first_row(edition), name="改过的事项")
    remove_row(user=office.publisher, row=rows_of(edition)[1])
    office.release(edition)
    discard_draft(user=office.publisher, edition=begin_edition(user=office.publisher, list_kind="matters"))
    log.integrate_all()
    assert audit.run().problems == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_matterrow SET basis = '' WHERE name = '改过的事项' AND position = 1")
    problems = audit.run().problems
    assert len(problems) == 2  # the row in force, and its copy in the discarded draft
    assert all("改过的事项" in problem for problem in problems)


def test_a_removed_row_frees_its_code_and_a_doubled_code_is_refused(office: Office) -> None:
    edition = draft(office)
    remove_row(user=office.publisher, row=first_row(edition))
    again = add_row(
        user=office.publisher, edition=edition, code="CF-001", category="行政处罚", name="新", domain="质安"
    )
    with pytest.raises(Refusal) as refusal:
        edit_row(user=office.publisher, row=again, code="CF-002")
    assert (refusal.value.code, refusal.value.field) == ("list.code_doubled", "code")


def test_what_is_sent_to_check_or_public_cannot_be_changed(office: Office) -> None:
    edition = draft(office)
    row = first_row(edition)
    publication = send_to_check(user=office.publisher, edition=edition)
    for act in (
        lambda: edit_row(user=office.publisher, row=row, name="偷改"),
        lambda: remove_row(user=office.publisher, row=row),
        lambda: add_row(user=office.publisher, edition=edition, name="偷加"),
        lambda: discard_draft(user=office.publisher, edition=edition),
        lambda: send_to_check(user=office.publisher, edition=edition),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == "list.not_draft"
    with pytest.raises(Refusal) as refusal:
        draft(office)
    assert refusal.value.code == "list.being_checked"
    publish(user=office.checker, publication=publication, secrecy_checked=True)
    with pytest.raises(Refusal) as refusal:
        edit_row(user=office.publisher, row=row, name="偷改")
    assert refusal.value.sentence == "行政执法事项清单（第1版）现行，不能修改。"


def test_a_draft_that_was_sent_back_is_mended_and_sent_again(office: Office) -> None:
    edition = draft(office)
    publication = send_to_check(user=office.publisher, edition=edition)
    send_back(user=office.checker, publication=publication, reason="依据有误")
    assert stage_of(edition) is Stage.RETURNED
    edit_row(user=office.publisher, row=first_row(edition), basis="《建筑法》第六十五条")
    again = send_to_check(user=office.publisher, edition=edition)
    assert (again.version, again.about) == (2, publication.about)


def test_only_the_publisher_of_the_agency_keeps_its_lists(office: Office, stranger: User) -> None:
    edition = draft(office)
    row = first_row(edition)
    for user, code in ((office.checker, "role.not_allowed"), (stranger, "list.foreign")):
        for act in (
            lambda user=user: edit_row(user=user, row=row, name="别人的字"),
            lambda user=user: add_row(user=user, edition=edition, name="别人的字"),
            lambda user=user: remove_row(user=user, row=row),
            lambda user=user: discard_draft(user=user, edition=edition),
            lambda user=user: send_to_check(user=user, edition=edition),
        ):
            with pytest.raises(Refusal) as refusal:
                act()
            assert refusal.value.code == code
    with pytest.raises(Refusal) as refusal:
        import_list(user=office.checker, list_kind="matters", data=TWO, filename="清单.csv")
    assert refusal.value.code == "role.not_allowed"


def test_two_people_at_once_the_second_is_told(office: Office) -> None:
    edition = draft(office)
    seen = list_dossier(office.agency, "matters").seq
    edit_row(user=office.publisher, row=first_row(edition), name="甲改", version=seen)
    with pytest.raises(Refusal) as refusal:
        edit_row(user=office.publisher, row=first_row(edition), name="乙改", version=seen)
    assert refusal.value.code == "record.stale"
    assert str(first_row(edition)) == "甲改"
