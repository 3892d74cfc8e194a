"""每一事项只有有权岗位、本案承办人能打开；其他人得到的答复说明为什么."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from case_cast import case_at, page
from rules_cast import EVERYBODY, at_desk, body, outsider

from mingjing.cases.tasks import VERBS
from mingjing.registry.permissions import MAY, Role

if TYPE_CHECKING:
    from django.test import Client

    from mingjing.demo.bureau import Bureau

HANDLERS = {"officer1", "officer2"}
OFFICERS = HANDLERS | {"officer3"}
LEADERS = {"deputy", "principal"}

# act → the step it is done at, whether it is about a party, who may
TABLE = [
    ("party", "lead", False, OFFICERS | {"section"}),
    ("filing-request", "lead", False, OFFICERS),
    ("decline", "lead", False, LEADERS),
    ("endorse-filing", "filing", False, {"section", "legalhead"} | LEADERS),
    ("filing", "filing", False, LEADERS),
    ("inspection", "investigation", False, HANDLERS),
    ("inquiry", "investigation", False, HANDLERS),
    ("evidence", "investigation", False, HANDLERS),
    ("complexity", "investigation", False, HANDLERS),
    ("conclusion", "investigation", False, HANDLERS),
    ("draft", "conclusion", True, HANDLERS),
    ("submission", "conclusion", True, HANDLERS),
    ("notice", "notice", True, HANDLERS),
    ("notice-service", "notice", True, HANDLERS),
    ("waiver", "notice", True, HANDLERS),
    ("statement", "notice", True, HANDLERS),
    ("decision-request", "notice", False, HANDLERS),
    ("endorse-decision", "decision", True, {"section", "legalhead"} | LEADERS),
    ("decision", "decision", True, LEADERS),
    ("service", "service", True, HANDLERS),
    ("performance", "performance", True, HANDLERS),
    ("closing-request", "paid", False, HANDLERS),
]


@pytest.mark.parametrize(("verb", "step", "of_party", "allowed"), TABLE, ids=[row[0] for row in TABLE])
def test_an_act_opens_for_those_who_may_do_it_and_for_nobody_else(
    bureau: Bureau, verb: str, step: str, of_party: bool, allowed: set[str]
) -> None:
    story = case_at(bureau, step)
    address = page(story.case, verb, story.parties[0] if of_party else None)
    answers = {name: at_desk(name).get(address) for name in EVERYBODY}
    assert {name for name, answer in answers.items() if answer.status_code == 200} == allowed
    role_holders = {name for name in EVERYBODY if _role_of(name) in MAY[VERBS[verb].permission]}
    for name in set(EVERYBODY) - allowed:
        # the right role on somebody else's case is told so; another role is not allowed at all
        assert answers[name].status_code == (409 if name in role_holders else 403), name
        assert "下一步" in body(answers[name])


def _role_of(username: str) -> Role:
    return Role.OFFICER if username.startswith("officer") else Role(username)


def test_everybody_who_works_on_cases_reads_them_and_the_others_do_not(bureau: Bureau) -> None:
    story = case_at(bureau, "review")
    readers = {name for name in EVERYBODY if at_desk(name).get(page(story.case)).status_code == 200}
    expected = {"officer1", "officer2", "officer3", "section", "reviewer", "legalhead", "deputy", "principal"}
    assert readers == expected | {"supervisor"}


def test_a_case_of_another_agency_does_not_exist_on_any_page(bureau: Bureau) -> None:
    story = case_at(bureau, "decision")
    desk = at_desk(outsider(Role.OFFICER, "enforcement"))
    case, party = story.case, story.parties[0]
    document = case.dossier.documents.first()
    evidence = case.dossier.evidence.first()
    draft = case.dossier.drafts.first()
    addresses = [
        page(case), f"{page(case)}records/", f"{page(case)}documents/{document.ref}/",
        f"{page(case)}documents/{document.ref}/original/", f"{page(case)}drafts/{draft.ref}/",
        f"{page(case)}evidence/{evidence.ref}/", page(case, "inspection"), page(case, "draft", party),
    ]  # fmt: skip
    assert {address: desk.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
    assert desk.client.post(f"{page(case)}evidence/{evidence.ref}/").status_code == 404
    assert case.title not in desk.text("/workbench/cases/")


def test_a_party_document_or_draft_of_another_case_does_not_exist_here(bureau: Bureau) -> None:
    mine, other = case_at(bureau, "conclusion"), case_at(bureau, "conclusion")
    desk = at_desk("officer1")
    assert desk.get(page(mine.case, "draft", other.parties[0])).status_code == 404
    for kind, row in (
        ("documents", other.case.dossier.documents.first()),
        ("drafts", other.case.dossier.drafts.first()),
        ("evidence", other.case.dossier.evidence.first()),
    ):
        assert desk.get(f"{page(mine.case)}{kind}/{row.ref}/").status_code == 404


def test_who_is_not_logged_in_is_led_back_to_the_page_after_logging_in(
    bureau: Bureau, client: Client
) -> None:
    story = case_at(bureau, "lead")
    answer = client.get(page(story.case))
    assert answer.status_code == 303
    assert answer["Location"] == f"/login/?next={page(story.case).replace('/', '%2F')}"


def test_an_act_out_of_its_step_is_refused_with_the_published_flowchart(bureau: Bureau) -> None:
    story = case_at(bureau, "lead")
    answer = at_desk("deputy").get(page(story.case, "filing"))
    assert answer.status_code == 409
    assert "线索核查" in body(answer)
    assert "流程图" in body(answer)
