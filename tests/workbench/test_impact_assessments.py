"""个人信息保护法55、56: no rule makes persons public before an assessment was filed and confirmed by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules_cast import at_desk, who_may_open

from mingjing import clock
from mingjing.disclosure.actions import adopt_rule, confirm_assessment, draft_rule, file_assessment
from mingjing.disclosure.models import DisclosureRule, ImpactAssessment
from mingjing.disclosure.queries import rule_for
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

PAGE = "/workbench/publications/assessments/"
COLUMNS = (
    "scope", "fields", "carriers", "limit_key", "period", "months", "posts", "basis", "procedure", "supervision",
    "safeguards", "assessment",
)  # fmt: skip
SAID = {
    "category": "行政处罚",
    "purpose": "只公开有一定社会影响的决定，为履行法定公开职责所必需。",
    "impact": "姓名只写姓氏，仍可能被熟人认出；不供检索，风险较低。",
    "measures": "证件号、住址、联系方式一律隐去，两人核对，到期自动撤下。",
    "conclusion": "措施与风险相适应，可以施行。",
}


def drafted(bureau: Bureau, *, natural: bool) -> DisclosureRule:
    rule = rule_for(bureau.agency, "行政处罚", natural=natural)
    assert rule is not None
    told = {name: getattr(rule, name) for name in COLUMNS}
    publisher = bureau.users["publisher"]
    return draft_rule(user=publisher, category=rule.category, party_kind=rule.party_kind, told=told)


def test_persons_become_public_only_after_an_assessment_that_two_people_answer_for(bureau: Bureau) -> None:
    """Shut without one, with one nobody confirmed, and with another category's; open with it; kept three years."""
    publisher, checker = bureau.users["publisher"], bureau.users["checker"]
    rule = drafted(bureau, natural=True)
    with refusal("publication.not_assessed"):
        adopt_rule(user=checker, rule=rule)
    with refusal("assessment.incomplete"):
        file_assessment(user=publisher, **{**SAID, "measures": "有"})
    other = file_assessment(user=publisher, **{**SAID, "category": "行政许可"})
    confirm_assessment(user=checker, assessment=other)
    registry.grant_role(
        actor=SYSTEM, user=bureau.users["officer2"], role=Role.ARCHIVIST, valid_from=clock.today()
    )
    desk = at_desk("publisher")
    assert desk.send(f"{PAGE}new/", SAID).status_code == 303
    row = ImpactAssessment.objects.get(category="行政处罚")
    with refusal("publication.not_assessed"):
        adopt_rule(user=checker, rule=rule)
    assert "待确认" in desk.text(PAGE)

    checking = at_desk("checker")
    assert SAID["measures"] in checking.text(f"{PAGE}{row.ref}/confirm/")
    assert checking.send(f"{PAGE}{row.ref}/confirm/", {}).status_code == 303
    with refusal("assessment.confirmed"):
        confirm_assessment(user=checker, assessment=row)
    row.refresh_from_db()
    assert row.keep_until == clock.today().replace(year=clock.today().year + 3)
    assert adopt_rule(user=checker, rule=rule).state == DisclosureRule.State.IN_FORCE
    assert str(row.keep_until) in desk.text("/workbench/publications/rules/").replace("年", "-")
    assert str(row.keep_until) in at_desk("officer2").text(PAGE)
    assert who_may_open(PAGE, ("publisher", "officer2", "officer1")) == {"publisher", "officer2"}


def test_who_filed_it_does_not_confirm_it_and_firms_need_none(bureau: Bureau) -> None:
    """种子 A1."""
    publisher = bureau.users["publisher"]
    registry.grant_role(actor=SYSTEM, user=publisher, role=Role.CHECKER, valid_from=clock.today())
    row = file_assessment(user=publisher, **SAID)
    with refusal("assessment.same_person"):
        confirm_assessment(user=publisher, assessment=row)
    firm = drafted(bureau, natural=False)
    assert adopt_rule(user=bureau.users["checker"], rule=firm).state == DisclosureRule.State.IN_FORCE
