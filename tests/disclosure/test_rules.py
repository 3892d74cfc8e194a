"""118号二; 244号6; reference §11.5, §11.6 no. 13: what is made public follows the rules that the public reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from django.test import Client

from mingjing import clock
from mingjing.demo.people import PASSWORD
from mingjing.disclosure.actions import adopt_rule, adopt_rules, draft_rule, return_rule
from mingjing.disclosure.models import DisclosureRule, Publication
from mingjing.disclosure.queries import rule_for, rules_of
from mingjing.disclosure.standard_rules import STANDARD
from mingjing.records import consumers, log
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role
from telling import decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau


def follow() -> None:
    log.integrate_all()
    while consumers.run_all():
        pass


def test_a_proposal_follows_its_rule(bureau: Bureau) -> None:
    """Content, limit and basis are the rule's."""
    decided(bureau)
    follow()
    rule = rule_for(bureau.agency, "行政处罚", natural=False)
    made = Publication.objects.get(kind="decision")
    assert rule is not None
    assert (made.basis, made.rule) == (rule.basis, rule)
    assert [label for label, _ in made.content["fields"]] == [
        label for label in rule.fields if label in dict(made.content["fields"])
    ]


def test_a_new_version_changes_what_the_public_reads(bureau: Bureau) -> None:
    """Data, not code: the newest version counts, the older one stays."""
    changed = dict(STANDARD[0]) | {
        "fields": ["当事人", "执法结论"],
        "basis": "试行规则",
        "limit_key": "gk.20",
    }
    adopt_rules(actor=SYSTEM, agency=bureau.agency, rules=[changed])
    decided(bureau)
    follow()
    made = Publication.objects.get(kind="decision")
    assert [label for label, _ in made.content["fields"]] == ["当事人", "执法结论"]
    assert made.basis == "试行规则"
    assert DisclosureRule.objects.filter(agency=bureau.agency, party_kind="firm").count() == 2


def test_a_rule_that_names_nothing_keeps_the_decision_back(bureau: Bureau) -> None:
    """§11.6 no. 3."""
    adopt_rules(actor=SYSTEM, agency=bureau.agency, rules=[dict(STANDARD[0]) | {"fields": []}])
    decided(bureau)
    follow()
    made = Publication.objects.get(kind="decision")
    assert (made.state, made.ground, made.content) == ("withheld", "rule", {})


def test_the_public_reads_the_rules_with_their_posts(bureau: Bureau) -> None:
    """244号6: scope, content, carriers, limit, period, and a named post for each duty."""
    page = Client().get("/rules/").content.decode().replace('<span class="nb">', "").replace("</span>", "")
    for rule in rules_of(bureau.agency):
        assert rule.scope in page
    for duty in ("采集", "传递", "审核", "发布", "更新", "撤下"):
        assert f"{duty}：" in page
    assert "公示规则" in Client().get("/lists/").content.decode()


# ── drafted by one person, put in force by another ──


def told(rule: DisclosureRule, **changed: object) -> dict[str, object]:
    """Return what a person writes of a rule."""
    names = (
        "scope", "fields", "carriers", "limit_key", "period", "months", "posts", "basis", "procedure", "supervision",
        "safeguards", "assessment",
    )  # fmt: skip
    return {name: getattr(rule, name) for name in names} | changed


def draft(bureau: Bureau, *, natural: bool = False, **changed: object) -> DisclosureRule:
    rule = rule_for(bureau.agency, "行政处罚", natural=natural)
    assert rule is not None
    return draft_rule(
        user=bureau.users["publisher"],
        category="行政处罚",
        party_kind=rule.party_kind,
        told=told(rule, **changed),
    )


def test_a_draft_changes_nothing_until_a_second_person_checked_it(bureau: Bureau) -> None:
    """种子 A1; 244号6."""
    before = rule_for(bureau.agency, "行政处罚", natural=False)
    made = draft(bureau, months=24, period="自决定之日起两年（待确认）")
    assert rule_for(bureau.agency, "行政处罚", natural=False) == before
    with refusal("role.not_allowed"):
        adopt_rule(user=bureau.users["publisher"], rule=made)
    with refusal("publication.rule_waiting"):
        draft(bureau)
    done = adopt_rule(user=bureau.users["checker"], rule=made)
    assert (done.version, done.checked_by, done.adopted_on) == (2, bureau.people["checker"], clock.today())
    assert rule_for(bureau.agency, "行政处罚", natural=False) == done
    decided(bureau)
    follow()
    assert Publication.objects.get(kind="decision").rule == done
    with refusal("publication.not_waiting"):
        adopt_rule(user=bureau.users["checker"], rule=made)


def test_who_drafted_a_rule_neither_adopts_it_nor_sends_it_back(bureau: Bureau) -> None:
    """种子 A1; 244号6: a second person, whatever roles the first one holds."""
    publisher = bureau.users["publisher"]
    registry.grant_role(actor=SYSTEM, user=publisher, role=Role.CHECKER, valid_from=clock.today())
    made = draft(bureau, months=24)
    with refusal("publication.same_person"):
        adopt_rule(user=publisher, rule=made)
    with refusal("publication.same_person"):
        return_rule(user=publisher, rule=made, reason="改回三十六个月。")
    assert adopt_rule(user=bureau.users["checker"], rule=made).state == "in_force"


def test_a_draft_goes_back_with_reasons(bureau: Bureau) -> None:
    made = draft(bureau, months=1)
    with refusal("publication.no_reason"):
        return_rule(user=bureau.users["checker"], rule=made, reason=" ")
    back = return_rule(user=bureau.users["checker"], rule=made, reason="一个月太短。")
    assert (back.state, back.remark) == ("returned", "一个月太短。")
    assert draft(bureau).version == 3


@pytest.mark.parametrize(
    ("changed", "natural", "code"),
    [
        ({"scope": " "}, False, "publication.rule_incomplete"),
        ({"supervision": ""}, False, "publication.rule_incomplete"),
        ({"posts": [["采集", "公示员"]]}, False, "publication.rule_incomplete"),
        ({"fields": ["当事人"]}, False, "publication.rule_incomplete"),
        ({"carriers": []}, False, "publication.rule_incomplete"),
        ({"limit_key": "xzcf.pay_15"}, False, "publication.rule_incomplete"),
        ({"assessment": ""}, True, "publication.no_assessment"),
        ({"fields": ["执法机关", "当事人", "住所", "案件事实", "执法类别", "执法结论"]}, True,
         "publication.rule_incomplete"),
    ],
)  # fmt: skip
def test_a_rule_that_leaves_out_what_it_must_say_is_refused(
    bureau: Bureau, changed: dict[str, object], natural: bool, code: str
) -> None:
    """118号二; 244号6、10; 个人信息保护法55: each item, the six posts, an assessment before persons are public."""
    with refusal(code):
        draft(bureau, natural=natural, **changed)


def test_it_is_drafted_and_adopted_by_clicking(bureau: Bureau) -> None:
    """The form begins with the rule in force; the checker sees what changes."""
    address = "/workbench/publications/rules/行政处罚/firm/"
    client = Client()
    client.post("/login/", {"username": "publisher", "password": PASSWORD})
    assert address in unquote(client.get("/workbench/publications/rules/").content.decode())
    page = client.get(address).content.decode()
    keys = dict(re.findall(r'name="(version|once)" value="([^"]*)"', page))
    rule = rule_for(bureau.agency, "行政处罚", natural=False)
    assert rule is not None
    typed = {
        **keys, "scope": "普通程序作出的全部行政处罚决定，另有规定的除外", "fields_shown": rule.fields,
        "carriers": "\n".join(rule.carriers), "limit_key": rule.limit_key, "months": "24", "period": "两年（待确认）",
        "procedure": rule.procedure, "supervision": rule.supervision, "safeguards": rule.safeguards,
        "basis": rule.basis, **{f"post{place}": f"岗位{place}" for place in range(6)},
    }  # fmt: skip
    answer = client.post(address, typed)
    assert answer.status_code == 303, answer.content.decode()
    made = DisclosureRule.objects.get(state="draft")
    checker, page_of = Client(), f"/workbench/publications/rules/{made.ref}/"
    checker.post("/login/", {"username": "checker", "password": PASSWORD})
    assert "核对公示规则" in checker.get("/workbench/").content.decode()
    shown = checker.get(page_of).content.decode()
    assert "另有规定的除外" in shown
    form = shown[shown.index(f'action="{page_of}"') :]
    keys = dict(reversed(re.findall(r'name="(version|once)" value="([^"]*)"', form)))
    assert checker.post(page_of, {**keys, "password": PASSWORD}).status_code == 303
    assert "另有规定的除外" in Client().get("/rules/").content.decode()
