"""种子 A2.0: a new version of the law marks what cites it and asks for its revision; 行政处罚法37 for open cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from mingjing import clock
from mingjing.cases.revising import which_law
from mingjing.catalog.actions.revising import keep, revision_dossier
from mingjing.catalog.models import LawRevision, ListKind
from mingjing.catalog.revisions import flagged, running
from mingjing.demo import changing_law
from mingjing.demo.people import PASSWORD
from mingjing.disclosure.actions import adopt_rules
from mingjing.disclosure.standard_rules import STANDARD
from mingjing.law.actions import load_outlines
from mingjing.law.citations import read_citations
from mingjing.law.contents import VersionContent, from_file
from mingjing.law.differing import Kind
from mingjing.law.management import import_statute
from mingjing.law.statute_files import read_statute_file
from mingjing.law.terms import due
from mingjing.procedures.library import load
from mingjing.records import consumers, log
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Record
from mingjing.workflow.actions import adopt
from telling import filed, other_agency, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

CHANGED_ON = dt.date(2026, 8, 3)
MARK = "依据已修改，正在修订"


@pytest.fixture
def citing(bureau: Bureau) -> Bureau:
    """Return the bureau whose list of matters cites a rule of which one version is known."""
    with clock.at(dt.date(2026, 6, 1)):
        changing_law.bring_in(bureau)
        changing_law.cite(bureau)
    return bureau


@pytest.fixture
def changed(citing: Bureau) -> Bureau:
    with clock.at(CHANGED_ON):
        changing_law.change(citing)
    return citing


def page(address: str, name: str = "") -> str:
    client = Client()
    if name:
        client.post("/login/", {"username": name, "password": PASSWORD})
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().replace('<span class="nb">', "").replace("</span>", "")


def test_what_cites_a_changed_article_is_to_be_revised_within_twenty_working_days(changed: Bureau) -> None:
    """政府信息公开条例26 by the calendar of working days; an article that stayed asks for nothing."""
    tasks = {each.subject: each for each in running(changed.agency)}
    assert set(tasks) == {"CF-WY-001", "CF-WY-002", "CF-WY-004"}
    one = tasks["CF-WY-001"]
    assert (one.asked_on, one.due_on) == (CHANGED_ON, due("gk.20", CHANGED_ON).due)
    assert one.unit == "建筑市场监管股"
    assert one.changes == [["第三条", "修改"]]
    assert tasks["CF-WY-002"].changes == [["第四条 → 第五条", "条号变动"]]
    assert tasks["CF-WY-004"].changes == [["第六条", "删去"]]
    record = Record.objects.filter(dossier=revision_dossier(changed.agency)).latest("seq")
    assert record.act == "law.revisions_opened"
    changing_law.change(changed)
    assert running(changed.agency).count() == 3


def test_a_first_version_an_older_one_and_an_unchanged_article_ask_for_nothing(citing: Bureau) -> None:
    """The gate shut: nothing that is cited has changed."""
    with clock.at(dt.date(2026, 6, 1)):
        changing_law.cite(citing, {"CF-WY-001": 2, "CF-WY-002": 0, "CF-WY-004": 0})
    with clock.at(CHANGED_ON):
        changing_law.change(citing)
    assert not LawRevision.objects.exists()


def test_the_public_reads_that_a_row_is_being_revised_until_it_is(changed: Bureau) -> None:
    """A new edition that cites the article no longer ends its task by itself; one that still does, does not."""
    assert page("/lists/matters/").count(MARK) == 3
    assert MARK in page("/lists/matters/CF-WY-001/")
    assert MARK not in page("/lists/matters/CF-WY-003/")
    with clock.at(dt.date(2026, 8, 10)):
        changing_law.cite(changed, {"CF-WY-004": 0})
    ended = LawRevision.objects.get(subject="CF-WY-004")
    assert (ended.outcome, ended.done_on) == (LawRevision.Outcome.REVISED, dt.date(2026, 8, 10))
    assert set(flagged(changed.agency, ListKind.MATTERS)) == {"CF-WY-001", "CF-WY-002"}
    assert page("/lists/matters/").count(MARK) == 2


def test_that_a_row_stays_is_said_with_reasons_by_who_judges_the_law(changed: Bureau) -> None:
    task = running(changed.agency).get(subject="CF-WY-001")
    with refusal("role.not_allowed"):
        keep(user=changed.users["publisher"], revision=task, reason="不变")
    with refusal("revision.no_reason") as told:
        keep(user=changed.users["legalhead"], revision=task, reason=" ")
    assert told.value.field == "reason"
    stranger = changed.users["legalhead"]
    stranger.agency, home = other_agency(), stranger.agency
    with refusal("revision.unknown"):
        keep(user=stranger, revision=task, reason="不变")
    stranger.agency = home
    section = changed.users["section"]
    LawRevision.objects.filter(subject="CF-WY-002").update(unit="房地产市场监管股")
    with refusal("revision.foreign"):
        keep(user=section, revision=running(changed.agency).get(subject="CF-WY-002"), reason="不变")
    own = running(changed.agency).get(subject="CF-WY-004")
    assert keep(user=section, revision=own, reason="由本股另行修订。").settled_by == section.officer
    kept = keep(user=changed.users["legalhead"], revision=task, reason=changing_law.REASON)
    assert (kept.outcome, kept.settled_by) == (LawRevision.Outcome.STAYS, changed.people["legalhead"])
    with refusal("revision.done"):
        keep(user=changed.users["legalhead"], revision=task, reason="再说一遍")
    assert MARK not in page("/lists/matters/CF-WY-001/")


def test_the_desk_shows_the_tasks_by_department_and_what_is_late(changed: Bureau) -> None:
    html = page("/workbench/revisions/", "legalhead")
    for shown in ("云岭县物业服务监督办法", "第六条", "删去", "建筑市场监管股", "说明不需修订"):
        assert shown in html, shown
    assert "说明不需修订" not in page("/workbench/revisions/", "officer1")
    assert "3 项" in page("/workbench/", "legalhead")
    with clock.at(dt.date(2026, 10, 15)):
        assert "逾期" in page("/workbench/revisions/", "publisher")
    statute = running(changed.agency)[0].version.statute
    told = page(f"/workbench/laws/{statute.ref}/diff/", "officer1")
    for shown in ("<del>", "条号变动", "第四条 → 第五条", "版本对照"):
        assert shown in told, shown
    task = running(changed.agency).get(subject="CF-WY-002")
    client = Client()
    client.post("/login/", {"username": "legalhead", "password": PASSWORD})
    address = f"/workbench/revisions/{task.ref}/stays/"
    once = client.get(address).content.decode().split('name="once" value="')[1].split('"')[0]
    assert client.post(address, {"once": once, "reason": ""}).status_code == 422
    assert client.post(address, {"once": once, "reason": "只是条号变动。"}).status_code == 303
    assert "只是条号变动。" in page("/workbench/revisions/?done=1", "legalhead")


def test_an_open_case_is_told_which_law_counts_and_is_done_when_it_cites_the_law_no_more(
    citing: Bureau,
) -> None:
    """行政处罚法37: what was done before the new law is judged by the old one, unless the new one is lighter."""
    with clock.at(dt.date(2026, 7, 1)):
        story = filed(citing, matter="CF-WY-001")
    with clock.at(CHANGED_ON):
        changing_law.change(citing)
    task = running(citing.agency, "case").get()
    assert task.subject == story.case.ref
    assert "第三十七条" in task.remark
    assert "适用新法。" in which_law(dt.date(2026, 9, 2), dt.date(2026, 9, 1))
    assert MARK in page(f"/workbench/cases/{story.case.ref}/", "officer1")
    with clock.at(dt.date(2026, 8, 20)):
        story.investigated().concluded().drafted()
        log.integrate_all()
        while consumers.run_all():
            pass
    task.refresh_from_db()
    assert task.outcome == LawRevision.Outcome.REVISED
    assert read_citations(story.basis[0]).citations[0].title not in changing_law.TITLE


LATER = """# 中华人民共和国行政处罚法

2026年8月1日公布（示例，文字为测试所拟）

<!-- INFO END -->

第一条　本文只供测试，自2027年1月1日起施行。
"""


def test_rules_procedures_and_forms_are_revised_as_well(bureau: Bureau) -> None:
    """A procedure adopted anew ends its task if it cites what changed no longer; a rule of disclosure likewise."""
    with clock.at(CHANGED_ON):
        name = "行政处罚法(2026-08-01).md"
        import_statute(user=bureau.users["legalhead"], name=name, content=LATER.encode())
    asked = {each.source for each in running(bureau.agency)}
    assert {"procedure", "rules", "form", "matters", "benchmarks"} & asked == {"procedure", "rules", "form"}
    assert MARK in page("/flowcharts/ordinary-penalty/")
    assert page("/rules/").count(MARK) == 2
    assert "文书：" in page("/workbench/revisions/?q=文书", "legalhead")
    bpmn = load("ordinary-penalty")
    adopt(actor=SYSTEM, agency=bureau.agency, bpmn=bpmn)
    assert MARK in page("/flowcharts/ordinary-penalty/")
    adopt(
        actor=SYSTEM, agency=bureau.agency, bpmn=bpmn.replace("行政处罚法".encode(), "某某处罚办法".encode())
    )
    assert MARK not in page("/flowcharts/ordinary-penalty/")
    rules = [dict(each) | {"basis": "244号 第十二条"} for each in STANDARD]
    adopt_rules(actor=SYSTEM, agency=bureau.agency, rules=rules)
    log.integrate_all()
    while consumers.run_all():
        pass
    assert MARK not in page("/rules/")
    record = Record.objects.filter(dossier=revision_dossier(bureau.agency)).latest("seq")
    assert record.act == "law.revisions_ended"


def test_what_only_a_person_could_compare_is_compared_once_the_words_are_imported(bureau: Bureau) -> None:
    """Of the earlier version only the structure is known: everything asks, until its words show what stayed."""
    outline = outline_of(changing_law.OLD)
    load_outlines(actor=SYSTEM, contents=[outline])
    with clock.at(dt.date(2026, 6, 1)):
        changing_law.cite(bureau, {"CF-WY-001": 2, "CF-WY-002": 3})
    with clock.at(CHANGED_ON):
        changing_law.change(bureau)
    assert {each.subject: each.changes for each in running(bureau.agency)} == {
        "CF-WY-001": [["第二条", Kind.UNKNOWN.label]],
        "CF-WY-002": [["第三条", Kind.UNKNOWN.label]],
    }
    with clock.at(CHANGED_ON):
        changing_law.bring_in(bureau)
    assert {each.subject: each.changes for each in running(bureau.agency)} == {
        "CF-WY-002": [["第三条", Kind.CHANGED.label]]
    }
    assert LawRevision.objects.get(subject="CF-WY-001").outcome == LawRevision.Outcome.SAME


def outline_of(text: str) -> VersionContent:
    """Return a text as an outline would hold it: its structure and dates, none of its words."""
    found = from_file(read_statute_file(f"{changing_law.TITLE}(2022-03-01).md", text.encode()))
    articles = [replace(each, text="") for each in found.articles]
    return replace(found, has_text=False, preamble="", articles=articles)
