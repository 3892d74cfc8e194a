"""Disclosure rules at the desk: drafted by one person, put in force by another (118号二; 244号6)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from mingjing.disclosure.actions import adopt_rule, draft_rule, return_rule, rules_dossier
from mingjing.disclosure.models import DisclosureRule, ImpactAssessment
from mingjing.disclosure.queries import rule_drafts, rule_for, rules_of
from mingjing.disclosure.rule_words import pairs_of
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from mingjing.theme.forms import new_key
from mingjing.workbench.acting import ActView, timeline_item
from mingjing.workbench.diffing import Change, pieces
from mingjing.workbench.forms_rules import AdoptForm, ReturnRuleForm, RuleForm, as_written
from mingjing.workbench.reading import can, open_to
from mingjing.workbench.views.publications import CHECK, READ

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from mingjing.records.models import Dossier
    from mingjing.registry.models import Agency
    from mingjing.workbench.acting import ActForm
    from mingjing.workbench.sessions import StaffRequest

RULES = "publication.rules"
RETURNING = "return_%s"
State = DisclosureRule.State


@require_safe
@open_to(READ)
def rules(request: StaffRequest) -> HttpResponse:
    """Show the rules that count, and the drafts that wait."""
    agency = request.user.agency
    context = {
        "rules": [(rule, pairs_of(rule)) for rule in rules_of(agency)],
        "drafts": rule_drafts(agency),
        "assessments": ImpactAssessment.objects.filter(agency=agency).order_by("-filed_on"),
        "may_draft": can(request, RULES),
        "timeline": [timeline_item(line) for line in timeline(rules_dossier(agency), limit=10)],
        "path": [("公示", reverse("desk-publications")), ("公示规则", "")],
    }
    return render(request, "workbench/publications_rules.html", context)


class Draft(ActView):
    """Draft the next version."""

    permission = RULES
    form_class = RuleForm
    title = "起草公示规则"
    submit = "提交核对"
    clause = "国办发〔2018〕118号 二；244号 第六条"
    done = "草案已提交，由公示审核员核对后施行。"
    rule: DisclosureRule

    def load(self, **address: str) -> None:
        """Find the rule in force."""
        natural = address["party_kind"] == DisclosureRule.Party.PERSON
        found = rule_for(self.request.user.agency, address["category"], natural=natural)
        if found is None:
            raise Refusal("publication.unknown", "没有这一类公示规则。", next_step="请从公示规则页进入。")
        self.rule = found

    def dossier(self) -> Dossier:
        """Return the dossier of the rules."""
        return rules_dossier(self.request.user.agency)

    def initial(self) -> dict[str, Any]:
        """Begin with the rule in force."""
        return as_written(self.rule)

    def form_arguments(self) -> dict[str, Any]:
        """Give the form the rule."""
        return {"rule": self.rule}

    def act(self, form: RuleForm) -> str:
        """Draft it."""
        made = draft_rule(
            user=self.request.user,
            category=self.rule.category,
            party_kind=self.rule.party_kind,
            told=form.told(),
            version=form.cleaned_data["version"],
        )
        return reverse("desk-rule", args=[made.ref])

    def context(self) -> dict[str, Any]:
        """Say which rule it is."""
        return {
            "heading": f"{self.title}：{self.rule}",
            "back_url": reverse("desk-rules"),
            "path": [
                ("公示", reverse("desk-publications")),
                ("公示规则", reverse("desk-rules")),
                (str(self.rule), ""),
            ],
        }


class OnDraft(ActView):
    """What the two forms of a draft's page share."""

    permission = CHECK
    template_name = "workbench/publications_rule.html"
    rule: DisclosureRule

    def load(self, **address: str) -> None:
        """Find the draft in the person's own agency."""
        self.rule = _find(self.request.user.agency, address["ref"])

    def dossier(self) -> Dossier:
        """Return the dossier of the rules."""
        return rules_dossier(self.request.user.agency)

    def context(self) -> dict[str, Any]:
        """Lay the page out with both forms; with the one that was refused where the draft waits no more."""
        page = _page(self.request, self.rule)
        own = "adopting" if isinstance(self.form, AdoptForm) else "returning"
        if page["open"]:
            page |= {"adopting": self.fresh(AdoptForm), "returning": self.fresh(ReturnRuleForm)}
        return page | ({own: self.form} if page["open"] or self.form.is_bound else {})

    def fresh(self, kind: type[ActForm]) -> ActForm:
        """Return a form of the page; the ids of the two are kept apart."""
        seen = {"version": self.dossier().seq, "once": new_key()}
        apart = {"auto_id": RETURNING} if kind is ReturnRuleForm else {}
        return kind(request=self.request, initial=seen, **apart)


class Adopt(OnDraft):
    """Put it in force."""

    form_class = AdoptForm
    done = "规则已施行。"

    def act(self, form: AdoptForm) -> str:
        """Adopt it."""
        adopt_rule(user=self.request.user, rule=self.rule, version=form.cleaned_data["version"])
        return reverse("desk-rules")


class Return(OnDraft):
    """Send it back."""

    form_class = ReturnRuleForm
    done = "已退回。"

    def form_arguments(self) -> dict[str, Any]:
        """Keep the ids of the two forms apart."""
        return {"auto_id": RETURNING}

    def act(self, form: ReturnRuleForm) -> str:
        """Send it back."""
        return_rule(
            user=self.request.user,
            rule=self.rule,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return reverse("desk-rules")


def _find(agency: Agency, ref: str) -> DisclosureRule:
    found = (
        DisclosureRule.objects.select_related("drafted_by", "checked_by")
        .filter(agency=agency, pk=uuid.UUID(hex=ref))
        .first()
    )
    if found is None:
        raise Refusal("publication.unknown", "本机关没有这份规则。", next_step="请从公示规则页进入。")
    return found


def _page(request: StaffRequest, rule: DisclosureRule) -> dict[str, Any]:
    in_force = rule_for(rule.agency, rule.category, natural=rule.party_kind == DisclosureRule.Party.PERSON)
    old = dict(pairs_of(in_force)) if in_force else {}
    new = dict(pairs_of(rule))
    waits = rule.state == State.DRAFT
    changes = [
        Change(label, pieces(_flat(old.get(label, "")), _flat(new.get(label, ""))))
        for label in dict.fromkeys([*old, *new])
        if label != "版本" and old.get(label, "") != new.get(label, "")
    ]
    return {
        "rule": rule,
        "pairs": list(new.items()),
        "changes": changes if waits else [],
        "own": waits and rule.drafted_by_id == request.user.officer_id,
        "open": waits and can(request, CHECK) and rule.drafted_by_id != request.user.officer_id,
        "path": [
            ("公示", reverse("desk-publications")),
            ("公示规则", reverse("desk-rules")),
            (f"{rule} 第 {rule.version} 版", ""),
        ],
    }


def _flat(value: object) -> str:
    return "；".join(map(str, value)) if isinstance(value, list) else str(value)


@sensitive_post_parameters("password")
@open_to(READ)
def rule_page(request: StaffRequest, ref: str) -> HttpResponseBase:
    """Open a draft: to check it, or to read. Whatever is sent goes to the act, which refuses what comes too late."""
    found = _find(request.user.agency, ref)
    if request.method == "POST" or (found.state == State.DRAFT and can(request, CHECK)):
        return Adopt.as_view()(request, ref=ref)
    return render(request, "workbench/publications_rule.html", _page(request, found))
