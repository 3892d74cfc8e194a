"""行政处罚法50; reference §11.5: whoever may have opened the seal writes nothing that names the reporter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter_cast import TODAY, reported, traces

from mingjing.cases.actions import decision, handling, leads, presenting, recording, recusal
from mingjing.cases.queries.recordings import activities_of
from telling import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.demo.bureau import Bureau
    from mingjing.registry.models import User

NAMING = "欧阳守拙反映属实。"


def test_no_reason_on_which_a_case_is_filed_names_the_reporter(bureau: Bureau) -> None:
    """§11.5: what is verified and why an unlisted matter is filed stand on the filing form."""
    story = reported(bureau)
    told: dict[str, Any] = {
        "handlers": story.officers, "matter_code": "", "verification": "工地正在施工。",
        "jurisdiction": "发生在本县，处罚权归本机关。", "unlisted_reason": "清单尚未列入这一事项。",
    }  # fmt: skip
    for field in ("verification", "jurisdiction", "unlisted_reason"):
        with refusal("lead.names_reporter"):
            leads.request_filing(user=story.user, case=story.refresh(), **{**told, field: NAMING})
    leads.request_filing(user=story.user, case=story.refresh(), **told)
    leads.endorse(user=story.as_("section"), case=story.refresh(), matter="filing", opinion="建议立案。")
    for said in ({"opinion": NAMING, "unlisted_reason": "确应立案。"}, {"unlisted_reason": NAMING}):
        with refusal("lead.names_reporter"):
            leads.approve_filing(
                user=story.as_("principal"), case=story.refresh(), **{"opinion": "同意立案。", **said}
            )
    assert story.refresh().number == ""


def test_no_opinion_in_a_chain_and_no_answer_names_the_reporter(bureau: Bureau) -> None:
    """§11.5: whoever signs may have opened the seal; every handler and every party reads the opinion."""
    story = reported(bureau).verified()
    section, principal = story.as_("section"), story.as_("principal")

    def refused(act: Callable[..., object], user: User = principal, **told: Any) -> None:
        with refusal("lead.names_reporter") as said:
            act(user=user, case=story.refresh(), **{"opinion": NAMING, **told})
        assert traces(said.value.sentence) == []

    refused(leads.endorse, section, matter="filing")
    story.filed()
    story.prompt = False
    story.investigated()
    said = recording.explain_recording(
        user=story.user,
        case=story.refresh(),
        activity=activities_of(story.case.dossier)[0],
        ground="1",
        text="无电。",
    )
    refused(recording.countersign_explanation, explanation=said, agreed=False)
    recording.countersign_explanation(
        user=principal, case=story.refresh(), explanation=said, agreed=True, opinion="属实。"
    )
    story.recorded()
    recusal.request_recusal(
        user=story.user, case=story.refresh(), officer=story.officers[1], by_party=True, reason="近亲属"
    )
    refused(recusal.decide_recusal, agreed=False)
    recusal.decide_recusal(user=principal, case=story.refresh(), agreed=False, opinion="不符合回避条件。")
    with refusal("lead.names_reporter"):
        handling.reassign(
            user=section, case=story.refresh(), assigned=bureau.people["officer3"], reason=NAMING
        )
    story.concluded(complex_case=True).drafted().submitted().reviewed().notified().waived()
    presenting.request_decision(user=story.user, case=story.refresh())
    leaders = [bureau.people[name] for name in ("principal", "deputy")]
    with refusal("lead.names_reporter"):
        presenting.discuss(
            user=principal,
            case=story.refresh(),
            held_on=TODAY,
            place="会议室",
            participants=leaders,
            minutes=NAMING,
            conclusion="同意。",
        )
    story.discussed()
    party = story.parties[0]
    subject = {"matter": "decision", "about": party.ref}
    refused(leads.endorse, section, **subject)
    story.endorsed()
    refused(decision.decide, party=party)
    refused(decision.refuse, party=party)
    decision.decide(user=principal, case=story.refresh(), party=party, opinion="同意。")
