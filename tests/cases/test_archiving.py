"""55号令31、40; reference §5.4: a case that ends without being closed is filed as a closed one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import archiving, leads, withdrawal
from mingjing.cases.actions.file_list import list_file
from mingjing.cases.gates.steps import ahead
from mingjing.cases.queries.case import state_of
from mingjing.cases.standing import standing_of, unfinished
from mingjing.demo import endings
from mingjing.demo.people import COLLEAGUES
from telling import decided, filed, refusal

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

ARCHIVIST = next(each for each in COLLEAGUES if each.username == "archivist")
WANTING = "立案审批表签名件未收回。"


@pytest.fixture(autouse=True)
def _with_archivist(bureau: Bureau) -> None:
    bureau.add([ARCHIVIST], clock.today())


def withdrawn(bureau: Bureau, *, ordered: bool = False) -> CaseStory:
    story = filed(bureau)
    if ordered:
        story.ordered()
    withdrawal.request_withdrawal(
        user=story.user, case=story.refresh(), situation="wrong_party", reason="立案当事人有误，已另行核查。"
    )
    withdrawal.decide_withdrawal(
        user=story.as_("deputy"), case=story.refresh(), agreed=True, opinion="情况属实，同意撤案。"
    )
    return story


def archive(story: CaseStory, username: str = "archivist", **told: Any) -> Case:
    return archiving.archive(
        user=story.as_(username), case=story.refresh(),
        **(
            {"pages": 12, "defects": WANTING, "checked_by": story.bureau.people["section"]}
            | {"retention": "thirty"}
            | told
        ),
    )  # fmt: skip


@pytest.mark.parametrize("username", ["archivist", "officer1"])
def test_a_withdrawn_case_gets_its_number_its_term_and_what_binds_it(bureau: Bureau, username: str) -> None:
    story = withdrawn(bureau)
    assert [task.verb.name for task in ahead(standing_of(story.refresh())).tasks] == ["archive"]
    case = archive(story, username)
    assert (case.archive_number, case.get_retention_display()) == ("20260001", "30 年")
    assert (case.ending, state_of(case)) == ("withdrawn", "withdrawn")
    list_file(case)
    made = {row.form: dict(row.data) for row in case.dossier.documents.all()}
    assert made["GD01-2"]["缺损和需要说明的情况"] == WANTING
    assert made["GD01-2"]["检查人"] == bureau.people["section"].name
    assert "立案审批表" in made["GD01-1"]["目录"]
    assert "JA01" not in made
    assert ahead(standing_of(story.refresh())).tasks == []
    assert case not in unfinished(case.agency)
    with refusal("archive.done"):
        archive(story)


def test_a_lead_that_was_not_filed_is_archived_without_a_case_number(bureau: Bureau) -> None:
    story = filed(bureau)
    case = leads.register_lead(
        user=story.user, department=story.case.department, title="被举报的工地", summary="经核查无违法事实",
        place="云岭县", source="1", found_on=clock.today(), acted_on=clock.today(),
    )  # fmt: skip
    leads.decline(user=story.as_("deputy"), case=case, reason="经核查无违法事实。")
    story.case = case
    list_file(archive(story))
    listed = dict(case.dossier.documents.get(form="GD01-1").data)
    assert "立案号" not in listed
    assert "不予立案" in listed["目录"]


def test_a_file_is_not_bound_before_its_case_ends_nor_by_anybody(bureau: Bureau) -> None:
    """The gate shut."""
    story = filed(bureau)
    with refusal("archive.running"):
        archive(story)
    story = withdrawn(bureau)
    with refusal("case.not_handler"):
        archive(story, "officer3")
    with refusal("archive.same_person"):
        archive(story, checked_by=bureau.people["archivist"])
    with refusal("archive.pages"):
        archive(story, pages=0)
    with refusal("archive.retention_reason"):
        archive(story, retention="permanent")
    with refusal("archive.retention"):
        archive(story, retention="")
    assert story.refresh().archive_number == ""


def test_the_note_does_not_say_that_nothing_is_wanting_where_papers_never_came_back(bureau: Bureau) -> None:
    story = withdrawn(bureau, ordered=True)
    with refusal("archive.papers"):
        archive(story, defects="无")
    story.scanned()
    assert archive(story, defects="无").archive_number


def test_a_closed_file_is_not_bound_a_second_time(bureau: Bureau) -> None:
    story = decided(bureau).served().performed().scanned()
    endings.close(story)
    with refusal("archive.done"):
        archive(story)
