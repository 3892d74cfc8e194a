"""Which role may do which act: the one table, held against what the actions really let pass."""

from __future__ import annotations

import ast
import copy
import datetime as dt
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from custody_tries import CUSTODY_TRIES, VIEWS, add_keepers
from django.db import transaction
from media_tries import LOOKS, MEDIA_TRIES
from phrase_tries import PHRASE_TRIES
from push_tries import PUSH_TRIES
from table_tries import TABLE_TRIES
from visit_tries import VISIT_TRIES
from window_tries import WINDOW_TRIES

import mingjing
from mingjing import clock
from mingjing.cases.actions import (
    announcing,
    archiving,
    binding,
    closing,
    confirming,
    decision,
    disagreement,
    drafting,
    educating,
    handling,
    hearings,
    intake,
    investigation,
    leads,
    mending,
    notice,
    orders,
    papers,
    paying,
    presenting,
    preservation,
    prior_decisions,
    prior_reviews,
    recording,
    recusal,
    relief,
    reporting,
    review_extension,
    reviewers,
    same_act,
    sorting,
    suspension,
    taking_over,
    taking_over_parties,
    testing,
    transferring,
    verification,
    withdrawal,
    word_drafts,
)
from mingjing.cases.actions import extension as limits
from mingjing.cases.models import (
    BoundFile,
    Decision,
    Deferral,
    Hearing,
    HearingNotice,
    Order,
    Rectification,
    Relief,
)
from mingjing.catalog import actions as lists
from mingjing.catalog.actions import retaining, revising
from mingjing.catalog.models import LawRevision, ListKind
from mingjing.catalog.queries import rows_of
from mingjing.demo.bureau import DATA
from mingjing.demo.handing import by_post
from mingjing.disclosure import actions as disclosure
from mingjing.disclosure.models import (
    CorrectionRequest,
    DisclosureRule,
    ImpactAssessment,
    Posting,
    Publication,
    Withdrawal,
)
from mingjing.evidence import actions as evidence
from mingjing.evidence import recordings
from mingjing.evidence.actions import Upload
from mingjing.evidence.models import Activity, DeviceAlarm, Explanation, Inbound, Recording
from mingjing.evidence.recordings import Made
from mingjing.exchange.crediting import export_credit
from mingjing.intake.delivering import bring
from mingjing.intake.matters import take_matters
from mingjing.intake.models import SourceSystem, SystemKey
from mingjing.intake.systems import change_system, issue_key, register_system, revoke_key
from mingjing.law import management as law
from mingjing.law.models import StatuteVersion
from mingjing.refusal import Refusal
from mingjing.registry import delegations, describing, devices
from mingjing.registry import management as registry
from mingjing.registry.models import Certificate, Delegation, Device, Officer, RoleGrant, Site, User
from mingjing.registry.permissions import MAY, Role
from mingjing.registry.queries import require, roles_of
from telling import SOUND, TWO, noticed, presented, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.cases.models import Case
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

SOURCES = Path(mingjing.__file__).parent
ROOMS = (
    "registry",
    "law",
    "disclosure",
    "catalog",
    "evidence",
    "visits",
    "documents",
    "workflow",
    "review",
    "cases",
    "exchange",
    "intake",
    "outbox",
)
NOT_VERBS = {
    "case_deed",
    "sign",
    "log_out",
    "confirm",
    "change_password",
    "write_draft",
}
"""Functions that take a user and are no act of their own: frames, chains, and everybody's own account."""


@dataclass
class World:
    """Something of everything, for acts to be tried on."""

    bureau: Bureau
    story: CaseStory
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return self.story.refresh()


@pytest.fixture(scope="module")
def world(founded: Bureau) -> World:
    """Make the world once: every attempt on it is undone."""
    with clock.at(TODAY):
        return _make(copy.deepcopy(founded))


def _make(bureau: Bureau) -> World:
    add_keepers(bureau)
    story = presented(bureau, **TWO)
    open_case = noticed(bureau).preserved()
    publisher = bureau.users["publisher"]
    edition = lists.import_list(
        user=publisher,
        list_kind=ListKind.REVIEW,
        data=(DATA / "review.csv").read_bytes(),
        filename="review.csv",
    )
    waiting = lists.import_list(
        user=publisher, list_kind=ListKind.RECORDINGS, data=(DATA / "recordings.csv").read_bytes(),
        filename="recordings.csv",
    )  # fmt: skip
    tested = testing.tell(
        user=story.user, case=story.refresh(), reported_on=TODAY, report_number="1", result="合格",
        testing=testing.entrust(
            user=story.user, case=story.refresh(), testing_kind="test", matter="强度", institution="某中心",
            qualification="证书", entrusted_on=TODAY,
        ),
    )  # fmt: skip
    made = World(bureau, story)
    made.extra = {
        "party": story.parties[0],
        "notice": story.parties[0].notices.get(),
        "testing": tested,
        "submission": story.submission(story.parties[0]),
        "sheet": story.submission(story.parties[0]).sheet,
        "opinion": story.submission(story.parties[0]).draft.opinion,
        "evidence": story.case.dossier.evidence.all()[0],
        "open": open_case,
        "edition": edition,
        "row": rows_of(edition)[0],
        "proposal": lists.send_to_check(user=publisher, edition=waiting),
    }
    return made


def _system(user: User) -> SourceSystem:
    """Return a system of the person's agency."""
    return SourceSystem.objects.create(agency=user.agency, name="甲系统", operator="乙", topics=["licence"])


def _key(user: User) -> SystemKey:
    return SystemKey.objects.create(
        system=_system(user), label="用", topics=["licence"], expires_on=TODAY, issued_on=TODAY
    )


def _elsewhere(world: World) -> Deferral:
    """Return a deferral of another case: who may act on one is told so."""
    return Deferral(decision=Decision(party=world.extra["open"].parties[0]))


def _mending(world: World) -> Rectification:
    """Return a mending of another case's document."""
    return Rectification(mended=world.extra["open"].case.dossier.documents.all()[0])


type Try = Callable[[World, User], object]


def on_case(verb: Callable[..., object], **told: Any) -> Try:
    return lambda world, user: verb(user=user, case=world.case, **told)


def with_things(verb: Callable[..., object], *things: str, **told: Any) -> Try:
    return lambda world, user: verb(
        user=user, case=world.case, **{name: world.extra[name] for name in things}, **told
    )


TODAY = dt.date(2026, 9, 15)

PAPER_FILE = taking_over.Before(
    title="案", summary="事", place="地", source="1", days=taking_over.Days(TODAY, TODAY), people="某", account="已查",
    party={},
)  # fmt: skip

TRIES: dict[str, dict[Callable[..., object], Try]] = {
    "case.register_lead": {
        leads.register_lead: lambda world, user: leads.register_lead(
            user=user, department=world.case.department, title="案", summary="事", place="地", source="1",
            found_on=TODAY, acted_on=TODAY,
        ),
        leads.add_party: on_case(leads.add_party, name="某", party_kind="02", credit_code="", address="地"),
    },
    "case.verify_lead": {
        leads.request_filing: lambda world, user: leads.request_filing(
            user=user, case=world.case, handlers=[], matter_code="CF-JZ-001", verification="有", jurisdiction="本县"
        ),
        verification.request_lead_extension: on_case(verification.request_lead_extension, reason="待调档。"),
    },
    "case.endorse": {
        leads.endorse: on_case(leads.endorse, matter="filing", opinion="同意。"),
    },
    "case.approve_filing": {leads.approve_filing: on_case(leads.approve_filing, opinion="同意。")},
    "case.reply": {
        reporting.reply: on_case(reporting.reply, replied_on=TODAY, manner="1", content="已处理。"),
    },
    "case.unseal": {
        reporting.check_may_open: on_case(reporting.check_may_open),
        reporting.open_seal: on_case(reporting.open_seal, reason="回访"),
        reporting.tell_reporter: on_case(
            reporting.tell_reporter, replied_on=TODAY, manner="3", content="已处理。"
        ),
        reporting.record_consent: on_case(reporting.record_consent, consented_on=TODAY, consent="书面"),
    },
    "case.take_over": {
        taking_over.take_over: lambda world, user: taking_over.take_over(
            user=user, department=world.case.department, step="closing", handlers=[], before=PAPER_FILE
        ),
    },
    "case.assign": {handling.reassign: on_case(handling.reassign, reason="证件到期")},
    "case.decline": {leads.decline: on_case(leads.decline, reason="无违法事实。")},
    "case.investigate": {
        investigation.record_inspection: on_case(
            investigation.record_inspection, kind="inquiry", happened_on=TODAY, place="地", person="某", content="事",
            officers=[], card_shown=True, told="权利",
        ),
        testing.entrust: on_case(
            testing.entrust, testing_kind="test", matter="强度", institution="某中心", qualification="证书",
            entrusted_on=TODAY,
        ),
        testing.tell: with_things(
            testing.tell, "testing", reported_on=TODAY, report_number="1", result="合格"
        ),
        testing.serve_result: lambda world, user: testing.serve_result(
            user=user, case=world.case, notice=world.extra["testing"].notices.first(), handed=by_post(on=TODAY)
        ),
        same_act.supplement: on_case(same_act.supplement, reason="新线索"),
        investigation.add_evidence: on_case(
            investigation.add_evidence, evidence_kind="01", name="证", proves="事", collected_on=TODAY, source="某"
        ),
        evidence.collect: lambda world, user: evidence.collect(
            user=user, officer=world.bureau.people["officer1"], dossier=world.case.dossier, evidence_kind="01",
            name="证", proves="事", collected_on=TODAY, source="某",
        ),
        confirming.list_evidence: on_case(confirming.list_evidence),
        orders.issue_order: with_things(
            orders.issue_order, "party", order_kind="stop", facts="事", basis="法", demands="停", deadline=TODAY
        ),
        orders.serve_order: lambda world, user: orders.serve_order(
            user=user, case=world.case, order=_an_order(world), handed=by_post(on=TODAY)
        ),
        orders.check_order: lambda world, user: orders.check_order(
            user=user, case=world.case, order=_an_order(world), checked_on=TODAY, done=True, finding="已停"
        ),
        preservation.preserve: with_things(preservation.preserve, "party", things="台账 1 册", signed="周某"),
        preservation.dispose: lambda world, user: preservation.dispose(
            user=user, case=world.case, disposition="5", note="已核对。",
            preservation=world.extra["open"].case.preservations.get(),
        ),
        taking_over.add_prior_paper: on_case(
            taking_over.add_prior_paper, kind="inquiry", done_on=TODAY, people="某",
            upload=Upload("旧.pdf", io.BytesIO(b"x")),
        ),
        taking_over_parties.take_over_party: on_case(
            taking_over_parties.take_over_party, before=taking_over_parties.PartyBefore({})
        ),
    },
    "case.conclude": {
        investigation.conclude: on_case(investigation.conclude, report={}, complex_case=False),
        investigation.set_complex: on_case(investigation.set_complex),
    },
    "case.draft": {
        drafting.draft: with_things(drafting.draft, "party", facts="事", violated=[], basis=[]),
        same_act.judge_act: lambda world, user: same_act.judge_act(
            user=user, case=world.case, party=world.extra["party"], decision=None, same=False,  # type: ignore[arg-type]
            reasons="另一工程。",
        ),
        prior_reviews.copy_review: with_things(
            prior_reviews.copy_review, "party", signed=prior_reviews.Signed("1", "某", "某", "同意"), facts="事",
            violated=[], basis=[],
        ),
        word_drafts.bring_back: lambda world, user: word_drafts.bring_back(
            user=user, case=world.case, party=world.extra["party"], upload=Upload("稿.docx", io.BytesIO(b"x"))
        ),
    },
    "review.submit": {drafting.submit: with_things(drafting.submit, "party", materials=[])},
    "review.find": {
        drafting.write_opinion: with_things(
            drafting.write_opinion, "submission", result="同意", text="事实清楚。", verdicts=SOUND, reasons={}
        ),
        intake.receive: with_things(intake.receive, "submission", verdict="complete"),
        review_extension.request_review_extension: with_things(
            review_extension.request_review_extension, "submission", reason="复杂"
        ),
    },
    "review.sign": {
        drafting.sign: with_things(drafting.sign, "sheet"),
        prior_reviews.confirm_review: with_things(prior_reviews.confirm_review, "party", agreed=True),
        prior_reviews.confirm_notice: with_things(prior_reviews.confirm_notice, "party", agreed=True),
    },
    "review.assign": {
        reviewers.assign: lambda world, user: reviewers.assign(
            user=user, case=world.case, submission=world.extra["submission"],
            officer=world.bureau.people["reviewer"],
        ),
    },
    "review.appoint": {
        reviewers.appoint: lambda world, user: reviewers.appoint(
            user=user, case=world.case, submission=world.extra["submission"],
            officer=world.bureau.people["officer3"], reason="回避",
        ),
    },
    "review.extend": {
        review_extension.decide_review_extension: on_case(
            review_extension.decide_review_extension, agreed=True, opinion="同意。"
        ),
    },
    "review.supplement": {intake.hand_in: with_things(intake.hand_in, "submission", answer="已补")},
    "review.dispute": {disagreement.object_to: with_things(disagreement.object_to, "opinion", reasons="异议")},
    "review.talk": {
        disagreement.talk: with_things(disagreement.talk, "opinion", talks="协商", outcome="adopted")
    },
    "review.settle": {
        disagreement.conclude: with_things(
            disagreement.conclude, "opinion", change=True, conclusion="改"
        )
    },
    "case.notify": {
        notice.notify: with_things(notice.notify, "party"),
        notice.serve_notice: with_things(notice.serve_notice, "notice", handed=by_post(on=TODAY)),
        presenting.request_decision: on_case(presenting.request_decision),
        prior_reviews.enter_notice: with_things(
            prior_reviews.enter_notice, "party",
            told=prior_reviews.Told("1", TODAY, "01", "当面签收", hearing_offered=True),
        ),
        hearings.serve_hearing_notice: lambda world, user: hearings.serve_hearing_notice(
            user=user, case=world.case, told=_told(world), handed=by_post(on=TODAY)
        ),
    },
    "case.hear_party": {
        notice.waive: with_things(notice.waive, "notice", waived_on=TODAY, proof="声明"),
        notice.request_hearing: with_things(notice.request_hearing, "notice", asked_on=TODAY, proof="申请"),
        notice.withdraw_hearing: with_things(
            notice.withdraw_hearing, "notice", withdrawn_on=TODAY, proof="撤回"
        ),
        notice.record_statement: with_things(
            notice.record_statement, "notice", made_on=TODAY, content="不服", brings_new=False, reexamination="不采纳"
        ),
    },
    "case.arrange_hearing": {
        hearings.arrange: lambda world, user: hearings.arrange(
            user=user, case=world.case, parties=[], held_on=TODAY, begins_at=dt.time(9), place="地", public=True,
            closed_reason="", chair=world.bureau.people["legalhead"], recorder=world.bureau.people["section"],
        ),
        hearings.deny: with_things(hearings.deny, "notice", asked_on=TODAY, proof="口头"),
        hearings.call_off: lambda world, user: hearings.call_off(
            user=user, case=world.case, hearing=_a_hearing(world), reason="改日"
        ),
    },
    "case.hold_hearing": {
        hearings.record: lambda world, user: hearings.record(
            user=user, case=world.case, hearing=_a_hearing(world), attendance={}, agents={}, present="某", course="事",
            argued="证", closing="无", pages=1, signatures="某，逐页签名",
        ),
        hearings.report: lambda world, user: hearings.report(
            user=user, case=world.case, hearing=_a_hearing(world), focus="无", facts="事", law="法", opinion="见"
        ),
    },
    "case.discuss": {
        presenting.discuss: on_case(
            presenting.discuss, held_on=TODAY, place="室", participants=[], minutes="录", conclusion="论"
        ),
    },
    "case.decide": {
        decision.decide: with_things(decision.decide, "party", opinion="同意。"),
        decision.refuse: with_things(decision.refuse, "party", opinion="证据不足。"),
    },
    "case.serve": {
        decision.serve: lambda world, user: decision.serve(
            user=user, case=world.case, decision=world.story.decisions[0] if world.story.decisions else None,  # type: ignore[arg-type]
            method="01", officers=[], served_on=TODAY, place="地", receiver="某", proof="回证",
        ),
        prior_decisions.serve_prior: with_things(
            prior_decisions.serve_prior, "party", handed=by_post(on=TODAY), officers=[],
            upload=Upload("旧.pdf", io.BytesIO(b"x")),
        ),
        announcing.announce: lambda world, user: announcing.announce(
            user=user, case=world.case, party=world.extra["open"].parties[0], why="多次寻找，下落不明。",
            paper=world.extra["open"].parties[0].notices.get().document,
        ),
        confirming.confirm_address: with_things(
            confirming.confirm_address, "party", confirmed_on=TODAY, address="地", receiver="某", phone="0",
            electronic=False,
        ),
        paying.serve_deferral: lambda world, user: paying.serve_deferral(
            user=user, case=world.case, deferral=_elsewhere(world), handed=by_post(on=TODAY)
        ),
        mending.serve_rectification: lambda world, user: mending.serve_rectification(
            user=user, case=world.case, rectification=_mending(world), handed=by_post(on=TODAY)
        ),
    },
    "case.perform": {
        prior_decisions.perform_prior: with_things(prior_decisions.perform_prior, "party", done_on=TODAY),
        educating.educate: lambda world, user: educating.educate(
            user=user, case=world.case, decision=world.story.decisions[0], held_on=TODAY, place="地", person="某",
            content="事", response="知", officers=[],
        ),
        paying.perform: lambda world, user: paying.perform(
            user=user, case=world.case, decision=world.story.decisions[0], done_on=TODAY, amount=1,
            receipt_number="1",
        ),
        relief.register_relief: lambda world, user: relief.register_relief(
            user=user, case=world.case, decision=Decision(party=world.extra["open"].parties[0]),
            relief_kind="reconsider", began_on=TODAY, reference="受理通知",
        ),
        relief.end_relief: lambda world, user: relief.end_relief(
            user=user, case=world.case, relief=Relief(decision=Decision(party=world.extra["open"].parties[0])),
            ended_on=TODAY, outcome="维持",
        ),
        paying.request_deferral: lambda world, user: paying.request_deferral(
            user=user, case=world.case, decision=world.story.decisions[0], applied_on=TODAY, reason="困难", plan=[]
        ),
    },
    "case.void": {
        mending.void: lambda world, user: mending.void(
            user=user, case=world.case, document=world.extra["notice"].document, reason="漏印第二页"
        )
    },
    "case.request_closing": {
        closing.request_closing: lambda world, user: closing.request_closing(
            user=user, case=world.case, pages=1, defects="无", checked_by=world.bureau.people["section"]
        )
    },
    "case.approve_closing": {
        closing.approve_closing: on_case(closing.approve_closing, opinion="同意。", retention="permanent")
    },
    "case.archive": {
        archiving.archive: lambda world, user: archiving.archive(
            user=user, case=world.case, pages=1, defects="无", checked_by=world.bureau.people["section"],
            retention="thirty",
        )
    },
    "case.scan": {
        papers.take_back: lambda world, user: papers.take_back(
            user=user, case=world.case, document=world.story.case.dossier.documents.filter(form="GZ01")[0],
            upload=Upload("扫描件.png", io.BytesIO(b"x")), sealed=True,
        )
    },
    "case.petition": {
        suspension.request_suspension: on_case(suspension.request_suspension, situation="3", reason="洪水"),
        suspension.resume: on_case(suspension.resume, reason="水退"),
        preservation.request_preservation: on_case(
            preservation.request_preservation, things="台账", reason="可能灭失"
        ),
        recusal.request_recusal: lambda world, user: recusal.request_recusal(
            user=user, case=world.case, officer=world.bureau.people["officer1"], by_party=True, reason="亲属"
        ),
        limits.request_extension: on_case(limits.request_extension, reason="案情复杂"),
        withdrawal.request_withdrawal: on_case(
            withdrawal.request_withdrawal, situation="no_fact", reason="事实不能成立。"
        ),
        transferring.request_transfer: on_case(
            transferring.request_transfer, target="agency", receiver="某局", materials="调查报告，1 份", reason="无权"
        ),
        transferring.send: on_case(transferring.send, sent_on=TODAY, proof="回执"),
        transferring.register_answer: on_case(
            transferring.register_answer, accepted=True, answered_on=TODAY, paper="通知书"
        ),
        transferring.object_to: on_case(transferring.object_to, objected_on=TODAY, reason="已达标准。"),
        transferring.hand_over: on_case(transferring.hand_over, handed_on=TODAY, proof="清单"),
        transferring.take_back: on_case(transferring.take_back, reason="不予受理。"),
        mending.request_rectification: lambda world, user: mending.request_rectification(
            user=user, case=world.case, document=world.extra["notice"].document, rectification_kind="wrong",
            item="违法事实", wrong="甲", right="乙", reason="笔误",
        ),
    },
    "case.grant": {
        suspension.decide_suspension: on_case(suspension.decide_suspension, agreed=True, opinion="同意。"),
        preservation.decide_preservation: on_case(preservation.decide_preservation, agreed=True, opinion="同意。"),
        recusal.decide_recusal: on_case(recusal.decide_recusal, agreed=False, opinion="不属应当回避的情形。"),
        paying.decide_deferral: lambda world, user: paying.decide_deferral(
            user=user, case=world.case, deferral=_elsewhere(world), agreed=True, opinion="同意。"
        ),
        mending.decide_rectification: lambda world, user: mending.decide_rectification(
            user=user, case=world.case, rectification=_mending(world), agreed=True, opinion="同意。"
        ),
        withdrawal.decide_withdrawal: on_case(withdrawal.decide_withdrawal, agreed=True, opinion="同意。"),
        transferring.decide_transfer: on_case(
            transferring.decide_transfer, target="agency", agreed=True, opinion="同意。"
        ),
        verification.decide_lead_extension: on_case(
            verification.decide_lead_extension, agreed=True, opinion="同意。"
        ),
        limits.decide_extension: on_case(limits.decide_extension, agreed=True, opinion="同意。"),
        limits.decide_second_extension: on_case(
            limits.decide_second_extension, agreed=True, opinion="同意。", participants=[], minutes="录"
        ),
    },
    "evidence.record": {
        recording.upload_recording: lambda world, user: recording.upload_recording(
            user=user, case=world.case, activity=Activity(), upload=Upload("a.mp4", io.BytesIO(b"a")),
            made=Made(clock.now(), clock.now(), "地", "手机", world.bureau.people["officer1"]),
        ),
        sorting.confirm_inbound: lambda world, user: sorting.confirm_inbound(
            user=user, case=world.case, inbound=_an_inbound(world), activity=Activity()
        ),
        recording.describe_recording: on_case(
            recording.describe_recording, row=Recording(),
            made=Made(clock.now(), clock.now(), "地", "手机", Officer()),
        ),
        recording.explain_recording: on_case(
            recording.explain_recording, activity=Activity(), ground="1", text="故障"
        ),
    },
    "evidence.exclude": {
        recording.exclude_evidence: with_things(recording.exclude_evidence, "evidence", reason="非法取得"),
    },
    "evidence.countersign": {
        recording.countersign_explanation: on_case(
            recording.countersign_explanation, explanation=Explanation(activity=Activity()), agreed=True,
            opinion="属实。",
        ),
    },
    "evidence.count": {require: lambda _, user: require(user, "evidence.count")},
    "evidence.view": {
        **VIEWS,
        **LOOKS,
        evidence.view: lambda world, user: evidence.view(user=user, evidence=world.extra["evidence"]),
        recordings.view: lambda world, user: recordings.view(
            user=user, recording=Recording.objects.filter(activity__dossier=world.case.dossier).first()
        ),
        binding.read_bound: lambda world, user: binding.read_bound(user=user, row=BoundFile(case=world.case)),
    },
    "list.edit": {
        **TABLE_TRIES,
        lists.begin_edition: lambda _, user: lists.begin_edition(user=user, list_kind=ListKind.BENCHMARKS),
        lists.discard_draft: lambda world, user: lists.discard_draft(user=user, edition=world.extra["edition"]),
        lists.generate_officers: lambda _, user: lists.generate_officers(user=user),
        lists.import_list: lambda _, user: lists.import_list(
            user=user, list_kind=ListKind.REVIEW, data=(DATA / "review.csv").read_bytes(), filename="review.csv"
        ),
        lists.import_officers: lambda _, user: lists.import_officers(
            user=user, data="姓名\n".encode(), filename="officers.csv"
        ),
        lists.edit_row: lambda world, user: lists.edit_row(user=user, row=world.extra["row"], item="改"),
        lists.add_blank_form: lambda _, user: lists.add_blank_form(
            user=user, name="申请表", data=b"%PDF-1.4 form", filename="表.pdf"
        ),
        lists.add_row: lambda world, user: lists.add_row(user=user, edition=world.extra["edition"], item="增"),
        lists.remove_row: lambda world, user: lists.remove_row(user=user, row=world.extra["row"]),
        lists.send_to_check: lambda world, user: lists.send_to_check(
            user=user, edition=world.extra["edition"]
        ),
    },
    "list.check": {
        disclosure.publish: lambda world, user: disclosure.publish(
            user=user, publication=world.extra["proposal"], secrecy_checked=True
        ),
        disclosure.send_back: lambda world, user: disclosure.send_back(
            user=user, publication=world.extra["proposal"], reason="请补全。"
        ),
    },
    "publication.propose": {
        disclosure.propose: lambda world, user: disclosure.propose(
            user=user, publication=_of_a_decision(world)
        ),
        disclosure.correct: lambda world, user: disclosure.correct(
            user=user, publication=_saved(world), fields={}, correction="wrong", reason=""
        ),
        disclosure.forward: lambda world, user: disclosure.forward(user=user, publication=_saved(world)),
        disclosure.give_openings: lambda world, user: disclosure.give_openings(
            user=user, publication=_saved(world), identified=False
        ),
        disclosure.withhold: lambda world, user: disclosure.withhold(
            user=user, publication=_saved(world), ground="secret", reason="涉及商业秘密，依法不公开。"
        ),
        disclosure.answer_request: lambda world, user: disclosure.answer_request(
            user=user, request=_asked(world), outcome="refused", answer=""
        ),
        disclosure.post: lambda world, user: disclosure.post(
            user=user, publication=_saved(world), channel="board", place="公示栏", posted_at=clock.now()
        ),
        disclosure.remove_posting: lambda world, user: disclosure.remove_posting(
            user=user, posting=_posted(world), removed_on=TODAY
        ),
    },
    "assessment.read": {require: lambda _, user: require(user, "assessment.read")},
    "publication.rules": {
        disclosure.file_assessment: lambda _, user: disclosure.file_assessment(
            user=user, category="行政处罚", purpose="依法公开所必需的信息", impact="姓名只写姓氏，影响较小",
            measures="隐去证件号和住址，两人核对", conclusion="可以公开，措施与风险相适应",
        ),
        disclosure.draft_rule: lambda _, user: disclosure.draft_rule(
            user=user, category="行政处罚", party_kind="firm", told={}
        ),
    },
    "credit.export": {
        export_credit: lambda _, user: export_credit(user=user, month="2026-03", fmt="json"),
    },
    "source.manage": {
        register_system: lambda _, user: register_system(user=user, name="甲", operator="乙", topics=["licence"]),
        change_system: lambda _, user: change_system(user=user, system=_system(user), topics=["licence"]),
        issue_key: lambda _, user: issue_key(
            user=user, system=_system(user), label="用", topics=["licence"],
            expires_on=TODAY + dt.timedelta(days=9),
        ),
        revoke_key: lambda _, user: revoke_key(user=user, key=_key(user)),
    },
    "source.upload": {
        bring: lambda _, user: bring(
            user=user, system=_system(user), topic="licence", data=b"{}", file_name="a.jsonl"
        ),
        take_matters: lambda _, user: take_matters(user=user),
    },
    "source.read": {require: lambda _, user: require(user, "source.read")},
    "publication.read": {require: lambda _, user: require(user, "publication.read")},
    "publication.check": {
        disclosure.agree_withholding: lambda world, user: disclosure.agree_withholding(
            user=user, publication=_saved(world)
        ),
        disclosure.adopt_rule: lambda _, user: disclosure.adopt_rule(
            user=user, rule=DisclosureRule.objects.all()[0]
        ),
        disclosure.confirm_assessment: lambda _, user: disclosure.confirm_assessment(
            user=user, assessment=ImpactAssessment()
        ),
        disclosure.return_rule: lambda _, user: disclosure.return_rule(
            user=user, rule=DisclosureRule.objects.all()[0], reason=""
        ),
        disclosure.publish: lambda world, user: disclosure.publish(
            user=user, publication=_saved(world), secrecy_checked=False
        ),
        disclosure.send_back: lambda world, user: disclosure.send_back(
            user=user, publication=_saved(world), reason=""
        ),
    },
    "publication.withdraw": {
        disclosure.withdraw: lambda world, user: disclosure.withdraw(
            user=user, publication=_saved(world), situation="revoked"
        ),
        disclosure.explain_withdrawal: lambda world, user: disclosure.explain_withdrawal(
            user=user, withdrawal=_withdrawn(world), reason=""
        ),
    },
    "law.import": {
        law.import_statute: lambda _, user: law.import_statute(user=user, name="空.md", content=b""),
        law.set_effective_date: lambda _, user: law.set_effective_date(
            user=user, version=StatuteVersion.objects.all()[0], effective_from=TODAY
        ),
    },
    "law.stays": {
        revising.keep: lambda _, user: revising.keep(user=user, revision=LawRevision(), reason=""),
        retaining.retain: lambda _, user: retaining.retain(user=user, code="X", reason=""),
    },
    "registry.manage": {
        registry.add_department: lambda _, user: registry.add_department(
            user=user, name="新股", function="office"
        ),
        registry.leave: lambda world, user: registry.leave(
            user=user, officer=_officer3(world), on=TODAY
        ),
        registry.change_agency: lambda _, user: registry.change_agency(user=user, chains={}),
        registry.add_officer: lambda world, user: registry.add_officer(
            user=user, department=world.case.department, name="某", post="科员"
        ),
        registry.change_officer: lambda world, user: registry.change_officer(
            user=user, officer=_officer3(world), post="科长"
        ),
        registry.issue_certificate: lambda world, user: registry.issue_certificate(
            user=user, officer=_officer3(world), number="X1", categories=["建筑"], areas=["云岭县"], valid_from=TODAY,
            valid_to=TODAY,
        ),
        registry.change_certificate: lambda world, user: registry.change_certificate(
            user=user, certificate=Certificate.objects.filter(officer=_officer3(world))[0], valid_to=TODAY
        ),
        registry.register_substitution: lambda world, user: registry.register_substitution(
            user=user, absent=world.bureau.people["principal"], substitute=_officer3(world), role=Role.PRINCIPAL,
            authority="文", valid_from=TODAY, valid_to=TODAY,
        ),
        describing.describe_agency: lambda _, user: describing.describe_agency(user=user, duties=""),
        delegations.entrust: lambda _, user: delegations.entrust(
            user=user, name="站", sign="站", address="地", suitable=False
        ),
        delegations.register_delegation: lambda world, user: delegations.register_delegation(
            user=user, organisation=world.bureau.agency, letter_number="1", matters=[], powers="无", valid_from=TODAY,
            valid_to=TODAY,
        ),
        delegations.end_delegation: lambda world, user: delegations.end_delegation(
            user=user, delegation=Delegation(agency=world.bureau.agency), on=TODAY
        ),
    },
    "account.manage": {
        registry.switch_account: lambda _, user: registry.switch_account(
            user=user, account=User.objects.get(username="officer3"), active=False
        ),
        registry.create_account: lambda _, user: registry.create_account(
            user=user, username="nobody", password="long-and-odd-enough-7"
        ),
        registry.grant_role: lambda _, user: registry.grant_role(
            user=user, account=User.objects.get(username="officer3"), role=Role.WINDOW, valid_from=TODAY
        ),
        registry.end_role: lambda _, user: registry.end_role(
            user=user, grant=RoleGrant.objects.filter(user__username="officer3")[0], on=TODAY
        ),
        registry.reset_password: lambda _, user: registry.reset_password(
            user=user, account=User.objects.get(username="officer3"), password="long-and-odd-enough-7"
        ),
    },
    # What is only read has no action: the faces ask.
    "device.read": {require: lambda _, user: require(user, "device.read")},
    "evidence.sort": {
        sorting.open_inbound: lambda world, user: sorting.open_inbound(
            user=user, inbound=_an_inbound(world)
        ),
        sorting.reassign_inbound: lambda world, user: sorting.reassign_inbound(
            user=user, inbound=_an_inbound(world)
        ),
        sorting.leave_inbound: lambda world, user: sorting.leave_inbound(
            user=user, inbound=_an_inbound(world), reason="试拍"
        ),
        sorting.reopen_inbound: lambda world, user: sorting.reopen_inbound(
            user=user, inbound=_an_inbound(world)
        ),
    },
    "device.manage": {
        sorting.answer_alarm: lambda world, user: sorting.answer_alarm(
            user=user, alarm=DeviceAlarm(device=_a_device(world)), answer="漏登"
        ),
        devices.register_device: lambda world, user: devices.register_device(
            user=user, department=world.case.department, device_kind="body", serial="X", model="X"
        ),
        devices.draw_out: lambda world, user: devices.draw_out(
            user=user, device=_a_device(world), holder=_officer3(world), drawn_at=clock.now(), drawn_state="好"
        ),
        devices.bring_back: lambda world, user: devices.bring_back(
            user=user, device=_a_device(world), returned_at=clock.now(), returned_state="好"
        ),
        devices.enter: lambda world, user: devices.enter(
            user=user, device=_a_device(world), entry_kind="full", happened_at=clock.now()
        ),
        devices.assign_device: lambda world, user: devices.assign_device(
            user=user, device=_a_device(world), department=world.case.department
        ),
        devices.add_site: lambda _, user: devices.add_site(
            user=user, name="听证室", site_kind="hearing", address="三楼"
        ),
        devices.close_site: lambda world, user: devices.close_site(
            user=user, site=_a_site(world), closed_on=TODAY
        ),
        devices.set_equipment: lambda world, user: devices.set_equipment(
            user=user, department=world.case.department, device_kind="body", number=1
        ),
        devices.adopt_usage_rules: lambda _, user: devices.adopt_usage_rules(
            user=user, title="制度", text="一", announcement="开始。", in_force_on=TODAY
        ),
    },
    "case.read": {require: lambda _, user: require(user, "case.read")},
    "case.bundle": {require: lambda _, user: require(user, "case.bundle")},
    "list.read": {require: lambda _, user: require(user, "list.read")},
    "audit.read": {require: lambda _, user: require(user, "audit.read")},
    "system.watch": {require: lambda _, user: require(user, "system.watch")},
    "custody.read": {require: lambda _, user: require(user, "custody.read")},
    **CUSTODY_TRIES,
    **VISIT_TRIES,
    **MEDIA_TRIES,
    **WINDOW_TRIES,
    **PUSH_TRIES,
    **PHRASE_TRIES,
}  # fmt: skip


def _a_hearing(world: World) -> Hearing:
    people = world.bureau.people
    hearing = Hearing(
        case=world.case, held_on=TODAY, begins_at=dt.time(9), place="地", public=True, chair=people["legalhead"],
        recorder=people["section"], arranged_on=TODAY,
    )  # fmt: skip
    hearing.save(force_insert=True)
    return hearing


def _told(world: World) -> HearingNotice:
    """Return the notice of a hearing of another case: who may serve one is told so."""
    elsewhere = world.extra["open"]
    hearing = _a_hearing(world)
    Hearing.objects.filter(pk=hearing.pk).update(case=elsewhere.case)
    paper = elsewhere.case.dossier.documents.all()[0]
    told = HearingNotice(hearing=hearing, notice=elsewhere.parties[0].notices.get(), document=paper)
    told.save(force_insert=True)
    return told


def _an_order(world: World) -> Order:
    """Return an order of another case."""
    return Order(party=world.extra["open"].parties[0])


def _officer3(world: World) -> Officer:
    return Officer.objects.get(pk=world.bureau.people["officer3"].pk)


def _of_a_decision(world: World) -> Publication:
    return Publication(agency=world.bureau.agency, kind="decision", about="0" * 32, made_on=TODAY)


def _saved(world: World) -> Publication:
    publication = _of_a_decision(world)
    publication.save(force_insert=True)
    return publication


def _posted(world: World) -> Posting:
    return Posting.objects.create(
        publication=_saved(world), channel="board", place="公示栏", posted_at=clock.now()
    )


def _asked(world: World) -> CorrectionRequest:
    request = CorrectionRequest(
        publication=_saved(world),
        number="GZ-TEST",
        claim="有误",
        received_on=TODAY,
        answer_by=TODAY,
        safe_on=TODAY,
    )
    request.save(force_insert=True)
    return request


def _a_device(world: World) -> Device:
    return Device(agency=world.bureau.agency, department=world.case.department, serial="无")


def _an_inbound(world: World) -> Inbound:
    """Return a file of the inbox, saved within the attempt that is undone."""
    blob = world.extra["evidence"].blob
    row = Inbound(
        agency=world.bureau.agency, blob=blob, filename="a", origin="a", started_at=clock.now(),
        ended_at=clock.now(), times="file", taken_at=clock.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _a_site(world: World) -> Site:
    return Site(agency=world.bureau.agency, name="无")


def _withdrawn(world: World) -> Withdrawal:
    withdrawal = Withdrawal(publication=_saved(world), situation="revoked", withdrawn_on=TODAY)
    withdrawal.save(force_insert=True)
    return withdrawal


@pytest.mark.parametrize("act", sorted(MAY))
@pytest.mark.usefixtures("db")
def test_each_role_may_do_what_the_table_says_and_nothing_else(world: World, act: str) -> None:
    """A3.2, C2.1; reference §11.2: tried by really calling the act in every role."""
    if act in {"case.serve", "case.perform"}:
        world.story.decided()
    for name, user in world.bureau.users.items():
        allowed = bool(MAY[act] & roles_of(user))
        for verb, attempt in TRIES[act].items():
            refused_by_role = _code(attempt, world, user) == "role.not_allowed"
            assert refused_by_role is not allowed, f"{verb.__name__}: {name}"


def _code(attempt: Try, world: World, user: User) -> str:
    """Try an act, undo it, and return the code of its refusal, or an empty text."""
    code = ""
    with transaction.atomic():
        try:
            attempt(world, user)
        except Refusal as refusal_:
            code = refusal_.code
        transaction.set_rollback(True)
    return code


def test_the_table_is_tried_whole() -> None:
    """Every act has its attempt: one that is added to the table is added here."""
    assert set(TRIES) == set(MAY)


def test_nobody_but_the_named_roles_may_do_anything(bureau: Bureau) -> None:
    """What is not in the table nobody may do; an account without a role may do nothing."""
    user = bureau.users["officer1"]
    user.is_active = False
    for act in MAY:
        with refusal("role.not_allowed"):
            require(user, act)
    with pytest.raises(KeyError):
        require(bureau.users["principal"], "case.whatever")


def test_every_role_may_do_something() -> None:
    """A role that opens nothing would be a title only."""
    assert {role for roles in MAY.values() for role in roles} == set(Role)


# ── every verb asks ──


def _verbs() -> dict[str, ast.FunctionDef]:
    """Return every public function with a keyword `user`, of every room that acts, by its module and name."""
    found = {}
    for room in ROOMS:
        for path in (SOURCES / room).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if (
                    isinstance(node, ast.FunctionDef)
                    and not node.name.startswith("_")
                    and node.name not in NOT_VERBS - ({"sign"} if room == "cases" else set())
                    and "user" in (told := {argument.arg for argument in node.args.kwonlyargs})
                    and "actor" not in told  # there the user is who is acted upon
                ):
                    module = ".".join(path.relative_to(SOURCES.parent).with_suffix("").parts)
                    found[f"{module}.{node.name}"] = node
    return found


ASKING = {
    "look",
    "may_archive",
    "may_review",
    "may_take_back",
    "require",
    "allow",
    "acting_handler",
    "_managing",
    "_allow",
    "_mover",
    "_decide",
}


def test_every_verb_names_an_act_of_the_table() -> None:
    """B4: no act that a person sets going escapes the table."""
    verbs = _verbs()
    assert len(verbs) > 40
    silent = [name for name, node in verbs.items() if not _asks(node)]
    assert not silent


def test_every_verb_is_tried_in_every_role() -> None:
    """A verb that nobody tries may ask for the wrong act: one that is added is added to the attempts."""
    tried = {f"{verb.__module__}.{verb.__name__}" for attempts in TRIES.values() for verb in attempts}
    asked_by_the_faces = {f"{require.__module__}.{require.__name__}"}
    assert tried - asked_by_the_faces == set(_verbs())


def _asks(verb: ast.FunctionDef) -> bool:
    for node in ast.walk(verb):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in ASKING:
            return True
    return False


def test_every_act_of_the_table_is_asked_for_somewhere() -> None:
    """The table promises nothing that no code keeps."""
    written = "".join(
        path.read_text(encoding="utf-8")
        for path in SOURCES.rglob("*.py")
        if path.name not in {"permissions.py", "words.py"}
    )
    named = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', written))
    assert set(MAY) - named <= {"case.bundle"}
