"""55号令15; 行政处罚法36: a lead is verified in fifteen working days and ten, and filed under its three conditions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import leads, reporting, verification
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Case
from mingjing.cases.sealing import Identity
from mingjing.cases.standing import standing_of, standings, unfinished
from mingjing.demo.stories import CaseStory
from mingjing.records.models import Dossier
from mingjing.workflow.models import Clock
from telling import filed, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

FOUND = dt.date(2026, 6, 12)
GRAVE = "涉及燃气使用人生命安全，已造成一人中毒。"


def limit(case: Case, rule: str = "zj55.verify") -> Clock:
    return Clock.objects.get(dossier=case.dossier, rule=rule)


def lead(bureau: Bureau, **told: Any) -> Case:
    """Register a lead; what is not said is an ordinary one found today."""
    today = clock.today()
    given = {
        "user": bureau.users["section"],
        "department": bureau.people["section"].department,
        "title": "未取得施工许可证擅自施工案",
        "summary": "工地正在施工。",
        "place": "云岭县云川镇",
        "source": "1",
        "found_on": today,
        "acted_on": today,
    }
    return leads.register_lead(**given | told)


def test_a_refused_lead_leaves_nothing_behind(bureau: Bureau) -> None:
    """The form refuses a limit of reply before the lead came; no dossier without a case stays."""
    cases, dossiers = Case.objects.count(), Dossier.objects.count()
    with refusal("lead.reply_by"):
        lead(bureau, reply_by=clock.today() - dt.timedelta(days=1))
    assert (Case.objects.count(), Dossier.objects.count()) == (cases, dossiers)
    lead(bureau, reply_by=clock.today())
    assert (Case.objects.count(), Dossier.objects.count()) == (cases + 1, dossiers + 1)


# ── fifteen working days, ten more ──


def test_ten_working_days_follow_the_fifteen_when_the_responsible_person_grants_them(bureau: Bureau) -> None:
    """55号令15; reference §11.3: 2026-06-12 → 07-06, extended → 07-20."""
    with clock.at(FOUND):
        story = CaseStory(bureau).lead()
    assert limit(story.case).due_on == dt.date(2026, 7, 6)
    with clock.at(dt.date(2026, 7, 3)):
        verification.request_lead_extension(user=story.user, case=story.refresh(), reason="待调取许可档案。")
        with refusal("petition.pending"):
            verification.request_lead_extension(user=story.user, case=story.refresh(), reason="再等。")
        asked = [task.verb.name for task in ahead(standing_of(story.refresh())).tasks]
        assert "lead-extension" in asked
        with refusal("role.not_allowed"):
            verification.decide_lead_extension(
                user=story.as_("section"), case=story.refresh(), agreed=True, opinion="同意。"
            )
        verification.decide_lead_extension(
            user=story.as_("deputy"), case=story.refresh(), agreed=True, opinion="同意延长。"
        )
    assert limit(story.case).due_on == dt.date(2026, 7, 20)
    assert story.refresh().dossier.documents.get(form="AY03").data
    with clock.at(dt.date(2026, 7, 20)), refusal("lead.extended"):
        verification.request_lead_extension(user=story.user, case=story.refresh(), reason="再延。")


def test_what_has_passed_is_not_extended_and_refusing_changes_nothing(bureau: Bureau) -> None:
    with clock.at(FOUND):
        story = CaseStory(bureau).lead()
        verification.request_lead_extension(user=story.user, case=story.refresh(), reason="待调档。")
        verification.decide_lead_extension(
            user=story.as_("principal"), case=story.refresh(), agreed=False, opinion="尽快核查。"
        )
    assert limit(story.case).extensions == []
    with clock.at(dt.date(2026, 7, 7)), refusal("lead.extension_late"):
        verification.request_lead_extension(user=story.user, case=story.refresh(), reason="待调档。")


def test_only_a_lead_is_extended_so(bureau: Bureau) -> None:
    story = filed(bureau)
    with refusal("lead.no_limit"):
        verification.request_lead_extension(user=story.user, case=story.refresh(), reason="待调档。")


# ── the three conditions ──


def request(story: CaseStory, **told: Any) -> Case:
    given = {
        "handlers": [story.bureau.people[name] for name in story.handlers],
        "matter_code": story.matter,
        "verification": "现场查见正在施工，未能出示许可证。",
        "jurisdiction": "发生在本县，处罚权归本机关。",
    }
    return leads.request_filing(user=story.user, case=story.refresh(), **given | told)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"verification": "　"}, "case.no_evidence"),
        ({"jurisdiction": " "}, "case.no_jurisdiction"),
    ],
)
def test_without_first_evidence_or_competence_nothing_is_filed(
    bureau: Bureau, told: dict[str, Any], code: str
) -> None:
    """55号令15(一)、(二): refused with the clause, the lead stays where it is."""
    story = CaseStory(bureau).lead()
    with refusal(code) as refused:
        request(story, **told)
    assert "第十五条" in refused.value.clause
    assert story.refresh().dossier.position.step == "lead"


@pytest.mark.parametrize(
    ("acted_on", "reason", "passes"),
    [
        (dt.date(2024, 9, 15), "", True),
        (dt.date(2024, 9, 14), "", False),
        (dt.date(2024, 9, 14), GRAVE, True),
        (dt.date(2021, 9, 15), GRAVE, True),
        (dt.date(2021, 9, 14), GRAVE, False),
    ],
)
def test_two_years_or_five_on_grave_grounds(
    bureau: Bureau, acted_on: dt.date, reason: str, passes: bool
) -> None:
    """行政处罚法36: counted from the end of the act to its discovery (2026-09-15)."""
    story = CaseStory(bureau).lead(acted_on=acted_on)
    if not passes:
        with refusal("case.limitation") as refused:
            request(story, grave_reason=reason)
        assert "三十六条" in refused.value.clause
        return
    case = request(story, grave_reason=reason)
    assert case.grave_reason == (reason if acted_on < dt.date(2024, 9, 15) else "")


def test_grave_grounds_are_not_kept_where_two_years_suffice(bureau: Bureau) -> None:
    assert request(CaseStory(bureau).lead(), grave_reason=GRAVE).grave_reason == ""


def test_an_act_that_still_goes_on_has_no_limitation_and_no_earlier_end(bureau: Bureau) -> None:
    """行政处罚法36: 连续或者继续状态的，从行为终了之日起计算."""
    with refusal("lead.ongoing"):
        lead(bureau, course="ongoing", acted_on=dt.date(2020, 1, 1))
    case = lead(bureau, course="ongoing")
    gate = next(gate for gate in ahead(standing_of(case)).gates if "三十六条" in gate.clause)
    assert (gate.state, "仍在继续" in gate.sentence) == ("open", True)


def test_each_condition_is_a_gate_of_the_filing_and_stands_in_its_form(bureau: Bureau) -> None:
    story = CaseStory(bureau).lead()
    request(story)
    gates = ahead(standing_of(story.refresh())).gates
    said = [gate.sentence for gate in gates if gate.state == "open"]
    for beginning in ("初步证据：现场查见", "管辖：发生在本县", "2026-09-15 行为终了"):
        assert any(sentence.startswith(beginning) for sentence in said), beginning
    story.filed()
    paper = dict(story.refresh().dossier.documents.get(form="LA01").data)
    assert paper["初步证据"].startswith("现场查见")
    assert "未满二年" in paper["追责时效"]


def test_whoever_files_the_case_asks_the_three_conditions_once_more(bureau: Bureau) -> None:
    """The gate does not trust what a row was made to say: raw SQL took the evidence away."""
    story = CaseStory(bureau).lead()
    request(story)
    Case.objects.filter(pk=story.case.pk).update(first_evidence="")
    with refusal("case.no_evidence"):
        story.filed()


def test_an_act_past_two_years_waits_for_grave_grounds_and_past_five_for_nothing(bureau: Bureau) -> None:
    for acted_on, state in ((dt.date(2023, 1, 1), "off"), (dt.date(2020, 1, 1), "stop")):
        case = lead(bureau, acted_on=acted_on)
        gate = next(gate for gate in ahead(standing_of(case)).gates if "三十六条" in gate.clause)
        assert gate.state == state


# ── the source's own clock ──


def test_a_hotline_lead_has_a_reply_clock_of_its_own_and_answering_meets_it(bureau: Bureau) -> None:
    """§11.6 no. 23: as the sender says; where it says nothing, five working days."""
    with clock.at(FOUND):
        case = lead(bureau, source="7", reference="GD20260612001")
        named = lead(bureau, source="4", reply_by=dt.date(2026, 6, 30))
    assert limit(case, "source.reply").due_on == dt.date(2026, 6, 22)
    assert limit(named, "source.reply").due_on == dt.date(2026, 6, 30)
    with clock.at(dt.date(2026, 6, 22)):
        assert any(task.verb.name == "reply" for task in ahead(standing_of(case)).tasks)
        with refusal("reply.empty"):
            reporting.reply(
                user=bureau.users["officer1"], case=case, replied_on=clock.today(), manner="1", content=" "
            )
        reporting.reply(
            user=bureau.users["officer1"],
            case=case,
            replied_on=clock.today(),
            manner="1",
            content="已受理核查。",
        )
        assert not any(task.verb.name == "reply" for task in ahead(standing_of(case)).tasks)
    assert limit(case, "source.reply").met_on == dt.date(2026, 6, 22)


def test_a_lead_that_nobody_sent_has_no_reply_clock(bureau: Bureau) -> None:
    case = lead(bureau)
    assert not Clock.objects.filter(dossier=case.dossier, rule="source.reply").exists()
    with refusal("report.none"):
        reporting.reply(
            user=bureau.users["officer1"], case=case, replied_on=clock.today(), manner="1", content="已处理。"
        )
    with refusal("lead.reply_by"):
        lead(bureau, source="7", reply_by=dt.date(2026, 9, 1))


def test_a_report_whose_sender_asked_for_no_answer_is_not_answered(bureau: Bureau) -> None:
    """§11.6 no. 23: the answer to the source is owed where the source asked for one."""
    case = lead(bureau, source="3", reporter=Identity(name="卢明远（示例）"))
    with refusal("report.no_reply"):
        reporting.reply(
            user=bureau.users["officer1"], case=case, replied_on=clock.today(), manner="1", content="已处理。"
        )


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"party_kind": "02", "credit_code": "91159999MA0AC000X0"}, "party.credit_code"),
        ({"party_kind": "02", "credit_code": ""}, "party.credit_code"),
        ({"party_kind": "01", "identity_number": "110101199003070000"}, "party.identity"),
        ({"party_kind": "01", "identity_number": ""}, "party.identity"),
    ],
)
def test_a_party_whose_code_a_public_list_would_carry_wrongly_is_refused(
    bureau: Bureau, told: dict[str, Any], code: str
) -> None:
    """GB 32100、GB 11643: the check digits are counted when the party is registered."""
    case = lead(bureau)
    with refusal(code):
        leads.add_party(
            user=bureau.users["section"], case=case, name="某某（示例）", address="云川镇", **told
        )
    assert not case.parties.exists()


def test_the_answer_is_owed_even_when_the_lead_was_not_filed(bureau: Bureau) -> None:
    case = lead(bureau, source="7")
    leads.decline(user=bureau.users["deputy"], case=case, reason="经核查无违法事实。")
    paper = dict(case.dossier.documents.get(form="LA02").data)
    assert paper["不符合立案条件的理由"] == "经核查无违法事实。"
    owed = next(each for each in standings(unfinished(bureau.agency)) if each.case == case)
    assert [task.verb.name for task in ahead(owed).tasks] == ["reply", "archive"]
    reporting.reply(
        user=bureau.users["section"], case=case, replied_on=clock.today(), manner="1", content="未发现违法。"
    )
    owed = next(each for each in standings(unfinished(bureau.agency)) if each.case == case)
    assert [task.verb.name for task in ahead(owed).tasks] == ["archive"]
