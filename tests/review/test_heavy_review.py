"""A case of two hundred records, forty documents and sixty pieces of evidence is examined as a small one is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingjing import clock
from mingjing.cases.actions import investigation
from mingjing.cases.acts import COMPLEX
from mingjing.cases.examination import examine
from mingjing.demo.filming import film
from mingjing.demo.people import PASSWORD
from mingjing.evidence.actions import Upload
from mingjing.records.deeds import deed
from mingjing.records.models import Record
from mingjing.workbench.views.review_reading import find_submission
from telling import filed, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

QUERIES_OF_THE_CHECKS, QUERIES_OF_THE_PAGE = 23, 36
DOCUMENTS, EVIDENCE, RECORDS = 40, 60, 200


def heavy(bureau: Bureau) -> CaseStory:
    """Tell a case that has been looked into for long, up to its submission."""
    story = filed(bureau).investigated()
    for place in range(EVIDENCE - 3):
        investigation.add_evidence(
            user=story.user, case=story.refresh(), evidence_kind="01", name=f"付款凭证 {place}", proves="已付工程款",
            collected_on=clock.today(), source=story.firms[0].name,
            upload=Upload(f"{place}.txt", io.BytesIO(f"凭证 {place}".encode())),
        )  # fmt: skip
    for _ in range(DOCUMENTS - 2 - story.case.dossier.documents.count()):
        investigation.record_inspection(
            user=story.user, case=story.refresh(), kind="inquiry", happened_on=clock.today(), place=story.place,
            person="证人（示例）", content="问：何时进场？答：三月。", officers=story.officers, card_shown=True,
            told="事由、依据、权利、义务",
        )  # fmt: skip
    film(story)
    story.concluded().drafted().submitted()
    for _ in range(RECORDS - story.case.dossier.records.count()):
        with deed(dossier=story.refresh().dossier, act=COMPLEX, actor=story.user.actor()) as work:
            work.mention(story.case)
    return story


def queries_of(desk: Client, address: str) -> CaptureQueriesContext:
    assert desk.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        desk.get(address)
    return asked


@pytest.fixture
def reviewer(bureau: Bureau) -> Client:
    del bureau
    desk = Client()
    assert desk.post("/login/", {"username": "reviewer", "password": PASSWORD}).status_code == 303
    return desk


def test_the_checks_and_the_page_ask_no_more_of_a_heavy_case_than_of_a_light_one(
    bureau: Bureau, reviewer: Client
) -> None:
    costs = []
    for story in (submitted(bureau), heavy(bureau)):
        submission = find_submission(bureau.agency, story.submission(story.parties[0]).ref)
        case = submission.draft.dossier.case
        examine(case, submission)
        again, fresh = find_submission(bureau.agency, submission.ref), story.refresh()
        with CaptureQueriesContext(connection) as checks:
            examine(fresh, again)
        asked = list(checks.captured_queries)
        page = queries_of(reviewer, f"/workbench/review/{submission.ref}/")
        costs.append((len(asked), len(page)))
        told = "\n".join(each["sql"][:200] for each in (*asked, {"sql": "—"}, *page.captured_queries))
    assert Record.objects.filter(dossier=story.case.dossier).count() >= RECORDS
    assert costs[0] == costs[1], told
    assert costs[1][0] <= QUERIES_OF_THE_CHECKS, told
    assert costs[1][1] <= QUERIES_OF_THE_PAGE, told
