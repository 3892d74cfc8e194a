"""What there is to publish on a person's desk: each with its own limit, each once, and counted anew after each act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db.models.signals import pre_save
from rules_cast import at_desk

from mingjing.catalog.actions import begin_edition, send_to_check
from mingjing.catalog.models import ListKind
from mingjing.demo.stories import CaseStory
from mingjing.disclosure.actions import send_back
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import returned
from mingjing.records import consumers, log
from mingjing.records.models import Record
from mingjing.registry.queries import roles_of
from mingjing.workbench import limits
from mingjing.workbench.desk import counts, desk_of
from telling import decided

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.cases.clocks import ShownClock
    from mingjing.demo.bureau import Bureau


def proposed(bureau: Bureau) -> Publication:
    user = bureau.users["publisher"]
    return send_to_check(user=user, edition=begin_edition(user=user, list_kind=ListKind.MATTERS))


def limits_of(bureau: Bureau, username: str) -> dict[str, ShownClock | None]:
    user = bureau.users[username]
    return {each.about: each.clock for each in desk_of(user, roles_of(user)).mine if each.kind == "publish"}


def test_a_list_waits_under_the_limit_of_lists_and_a_decision_under_that_of_decisions(bureau: Bureau) -> None:
    """政府信息公开条例26: twenty working days; 244号11, 行政处罚 decisions: seven."""
    edition = proposed(bureau)
    decided(bureau)
    log.integrate_all()
    while consumers.run_all():
        pass
    decision = bureau.confirm(Publication.objects.get(kind="decision"))
    on_desk = limits_of(bureau, "checker")
    rules = {publication.kind: on_desk[publication.title] for publication in (edition, decision)}
    assert {kind: each.clock.rule for kind, each in rules.items() if each} == {
        "list.matters": "gk.20",
        "decision": "nm.publish7",
    }
    pages = {each.kind: limits.of_publication(each) for each in (edition, decision)}
    assert [(each.left, each.due) for each in rules.values() if each] == [
        (each.left, each.due) for each in pages.values() if each
    ]


def test_what_was_sent_back_waits_until_its_next_version(bureau: Bureau) -> None:
    first = proposed(bureau)
    assert list(returned(bureau.agency)) == []
    send_back(user=bureau.users["checker"], publication=first, reason="第 3 行依据写错")
    assert list(returned(bureau.agency)) == [first]
    assert first.title in limits_of(bureau, "publisher")
    Publication.objects.create(
        **{
            name: getattr(first, name)
            for name in ("agency", "kind", "about", "title", "content", "basis", "made_on")
        },
        version=first.version + 1,
        state=Publication.State.PROPOSED,
    )
    assert list(returned(bureau.agency)) == []


@pytest.fixture
def numbers(acts_really_run: None) -> Iterator[list[int]]:
    """Give records the numbers of this list, as two acts at a time may leave them."""
    del acts_really_run
    given: list[int] = []

    def number(instance: Record, **more: Any) -> None:
        del more
        if given and instance._state.adding:
            instance.pk = given.pop(0)

    pre_save.connect(number, sender=Record)
    yield given
    pre_save.disconnect(number, sender=Record)


@pytest.mark.usefixtures("acts_really_run")
def test_the_menu_counts_an_act_whose_record_has_a_lower_number_than_the_last(
    bureau: Bureau, numbers: list[int]
) -> None:
    user = bureau.users["officer1"]
    roles = roles_of(user)
    newest = Record.objects.latest("pk").pk
    numbers[:] = [newest + 100]
    story = CaseStory(bureau, firms=()).lead()
    assert Record.objects.latest("pk").pk == newest + 100
    before = counts(user, roles).cases
    numbers[:] = [newest + 50]
    CaseStory(bureau, firms=()).lead()
    assert Record.objects.latest("pk").pk == newest + 100
    assert counts(user, roles).cases == before + 1
    assert at_desk("officer1").get(f"/workbench/cases/{story.case.ref}/").status_code == 200
