"""种子 A3.2; 行政处罚法42; 55号令11: only examined officers with certificates valid that day act, two at least."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import decision, handling, investigation, leads
from mingjing.cases.examination import examine
from mingjing.cases.models import Handler
from mingjing.cases.queries.case import handler_refs, handlers_of, record_defects
from mingjing.cases.rules.handling import competent
from mingjing.cases.rules.records import DEFECTS
from mingjing.catalog.models import MatterRow
from mingjing.catalog.queries import open_tasks
from mingjing.demo.people import DOMAINS, PASSWORD
from mingjing.demo.stories import CaseStory
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.models import Certificate
from mingjing.registry.permissions import Role
from mingjing.registry.rules import CertificateFacts, certificate_faults
from telling import drafted, filed, noticed, other_agency, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.registry.models import Officer

TODAY = dt.date(2026, 9, 15)
DAY = dt.timedelta(days=1)


def change(bureau: Bureau, username: str, **fields: Any) -> None:
    """Change the one certificate of a person."""
    certificate = Certificate.objects.get(officer=bureau.people[username])
    registry.change_certificate(actor=SYSTEM, certificate=certificate, **fields)


WRONG: list[Any] = [
    pytest.param({"valid_to": TODAY - DAY}, "到期", id="expired yesterday"),
    pytest.param({"valid_from": TODAY + DAY}, "才有效", id="valid from tomorrow"),
    pytest.param({"status": "suspended"}, "暂扣", id="suspended"),
    pytest.param({"status": "revoked"}, "注销", id="revoked"),
    pytest.param({"categories": ["燃气", "物业"]}, "执法类别", id="wrong category"),
    pytest.param({"areas": ["邻县"]}, "执法区域", id="wrong area"),
    pytest.param({"exam_passed_on": None}, "考试", id="not examined"),
    pytest.param({"exam_passed_on": TODAY + DAY}, "考试", id="examined tomorrow"),
]


@pytest.mark.parametrize(("fields", "word"), WRONG)
def test_an_officer_without_a_valid_certificate_is_not_assigned(
    bureau: Bureau, fields: dict[str, Any], word: str
) -> None:
    """种子 A3.2; 行政处罚法42."""
    story = CaseStory(bureau).lead()
    change(bureau, "officer2", **fields)
    with refusal("officer.not_qualified") as told:
        story.verified()
    assert word in told.value.sentence
    assert "陆明川" in told.value.sentence
    assert not Handler.objects.filter(case=story.case).exists()


@pytest.mark.parametrize(("fields", "word"), WRONG)
def test_an_officer_whose_certificate_lapsed_cannot_go_on_acting(
    bureau: Bureau, fields: dict[str, Any], word: str
) -> None:
    """种子 A3.2: on the day of each step, not only at assignment."""
    story = drafted(bureau)
    change(bureau, "officer1", **fields)
    with refusal("officer.not_qualified") as told:
        story.submitted()
    assert word in told.value.sentence


@pytest.mark.parametrize(
    "fields",
    [{"valid_to": TODAY}, {"valid_from": TODAY}, {"exam_passed_on": TODAY}, {"categories": ["建筑市场"]}],
)
def test_the_first_and_the_last_day_of_a_certificate_count(bureau: Bureau, fields: dict[str, Any]) -> None:
    """种子 A3.2: the gate open."""
    change(bureau, "officer2", **fields)
    assert CaseStory(bureau).lead().verified().case.handlers.count() == 2


def test_the_decision_asks_for_both_handlers_once_more(bureau: Bureau) -> None:
    """行政处罚法42、76: also the one who does not press the button."""
    story = noticed(bureau).waived().presented()
    change(bureau, "officer2", status="suspended")
    with refusal("officer.not_qualified"):
        story.decided()


def test_whoever_left_does_not_act_from_that_day(bureau: Bureau) -> None:
    """§11.6 no. 17: transferred or retired, no certificate of theirs counts."""
    registry.leave(actor=SYSTEM, officer=bureau.people["officer2"], on=TODAY)
    with refusal("officer.not_qualified") as told:
        CaseStory(bureau).lead().verified()
    assert "离岗" in told.value.sentence
    with clock.at(TODAY - DAY):
        assert CaseStory(bureau).lead().verified().case.handlers.count() == 2


def test_someone_without_any_certificate_is_not_assigned(bureau: Bureau) -> None:
    """行政处罚法42: the reviewer is of the bureau and no enforcement officer."""
    with refusal("officer.not_qualified") as told:
        CaseStory(bureau, handlers=("officer1", "reviewer")).lead().verified()
    assert "没有执法证件" in told.value.sentence


def test_one_of_several_certificates_is_enough_if_it_satisfies_everything() -> None:
    """A3.2: never two halves of two certificates."""

    def facts(number: str, category: str, area: str) -> CertificateFacts:
        span = {"valid_from": TODAY, "valid_to": TODAY}
        return CertificateFacts(number, (category,), (area,), in_force=True, examined=True, **span)

    halves = [facts("甲", "燃气", "云岭县"), facts("乙", "建筑市场", "邻县")]
    assert certificate_faults(halves, on=TODAY, category="建筑市场", area="云岭县")
    whole = [*halves, facts("丙", "建筑市场", "云岭县")]
    assert not certificate_faults(whole, on=TODAY, category="建筑市场", area="云岭县")


def test_nobody_is_certified_without_a_passed_examination(bureau: Bureau) -> None:
    """种子 A3.2; 种子 一（三）2."""
    with refusal("certificate.not_examined"):
        registry.issue_certificate(
            actor=SYSTEM, officer=bureau.people["reviewer"], number="YL-2026-0001", categories=DOMAINS,
            areas=["云岭县"], valid_from=TODAY, valid_to=TODAY,
        )  # fmt: skip


# ── two, and its own handlers ──


@pytest.mark.parametrize("handlers", [("officer1",), ("officer1", "officer1")])
def test_one_officer_alone_does_not_handle_a_case(bureau: Bureau, handlers: tuple[str, ...]) -> None:
    """行政处罚法42: no fewer than two, and one person named twice is one."""
    story = CaseStory(bureau, handlers=handlers).lead()  # type: ignore[arg-type]
    with refusal("case.handlers"):
        story.verified()


@pytest.mark.parametrize(
    ("names", "word"),
    [
        (("officer1",), "不足两名"),
        (("officer1", "officer1"), "不足两名"),
        (("officer1", "reviewer"), "不具备资格"),
    ],
)
def test_an_inspection_by_one_or_by_the_unqualified_is_recorded_with_its_defect(
    bureau: Bureau, names: tuple[str, ...], word: str
) -> None:
    """行政处罚法42、55; §11.6 no. 11: what happened is written down as it was, shown to whoever reads the case."""
    story = filed(bureau)
    document = inspect(story, [bureau.people[name] for name in names])
    assert word in dict(document.data)[DEFECTS]
    assert [each for each, _ in record_defects(story.refresh().dossier.documents.all())] == [document]
    sound = inspect(story, [bureau.people[name] for name in ("officer1", "officer3")])
    assert DEFECTS not in dict(sound.data)


def test_a_certificate_expired_on_the_day_is_noted_and_the_next_step_is_blocked(bureau: Bureau) -> None:
    """行政处罚法42; §11.6 no. 11."""
    story = filed(bureau)
    change(bureau, "officer2", valid_to=TODAY - DAY)
    document = inspect(story, [bureau.people[name] for name in ("officer1", "officer2")])
    assert "陆明川" in dict(document.data)[DEFECTS]
    story.handlers = ("officer2", "officer1")
    with refusal("officer.not_qualified"):
        inspect(story, [bureau.people["officer1"]])


def test_the_reviewer_is_shown_the_defects(bureau: Bureau) -> None:
    """行政处罚法58: review sees how the evidence was come by."""
    story = filed(bureau).investigated()
    inspect(story, [bureau.people["officer1"]])
    story.recorded().concluded().drafted().submitted()
    seen = examine(story.refresh(), story.submission(story.parties[0]))
    assert any("不足两名" in each.sentence for each in seen["procedure"])


# ── who handles the case changes ──


def reassign(story: CaseStory, username: str = "section", **told: Any) -> None:
    people = {name: story.bureau.people[told[name]] for name in ("released", "assigned") if name in told}
    handling.reassign(
        user=story.as_(username), case=story.refresh(), reason=told.get("reason", "证件到期"), **people
    )


def test_a_case_whose_handler_is_no_longer_qualified_goes_on_with_another(bureau: Bureau) -> None:
    """行政处罚法42; 55号令11: the gate looks at who handles the case now."""
    story = noticed(bureau)
    change(bureau, "officer2", valid_to=TODAY - DAY)
    story.waived().presented()
    with refusal("officer.not_qualified"):
        story.decided()
    reassign(story, released="officer2", assigned="officer3")
    assert handlers_of(story.refresh()) == [bureau.people["officer1"], bureau.people["officer3"]]
    for username in ("deputy",):
        made = decision.decide(
            user=story.as_(username), case=story.refresh(), party=story.parties[0], opinion="同意。"
        )
        assert made.number
    story.handlers = ("officer2", "officer1")
    with refusal("case.not_handler"):
        story.served()


def test_a_change_of_handlers_leaves_two_has_a_reason_and_a_qualified_successor(bureau: Bureau) -> None:
    """行政处罚法42."""
    story = filed(bureau)
    with refusal("case.handlers"):
        reassign(story, released="officer2")
    with refusal("handler.nobody"):
        reassign(story)
    with refusal("handler.no_reason"):
        reassign(story, assigned="officer3", reason=" ")
    with refusal("handler.unknown"):
        reassign(story, released="officer3", assigned="officer3")
    with refusal("handler.already"):
        reassign(story, assigned="officer2")
    with refusal("officer.not_qualified"):
        reassign(story, released="officer2", assigned="reviewer")
    reassign(story, "deputy", assigned="officer3")
    reassign(story, "principal", released="officer2")


def test_whoever_handled_the_case_once_does_not_review_it_nor_the_reviewer_handle_it(bureau: Bureau) -> None:
    """行政处罚法58; 244号27."""
    story = noticed(bureau)
    assert bureau.people["officer2"].ref in handler_refs(story.refresh())
    reassign(story, released="officer2", assigned="officer3")
    assert bureau.people["officer2"].ref in handler_refs(story.refresh())
    with refusal("handler.reviewed"):
        reassign(story, assigned="reviewer")


# ── jurisdiction ──


@pytest.mark.parametrize("owner", ["comprehensive", "concentrated"])
def test_a_matter_whose_power_lies_elsewhere_is_not_filed(bureau: Bureau, owner: str) -> None:
    """55号令15; 行政处罚法18、22; §11.6 no. 16."""
    story = CaseStory(bureau).lead()
    MatterRow.objects.filter(code=story.matter).update(power_owner=owner)
    with refusal("matter.power_elsewhere") as told:
        story.verified()
    assert "移送" in told.value.next_step
    MatterRow.objects.filter(code=story.matter).update(power_owner="own")
    story.verified()


def test_filing_asks_why_the_agency_is_competent(bureau: Bureau) -> None:
    """55号令15."""
    with refusal("case.no_jurisdiction"):
        competent(owner="本机关", own=True, jurisdiction="　")
    competent(owner="本机关", own=True, jurisdiction="行为发生在本县")
    story = filed(bureau)
    report = story.case.dossier.documents.get(form="AY02")
    assert "本县" in dict(report.data)["管辖依据"]


def inspect(story: CaseStory, officers: list[Officer], *, card_shown: bool = True) -> Any:
    return investigation.record_inspection(
        user=story.user, case=story.refresh(), kind="inspection", happened_on=TODAY, place=story.place,
        person="梁某（示例）", content="现场施工。", officers=officers, card_shown=card_shown, told="权利义务",
    )  # fmt: skip


def test_a_card_that_was_not_shown_is_recorded_as_it_was(bureau: Bureau) -> None:
    """行政处罚法55; §11.6 no. 11: nobody is forced to write what is not true."""
    story = filed(bureau)
    document = inspect(story, [bureau.people[name] for name in ("officer1", "officer2")], card_shown=False)
    assert dict(document.data)["出示执法证件"] == "未出示（如实记录）"


def test_an_officer_who_does_not_handle_the_case_does_not_act_on_it(bureau: Bureau) -> None:
    """行政处罚法42; 种子 A3.2: certified, of the bureau, and still not theirs."""
    story = drafted(bureau)
    story.handlers = ("officer3", "officer2")
    with refusal("case.not_handler"):
        story.submitted()
    story.handlers = ("officer2", "officer1")
    assert story.submitted().submission(story.parties[0]).submitted_by == bureau.people["officer2"]


def test_an_officer_of_another_agency_is_not_assigned(bureau: Bureau) -> None:
    """行政处罚法17、22: certified for the same area, and not ours."""
    stranger = stranger_with_certificate()
    story = CaseStory(bureau).lead()
    bureau.people["officer2"] = stranger
    with refusal("officer.unknown"):
        story.verified()


def stranger_with_certificate() -> Officer:
    department = registry.add_department(
        actor=SYSTEM, agency=other_agency(), name="执法股", function="enforcement"
    )
    officer = registry.add_officer(actor=SYSTEM, department=department, name="外局人员（示例）", post="股员")
    registry.issue_certificate(
        actor=SYSTEM, officer=officer, number="LX-2023-0001", categories=DOMAINS, areas=["云岭县"],
        valid_from=dt.date(2023, 1, 1), valid_to=dt.date(2029, 1, 1), exam_passed_on=dt.date(2022, 12, 1),
    )  # fmt: skip
    return officer


def test_a_lead_belongs_to_a_department_of_the_own_agency(bureau: Bureau) -> None:
    """Scoping: nothing is hung on another agency's department."""
    department = stranger_with_certificate().department
    with refusal("department.unknown"):
        leads.register_lead(
            user=bureau.users["officer1"], department=department, title="案", summary="事", place="地", source="1",
            found_on=TODAY, acted_on=TODAY,
        )  # fmt: skip


def test_an_account_without_a_person_handles_nothing(bureau: Bureau) -> None:
    """A3.2: an act is a person's."""
    story = drafted(bureau)
    user = registry.create_account(actor=SYSTEM, agency=bureau.agency, username="nobody", password=PASSWORD)
    registry.grant_role(actor=SYSTEM, user=user, role=Role.OFFICER, valid_from=TODAY)
    bureau.users["officer1"] = user
    with refusal("account.no_person"):
        story.submitted()


# ── a matter that the list lacks ──


def test_a_matter_that_is_not_listed_is_filed_on_the_leaders_own_reason_only(bureau: Bureau) -> None:
    """种子 A2.1; §11.4 no. 3; 行政处罚法54、76: and a revision of the list is opened."""
    story = CaseStory(bureau, matter="CF-XX-999").lead()
    with refusal("matter.not_listed"):
        story.verified()
    request_unlisted(story)
    leads.endorse(user=story.as_("section"), case=story.refresh(), matter="filing", opinion="建议立案。")
    with refusal("matter.leader_reason"):
        leads.approve_filing(user=story.as_("deputy"), case=story.refresh(), opinion="同意立案。")
    case = leads.approve_filing(
        user=story.as_("deputy"), case=story.refresh(), opinion="同意立案。", unlisted_reason="新法已规定。"
    )
    assert "负责人：新法已规定。" in case.unlisted_reason
    assert open_tasks(bureau.agency, "matters").count() == 1


def request_unlisted(story: CaseStory) -> None:
    leads.request_filing(
        user=story.user, case=story.refresh(), handlers=[story.bureau.people[name] for name in story.handlers],
        matter_code="CF-XX-999", verification="有初步证据。", jurisdiction="本县", unlisted_reason="清单尚未列入。",
    )  # fmt: skip


@pytest.mark.parametrize("fields", [{"valid_to": TODAY - DAY}, {"areas": ["邻县"]}, {"status": "suspended"}])
def test_for_a_matter_that_is_not_listed_officers_are_certified_all_the_same(
    bureau: Bureau, fields: dict[str, Any]
) -> None:
    """种子 A3.2: without a category to ask for, the certificate itself is still asked for."""
    story = CaseStory(bureau, matter="CF-XX-999").lead()
    change(bureau, "officer2", **fields)
    with refusal("officer.not_qualified"):
        request_unlisted(story)


def test_a_case_of_penalty_is_not_filed_on_a_row_of_another_kind(bureau: Bureau) -> None:
    """种子 A2.1; 行政处罚法38: the licence's row gives no power to punish."""
    with refusal("matter.not_penalty"):
        CaseStory(bureau, matter="XK-JZ-001").lead().verified()
