"""An agency's disclosure rules: adopted as data, a new version beside the old (244号6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.disclosure import acts, rule_rules
from mingjing.disclosure.assessment_rules import require_assessed
from mingjing.disclosure.models import DisclosureRule
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed
from mingjing.refusal import Refusal
from mingjing.registry.queries import require

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingjing.records.actors import Actor
    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency, User

State = DisclosureRule.State


def rules_dossier(agency: Agency) -> Dossier:
    """Return the dossier of an agency's disclosure rules."""
    return open_dossier(kind="disclosure-rules", ref=agency.ref, agency=agency.ref)


def adopt_rules(*, actor: Actor, agency: Agency, rules: Iterable[Mapping[str, Any]]) -> list[DisclosureRule]:
    """Adopt rules for an agency; `rules` hold the columns of `DisclosureRule` by name. One record for all."""
    dossier = rules_dossier(agency)
    made: list[DisclosureRule] = []
    with deed(dossier=dossier, act=acts.RULED, actor=actor) as work:
        for told in rules:
            earlier = DisclosureRule.objects.filter(
                agency=agency, category=told["category"], party_kind=told["party_kind"]
            )
            made.append(
                work.add(
                    DisclosureRule(
                        agency=agency, version=earlier.count() + 1, adopted_on=clock.today(), **told
                    )
                )
            )
    return made


def draft_rule(
    *, user: User, category: str, party_kind: str, told: Mapping[str, Any], version: int | None = None
) -> DisclosureRule:
    """Draft the next version of a rule (118号二; §11.6 no. 13); the one in force goes on until a second person checked.

    `told` holds the columns that a person writes: scope, fields, carriers, limit_key, period, months, posts, basis,
    procedure, supervision, safeguards, assessment.
    """
    require(user, "publication.rules")
    rule_rules.require_complete(party_kind, told, category)
    with deed(
        dossier=rules_dossier(user.agency), act=acts.RULE_DRAFTED, actor=user.actor(), version=version
    ) as work:
        earlier = DisclosureRule.objects.filter(agency=user.agency, category=category, party_kind=party_kind)
        if not earlier.exists():
            raise Refusal("publication.unknown", "没有这一类公示规则。", next_step="请从公示规则页进入。")
        if earlier.filter(state=State.DRAFT).exists():
            raise Refusal(
                "publication.rule_waiting",
                "这一类规则已有一份草案待核对。",
                next_step="请先核对或者退回那一份。",
            )
        return work.add(
            DisclosureRule(
                agency=user.agency, category=category, party_kind=party_kind, version=earlier.count() + 1,
                state=State.DRAFT, drafted_by=user.officer, **told,
            )
        )  # fmt: skip


def adopt_rule(*, user: User, rule: DisclosureRule, version: int | None = None) -> DisclosureRule:
    """Check a drafted rule and put it in force from today: a second person (种子 A1)."""
    require(user, "publication.check")
    with deed(
        dossier=rules_dossier(user.agency), act=acts.RULE_ADOPTED, actor=user.actor(), version=version
    ) as work:
        rule = _waiting(user, rule)
        require_assessed(rule)
        rule.state, rule.adopted_on, rule.checked_by = State.IN_FORCE, clock.today(), user.officer
        work.change(rule)
    return rule


def return_rule(
    *, user: User, rule: DisclosureRule, reason: str, version: int | None = None
) -> DisclosureRule:
    """Send a drafted rule back with reasons."""
    require(user, "publication.check")
    if not reason.strip():
        raise Refusal(
            "publication.no_reason", "退回须写明理由。", field="reason", next_step="请写明要改什么。"
        )
    with deed(
        dossier=rules_dossier(user.agency), act=acts.RULE_RETURNED, actor=user.actor(), version=version
    ) as work:
        rule = _waiting(user, rule)
        rule.state, rule.remark, rule.checked_by = State.RETURNED, reason.strip(), user.officer
        work.change(rule)
    return rule


def _waiting(user: User, rule: DisclosureRule) -> DisclosureRule:
    rule = DisclosureRule.objects.get(pk=rule.pk)
    if rule.agency_id != user.agency_id:
        raise Refusal("publication.unknown", "没有这份规则。", next_step="请从公示规则页进入。")
    if rule.state != State.DRAFT:
        raise Refusal("publication.not_waiting", "这份规则不在待核对状态。", next_step="请刷新公示规则页。")
    if user.officer_id is None or user.officer_id == rule.drafted_by_id:
        raise Refusal(
            "publication.same_person",
            "起草人与核对人不得为同一人。",
            "种子 一（一）；244号 第六条",
            "请由另一名公示审核员核对。",
        )
    return rule
