"""种子 A1, A4.1; 244号10–12; reference §11.5, §11.6: decisions become public by themselves and in time."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.models import Decision
from mingjing.cases.publishing import held_until
from mingjing.demo.stories import Firm
from mingjing.disclosure.actions import dossier_of, propose, publish, send_back
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import published, waiting
from mingjing.records import consumers, log
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role
from mingjing.workflow.models import Clock
from telling import FIRM, TWO, decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

State = Publication.State
PHONE = "13900000000"
TODAY = dt.date(2026, 9, 15)


def follow() -> None:
    """Let the log and its consumers catch up."""
    log.integrate_all()
    while consumers.run_all():
        pass


def publication_of(decision: Decision) -> Publication:
    return Publication.objects.get(kind="decision", about=decision.ref)


@pytest.fixture
def proposal(bureau: Bureau) -> Publication:
    """Return the proposal that a served decision made of itself."""
    story = decided(bureau, firms=(Firm(**(vars(FIRM) | {"phone": PHONE})),)).served()
    follow()
    return bureau.confirm(publication_of(story.decisions[0]))


def release(bureau: Bureau, publication: Publication, username: str = "checker") -> Publication:
    return publish(user=bureau.users[username], publication=publication, secrecy_checked=True)


# ── by itself, in time ──


def test_every_decision_on_a_firm_is_collected_once(bureau: Bureau) -> None:
    """种子 A4.1: nobody has to think of it; read in the log's order, once."""
    story = decided(bureau, **TWO)
    follow()
    follow()
    made = Publication.objects.filter(kind="decision")
    assert {each.about for each in made} == {decision.ref for decision in story.decisions}
    assert {each.state for each in made} == {State.COLLECTED}
    assert {each.proposed_by for each in made} == {None}


@pytest.mark.parametrize(
    ("decided_on", "due"),
    [
        (dt.date(2026, 9, 28), dt.date(2026, 10, 13)),
        (dt.date(2026, 2, 10), dt.date(2026, 2, 26)),
        (dt.date(2026, 9, 15), dt.date(2026, 9, 23)),
    ],
)
def test_it_is_due_seven_working_days_after_the_decision(
    bureau: Bureau, decided_on: dt.date, due: dt.date
) -> None:
    """244号12; 55号令10; the days that the reference names."""
    with clock.at(decided_on):
        story = decided(bureau)
        follow()
    assert publication_of(story.decisions[0]).due_on == due


def test_it_waits_for_the_proof_of_service_no_longer_than_the_sixth_working_day(bureau: Bureau) -> None:
    """§11.6 no. 1: served or not, the seventh day is kept."""
    story = decided(bureau)
    follow()
    publication = bureau.confirm(publication_of(story.decisions[0]))
    sixth = held_until(TODAY)
    assert sixth == dt.date(2026, 9, 22)
    for day in (TODAY, sixth - dt.timedelta(days=1)):
        with clock.at(day), refusal("publication.not_served"):
            release(bureau, publication)
    with clock.at(sixth):
        made = release(bureau, publication)
    assert made.state == State.PUBLISHED
    assert made.remark == "送达中"


def test_with_proof_of_service_it_may_be_public_on_the_same_day(
    bureau: Bureau, proposal: Publication
) -> None:
    """§11.6 no. 1: the gate open; and the clock of publication is met."""
    made = release(bureau, proposal)
    assert (made.state, made.remark) == (State.PUBLISHED, "")
    assert made in published("decision")
    assert {each.met_on for each in Clock.objects.filter(rule="nm.publish7")} == {TODAY}


# ── what is public ──


def test_the_public_reads_the_five_elements_and_what_was_decided(proposal: Publication) -> None:
    """244号10: agency, party, facts, category, conclusion; basis, grade and relief beside them."""
    fields = dict(proposal.content["fields"])
    for label in (
        "执法机关", "当事人", "案件事实", "执法类别", "执法结论", "违反的规定", "处罚依据", "裁量", "履行方式和期限",
        "救济途径", "决定日期",
    ):  # fmt: skip
        assert fields[label], label
    assert fields["统一社会信用代码"] == FIRM.credit_code
    assert "叁万壹仟肆佰陆拾元整" in fields["执法结论"]


def test_what_is_masked_is_nowhere_in_the_publication(proposal: Publication) -> None:
    """244号10: the phone is named as masked and not kept."""
    row = json.dumps(proposal.content, ensure_ascii=False) + json.dumps(proposal.masks, ensure_ascii=False)
    assert "联系电话" in row
    assert PHONE not in row
    assert proposal.pdf is not None


def test_the_published_pdf_is_the_copy_for_the_public_never_the_original(
    bureau: Bureau, proposal: Publication
) -> None:
    """§11.6 no. 26: both are objects of their own."""
    document = Decision.objects.get().document
    assert proposal.pdf == document.masked
    assert proposal.pdf != document.original
    assert release(bureau, proposal).pdf == document.masked


# ── a second person ──


def test_whoever_proposed_does_not_check(bureau: Bureau) -> None:
    """种子 A1; 244号6: one proposes, another checks and thereby publishes."""
    registry.grant_role(actor=SYSTEM, user=bureau.users["publisher"], role=Role.CHECKER, valid_from=TODAY)
    decided(bureau).served()
    follow()
    mine = propose(
        user=bureau.users["publisher"],
        publication=Publication(
            agency=bureau.agency, kind="list.review", about="a" * 32, title="清单", made_on=TODAY, basis="",
            content={"edition": "x"},
        ),
    )  # fmt: skip
    with refusal("publication.same_person"):
        release(bureau, mine, "publisher")
    assert Publication.objects.get(pk=mine.pk).state == State.PROPOSED


def test_nothing_is_public_without_a_named_secrecy_check(bureau: Bureau, proposal: Publication) -> None:
    """§11.5; 政府信息公开条例17; 保密法."""
    with refusal("publication.secrecy"):
        publish(user=bureau.users["checker"], publication=proposal, secrecy_checked=False)
    made = release(bureau, proposal)
    assert made.secrecy_checked
    assert made.checked_by == bureau.people["checker"]


def test_a_proposal_is_sent_back_with_a_reason_and_comes_again(bureau: Bureau, proposal: Publication) -> None:
    """种子 A1."""
    checker = bureau.users["checker"]
    with refusal("publication.no_reason"):
        send_back(user=checker, publication=proposal, reason=" ")
    returned = send_back(user=checker, publication=proposal, reason="当事人名称有误，请核对。")
    assert (returned.state, returned.remark) == (State.RETURNED, "当事人名称有误，请核对。")
    assert not waiting(bureau.agency).exists()
    with refusal("publication.not_waiting"):
        release(bureau, proposal)
    again = propose(user=bureau.users["publisher"], publication=copy_of(proposal))
    assert again.version == 2
    assert release(bureau, again).state == State.PUBLISHED


def copy_of(publication: Publication) -> Publication:
    """Return the same proposal once more, as whoever mends it would send it."""
    kept = {
        field.attname: getattr(publication, field.attname)
        for field in Publication._meta.concrete_fields
        if field.attname not in {"id", "version", "state", "remark", "checked_by_id"}
    }
    return Publication(**kept)


def test_two_proposals_about_one_thing_do_not_wait_at_once(bureau: Bureau, proposal: Publication) -> None:
    """A1: or two checkers would publish two different contents."""
    with refusal("publication.waiting"):
        propose(user=bureau.users["publisher"], publication=copy_of(proposal))
    assert Publication.objects.filter(about=proposal.about).count() == 1


def test_a_proposal_is_published_once(bureau: Bureau, proposal: Publication) -> None:
    """Two checkers with the same page open."""
    release(bureau, proposal)
    with refusal("publication.not_waiting"):
        release(bureau, proposal)
    with refusal("publication.not_waiting"):
        send_back(user=bureau.users["checker"], publication=proposal, reason="退回")


def test_a_new_version_replaces_the_one_before_and_leaves_it_readable(
    bureau: Bureau, proposal: Publication
) -> None:
    """种子 A1: corrected, with the old version kept."""
    release(bureau, proposal)
    second = release(bureau, propose(user=bureau.users["publisher"], publication=copy_of(proposal)))
    states = (
        Publication.objects.filter(about=proposal.about).order_by("version").values_list("version", "state")
    )
    assert list(states) == [(1, State.REPLACED), (2, State.PUBLISHED)]
    assert list(published("decision")) == [second]


def test_the_whole_life_of_a_publication_is_on_one_dossier(bureau: Bureau, proposal: Publication) -> None:
    """种子 B4: proposed, returned, proposed, published; each with its record."""
    send_back(user=bureau.users["checker"], publication=proposal, reason="请核对。")
    release(bureau, propose(user=bureau.users["publisher"], publication=copy_of(proposal)))
    acts = list(dossier_of(proposal).records.order_by("seq").values_list("act", flat=True))
    assert acts == [
        "publication.collected",
        "publication.proposed",
        "publication.returned",
        "publication.proposed",
        "publication.published",
    ]
