"""行政处罚法42、43: the head decides; until then the investigation goes on; who is recused acts no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingjing.cases.actions import recusal
from mingjing.cases.queries.case import handler_refs, handlers_of
from telling import filed, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    told = filed(bureau)
    recusal.request_recusal(
        user=told.user, case=told.refresh(), officer=bureau.people["officer2"], by_party=True,
        reason="与当事人的法定代表人是近亲属。",
    )  # fmt: skip
    return told


def decide(story: CaseStory, replacement: str = "", *, agreed: bool = True) -> None:
    recusal.decide_recusal(
        user=story.as_("principal"), case=story.refresh(), agreed=agreed, opinion="依法决定。",
        replacement=story.bureau.people[replacement] if replacement else None,
    )  # fmt: skip


def test_until_the_decision_the_investigation_goes_on(story: CaseStory) -> None:
    assert story.investigated().refresh().dossier.evidence.count() == 3


def test_who_is_recused_is_replaced_and_may_not_act(story: CaseStory) -> None:
    decide(story, "officer3")
    names = {officer.name for officer in handlers_of(story.refresh())}
    assert names == {story.bureau.people[name].name for name in ("officer1", "officer3")}
    story.handlers = ("officer2", "officer3")
    with refusal("case.not_handler"):
        story.investigated()
    assert story.bureau.people["officer2"].ref in handler_refs(story.refresh())


def test_two_handlers_stay_or_nobody_leaves(story: CaseStory) -> None:
    with refusal("case.handlers"):
        decide(story)
    with refusal("handler.already"):
        decide(story, "officer2")
    assert len(handlers_of(story.refresh())) == 2


def test_a_refused_recusal_changes_nothing(story: CaseStory) -> None:
    decide(story, agreed=False)
    assert story.bureau.people["officer2"] in handlers_of(story.refresh())


def test_only_a_handler_is_recused(bureau: Bureau) -> None:
    story = filed(bureau)
    with refusal("recusal.not_handler"):
        recusal.request_recusal(
            user=story.user,
            case=story.refresh(),
            officer=bureau.people["officer3"],
            by_party=True,
            reason="亲属",
        )
