"""A disclosure rule as a person writes it (118号二; 244号6; reference §11.6 no. 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from mingjing.disclosure.assessment_rules import POINTS
from mingjing.disclosure.rule_rules import DUTIES, LIMITS, contents_of
from mingjing.law.terms import rule as term
from mingjing.workbench.acting import ActForm, Confirm

if TYPE_CHECKING:
    from mingjing.disclosure.models import DisclosureRule

ROWS = forms.Textarea(attrs={"rows": "2"})
MOST_MONTHS = 36
TEXTS = ("scope", "period", "basis", "procedure", "supervision", "safeguards", "assessment")


class RuleForm(ActForm):
    """The next version of a rule, filled in with the one in force."""

    scope = forms.CharField(label="公开范围", max_length=300, widget=ROWS)
    fields_shown = forms.MultipleChoiceField(
        label="公开内容",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="一项都不选的，这一类一律不公开。",
    )
    carriers = forms.CharField(
        label="公开载体", required=False, max_length=600, help_text="一行一个。", widget=ROWS
    )
    limit_key = forms.ChoiceField(label="公开时限")
    months = forms.IntegerField(
        label="公示期（月）",
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text="自决定之日起；期满自动停止公示。本门户的期限，与信用公示期分别设定，待确认；不填则不停止。",
    )
    period = forms.CharField(label="公示期限（公众看到的说明）", max_length=200)
    procedure = forms.CharField(label="程序", max_length=300, widget=ROWS)
    supervision = forms.CharField(label="监督方式", max_length=300, widget=ROWS)
    safeguards = forms.CharField(label="保障", max_length=300, widget=ROWS)
    basis = forms.CharField(label="依据", max_length=300, widget=ROWS)

    def __init__(self, *args: Any, rule: DisclosureRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        labels = contents_of(rule.party_kind, rule.category)
        self.fields["fields_shown"].choices = [(label, label) for label in labels]  # type: ignore[attr-defined]
        self.fields["limit_key"].choices = [  # type: ignore[attr-defined]
            (key, f"{term(key).start_event}起 {term(key).value} 个{term(key).unit}") for key in LIMITS
        ]
        posts = dict(rule.posts)
        for place, duty in enumerate(DUTIES):
            self.fields[f"post{place}"] = forms.CharField(
                label=f"{duty}岗位", max_length=60, initial=posts.get(duty, "")
            )
        if rule.party_kind == rule.Party.PERSON:
            self.fields["assessment"] = forms.CharField(
                label="个人信息保护影响评估",
                required=False,
                max_length=2000,
                initial=rule.assessment,
                help_text="写明评估的日期、编号和结论；报告保存三年（个人信息保护法 第五十五条、第五十六条）。",
                widget=forms.Textarea(attrs={"rows": "3"}),
            )

    def told(self) -> dict[str, Any]:
        """Return the columns of the rule."""
        typed = self.cleaned_data
        more = [each for each in self.rule.posts if each[0] not in DUTIES]
        posts = [[duty, typed[f"post{place}"]] for place, duty in enumerate(DUTIES)]
        return {
            **{name: typed.get(name, "") for name in TEXTS},
            "fields": typed["fields_shown"],
            "carriers": [line.strip() for line in typed["carriers"].splitlines() if line.strip()],
            "limit_key": typed["limit_key"],
            "months": typed["months"],
            "posts": [*posts, *more],
        }


def as_written(rule: DisclosureRule) -> dict[str, Any]:
    """Return what stands in the form's fields at first: the rule in force."""
    names = ("scope", "limit_key", "months", "period", "procedure", "supervision", "safeguards", "basis")
    return {
        **{name: getattr(rule, name) for name in names},
        "fields_shown": rule.fields,
        "carriers": "\n".join(rule.carriers),
    }


class AssessmentForm(ActForm):
    """The three points of 个人信息保护法56, and the conclusion."""

    category = forms.ChoiceField(label="执法类别")

    def __init__(self, *args: Any, categories: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(each, each) for each in categories]  # type: ignore[attr-defined]
        for name, label in POINTS.items():
            self.fields[name] = forms.CharField(
                label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": "3"})
            )


class AdoptForm(Confirm, ActForm):
    """The password of who puts a rule in force."""


class ReturnRuleForm(ActForm):
    """What must be changed before the rule can be put in force."""

    reason = forms.CharField(label="退回理由", max_length=500, widget=forms.Textarea(attrs={"rows": "3"}))
