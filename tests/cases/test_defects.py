"""§11.6 no. 11, 30: what happened is recorded as it happened; what was wrong is seen, and blocks only what follows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import investigation
from mingjing.cases.defects import defects_of
from mingjing.cases.gates.steps import ahead
from mingjing.cases.standing import standing_of
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from telling import filed, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

DAY = dt.date(2026, 9, 15)


def lapsed(bureau: Bureau, username: str, valid_to: dt.date) -> None:
    """Register that somebody's certificate had expired."""
    for each in bureau.people[username].certificates.all():
        registry.change_certificate(actor=SYSTEM, certificate=each, valid_to=valid_to)


def test_a_certificate_found_afterwards_to_have_expired_is_seen_beside_the_record(bureau: Bureau) -> None:
    with clock.at(dt.date(2026, 9, 8)):
        story = filed(bureau).investigated()
    assert defects_of(story.refresh()) == []
    lapsed(bureau, "officer2", dt.date(2026, 8, 31))
    found = defects_of(story.refresh())
    assert {each.form for each, _ in found} == {"DC01", "DC02"}
    assert all("事后发现陆明川（示例）当日不具备资格" in words for _, words in found)
    paper = dict(found[0][0].data)
    assert not any("瑕疵" in name for name in paper)


def test_it_blocks_what_comes_next_and_never_the_truth(bureau: Bureau) -> None:
    """The one whose certificate has run out acts no more; what they saw is still written down."""
    with clock.at(dt.date(2026, 9, 8)):
        story = filed(bureau).investigated()
    lapsed(bureau, "officer2", dt.date(2026, 9, 10))
    gates = ahead(standing_of(story.refresh())).gates
    assert any(gate.state == "stop" and "陆明川" in gate.sentence for gate in gates)
    with refusal("officer.not_qualified"):
        investigation.set_complex(user=bureau.users["officer2"], case=story.refresh())
    made = investigation.record_inspection(
        user=story.user, case=story.refresh(), kind="inspection", happened_on=DAY, place="工地", person="某",
        content="停工", officers=story.officers, card_shown=False, told="权利义务",
        dressed=False,
    )  # fmt: skip
    words = dict(defects_of(story.refresh()))[made]
    assert "陆明川（示例）当日不具备资格" in words
    assert "未出示执法证件" in words
    assert "未规范着装、佩戴统一标识" in words
    assert "事后发现" not in words


def test_what_was_in_order_then_stays_so_when_a_certificate_runs_out_later(bureau: Bureau) -> None:
    with clock.at(dt.date(2026, 9, 8)):
        story = filed(bureau).investigated()
    lapsed(bureau, "officer2", dt.date(2026, 9, 8))
    assert defects_of(story.refresh()) == []


def test_a_certificate_withdrawn_since_was_good_on_its_day(bureau: Bureau) -> None:
    with clock.at(dt.date(2026, 9, 8)):
        story = filed(bureau).investigated()
    for each in bureau.people["officer2"].certificates.all():
        registry.change_certificate(actor=SYSTEM, certificate=each, status="revoked")
    assert defects_of(story.refresh()) == []
