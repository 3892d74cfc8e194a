"""种子 B4: a form sent twice acts once; two people on one page do not overwrite each other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from mingjing import clock
from mingjing.cases.actions import decision, drafting, investigation, leads, notice, paying, presenting
from mingjing.cases.models import Case, Decision
from mingjing.cases.queries.case import newest_notice
from mingjing.records.actions import once, settle
from mingjing.records.models import Submission
from mingjing.review.models import Draft
from telling import drafted, filed, noticed, presented, put_at, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

KEY, DIGEST = "k" * 32, "d" * 64


def send(story: CaseStory, *, key: str = KEY, digest: str = DIGEST, orders: str = "责令停止施工") -> str:
    """Send the form of a draft as a face does: claim its key, act, settle, all in one transaction."""
    with transaction.atomic():
        first = once(key=key, user=story.user.ref, digest=digest)
        if first is not None:
            return first
        made = drafting.draft(
            user=story.user, case=story.refresh(), party=story.parties[0], **story.core(0, orders=orders)
        )
        settle(key=key, result=made.ref)
        return made.ref


def test_the_second_submission_of_a_form_leads_to_the_first_ones_result(bureau: Bureau) -> None:
    story = drafted(bureau)
    assert send(story) == send(story)
    assert Draft.objects.filter(dossier=story.case.dossier).count() == 2


def test_the_same_key_with_other_content_or_another_person_is_refused(bureau: Bureau) -> None:
    story = drafted(bureau)
    send(story)
    with refusal("form.key_reused"):
        send(story, digest="e" * 64, orders="责令限期改正")
    story.handlers = ("officer2", "officer1")
    with refusal("form.key_reused"):
        send(story)


def test_a_form_whose_act_was_refused_may_be_sent_again(bureau: Bureau) -> None:
    story = drafted(bureau)
    with refusal("draft.incomplete"), transaction.atomic():
        once(key=KEY, user=story.user.ref, digest=DIGEST)
        story.drafted(facts="")
    assert not Submission.objects.exists()
    assert send(story)


def test_an_act_on_a_page_that_is_no_longer_true_is_refused(bureau: Bureau) -> None:
    """Two people on one case at once: the second is told, and nothing of the first is lost."""
    story = noticed(bureau)
    seen = story.refresh().dossier.seq
    story.waived()
    served = newest_notice(story.parties[0])
    for act in (
        lambda: presenting.request_decision(user=story.user, case=story.refresh(), version=seen),
        lambda: notice.record_statement(
            user=story.user, case=story.refresh(), notice=served, made_on=clock.today(), content="不服",
            brings_new=True, reexamination="不采纳", version=seen,
        ),
        lambda: investigation.set_complex(user=story.user, case=story.refresh(), version=seen),
    ):  # fmt: skip
        with refusal("record.stale"):
            act()
    presenting.request_decision(user=story.user, case=story.refresh(), version=story.refresh().dossier.seq)


def test_the_decision_reads_the_case_as_it_is_and_not_as_somebody_loaded_it(bureau: Bureau) -> None:
    """行政处罚法57第二款: found complex a moment ago, it is discussed first."""
    story = presented(bureau)
    for username in ("section", "legalhead"):
        leads.endorse(
            user=story.as_(username), case=story.refresh(), matter="decision", about=story.parties[0].ref,
            opinion="同意。",
        )  # fmt: skip
    stale = story.refresh()
    investigation.set_complex(user=story.user, case=story.refresh())
    with refusal("case.wrong_step"):
        decision.decide(user=story.as_("deputy"), case=stale, party=story.parties[0], opinion="同意。")
    put_at(story, "decision")
    with refusal("decision.not_discussed"):
        decision.decide(user=story.as_("deputy"), case=stale, party=story.parties[0], opinion="同意。")
    assert not Decision.objects.exists()


def test_an_old_page_does_not_write_back_what_has_changed_since(bureau: Bureau) -> None:
    """B4: a change saves the one thing that it changes."""
    story = filed(bureau)
    stale = story.refresh()
    investigation.set_complex(user=story.user, case=story.refresh())
    story.investigated()
    report = dict.fromkeys(investigation.REPORT_ITEMS, "内容。")
    investigation.conclude(user=story.user, case=stale, report=report, complex_case=False)
    assert Case.objects.get(pk=story.case.pk).complex


def test_a_complex_case_is_discussed_before_it_is_decided(bureau: Bureau) -> None:
    """行政处罚法57第二款; §11.6 no. 2: in the catalogue alone does not mean a meeting."""
    assert len(presented(bureau).decided().decisions) == 1
    story = presented(bureau, complex_case=True)
    with refusal("case.wrong_step"):
        story.decided()
    assert len(story.discussed().decided().decisions) == 1


@pytest.mark.parametrize("names", [("principal",), ("principal", "principal"), ("principal", "section"), ()])
def test_a_meeting_needs_two_responsible_persons(bureau: Bureau, names: tuple[str, ...]) -> None:
    """行政处罚法57第二款; 深评查139."""
    story = presented(bureau, complex_case=True)
    with refusal("discussion.quorum"):
        discuss(story, names)
    discuss(story, ("principal", "deputy", "section"))


SAID = "周正言：同意。韩立峰：同意。程砚秋：汇报了案情。"


def discuss(story: CaseStory, names: tuple[str, ...], minutes: str = SAID) -> None:
    presenting.discuss(
        user=story.as_("principal"), case=story.refresh(), held_on=dt.date(2026, 9, 15), place="会议室",
        minutes=minutes, conclusion="一致同意。", participants=[story.bureau.people[name] for name in names],
    )  # fmt: skip


def test_a_meeting_leaves_its_minutes(bureau: Bureau) -> None:
    """行政处罚法57第二款; 种子 B2."""
    story = presented(bureau, complex_case=True)
    with refusal("discussion.empty"):
        discuss(story, ("principal", "deputy"), minutes=" ")
    discuss(story, ("principal", "deputy"))
    assert dict(story.case.dossier.documents.get(form="JD01").data)["讨论记录"] == SAID


def test_the_minutes_say_what_each_said(bureau: Bureau) -> None:
    """行政处罚法57第二款; 深评查139: who was there and is not in the minutes is named."""
    story = presented(bureau, complex_case=True)
    with refusal("discussion.unsaid") as told:
        discuss(story, ("principal", "deputy"), minutes="周正言：同意。")
    assert "韩立峰" in told.value.sentence
    assert "周正言" not in told.value.sentence


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"amount": 31_460_01, "receipt_number": "1"}, "payment.too_much"),
        ({"amount": 1}, "payment.no_receipt"),
        ({"amount": 1, "receipt_number": " "}, "payment.no_receipt"),
        ({"amount": -1, "receipt_number": "1"}, "payment.negative"),
    ],
)
def test_payments_are_what_is_owed_and_have_their_receipt(
    bureau: Bureau, told: dict[str, object], code: str
) -> None:
    """行政处罚法67、70."""
    story = presented(bureau).decided().served()
    with refusal(code):
        pay(story, **told)
    pay(story, amount=31_000_00, receipt_number="0000000001")
    with refusal("payment.too_much"):
        pay(story, amount=460_01, receipt_number="0000000002")
    with refusal("closing.unperformed"):
        story.closed()
    pay(story, amount=460_00, receipt_number="0000000002")
    story.closed()


def pay(story: CaseStory, **told: object) -> None:
    told = {"channel": "bank", "payment_code": "15" * 10} | told
    paying.perform(
        user=story.user, case=story.refresh(), decision=story.decisions[0], done_on=clock.today(), **told
    )  # type: ignore[arg-type]


def test_a_decision_is_served_once_and_with_proof(bureau: Bureau) -> None:
    """行政处罚法61; 民事诉讼法87."""
    story = presented(bureau).decided()
    for proof, code in ((" ", "service.no_proof"), ("回证", ""), ("回证", "service.exists")):
        if code:
            with refusal(code):
                serve(story, proof)
        else:
            serve(story, proof)


def serve(story: CaseStory, proof: str) -> None:
    decision.serve(
        user=story.user, case=story.refresh(), decision=story.decisions[0], method="01", officers=story.officers,
        served_on=clock.today(),
        place="地", receiver="某", proof=proof,
    )  # fmt: skip
