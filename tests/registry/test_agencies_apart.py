"""Everything is scoped by agency: what is not one's own does not exist."""

from __future__ import annotations

import copy
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from mingjing import clock
from mingjing.cases.actions import (
    archiving,
    closing,
    decision,
    disagreement,
    drafting,
    handling,
    hearings,
    intake,
    investigation,
    leads,
    notice,
    papers,
    paying,
    presenting,
    prior_decisions,
    reporting,
    review_extension,
    reviewers,
    same_act,
    taking_over,
    taking_over_parties,
    testing,
    verification,
    word_drafts,
)
from mingjing.cases.queries.case import cases_of, find_case
from mingjing.catalog import actions as lists
from mingjing.catalog.models import ListKind
from mingjing.demo.bureau import DATA
from mingjing.demo.handing import by_post
from mingjing.demo.people import PASSWORD
from mingjing.demo.samples import photo
from mingjing.disclosure import actions as disclosure
from mingjing.disclosure.queries import waiting
from mingjing.evidence import actions as evidence
from mingjing.evidence.actions import Upload
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Record
from mingjing.refusal import Refusal
from mingjing.registry import actions as registry
from mingjing.registry import delegations, management
from mingjing.registry.models import Agency, Certificate, Delegation
from mingjing.registry.permissions import EXCLUSIVE, Role
from telling import SOUND, decided, noticed, other_agency, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.demo.bureau import Bureau
    from mingjing.registry.models import User

TODAY = dt.date(2026, 9, 15)


@pytest.fixture(scope="module")
def strangers(founded: Bureau) -> dict[str, User]:
    """Make an account of another agency for every role, one of everything each."""
    del founded
    agency = other_agency()
    made = {}
    with clock.at(TODAY):
        department = registry.add_department(actor=SYSTEM, agency=agency, name="综合股", function="legal")
        for role in Role:
            alone = any(role in exclusive for exclusive in EXCLUSIVE)
            officer = (
                None
                if alone
                else registry.add_officer(
                    actor=SYSTEM, department=department, name=f"外局{role.label}（示例）", post="职员"
                )
            )
            user = registry.create_account(
                actor=SYSTEM, agency=agency, username=f"other-{role}", password=PASSWORD, officer=officer
            )
            registry.grant_role(actor=SYSTEM, user=user, role=role, valid_from=dt.date(2026, 1, 1))
            made[role.value] = user
    return made


@pytest.fixture(scope="module")
def ours(founded: Bureau) -> dict[str, Any]:
    """Make one of everything in our own bureau."""
    bureau = copy.deepcopy(founded)
    with clock.at(TODAY):
        story, finished = noticed(bureau), decided(bureau)
        story.waived().presented()
        publisher = bureau.users["publisher"]
        edition = lists.import_list(
            user=publisher, list_kind=ListKind.REVIEW, data=(DATA / "review.csv").read_bytes(),
            filename="review.csv",
        )  # fmt: skip
        proposal = lists.send_to_check(user=publisher, edition=edition)
        draft = lists.begin_edition(user=publisher, list_kind=ListKind.RECORDINGS)
    submission = story.submission(story.parties[0])
    return {
        "bureau": bureau,
        "case": story.refresh(),
        "party": story.parties[0],
        "notice": story.parties[0].notices.get(),
        "submission": submission,
        "sheet": submission.sheet,
        "evidence": story.case.dossier.evidence.all()[0],
        "finished": finished.refresh(),
        "decision": finished.decisions[0],
        "proposal": proposal,
        "draft": draft,
        "station": Agency(name="站", agency_kind=Agency.Kind.DELEGATED, parent=bureau.agency),
    }


type Attempt = Callable[[User, dict[str, Any]], object]

SCAN = Upload("a.jpg", io.BytesIO(photo("a")))

ON_A_CASE: list[tuple[str, str, Attempt]] = [
    ("add_party", "officer", lambda u, o: leads.add_party(user=u, case=o["case"], name="某", party_kind="02")),
    ("request_filing", "officer", lambda u, o: leads.request_filing(
        user=u, case=o["case"], handlers=[], matter_code="CF-JZ-001", verification="有", jurisdiction="本县")),
    ("endorse", "section", lambda u, o: leads.endorse(user=u, case=o["case"], matter="decision", opinion="同意。")),
    ("approve_filing", "deputy", lambda u, o: leads.approve_filing(user=u, case=o["case"], opinion="同意。")),
    ("reply", "officer", lambda u, o: reporting.reply(
        user=u, case=o["case"], replied_on=TODAY, manner="1", content="已处理。")),
    ("open_seal", "principal", lambda u, o: reporting.open_seal(user=u, case=o["case"], reason="回访")),
    ("tell_reporter", "principal", lambda u, o: reporting.tell_reporter(
        user=u, case=o["case"], replied_on=TODAY, manner="3", content="已处理。")),
    ("record_consent", "principal", lambda u, o: reporting.record_consent(
        user=u, case=o["case"], consented_on=TODAY, consent="书面")),
    ("request_lead_extension", "officer", lambda u, o: verification.request_lead_extension(
        user=u, case=o["case"], reason="待调档")),
    ("decide_lead_extension", "deputy", lambda u, o: verification.decide_lead_extension(
        user=u, case=o["case"], agreed=True, opinion="同意。")),
    ("add_prior_paper", "officer", lambda u, o: taking_over.add_prior_paper(
        user=u, case=o["case"], kind="DC01", done_on=TODAY, people="某", upload=SCAN)),
    ("take_over_party", "officer", lambda u, o: taking_over_parties.take_over_party(
        user=u, case=o["case"], before=taking_over_parties.PartyBefore({}))),
    ("serve_prior", "officer", lambda u, o: prior_decisions.serve_prior(
        user=u, case=o["case"], party=o["party"], handed=by_post(), officers=[], upload=SCAN)),
    ("perform_prior", "officer", lambda u, o: prior_decisions.perform_prior(
        user=u, case=o["case"], party=o["party"], done_on=TODAY)),
    ("decline", "principal", lambda u, o: leads.decline(user=u, case=o["case"], reason="无")),
    ("reassign", "section", lambda u, o: handling.reassign(user=u, case=o["case"], reason="证件到期")),
    ("record_inspection", "officer", lambda u, o: investigation.record_inspection(
        user=u, case=o["case"], kind="inquiry", happened_on=TODAY, place="地", person="某", content="事", officers=[],
        card_shown=True, told="权利")),
    ("add_evidence", "officer", lambda u, o: investigation.add_evidence(
        user=u, case=o["case"], evidence_kind="01", name="证", proves="事", collected_on=TODAY, source="某")),
    ("collect", "officer", lambda u, o: evidence.collect(
        user=u, officer=u.officer, dossier=o["case"].dossier, evidence_kind="01", name="证", proves="事",
        collected_on=TODAY, source="某")),
    ("set_complex", "officer", lambda u, o: investigation.set_complex(user=u, case=o["case"])),
    ("conclude", "officer", lambda u, o: investigation.conclude(
        user=u, case=o["case"], report={}, complex_case=False)),
    ("take_back", "officer", lambda u, o: papers.take_back(
        user=u, case=o["case"], document=o["case"].dossier.documents.filter(form="DC01")[0], signing="signed",
        upload=Upload("扫描件.png", io.BytesIO(b"x")))),
    ("bring_back", "officer", lambda u, o: word_drafts.bring_back(
        user=u, case=o["case"], party=o["party"], upload=Upload("稿.docx", io.BytesIO(b"x")))),
    ("entrust", "officer", lambda u, o: testing.entrust(
        user=u, case=o["case"], testing_kind="test", matter="强度", institution="某中心", qualification="证书",
        entrusted_on=TODAY)),
    ("draft", "officer", lambda u, o: drafting.draft(user=u, case=o["case"], party=o["party"])),
    ("submit", "officer", lambda u, o: drafting.submit(user=u, case=o["case"], party=o["party"], materials=[])),
    ("write_opinion", "reviewer", lambda u, o: drafting.write_opinion(
        user=u, case=o["case"], submission=o["submission"], result="同意", text="事实清楚。", verdicts=SOUND,
        reasons={})),
    ("receive", "reviewer", lambda u, o: intake.receive(
        user=u, case=o["case"], submission=o["submission"], verdict="complete")),
    ("request_review_extension", "reviewer", lambda u, o: review_extension.request_review_extension(
        user=u, case=o["case"], submission=o["submission"], reason="复杂")),
    ("decide_review_extension", "deputy", lambda u, o: review_extension.decide_review_extension(
        user=u, case=o["case"], agreed=True, opinion="同意。")),
    ("hand_in", "officer", lambda u, o: intake.hand_in(
        user=u, case=o["case"], submission=o["submission"], answer="已补")),
    ("assign", "legalhead", lambda u, o: reviewers.assign(
        user=u, case=o["case"], submission=o["submission"], officer=u.officer)),
    ("appoint", "principal", lambda u, o: reviewers.appoint(
        user=u, case=o["case"], submission=o["submission"], officer=u.officer, reason="回避")),
    ("object_to", "officer", lambda u, o: disagreement.object_to(
        user=u, case=o["case"], opinion=o["submission"].draft.opinion, reasons="异议")),
    ("talk", "legalhead", lambda u, o: disagreement.talk(
        user=u, case=o["case"], opinion=o["submission"].draft.opinion, talks="协商", outcome="adopted")),
    ("conclude_disagreement", "principal", lambda u, o: disagreement.conclude(
        user=u, case=o["case"], opinion=o["submission"].draft.opinion, change=True, conclusion="改")),
    ("sign", "legalhead", lambda u, o: drafting.sign(user=u, case=o["case"], sheet=o["sheet"])),
    ("notify", "officer", lambda u, o: notice.notify(user=u, case=o["case"], party=o["party"])),
    ("serve_notice", "officer", lambda u, o: notice.serve_notice(
        user=u, case=o["case"], notice=o["notice"], handed=by_post(on=TODAY))),
    ("waive", "officer", lambda u, o: notice.waive(
        user=u, case=o["case"], notice=o["notice"], waived_on=TODAY, proof="声明")),
    ("request_hearing", "officer", lambda u, o: notice.request_hearing(
        user=u, case=o["case"], notice=o["notice"], asked_on=TODAY, proof="申请")),
    ("withdraw_hearing", "officer", lambda u, o: notice.withdraw_hearing(
        user=u, case=o["case"], notice=o["notice"], withdrawn_on=TODAY, proof="撤回")),
    ("arrange", "deputy", lambda u, o: hearings.arrange(
        user=u, case=o["case"], parties=[o["party"]], held_on=TODAY, begins_at=dt.time(9), place="地", public=True,
        closed_reason="", chair=u.officer, recorder=u.officer)),
    ("hold", "legalhead", lambda u, o: hearings.report(
        user=u, case=o["case"], hearing=None, focus="无", facts="事", law="法", opinion="见")),  # type: ignore[arg-type]
    ("judge_act", "officer", lambda u, o: same_act.judge_act(
        user=u, case=o["case"], party=o["party"], decision=o["decision"], same=False, reasons="另一工程。")),
    ("supplement", "officer", lambda u, o: same_act.supplement(user=u, case=o["case"], reason="新线索")),
    ("record_statement", "officer", lambda u, o: notice.record_statement(
        user=u, case=o["case"], notice=o["notice"], made_on=TODAY, content="不服", brings_new=False,
        reexamination="不采纳")),
    ("request_decision", "officer", lambda u, o: presenting.request_decision(user=u, case=o["case"])),
    ("discuss", "principal", lambda u, o: presenting.discuss(
        user=u, case=o["case"], held_on=TODAY, place="室", participants=[], minutes="录", conclusion="论")),
    ("decide", "deputy", lambda u, o: decision.decide(user=u, case=o["case"], party=o["party"], opinion="同意。")),
    ("serve", "officer", lambda u, o: decision.serve(
        user=u, case=o["finished"], decision=o["decision"], method="01", officers=[],
        served_on=TODAY, place="地", receiver="某", proof="回证")),
    ("perform", "officer", lambda u, o: paying.perform(
        user=u, case=o["finished"], decision=o["decision"], done_on=TODAY, amount=1, receipt_number="1")),
    ("request_closing", "officer", lambda u, o: closing.request_closing(
        user=u, case=o["finished"], pages=1, defects="无", checked_by=None)),
    ("archive", "archivist", lambda u, o: archiving.archive(
        user=u, case=o["finished"], pages=1, defects="无", checked_by=None, retention="thirty")),
    ("approve_closing", "deputy", lambda u, o: closing.approve_closing(
        user=u, case=o["finished"], opinion="同意。", retention="thirty")),
]  # fmt: skip

ELSEWHERE: list[tuple[str, str, Attempt]] = [
    ("evidence.view", "supervisor", lambda u, o: evidence.view(user=u, evidence=o["evidence"])),
    ("publish", "checker", lambda u, o: disclosure.publish(
        user=u, publication=o["proposal"], secrecy_checked=True)),
    ("send_back", "checker", lambda u, o: disclosure.send_back(
        user=u, publication=o["proposal"], reason="退回")),
    ("propose", "publisher", lambda u, o: disclosure.propose(user=u, publication=o["proposal"])),
    ("add_row", "publisher", lambda u, o: lists.add_row(user=u, edition=o["draft"], stage="增")),
    ("discard_draft", "publisher", lambda u, o: lists.discard_draft(user=u, edition=o["draft"])),
    ("send_to_check", "publisher", lambda u, o: lists.send_to_check(user=u, edition=o["draft"])),
    ("leave", "system", lambda u, o: management.leave(
        user=u, officer=o["bureau"].people["officer1"], on=TODAY)),
    ("add_officer", "system", lambda u, o: management.add_officer(
        user=u, department=o["bureau"].departments["market"], name="某", post="员")),
    ("change_officer", "system", lambda u, o: management.change_officer(
        user=u, officer=o["bureau"].people["officer1"], post="员")),
    ("issue_certificate", "system", lambda u, o: management.issue_certificate(
        user=u, officer=o["bureau"].people["officer1"], number="新")),
    ("change_certificate", "system", lambda u, o: management.change_certificate(
        user=u, certificate=Certificate.objects.get(officer=o["bureau"].people["officer1"]), status="revoked")),
    ("register_substitution", "system", lambda u, o: management.register_substitution(
        user=u, absent=o["bureau"].people["deputy"], substitute=o["bureau"].people["section"], role=Role.DEPUTY,
        authority="文", valid_from=TODAY, valid_to=TODAY)),
    ("register_delegation", "system", lambda u, o: delegations.register_delegation(
        user=u, organisation=o["station"], letter_number="1", matters=["CF-JZ-001"], powers="取证", valid_from=TODAY,
        valid_to=TODAY)),
    ("end_delegation", "system", lambda u, o: delegations.end_delegation(
        user=u, delegation=Delegation(agency=o["station"]), on=TODAY)),
    ("grant_role", "security", lambda u, o: management.grant_role(
        user=u, account=o["bureau"].users["officer1"], role=Role.DEPUTY, valid_from=TODAY)),
    ("switch_account", "security", lambda u, o: management.switch_account(
        user=u, account=o["bureau"].users["officer1"], active=False)),
    ("reset_password", "security", lambda u, o: management.reset_password(
        user=u, account=o["bureau"].users["officer1"], password="x" * 12)),
]  # fmt: skip


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("role", "attempt"), [pytest.param(role, act, id=name) for name, role, act in (*ON_A_CASE, *ELSEWHERE)]
)
def test_what_belongs_to_another_agency_does_not_exist(
    strangers: dict[str, User], ours: dict[str, Any], role: str, attempt: Attempt
) -> None:
    """种子 A3.2: in the right role, in the wrong house; refused as unknown, and nothing recorded."""
    before = Record.objects.count()
    with transaction.atomic():
        with pytest.raises(Refusal) as told:
            attempt(strangers[role], ours)
        transaction.set_rollback(True)
    assert told.value.code.rpartition(".")[2] in {"unknown", "foreign"}, told.value
    assert Record.objects.count() == before


@pytest.mark.usefixtures("db")
def test_lists_of_cases_and_of_proposals_hold_the_own_agencys_only(
    strangers: dict[str, User], ours: dict[str, Any]
) -> None:
    """Scoping: nor are they found by number or id."""
    theirs, case = strangers["officer"].agency, ours["case"]
    assert case in cases_of(ours["bureau"].agency)
    assert not cases_of(theirs).exists()
    assert not waiting(theirs).exists()
    for key in (case.number, case.ref):
        with refusal("case.unknown"):
            find_case(theirs, key)
        assert find_case(ours["bureau"].agency, key) == case
