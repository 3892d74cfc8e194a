"""§11.6 no. 21; 244号19: who asks does not grant, not even where he stands in for the leader."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import mending, paying, recording, suspension
from mingjing.cases.queries.payments import account
from mingjing.cases.queries.recordings import activities_of
from mingjing.evidence.models import Activity
from mingjing.registry.permissions import Role
from telling import decided, filed, refusal, stands_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

type Decide = Callable[..., Any]


def suspending(bureau: Bureau) -> tuple[CaseStory, Decide, dict[str, Any]]:
    story = filed(bureau)
    suspension.request_suspension(user=story.user, case=story.refresh(), situation="3", reason="洪水")
    return story, suspension.decide_suspension, {}


def deferring(bureau: Bureau) -> tuple[CaseStory, Decide, dict[str, Any]]:
    story = decided(bureau).served()
    left = account(story.decisions[0], on=clock.today()).left
    made = paying.request_deferral(
        user=story.user, case=story.refresh(), decision=story.decisions[0], applied_on=clock.today(),
        reason="工程款未结", plan=[(clock.today() + dt.timedelta(days=60), left)],
    )  # fmt: skip
    return story, paying.decide_deferral, {"deferral": made}


def correcting(bureau: Bureau) -> tuple[CaseStory, Decide, dict[str, Any]]:
    story = decided(bureau).served()
    made = mending.request_rectification(
        user=story.user, case=story.refresh(), document=story.decisions[0].document, rectification_kind="wrong",
        item="违法事实", wrong="地下室顶板", right="地下室底板", reason="笔误",
    )  # fmt: skip
    return story, mending.decide_rectification, {"rectification": made}


def explaining(bureau: Bureau) -> tuple[CaseStory, Decide, dict[str, Any]]:
    story = filed(bureau, prompt=False).investigated()
    seen = next(
        each for each in activities_of(story.case.dossier) if each.activity_kind == Activity.Kind.INSPECTION
    )
    made = recording.explain_recording(
        user=story.user, case=story.refresh(), activity=seen, ground="1", text="记录仪电池故障，已电话报告。"
    )
    return story, recording.countersign_explanation, {"explanation": made}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (suspending, "petition.own"),
        (deferring, "petition.own"),
        (correcting, "petition.own"),
        (explaining, "explanation.own"),
    ],
)
def test_who_asked_does_not_grant_while_he_stands_in_for_the_leader(
    bureau: Bureau, asked: Callable[[Bureau], tuple[CaseStory, Decide, dict[str, Any]]], code: str
) -> None:
    story, decide, told = asked(bureau)
    stands_in(bureau, "officer1", "deputy", Role.DEPUTY)
    answer = told | {"agreed": True, "opinion": "同意。"}
    with refusal(code):
        decide(user=story.as_("officer1"), case=story.refresh(), **answer)
    decide(user=story.as_("principal"), case=story.refresh(), **answer)
