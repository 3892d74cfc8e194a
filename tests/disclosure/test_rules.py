"""118号二; 244号6; reference §11.5, §11.6 no. 13: what is made public follows the rules that the public reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

from mingjing.disclosure.actions import adopt_rules
from mingjing.disclosure.models import DisclosureRule, Publication
from mingjing.disclosure.queries import rule_for, rules_of
from mingjing.disclosure.standard_rules import STANDARD
from mingjing.records import consumers, log
from mingjing.records.actors import SYSTEM
from telling import decided

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
