"""行政处罚法50; reference §11.5, §11.6 no. 23: nobody who handles the case learns who reported it; no surface tells."""

from __future__ import annotations

import io
import logging
import zipfile
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
from case_cast import LEAD, page
from django.apps import apps
from django.test import Client
from reporter_cast import HOTLINE, REPORTER, TODAY, TRACES, reported, traces
from rules_cast import EVERYBODY, at_desk, body

from crawling import crawl
from mingjing.cases.actions import leads, recusal, reporting
from mingjing.cases.bundling import bundle
from mingjing.cases.models import Case, Report, SealedReporter, SealOpening
from mingjing.cases.queries.case import handlers_of
from mingjing.cases.sealing import Identity, seal, unseal
from mingjing.demo.people import PASSWORD
from mingjing.demo.stories import CaseStory
from mingjing.disclosure.models import Publication
from mingjing.records import audit, consumers, log
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Opening, Record
from mingjing.registry import actions as registry
from mingjing.storage.models import Blob
from mingjing.storage.store import read
from telling import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.db.models import Model

    from mingjing.demo.bureau import Bureau


def follow() -> None:
    log.integrate_all()
    while consumers.run_all():
        pass


# ── every surface ──


@pytest.mark.once
def test_no_surface_tells_who_reported(
    bureau: Bureau, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A case reported, handled to its published decision, opened once: pages, papers, bundle, log, search, tables."""
    caplog.set_level(logging.DEBUG)
    story = reported(bureau).verified().filed().investigated().concluded().drafted().submitted().reviewed()
    story.notified().waived().presented().decided().served()
    case = story.refresh()
    opened = at_desk("principal").send(page(case, "reporter"), {"reason": "回访核实", "password": PASSWORD})
    assert traces(body(opened)) == list(TRACES[:3])
    assert "no-store" in opened["Cache-Control"]
    follow()
    for publication in Publication.objects.filter(kind="decision", state="collected"):
        bureau.release(publication)
    follow()

    for text in _pages(case):
        assert traces(text) == []
    bundle(actor=SYSTEM, case=case, target=tmp_path / "bundle.zip")
    for name, data in _members(tmp_path / "bundle.zip"):
        assert traces(name + data.decode("utf-8", "ignore")) == [], name
    for blob in Blob.objects.all():
        assert traces(read(blob).decode("utf-8", "ignore")) == []
    for model in apps.get_models():
        for row in model._default_manager.all():
            assert traces(_whole(row)) == [], model
    assert caplog.records
    assert traces(caplog.text) == []
    assert audit.run().problems == []


def _pages(case: Case) -> Iterator[str]:
    """Yield what each role is shown, whatever it follows from the case's page, the lists and the log; then the site."""
    starts = [page(case), f"{page(case)}records/", f"{page(case)}contents/", "/workbench/", "/workbench/log/"]
    for name in EVERYBODY:
        client = at_desk(name).client
        for address in crawl(client, starts, below="/workbench/cases/").pages:
            yield client.get(address).getvalue().decode("utf-8", "ignore")
    public = Client()
    for address in crawl(public, ["/", "/decisions/"]).pages:
        yield public.get(address).getvalue().decode("utf-8", "ignore")


@pytest.mark.parametrize("word", TRACES[:3])
def test_no_search_finds_a_case_by_its_reporter(bureau: Bureau, word: str) -> None:
    case = reported(bureau).refresh()
    follow()
    officer = at_desk("officer1")
    found = body(officer.client.get("/workbench/cases/", {"q": word}))
    assert "没有符合条件的案件" in found
    assert page(case) not in found
    assert page(case) in body(officer.client.get("/workbench/cases/", {"q": "施工许可证"}))
    for kind in ("csv", "json"):
        exported = (
            officer.client.get("/workbench/cases/", {"format": kind}).getvalue().decode("utf-8", "ignore")
        )
        assert traces(exported) == []
    assert body(Client().get("/search", {"q": word})).count(case.title) == 0


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def _whole(row: Model) -> str:
    """Return every column of a row as text, bytes read as far as they can be."""
    values = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    return " ".join(
        bytes(value).decode("utf-8", "ignore") if isinstance(value, bytes | memoryview) else str(value)
        for value in values
    )


def test_the_case_knows_a_number_that_tells_nothing(bureau: Bureau) -> None:
    story = reported(bureau)
    report = Report.objects.get(case=story.case)
    shown = at_desk("officer1").text(page(story.case))
    assert f"编号 {report.reporter}，身份另行密封" in shown
    paper = dict(story.case.dossier.documents.get(form="AY01").data)
    assert paper["线索提供人"] == f"编号 {report.reporter}，身份另行密封"
    assert page(story.case, "reporter") not in shown


def test_the_record_commits_to_the_sealed_bytes_on_a_dossier_of_its_own(bureau: Bureau) -> None:
    """Neither the case's openings nor the reporter's hold anything that opens."""
    story = reported(bureau)
    row = SealedReporter.objects.get()
    opening = Opening.objects.get(kind=SealedReporter.subject_kind())
    assert opening.record.dossier.kind == "reporter"
    assert opening.record.dossier != story.case.dossier
    assert opening.ref == row.ref
    assert bytes(row.sealed).hex() not in opening.value
    assert not Record.objects.filter(dossier=story.case.dossier, subject__contains=row.ref).exists()


# ── who may open it ──


def test_it_is_opened_by_who_took_the_report_and_by_the_head_of_the_agency_and_nobody_else(
    bureau: Bureau,
) -> None:
    case = reported(bureau).refresh()
    openers = set()
    for name in EVERYBODY:
        answer = at_desk(name).get(page(case, "reporter"))
        if answer.status_code == 200:
            openers.add(name)
    assert openers == {"section", "principal"}
    for name in set(EVERYBODY) - openers:
        with refusal("role.not_allowed"):
            reporting.open_seal(user=bureau.users[name], case=case, reason="看看")


def test_each_opening_is_a_record_that_names_the_opener_and_the_audit_sees_it(bureau: Bureau) -> None:
    case = reported(bureau).refresh()
    with refusal("reporter.no_reason"):
        reporting.open_seal(user=bureau.users["principal"], case=case, reason="　")
    with refusal("lead.names_reporter"):
        reporting.open_seal(user=bureau.users["principal"], case=case, reason="给 139-0000-8765 回电")
    assert not SealOpening.objects.exists()
    found = reporting.open_seal(user=bureau.users["principal"], case=case, reason="回访")
    assert found == REPORTER
    assert SealOpening.objects.get().opened_by == bureau.people["principal"]
    shown = at_desk("supervisor").text("/workbench/log/")
    assert "周正言（示例）启封，查看了举报人" in shown
    assert "周正言（示例）：回访" in at_desk("section").text(page(case, "reporter"))
    assert "启封，查看了举报人" not in at_desk("officer1").text(f"{page(case)}records/")


def test_a_wrong_password_opens_nothing(bureau: Bureau) -> None:
    case = reported(bureau).refresh()
    answer = at_desk("section").send(page(case, "reporter"), {"reason": "回访", "password": "wrong"})
    assert answer.status_code == 422
    assert traces(body(answer)) == []
    assert not SealOpening.objects.exists()


def test_a_form_sent_twice_opens_the_seal_once_and_shows_it_once(bureau: Bureau) -> None:
    case = reported(bureau).refresh()
    desk, address = at_desk("section"), page(case, "reporter")
    typed = {**desk.hidden(address), "reason": "回访", "password": PASSWORD}
    first, again = (desk.client.post(address, typed) for _ in range(2))
    assert traces(body(first)) == list(TRACES[:3])
    assert again.status_code == 303
    assert again["Location"] == page(case)
    assert SealOpening.objects.count() == 1
    shown = desk.text(page(case))
    assert "这张表单已经提交过，没有重复办理。" in shown
    assert traces(shown) == []


def test_a_sealed_text_opens_under_its_own_number_and_key_only() -> None:
    sealed = seal(REPORTER, number="J1")
    assert unseal(sealed, number="J1") == REPORTER
    assert sealed != seal(REPORTER, number="J1")
    for wrong in ((sealed, "J2"), (sealed[:-1] + bytes([sealed[-1] ^ 1]), "J1"), (b"", "J1")):
        with refusal("reporter.key"):
            unseal(wrong[0], number=wrong[1])


def test_another_key_opens_nothing(settings: object) -> None:
    sealed = seal(REPORTER, number="J1")
    settings.MINGJING_SEAL = "another"  # type: ignore[attr-defined]
    with refusal("reporter.key"):
        unseal(sealed, number="J1")


def test_verify_names_a_seal_that_no_longer_opens_and_says_nothing_of_it(
    bureau: Bureau, settings: object
) -> None:
    reported(bureau)
    follow()
    assert audit.run().covered["密封的举报人"] == 1
    settings.MINGJING_SEAL = "another"  # type: ignore[attr-defined]
    problems = audit.run().problems
    assert [problem for problem in problems if "打不开" in problem] == problems != []
    assert traces("".join(problems)) == []


def test_an_identity_does_not_print_itself() -> None:
    assert traces(f"{REPORTER!r} {REPORTER}") == []


# ── whoever knows does not handle; whoever handles does not know ──


def test_whoever_took_the_report_neither_verifies_nor_handles(bureau: Bureau) -> None:
    story = CaseStory(bureau)
    told = reported(bureau)
    story.case = leads.register_lead(
        user=story.user, department=bureau.people["officer1"].department, title="案", summary="事", place="云岭县",
        found_on=TODAY, acted_on=TODAY, source="3", reporter=REPORTER,
    )  # fmt: skip
    for firm in story.firms:
        leads.add_party(user=story.user, case=story.case, **vars(firm))
    with refusal("handler.knows_reporter") as refused:
        story.verified()
    assert "沈知行" in refused.value.sentence
    reporting.open_seal(user=bureau.users["section"], case=told.refresh(), reason="核对")
    told.verified().filed()


@pytest.mark.parametrize("consents", [False, True])
def test_whoever_took_the_report_does_not_take_up_the_case_in_place_of_who_is_recused(
    bureau: Bureau, consents: bool
) -> None:
    """§11.5; 行政处罚法43: one rule for every change of handlers."""
    story = reported(bureau, by="officer3").verified().filed()
    recusal.request_recusal(
        user=story.user,
        case=story.refresh(),
        officer=bureau.people["officer2"],
        by_party=True,
        reason="近亲属",
    )
    if consents:
        reporting.record_consent(
            user=bureau.users["officer3"], case=story.refresh(), consented_on=TODAY, consent="同意书"
        )
    with nullcontext() if consents else refusal("handler.knows_reporter"):
        recusal.decide_recusal(
            user=bureau.users["principal"], case=story.refresh(), agreed=True, opinion="同意。",
            replacement=bureau.people["officer3"],
        )  # fmt: skip
    taken_up = "officer3" if consents else "officer2"
    assert set(handlers_of(story.refresh())) == {bureau.people["officer1"], bureau.people[taken_up]}


def test_a_handler_opens_the_seal_only_after_the_reporters_recorded_consent(bureau: Bureau) -> None:
    """§11.6 no. 23: 经本人同意、留痕后披露给承办人."""
    story = reported(bureau).verified().filed()
    with refusal("reporter.sealed"):
        reporting.open_seal(user=story.user, case=story.refresh(), reason="上门查验")
    with refusal("reporter.no_consent"):
        reporting.record_consent(
            user=bureau.users["section"], case=story.refresh(), consented_on=TODAY, consent=" "
        )
    with refusal("reporter.sealed"):
        reporting.record_consent(user=story.user, case=story.refresh(), consented_on=TODAY, consent="口头")
    reporting.record_consent(
        user=bureau.users["section"], case=story.refresh(), consented_on=TODAY, consent="本人签名的同意书"
    )
    assert reporting.open_seal(user=story.user, case=story.refresh(), reason="上门查验") == REPORTER
    assert SealOpening.objects.get().with_consent


def test_an_officer_of_another_case_learns_nothing(bureau: Bureau) -> None:
    case = reported(bureau).refresh()
    with refusal("role.not_allowed"):
        reporting.open_seal(user=bureau.users["officer3"], case=case, reason="好奇")


# ── what people type ──


@pytest.mark.parametrize("field", ["summary", "title", "place", "reference"])
def test_a_lead_that_names_its_reporter_in_clear_is_refused_and_nothing_is_kept(
    bureau: Bureau, field: str
) -> None:
    before = Case.objects.count()
    with refusal("lead.names_reporter") as refused:
        leads.register_lead(
            user=bureau.users["section"], department=bureau.people["section"].department, found_on=TODAY,
            acted_on=TODAY, **{"title": "案", "summary": "事", "place": "地", **HOTLINE, field: "欧阳 守拙反映"},
        )  # fmt: skip
    assert traces(refused.value.sentence) == []
    assert Case.objects.count() == before
    assert not SealedReporter.objects.exists()


def test_the_form_keeps_what_was_typed_when_the_summary_names_the_reporter(bureau: Bureau) -> None:
    typed = {
        **LEAD, "course": "once", "department": str(bureau.departments["market"].pk), "reporter_name": "欧阳守拙",
        "summary": "欧阳守拙来电反映。",
    }  # fmt: skip
    answer = at_desk("section").send("/workbench/cases/new/", typed)
    assert answer.status_code == 422
    assert "写有举报人的姓名" in body(answer)
    assert 'value="欧阳守拙"' in body(answer)
    answer = at_desk("section").send("/workbench/cases/new/", {**typed, "summary": "来电反映夜间施工。"})
    assert answer.status_code == 303
    assert Report.objects.get().reporter


def test_an_answer_that_names_the_reporter_is_refused(bureau: Bureau) -> None:
    case = reported(bureau).refresh()
    for act in (reporting.reply, reporting.tell_reporter):
        with refusal("lead.names_reporter"):
            act(
                user=bureau.users["section"],
                case=case,
                replied_on=TODAY,
                manner="3",
                content="已答复欧阳守拙。",
            )
    with refusal("lead.names_reporter"):
        leads.decline(user=bureau.users["deputy"], case=case, reason="欧阳守拙所述不实。")


# ── told of a lead that was not filed ──


def test_the_reporter_is_told_by_who_may_know_and_until_then_the_case_says_so(bureau: Bureau) -> None:
    """55号令15: declined with reasons; told with date and manner; no handler learns who it was."""
    case = reported(bureau).refresh()
    leads.decline(user=bureau.users["deputy"], case=case, reason="经核查，已取得施工许可证。")
    section, officer = at_desk("section"), at_desk("officer1")
    assert page(case, "reporter-told") in section.text("/workbench/")
    assert page(case, "reporter-told") not in officer.text("/workbench/")
    assert "不予立案尚未告知举报人" in officer.text(page(case))
    assert officer.get(page(case, "reporter-told")).status_code == 403
    answer = section.send(
        page(case, "reporter-told"),
        {"replied_on": "2026-09-15", "manner": "3", "content": "已查明取得许可，不予立案。"},
    )
    assert answer.status_code == 303
    assert "2026-09-15 已告知不予立案" in officer.text(page(case))
    assert page(case, "reporter-told") not in section.text("/workbench/")


def test_when_who_took_the_report_has_left_the_head_of_the_agency_tells(bureau: Bureau) -> None:
    case = reported(bureau).refresh()
    leads.decline(user=bureau.users["deputy"], case=case, reason="已取得施工许可证。")
    registry.leave(actor=SYSTEM, officer=bureau.people["section"], on=TODAY)
    assert page(case, "reporter-told") in at_desk("principal").text("/workbench/")
    assert page(case, "reporter-told") not in at_desk("deputy").text("/workbench/")


def test_nobody_is_told_where_there_is_no_way_to_reach_them(bureau: Bureau) -> None:
    case = reported(bureau, reporter=Identity(name="欧阳守拙")).refresh()
    leads.decline(user=bureau.users["deputy"], case=case, reason="无违法事实。")
    assert page(case, "reporter-told") not in at_desk("section").text(page(case))
    with refusal("reporter.unreachable"):
        reporting.tell_reporter(
            user=bureau.users["section"], case=case, replied_on=TODAY, manner="3", content="不予立案。"
        )
