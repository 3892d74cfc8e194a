"""行政处罚法30、31、33、57: grounds for no penalty; no notice, its own document, education before closing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import closing, drafting, educating, notice
from mingjing.cases.audit import check_decisions
from mingjing.cases.gates.steps import ahead
from mingjing.cases.models import Party
from mingjing.cases.publishing import propose_decisions
from mingjing.cases.queries.case import core_of, earlier_penalties
from mingjing.cases.queries.same_act import earlier_of
from mingjing.cases.standing import standing_of
from mingjing.demo.handing import by_post
from mingjing.demo.stories import Firm
from mingjing.disclosure.models import Publication
from mingjing.documents.models import Document
from mingjing.records.audit import Findings
from mingjing.records.models import Record
from mingjing.workflow.models import Clock
from telling import FIRM, TWO, decided, filed, newest, refusal, reviewed, stands_at

if TYPE_CHECKING:
    from mingjing.cases.models import Decision
    from mingjing.cases.rules import no_penalty
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

FIRST: no_penalty.NoPenalty = {
    "ground": "first",
    "shown": "查本机关和全区处罚公示，此前没有处罚记录；检查当日停工，三日内取得许可证，未造成后果。",
    "education": "讲解《建筑法》第七条，当事人应当先取得许可再施工，今后开工前自查。",
}
FOURTEENTH = dt.date(2026, 9, 15)
CHILD = Firm(
    "小雨（示例）", party_kind="01", identity_number="150999201209150021", address="云岭县云川镇（示例）"
)


def spared(story: CaseStory, place: int = 0, **ground: Any) -> None:
    """Draft no penalty for the party at a place."""
    typed = story.core(place) | {"no_penalty": FIRST | ground, "orders": ""}
    drafting.draft(user=story.user, case=story.refresh(), party=story.parties[place], **typed)


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    """A case of one firm, concluded, with a draft that proposes no penalty."""
    told = filed(bureau).investigated().concluded()
    spared(told)
    return told


def educate(story: CaseStory, row: Decision) -> None:
    educating.educate(
        user=story.user, case=story.refresh(), decision=row, held_on=clock.today(), place="本局会议室",
        person="法定代表人周一苇（示例）", content="讲解施工许可的规定和后果。", response="今后先办证后开工。",
        officers=story.officers,
    )  # fmt: skip


def _ask_to_close(story: CaseStory) -> None:
    story.scanned()
    closing.request_closing(
        user=story.user,
        case=story.refresh(),
        pages=30,
        defects="无",
        checked_by=story.bureau.people["section"],
    )


def test_a_first_offence_is_reviewed_decided_without_notice_served_taught_and_closed(
    story: CaseStory,
) -> None:
    """33第一款、第三款; 57第一款(二): the whole way, past the notice."""
    core = core_of(newest(story))
    assert core["penalties"] == []
    assert core["basis"] == ["《中华人民共和国行政处罚法》第三十三条第一款"]
    assert "强制执行" not in core["relief"]
    story.submitted().reviewed()
    assert stands_at(story) == "decision"
    story.decided()
    row = story.decisions[0]
    assert "不罚决字" in row.number
    assert row.document.title == "不予行政处罚决定书"
    assert row.document.form == "JD04"
    assert row.record.act == "case.not_penalized"
    rules = set(Clock.objects.filter(dossier=story.case.dossier).values_list("rule", flat=True))
    assert "nm.publish7" not in rules
    story.served()
    assert stands_at(story) == "performance"
    assert not rules & {"xzcf.pay_15"}
    wanted = [gate for gate in ahead(standing_of(story.refresh())).gates if gate.state == "stop"]
    assert "还没有教育记录" in wanted[0].sentence
    with refusal("closing.unperformed") as said:
        _ask_to_close(story)
    assert "没有教育记录" in said.value.details[0]
    educate(story, row)
    _ask_to_close(story)
    assert stands_at(story) == "closing"
    taught = Document.objects.get(dossier=story.case.dossier, form="JD04-1")
    assert "先办证后开工" in dict(taught.data)["当事人表示"]


def test_it_is_not_published_as_a_penalty_and_the_desk_sees_why(story: CaseStory) -> None:
    """Reference §11.5."""
    story.submitted().reviewed().decided()
    propose_decisions(list(Record.objects.filter(dossier=story.case.dossier)))
    row = Publication.objects.get(about=story.decisions[0].ref)
    assert (row.ground_reason, row.content) == ("不予处罚的决定不按处罚公示。", {})


def test_the_ground_must_be_shown_and_the_teaching_written(bureau: Bureau) -> None:
    told = filed(bureau).investigated().concluded()
    for wanting in ({"shown": " "}, {"education": ""}):
        with refusal("draft.incomplete"):
            spared(told, **wanting)
    with refusal("no_penalty.ground"):
        spared(told, ground="mercy")
    spared(told, ground="slight")


def test_whoever_was_penalized_before_is_no_first_offender(bureau: Bureau) -> None:
    """33第一款: this agency's own decisions on the same party are looked up, and named."""
    before = decided(bureau)
    told = filed(bureau).investigated().concluded()
    with refusal("no_penalty.not_first") as said:
        spared(told)
    assert said.value.details == [before.decisions[0].number]
    spared(told, ground="slight")


def test_who_has_no_code_is_known_by_name_and_kind(bureau: Bureau) -> None:
    """One answer to who is the same party, for 33 as for 29: a party without a code does not begin anew."""
    before = decided(bureau)
    told = filed(bureau).investigated().concluded()
    Party.objects.update(credit_code="")
    (party,) = told.parties
    assert earlier_penalties(told.refresh(), party) == [before.decisions[0].number]
    assert [each.decision.number for each in earlier_of([party])[party]] == [before.decisions[0].number]
    Party.objects.filter(pk=party.pk).update(name="另一家公司（示例）")
    assert earlier_penalties(told.refresh(), told.refresh().parties.get()) == []


def test_fourteen_years_are_counted_by_the_identity_number(bureau: Bureau) -> None:
    """30: under fourteen on the day of the act; a firm is nobody's child."""
    with clock.at(FOURTEENTH):
        child = filed(bureau, firms=(CHILD,)).investigated().concluded()
        spared(child, ground="child")
        firm = filed(bureau, firms=(FIRM,)).investigated().concluded()
        with refusal("no_penalty.natural"):
            spared(firm, ground="child")
    with clock.at(FOURTEENTH + dt.timedelta(days=1)):
        older = filed(bureau, firms=(CHILD,)).investigated().concluded()
        with refusal("no_penalty.age"):
            spared(older, ground="child")


def test_who_is_spared_is_not_notified_and_the_other_party_keeps_its_own_line(bureau: Bureau) -> None:
    """57: one is fined after notice, the other spared without; the case waits for both."""
    told = filed(bureau, **TWO).investigated().concluded()
    first, second = told.parties
    drafting.draft(user=told.user, case=told.refresh(), party=first, **told.core(0))
    spared(told, 1, ground="slight")
    told.submitted().reviewed()
    assert stands_at(told) == "notice"
    with refusal("notice.no_penalty"):
        notice.notify(user=told.user, case=told.refresh(), party=second)
    made = notice.notify(user=told.user, case=told.refresh(), party=first)
    today = clock.today()
    notice.serve_notice(user=told.user, case=told.refresh(), notice=made, handed=by_post())
    with refusal("decision.too_early"):
        told.presented()
    notice.waive(
        user=told.user, case=told.refresh(), notice=made, waived_on=today, proof="声明书", hearing=True
    )
    told.presented()
    if stands_at(told) == "discussion":
        told.discussed()
    told.decided().served()
    fined, spared_one = told.decisions
    assert "建罚决字" in fined.number
    assert "建不罚决字" in spared_one.number
    educate(told, spared_one)
    with refusal("education.not_due"):
        educate(told, fined)
    with refusal("education.exists"):
        educate(told, spared_one)


def test_without_review_nobody_is_spared(bureau: Bureau) -> None:
    """58: the gate holds for a decision without penalty too."""
    told = reviewed(bureau)
    spared(told)
    assert stands_at(told) == "conclusion"
    told.submitted()
    assert stands_at(told) == "review"


def test_facts_that_do_not_hold_need_no_teaching(bureau: Bureau) -> None:
    """57第一款(三): nothing unlawful was found; the decision carried out is the decision served."""
    told = filed(bureau).investigated().concluded()
    spared(told, ground="unfounded", education="", shown="施工许可证系检查前一日核发，违法事实不能成立。")
    told.submitted().reviewed().decided().served()
    _ask_to_close(told)
    assert stands_at(told) == "closing"


def test_the_audit_knows_a_decision_without_penalty(story: CaseStory) -> None:
    story.submitted().reviewed().decided()
    findings = Findings()
    check_decisions(findings)
    assert not findings.problems
