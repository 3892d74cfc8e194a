"""§11.6 no. 21, §11.2: who signs in what order, who signs last, and for whom somebody stands in."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from mingjing import clock
from mingjing.cases.actions import closing, decision, leads
from mingjing.cases.queries.case import chain_about
from mingjing.demo.stories import CaseStory
from mingjing.procedures.library import load
from mingjing.records.actors import SYSTEM
from mingjing.records.queries import timeline
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role
from mingjing.workflow.actions import adopt
from mingjing.workflow.approvals import chain
from mingjing.workflow.models import Approval
from telling import TWO, filed, presented, refusal, stands_at

if TYPE_CHECKING:
    from mingjing.cases.models import Case
    from mingjing.demo.bureau import Bureau

TODAY = dt.date(2026, 9, 15)
DAY = dt.timedelta(days=1)


def asked(bureau: Bureau) -> CaseStory:
    """Tell a case up to the request for its filing."""
    return CaseStory(bureau).lead().verified()


def endorse(story: CaseStory, username: str, matter: str = "filing", *, agreed: bool = True) -> None:
    about = story.parties[0].ref if matter == "decision" else ""
    leads.endorse(
        user=story.as_(username), case=story.refresh(), matter=matter, about=about, opinion="意见如此。", agreed=agreed
    )  # fmt: skip


def approve(story: CaseStory, username: str = "deputy") -> Case:
    return leads.approve_filing(user=story.as_(username), case=story.refresh(), opinion="同意立案。")


def decide(story: CaseStory, username: str = "deputy") -> object:
    return decision.decide(
        user=story.as_(username), case=story.refresh(), party=story.parties[0], opinion="同意。"
    )


# ── the order ──


def test_the_leader_does_not_file_before_the_department_has_signed(bureau: Bureau) -> None:
    """55号令15; §11.6 no. 21."""
    story = asked(bureau)
    with refusal("approval.rung"):
        approve(story)
    endorse(story, "section")
    assert approve(story).number == "云建立字〔2026〕第001号"


def test_a_decision_goes_by_department_legal_department_and_leader(bureau: Bureau) -> None:
    """§11.6 no. 21: 承办机构负责人 → 法制机构 → 分管或者正职."""
    story = presented(bureau)
    with refusal("approval.not_yours"):
        endorse(story, "legalhead", "decision")
    with refusal("approval.rung"):
        decide(story)
    endorse(story, "section", "decision")
    with refusal("approval.not_yours"):
        endorse(story, "deputy", "decision")
    endorse(story, "legalhead", "decision")
    decide(story)
    rows = story.case.dossier.approvals.filter(matter="decision").order_by("rung")
    assert [row.role for row in rows] == [Role.SECTION, Role.LEGALHEAD, Role.DEPUTY]


def test_a_chain_that_was_signed_to_its_end_takes_no_more_signatures(bureau: Bureau) -> None:
    """§11.6 no. 21: of two parties one is decided, the case still lies at its decision."""
    story = presented(bureau, **TWO)
    endorse(story, "section", "decision")
    endorse(story, "legalhead", "decision")
    decide(story)
    for username in ("section", "legalhead"):
        with refusal("approval.complete"):
            endorse(story, username, "decision")
    assert story.case.dossier.approvals.filter(matter="decision").count() == 3


@pytest.mark.parametrize("username", ["deputy", "principal"])
def test_where_the_law_says_responsible_person_either_leader_may(bureau: Bureau, username: str) -> None:
    """行政处罚法57; 55号令15."""
    story = asked(bureau)
    endorse(story, "section")
    assert approve(story, username).filed_on == TODAY
    other = presented(bureau)
    endorse(other, "section", "decision")
    endorse(other, "legalhead", "decision")
    decide(other, username)


def test_nobody_below_takes_the_last_rung_and_no_leader_signs_it_as_an_endorsement(bureau: Bureau) -> None:
    """§11.2: the act of the last rung is the decision itself."""
    story = asked(bureau)
    endorse(story, "section")
    for username in ("section", "legalhead", "deputy"):
        with refusal("approval.rung"):
            endorse(story, username)
    with refusal("role.not_allowed"):
        approve(story, "section")


def test_the_same_person_does_not_sign_two_rungs(bureau: Bureau) -> None:
    """§11.6 no. 21: a second pair of eyes is another person's."""
    registry.grant_role(actor=SYSTEM, user=bureau.users["section"], role=Role.DEPUTY, valid_from=TODAY)
    story = asked(bureau)
    endorse(story, "section")
    with refusal("approval.same_person"):
        approve(story, "section")
    assert approve(story, "deputy").number


def test_a_refusal_ends_the_round_and_the_chain_begins_anew(bureau: Bureau) -> None:
    """§11.6 no. 21: nothing signed is overwritten."""
    story = asked(bureau)
    endorse(story, "section", agreed=False)
    with refusal("approval.rung"):
        approve(story)
    endorse(story, "section")
    assert approve(story).number
    rounds = Approval.objects.filter(dossier=story.case.dossier).order_by("round", "rung")
    assert [(row.round, row.agreed) for row in rounds] == [(1, False), (2, True), (2, True)]


def test_a_chain_that_is_complete_takes_no_further_signature(bureau: Bureau) -> None:
    """The case has moved on; the step says so."""
    story = filed(bureau)
    with refusal("case.wrong_step"):
        endorse(story, "section")


def test_each_party_has_its_own_chain(bureau: Bureau) -> None:
    """§11.4 no. 4."""
    story = presented(bureau, **TWO)
    endorse(story, "section", "decision")
    states = [
        chain(bureau.agency, story.case.dossier, "decision", chain_about(story.refresh(), party)).next_rung
        for party in story.parties
    ]
    assert states == [1, 0]


def test_a_signature_for_a_party_of_another_case_is_refused(bureau: Bureau) -> None:
    """Scoping: a chain is about a party of this case."""
    story, other = presented(bureau), presented(bureau)
    for about in ("", "0" * 32, other.parties[0].ref):
        with refusal("party.unknown"):
            leads.endorse(
                user=story.as_("section"),
                case=story.refresh(),
                matter="decision",
                about=about,
                opinion="同意。",
            )


# ── the chain is a setting ──


def test_an_agency_may_have_a_longer_chain_but_not_another_last_rung(bureau: Bureau) -> None:
    """§11.6 no. 21: the chain is a setting, its last rung the law's (§11.2)."""
    registry.change_agency(
        actor=SYSTEM, agency=bureau.agency, approval_chains={"filing": [["section"], ["legalhead"]]}
    )
    story = asked(bureau)
    endorse(story, "section")
    with refusal("approval.rung"):
        approve(story)
    endorse(story, "legalhead")
    with refusal("role.not_allowed"):
        approve(story, "legalhead")
    assert approve(story).number


def set_chain(bureau: Bureau, *roles: str, matter: str = "filing") -> None:
    chains = {matter: [[role] for role in roles]}
    registry.change_agency(actor=SYSTEM, agency=bureau.agency, approval_chains=chains)


@pytest.mark.parametrize("roles", [("legalhead",), ("legalhead", "deputy"), ("deputy",)])
def test_a_signature_does_not_stand_for_another_post_when_the_setting_changes(
    bureau: Bureau, roles: tuple[str, ...]
) -> None:
    """§11.6 no. 21: what was signed along another chain stays written, and the signing begins anew."""
    story = asked(bureau)
    endorse(story, "section")
    set_chain(bureau, *roles)
    with refusal("approval.rung"):
        approve(story, "principal")
    for role in roles:
        endorse(story, role)
    assert approve(story, "principal").number
    rows = Approval.objects.filter(dossier=story.case.dossier).order_by("round", "rung")
    assert [(row.round, row.role) for row in rows] == [
        (1, "section"),
        *((2, role) for role in roles),
        (2, "principal"),
    ]


def test_a_deputy_who_endorsed_has_not_decided_when_the_chain_grows_shorter(bureau: Bureau) -> None:
    """§11.2: an endorsement is no decision, whoever gave it."""
    set_chain(bureau, "section", "deputy")
    story = asked(bureau)
    endorse(story, "section")
    endorse(story, "deputy")
    set_chain(bureau, "section")
    endorse(story, "section")
    assert approve(story, "deputy").number


def test_a_chain_that_grows_goes_on_from_where_it_was(bureau: Bureau) -> None:
    """§11.6 no. 21."""
    story = asked(bureau)
    endorse(story, "section")
    set_chain(bureau, "section", "legalhead")
    with refusal("approval.rung"):
        approve(story)
    endorse(story, "legalhead")
    assert approve(story).number


def test_what_was_decided_stays_decided_whatever_the_setting_becomes(bureau: Bureau) -> None:
    """§11.2."""
    story = filed(bureau)
    set_chain(bureau, "section", "legalhead", "deputy")
    assert chain(bureau.agency, story.case.dossier, "filing").next_rung is None


# ── standing in for somebody ──


def stand_in(bureau: Bureau, role: Role = Role.DEPUTY, day: dt.date = TODAY) -> None:
    registry.register_substitution(
        actor=SYSTEM, absent=bureau.people[role.value], substitute=bureau.people["reviewer"], role=role,
        authority="云建党组〔2026〕3号", valid_from=day, valid_to=day,
    )  # fmt: skip


def test_a_substitute_signs_and_the_record_names_for_whom_and_by_what_authority(bureau: Bureau) -> None:
    """§11.2: 代谁、凭何授权."""
    story = asked(bureau)
    endorse(story, "section")
    with refusal("role.not_allowed"):
        approve(story, "reviewer")
    stand_in(bureau)
    assert approve(story, "reviewer").filed_on == TODAY
    row = story.case.dossier.approvals.get(rung=1)
    assert (row.signed_by, row.stands_for) == (bureau.people["reviewer"], bureau.people["deputy"])
    assert row.authority == "云建党组〔2026〕3号"
    record = story.case.dossier.records.get(act="case.filed")
    actor = json.loads(bytes(record.body))["actor"]
    assert actor["ref"] == bureau.people["reviewer"].ref
    assert actor["for"] == bureau.people["deputy"].ref
    assert actor["by"]
    told = next(line.sentence for line in timeline(story.case.dossier) if line.record == record)
    assert "顾清和" in told
    assert "代签" in told


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + DAY])
def test_an_authority_counts_on_its_own_days_only(bureau: Bureau, day: dt.date) -> None:
    """§11.2."""
    stand_in(bureau, day=day)
    story = asked(bureau)
    endorse(story, "section")
    with refusal("role.not_allowed"):
        approve(story, "reviewer")


def test_own_powers_come_first(bureau: Bureau) -> None:
    """§11.2: who holds the role signs in it, whatever else they are registered for."""
    registry.register_substitution(
        actor=SYSTEM, absent=bureau.people["principal"], substitute=bureau.people["deputy"], role=Role.PRINCIPAL,
        authority="主持工作", valid_from=TODAY, valid_to=TODAY,
    )  # fmt: skip
    story = asked(bureau)
    endorse(story, "section")
    approve(story, "deputy")
    assert story.case.dossier.approvals.get(rung=1).stands_for is None


# ── steps ──


def test_a_case_goes_step_by_step_and_no_step_is_done_out_of_turn(bureau: Bureau) -> None:
    """种子 A2.3: cases run on the published flowchart."""
    story = CaseStory(bureau).lead()
    out_of_turn = {
        "lead": story.verified,
        "filing": lambda: approve(story),
        "closing": lambda: closing.approve_closing(
            user=story.as_("deputy"), case=story.refresh(), opinion="同意。", retention="permanent"
        ),
    }
    walk = [
        ("lead", CaseStory.verified),
        ("filing", CaseStory.filed),
        ("investigation", lambda told: told.investigated().concluded()),
        ("conclusion", lambda told: told.drafted().submitted()),
        ("review", CaseStory.reviewed),
        ("notice", lambda told: told.notified().waived().presented()),
        ("decision", CaseStory.decided),
        ("service", CaseStory.served),
        ("performance", CaseStory.performed),
    ]
    for step, act in walk:
        assert stands_at(story) == step
        for early, attempt in out_of_turn.items():
            if early != step:
                with refusal("case.wrong_step"):
                    attempt()
        act(story)
    story.closed()
    assert stands_at(story) == ""
    assert story.refresh().ending == "closed"


def test_a_case_that_has_ended_takes_no_further_act(bureau: Bureau) -> None:
    """55号令31: also for whoever still has its page open."""
    story = CaseStory(bureau).lead()
    stale = story.refresh()
    leads.decline(user=story.as_("deputy"), case=story.refresh(), reason="无违法事实。")
    for case in (story.refresh(), stale):
        with refusal("case.ended"):
            leads.add_party(
                user=story.user, case=case, name="云岭县恒泰建筑工程有限公司（示例）", party_kind="02",
                credit_code="91159999MA0DF003X0", address="云岭县",
            )  # fmt: skip


def test_a_lead_is_declined_with_a_reason_only(bureau: Bureau) -> None:
    """55号令15."""
    story = CaseStory(bureau).lead()
    with refusal("case.no_reason"):
        leads.decline(user=story.as_("deputy"), case=story.refresh(), reason=" ")
    declined = leads.decline(user=story.as_("deputy"), case=story.refresh(), reason="无违法事实。")
    assert (declined.ending, declined.ended_on) == ("declined", clock.today())


def test_a_case_keeps_the_procedure_it_began_with(bureau: Bureau) -> None:
    """种子 A2.3, B1."""
    story = filed(bureau)
    newer = adopt(actor=SYSTEM, agency=bureau.agency, bpmn=load("ordinary-penalty"))
    assert newer.version == 2
    assert story.refresh().dossier.position.procedure.version == 1
    assert filed(bureau).refresh().dossier.position.procedure == newer
